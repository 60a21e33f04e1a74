"""V01 指标名空壳."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView


def check(row: RowView) -> Hit | None:
    if row.not_applicable:
        left = row.target.raw.strip()
        if not left or left in row.words.not_applicable:
            return None
        return Hit(f"写了“{row.name}”却留着指标值“{row.target.raw}”：不适用就应删去整行", row.row, "name", row.name)
    if row.words.empty_name.match(row.clean):
        return Hit(f"“{row.name}”只是维度的名字，没有说量什么", row.row, "name", row.name)
    return None


RULE = Rule(
    code="V01",
    slug="placeholder-name",
    title="指标名空壳",
    severity="error",
    what="三级指标的名称只是把维度再说一遍，或写了“不涉及”却留着指标值。",
    why="名称里没有要量的东西，年底没法打分。",
    standard="财预〔2015〕88号：指标细化量化、指向明确",
    before="经济效益指标 ≥90%",
    after="享受创业贷款的企业新增就业人数 ≥【待填】人",
    row=check,
)
