"""A process that shows the screen of the review named: python child.py REVIEW [NAME]."""

import sys
from pathlib import Path

from reviewer.review import ReviewSession
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile
from reviewer.tui import run_screen

if __name__ == "__main__":
    with ReviewFile.open(Path(sys.argv[1])) as review:
        session = ReviewSession(review, who="甲")
        run_screen(session, Settings(ambiguous_width=1))
