"""Text to grids: exported from Word (a cell a line behind a TAB, a blank line ends the row), TAB or pipe tables.

A cell's address is `txt:LINE`, or `txt:LINE/COLUMN` where a line holds several.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from reviewer.domain.grid import Block, Grid, Paragraph, Row

_FIELD_CODE = re.compile(r"TC\s+.*?\\f\s+[A-Z](?:\s+\\l\s+\d+)?\s*|(?:HYPERLINK|PAGEREF|REF|TOC)\s+[^\n]*?\\[a-z]\b.*")
_BARS = str.maketrans("│┃｜║", "||||")
_BLANK = re.compile(r"\n[^\S\n\t][^\S\n]*(?=\n)")
_RULE = re.compile(r"[\s|:+\-=─━┌┬┐├┼┤└┴┘]+\Z")


def blocks(text: str) -> Iterator[Block]:
    """The grids and paragraphs of a text in reading order."""
    text = text.lstrip("\ufeff").rstrip("\n")
    return _exported(_BLANK.sub("\n", text).split("\n\n")) if _word_export(text) else _lined(text.split("\n"))


def _word_export(text: str) -> bool:
    """Most TABs begin a line."""
    leading = text.count("\n\t")
    return leading > 3 and leading > 0.8 * text.count("\t")


def _exported(pieces: list[str]) -> Iterator[Block]:
    """The blocks of a Word export; `pieces` is its text cut at empty lines."""
    rows: list[Row] = []
    title, start, number = "", 0, 1
    for rank, piece in enumerate(pieces):
        first, height = number, piece.count("\n")
        number += height + 2
        if piece[:1] != "\t":
            bare = piece.lstrip("\n")
            first += len(piece) - len(bare)
            prose, tab, table = bare.partition("\n\t") if bare[:1] != "\t" else ("", "\t", bare[1:])
            if prose and rows and not tab and _inside(prose, pieces[rank + 1 : rank + 60]):
                rows[-1].texts[-1] += f"\n{prose}"
            elif prose:
                if rows:
                    yield Grid(tuple(rows), f"txt:{start}", title, merged=False)
                    rows = []
                for at, line in enumerate(prose.split("\n"), first):
                    paragraph = _paragraph(line, at)
                    yield paragraph
                first, title = at + 1, paragraph.text
            if not tab:
                continue
            piece, height = f"\t{table}", table.count("\n")
        if not rows:
            start = first
        texts = piece[1:].split("\n\t")
        row = Row(texts, "txt:", first, () if height < len(texts) else _tall(texts, first))
        if len(rows) > 2 and len(texts) < len(rows[-2].texts):
            _close(rows, row)
        else:
            rows.append(row)
    if rows:
        yield Grid(tuple(rows), f"txt:{start}", title, merged=False)


def _tall(texts: list[str], first: int) -> list[int]:
    """The lines that the cells of a row begin on: texts of several lines push the next ones down."""
    return list(accumulate((text.count("\n") + 1 for text in texts[:-1]), initial=first))


def _close(rows: list[Row], row: Row) -> None:
    """End a row; where an empty line within a cell cut it in two, the halves make up the row before."""
    whole, half = len(rows[-2].texts), len(rows[-1].texts)
    if half + len(row.texts) == whole == len(rows[-3].texts):
        rows[-1] = rows[-1].joined(row)
    else:
        rows.append(row)


def _inside(line: str, following: list[str]) -> bool:
    """Whether a line between empty ones still belongs to the cell before: the table goes on behind the next gap."""
    if "\\" in line or "\n" in line or line.rstrip().endswith("表"):
        return False
    return next((piece for piece in following if piece), "").lstrip("\n")[:1] == "\t"


def _paragraph(line: str, number: int) -> Paragraph:
    """A line of running text; Word's field codes dropped, a heading that carried one marked as such."""
    text = _FIELD_CODE.sub("", line) if "\\" in line else line
    return Paragraph(text.strip(), f"txt:{number}", 1 if text != line else 0)


def _lined(lines: list[str]) -> Iterator[Block]:
    """Tables whose rows are lines; a line without a separator is running text."""
    rows: list[Row] = []
    title = ""
    start = 0
    barred = False
    for number, line in enumerate(lines, 1):
        if line.strip() and _RULE.match(line):
            continue
        barred = barred if rows else line.translate(_BARS).lstrip().startswith("|")
        texts = _cells(line, barred)
        if texts is not None and not rows and not barred and "\t" not in line and not _continued(lines, number - 1):
            texts = None  # 公办|民办: a bar within a text
        if texts is None:
            if rows and line.strip():
                yield Grid(tuple(rows), f"txt:{start}", title, merged=False)
                rows = []
            if line.strip():
                title = line.strip()
                yield _paragraph(line, number)
            continue
        if not rows:
            start = number
        rows.append(Row(texts, f"txt:{number}/"))
    if rows:
        yield Grid(tuple(rows), f"txt:{start}", title, merged=False)


def _continued(lines: list[str], rank: int) -> bool:
    """Whether the line before or behind has bars too."""
    return any("|" in lines[at].translate(_BARS) for at in (rank - 1, rank + 1) if 0 <= at < len(lines))


def _cells(line: str, barred: bool) -> list[str] | None:
    """The cells of a table line, or None for running text; `barred` says that its rows begin with a bar."""
    line = line.translate(_BARS)
    if "\t" in line:
        return [c.strip() for c in line.rstrip("\n").split("\t")]
    if "|" in line:
        inner = line.strip()
        inner = inner.removeprefix("|") if barred else inner
        inner = inner.removesuffix("|") if inner.endswith("|") else inner
        return [c.strip() for c in inner.split("|")]
    return None
