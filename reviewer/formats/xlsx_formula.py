"""Formulas that cells of a sheet share, written out one a cell, so that rows can come and go between them."""

import re
from typing import Any

from reviewer.formats.spreadsheet import column_name, column_number
from reviewer.formats.xlsx import S

QUOTED = re.compile("(\"[^\"]*\"|'[^']*')")
"""Texts and names of sheets within a formula."""
_REFERENCE = re.compile(r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(!.])")
_WHOLE = re.compile(r"(?<![\w.])\$?(?:[A-Z]{1,3}:\$?[A-Z]{1,3}|\d{1,7}:\$?\d{1,7})(?![\w(!.])")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def unshare(root: Any) -> bool:
    """Give every cell of a sheet its own formula; False, and nothing changed, where one cannot be written out.

    That is an array's or a data table's, one without its first cell, and one that speaks of whole rows or columns.
    """
    found: list[tuple[Any, str]] = []
    firsts: dict[str, tuple[str, int, int]] = {}
    for formula in root.iter(S + "f"):
        kind = formula.get("t", "normal")
        if kind == "normal":
            continue
        place = _CELL.fullmatch(formula.getparent().get("r", ""))
        if kind != "shared" or not place:
            return False
        column, row, text = column_number(place[1]), int(place[2]), formula.text or ""
        if text:
            firsts[formula.get("si", "")] = (text, column, row)
        elif first := firsts.get(formula.get("si", "")):
            text = _shifted(first[0], column - first[1], row - first[2])
        if not text:
            return False
        found.append((formula, text))
    for formula, text in found:
        formula.attrib.clear()
        formula.text = text
    return True


def _shifted(formula: str, right: int, down: int) -> str:
    """A formula as it reads so many cells further; empty where it speaks of what cannot be moved."""
    pieces = QUOTED.split(formula)
    if any(_WHOLE.search(piece) for piece in pieces[::2]):
        return ""

    def moved(reference: re.Match[str]) -> str:
        column = column_number(reference[2]) + (0 if reference[1] else right)
        row = int(reference[4]) + (0 if reference[3] else down)
        if column < 0 or row < 1:
            return "#REF!"
        return f"{reference[1]}{column_name(column)}{reference[3]}{row}"

    pieces[::2] = [_REFERENCE.sub(moved, piece) for piece in pieces[::2]]
    return "".join(pieces)
