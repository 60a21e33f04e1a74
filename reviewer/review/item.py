"""One row of the queue as a session holds it: it changes where a decision or a proposal changes it."""

from reviewer.domain.decided import RowState
from reviewer.domain.row import ASKS, FLAGGED, POLICY, PROPOSED, STATE, STATES, UNDECIDED, VERIFIED, Key, Row


class Item:
    """Stands for one row as long as anyone holds it; its texts stay in the journal."""

    __slots__ = ("__weakref__", "row")

    def __init__(self, row: Row) -> None:
        self.row = row

    @property
    def number(self) -> int:
        """Sorts as the documents do."""
        return self.row.id

    @property
    def key(self) -> Key:
        return self.row.key

    @property
    def level2(self) -> str:
        return self.row.level2

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def codes(self) -> tuple[str, ...]:
        return self.row.codes

    @property
    def severity(self) -> int:
        """Rank of the worst finding, -1 without any."""
        return self.row.severity

    @property
    def proposal(self) -> int:
        """Number of the journal entry that holds the newest proposal, 0 without one."""
        return self.row.proposal

    @property
    def digest(self) -> str:
        return self.row.digest

    @property
    def state(self) -> RowState:
        return STATES[self.row.flags & STATE]

    @property
    def undecided(self) -> bool:
        return self.row.flags & STATE < UNDECIDED

    @property
    def verified(self) -> bool:
        """Whether there is a proposal that no check failed."""
        return self.row.flags & (PROPOSED | VERIFIED) == PROPOSED | VERIFIED

    @property
    def unverified(self) -> bool:
        """Whether the suggestion stands here and a check failed it or none looked: not where a person rewrote it."""
        return bool(self.proposal) and not self.verified and self.state != "edited"

    @property
    def asks(self) -> bool:
        """Whether the row as decided, or as proposed while it is undecided, leaves a figure to the department."""
        return bool(self.row.flags & ASKS)

    @property
    def policy(self) -> bool:
        """Whether a policy decided, not a person."""
        return bool(self.row.flags & POLICY)

    @property
    def flagged(self) -> bool:
        return bool(self.row.flags & FLAGGED)

    @property
    def who(self) -> str:
        """Who took the decision in force."""
        return self.row.who
