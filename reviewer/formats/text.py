"""Text to grids: exported from Word (a cell a line behind a TAB, a blank line ends the row), TAB or pipe tables.

A cell's address is `txt:LINE`, or `txt:LINE/COLUMN` where a line holds several.
"""

import re
from collections.abc import Iterator

from reviewer.domain.grid import Block, Cell, Grid, Paragraph

_FIELD_CODE = re.compile(
    r"\s*\bTC\s+.*?\\f\s+[A-Z](?:\s+\\l\s+\d+)?\s*|\s*\b(?:HYPERLINK|PAGEREF|REF|TOC)\s+[^\n]*?\\[a-z]\b.*"
)
_RULE = re.compile(r"[\s|:+\-=─━┌┬┐├┼┤└┴┘]+\Z")


def blocks(text: str) -> Iterator[Block]:
    """The grids and paragraphs of a text in reading order."""
    lines = text.lstrip("\ufeff").split("\n")
    if _word_export(lines):
        return _exported(lines)
    return _lined(lines)


def _word_export(lines: list[str]) -> bool:
    """Most lines with a TAB begin with it and hold no other."""
    tabbed = [line for line in lines if "\t" in line]
    return len(tabbed) > 3 and sum(line[0] == "\t" and line.count("\t") == 1 for line in tabbed) > 0.8 * len(tabbed)


def _exported(lines: list[str]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    title = ""
    start = 0
    for number, line in enumerate(lines, 1):
        if line[:1] == "\t":
            if not rows and not row:
                start = number
            row.append(Cell(line[1:], f"txt:{number}", len(row)))
        elif not line.strip():
            if row:
                _close(rows, row)
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
        texts = _cells(line)
        if texts is None:
            if rows and line.strip():
                yield Grid(tuple(rows), f"txt:{start}", title)
                rows = []
            if line.strip():
                title = line.strip()
                yield _paragraph(line, number)
            continue
        if _RULE.match(line):
            continue
        if not rows:
            start = number
        rows.append(tuple(Cell(t, f"txt:{number}/{c + 1}", c) for c, t in enumerate(texts)))
    if rows:
        yield Grid(tuple(rows), f"txt:{start}", title)


def _cells(line: str) -> list[str] | None:
    """The cells of a table line, or None for running text."""
    if "\t" in line:
        return [c.strip() for c in line.rstrip("\n").split("\t")]
    if "|" in line:
        inner = line.strip()
        inner = inner.removeprefix("|")
        inner = inner.removesuffix("|") if inner.endswith("|") else inner
        return [c.strip() for c in inner.split("|")]
    return None
