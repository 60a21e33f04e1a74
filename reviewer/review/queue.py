"""The queue as lines: units and projects as headings, the rows below them, folded or not."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from reviewer.review.item import Item, Key


class Line(NamedTuple):
    """A heading (`item` is None: `unit`, or `project` with its key) or a row of the queue."""

    item: Item | None
    unit: str = ""
    project: str = ""
    rows: int = 0
    """For headings: rows below."""
    open: int = 0
    """For headings: those not yet decided."""


def lines(items: Sequence[Item], unit: Callable[[str], str], folded: Collection[str], *, grouped: bool) -> list[Line]:
    """The lines for items in document order; other orders are not grouped."""
    if not grouped:
        return [Line(item) for item in items]
    out: list[Line] = []
    start = 0
    said_unit: str | None = None
    units: dict[str, list[int]] = {}
    spans: list[tuple[str, int, int, int]] = []
    while start < len(items):
        key = items[start].key.project
        stop, still = start, 0
        while stop < len(items) and items[stop].key.project == key:
            still += items[stop].undecided
            stop += 1
        spans.append((key, start, stop, still))
        total = units.setdefault(unit(key), [0, 0])
        total[0] += stop - start
        total[1] += still
        start = stop
    for key, start, stop, still in spans:
        name = unit(key)
        if name != said_unit:
            said_unit = name
            out.append(Line(None, unit=name, rows=units[name][0], open=units[name][1]))
        if f"unit:{name}" in folded:
            continue
        out.append(Line(None, unit=name, project=key, rows=stop - start, open=still))
        if key not in folded:
            out += [Line(item) for item in items[start:stop]]
    return out


def order(key: Key, place: int) -> int:
    """A sortable number: the project's place among all, then project, rows, rows to be added."""
    if key.row is not None:
        return place * 1_000_000 + key.row
    return place * 1_000_000 + (900_000 if key.addition else 0)
