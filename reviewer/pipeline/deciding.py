"""Unattended rewriting: proposals accepted by policy, never an unverified or asking one."""

from collections.abc import Sequence

from reviewer.checks import BY_CODE
from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.review import Filter, Preview, ReviewSession


def by_policy(session: ReviewSession, codes: Sequence[str], *, dry_run: bool) -> Preview:
    """Accept what verification passed and nothing waits for, of these codes (all where none is named).

    A code may be the beginning of several, as in the settings. Raises ConfigurationError where it begins none.
    """
    for wanted in codes:
        if not wanted or not any(code.startswith(wanted) for code in BY_CODE):
            raise ConfigurationError(
                _("--code 里的 {code} 不是规则代码，也不是代码的开头；reviewer rules 列出全部。").format(
                    code=wanted or "“”"
                )
            )
    exact = frozenset(code for code in BY_CODE if code.startswith(tuple(codes)))
    preview = session.preview(session.view(Filter(codes=exact)), "accept")
    if not dry_run and preview.take:
        session.bulk(preview, policy=True)
    return preview
