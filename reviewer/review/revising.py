"""A project as it would be with what was decided, and what the checks then newly say."""

from collections import Counter
from collections.abc import Iterable

from reviewer.domain.decided import DecidedRow, RevisedRow, revise
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import Indicator, Project


def revised_project(project: Project, rows: Iterable[DecidedRow]) -> Project:
    """The project with the accepted and edited rows in place, rows numbered anew."""
    indicators = tuple(_indicator(n, r) for n, r in enumerate(revise(project, rows), 1))
    return project._replace(indicators=indicators)


def _indicator(row: int, revised: RevisedRow) -> Indicator:
    # Only a decided table is read anew; the screen opens without the grammar.
    from reviewer.domain.reworded import new_row, reworded

    if revised.indicator is None:
        return new_row(row, revised.text)
    return reworded(revised.indicator, revised.text)._replace(row=row)


def newly_found(before: Findings, after: Findings) -> list[Finding]:
    """The findings that the decided table has beyond those of the document's, counted by code."""
    known = Counter(f.code for f in before.found)
    new = []
    for finding in after.found:
        known[finding.code] -= 1
        if known[finding.code] < 0:
            new.append(finding)
    return new
