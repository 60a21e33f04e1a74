"""Documents to findings, for `check`: selection, baseline, and the record that is printed."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from reviewer.domain.document import Document
from reviewer.domain.finding import Finding, Undecided
from reviewer.domain.record import problem_record, project_record
from reviewer.pipeline.knowledge import Knowledge

Identity = tuple[str, str, int | None, str | None]


class Checked(NamedTuple):
    """A document and what the checks say of it."""

    document: Document
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]


def check_all(
    documents: Iterable[Document], knowledge: Knowledge, baseline: frozenset[Identity] = frozenset()
) -> Iterator[Checked]:
    """Each document with its findings, without those of the baseline."""
    for document in documents:
        said = knowledge.checks.document(document)
        new = tuple(f for f in said.found if identity(f.code, f.project, f.row, f.quote) not in baseline)
        yield Checked(document, new, said.undecided)


def identity(code: str, project: str, row: int | None, quote: str | None) -> Identity:
    """What makes a finding the same one in the next run."""
    return code, project, row, quote


def checked_record(checked: Iterable[Checked]) -> dict[str, Any]:
    """The JSON of `check`: that of `show` with the findings."""
    record: dict[str, list[dict[str, Any]]] = {"projects": [], "problems": [], "findings": []}
    for one in checked:
        record["projects"] += map(project_record, one.document.projects)
        record["problems"] += map(problem_record, one.document.problems)
        record["findings"] += map(finding_record, one.findings)
    return record


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding under the names of the JSON."""
    return finding.model_dump(include={"code", "severity", "project", "row", "field", "message", "quote"})
