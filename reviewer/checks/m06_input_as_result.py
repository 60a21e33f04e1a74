"""M06 以投入代产出."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView


def check(row: RowView) -> Hit | None:
    if row.read.management:
        return Hit(f"“{row.name}”是管理要求，不是产出或效果", row.row, "name", row.name, severity="info")
    if row.read.input:
        return Hit(f"“{row.name}”量的是钱到没到、花没花，不是产出或效果", row.row, "name", row.name)
    return None


RULE = Rule(
    code="M06",
    slug="input-as-result",
    title="以投入代产出",
    severity="error",
    what="把收到、花掉、拨付资金当作产出或效果。",
    why="钱花出去不等于事办成了；财力、人力、物力不是绩效。",
    standard="财预〔2021〕101号：预算执行率、成本节约率不作为成本指标",
    before="资金到位率 ≥90%",
    after="补助人数 ≥【待填】人",
    row=check,
)
