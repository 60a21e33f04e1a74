"""V01 指标名空壳."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView
from reviewer.domain.words import clean


def check(row: RowView) -> Hit | None:
    if row.not_applicable:
        return _not_applicable(row)
    if row.words.empty_name.match(row.clean):
        return Hit(f"“{row.name}”只是维度的名字，没有说量什么", row.row, "name", row.name)
    return None


def _not_applicable(row: RowView) -> Hit | None:
    """The row is to go, or, where the form demands every dimension, to stay empty with the reason."""
    left, demanded = row.target.raw.strip(), row.project.policy.demand_every_dimension
    if left and left not in row.words.not_applicable:
        then = "指标值应清空并写明不适用的原因" if demanded else "不适用就应删去整行"
        return Hit(f"写了“{row.name}”却留着指标值“{row.target.raw}”：{then}", row.row, "name", row.name)
    said = clean(f"{row.definition}{row.indicator.basis or ''}")
    if demanded and said.replace(row.clean, "") in ("", *row.words.not_applicable):
        return Hit(f"写了“{row.name}”，没有写明不适用的原因", row.row, "definition", row.name, severity="warning")
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
