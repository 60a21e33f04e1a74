"""V03 指标值未量化."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView
from reviewer.domain.words import AnyOf

_SYSTEM = AnyOf(("制度", "机制", "体系", "台账", "档案"))
"""Things whose being there and complete can be looked up: 制度健全性 健全."""


def check(row: RowView) -> Hit | None:
    target = row.target
    if row.not_applicable or target.kind not in ("unparsed", "state") or any(c.isdigit() for c in target.raw):
        return None
    raw = target.raw.strip()
    if not raw:
        return Hit("指标值是空的", row.row, "target")
    budget = row.project.project.budget.total
    if "预算" in raw:
        money = f"（预算数是已知的：{budget}{row.project.project.amount_unit or ''}）" if budget else ""
        return Hit(f"“{raw}”不是数{money}", row.row, "target", raw)
    graded = raw in row.words.grades and row.dimension not in ("", "质量")
    if row.words.checkable.first(raw) and len(raw) <= 8 and not graded:
        return None
    if raw in row.name and _SYSTEM.find(row.name):
        return None
    return Hit(f"“{raw}”里没有数，也没有能核对的状态", row.row, "target", raw)


RULE = Rule(
    code="V03",
    slug="unquantified-target",
    title="指标值未量化",
    severity="error",
    what="指标值里没有数，也没有能核对的状态。",
    why="没有目标值就没有完成与否。",
    standard="财预〔2015〕88号：尽量定量，不能量化的用分级分档表述",
    before="根据预算数",
    after="≤22万元",
    row=check,
)
