"""Documents to findings, for `check`: selection, baseline, and the record that is printed."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from reviewer.domain.document import Document
from reviewer.domain.finding import Finding
from reviewer.domain.project import Project
from reviewer.pipeline.knowledge import Knowledge

Identity = tuple[str, str, int | None, str | None]


class Checked(NamedTuple):
    """A document and, project by project as they are asked for, what the checks say of it."""

    document: Document
    projects: Iterator[tuple[Project, tuple[Finding, ...]]]


def check_all(
    documents: Iterable[Document], knowledge: Knowledge, baseline: frozenset[Identity] = frozenset()
) -> Iterator[Checked]:
    """Each document with its findings, without those of the baseline."""
    for document in documents:
        yield Checked(document, _new(document, knowledge, baseline))


def _new(
    document: Document, knowledge: Knowledge, baseline: frozenset[Identity]
) -> Iterator[tuple[Project, tuple[Finding, ...]]]:
    for project, said in knowledge.checks.each(document):
        found = said.found
        if baseline:
            found = tuple(f for f in found if identity(f.code, f.project, f.row, f.quote) not in baseline)
        yield project, found


def identity(code: str, project: str, row: int | None, quote: str | None) -> Identity:
    """What makes a finding the same one in the next run."""
    return code, project, row, quote


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding under the names of the JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "project": finding.project,
        "row": finding.row,
        "field": finding.field,
        "message": finding.message,
        "quote": finding.quote,
    }
