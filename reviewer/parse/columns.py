"""The headings over indicator rows: which column holds which field."""

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.domain.grid import Cell
from reviewer.parse.vocabulary import column_field, fold, head_field, level

_CORE = frozenset(("level1", "level2", "definition", "target", "value", "unit", "basis", "operator", "grade"))
_PLAIN = frozenset(("level1", "level2", "name", "definition", "target", "value", "unit", "operator", "basis", "weight"))


class Column(NamedTuple):
    """One column: its field, its heading as printed, and the grid columns that it covers."""

    field: str
    heading: str
    start: int
    end: int


class Columns(NamedTuple):
    """The columns of a table of indicators; `flat` where each row names its project too."""

    columns: tuple[Column, ...]
    flat: bool
    ordinal: bool
    """The rows give no grid columns: a cell's place is its rank, and omitted cells shift the rest."""
    places: tuple[Column | None, ...]
    """The column over each grid column."""
    plain: tuple[str, ...]
    """The fields in order where each cell of a row without merged cells holds one of them; else empty."""

    def at(self, column: int) -> Column | None:
        return self.places[column] if column < len(self.places) else None

    def first(self, field: str) -> int:
        """The grid column where a field starts, -1 where the form has none."""
        return next((c.start for c in self.columns if c.field == field), -1)


def columns_of(row: Sequence[Cell], ordinal: bool) -> Columns | None:
    """The columns that a row of headings names, or None where the row is none."""
    named = [column_field(cell.text) for cell in row]
    if "name" not in named and "level2" not in named:
        return None
    found = [(cell, field) for cell, field in zip(row, named, strict=True) if cell.text]
    fields = set(named)
    if "name" not in fields:
        if not ({"level1", "level2"} <= fields and fields & {"target", "value", "grade"}):
            return None
        found = _weakly_named(found)
    if len(fields & _CORE) < (1 if fields & {"target", "value", "grade"} else 2):
        return None
    flat = any(head_field(cell.text) in ("name", "code") for cell, field in found if field in (None, "group"))
    columns = []
    for cell, field in found:
        if flat and field in (None, "group", "extra") and (head := head_field(cell.text)):
            field = f"head.{head}"
        heading = cell.text if field and field.startswith("head.") else fold(cell.text)
        columns.append(Column(field or "extra", heading, cell.column, cell.column + cell.width))
    return _made(columns, flat, ordinal)


def _weakly_named(found: list[tuple[Cell, str | None]]) -> list[tuple[Cell, str | None]]:
    """绩效指标 or 年度目标 between the levels and the value is the indicator's name where no heading says 三级指标."""
    rank = max(i for i, (_, field) in enumerate(found) if field in ("level1", "level2"))
    if rank + 1 < len(found) and found[rank + 1][1] in ("group", None):
        found[rank + 1] = (found[rank + 1][0], "name")
    return found


def _named_once(columns: list[Column]) -> tuple[Column, ...]:
    """A field has one column; of two with the same heading the one of the year's target or the first stands."""
    taken: set[str] = set()
    out: list[Column] = []
    for column in columns:
        if column.field in ("extra", "group", "grade"):
            out.append(column)
        elif column.field in taken:
            out.append(column._replace(field="extra"))
        else:
            taken.add(column.field)
            out.append(column)
    return tuple(out)


def refined(columns: Columns, row: Sequence[Cell]) -> Columns | None:
    """The columns with the second line of headings put in (指标值 over 符号, 值, 单位); None where the row is none."""
    filled = [cell for cell in row if cell.text.strip()]
    fields = [column_field(cell.text) for cell in filled]
    if not filled or not all(fields) or not set(fields) & {"operator", "value", "unit", "grade", "target"}:
        return None
    if any(level(cell.text) != (False, None) for cell in filled):
        return None
    covered = {c for cell in filled for c in range(cell.column, cell.column + cell.width)}
    kept: list[Column] = []
    for column in columns.columns:
        start = column.start
        while start < column.end and start in covered:
            start += 1
        end = start
        while end < column.end and end not in covered:
            end += 1
        if start < end:
            kept.append(column._replace(start=start, end=end))
    kept += [
        Column(field or "extra", fold(cell.text), cell.column, cell.column + cell.width)
        for cell, field in zip(filled, fields, strict=True)
    ]
    return _made(sorted(kept, key=lambda c: c.start), columns.flat, columns.ordinal)


def _made(columns: list[Column], flat: bool, ordinal: bool) -> Columns:
    once = _named_once(columns)
    places: list[Column | None] = [None] * max(c.end for c in once)
    for column in reversed(once):
        places[column.start : column.end] = [column] * (column.end - column.start)
    fields = tuple(c.field for c in once)
    plain = ordinal and not flat and _PLAIN.issuperset(fields) and len(set(fields)) == len(fields) == len(places)
    return Columns(once, flat, ordinal, tuple(places), fields if plain else ())
