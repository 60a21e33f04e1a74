"""Damaged copies of every layout end in projects with their problems or in one sentence, never in a fault."""

import csv
from pathlib import Path

import pytest

from reviewer.domain.project import Project
from reviewer.errors import InputError
from reviewer.formats import open_source
from reviewer.parse import parse
from tests.formats.mutate import mutated
from tests.formats.test_hostile import parts_mutated
from tests.parse.test_layouts import FILES

TEXT = (".txt", ".csv", ".tsv", ".md", ".html")


def scrambled(data: bytes, seed: int) -> bytes:
    """A text with its lines, or the cells of one, in another order: whole words, senseless tables."""
    lines = data.split(b"\n")
    at = seed % len(lines)
    if seed % 3 == 0:
        return b"\n".join(lines[at:] + lines[:at])
    if seed % 3 == 1:
        return b"\n".join(lines[:at] + lines[at::-1])
    return b"\n".join([*lines[:at], b"\t".join(reversed(lines[at].split(b"\t"))), *lines[at + 2 :]])


def survives(source: Path, seed: int, folder: Path) -> None:
    data = source.read_bytes()
    if source.suffix in TEXT:
        data = scrambled(data, seed) if seed % 2 else mutated(data, seed)
    else:
        data = parts_mutated(data, seed) if data[:2] == b"PK" and seed % 2 else mutated(data, seed)
    path = folder / f"a{source.suffix}"
    path.write_bytes(data)
    sound(path)


def sound(path: Path) -> None:
    """The file is read with its rows counted and its problems told, or refused in one sentence."""
    try:
        document = parse(open_source(path))
    except InputError as error:
        assert "\n" not in str(error)
        return
    for project in document.projects:
        assert isinstance(project, Project) and project.indicators
        assert [i.row for i in project.indicators] == list(range(1, len(project.indicators) + 1))
    keys = {p.key for p in document.projects} | {None}
    assert all(problem.project in keys and problem.reason for problem in document.problems)


@pytest.mark.parametrize("seed", range(4))
def test_damaged_copies(seed: int, tmp_path: Path) -> None:
    for number, source in enumerate(FILES):
        if source.suffix != ".pdf":
            survives(source, seed * len(FILES) + number, tmp_path)


def test_a_cell_left_out_of_a_list(tmp_path: Path) -> None:
    source = next(path for path in FILES if path.name == "f04_levels_across_list.csv")
    rows = list(csv.reader(source.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    for rank, row in enumerate(rows):
        for column in range(len(row)):
            path = tmp_path / source.name
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([*rows[:rank], [*row[:column], *row[column + 1 :]], *rows[rank + 1 :]])
            sound(path)


@pytest.mark.soak
def test_many_damaged_copies(tmp_path: Path) -> None:
    for seed in range(1000, 1400):
        for source in FILES:
            survives(source, seed, tmp_path)
