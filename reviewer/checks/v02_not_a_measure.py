"""V02 空泛不可衡量."""

from reviewer.checks.rule import Doubt, Hit, Rule
from reviewer.checks.view import RowView

COUNTED = ("人数", "个数", "率", "办结", "满意", "事件", "时间", "完成")
"""Kinds of measure that stay measures behind a verb of purpose."""
PER_HEAD = ("人均", "生均", "户均")


def check(row: RowView) -> Hit | Doubt | None:
    if row.empty_label or not row.clean:
        return None
    slogan, measure = row.read.slogan, row.measure
    counted = measure is not None and measure.kind in COUNTED
    if row.stated or counted:
        unknown = measure is None and not row.head and row.stated
        return _doubt(row) if unknown else None
    if row.head in row.words.empty_heads and not any(word in row.clean for word in PER_HEAD):
        what = "" if row.head == row.clean else f"说的是“{row.head}”，"
        return Hit(f"“{row.name}”{what}数不出也核不了", row.row, "name", row.name)
    if slogan and measure is None:
        return Hit(f"“{row.name}”是口号，没有说量什么、怎么数", row.row, "name", row.name)
    if slogan and not row.read.falls:
        return Hit(f"“{row.name}”说的是要做的事（{slogan}……），不是要量的量", row.row, "name", row.name)
    return _doubt(row) if measure is None and not row.head and not row.words.state.find(row.clean) else None


def _doubt(row: RowView) -> Doubt:
    return Doubt(f"词表里没有“{row.name}”的中心词，是不是能数的量，规则不能判断", row.row)


RULE = Rule(
    code="V02",
    slug="not-a-measure",
    title="空泛不可衡量",
    severity="error",
    what="名称是口号、任务、目标或事物，不是能数的量，也不是能核对的状态。",
    why="“促进就业”人人都做到了，也人人都没做到。",
    standard="财预〔2021〕101号：重点突出、量化易评",
    before="促进就业 ≥90%",
    after="就业见习人员留用率 ≥【待填】%",
    row=check,
)
