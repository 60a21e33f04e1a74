"""B02 依据不成立."""

import re

from reviewer.checks.rule import Doubt, Hit, Rule
from reviewer.checks.view import RowView
from reviewer.domain.words import clean

_NO_SOURCE = re.compile("占|÷|之比|^(?:预计|估计|大约|力争|争取)")
"""How a value is computed, or that it is expected, says nothing of why it is that high."""
ALIKE = 0.6
"""A basis whose characters stand to this share in the row's own words says them again."""


def check(row: RowView) -> Hit | Doubt | None:
    basis = row.indicator.basis or ""
    text = clean(basis)
    if not text or (row.asks and "待填" in text):
        return None
    words = row.words
    source = words.source(text) or _asked(row, text)
    again = not source and bool(words.head(text)) and text in (clean(row.definition), clean(row.target.raw))
    if again or text == row.clean or words.empty_name.match(text):
        return Hit(f"“{basis}”只是把名称、描述或指标值再说一遍", row.row, "basis", basis)
    if source:
        return None
    measured = words.measure(text)
    if (
        (measured is not None and (len(measured.word) > 1 or measured.kind == "率"))
        or text.endswith(words.tasks)
        or words.no_sources.last(text)
        or _NO_SOURCE.search(text)
        or _alike(row, text)
    ):
        return Hit(f"“{basis}”不是这个值的来源", row.row, "basis", basis)
    return Doubt(f"词表里没有，“{basis}”是不是值的来源，规则不能判断", row.row)


def _asked(row: RowView, text: str) -> bool:
    """Whether a satisfaction's basis says how people are asked."""
    satisfied = row.measure is not None and row.measure.kind == "满意"
    return satisfied and "满意" not in text and bool(row.words.topics["满意"].find(text))


def _alike(row: RowView, text: str) -> bool:
    """Whether the basis says the name or the target again in nearly the same characters."""
    own = set(row.clean + row.target.raw)
    return sum(c in own for c in text) >= ALIKE * len(text)


RULE = Rule(
    code="B02",
    slug="bad-basis",
    title="依据不成立",
    severity="warning",
    what="依据写的是公式、名称或情况，不是值的来源。",
    why="“就业率”说明不了为什么是98%。",
    standard="财预〔2021〕101号：计划、历史、行业、预算支出标准",
    before="依据：毕业生就业率",
    after="依据：历史标准（近三年平均就业率）",
    row=check,
)
