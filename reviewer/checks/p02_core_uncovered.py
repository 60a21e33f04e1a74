"""P02 核心产出未覆盖."""

from collections.abc import Iterator

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView, RowView

OUTSIDE = ("成本", "满意度")
"""Dimensions in which nothing is counted that the money buys."""
COUNTS = ("人数", "个数")
NO_OUTPUT = ("事件", "时间", "年限")
"""Kinds of measure that count no output."""


def check(project: ProjectView) -> Iterator[Hit]:
    if not project.rows:
        return
    counted = [r for r in project.rows if _counts(r)]
    for core in project.words.cores:
        said = core.words.find(project.bought)
        if not said:
            continue
        units = frozenset().union(*(project.words.units[u] for u in core.units))
        if not any((r.target.unit or "") in units for r in project.rows):
            yield Hit(f"项目的钱用于“{said}”，却没有一行按{'、'.join(core.units)}计数", None, "indicators", said)
            return
    if not counted:
        yield Hit("没有一行按实物、人次或金额计数，看不出钱买来多少东西", None, "indicators")


def _counts(row: RowView) -> bool:
    """Whether the row counts something handed out, built or done, in a unit of its own."""
    if row.dimension in OUTSIDE or row.not_applicable:
        return False
    kind = row.measure.kind if row.measure else ""
    graded = row.target.kind == "graded" and kind in COUNTS and any(c.isdigit() for c in row.target.raw)
    return graded or (row.stated and kind not in NO_OUTPUT)


RULE = Rule(
    code="P02",
    slug="core-uncovered",
    title="核心产出未覆盖",
    severity="error",
    what="没有一行用合适的单位量钱买来的主要东西。",
    why="发补助却不数发给多少人，最要紧的一问没有答。",
    standard="财预〔2021〕101号：选取核心绩效指标",
    before="只有 补助发放覆盖率",
    after="发放补助的代办员人数 ≥【待填】人",
    project=check,
)
