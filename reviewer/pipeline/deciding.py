"""Unattended rewriting: proposals accepted by policy, never an unverified or asking one."""

from collections.abc import Sequence

from reviewer.review import Filter, Preview, ReviewSession


def by_policy(session: ReviewSession, codes: Sequence[str], *, dry_run: bool) -> Preview:
    """Accept what verification passed and nothing waits for, of these codes (all where none is named)."""
    preview = session.preview(session.view(Filter(codes=frozenset(codes))), "accept")
    if not dry_run and preview.take:
        session.bulk(preview, policy=True)
    return preview
