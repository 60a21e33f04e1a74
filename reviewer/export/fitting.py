"""How high a row of wrapped cells must be: not every program works it out when it opens a workbook."""

from collections.abc import Iterable
from typing import Any

LINE = 13.5
"""Points of a line at font size 10."""
HIGHEST = 400.0


def fit(sheet: Any, row: int, cells: Iterable[tuple[str, float]], line: float = LINE) -> None:
    """Make a row of an XlsxWriter sheet as high as its texts need; one line is as high as it is anyway."""
    if (height := row_height(cells, line)) > line + 2:
        sheet.set_row(row, height)


def row_height(cells: Iterable[tuple[str, float]], line: float = LINE) -> float:
    """The height in points for texts in columns of these widths (in characters); Chinese letters take two."""
    most = 1
    for text, width in cells:
        # Counting is only worth it where the cell, were all its letters wide, would be the highest so far.
        bound = text.count("\n") + 2 * len(text) / (width - 1)
        if bound > 1 and bound > most - 1:
            most = max(most, _lines(text, int(width) - 1))
    return min(most * line + 2, HIGHEST)


def _lines(text: str, width: int) -> int:
    lines = 0
    for part in text.split("\n"):
        wide = len(part) if part.isascii() else len(part.encode("gbk", "replace"))
        lines += -(-wide // width) or 1
    return lines
