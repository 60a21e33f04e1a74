"""The headings over indicator rows: which column holds which field."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count, repeat
from operator import itemgetter
from typing import NamedTuple, TypeVar

from reviewer.domain.grid import Cell, Row
from reviewer.parse.vocabulary import column_field, fold, level, list_field, second_field

_YEAR = re.compile("年度|全年|本年|当年|年初|预期")
_SHORT = re.compile(r"[^\W\d_]{2,6}")
_NUMBERED_YEAR = re.compile(r"20\d\d")
_PERIOD = re.compile("实施期|实施周期|中期|中长期|长期|规划期|项目期|半年|总体|上年|前年|近[两三]年")
_MANY = frozenset(("extra", "group", "grade"))
"""Fields that several columns of a table may hold."""
_GROUPS = (None, "group", "target")
_CORE = frozenset(("level1", "level2", "definition", "target", "value", "unit", "basis", "operator", "grade"))
_MONEY = ("total", "fiscal", "other", "project_total")
FIELDS = ("level1", "level2", "name", "definition", "operator", "target", "value", "unit", "basis", "weight")
"""The fields of an indicator that have one column each."""

Place = TypeVar("Place", int, str)


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
    fields: dict[int, str]
    """The field of an indicator over each grid column that holds one."""
    pick: Callable[[Sequence[str | None]], tuple[str | None, ...]] | None = None
    """Takes those of `FIELDS` from a row that leaves no cell out, with None behind it for what the form has no column
    for; None where a column may be no field."""
    ranks: dict[str, int] = {}
    """Where in such a row the cell of each of an indicator's `cells` stands."""
    years: tuple[str, ...] = ()
    """The years that targets beside each other are for, where several are."""
    parts: tuple["Part", ...] = ()
    """The sets of name and target that stand beside each other in a row, where there are several."""

    def at(self, column: int) -> Column | None:
        return self.places[column] if column < len(self.places) else None

    def first(self, field: str) -> int:
        """The grid column where a field starts, -1 where the form has none."""
        return next((c.start for c in self.columns if c.field == field), -1)


class Part(NamedTuple):
    """One of several sets of columns; `level1` where the heading over the set says it, `year` 0 for a period's set."""

    columns: Columns
    level1: str
    year: int


def columns_of(row: Sequence[Cell], ordinal: bool, above: Sequence[Cell] = ()) -> Columns | None:
    """The columns that a row of headings names, or None where the row is none.

    `above` are the headings of the line above, which go on down beside the row or group its columns.
    """
    return _columns(_printed(row), ordinal, _printed(above))


def unfolded(above: Sequence[Cell], row: Sequence[Cell]) -> tuple[list[Cell], list[Cell]] | None:
    """Two lines of headings, each printed from its front, as they stand in the form; None where it cannot be told.

    Labels of level 1 over sets of columns share what stands below in equal parts; the amounts before it stand under
    the one heading for money.
    """
    below = [cell for cell in row if cell.text.strip()]
    money = [cell for cell in below if list_field(cell.text) in _MONEY]
    sets = below[len(money) :]
    labels = sum(level(cell.text)[0] for cell in above)
    over = [cell for cell in above if list_field(cell.text) in (*_MONEY, "section")]
    if labels < 2 or len(sets) % labels or below[: len(money)] != money or len(over) != bool(money):
        return None
    first: list[Cell] = []
    second: list[Cell] = []
    for cell in above:
        width = len(sets) // labels if level(cell.text)[0] else len(money) if cell in over else 1
        column = first[-1].column + first[-1].width if first else 0
        first.append(cell._replace(column=column, width=width))
        if level(cell.text)[0] or cell in over:
            part = below[len(second) : len(second) + width]
            second += [c._replace(column=n) for n, c in enumerate(part, column)]
    return first, second


Printed = tuple[tuple[str, int, int], ...]
"""Text, column and width of each cell of a row: what a form prints over every project's table alike."""


def _printed(row: Sequence[Cell]) -> Printed:
    if isinstance(row, Row):
        return tuple(zip(row.texts, count(), repeat(1)))
    return tuple(map(itemgetter(0, 2, 3), row))


@lru_cache(maxsize=256)
def _columns(printed: Printed, ordinal: bool, printed_above: Printed) -> Columns | None:
    row, above = ([Cell(text, "", at, width) for text, at, width in line] for line in (printed, printed_above))
    found = [(cell, column_field(cell.text)) for cell in row if cell.text]
    fields = {field for _, field in found}
    if "name" not in fields:
        if not ({"level1", "level2"} <= fields and fields & {"target", "value", "grade"}):
            return None
        found = _weakly_named(found)
    if len(fields & _CORE) < (1 if fields & {"target", "value", "grade"} else 2):
        return None
    beside, over = _divided(above, found)
    found = sorted([*found, *beside], key=lambda pair: pair[0].column)
    flat = any(list_field(cell.text) in ("name", "code") for cell, field in found if field in (None, "group"))
    inner = min(cell.column for cell, field in found if field in ("name", "level1", "level2"))
    columns = []
    for cell, field in found:
        column = Column(field or "extra", _heading(cell.text, field), cell.column, cell.column + cell.width)
        if flat and (field in (None, "group", "extra") or (field == "unit" and cell.column < inner)):
            # 单位 before the indicators is the organisation, behind them the unit of measure.
            head = "unit_name" if field == "unit" else list_field(cell.text)
            column = column._replace(field=f"head.{head}", heading=cell.text) if head else column
        columns.append(column)
    return _made(columns, flat, ordinal, over)


def _heading(text: str, field: str | None) -> str:
    """A heading as it is compared; a target keeps the year that it is for."""
    year = _NUMBERED_YEAR.match(text.strip()) if field == "target" else None
    return (year[0] if year else "") + fold(text)


def _years(columns: Sequence[Column]) -> tuple[str, ...]:
    headings = [c.heading for c in columns if c.field in ("target", "extra")]
    years = tuple(found[0] for heading in headings if (found := _NUMBERED_YEAR.match(heading)))
    return years if len(years) > 1 else ()


def _divided(
    above: Sequence[Cell], found: list[tuple[Cell, str | None]]
) -> tuple[list[tuple[Cell, str | None]], list[Cell]]:
    """The headings of the line above: those that reach down beside the row, and those that stand over its cells."""
    covered = {c for cell, _ in found for c in range(cell.column, cell.column + cell.width)}
    beside, over = [], []
    for cell in above:
        if covered.isdisjoint(range(cell.column, cell.column + cell.width)):
            beside.append((cell, column_field(cell.text)))
        else:
            over.append(cell)
    return beside, over


def _weakly_named(found: list[tuple[Cell, str | None]]) -> list[tuple[Cell, str | None]]:
    """绩效指标 or 年度目标 between the levels and the value is the indicator's name where no heading says 三级指标."""
    rank = max(i for i, (_, field) in enumerate(found) if field in ("level1", "level2"))
    if rank + 1 < len(found) and found[rank + 1][1] in ("group", None):
        found[rank + 1] = (found[rank + 1][0], "name")
    return found


def _rank(heading: str) -> int:
    """How near a heading is to the year: 年度指标值 before 指标值 before 实施期指标值; of numbered years the last."""
    if found := _NUMBERED_YEAR.match(heading):
        return int(found[0])
    return 0 if _PERIOD.search(heading) else 2 if _YEAR.search(heading) else 1


def _named_once(columns: Sequence[Column]) -> tuple[Column, ...]:
    """A field has one column: of several that of the year's target, else the first; the others stand aside."""
    best: dict[str, Column] = {}
    for column in columns:
        known = best.get(column.field)
        if known is None or (column.field in ("target", "value") and _rank(column.heading) > _rank(known.heading)):
            best[column.field] = column
    out: list[Column] = []
    for column in columns:
        if column.field not in _MANY and best[column.field] is not column:
            other = second_field(column.heading)
            if other is not None and other not in best:
                column = best[other] = column._replace(field=other)
            else:
                column = column._replace(field="extra")
        out.append(column)
    return tuple(out)


def refined(columns: Columns, row: Sequence[Cell], *, beside: bool = False) -> Columns | None:
    """The columns with the second line of headings put in (指标值 over 符号, 值, 单位); None where the row is none.

    `beside` says that headings of the first line reach down beside the row: it is a line of headings, known or not.
    """
    filled: list[Cell] = []
    fields: list[str] = []
    for cell in row:
        if cell.text.strip():
            field = _second_line(cell, columns) or ("extra" if beside else None)
            if not field:
                return None
            filled.append(cell)
            fields.append(field)
    if not filled:
        return None
    if not beside and not columns.flat and not set(fields) & {"operator", "value", "unit", "grade", "target"}:
        return None
    if any(level(cell.text) != (False, None) for cell in filled):
        return None
    if columns.ordinal and columns.at(filled[0].column) in columns.columns[: _leading(columns)]:
        return _spread(columns, filled, fields)
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
        Column(field, fold(cell.text), cell.column, cell.column + cell.width)
        for cell, field in zip(filled, fields, strict=True)
    ]
    return _made(sorted(kept, key=lambda c: c.start), columns.flat, columns.ordinal)


def like_headings(texts: Sequence[str], columns: Columns) -> bool:
    """Whether the first row below the headings can only be a second line of them: a few short words, no level."""
    words = [text for text in map(str.strip, texts) if text]
    levelled = columns.first("level1") >= 0 and not any(c.field.startswith("head.") for c in columns.columns)
    few = 1 < len(words) < len(columns.columns) - 1
    return levelled and few and all(_SHORT.fullmatch(word) and level(word) == (False, None) for word in words)


def _leading(columns: Columns) -> int:
    """How many columns at the front no second line of headings can stand under: levels, names, a project's own."""
    fixed = (rank for rank, c in enumerate(columns.columns) if c.field not in ("level1", "level2", "name", "head.name"))
    return (
        next(fixed, len(columns.columns))
        if not columns.flat
        else next((rank for rank, c in enumerate(columns.columns) if not c.field.startswith("head.")), 0)
    )


def _spread(columns: Columns, filled: Sequence[Cell], fields: Sequence[str]) -> Columns | None:
    """The columns with a second line that a file without merged cells prints at the front of its row.

    It belongs under the one heading that has no meaning of its own; None where none or several are.
    """
    heads = all(field.startswith("head.") for field in fields)
    groups = [
        rank
        for rank, c in enumerate(columns.columns)
        if (
            c.field == "head.section"
            if heads
            else c.field in ("extra", "group", "target") and (column_field(c.heading) in _GROUPS or "标准" in c.heading)
        )
    ]
    if len(groups) > 1:
        groups = [rank for rank in groups if column_field(columns.columns[rank].heading) is None] or groups
    if len(groups) != 1:
        return None
    at = groups[0]
    under = [Column(field, fold(cell.text), 0, 1) for cell, field in zip(filled, fields, strict=True)]
    whole = [*columns.columns[:at], *under, *columns.columns[at + 1 :]]
    return _made([c._replace(start=n, end=n + 1) for n, c in enumerate(whole)], columns.flat, columns.ordinal)


def _second_line(cell: Cell, columns: Columns) -> str | None:
    """The field of a cell in the second line of headings; in a flat list it may be one of the project's."""
    field = column_field(cell.text)
    over = columns.at(cell.column)
    if columns.flat and (over is None or over.field.startswith("head.") or over.field == "extra"):
        head = list_field(cell.text)
        return f"head.{head}" if head else field
    return field


def _made(columns: list[Column], flat: bool, ordinal: bool, over: Sequence[Cell] = ()) -> Columns:
    if sets := _sets(columns):
        return _parted(columns, sets, flat, ordinal, over)
    once = _named_once(columns)
    places = _places(once)
    fields = [c.field for c in once]
    named = set(fields).issubset(FIELDS) and len(set(fields)) == len(fields) == len(places)
    if not named or not ordinal or flat or None in places:
        return Columns(once, flat, ordinal, places, _fields(places), years=_years(once))
    pick = itemgetter(*[fields.index(field) if field in fields else -1 for field in FIELDS])
    ranks = held({field: rank for rank, field in enumerate(fields)})
    return Columns(once, flat, ordinal, places, _fields(places), pick, ranks, _years(once))


def held(places: dict[str, Place]) -> dict[str, Place]:
    """Columns by the names that an indicator's `cells` have for them, each with where it is.

    A value is called target where it stands alone, number beside an operator's or a unit's column.
    """
    number = places.get("value", places.get("target"))
    apart = number is not None and ("operator" in places or "unit" in places)
    kept = {field: at for field, at in places.items() if field not in ("value", "target")}
    return kept if number is None else kept | {"number" if apart else "target": number}


def _places(columns: Sequence[Column]) -> tuple[Column | None, ...]:
    places: list[Column | None] = [None] * max(c.end for c in columns)
    for column in reversed(columns):
        places[column.start : column.end] = [column] * (column.end - column.start)
    return tuple(places)


def _fields(places: Sequence[Column | None]) -> dict[int, str]:
    return {
        rank: column.field for rank, column in enumerate(places) if column is not None and column.field not in _MANY
    }


def _sets(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Where several names each have their own target: from which column to which each set goes."""
    fields = [column.field for column in columns]
    repeated = {f for f in fields if f in _CORE | {"name"} and fields.count(f) > 1}
    if "name" not in repeated or not repeated & {"target", "value"}:
        return []
    starts: list[int] = []
    seen: set[str] = set()
    for rank, field in enumerate(fields):
        if field in repeated and (not starts or field in seen):
            starts.append(rank)
            seen = set()
        seen.add(field)
    ends = [*starts[1:], len(fields)]
    while ends[-1] - starts[-1] > 1 and fields[ends[-1] - 1] not in repeated:
        ends[-1] -= 1
    sets = list(zip(starts, ends, strict=True))
    complete = all({"name"} <= set(fields[a:b]) and set(fields[a:b]) & {"target", "value"} for a, b in sets)
    return sets if complete else []


def _parted(
    columns: list[Column], sets: list[tuple[int, int]], flat: bool, ordinal: bool, over: Sequence[Cell]
) -> Columns:
    parts: list[Part] = []
    aside = [column._replace(field="group") for column in columns]
    for start, end in sets:
        own = [
            column if not any(a <= rank < b for a, b in sets) or start <= rank < end else aside[rank]
            for rank, column in enumerate(columns)
        ]
        once = _named_once(own)
        first, last = columns[start].start, columns[end - 1].end
        above = [cell.text for cell in over if cell.column < last and first < cell.column + cell.width]
        level1 = next((fold(text) for text in above if level(text)[0]), "")
        words = "".join([*above, *(column.heading for column in columns[start:end])])
        places = _places(once)
        whole = Columns(once, flat, ordinal, places, _fields(places), years=_years(once))
        parts.append(Part(whole, level1, _rank(words)))
    return parts[0].columns._replace(parts=tuple(parts))
