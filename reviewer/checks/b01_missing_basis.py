"""B01 依据缺失."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView


def check(row: RowView) -> Hit | None:
    if (row.indicator.basis or "").strip() or not row.project.has_basis:
        return None
    return Hit("没有写指标值的依据", row.row, "basis")


RULE = Rule(
    code="B01",
    slug="missing-basis",
    title="依据缺失",
    severity="warning",
    what="指标值确定依据是空的。",
    why="说不出值从哪里来，就没法判断高低。",
    standard="财预〔2021〕101号：设定依据",
    before="依据：（空）",
    after="依据：计划标准（2021年培训计划）",
    row=check,
)
