"""M04 方向错误."""

from reviewer.checks.rule import Doubt, Hit, Rule
from reviewer.checks.view import RowView, tail_of
from reviewer.domain.words import AnyOf, Measure

MORE, LESS = ("≥", ">"), ("≤", "<")
RATES = ("率", "办结", "满意", "完成")
COUNTS = ("人数", "个数")
MONEY = ("钱", "金额")
"""A subsidy is not the better the less is paid; what is spent is kept within a limit all the same."""
HANDLED = AnyOf(
    (
        *("受理", "查处", "查办", "办理", "办结", "处理", "处置", "调解", "化解"),
        *("审理", "审结", "侦破", "破获", "结案", "答复", "回复", "核查", "解决"),
    )
)
"""Cases that are worked off: the more of them the better."""


def check(row: RowView) -> Hit | Doubt | None:
    measure, operator = row.measure, row.operator
    if operator is None or row.not_applicable:
        return None
    if operator in MORE and (words := tail_of(row.target)) and _bad(row, words):
        return Hit(
            f"指标值“{row.target.raw}”里的“{words}”越少越好，却写成“{operator}”", row.row, "target", row.target.raw
        )
    if measure is None:
        return _good_thing(row, operator)
    if row.read.falls:
        return None
    way, kind = measure.direction, measure.kind
    wrong = ""
    if operator in MORE and kind == "时间":
        wrong = "越短越好" if row.target.unit and not row.share else ""
    elif operator in MORE and _costs(row, measure) and not HANDLED.find(row.clean):
        wrong = "是支出，要设的是上限" if kind in MONEY else "越少越好"
    elif operator in LESS and way == "多" and (kind in RATES or (kind in COUNTS and row.share_like)):
        wrong = "越多越好"
    if wrong:
        said = row.target.raw if row.target.change else operator
        return Hit(f"“{row.name}”{wrong}，却写成“{said}”", row.row, "target", row.target.raw)
    if way == "定" and operator != "=" and not row.target.change and row.words.fits(measure, row.target.unit or ""):
        return Hit(f"“{row.name}”按规定执行，应写“=”，不是“{operator}”", row.row, "target", row.target.raw)
    if operator in LESS and kind in RATES and not way:
        return Doubt(f"“{row.name}”是多好还是少好，词表里没有，写成“{operator}”对不对，规则不能判断", row.row)
    return None


def _costs(row: RowView, measure: Measure) -> bool:
    """Whether less of it is better: by its word, or as a plain amount of money that stands under 成本."""
    return measure.direction == "少" or (measure.kind == "金额" and not measure.direction and row.dimension == "成本")


def _bad(row: RowView, words: str) -> bool:
    said = row.words.measure(words)
    return said is not None and said.direction == "少" and said.kind in ("率", "事件")


def _good_thing(row: RowView, operator: str) -> Hit | None:
    """A thing to be raised or kept, no measure, under a ceiling that is a share."""
    numbered = row.dimension not in ("", "成本") and row.target.number is not None
    if operator in LESS and numbered and row.share_like and row.wanted:
        return Hit(f"“{row.name}”是要做好的事，却写成“{operator}”", row.row, "target", row.target.raw)
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
