"""What a review file knows of a row without its texts: what a queue shows, filters and counts by."""

from typing import NamedTuple

from reviewer.domain.decided import RowState

STATES: tuple[RowState, ...] = ("open", "deferred", "edited", "accepted", "rejected")
"""A row's state as a number; the first two are undecided."""
UNDECIDED = 2
STATE, PROPOSED, VERIFIED, ASKS, POLICY, FLAGGED = 7, 8, 16, 32, 64, 128
"""The bits of `Row.flags`: the state's number in the lowest three, then one a mark."""

A_PROJECT = 1_000_000
"""Numbers that one project's rows take: 0 the project itself, then its rows, from FIRST_ADDITION those to be added."""
FIRST_ADDITION = 900_000
A_FILE = 100_000
"""Places that one file's projects take; files count from 1."""

MANY = 1_000
"""Rows of one name that are counted beside a row; of more it is enough to know that there are as many."""

SORTS = (
    "document", "severity", "code", "state", "amount", "unit", "project", "dimension", "verified", "asking", "reviewer"
)  # fmt: skip


class Key(NamedTuple):
    """What a decision is about: a row of a project, a row to be added (level 2 and name), or the project itself."""

    project: str
    row: int | None
    addition: str = ""


class Row(NamedTuple):
    """One row of the queue."""

    id: int
    """The project's place times A_PROJECT, and the row; sorts as the documents do."""
    key: Key
    level2: str
    name: str
    codes: tuple[str, ...]
    severity: int
    """Rank of the worst finding, -1 without any."""
    proposal: int
    """Number of the journal entry that holds the newest proposal, 0 without one."""
    action: str
    digest: str
    flags: int
    decision: int
    """Number of the journal entry of the decision in force, 0 without one."""
    who: str
    """Who took it."""
    note: int = 0
    """Number of the journal entry that says why the model has nothing to say of it, 0 without one."""


class Head(NamedTuple):
    """A project as a heading of the queue names it."""

    place: int
    """Among all projects of the review, in the documents' order."""
    key: str
    no: int
    name: str
    unit: str
    """Code first."""
    total: str
    """The year's money as printed, with its unit; empty where none is printed."""


class Filter(NamedTuple):
    """All parts must hold; an empty part holds always."""

    states: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    severities: frozenset[int] = frozenset()
    """Ranks."""
    unit: str = ""
    project: str = ""
    level2: str = ""
    verified: bool | None = None
    asks: bool | None = None
    flagged: bool | None = None
    who: str = ""
    same: str = ""
    """The whole name, white space apart."""
    text: tuple[str, ...] = ()
    line: str = ""
    """As typed, for showing."""
