"""The queue as lines: units and projects as headings, the rows below them, folded or not."""

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import NamedTuple

from reviewer.review.item import Item, Key


class Heading(NamedTuple):
    """A line above the rows of a unit, or of a project (then with its key)."""

    unit: str
    project: str = ""
    rows: int = 0
    """How many rows of the queue belong to it."""


Line = Heading | Item
"""A line of the queue; rows stand in it themselves, so that a hundred thousand cost nothing more."""


def lines(items: Sequence[Item], unit: Callable[[str], str], folded: Collection[str], *, grouped: bool) -> list[Line]:
    """The lines for items in document order; other orders are not grouped."""
    if not grouped:
        return list(items)
    out: list[Line] = []
    of_unit, said = 0, ""
    for key, group in groupby(items, key=lambda i: i.key.project):
        rows = list(group)
        if not out or unit(key) != said:
            said, of_unit = unit(key), len(out)
            out.append(Heading(said))
        head = out[of_unit]
        assert isinstance(head, Heading)
        out[of_unit] = head._replace(rows=head.rows + len(rows))
        if f"unit:{said}" not in folded:
            out.append(Heading(said, key, len(rows)))
            if key not in folded:
                out += rows
    return out


def order(key: Key, place: int) -> int:
    """A sortable number: the project's place among all, then project, rows, rows to be added."""
    if key.row is not None:
        return place * 1_000_000 + key.row
    return place * 1_000_000 + (900_000 if key.addition else 0)
