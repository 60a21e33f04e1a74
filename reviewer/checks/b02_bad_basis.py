"""B02 依据不成立."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView, clean


def check(row: RowView) -> Hit | None:
    text = clean(row.indicator.basis or "")
    if not text or (row.asks and "待填" in text):
        return None
    if row.words.empty_name.match(text) or text in (row.clean, clean(row.definition)):
        return Hit(f"“{row.indicator.basis}”只是把名称或描述再说一遍", row.row, "basis", row.indicator.basis)
    if row.words.sources.search(text):
        return None
    return Hit(f"“{row.indicator.basis}”不是这个值的来源", row.row, "basis", row.indicator.basis)


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
