"""One project's form while it is read: its head, its indicators, and what could not be read for certain."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.domain.document import Problem
from reviewer.domain.grid import Cell
from reviewer.domain.project import Indicator, Project
from reviewer.parse.columns import Columns
from reviewer.parse.head import Head
from reviewer.parse.indicator import Levels, joined, read_row
from reviewer.parse.title import SPAN, TITLE

Spans = Sequence[tuple[int, Cell]]
"""The cells above a row that reach down to it, each with the number of rows that it still covers."""

_SHARED = frozenset(("definition", "target", "value", "unit", "operator", "basis", "weight", "extra", "grade"))
"""Columns whose cell, merged over several rows, holds for each of them."""
_UNIT_YEAR = re.compile(r"(.{2,30}?)\s*20\d\d\s*年")


class _Doubt(NamedTuple):
    """A problem of a project that has no key yet."""

    field: str | None
    place: str
    reason: str
    row: int | None


class Form:
    """What was read of one project so far."""

    def __init__(self, title: str = "", address: str = "") -> None:
        self.title = title
        self.address = address
        self.head = Head()
        self.indicators: list[Indicator] = []
        self._levels = Levels()
        self._doubts: list[_Doubt] = []
        self._sides: list[int] = []
        """Of each indicator the rank of its set of columns, where a row holds several."""
        self._span: str | None = None
        self._spans: dict[str, list[Indicator]] = {}
        """The indicators under 长期 and 年度, where the form prints a table for each."""

    def note(self, field: str | None, place: str, reason: str, row: int | None = None) -> None:
        """Keep what could not be read for certain."""
        self._doubts.append(_Doubt(field, place, reason, row))

    def add(self, row: Sequence[Cell], columns: Columns, spans: Spans) -> None:
        """Read the indicators that a row holds: one, or one of each set of columns."""
        if columns.parts:
            self._by_side(row, columns, spans)
            return
        merged = False
        cells = row
        if spans:
            shared = [cell for _, cell in spans if (at := columns.at(cell.column)) and at.field in _SHARED]
            cells = [*row, *shared]
            first = columns.first("level1")
            merged = any(cell.column <= first < cell.column + cell.width for _, cell in spans)
        number = len(self.indicators) + 1
        indicator, problems = read_row(cells, columns, self._levels, number, merged=merged)
        if indicator is not None:
            self.indicators.append(indicator)
        for field, reason in problems:
            self.note(field or None, row[0].address, reason, number if indicator is not None else None)

    def _by_side(self, row: Sequence[Cell], columns: Columns, spans: Spans) -> None:
        for side, part in enumerate(columns.parts):
            own = [c for c in row if (at := part.columns.at(c.column)) is not None and at.field != "group"]
            if not any(cell.text.strip() for cell in own):
                continue
            if part.level1:
                self._levels = Levels()
                self._levels.level1 = part.level1
            before = len(self.indicators)
            self.add(own, part.columns, spans)
            self._sides += [side] * (len(self.indicators) - before)

    def turned(self, title: str) -> bool:
        """Whether a title within the form heads its indicators of the period or of the year; those begin anew."""
        found = SPAN.fullmatch("".join(title.split()))
        if found is None or not (self.head.facts or self.indicators):
            return False
        span = "year" if found[1] else "period"
        if span in self._spans or span == self._span or (self.indicators and self._span is None):
            return False
        self._by_sets()
        if self._span:
            self._spans[self._span] = self.indicators
            self._doubts = [doubt._replace(row=None) for doubt in self._doubts]
        self._span, self.indicators, self._levels = span, [], Levels()
        return True

    def settle(self) -> None:
        """Put the indicators in their order; those of the year where the period has its own."""
        self._by_sets()
        if self._span:
            self._spans[self._span] = self.indicators
            if self.indicators and (aside := self._spans.get("period")) and (year := self._spans.get("year")):
                self.indicators = year
                self.note("indicators", self.address, f"另印有长期（实施期）指标{len(aside)}条，没有列入年度指标")
            self.indicators = self._spans.get("year") or self._spans.get("period") or []

    def _by_sets(self) -> None:
        """Set after set, where sets of columns stand beside each other."""
        if self._sides:
            order = sorted(range(len(self._sides)), key=self._sides.__getitem__)
            now: dict[int | None, int] = {old + 1: new for new, old in enumerate(order, 1)}
            self.indicators = [self.indicators[old]._replace(row=now[old + 1]) for old in order]
            self._doubts = [doubt._replace(row=now.get(doubt.row)) for doubt in self._doubts]
            self._sides = []

    def project(self, file: str, number: int, taken: set[str]) -> Project:
        """The project, the `number`th of its file; its code joins the codes that are `taken`."""
        head = self.head
        code, name = head.named()
        unit_code, unit_name = head.unit()
        titled = None if name and unit_name else TITLE.fullmatch(self.title)
        if not name:
            name = titled["name"].strip() if titled else ""
            said = f"没有“项目名称”，名称取自标题“{joined(self.title)}”" if name else "没有读到项目名称"
            self.note("name", self.address, said)
        if not unit_name and titled and (found := _UNIT_YEAR.match(titled["name"])):
            unit_name = found[1].strip()
            self.note("unit_name", self.address, f"单位名称只出现在标题“{joined(self.title)}”中")
        goals = head.goals()
        if not goals:
            self.note("goals", self.address, "没有读到绩效目标")
        budget = head.budget()
        if not (budget.total or budget.fiscal) and (printed := head.facts.get("total")):
            self.note("budget.total", printed[0].address, "表上有预算金额一栏，没有读到金额")
        if len(twice := self._twice()) > 1:
            said = "、".join(twice[:3])
            self.note("indicators", self.address, f"“{said}”等{len(twice)}个指标印了两遍，是不是两套指标，请核对")
        if head.strays:
            said = "、".join(joined(cell.text)[:12] for cell in head.strays[:3])
            reason = f"表头里“{said}”等{len(head.strays)}格没有归入任何一栏"
            self.note(None, head.strays[0].address, reason)
        for field, where, reason in head.problems:
            self.note(field, where, reason)
        key = code if code and code not in taken else f"#{number}"
        if code:
            taken.add(code)
        return Project(
            file=file,
            key=key,
            code=code,
            no=number,
            name=name,
            unit_code=unit_code,
            unit_name=unit_name,
            amount_unit=head.amount_unit,
            budget=budget,
            purpose=head.text("purpose"),
            spending_plan=head.plan(),
            goals=goals,
            extra=head.extra(),
            indicators=tuple(self.indicators),
            cells=head.cells(),
            address=self.address,
        )

    def _twice(self) -> list[str]:
        """The names that stand more than once under the same labels."""
        if len({i.name for i in self.indicators}) == len(self.indicators):
            return []
        rows = Counter([(i.level1, i.level2, i.name) for i in self.indicators if i.name])
        return [name for (_, _, name), times in rows.items() if times > 1]

    def problems(self, file: str, project: str | None) -> list[Problem]:
        """What is kept, said of the project with this key; it is said once."""
        doubts, self._doubts = self._doubts, []
        return [
            Problem(file=file, project=project, row=row, field=field, place=place, reason=reason)
            for field, place, reason, row in doubts
        ]
