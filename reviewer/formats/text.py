"""Text to grids: exported from Word (a cell a line behind a TAB, a blank line ends the row), TAB or pipe tables.

A cell's address is `txt:LINE`, or `txt:LINE/COLUMN` where a line holds several.
"""

import re
from collections.abc import Iterator

from reviewer.domain.grid import Block, Cell, Grid, Paragraph

_FIELD_CODE = re.compile(
    r"\s*\bTC\s+.*?\\f\s+[A-Z](?:\s+\\l\s+\d+)?\s*|\s*\b(?:HYPERLINK|PAGEREF|REF|TOC)\s+[^\n]*?\\[a-z]\b.*"
)
_BARS = str.maketrans("│┃｜║", "||||")
_RULE = re.compile(r"[\s|:+\-=─━┌┬┐├┼┤└┴┘]+\Z")


def blocks(text: str) -> Iterator[Block]:
    """The grids and paragraphs of a text in reading order."""
    text = text.lstrip("\ufeff")
    lines = text.split("\n")
    return _exported(lines) if _word_export(text) else _lined(lines)


def _word_export(text: str) -> bool:
    """Most TABs begin a line."""
    leading = text.count("\n\t")
    return leading > 3 and leading > 0.8 * text.count("\t")


def _exported(lines: list[str]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    title = ""
    start = 0
    new = tuple.__new__
    for number, line in enumerate(lines, 1):
        if line[:1] == "\t":
            if not rows and not row:
                start = number
            # Thousands of cells: the tuple is made without the call that fills in defaults.
            row.append(new(Cell, (line[1:], f"txt:{number}", len(row), 1, 1)))
        elif not line or line.isspace():
            if row:
                if len(rows) > 2 and len(row) < len(rows[-2]):
                    _close(rows, row)
                else:
                    rows.append(tuple(row))
                row = []
        elif row:
            row[-1] = row[-1]._replace(text=f"{row[-1].text}\n{line}")
        elif rows and _inside(lines, number):
            last = rows[-1][-1]
            rows[-1] = (*rows[-1][:-1], last._replace(text=f"{last.text}\n{line}"))
        else:
            if rows:
                yield Grid(tuple(rows), f"txt:{start}", title)
                rows = []
            paragraph = _paragraph(line, number)
            title = paragraph.text
            yield paragraph
    if row:
        _close(rows, row)
    if rows:
        yield Grid(tuple(rows), f"txt:{start}", title)


def _close(rows: list[tuple[Cell, ...]], row: list[Cell]) -> None:
    """End a row; where an empty line within a cell cut it in two, the halves make up the row before."""
    if len(rows) > 2 and len(rows[-2]) == len(rows[-3]):
        half, whole = rows[-1], len(rows[-2])
        if len(half) < whole and len(row) < whole and len(half) + len(row) == whole:
            rows[-1] = (*half, *(c._replace(column=c.column + len(half)) for c in row))
            return
    rows.append(tuple(row))


def _inside(lines: list[str], number: int) -> bool:
    """Whether a line between empty ones still belongs to the cell before: the table goes on behind the next gap."""
    line = lines[number - 1]
    if "\\" in line or (number < len(lines) and lines[number].strip()):
        return False
    following = next((after for after in lines[number : number + 60] if after.strip()), "")
    return following[:1] == "\t" and not line.rstrip().endswith("表")


def _paragraph(line: str, number: int) -> Paragraph:
    """A line of running text; Word's field codes dropped, a heading that carried one marked as such."""
    text = _FIELD_CODE.sub("", line) if "\\" in line else line
    return Paragraph(text.strip(), f"txt:{number}", 1 if text != line else 0)


def _lined(lines: list[str]) -> Iterator[Block]:
    """Tables whose rows are lines; a line without a separator is running text."""
    rows: list[tuple[Cell, ...]] = []
    title = ""
    start = 0
    for number, line in enumerate(lines, 1):
        if line.strip() and _RULE.match(line):
            continue
        texts = _cells(line)
        if texts is None:
            if rows and line.strip():
                yield Grid(tuple(rows), f"txt:{start}", title)
                rows = []
            if line.strip():
                title = line.strip()
                yield _paragraph(line, number)
            continue
        if not rows:
            start = number
        rows.append(tuple(Cell(t, f"txt:{number}/{c + 1}", c) for c, t in enumerate(texts)))
    if rows:
        yield Grid(tuple(rows), f"txt:{start}", title)


def _cells(line: str) -> list[str] | None:
    """The cells of a table line, or None for running text."""
    line = line.translate(_BARS)
    if "\t" in line:
        return [c.strip() for c in line.rstrip("\n").split("\t")]
    if "|" in line:
        inner = line.strip()
        inner = inner.removeprefix("|")
        inner = inner.removesuffix("|") if inner.endswith("|") else inner
        return [c.strip() for c in inner.split("|")]
    return None
