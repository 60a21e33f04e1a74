"""A revised project laid out as the official form: rows of spanning texts, for every format that prints it anew."""

from collections.abc import Iterable, Iterator, Sequence

from reviewer.domain.decided import RevisedRow
from reviewer.domain.laid import Line, Look, Span
from reviewer.domain.project import Indicator, Project
from reviewer.export import words

COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
PLAN_HEADS = ("3月底", "6月底", "10月底", "12月底")


def title(project: Project) -> str:
    return f"{project.no}.{project.name}绩效目标表"


def further_columns(project: Project) -> tuple[str, ...]:
    """Headings of the form's further columns, the weight first."""
    heads = dict.fromkeys(heading for i in project.indicators for heading, _ in i.extra)
    weight = ("权重",) if any(i.weight for i in project.indicators) else ()
    return (*weight, *heads)


def head_lines(project: Project, width: int) -> Iterator[Line]:
    """The form above the indicators, `width` columns wide (six at least); what the document leaves out stays out."""
    label: Look = "label"
    rest = width - 6
    yield from unit_line(project, width, 2, 1)
    if project.code:
        yield (
            Span("项目编码", 1, label),
            Span(project.code, 2),
            Span("项目名称", 1, label),
            Span(project.name, 2 + rest),
        )
    else:
        yield Span("项目名称", 1, label), Span(project.name, width - 1)
    budget = project.budget
    if budget.total or budget.fiscal or budget.other:
        yield (
            Span("预算数", 1, label),
            Span(budget.total or ""),
            Span("其中：财政资金", 1, label),
            Span(budget.fiscal or ""),
            Span("其他资金", 1, label),
            Span(budget.other or "", 1 + rest),
        )
    if project.purpose:
        yield Span("资金用途", 1, label), Span(project.purpose, width - 1)
    if any(project.spending_plan):
        plan = (*project.spending_plan, None, None, None, None)[:4]
        yield Span("资金支出计划（%）", 2 + rest, label), *(Span(h, 1, label) for h in PLAN_HEADS)
        yield Span("", 2 + rest, label), *(Span(p or "") for p in plan)
    if project.goals:
        yield Span("绩效目标", 1, label), Span("\n".join(project.goals), width - 1)


def unit_line(project: Project, width: int, side: int, label: int) -> Iterator[Line]:
    """The budget unit and the unit of money over the form, the latter `side` columns wide; a name without its code has
    a label before it, `label` columns wide.
    """
    money = f"单位：{project.amount_unit}" if project.amount_unit else ""
    if project.unit_code or not project.unit_name:
        if project.unit_code or money:
            yield Span(words.unit(project), width - side), Span(money, side)
    else:
        yield Span("预算单位", label, "label"), Span(project.unit_name, width - side - label), Span(money, side)


def further_values(indicator: Indicator | None, heads: Sequence[str]) -> tuple[str, ...]:
    """The row's texts under the further columns; an added row has none."""
    if not heads or indicator is None:
        return ("",) * len(heads)
    have = dict(indicator.extra)
    if indicator.weight:
        have.setdefault("权重", indicator.weight)
    return tuple(have.get(h, "") for h in heads)


def table_rows(rows: Iterable[RevisedRow], heads: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The indicator rows as texts, the six fields first."""
    for row in rows:
        t = row.text
        yield (t.level1, t.level2, t.name, t.definition, t.target, t.basis, *further_values(row.indicator, heads))
