"""A project and its indicators, as the document states them."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from reviewer.domain.target_value import Target


@lru_cache(maxsize=4096)
def amount(text: str | None) -> Decimal | None:
    """The number of a printed amount ("226,145,100.00"), or None where it is empty or no number."""
    if not text:
        return None
    try:
        number = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class Budget(NamedTuple):
    """The year's money, as printed, in the project's `amount_unit`."""

    total: str | None = None
    fiscal: str | None = None
    other: str | None = None


class RowText(NamedTuple):
    """The six cells of an indicator row as a person reads and edits them."""

    level1: str = ""
    level2: str = ""
    name: str = ""
    definition: str = ""
    target: str = ""
    basis: str = ""


ROW_FIELDS: tuple[str, ...] = RowText._fields

FIELD_WORDS: dict[str, str] = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "definition": "绩效指标描述",
    "target": "指标值",
    "basis": "指标值确定依据",
}


PERSONAL = re.compile("电话|联系|负责人|经办|填报|审核|得分|分值|总分")
"""Labels of what says nothing of a project's money or work: no evidence for a proposal."""


class Indicator(NamedTuple):
    """One indicator row; `row` counts from 1 within the project."""

    row: int
    target: Target
    level1: str = ""
    level2: str = ""
    name: str = ""
    definition: str | None = None
    basis: str | None = None
    weight: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Further columns of the form (评分标准, 备注, 实际完成值 …): heading and text."""
    cells: Mapping[str, str] = {}
    """Address of the cell each field was read from; a target in several columns has `operator`, `number`, `unit`."""

    def text(self) -> RowText:
        return RowText(
            level1=self.level1,
            level2=self.level2,
            name=self.name,
            definition=self.definition or "",
            target=self.target.raw,
            basis=self.basis or "",
        )


class Project(NamedTuple):
    """One performance-target table."""

    file: str
    key: str
    """项目编码 where present and unique in the document, else `#no`; findings, replies and decisions use it."""
    no: int
    name: str
    code: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    amount_unit: str | None = None
    budget: Budget = Budget()
    purpose: str | None = None
    spending_plan: tuple[str | None, ...] = (None, None, None, None)
    """Percent by the end of March, June, October, December, as printed."""
    goals: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """Further facts of the form's head (计划完成日期, 上级资金 …): label and value."""
    indicators: tuple[Indicator, ...] = ()
    cells: dict[str, str] = {}
    """Address of the cell that each field of the head was read from (`goals`, `budget.total` …)."""
    address: str = ""
    """The table's own address."""

    def has_column(self, field: str) -> bool:
        """Whether the form has a column for this field of its rows: a cell of it is filled or at least there."""
        return any((getattr(i, field) or "").strip() or field in i.cells for i in self.indicators)

    @property
    def cost_is_level1(self) -> bool:
        """Whether the form has 成本指标 as a level-1 category of its own, as since 财预〔2021〕101号."""
        return any(i.level1.startswith("成本") for i in self.indicators)
