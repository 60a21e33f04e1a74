"""The rows of a sheet's XML: a cell found or made, rows inserted and deleted with all that refers to them."""

import copy
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from reviewer.formats.spreadsheet import column_name, column_number
from reviewer.formats.xlsx import S
from reviewer.formats.xlsx_formula import QUOTED

_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Z]{1,3})(\$?)(\d{1,7}))?")


_IN_FORMULA = re.compile(r"(?<![\w.!:$])\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?(?![\w(!.])")
_PLACED = frozenset(S + name for name in ("c", "row", "mergeCell", "selection"))
"""Elements whose references are set by themselves."""


class Insert(NamedTuple):
    """A new row: behind which original row, like which one, and its texts by column from 0."""

    after: int
    model: int
    texts: Mapping[int, str]


class Rows:
    """The sheetData of one sheet. Rows and cells without a number get theirs first."""

    def __init__(self, root: Any, shown: Callable[[int, int], str]) -> None:
        """`shown` gives the text that reading finds at a row from 1 and a column from 0."""
        self._root, self._shown = root, shown
        self._data = root.find(S + "sheetData")
        self._by_number: dict[int, Any] = {}
        self.first = 16_383
        number = 0
        for row in self._data.iterchildren(S + "row") if self._data is not None else ():
            number = int(row.get("r", number + 1))
            row.set("r", str(number))
            self._by_number[number] = row
            column = -1
            for cell in row.iterchildren(S + "c"):
                column = column_number(letters(cell.get("r"))) if cell.get("r") else column + 1
                cell.set("r", f"{column_name(column)}{number}")
                if len(cell):
                    self.first = min(self.first, column)
        self._spans = self._merges()
        self._inserted: list[int] = []
        self._deleted: list[int] = []

    def cell(self, number: int, name: str) -> Any:
        """The cell of a row and column, made where the sheet has none."""
        from lxml import etree

        row = self._by_number.get(number)
        if row is None:
            row = etree.Element(S + "row", {"r": str(number)})
            later = next((n for n in sorted(self._by_number) if n > number), None)
            if later is None:
                self._data.append(row)
            else:
                self._by_number[later].addprevious(row)
            self._by_number[number] = row
        wanted = column_number(name)
        for cell in row.iterchildren(S + "c"):
            column = column_number(letters(cell.get("r")))
            if column == wanted:
                return cell
            if column > wanted:
                made = etree.Element(S + "c", {"r": f"{name}{number}"})
                cell.addprevious(made)
                return made
        return etree.SubElement(row, S + "c", {"r": f"{name}{number}"})

    def text(self, number: int) -> str:
        """What a row holds, for a note."""
        row = self._by_number.get(number)
        return " ".join(filter(None, (self._shown(number, _column(c)) for c in row))) if row is not None else ""

    def now(self, number: int) -> int:
        """Where a row of the original stands after `move`; the row above it when it is gone."""
        return number + bisect_left(self._inserted, number) - bisect_right(self._deleted, number)

    def label(self, number: int, column: int) -> str:
        """What a row shows in a column, a merged cell's text included."""
        top = next(
            ((r1, c1) for r1, c1, r2, c2 in self._spans if r1 <= number <= r2 and c1 <= column <= c2), (number, column)
        )
        return self._shown(*top)

    def has_cells(self, number: int, columns: Sequence[int]) -> bool:
        """Whether a row has a cell of its own for each of these columns, none of them merged sideways."""
        across = [(c1, c2) for r1, c1, r2, c2 in self._spans if r1 <= number <= r2 and c2 > c1]
        return not any(c1 < column <= c2 for column in columns for c1, c2 in across)

    def move(self, inserts: Sequence[Insert], deletes: set[int], fill: Callable[[Any, str], None]) -> list[str]:
        """Insert rows (each behind an original row) and delete others; the reference of each new row's first cell."""
        if not inserts and not deletes:
            return []
        merges = self._spans
        staying = [m for m in merges if any(r not in deletes for r in range(m[0], m[2] + 1))]
        made = [(insert, self._new(insert, staying, fill)) for insert in inserts]
        for number in sorted(deletes, reverse=True):
            self._bequeath(number, deletes, merges)
        self._inserted = sorted(insert.after for insert in inserts)
        self._deleted = sorted(deletes)
        for number, row in self._by_number.items():
            if number in deletes:
                row.getparent().remove(row)
            else:
                _renumber(row, self.now(number))
        seen: dict[int, int] = {}
        references = []
        for insert, row in made:
            after = insert.after
            seen[after] = seen.get(after, 0) + 1
            number = self.now(after) + seen[after]
            _renumber(row, number)
            first = next(iter(row), None)
            references.append(f"{letters(first.get('r')) if first is not None else 'A'}{number}")
        rows = sorted([*self._data.iterchildren(S + "row"), *(row for _i, row in made)], key=lambda r: int(r.get("r")))
        self._data[:] = rows
        self._remap(merges, made)
        return references

    def _new(self, insert: Insert, merges: list[tuple[int, int, int, int]], fill: Callable[[Any, str], None]) -> Any:
        """A row that looks like its model; a column merged downwards above it goes on through it.

        `merges` are those of which a row stays.
        """
        after = insert.after
        model = self._by_number.get(insert.model)
        row = copy.deepcopy(model) if model is not None else self._data.makeelement(S + "row", {"r": str(after)})
        known = {}
        for cell in list(row):
            if cell.tag != S + "c":
                row.remove(cell)
                continue
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
            known[column_number(letters(cell.get("r")))] = cell
        for column, text in insert.texts.items():
            upright = next((m for m in merges if m[0] <= after <= m[2] and m[1] == column and m[2] > m[0]), None)
            if not text or (upright and (upright[2] > after or text == self._shown(upright[0], column))):
                continue
            cell = known.get(column)
            if cell is None:
                cell = row.makeelement(S + "c", {"r": f"{column_name(column)}{after}"})
                later = [c for n, c in known.items() if n > column]
                if later:
                    min(later, key=lambda c: column_number(letters(c.get("r")))).addprevious(cell)
                else:
                    row.append(cell)
                known[column] = cell
            fill(cell, text)
        return row

    def _bequeath(self, number: int, deletes: set[int], merges: list[tuple[int, int, int, int]]) -> None:
        """The first row that stays takes over the label of a merged cell whose top row goes."""
        for r1, c1, r2, _c2 in merges:
            heir = next((r for r in range(number + 1, r2 + 1) if r not in deletes), None)
            if r1 != number or heir is None or number not in self._by_number:
                continue
            source = next((c for c in self._by_number[number] if _column(c) == c1), None)
            if source is None:
                continue
            target = self.cell(heir, column_name(c1))
            for child in list(target):
                target.remove(child)
            target.attrib.pop("t", None)
            for name in ("t", "s"):
                if source.get(name):
                    target.set(name, source.get(name))
            target.extend(copy.deepcopy(child) for child in source)

    def _merges(self) -> list[tuple[int, int, int, int]]:
        found = []
        for merge in self._root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            if (parts := _REFERENCE.fullmatch(merge.get("ref", ""))) and parts[6]:
                found.append((int(parts[4]), column_number(parts[2]), int(parts[8]), column_number(parts[6])))
        return found

    def _remap(self, merges: list[tuple[int, int, int, int]], made: list[tuple[Insert, Any]]) -> None:
        """Every range of the sheet at its new place; single-row merges of a model row again on the new one."""
        from lxml import etree

        holder = self._root.find(S + "mergeCells")
        if holder is not None:
            ranges = [found for merge in merges if (found := self._range(*merge, grow=made))]
            for insert, row in made:
                number = int(row.get("r"))
                ranges += [(number, c1, number, c2) for r1, c1, r2, c2 in merges if r1 == r2 == insert.model]
            for child in list(holder):
                holder.remove(child)
            for r1, c1, r2, c2 in ranges:
                etree.SubElement(holder, S + "mergeCell", {"ref": f"{column_name(c1)}{r1}:{column_name(c2)}{r2}"})
            holder.set("count", str(len(ranges)))
            if not ranges:
                self._root.remove(holder)
        for element in self._root.iter():
            if not isinstance(element.tag, str) or element.tag in _PLACED:
                continue
            if element.tag == S + "f":
                element.text = self._formula(element.text or "")
            for name in ("ref", "sqref"):
                if value := element.get(name):
                    pieces = [self.moved(piece) for piece in value.split()]
                    element.set(name, " ".join(filter(None, pieces)) or value)

    def _range(
        self, r1: int, c1: int, r2: int, c2: int, *, grow: list[tuple[Insert, Any]]
    ) -> tuple[int, int, int, int] | None:
        """A merged range after the move; None where fewer than two cells of it are left."""
        gone = set(self._deleted)
        kept = [r for r in range(r1, r2 + 1) if r not in gone]
        if not kept:
            return None
        top, bottom = self.now(kept[0]), self.now(kept[-1])
        bottom += sum(kept[-1] <= insert.after < r2 for insert, _row in grow)
        if r2 > r1:
            for insert, row in grow:
                if insert.after == r2 and not any(_column(c) == c1 and len(c) for c in row):
                    bottom += 1
        return (top, c1, bottom, c2) if (top, c1) != (bottom, c2) else None

    @property
    def changed(self) -> bool:
        """Whether rows came or went."""
        return bool(self._inserted or self._deleted)

    def _formula(self, text: str) -> str:
        """A formula with its references to this sheet at their new places; quoted texts and other sheets' stay."""
        pieces = QUOTED.split(text)
        pieces[::2] = [_IN_FORMULA.sub(lambda found: self.moved(found[0]) or "#REF!", piece) for piece in pieces[::2]]
        return "".join(pieces)

    def moved(self, reference: str) -> str:
        """A reference (C7, $A$1:B9) after `move`; empty where all its rows are gone."""
        found = _REFERENCE.fullmatch(reference)
        if not found:
            return reference
        gone = set(self._deleted)
        first, last = int(found[4]), int(found[8] or found[4])
        if last - first < 100_000:
            kept = [r for r in range(first, last + 1) if r not in gone]
            if not kept:
                return ""
            first, last = kept[0], kept[-1]
        head = f"{found[1]}{found[2]}{found[3]}{self.now(first)}"
        return f"{head}:{found[5]}{found[6]}{found[7]}{min(self.now(last), 1_048_576)}" if found[6] else head


def letters(reference: str | None) -> str:
    """The letters of a reference: those of C7 are C."""
    return (reference or "").rstrip("0123456789")


def _column(cell: Any) -> int:
    return column_number(letters(cell.get("r"))) if cell.tag == S + "c" else -1


def _renumber(row: Any, number: int) -> None:
    row.set("r", str(number))
    for cell in row.iterchildren(S + "c"):
        cell.set("r", f"{letters(cell.get('r'))}{number}")
