"""Workbooks (.xlsx, .xlsb, .xls, .et): values by calamine, shown as their number formats show them.

A cell's address is `xlsx:Sheet!C7` (`xls:`, `xlsb:`): what the spreadsheet itself calls it. Hidden sheets are left out
and reported; sheets of instructions come as paragraphs.
"""

import datetime as dt
import gc
import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, repeat
from pathlib import Path
from typing import Any, NamedTuple, cast

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats import number_format
from reviewer.formats.harmless import file_name
from reviewer.formats.package import damaged
from reviewer.language import _


class Styles(NamedTuple):
    """The number formats of a sheet: `code` gives a cell's by row and column from 0, None where it cannot be known.

    Outside of `columns`, where those are known, every number is shown as it is and no cell is a truth value.
    """

    code: Callable[[int, int], str | None]
    columns: frozenset[int] | None = None


_INSTRUCTIONS = re.compile(
    r"说明|须知|注意事项|填报要求|填表要求|指南|封面|目录|字典|码表|代码表|下拉|选项|(?i:readme|instruction)"
)
_MERGE_LIMIT = 2_000_000
_ROWS = 4096
"""Rows of one grid; a longer sheet comes as several, so that it is never whole in memory."""


_Tops = dict[int, dict[int, tuple[int, int]]]
_Covered = dict[int, list[tuple[int, int]]]
_Rows = tuple[tuple[Cell, ...], ...]


def column_name(column: int) -> str:
    """The letters of a column from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(letters: str) -> int:
    """The column of its letters from 0: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


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
    explains: bool | None = None
    for rows in _uncollected(_pieces(sheet, f"{kind}:{name}!", shower)):
        grid = Grid(rows, f"{kind}:{name}", name)
        explains = _instructions(name, rows) if explains is None else explains
        yield from _paragraphs(grid) if explains else (grid,)
    if shower.unknown:
        row, column = shower.unknown[0]
        yield Loss(
            f"{kind}:{name}!{column_name(column)}{row + 1}",
            _("数字格式无法得知（共 {count} 格），按数值读入，可能与表上显示的不同").format(count=len(shower.unknown)),
        )


def as_blocks(grid: Grid) -> Iterator[Block]:
    """A sheet as it is, or as paragraphs where it only explains how to fill in the others."""
    yield from _paragraphs(grid) if _instructions(grid.title, grid.rows) else (grid,)


def _paragraphs(grid: Grid) -> Iterator[Paragraph]:
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
        self.columns = styles.columns if styles else None
        self._since_1904 = since_1904
        self.unknown: list[tuple[int, int]] = []
        self._known: dict[tuple[Any, str], str] = {}

    def __call__(self, value: Any, row: int, column: int) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        code = self._styles.code(row, column) if self._styles else None
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


def _pieces(sheet: Any, prefix: str, show: _Shower) -> Iterator[_Rows]:
    """The rows that hold anything, some thousands at a time; no piece ends within a merged cell."""
    if sheet.start is None:
        return
    tops, covered = _merges(sheet)
    inner = {r for r in covered for (c, _) in covered[r] if c not in tops.get(r, {})}
    made = _Pieces(prefix, range(sheet.start[1], sheet.end[1] + 1), tops, covered, show)
    values = sheet.iter_rows()
    start = 0
    while block := list(islice(values, _ROWS)):
        while start + len(block) in inner and (more := next(values, None)) is not None:
            block.append(more)
        if rows := made.piece(start, block):
            yield rows
        start += len(block)


def _uncollected(pieces: Iterator[_Rows]) -> Iterator[_Rows]:
    """The pieces, each made without the collector: cells make no cycles, and looking for some takes longer."""
    while True:
        collecting = gc.isenabled()
        gc.disable()
        try:
            rows = next(pieces, None)
            # Frozen and thawed, what was made counts as old: the next collection does not walk through it.
            gc.freeze()
            gc.unfreeze()
        finally:
            if collecting:
                gc.enable()
        if rows is None:
            return
        yield rows


class _Pieces:
    """Makes cells of blocks of values, column by column: that takes half the time of row by row."""

    def __init__(self, prefix: str, columns: range, tops: _Tops, covered: _Covered, show: _Shower) -> None:
        self._columns, self._tops, self._covered, self._show = columns, tops, covered, show
        self._stems = [f"{prefix}{column_name(c)}" for c in columns]
        self._tidied = _Tidied(numbers=show.columns is not None)

    def piece(self, start: int, block: Sequence[Sequence[Any]]) -> _Rows:
        """The rows of a block that hold anything, each up to its last filled cell; merged cells once, as they are."""
        numbers = [str(r + 1) for r in range(start, start + len(block))]
        columns = [
            list(
                # tuple.__new__ takes a third of the time of calling Cell.
                map(
                    tuple.__new__,
                    repeat(Cell),
                    zip(
                        self._texts(values, start, column),
                        map(stem.__add__, numbers),
                        repeat(column),
                        repeat(1),
                        repeat(1),
                        strict=False,
                    ),
                )
            )
            for column, stem, values in zip(self._columns, self._stems, zip(*block, strict=True), strict=True)
        ]
        rows: list[tuple[Cell, ...]] = []
        kept: list[int] = []
        tall: list[tuple[int, int, int]] = []
        for r, row in enumerate(zip(*columns, strict=True), start):
            if r in self._tops or r in self._covered:
                row = _merged_row(row, self._tops.get(r, {}), self._covered.get(r, []))
                heights = ((place, self._tops.get(r, {}).get(cell.column, (1, 1))[1]) for place, cell in enumerate(row))
                tall += [(len(rows), place, r + height) for place, height in heights if height > 1]
            if row and not row[-1][0]:
                row = row[: max((n for n, cell in enumerate(row, 1) if cell[0]), default=0)]
            if row:
                rows.append(row)
                kept.append(r)
            elif tall and tall[-1][0] == len(rows):
                tall = [place for place in tall if place[0] < len(rows)]
        for index, place, below in tall:
            if place < len(rows[index]):
                cells = list(rows[index])
                cells[place] = cells[place]._replace(height=max(bisect_left(kept, below) - index, 1))
                rows[index] = tuple(cells)
        return tuple(rows)

    def _texts(self, values: Sequence[Any], start: int, column: int) -> Sequence[str]:
        texts = list(map(self._tidied.__getitem__, values))
        show = self._show
        if show.columns is not None and column in show.columns:
            pairs = enumerate(zip(texts, values, strict=True), start)
            return [text if v.__class__ is str and text is not None else show(v, r, column) for r, (text, v) in pairs]
        if None in texts:
            return [show(values[n], start + n, column) if t is None else t for n, t in enumerate(texts)]
        return cast(list[str], texts)


class _Tidied(dict[Any, str | None]):
    """Texts without the spaces around them; with `numbers` numbers as they are; None for what else there is.

    Equal texts share their memory, since lists repeat themselves; a dictionary does it without a call for each cell.
    """

    def __init__(self, *, numbers: bool) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, value: Any) -> str | None:
        if value.__class__ is not str:
            if not self._numbers or value.__class__ not in (int, float):
                return None
            tidied = number_format.general(value)
        else:
            tidied = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(self) < 200_000:
            self[value] = tidied
        return tidied


def _merged_row(
    row: tuple[Cell, ...], tops: Mapping[int, tuple[int, int]], covered: list[tuple[int, int]]
) -> tuple[Cell, ...]:
    hidden = {c for a, b in covered for c in range(a, b)}
    return tuple(
        cell._replace(width=tops[cell.column][0]) if cell.column in tops else cell
        for cell in row
        if cell.column in tops or cell.column not in hidden
    )


def _merges(sheet: Any) -> tuple[_Tops, _Covered]:
    """Of each row: the merged cells that begin in it (column -> width, height) and the columns that are covered."""
    tops: _Tops = {}
    covered: _Covered = {}
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


def _instructions(name: str, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a sheet explains how to fill in the others: named so, and without a table as wide as one."""
    filled = [sum(bool(cell.text) for cell in row) for row in rows]
    return bool(_INSTRUCTIONS.search(name)) and sum(n >= 4 for n in filled) <= 0.2 * len(filled)
