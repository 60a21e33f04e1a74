"""What a session asks of its journal, and the figures that it gives."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from reviewer.domain.decided import RowState
from reviewer.domain.decision import Decision, DecisionAction
from reviewer.domain.entry import Entry, Judged
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Verdict
from reviewer.review.item import Item


class Keeps(Protocol):
    """What a session asks of its journal; store.journal.Journal is one."""

    def entries(self, after: int = 0) -> list[Entry]: ...
    def append(self, *decisions: Decision, seen: int | None = None) -> tuple[Decision, ...]: ...
    def record_proposals(self, proposals: Iterable[Proposal], verdicts: Iterable[Verdict] = ()) -> None: ...
    def proposal(self, seq: int) -> Judged: ...
    def findings(self, seq: int) -> Findings: ...
    def mentions(self, words: str) -> set[int]: ...
    def remember(self, who: str, place: str) -> None: ...
    def place(self, who: str) -> str | None: ...


class Progress(NamedTuple):
    """Rows of the review and what people decided; what a policy decided is counted apart."""

    total: int
    decided: int
    states: dict[RowState, int]
    by_policy: int


class Choice(NamedTuple):
    """What is to be decided about one row."""

    item: Item
    action: DecisionAction
    after: RowText | None = None
    reason: str | None = None


class Preview(NamedTuple):
    """What a bulk step would do, before it does."""

    action: DecisionAction
    take: tuple[Item, ...]
    unverified: tuple[Item, ...]
    asking: tuple[Item, ...]
    decided: tuple[Item, ...]
    empty: tuple[Item, ...]
    """Without a proposal to accept."""
    reason: str | None = None

    @property
    def left(self) -> int:
        return len(self.unverified) + len(self.asking) + len(self.decided) + len(self.empty)


class Standing(NamedTuple):
    """The closing page: what is left, and what the checks newly report on the decided tables."""

    undecided: int
    unverified: int
    asking: int
    by_unit: dict[str, tuple[int, int]]
    """Decided and all rows of each unit."""
    by_code: dict[str, tuple[int, int]]
    new: tuple[Finding, ...]


def tally(marks: Iterable[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    """How many of each name are marked, and how many there are, in the order of first mention."""
    counts: dict[str, list[int]] = {}
    for name, marked in marks:
        pair = counts.setdefault(name, [0, 0])
        pair[0] += marked
        pair[1] += 1
    return {name: (marked, total) for name, (marked, total) in counts.items()}


def count(items: Iterable[Item]) -> Progress:
    """The figures over some rows."""
    states: Counter[RowState] = Counter()
    total = policy = 0
    for item in items:
        total += 1
        if item.decision and item.decision.policy:
            policy += 1
        else:
            states[item.state] += 1
    decided = states["accepted"] + states["edited"] + states["rejected"]
    return Progress(total, decided, dict(states), policy)
