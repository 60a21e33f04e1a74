"""A defect found in a document, or a check that could not decide."""

from typing import Literal

from reviewer.domain.value import Value

Severity = Literal["error", "warning", "info"]
"""What the reviewer demands: 必改, 建议, 提示."""

SEVERITY_WORDS: dict[Severity, str] = {"error": "必改", "warning": "建议", "info": "提示"}


class Finding(Value):
    """One defect: where, which, what is wrong with this very row, and the words it is about."""

    code: str
    severity: Severity
    project: str
    row: int | None = None
    """None where the finding is about the project."""
    field: str | None = None
    message: str
    quote: str | None = None
    fix: str | None = None
    """The field's corrected text, where it can be computed."""


class Undecided(Value):
    """A check that cannot decide: said, never silent."""

    code: str
    project: str
    row: int | None = None
    reason: str


class Findings(Value):
    """What the checks say of a document or a project."""

    found: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
