"""The flat sheet (.xlsx) for a budget system's import: a row an indicator, the target taken apart, one thing a cell."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from reviewer.domain.decided import RevisedRow, revise
from reviewer.domain.project import Project, amount
from reviewer.domain.proposal import BLANK
from reviewer.domain.target import Operator, Target, parse_target
from reviewer.errors import ConfigurationError
from reviewer.export import words
from reviewer.export.order import Order, Product, Reviewed
from reviewer.export.safe import excel_text
from reviewer.language import _

HEADS = (
    "项目编码",
    "项目名称",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "计量单位",
    "指标方向",
    "权重",
    "解释",
    "依据",
)
WIDTHS = (26, 30, 14, 20, 36, 10, 16, 12, 10, 8, 44, 36)
QUALITATIVE = "定性"
DIRECTIONS: dict[Operator, str] = {"≥": "正向", ">": "正向", "≤": "反向", "<": "反向"}
"""What the operator says; `=` says neither, and nothing is guessed."""


class Cells(NamedTuple):
    """One indicator under HEADS; numbers as numbers."""

    code: str
    project: str
    level1: str
    level2: str
    name: str
    nature: str
    """The operator, or 定性 where the target is a state, grades or a date."""
    value: str | Decimal
    unit: str
    direction: str
    weight: str | Decimal
    definition: str
    basis: str


def flat_sheets(order: Order) -> Iterable[Product]:
    """The one sheet of a document; raises ConfigurationError for a mapped heading that does not exist."""
    headings = mapped(order.headings)
    yield Product("flat.xlsx", lambda path: write_flat(path, order.reviewed, headings))


def mapped(headings: Mapping[str, str]) -> tuple[str, ...]:
    """The headings in the order of HEADS as the bureau has them; an empty one leaves the column out."""
    for own in headings:
        if own not in HEADS:
            near = difflib.get_close_matches(own, HEADS, 1, 0.3)
            raise ConfigurationError(
                _("设置 flat_headings 里没有“{own}”这一栏{near}；可用：{known}。").format(
                    own=own, near=_("，是不是“{near}”").format(near=near[0]) if near else "", known="、".join(HEADS)
                )
            )
    return tuple(headings.get(head, head) for head in HEADS)


def write_flat(path: Path, reviewed: Reviewed, headings: tuple[str, ...]) -> None:
    """Write the revised tables to `path`, row by row."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        book.set_properties({"title": words.TITLE})
        sheet = book.add_worksheet("绩效指标")
        label = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
        kept = [n for n, heading in enumerate(headings) if heading]
        for column, n in enumerate(kept):
            sheet.set_column(column, column, WIDTHS[n])
            sheet.write_string(0, column, excel_text(headings[n]), label)
        sheet.freeze_panes(1, 0)
        at = 0
        for project, rows in reviewed:
            for line in lines(project, revise(project, rows)):
                at += 1
                for column, n in enumerate(kept):
                    if isinstance(value := line[n], Decimal):
                        sheet.write_number(at, column, float(value))
                    elif value:
                        sheet.write_string(at, column, excel_text(value))
    finally:
        book.close()


def lines(project: Project, rows: Iterable[RevisedRow]) -> Iterator[Cells]:
    """The project's revised indicators."""
    for row in rows:
        text = row.text
        target = parse_target(text.target)
        nature, value, unit = _apart(target)
        yield Cells(
            code=project.code or "",
            project=project.name,
            level1=text.level1,
            level2=text.level2,
            name=text.name,
            nature=nature,
            value=value,
            unit=unit,
            direction=DIRECTIONS.get(target.operator, "") if target.operator and not target.change else "",
            weight=_number(row.indicator.weight) if row.indicator and row.indicator.weight else "",
            definition=text.definition,
            basis=text.basis,
        )


def _apart(target: Target) -> tuple[str, str | Decimal, str]:
    """Nature, value and unit of a target; what the grammar does not know stays whole in the value."""
    if target.change:
        return "", target.raw, ""
    if target.kind == "quantity" and target.number is not None:
        return target.operator or "=", _exact(target.number), target.unit or ""
    if target.kind == "blank" and (target.unit or target.operator):
        return target.operator or "", BLANK, target.unit or ""
    if target.kind == "range":
        return "", f"{target.number:f}-{target.upper:f}", target.unit or ""
    return QUALITATIVE if target.kind in ("state", "graded", "date") else "", target.raw, ""


def _exact(number: Decimal) -> str | Decimal:
    """A number that a cell holds exactly, else its text."""
    return number if len(number.as_tuple().digits) <= 15 else f"{number:f}"


def _number(text: str) -> str | Decimal:
    number = amount(text)
    return text if number is None else _exact(number)
