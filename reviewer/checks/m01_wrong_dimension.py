"""M01 维度错配."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView, dimension_of
from reviewer.domain.finding import Severity
from reviewer.domain.words import AnyOf, Measure

LOOSE = ("覆盖率", "就业率", "人数", "完成率", "完成情况", "覆盖面")
"""Where local practice differs: a warning, no error."""
BENEFITS = ("经济效益", "社会效益", "生态效益", "可持续影响")
ELSEWHERE = "elsewhere"
"""Content that belongs under none of the dimensions for certain, and plainly not under its own."""
TIMED = AnyOf(("时", "准点", "按期", "如期", "限期", "逾期", "按月", "按季", "按旬", "按年"))
"""Words of a rate that counts what was done in time."""


def check(row: RowView) -> Hit | None:
    here = row.dimension
    if not here or row.not_applicable:
        return None
    there = _named(row, here) if row.empty_label else _belongs(row, here)
    if there is None:
        return None
    severity: Severity | None = "warning" if any(word in row.clean for word in LOOSE) else None
    if there == ELSEWHERE:
        return Hit(f"“{row.name}”量的不是{here}，却放在{here}下", row.row, "level2", row.name, severity=severity)
    return Hit(f"“{row.name}”量的是{there}，却放在{here}下", row.row, "level2", row.name, severity=severity)


def _named(row: RowView, here: str) -> str | None:
    """The dimension that an empty label names, where it is another than the row's."""
    named = dimension_of("", row.clean)
    return named if named and named != here and here[:2] not in row.clean else None


def _belongs(row: RowView, here: str) -> str | None:
    """The dimension that the content plainly belongs under, None where it may stay."""
    measure = row.measure
    if measure is None:
        return _plainly(row, here)
    home = measure.dimension
    if here == "满意度":
        return (home or ELSEWHERE) if measure.kind != "满意" else None
    if measure.kind == "满意":
        return "满意度"
    if measure.kind == "完成":
        return home if here not in ("数量", "时效") and not (here == "成本" and _speaks(row, "钱")) else None
    if here in BENEFITS and row.read.input:
        return "产出"
    if home == "数量" and here in (*BENEFITS, "质量") and _few(row):
        return None
    if here == "生态效益" and not row.ecological:
        return home or ELSEWHERE
    if measure.kind in ("人数", "个数"):
        return home if home and here != home and not (here in BENEFITS and _outcome(row, here, measure)) else None
    if home:
        allowed = here == home or _same_side(here, home) or (measure.kind == "办结" and here == "时效")
        natural = home == "质量" and (here == "生态效益" or (here == "可持续影响" and "完好" in row.clean))
        relief = here in BENEFITS and (row.read.falls or _speaks(row, "负担"))
        return None if allowed or natural or relief else home
    return _rate(row, here, measure)


def _few(row: RowView) -> bool:
    """Whether the fewer the better: what the project keeps away is an effect, and a measure of how well it works."""
    return row.target.operator in ("≤", "<") or (row.target.operator == "=" and row.target.number == 0)


def _rate(row: RowView, here: str, measure: Measure) -> str | None:
    """Where a rate of no dimension of its own stands: not among counts, deadlines or costs."""
    if measure.kind != "率":
        return None
    if here == "数量" and row.share_like:
        return "质量或效益"
    if here == "成本" and row.words.topics["成本内容"].find(row.clean):
        return None
    if here in ("时效", "成本") and not TIMED.find(row.clean) and measure.direction == "多":
        return "质量或效益"
    return "数量" if here == "可持续影响" and row.clean.endswith("占总人数的") else None


def _outcome(row: RowView, here: str, measure: Measure) -> bool:
    """Things counted as an effect (visitors, jobs), not what the project itself hands out."""
    topics = row.words.topics
    if topics["效果"].find(row.name):
        return True
    if measure.kind == "人数" and here in ("生态效益", "可持续影响"):
        return False
    return row.clean != measure.word and not topics["产出动词"].find(row.name)


def _plainly(row: RowView, here: str) -> str | None:
    """Names that measure nothing and yet speak of one dimension only."""
    topics, name = row.words.topics, row.clean
    if here in ("数量", "时效") and row.head == "质量":
        return "质量"
    if here != "成本" and row.head == "经费":
        return "成本"
    if here in BENEFITS and row.head == "节约" and "成本" in name:
        return "成本"
    if here in ("时效", "成本", "满意度") and row.head == "开展情况":
        return "数量"
    if here == "经济效益" and topics["社会"].find(name) and "经济" not in name and "就业" not in name:
        return "社会效益"
    if here == "社会效益" and topics["经济"].find(name) and "社会" not in name:
        return "经济效益"
    if here == "生态效益" and not row.ecological and topics["别处"].find(name):
        return ELSEWHERE
    return None


def _speaks(row: RowView, topic: str) -> bool:
    return bool(row.words.topics[topic].find(row.name))


def _same_side(here: str, home: str) -> bool:
    """Deadlines and costs stand in one place only; a quality may be counted as a benefit by some forms."""
    return (home in ("社会效益", "经济效益") and here == "可持续影响") or (home == "质量" and here == "社会效益")


RULE = Rule(
    code="M01",
    slug="wrong-dimension",
    title="维度错配",
    severity="error",
    what="这一行量的东西属于另一个二级指标。",
    why="放错维度，既虚报了这个维度，也漏了那个维度。",
    standard="财预〔2021〕101号：数量、质量、时效、成本、效益、满意度各有所指",
    before="成本指标：发放及时率",
    after="时效指标：发放及时率",
    row=check,
)
