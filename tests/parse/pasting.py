"""What becomes of a table that is pasted as plain text: from Word, from a page, from Excel, from a PDF."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from unicodedata import east_asian_width

from reviewer.domain.grid import Block, Grid, Paragraph
from reviewer.parse.vocabulary import column_field

Rows = list[list[str]]


class Place(NamedTuple):
    """One place of a grid: its text, and whether a cell starts here or reaches here from above or from the left."""

    text: str
    kind: str


def places(grid: Grid) -> list[list[Place]]:
    """Every place of a grid, merged cells at each of theirs."""
    width = max((c.column + c.width for row in grid.rows for c in row), default=0)
    out = [[Place("", "none")] * width for _ in grid.rows]
    for y, row in enumerate(grid.rows):
        for cell in row:
            for below in range(min(cell.height, len(out) - y)):
                for beside in range(cell.width):
                    kind = "left" if beside else "above" if below else "own"
                    out[y + below][cell.column + beside] = Place(one_line(cell.text), kind)
    return out


def one_line(text: str) -> str:
    return " ".join(text.split())


def from_word(grid: Grid) -> Rows:
    """A cell merged downwards leaves its places empty, one merged sideways takes one."""
    return [[p.text if p.kind == "own" else "" for p in row if p.kind in ("own", "above")] for row in places(grid)]


def from_page(grid: Grid) -> Rows:
    """A cell merged downwards is left out of the rows below."""
    return [[p.text for p in row if p.kind == "own"] for row in places(grid)]


def from_excel(grid: Grid) -> Rows:
    """Every place is there, those of merged cells empty."""
    return [[p.text if p.kind == "own" else "" for p in row] for row in places(grid)]


def taken_apart(grid: Grid) -> Rows:
    """A cell merged downwards stands in every row again."""
    return [[p.text for p in row if p.kind in ("own", "above")] for row in places(grid)]


def tabs(rows: Rows) -> Iterator[str]:
    yield from map("\t".join, rows)


def pipes(rows: Rows) -> Iterator[str]:
    for row in rows:
        yield f"| {' | '.join(row)} |"


def cells(rows: Rows) -> Iterator[str]:
    """A cell a line, nothing of empty ones."""
    for row in rows:
        yield from filter(None, row)


def broken(rows: Rows) -> Iterator[str]:
    """The same with the labels broken as narrow columns break them."""
    for text in cells(rows):
        if text.endswith("指标") and len(text) < 10:
            size = 2 if len(text) % 2 == 0 else 3
            yield from (text[at : at + size] for at in range(0, len(text), size))
        else:
            yield text


def spaces(rows: Rows) -> Iterator[str]:
    """One space between the cells that are filled."""
    for row in rows:
        yield " ".join(text.replace(" ", "") for text in row if text)


def aligned(rows: Rows) -> Iterator[str]:
    """Columns under each other, filled up with spaces."""
    count = max(map(len, rows), default=0)
    whole = [[text.replace(" ", "") for text in row] + [""] * (count - len(row)) for row in rows]
    widths = [min(30, max(map(_width, column))) for column in zip(*whole, strict=True)]
    for row in whole:
        filled = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(filled).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)


def over_pages(rows: Rows) -> Iterator[str]:
    """TABs, and after every five rows of indicators a page's number and the headings once more."""
    head = next((n for n, row in enumerate(rows) if "name" in map(column_field, row)), len(rows))
    for n, row in enumerate(rows):
        yield "\t".join(row)
        if n > head and (n - head) % 5 == 0 and n + 1 < len(rows):
            yield from ("", f"第 {(n - head) // 5} 页 共 9 页", "\t".join(rows[head]))


WAYS: dict[str, tuple[Callable[[Grid], Rows], Callable[[Rows], Iterator[str]]]] = {
    "Word, TABs": (from_word, tabs),
    "page, TABs": (from_page, tabs),
    "Excel, TABs": (from_excel, tabs),
    "taken apart, TABs": (taken_apart, tabs),
    "Word, pipes": (from_word, pipes),
    "page, pipes": (from_page, pipes),
    "a cell a line": (from_page, cells),
    "a cell a line, labels broken": (from_page, broken),
    "aligned": (from_excel, aligned),
    "one space": (from_page, spaces),
    "over pages": (from_word, over_pages),
}


def pasted(blocks: Iterable[Block], way: str) -> str:
    """The text that a file's blocks become."""
    laid, lines = WAYS[way]
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(one_line(block.text))
        elif isinstance(block, Grid):
            out += ["", *lines([row for row in laid(block) if any(row)]), ""]
    return "\n".join(out) + "\n"
