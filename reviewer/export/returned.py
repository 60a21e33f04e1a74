"""A paper that came back: the lines under each marked head, whatever sheet they stand on and in whatever order."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reviewer.domain.grid import Grid
from reviewer.export.keys import Mark, read_mark


class Line(NamedTuple):
    """One line that somebody filled in."""

    number: int
    """The row as the spreadsheet counts it."""
    key: str
    texts: Mapping[str, str]
    """By heading; only what is not empty."""

    def text(self, heading: str) -> str:
        return self.texts.get(heading, "")


class Returned(NamedTuple):
    """One sheet of it."""

    mark: Mark
    lines: tuple[Line, ...]


def returned(grids: Iterable[Grid]) -> list[Returned]:
    """The sheets that carry a mark; none where the file is no paper of ours."""
    return [sheet for grid in grids if (sheet := _sheet(grid))]


def _sheet(grid: Grid) -> Returned | None:
    marked = ((row, cell.column, m) for row in grid.rows for cell in row if (m := read_mark(cell.text)))
    found = next(marked, None)
    if found is None:
        return None
    top, column, mark = found
    heads = {cell.column: cell.text for cell in top if cell.column != column}
    lines = []
    for row in grid.rows:
        texts = {heads[c.column]: c.text.strip() for c in row if c.column in heads and c.text.strip()}
        key = next((c.text for c in row if c.column == column), "")
        if row is not top and (key or texts):
            lines.append(Line(_number(row[0].address), key, texts))
    return Returned(mark, tuple(lines))


def _number(address: str) -> int:
    """The row number in `xlsx:Sheet!C7`."""
    digits = address.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdigit() else 0
