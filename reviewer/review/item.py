"""One row of the queue: what is said of it and what was decided, small enough for a hundred thousand."""

from typing import NamedTuple

from reviewer.domain.decided import RowState
from reviewer.domain.decision import Decision

SEVERITIES = ("info", "warning", "error")
RANK = {name: rank for rank, name in enumerate(SEVERITIES)}


class Key(NamedTuple):
    """What a decision is about: a row of a project, a row to be added (level 2 and name), or the project itself."""

    project: str
    row: int | None
    addition: str = ""


class Item:
    """Mutable, kept by the session only; bodies of findings and proposals stay in the journal."""

    __slots__ = (
        "action", "asks", "codes", "comments", "decision", "digest", "flagged", "key", "level2", "name", "order",
        "proposal", "severity", "state", "taken", "verified",
    )  # fmt: skip

    def __init__(self, key: Key, order: int, level2: str, name: str) -> None:
        self.key = key
        self.order = order
        """Place in the documents' own order."""
        self.level2 = level2
        self.name = name
        self.codes: tuple[str, ...] = ()
        self.severity = -1
        """Rank of the worst finding, -1 without any."""
        self.proposal = 0
        """Number of the journal entry that holds the newest proposal, 0 without one."""
        self.action = ""
        self.digest = ""
        self.verified: bool | None = None
        """None where nothing was proposed or it was not judged."""
        self.asks = False
        self.state: RowState = "open"
        self.decision: Decision | None = None
        self.flagged = False
        self.comments: tuple[Decision, ...] = ()
        self.taken: list[Decision] = []
        """Every decision ever taken about it, oldest first, whether undone or not."""

    @property
    def stands(self) -> bool:
        """Whether anything is said of the row or was decided about it."""
        return bool(self.proposal or self.codes or self.taken)

    @property
    def undecided(self) -> bool:
        return self.state in ("open", "deferred")

    @property
    def outdated(self) -> bool:
        """Whether the decision was taken on an earlier proposal than the one shown."""
        return bool(self.decision and self.decision.proposal and self.decision.proposal != self.digest)

    def settle(self, undone: set[str]) -> None:
        """Work out the state from the decisions whose step was not undone."""
        self.state, self.decision, self.flagged = "open", None, False
        comments = []
        for d in self.taken:
            if d.step in undone:
                continue
            if d.action == "flag":
                self.flagged = not self.flagged
            elif d.action == "comment":
                comments.append(d)
            else:
                self.state, self.decision = STATES[d.action], d
        self.comments = tuple(comments)


STATES: dict[str, RowState] = {"accept": "accepted", "edit": "edited", "reject": "rejected", "defer": "deferred"}
