"""T02 目标值极端."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView

BENEFITS = ("经济效益", "社会效益", "生态效益", "可持续影响", "满意度")


def check(row: RowView) -> Hit | None:
    target = row.target
    number, name = target.number, row.clean
    if number is None or target.unit in ("人", "元", "万元") or row.not_applicable:
        return None
    more = row.measure is not None and row.measure.direction == "多" and row.measure.kind in ("率", "满意", "完成")
    if more and target.operator in ("≤", "<") and number >= 100:
        return Hit(f"“{name}”写成“{target.raw}”，怎么都成立", row.row, "target", target.raw)
    if number >= 100 and row.dimension in BENEFITS and row.share_like:
        if row.dimension == "满意度" or (row.measure and row.measure.kind == "满意"):
            return Hit(f"满意度定为“{target.raw}”，有一个人不满意就完不成", row.row, "target", target.raw)
        if target.operator == "≥":
            return Hit(f"“{name}”定为“{target.raw}”，不是本单位能保证的", row.row, "target", target.raw)
    return _beyond(row)


def _beyond(row: RowView) -> Hit | None:
    """Growth and the like above what happens anywhere."""
    for word, limit in row.words.extremes.items():
        if row.clean.endswith(word) and row.target.number is not None and row.target.number > limit and row.share_like:
            return Hit(f"“{row.name}”定为“{row.target.raw}”，远高于常见水平", row.row, "target", row.target.raw)
    return None


RULE = Rule(
    code="T02",
    slug="extreme-target",
    title="目标值极端",
    severity="warning",
    what="目标值必然成立，或者够不着、管不了。",
    why="≤100%的比率永远成立；满意度100%谁也保证不了。",
    standard="88号审核表：绩效合理性、实现可能性",
    before="服务对象满意度 =100%",
    after="服务对象满意度 ≥90%（本地惯例）",
    row=check,
)
