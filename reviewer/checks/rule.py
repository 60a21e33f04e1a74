"""A rule: what it finds, why it matters, the standard behind it, an example, and the check itself."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from reviewer.checks.view import ProjectView, RowView
from reviewer.domain.finding import Finding, Severity, Undecided


class Hit(NamedTuple):
    """What a check reports: the message on this very row, the words it is about, the computable fix."""

    message: str
    row: int | None = None
    field: str | None = None
    quote: str | None = None
    fix: str | None = None
    severity: Severity | None = None
    """Where it differs from the rule's own."""


class Doubt(NamedTuple):
    """A check that cannot decide."""

    reason: str
    row: int | None = None


RowCheck = Callable[[RowView], Hit | Doubt | None]
ProjectCheck = Callable[[ProjectView], Iterable[Hit | Doubt]]
AcrossCheck = Callable[[Iterable[ProjectView]], Iterator[tuple[str, Hit]]]


class Rule(NamedTuple):
    """One defect of the taxonomy as a deterministic check."""

    code: str
    slug: str
    title: str
    severity: Severity
    what: str
    why: str
    standard: str
    before: str
    after: str
    row: RowCheck | None = None
    project: ProjectCheck | None = None
    across: AcrossCheck | None = None

    def finding(self, project: str, hit: Hit) -> Finding:
        severity = hit.severity or self.severity
        return Finding(self.code, severity, project, hit.message, hit.row, hit.field, hit.quote, hit.fix)

    def undecided(self, project: str, doubt: Doubt) -> Undecided:
        return Undecided(self.code, project, doubt.row, doubt.reason)
