"""What a journal gives back: entries in the order in which they were written, and a proposal with its verdict."""

from typing import Literal, NamedTuple

from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Verdict

EntryKind = Literal["findings", "proposal", "note", "decision"]


class Entry(NamedTuple):
    """One entry without its body.

    `brief` is what a list needs: for findings one `row:code:severity` a word (row `-` for the project's own); for a
    proposal `action:verdict:asks:digest:place` (verdict 1 verified, 0 failed, - not judged; place is level 2 and name
    of a row to be added); for a note, why the model has nothing to say of the row (empty: it has, after all); for a
    decision its JSON.
    """

    seq: int
    kind: EntryKind
    project: str
    row: int | None
    brief: str


class Judged(NamedTuple):
    """A proposal with what verification said of it, if it was judged."""

    proposal: Proposal
    verdict: Verdict | None
