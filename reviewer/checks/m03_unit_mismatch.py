"""M03 单位错配."""

from reviewer.checks.rule import Doubt, Hit, Rule
from reviewer.checks.view import RowView, tail_of
from reviewer.domain.units import is_unit
from reviewer.domain.words import AnyOf

SHARE_WORDS = ("比率", "占", "率", "%", "比例")
_RELATIVE = ("百分点", "个百分点", "倍", "成")
"""Units in which anything can rise or fall."""
_SCORE = AnyOf(("评分", "得分", "打分", "分制", "测评", "考核", "评价"))


def check(row: RowView) -> Hit | Doubt | None:
    measure, target = row.measure, row.target
    if row.not_applicable:
        return None
    if measure is not None and measure.kind == "满意" and (said := _tail(row)):
        return Hit(f"“{row.name}”的指标值写的是“{said}”，不是满意的多少", row.row, "target", target.raw)
    relative = target.change is not None and (row.share or target.unit in _RELATIVE)
    if target.kind not in ("quantity", "range", "blank") or not target.unit or relative:
        return None
    if measure is None:
        if target.unit == "分" and (row.read.slogan or row.head) and not row.empty_label and not _scored(row):
            return Hit(f"“{row.name}”没有评分办法，不能用“分”", row.row, "target", target.raw)
        return None
    fits = row.words.fits(measure, target.unit)
    if fits is None and is_unit(target.unit) and measure.units:
        return Doubt(f"词表里没有“{target.unit}”这个单位，是不是合“{row.name}”，规则不能判断", row.row)
    if fits is not False:
        return None
    if measure.kind in ("人数", "个数") and row.share and any(w in row.definition for w in SHARE_WORDS):
        return None
    if measure.kind == "钱" and row.share and target.operator in ("≤", "<"):
        return None
    if target.unit == "分" and _scored(row):
        return None
    return Hit(f"“{row.name}”不能用“{target.unit}”作单位", row.row, "target", target.raw)


def _scored(row: RowView) -> bool:
    """Whether the row says how points are given."""
    return bool(_SCORE.find(f"{row.clean}{row.definition}{row.indicator.basis or ''}"))


def _tail(row: RowView) -> str | None:
    """The words behind the target's number, where they name another rate than satisfaction."""
    words = tail_of(row.target)
    said = row.words.measure(words) if words else None
    return words if said is not None and said.kind in ("率", "办结", "完成") else None


RULE = Rule(
    code="M03",
    slug="unit-mismatch",
    title="单位错配",
    severity="error",
    what="指标值的单位不可能属于所量的东西。",
    why="人数按百分比、成本按百分比，都算不出完成与否。",
    standard="88号审核表：指标值、计量单位正确",
    before="发放补助人数 ≥90百分比",
    after="发放补助人数 ≥【待填】人",
    row=check,
)
