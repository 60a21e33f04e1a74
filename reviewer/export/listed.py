"""What goes to a unit: the listed rows of its projects by severity, numbered alike in opinion and question list."""

from collections.abc import Iterator
from typing import NamedTuple

from reviewer.domain.decided import DecidedRow, listed
from reviewer.domain.finding import Severity
from reviewer.domain.project import Project, RowText
from reviewer.export.order import Reviewed


class Entry(NamedTuple):
    """One listed row."""

    number: int
    """Counted through the unit's list."""
    row: DecidedRow
    question: str = ""
    asked: int = 0
    """The question's number, 0 without one."""

    @property
    def suggested(self) -> RowText | None:
        """The text that is suggested; None where the row is to go or nothing is suggested."""
        return self.row.after if self.row.changed else None

    @property
    def blanks(self) -> int:
        """How many figures the unit is to give."""
        return self.row.blanks


def by_severity(reviewed: Reviewed) -> list[tuple[Project, list[Entry]]]:
    """The projects with something listed, the gravest first, and their rows: the project's own, then as they stand."""
    projects = [(p, [r for r in rows if listed(r)]) for p, rows in reviewed]
    projects = sorted(((p, rows) for p, rows in projects if rows), key=lambda pair: _weight(pair[1]))
    return list(_numbered(projects))


def _numbered(projects: list[tuple[Project, list[DecidedRow]]]) -> Iterator[tuple[Project, list[Entry]]]:
    number = asked = 0
    for project, rows in projects:
        entries = []
        for row in sorted(rows, key=lambda r: (r.row is not None or r.added, r.added, r.row or 0)):
            number += 1
            question = row.question if row.blanks else ""
            asked += bool(question)
            entries.append(Entry(number, row, question, asked if question else 0))
        yield project, entries


def _weight(rows: list[DecidedRow]) -> tuple[int, int, int]:
    def count(severity: Severity) -> int:
        return -sum(f.severity == severity for r in rows for f in r.findings)

    return count("error"), count("warning"), count("info")
