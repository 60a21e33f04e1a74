"""M05 名称与描述不一致."""

import re

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView
from reviewer.domain.words import AnyOf, Measure, clean

COUNTS = ("人数", "个数")
_FORMULA = re.compile("[÷/＝=×]|占.{0,12}(?:比|%|率)|除以")
_LABELS = AnyOf(("效益", "影响", "作用", "生态"))
_TOLD = 6
"""A shorter definition of a cost is an aside, not another thing."""
_COST = AnyOf(("成本", "预算", "支出", "费用"))
_CHANGE = AnyOf(("提升度", "提高程度", "改善程度", "增长率", "提升率", "提高率"))
_SHARED = 2
"""A definition in other words shares at least so many characters with the name that it defines."""


def check(row: RowView) -> Hit | None:
    text = clean(row.definition)
    if len(text) < 3 or text == row.clean or row.not_applicable:
        return None
    measure = row.measure
    why = _label(row, text) if row.empty_label or measure is None else _measure(row, text, measure)
    return Hit(f"{why}，描述却是“{row.definition}”", row.row, "definition", row.definition) if why else None


def _label(row: RowView, text: str) -> str | None:
    """A name that measures nothing, defined as something of another kind."""
    topics, name = row.words.topics, row.clean
    if _COST.find(name) and row.read.slogan and not topics["钱"].find(text):
        return f"“{row.name}”说的是成本"
    if "满意" in name and topics["时效"].find(text) and not _asked(row, text):
        return f"“{row.name}”量的是满意的多少"
    if _LABELS.find(name) and topics["时效"].find(text) and not topics["时效"].find(name):
        return f"“{row.name}”说的不是时效"
    if _LABELS.find(name) and topics["满意"].find(text) and "满意" in text:
        return f"“{row.name}”说的不是满意度"
    if row.empty_label and name.startswith("生态") and "生态" not in text and not row.words.natural(text):
        return f"“{row.name}”说的是生态"
    if row.empty_label and _LABELS.find(name) and _PAID.search(text):
        return f"“{row.name}”说的是效益"
    said = row.words.measure(text)
    if said is None or row.empty_label:
        return None
    if said.kind == "钱" and row.dimension not in ("成本", "经济效益"):
        return f"“{row.name}”说的不是钱"
    apart = len(set(name) & set(text)) < _SHARED
    return f"“{row.name}”与所量的比率不是一回事" if said.kind == "率" and "占" in text and apart else None


_PAID = re.compile("工资.*(?:落实|发放|支付)|待遇.*(?:落实|发放)")


def _measure(row: RowView, text: str, measure: Measure) -> str | None:
    """A measure, defined as a measure of another kind."""
    topics, said = row.words.topics, row.words.measure(text)
    kind, other = measure.kind, said.kind if said else ""
    if kind in COUNTS and row.share and ("占" in text or other == "率"):
        return f"“{row.name}”量的是数，不是比率"
    if kind in COUNTS and said is not None and other == "率" and said.word not in ("占比", "比例"):
        return f"“{row.name}”量的是数，不是比率"
    if {kind, other} == {"钱", "时间"}:
        return f"“{row.name}”量的是{kind}，不是{other}"
    if kind == "钱" and not row.read.falls and ("占" in text and text.endswith("的")):
        return f"“{row.name}”量的是钱，不是比率"
    if kind == "钱" and len(text) >= _TOLD and not topics["钱"].find(text) and not _FORMULA.search(text):
        return f"“{row.name}”量的是钱"
    if kind == "满意" and other != "满意" and (topics["时效"].find(text) or other) and not _asked(row, text):
        return f"“{row.name}”量的是满意的多少"
    if kind == "满意" and other == "满意" and (party := _other_party(row, text)):
        return f"“{row.name}”问的不是{party}，项目的名称、用途和目标里也没有{party}"
    if _CHANGE.find(row.clean) and topics["时效"].find(text) and not _CHANGE.find(text):
        return f"“{row.name}”量的是变化"
    return None


def _asked(row: RowView, text: str) -> bool:
    """Whether the text says how people are asked, or counts those who are content."""
    return bool(row.words.topics["满意"].find(text) or _FORMULA.search(text))


def _other_party(row: RowView, text: str) -> str | None:
    """Whom the definition asks, where the name and the project speak of others."""
    asked = row.words.topics["人群"].find(text)
    if not asked or asked in row.clean or not row.clean.startswith("服务对象"):
        return None
    return asked if asked not in row.project.speech else None


RULE = Rule(
    code="M05",
    slug="definition-conflict",
    title="名称与描述不一致",
    severity="warning",
    what="描述说的不是名称所量的东西。",
    why="名称和口径各说各的，数出来的是哪一个说不清。",
    standard="GAO-03-143：名称、定义、公式一致",
    before="参加活动人数 / 参加人数占意向人数的%",
    after="参加活动人数 / 签到参加活动的人数",
    row=check,
)
