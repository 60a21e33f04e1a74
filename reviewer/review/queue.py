"""The queue as lines: units and projects as headings, the rows below them, folded or not."""

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import NamedTuple

from reviewer.review.item import Item, Key


class Line(NamedTuple):
    """A heading (`item` is None: `unit`, or `project` with its key) or a row of the queue."""

    item: Item | None
    unit: str = ""
    project: str = ""
    rows: int = 0
    """For headings: how many rows of the queue belong to it."""


def lines(items: Sequence[Item], unit: Callable[[str], str], folded: Collection[str], *, grouped: bool) -> list[Line]:
    """The lines for items in document order; other orders are not grouped."""
    if not grouped:
        return [Line(item) for item in items]
    spans = [(key, list(rows)) for key, rows in groupby(items, key=lambda i: i.key.project)]
    out: list[Line] = []
    for name, projects in groupby(spans, key=lambda span: unit(span[0])):
        held = list(projects)
        out.append(Line(None, unit=name, rows=sum(len(rows) for _key, rows in held)))
        if f"unit:{name}" in folded:
            continue
        for key, rows in held:
            out.append(Line(None, unit=name, project=key, rows=len(rows)))
            if key not in folded:
                out += [Line(item) for item in rows]
    return out


def order(key: Key, place: int) -> int:
    """A sortable number: the project's place among all, then project, rows, rows to be added."""
    if key.row is not None:
        return place * 1_000_000 + key.row
    return place * 1_000_000 + (900_000 if key.addition else 0)
