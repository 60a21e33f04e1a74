"""M04 方向错误."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView


def check(row: RowView) -> Hit | None:
    measure, operator = row.measure, row.target.operator
    if measure is None or operator is None or row.not_applicable:
        return None
    if measure.direction == "少" and operator in ("≥", ">") and measure.kind != "时间":
        return Hit(f"“{row.name}”越少越好，却写成“{operator}”", row.row, "target", row.target.raw)
    if measure.kind == "时间" and operator in ("≥", ">") and row.target.unit and not row.share:
        return Hit(f"“{row.name}”越短越好，却写成“{operator}”", row.row, "target", row.target.raw)
    if measure.direction == "多" and operator in ("≤", "<") and measure.kind in ("率", "满意", "完成"):
        return Hit(f"“{row.name}”越多越好，却写成“{operator}”", row.row, "target", row.target.raw)
    if (
        measure.direction == "定"
        and operator in ("≥", "≤", ">", "<")
        and row.words.fits(measure, row.target.unit or "")
    ):
        return Hit(f"“{row.name}”按规定执行，应写“=”，不是“{operator}”", row.row, "target", row.target.raw)
    return None


RULE = Rule(
    code="M04",
    slug="wrong-direction",
    title="方向错误",
    severity="error",
    what="符号指向了不好的一边。",
    why="满意度≤100、成本≥90，照此打分越差分越高。",
    standard="88号审核表：指标性质、指标方向正确",
    before="补助成本 ≥90",
    after="补助成本 ≤22万元",
    row=check,
)
