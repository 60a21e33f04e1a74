"""Workbooks (.xlsx, .xlsb, .xls, .et): values by calamine, shown as their number formats show them.

A cell's address is `xlsx:Sheet!C7` (`xls:`, `xlsb:`): what the spreadsheet itself calls it. Hidden sheets are left out
and reported; sheets of instructions come as paragraphs.
"""

import datetime as dt
import gc
import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats import number_format
from reviewer.formats.harmless import file_name
from reviewer.formats.package import damaged
from reviewer.language import _

Styles = Callable[[int, int], str | None]
"""The number format of a cell by row and column from 0; None where the format cannot be known."""

_INSTRUCTIONS = re.compile(
    r"说明|须知|注意事项|填报要求|填表要求|指南|封面|目录|字典|码表|代码表|下拉|选项|(?i:readme|instruction)"
)
_MERGE_LIMIT = 2_000_000


def column_name(column: int) -> str:
    """The letters of a column from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def open_workbook(path: Path) -> Any:
    """The workbook by calamine; every failure is an InputError that names the file."""
    import python_calamine

    try:
        with _quiet():
            return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError as error:
        raise InputError(_("{name} 有密码保护：请去掉密码另存后再试。").format(name=file_name(path))) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        raise _panic(error, path) from error


def sheet_blocks(
    path: Path, workbook: Any, index: int, kind: str, styles: Styles | None, *, since_1904: bool = False
) -> Iterator[Block]:
    """One visible sheet: a grid (or paragraphs, for instructions), and what in it could not be read."""
    import python_calamine

    name = workbook.sheets_metadata[index].name
    try:
        with _quiet():
            sheet = workbook.get_sheet_by_index(index)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(path, name) from error
    except BaseException as error:
        raise _panic(error, path) from error
    shower = _Shower(styles, since_1904)
    collecting = gc.isenabled()
    gc.disable()  # cells make no cycles, and looking for some takes longer than making the cells
    try:
        rows = _rows(sheet, f"{kind}:{name}!", shower)
    finally:
        if collecting:
            gc.enable()
    if not rows:
        return
    yield from as_blocks(Grid(rows, f"{kind}:{name}", name))
    if shower.unknown:
        row, column = shower.unknown[0]
        yield Loss(
            f"{kind}:{name}!{column_name(column)}{row + 1}",
            _("数字格式无法得知（共 {count} 格），按数值读入，可能与表上显示的不同").format(count=len(shower.unknown)),
        )


def as_blocks(grid: Grid) -> Iterator[Block]:
    """A sheet as it is, or as paragraphs where it only explains how to fill in the others."""
    if not _instructions(grid.title, grid.rows):
        yield grid
        return
    for cells in grid.rows:
        yield Paragraph(" ".join(cell.text for cell in cells if cell.text), cells[0].address)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the trace of a panic in the reading library off the terminal; it is raised as an InputError all the same."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _panic(error: BaseException, path: Path) -> BaseException:
    """A panic of the reading library is a damaged file; whatever else goes on as it is."""
    return damaged(path) if type(error).__name__ == "PanicException" else error


class _Shower:
    """Turns values into the text that the sheet shows; keeps the places where that is not known."""

    def __init__(self, styles: Styles | None, since_1904: bool) -> None:
        self._styles = styles
        self._since_1904 = since_1904
        self.unknown: list[tuple[int, int]] = []
        self._known: dict[tuple[Any, str], str] = {}

    def __call__(self, value: Any, row: int, column: int) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        code = self._styles(row, column) if self._styles else None
        if code is not None and (known := self._known.get((value, code))) is not None:
            return known
        if code is None:
            if isinstance(value, float) and value != int(value):
                self.unknown.append((row, column))
            code = "General"
        text = self._text(value, code, row, column)
        if len(self._known) < 100_000:
            self._known[value, code] = text
        return text

    def _text(self, value: Any, code: str, row: int, column: int) -> str:
        if isinstance(value, int | float):
            if number_format.is_plain(code):
                return number_format.general(value)
        elif not isinstance(value, dt.date | dt.time | dt.timedelta):
            return str(value)
        elif number_format.is_plain(code):
            code = (
                "[h]:mm:ss" if isinstance(value, dt.timedelta) else "h:mm" if isinstance(value, dt.time) else "yyyy/m/d"
            )
        try:
            return number_format.shown(value, code, since_1904=self._since_1904)
        except number_format.UnknownFormat:
            self.unknown.append((row, column))
            return number_format.general(value) if isinstance(value, int | float) else str(value)


def _rows(sheet: Any, prefix: str, show: _Shower) -> tuple[tuple[Cell, ...], ...]:
    """The rows that hold anything, each up to its last filled cell; merged cells once, with their size."""
    if sheet.start is None:
        return ()
    first = sheet.start[1]
    tops, covered = _merges(sheet)
    new: Any = tuple.__new__  # a third of the cost of calling Cell
    kind = repeat(Cell)
    rows: list[tuple[Cell, ...]] = []
    kept: list[int] = []
    tall: list[tuple[int, int, int, int]] = []
    tidied = _Tidied()
    columns = range(first, sheet.end[1] + 1)
    stems = [f"{prefix}{column_name(c)}" for c in columns]
    ones = [1] * len(stems)
    for r, values in enumerate(sheet.iter_rows()):
        texts = list(map(tidied.__getitem__, values))
        if None in texts:
            texts = [show(values[i], r, first + i) if text is None else text for i, text in enumerate(texts)]
        if not any(texts):
            continue
        number = str(r + 1)
        addresses = [stem + number for stem in stems]
        row: list[Cell] = list(map(new, kind, zip(texts, addresses, columns, ones, ones, strict=True)))
        if r in covered or r in tops:
            row = _merged_row(row, tops.get(r, {}), covered.get(r, []))
            for place, cell in enumerate(row):
                height = tops[r][cell.column][1] if r in tops and cell.column in tops[r] else 1
                if height > 1:
                    tall.append((len(rows), place, r, r + height))
        while row and not row[-1][0]:
            row.pop()
        if row:
            rows.append(tuple(row))
            kept.append(r)
    for index, place, top, below in tall:
        if index < len(rows) and place < len(rows[index]) and kept[index] == top:
            cells = list(rows[index])
            cells[place] = cells[place]._replace(height=max(bisect_left(kept, below) - index, 1))
            rows[index] = tuple(cells)
    return tuple(rows)


class _Tidied(dict[Any, str | None]):
    """Texts without the spaces around them, None for what is no text.

    Equal texts share their memory, since lists repeat themselves; a dictionary does it without a call for each cell.
    """

    def __missing__(self, value: Any) -> str | None:
        if value.__class__ is not str:
            return None
        tidied: str = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(self) < 200_000:
            self[value] = tidied
        return tidied


def _merged_row(row: list[Cell], tops: Mapping[int, tuple[int, int]], covered: list[tuple[int, int]]) -> list[Cell]:
    hidden = {c for a, b in covered for c in range(a, b)}
    out = []
    for cell in row:
        if cell.column in tops:
            out.append(cell._replace(width=tops[cell.column][0]))
        elif cell.column not in hidden:
            out.append(cell)
    return out


def _merges(sheet: Any) -> tuple[dict[int, dict[int, tuple[int, int]]], dict[int, list[tuple[int, int]]]]:
    """Of each row: the merged cells that begin in it (column -> width, height) and the columns that are covered."""
    tops: dict[int, dict[int, tuple[int, int]]] = {}
    covered: dict[int, list[tuple[int, int]]] = {}
    last_row, last_column = sheet.end
    left = _MERGE_LIMIT
    for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ():
        r2 = min(r2, last_row)
        left -= max(r2 - r1, 0) + 1
        if left < 0:
            break
        tops.setdefault(r1, {})[c1] = (c2 - c1 + 1, r2 - r1 + 1)
        for r in range(r1, r2 + 1):
            covered.setdefault(r, []).append((c1, min(c2, last_column) + 1))
    return tops, covered


def _instructions(name: str, rows: tuple[tuple[Cell, ...], ...]) -> bool:
    """Whether a sheet explains how to fill in the others: named so, and without a table as wide as one."""
    filled = [sum(bool(cell.text) for cell in row) for row in rows]
    return bool(_INSTRUCTIONS.search(name)) and sum(n >= 4 for n in filled) <= 0.2 * len(filled)
