"""The queue: the rows that fit, in order, and as lines under the headings of units and projects.

Both keep only numbers; the rows themselves are read by the page.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

from reviewer.domain.row import A_PROJECT, STATE, UNDECIDED, Head
from reviewer.review.item import Item

PAGE = 200
"""Rows that are read at once where all are walked."""
Load = Callable[[Sequence[int]], list[Item]]

_OPEN = bytes(flags & STATE < UNDECIDED for flags in range(256))


class View(Sequence[Item]):
    """Rows in an order, by number and flags."""

    def __init__(self, rows: Iterable[tuple[int, int]], load: Load) -> None:
        pairs = rows if isinstance(rows, list) else list(rows)
        self.numbers = array("q", [number for number, _flags in pairs])
        self.flags = bytearray(flags for _number, flags in pairs)
        self.load = load

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        if isinstance(at, slice):
            return self.load(self.numbers[at])
        return self.load([self.numbers[at]])[0]

    def __iter__(self) -> Iterator[Item]:
        for first in range(0, len(self), PAGE):
            yield from self[first : first + PAGE]

    def __contains__(self, item: object) -> bool:
        return isinstance(item, Item) and item.number in self.numbers

    def where(self, fits: Callable[[int], bool]) -> "View":
        """The rows whose flags fit."""
        fit = {flags for flags in range(256) if fits(flags)}
        return View([(n, f) for n, f in zip(self.numbers, self.flags, strict=True) if f in fit], self.load)

    def counts(self) -> Counter[int]:
        """How many rows have which flags."""
        return Counter(self.flags)


class Heading(NamedTuple):
    """A line above the rows of a unit, or of a project (then with its key)."""

    unit: str
    project: str = ""
    rows: int = 0
    """How many rows of the queue belong to it."""


Line = Heading | Item


class Lines(Sequence[Line]):
    """The lines of a view: rows, and above them headings where it is in the documents' order."""

    def __init__(self, view: View, units: Mapping[int, str], head: Callable[[int], Head], folded: Collection[str],
                 *, grouped: bool) -> None:  # fmt: skip
        """`units` gives the unit of the project at a place, `head` a project's heading; folded units are `unit:NAME`,
        folded projects their key.
        """
        self.view = view
        self.grouped = grouped
        self._units, self._head = units, head
        self._counts: dict[int, int] = {}
        self._places: dict[int, list[int]] = {}
        if grouped:
            self._lines, self._open = array("q"), bytearray()
            self._group(folded)
        else:
            self._lines, self._open = view.numbers[:], view.flags.translate(_OPEN)

    def _group(self, folded: Collection[str]) -> None:
        numbers, flags = self.view.numbers, self.view.flags.translate(_OPEN)
        units = {name.removeprefix("unit:") for name in folded if name.startswith("unit:")}
        projects = {name for name in folded if not name.startswith("unit:")}
        lines, counts, unit_at = self._lines, self._counts, self._units
        at, said, of_unit, every = 0, None, 0, len(numbers)
        while at < every:
            place = numbers[at] // A_PROJECT
            # A project rarely has more rows than this, and a short search is what makes a long queue open at once.
            end = bisect_left(numbers, (place + 1) * A_PROJECT, at, min(at + 64, every))
            if end == at + 64:
                end = bisect_left(numbers, (place + 1) * A_PROJECT, at)
            unit = unit_at.get(place, "")
            if unit != said:
                said, of_unit = unit, -2 * place - 2
                lines.append(of_unit)
                self._open.append(0)
                counts[of_unit] = 0
                self._places[of_unit] = []
            self._places[of_unit].append(place)
            counts[of_unit] += end - at
            if unit not in units:
                lines.append(-2 * place - 1)
                self._open.append(0)
                counts[-2 * place - 1] = end - at
                if not projects or self._head(place).key not in projects:
                    lines += numbers[at:end]
                    self._open += flags[at:end]
            at = end

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        wanted = self._lines[at] if isinstance(at, slice) else [self._lines[at]]
        items = {i.number: i for i in self.view.load([n for n in wanted if n >= 0])}
        out: list[Line] = [items[n] if n >= 0 else self._read(n) for n in wanted]
        return out if isinstance(at, slice) else out[0]

    def _read(self, line: int) -> Heading:
        place = (-line - 1) // 2
        unit = self._units.get(place, "")
        return Heading(unit, "" if line % 2 == 0 else self._head(place).key, self._counts[line])

    def is_row(self, at: int) -> bool:
        return self._lines[at] >= 0

    def place(self, at: int) -> int:
        """The place of the project that a line belongs to; of a unit's heading, its first."""
        line = self._lines[at]
        return line // A_PROJECT if line >= 0 else (-line - 1) // 2

    def places(self, at: int) -> list[int]:
        """The places of the projects in the queue below a unit's heading."""
        return self._places[self._lines[at]]

    def find(self, number: int, near: int = 0) -> int | None:
        """The line of a row, or None while it is not shown; `near` is looked at first."""
        if near < len(self._lines) and self._lines[near] == number:
            return near
        try:
            return self._lines.index(number)
        except ValueError:
            return None

    def number(self, at: int) -> int:
        """What a line is known by however the queue changes: its row's number, of a heading one below zero."""
        return self._lines[at]

    def nearest(self, number: int, near: int = 0) -> int | None:
        """The line of this number or, in the documents' order, of the next row that is shown, else of the last."""
        at = self.find(number, near)
        if at is None and self.grouped and len(self.view):
            row = number if number >= 0 else (-number - 1) // 2 * A_PROJECT
            following = min(bisect_left(self.view.numbers, row), len(self.view) - 1)
            at = self.find(self.view.numbers[following])
        return at

    def rows(self, first: int, stop: int) -> View:
        """The rows among the lines from `first` to before `stop`."""
        chosen = {n for n in self._lines[first:stop] if n >= 0}
        pairs = zip(self.view.numbers, self.view.flags, strict=True)
        return View([pair for pair in pairs if pair[0] in chosen], self.view.load)

    def following(self, at: int, step: int = 1) -> int | None:
        """The nearest undecided row from line `at` on, itself included; backwards where `step` is negative."""
        found = self._open.find(1, max(at, 0)) if step > 0 else self._open.rfind(1, 0, max(at + 1, 0))
        return None if found < 0 else found

    def note(self, at: int, item: Item) -> None:
        """Take over that the row of a line was decided, or is open again."""
        self._open[at] = item.undecided
