"""Every layout pasted as plain text in every way reads as the original, or what is missing is told with its place."""

import re
from pathlib import Path

import pytest

from reviewer.domain.document import Document, Problem
from reviewer.domain.project import Project
from reviewer.errors import InputError
from reviewer.formats import open_source
from reviewer.parse import parse
from tests.parse.pasting import WAYS, pasted
from tests.parse.test_layouts import FILES

AS_THE_ORIGINAL = {
    "Word, TABs": 75,
    "page, TABs": 71,
    "Excel, TABs": 76,
    "taken apart, TABs": 76,
    "Word, pipes": 74,
    "page, pipes": 70,
    "a cell a line": 42,
    "a cell a line, labels broken": 32,
    "aligned": 63,
    "one space": 63,
    "over pages": 74,
}
"""How many of the layouts each way leaves so that they read as the original, field by field; no fewer than these."""
SEGMENT = 14
"""Lines that a place covers at most where a cell stands on a line of its own."""


def bare(text: object) -> str:
    return "".join(str(text or "").split())


def rows(project: Project) -> list[list[str]]:
    return [[bare(text) for text in i.text()] for i in project.indicators]


def heads(document: Document) -> list[list[str]]:
    return [
        [bare(text) for text in (p.code, p.name, p.unit_name, p.budget.total, p.budget.fiscal, "".join(p.goals))]
        for p in document.projects
    ]


def told(name: str, lines: list[str], problems: list[Problem]) -> bool:
    """Whether a problem names an indicator, or the line it stands on or the beginning of its piece of the table."""
    if any(name[:8] in bare(problem.reason) for problem in problems):
        return True
    printed = [n for n, line in enumerate(lines, 1) if name in bare(line)]
    starts = [int(found[0]) for problem in problems if (found := re.search(r"\d+", problem.place))]
    return any(0 <= n - start <= SEGMENT for n in printed for start in starts)


def reads_as_the_original(source: Path, way: str, folder: Path) -> bool:
    original = parse(open_source(source))
    text = pasted(open_source(source).blocks, way)
    path = folder / "pasted.txt"
    path.write_text(text, encoding="utf-8")
    try:
        document = parse(open_source(path))
    except InputError as error:
        assert "没有读入" in str(error) or "没有找到" in str(error), source.name
        return False
    same_rows = list(map(rows, document.projects)) == list(map(rows, original.projects))
    if same_rows and heads(document) == heads(original):
        return True
    known = {problem.reason for problem in original.problems}
    new = [p for p in document.problems if p.reason not in known and "没有归入任何一栏" not in p.reason]
    assert new, f"{source.name}: another reading, and nothing is said"
    read = {(row[1], row[2], row[4]) for project in document.projects for row in rows(project)}
    for project in original.projects:
        for row in rows(project):
            found = (row[1], row[2], row[4]) in read
            assert found or told(row[2], text.split("\n"), new), f"{source.name}: {row} is missing, and nothing is said"
    return False


@pytest.mark.parametrize("way", WAYS)
def test_pasted_layouts(way: str, tmp_path: Path) -> None:
    right = [path.name for path in FILES if reads_as_the_original(path, way, tmp_path)]
    assert len(right) >= AS_THE_ORIGINAL[way]
