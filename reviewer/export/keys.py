"""What tells, in a paper that comes back, which review it belongs to and which row each line is about.

The keys stand in a hidden column, so that a list can be sorted, cut and sent on; they are digests: nobody needs to read
them, and one that was typed over fits nothing.
"""

import hashlib
import json
import re
from typing import Literal, NamedTuple

from reviewer.domain.decided import DecidedRow
from reviewer.domain.decision import Conclusion, Decision
from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal

Paper = Literal["questions", "sheet"]
FORMAT = 1
_MARK = re.compile(r"reviewer-(questions|sheet)-(\d+):([0-9a-f]{32}):([0-9a-f]{16})")
_KEY = re.compile(r"([0-9a-f]{12})-([0-9a-f]{12})-([0-9a-f]{12}|\d{1,3})")


class Mark(NamedTuple):
    """The head of the hidden column: which paper, of which review, about which submitted file."""

    paper: str
    format: int
    review: str
    document: str
    """The first 16 digits of the file's sha256."""

    def __str__(self) -> str:
        return f"reviewer-{self.paper}-{self.format}:{self.review}:{self.document}"


class LineKey(NamedTuple):
    """The key of a line."""

    place: str
    content: str
    """The text that was shown."""
    more: str
    """In a question list which 【待填】 of the row (0 for none); in a review sheet how the row was decided then."""

    def __str__(self) -> str:
        return f"{self.place}-{self.content}-{self.more}"


def mark(paper: Paper, review: str, sha256: str) -> Mark:
    return Mark(paper, FORMAT, review, sha256[:16])


def read_mark(text: str) -> Mark | None:
    """The mark that a cell holds, or None."""
    found = _MARK.fullmatch(text.strip())
    return Mark(found[1], int(found[2]), found[3], found[4]) if found else None


def read_key(text: str) -> LineKey | None:
    """The key that a cell holds, or None."""
    found = _KEY.fullmatch(text.strip())
    return LineKey(found[1], found[2], found[3]) if found else None


def place(review: str, project: str, row: int | None, addition: str = "") -> str:
    """A row of a project, a row to be added (level 2 and name), the project itself (neither)."""
    return _digest(review, project, row, addition)


def addition(proposal: Proposal | None) -> str:
    """What tells a row to be added from others of its project."""
    return f"{proposal.level2 or ''}/{proposal.name or ''}" if proposal and proposal.row is None else ""


def content(text: RowText | None) -> str:
    """The row's text as shown; one digest for none."""
    return _digest(text and text._asdict())


def standing(decision: Decision | None) -> str:
    """How a row stands decided."""
    return _digest(decision and decision.step)


def concluded(conclusion: Conclusion) -> str:
    """What is concluded about a project."""
    return _digest(*conclusion)


def of_project(review: str, project: str, conclusion: Conclusion) -> LineKey:
    """The key of a line on which a project is concluded."""
    return LineKey(place(review, project, None), content(None), concluded(conclusion))


def place_of(review: str, row: DecidedRow) -> str:
    return place(review, row.project, row.row, addition(row.proposal))


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
