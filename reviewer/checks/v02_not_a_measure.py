"""V02 空泛不可衡量."""

from reviewer.checks.rule import Doubt, Hit, Rule
from reviewer.checks.view import RowView


def check(row: RowView) -> Hit | Doubt | None:
    if row.empty_label or not row.clean:
        return None
    slogan = row.words.slogan.match(row.clean)
    counted = row.measure is not None and row.measure.kind in ("人数", "个数", "率", "满意", "事件", "时间", "完成")
    per_head = any(word in row.clean for word in ("人均", "生均", "户均"))
    if row.head in row.words.empty_heads and not counted and not per_head:
        return Hit(f"“{row.name}”落在“{row.head}”上，数不出也核不了", row.row, "name", row.name)
    if slogan and not counted and row.measure is not None and not row.stated:
        return Hit(f"“{row.name}”说的是要做的事（{slogan[0]}……），不是要量的量", row.row, "name", row.name)
    if slogan and row.measure is None and not row.stated:
        return Hit(f"“{row.name}”是口号，没有说量什么、怎么数", row.row, "name", row.name)
    if row.measure is None and (row.stated or not row.head):
        return Doubt(f"词表里没有“{row.name}”的中心词，是不是能数的量，规则不能判断", row.row)
    return None


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
