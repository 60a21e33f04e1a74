"""A flat list: each row names its project beside its indicator."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.domain.grid import Cell
from reviewer.parse.columns import Columns
from reviewer.parse.head import Fact, Head
from reviewer.parse.vocabulary import both_field, column_field, money_unit

TOTAL = re.compile(r"(?:本页|部门|单位|项目|金额|全部)?(?:合|总|小)\s*计(?:[:：].*)?")
_NO_FIELD = ("ignored", "section", "plan")
_UNITS = ("unit_name", "unit_code", "department")


class Entry(NamedTuple):
    """One row of a list: its project's facts, the cells of its indicator, whether a new project begins with it."""

    facts: dict[str, Fact]
    asides: list[Fact]
    """The project's own that no field holds: 项目负责人, 联系电话, a second sum."""
    cells: list[Cell]
    new: bool


class Listing:
    """What the rows of one list share, and the project that the last of them belongs to."""

    def __init__(self, columns: Columns, headings: Sequence[Cell], given: Head, address: str) -> None:
        """`headings` are all cells of the lines of headings, `given` is what stands above the list."""
        self.columns = columns
        self.address = address
        self.amount_unit = given.amount_unit
        self._unit = {field: facts[0] for field, facts in given.facts.items() if field in _UNITS and facts[0].text}
        self._current: dict[str, Fact] = {}
        self._both = self._begun = False
        self.lost = False
        """A row was not read: whose project the next ones are that name none cannot be told."""
        self.head(columns, headings)

    def head(self, columns: Columns, headings: Sequence[Cell]) -> None:
        """Take up a line of headings."""
        self.columns = columns
        for cell in headings:
            if column_field(cell.text) is None:
                self.amount_unit = money_unit(cell.text) or self.amount_unit
            self._both = self._both or both_field(cell.text) is not None

    def read(self, row: Sequence[Cell], spans: Sequence[tuple[int, Cell]]) -> Entry | None:
        """Take up a row; None where it holds a unit or a sum, not an indicator."""
        facts: dict[str, Fact] = {}
        asides: list[Fact] = []
        rest: list[Cell] = []
        for cell in row:
            if not self._fact(cell, facts, asides):
                rest.append(cell)
        for _, cell in spans:
            self._fact(cell, facts, asides)
        if not self._filled(rest) and self._apart(facts):
            return None
        self.lost = self.lost and not ("name" in facts or "code" in facts)
        if self.lost:
            return None
        if any(field in facts for field in _UNITS):
            above = self._unit if "unit_name" not in facts else {}
            self._unit = above | {field: facts[field] for field in _UNITS if field in facts}
        new, self._begun = self._is_new(facts), True
        if new:
            self._current = facts
        return Entry({**self._unit, **facts}, asides, rest, new)

    def _fact(self, cell: Cell, facts: dict[str, Fact], asides: list[Fact]) -> bool:
        """Whether a cell stands under a heading of the project's; its text goes to the facts or aside."""
        column = self.columns.at(cell.column)
        if column is None or not column.field.startswith("head."):
            return False
        if text := cell.text.strip():
            field, fact = column.field[5:], Fact(text, cell.address, column.heading)
            if field in _NO_FIELD or (field in facts and facts[field].label != fact.label):
                asides.append(fact)
            else:
                facts.setdefault(field, fact)
        return True

    def _filled(self, cells: Sequence[Cell]) -> bool:
        fields = ((self.columns.at(cell.column), cell.text.strip()) for cell in cells)
        return any(text and column is not None and column.field != "extra" for column, text in fields)

    def _apart(self, facts: dict[str, Fact]) -> bool:
        """Whether a row without an indicator holds a sum, or the unit of the rows below it."""
        if any(TOTAL.fullmatch(fact.text) for fact in facts.values()):
            return True
        name, code = facts.get("name"), facts.get("code")
        if self._both and name is not None:
            self._unit = {"unit_name": name} | ({"unit_code": code} if code else {})
            return True
        if name is None and code is None and (unit := facts.get("unit_name")):
            self._unit = {"unit_name": unit} | ({"unit_code": facts["unit_code"]} if "unit_code" in facts else {})
            return True
        return False

    def _is_new(self, facts: dict[str, Fact]) -> bool:
        """Whether a row's code or name is another than the project's so far; without a code, its unit too."""
        both = [field for field in ("code", "name") if field in facts and field in self._current]
        if any("".join(facts[f].text.split()) != "".join(self._current[f].text.split()) for f in both):
            return True
        if "code" in both:
            return False
        if "name" in facts and not {"code", "name"} & self._current.keys():
            return True
        unit, known = facts.get("unit_name"), self._current.get("unit_name")
        return not self._begun or bool("name" in facts and unit and known and unit.text != known.text)
