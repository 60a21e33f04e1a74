"""The figures that a session gives."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reviewer.domain.decided import RowState
from reviewer.domain.decision import DecisionAction
from reviewer.domain.finding import Finding
from reviewer.domain.project import RowText
from reviewer.domain.row import POLICY, STATE, STATES
from reviewer.review.item import Item
from reviewer.review.queue import View


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
    take: View
    unverified: View
    asking: View
    decided: View
    empty: View
    """Without a proposal to accept."""
    seen: int
    """The newest journal entry that it takes into account."""
    reason: str | None = None

    @property
    def left(self) -> int:
        return len(self.unverified) + len(self.asking) + len(self.decided) + len(self.empty)


class Closing(NamedTuple):
    """The closing page: what is left, and what the checks newly report on the decided tables."""

    undecided: int
    unverified: int
    asking: int
    taken_asking: int
    """Accepted or edited with a figure that the department is asked for."""
    taken_unverified: int
    """Accepted though verification did not pass them."""
    flagged: int
    """Marked for a second look."""
    by_unit: dict[str, tuple[int, int]]
    """Decided and all rows of each unit."""
    by_code: dict[str, tuple[int, int]]
    new: tuple[Finding, ...]


def count(flags: Mapping[int, int]) -> Progress:
    """The figures over rows, given how many have which flags."""
    states: dict[RowState, int] = {}
    for bits, n in flags.items():
        if n and not bits & POLICY:
            state = STATES[bits & STATE]
            states[state] = states.get(state, 0) + n
    decided = sum(n for state, n in states.items() if state in ("accepted", "edited", "rejected"))
    return Progress(sum(flags.values()), decided, states, sum(n for bits, n in flags.items() if bits & POLICY))


def tally(counts: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """Decided and all rows under each word; a line may count under several, parted by blanks."""
    out: dict[str, tuple[int, int]] = {}
    for words, decided, total in counts:
        for word in words.split():
            done, every = out.get(word, (0, 0))
            out[word] = done + decided, every + total
    return out
