"""Characters on a PDF page put together into lines and lines into text, with only the joins that wrapping forces."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

_TOKEN = re.compile(r"[（【《〈“‘]*(?:[!-~]+|[^\u4e00-\u9fff\s]+|.)[，。、；：！？）】》〉”’％%]*")
_OPENING = "（【《〈“‘(["
_PADDING = 6.0
"""Points that a cell leaves free at its side at most, as Word and LibreOffice do by default (5.4)."""


class Line(NamedTuple):
    """A line of text and where it stands, in points from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    starts: tuple[float, ...]
    """The width of the first n+1 characters, to know how wide the first word is."""

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def first_word(self) -> float:
        """The width of what cannot be broken at the start of the line."""
        found = _TOKEN.match(self.text)
        length = len(found[0]) if found else 1
        return self.starts[min(length, len(self.starts)) - 1] if self.starts else 0.0


def lines(chars: Iterable[dict[str, Any]]) -> list[Line]:
    """Lines from the top down; a gap as wide as a character becomes spaces, as a table without rules needs."""
    rows: list[list[dict[str, Any]]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and middle - (rows[-1][0]["top"] + rows[-1][0]["bottom"]) / 2 < 0.5 * max(char["size"], 1.0):
            rows[-1].append(char)
        else:
            rows.append([char])
    made = [_line(sorted(row, key=lambda c: c["x0"])) for row in rows]
    return [line for line in made if line.text.strip()]


def _line(row: list[dict[str, Any]]) -> Line:
    text: list[str] = []
    starts: list[float] = []
    filled = [c for c in row if not c["text"].isspace()]
    if not filled:
        return Line("", 0.0, 0.0, 0.0, 0.0, ())
    left, before = filled[0]["x0"], filled[0]
    for char in row[row.index(filled[0]) :]:
        gap = char["x0"] - before["x1"]
        size = max(char["size"], 1.0)
        if char["x0"] - before["x0"] < 0.1 * size and char["text"] == before["text"] and char is not before:
            continue  # bold made by printing twice
        narrow = before["text"].isascii() and char["text"].isascii()
        wide = gap > 1.2 * size
        spaces = max(2, round(gap / size)) if wide else int(gap > (0.3 if narrow else 0.8) * size)
        for _space in range(spaces):
            text.append(" ")
            starts.append(char["x0"] - left)
        for letter in char["text"]:
            text.append(letter)
            starts.append(char["x1"] - left)
        before = char
    joined = "".join(text).rstrip()
    return Line(
        joined,
        left,
        max(c["x1"] for c in filled),
        min(c["top"] for c in filled),
        max(c["bottom"] for c in filled),
        tuple(starts[: len(joined)]),
    )


def forced(above: Line, below: Line, width: float, padding: float = _PADDING) -> bool:
    """Whether the line above was full: the next word had no room in a column of this width.

    An opening bracket may not end a line, so one that stands alone was pushed down by what follows it.
    """
    if not below.text.strip(_OPENING) or above.text[-1:] in _OPENING:
        return True
    return above.width + below.first_word() > width - 2 * min(padding, _PADDING) - 0.5


def join(above: str, below: str) -> str:
    """Two halves of a wrapped text; only words of small letters get their space back."""
    spaced = above[-1:].isascii() and above[-1:].islower() and below[:1].isascii() and below[:1].islower()
    return f"{above} {below}" if spaced else above + below


def cell_text(found: Sequence[Line], x0: float, x1: float) -> str:
    """The text of a cell: wrapped lines joined, other line breaks kept."""
    if not found:
        return ""
    padding = max(0.0, min(line.x0 for line in found) - x0)
    text = found[0].text
    for above, below in pairwise(found):
        if forced(above, below, x1 - x0, padding):
            text = join(text, below.text)
        else:
            text += "\n" + below.text
    return text
