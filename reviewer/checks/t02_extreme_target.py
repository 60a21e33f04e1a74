"""T02 目标值极端."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView
from reviewer.domain.words import AnyOf

RATES = ("率", "办结", "满意", "完成")
COUNTS = ("人数", "个数")
_RATE = AnyOf(("%", "％", "率", "幅度", "比例"))
BENEFITS = ("经济效益", "社会效益", "生态效益", "可持续影响", "满意度")


def check(row: RowView) -> Hit | None:
    target, measure = row.target, row.measure
    number, name = target.number, row.clean
    if (
        number is None
        or row.not_applicable
        or not row.share_like
        or "/" in target.raw
        or (measure and measure.kind in COUNTS)
    ):
        return None
    if target.change:
        return _beyond(row) if target.change == "rise" else None
    satisfied = measure is not None and measure.kind == "满意"
    rate = measure is not None and measure.kind in RATES
    thing = row.dimension in BENEFITS and row.wanted
    if (rate or thing) and target.operator in ("≤", "<") and number >= 100:
        return Hit(f"“{name}”写成“{target.raw}”，怎么都成立", row.row, "target", target.raw)
    if number >= 100 and row.dimension in BENEFITS:
        if row.dimension == "满意度" or satisfied:
            return Hit(f"满意度定为“{target.raw}”，有一个人不满意就完不成", row.row, "target", target.raw)
        if target.operator == "≥" and not _own_act(row):
            return Hit(f"“{name}”定为“{target.raw}”，不是本单位能保证的", row.row, "target", target.raw)
    return _under_norm(row) if satisfied else _beyond(row)


def _own_act(row: RowView) -> bool:
    """What the definition counts is the agency's own punctuality, which it can promise."""
    return bool(row.words.topics["时效"].find(row.definition))


def _under_norm(row: RowView) -> Hit | None:
    """Below what the bureau has set as its own habit."""
    least, number = row.project.policy.satisfaction_norm, row.target.number
    if least is None or number is None or number >= least or row.target.unit not in (None, "%", "百分比", "分"):
        return None
    return Hit(
        f"满意度定为“{row.target.raw}”，低于本局惯例{least:f}%", row.row, "target", row.target.raw, severity="info"
    )


def _beyond(row: RowView) -> Hit | None:
    """Growth and the like above what happens anywhere; a purpose that only ends in 提升 must itself be a rate."""
    limit, number = row.read.limit, row.target.number
    if limit is None or number is None or number <= limit:
        return None
    if row.measure is None and not _RATE.find(row.definition):
        return None
    return Hit(f"“{row.name}”定为“{row.target.raw}”，远高于常见水平", row.row, "target", row.target.raw)


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
