"""Ruled tables of a PDF: pieces on several pages put together again, with the rows that a page break cut."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from reviewer.domain.grid import Cell, Grid
from reviewer.formats.pdf_line import Line, cell_text, forced, join, lines

_NEAR = 3.0
"""Points within which two rules are the same."""


class Box:
    """One ruled cell: its place, its lines, and the rows it covers in its piece."""

    def __init__(self, bbox: tuple[float, float, float, float], found: list[Line], address: str) -> None:
        self.x0, self.top, self.x1, self.bottom = bbox
        self.lines = found
        self.text = cell_text(found, self.x0, self.x1)
        self.address = address
        self.height = 1


class Piece:
    """A table as one page shows it; `rows` are boxes from left to right, each in the row where it begins."""

    def __init__(self, table: Any, chars: Sequence[dict[str, Any]], address: str) -> None:
        self.x0, self.top, self.x1, self.bottom = table.bbox
        self.address = address
        cells = sorted(table.cells, key=lambda b: (b[1], b[0]))
        edges: list[float] = []
        for cell in cells:
            if not edges or cell[1] - edges[-1] > _NEAR:
                edges.append(cell[1])
        self.rows: list[list[Box]] = [[] for _ in edges]
        inside = [c for c in chars if self.x0 - 1 <= (c["x0"] + c["x1"]) / 2 <= self.x1 + 1]
        for cell in cells:
            row = max(bisect_left(edges, cell[1] + _NEAR) - 1, 0)
            mine = [c for c in inside if _within(c, cell)]
            box = Box(cell, lines(mine), f"{address}/r{row + 1}/c{len(self.rows[row]) + 1}")
            box.height = max(bisect_left(edges, cell[3] - _NEAR) - row, 1)
            self.rows[row].append(box)

    def first_height(self) -> float:
        """The height of the shortest cell of the first row."""
        return min((box.bottom - box.top for box in self.rows[0]), default=0.0)


def _within(char: dict[str, Any], cell: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(cell[0] <= x < cell[2] and cell[1] <= y < cell[3])


class Table:
    """A whole table in the making."""

    def __init__(self, piece: Piece, title: str) -> None:
        self.address, self.title = piece.address, title
        self.x0, self.x1, self.bottom = piece.x0, piece.x1, piece.bottom
        self.rows = piece.rows

    def fits(self, piece: Piece) -> bool:
        """Whether a piece has the same outer rules."""
        return bool(abs(self.x0 - piece.x0) <= _NEAR and abs(self.x1 - piece.x1) <= _NEAR)

    def extend(self, piece: Piece) -> None:
        """Take the piece of the next page on: repeated headings dropped, a cut row joined, open merges continued."""
        rows = piece.rows
        while len(rows) > 1 and self._repeated(rows[0]):
            rows = rows[1:]
        self.bottom = piece.bottom
        open_boxes = self._open()
        if rows and self._cut(rows[0], open_boxes):
            self._join(rows[0], open_boxes)
            rows = rows[1:] if all(box.height == 1 for box in rows[0]) else [[], *rows[1:]]
        elif rows:
            for box in list(rows[0]):
                above = next((o for o in open_boxes if _same(o, box)), None)
                if above is None or len(rows[0]) == 1 or (box.text and not _remainder(above, box)):
                    break
                above.text = join(above.text, box.text)
                above.height += box.height
                rows[0].remove(box)
        self.rows.extend(row for row in rows if row)

    def grid(self) -> Grid:
        """The table as a grid; columns are the distances between all its rules."""
        edges: list[float] = []
        for x in sorted(box.x0 for row in self.rows for box in row):
            if not edges or x - edges[-1] > _NEAR:
                edges.append(x)
        made = []
        for row in self.rows:
            cells = []
            for box in sorted(row, key=lambda b: b.x0):
                column = max(bisect_left(edges, box.x0 + _NEAR) - 1, 0)
                width = max(bisect_left(edges, box.x1 - _NEAR) - column, 1)
                cells.append(Cell(box.text, box.address, column, width, box.height))
            made.append(tuple(cells))
        return Grid(tuple(made), self.address, self.title)

    def _open(self) -> list[Box]:
        """The boxes that reach the lower end of the last row."""
        return [box for number, row in enumerate(self.rows) for box in row if number + box.height >= len(self.rows)]

    def _repeated(self, row: list[Box]) -> bool:
        texts = [box.text for box in row]
        return sum(map(bool, texts)) >= 3 and any([box.text for box in known] == texts for known in self.rows)

    def _cut(self, row: list[Box], above: list[Box]) -> bool:
        pairs = [(next((o for o in above if _same(o, box)), None), box) for box in row]
        if any(known is None for known, _box in pairs):
            return False
        filled = [(known, box) for known, box in pairs if box.lines and known is not None]
        if not filled:
            return False
        if all(known.lines and forced(known.lines[-1], box.lines[0], box.x1 - box.x0) for known, box in filled):
            return True
        return len(filled) == 1 and len(row) > 1 and bool(filled[0][0].lines) and row[0] is not filled[0][1]

    def _join(self, row: list[Box], above: list[Box]) -> None:
        for box in row:
            known = next(o for o in above if _same(o, box))
            if box.lines:
                wrapped = bool(known.lines) and forced(known.lines[-1], box.lines[0], box.x1 - box.x0)
                known.text = join(known.text, box.text) if wrapped else f"{known.text}\n{box.text}".strip()
                known.lines = box.lines
            known.height += box.height - 1


def _remainder(above: Box, box: Box) -> bool:
    """Whether a label ran out of room at the end of the page: full to the last line, the lesser part below."""
    if not above.lines or not box.lines or len(box.text) >= len(above.text):
        return False
    last = above.lines[-1]
    full = above.bottom - last.bottom < last.bottom - last.top
    return full and forced(last, box.lines[0], box.x1 - box.x0)


def _same(one: Box, other: Box) -> bool:
    return abs(one.x0 - other.x0) <= _NEAR and abs(one.x1 - other.x1) <= _NEAR
