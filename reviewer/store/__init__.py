"""Everything that is kept on disk; all SQL stands here."""
