"""T04 数值矛盾."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView, RowView
from reviewer.domain.family import budget_of, families
from reviewer.domain.target import amount_of
from reviewer.domain.words import HAN, AnyOf

NEAR = Decimal("0.05")
"""Head counts are rounded and budgets hold reserves: closer than this is no contradiction."""
_PEOPLE = re.compile(rf"({HAN}{{0,2}})(\d+)\s*(?:名|人(?!次))({HAN}*)")
_EACH = re.compile("[每各][^，。；,;]*")
"""What each has is not what there is in all."""
_WHO = 3
"""So many characters behind a head count tell whom it counts; the row's name must hold them."""
_SHORTER_PERIOD = AnyOf(("月", "天", "日", "次", "季", "学期", "场"))
_TEN_THOUSAND = Decimal(10000)


def within(project: ProjectView) -> list[Hit]:
    return [*_twice(project), *_against_goals(project)]


def _twice(project: ProjectView) -> Iterator[Hit]:
    """One name with two numbers of the same unit."""
    first: dict[tuple[str, str], RowView] = {}
    for row in project.rows:
        stated = amount_of(row.target)
        if stated is None or row.target.kind != "quantity" or row.empty_label or not row.clean or row.share_like:
            continue
        if row.target.change:
            continue
        other = first.setdefault((row.clean, stated[1]), row)
        if other is not row and amount_of(other.target) != stated:
            yield Hit(
                f"“{row.name}”这里是“{row.target.raw}”，第{other.row}行是“{other.target.raw}”",
                row.row,
                "target",
                row.target.raw,
            )


def _against_goals(project: ProjectView) -> Iterator[Hit]:
    """The goals state one head count, one quantity row counts the same people, and they differ.

    A number that the purpose gives is no contradiction.
    """
    goals = (_EACH.sub("", goal) for goal in project.project.goals)
    stated = {(int(n), who[:_WHO] or before) for goal in goals for before, n, who in _PEOPLE.findall(goal)}
    parts = {int(n) for _before, n, _who in _PEOPLE.findall(project.project.purpose or "")}
    rows = [r for r in project.rows if r.dimension == "数量" and _people(r) is not None]
    if len(stated) != 1 or len(rows) != 1:
        return
    (said, who), row = stated.pop(), rows[0]
    people = _people(row)
    if people is not None and who in row.name and people != said and int(people) not in parts:
        yield Hit(f"绩效目标里是{said}人，这一行是“{row.target.raw}”", row.row, "target", row.target.raw)


def _people(row: RowView) -> Decimal | None:
    stated = amount_of(row.target)
    if row.measure is None or row.measure.kind != "人数" or stated is None or stated[1] != "人" or row.target.change:
        return None
    return stated[0]


def across(projects: Iterable[ProjectView]) -> Iterator[tuple[str, Hit]]:
    views = {view.project.key: view for view in projects}
    for members in families(view.project for view in views.values()):
        family = [views[project.key] for project in members]
        budgets = [b for project in members if (b := budget_of(project)) is not None]
        together = sum(budgets, Decimal(0)) if len(budgets) == len(family) else None
        for view in family:
            own = budget_of(view.project)
            if own is not None and together is not None:
                for hit in (*_over_budget(view, own, together), *_people_times_standard(view, own, together, family)):
                    yield view.project.key, hit
        if len(family) > 1:
            yield from _unlike(family)


def _over_budget(view: ProjectView, own: Decimal, together: Decimal) -> Iterator[Hit]:
    for row in view.rows:
        stated = amount_of(row.target)
        if row.measure is None or row.measure.kind != "钱" or stated is None or stated[1] != "元":
            continue
        if stated[0] > max(own, together):
            yield Hit(f"“{row.name}”定为“{row.target.raw}”，超过预算{_money(own)}", row.row, "target", row.target.raw)


def _people_times_standard(
    view: ProjectView, own: Decimal, together: Decimal, family: list[ProjectView]
) -> Iterator[Hit]:
    standards = [r for r in view.rows if _standard(r) is not None]
    heads = [r for r in view.rows if r.dimension == "数量" and _people(r)]
    if len(standards) != 1 or len(heads) != 1:
        return
    standard, people = _standard(standards[0]), _people(heads[0])
    if standard is None or people is None:
        return
    needed = people * standard
    if any(abs(needed - budget) <= NEAR * budget for budget in (own, together)):
        return
    sources = f"，同一政策{len(family)}个项目合计{_money(together)}" if len(family) > 1 else ""
    yield Hit(
        f"{people.normalize():f}人×{standard.normalize():f}元={_money(needed)}，而预算是{_money(own)}{sources}",
        heads[0].row,
        "target",
        heads[0].target.raw,
    )


def _standard(row: RowView) -> Decimal | None:
    """元 a head and year; None where the row states no such standard."""
    stated = amount_of(row.target)
    if row.measure is None or row.measure.kind != "标准" or stated is None:
        return None
    unit, _slash, per = stated[1].partition("/")
    said = per + row.name + row.definition + (row.indicator.basis or "")
    per_head = not per or per[0] in "人生"
    return stated[0] if unit == "元" and per_head and "年" in said and not _SHORTER_PERIOD.find(said) else None


def _unlike(family: list[ProjectView]) -> Iterator[tuple[str, Hit]]:
    """The same standard or head count with unlike values or units in the projects of one policy."""
    places: dict[str, list[tuple[str, RowView]]] = {}
    for view in family:
        for row in view.rows:
            if row.measure is not None and row.measure.kind in ("标准", "人数") and amount_of(row.target) is not None:
                places.setdefault(row.clean, []).append((view.project.key, row))
    for name, uses in places.items():
        values = {amount_of(row.target) for _key, row in uses}
        if len(values) < 2 or len({key for key, _row in uses}) < 2:
            continue
        shown = "、".join(dict.fromkeys(row.target.raw for _key, row in uses))
        for key, row in uses:
            yield (
                key,
                Hit(
                    f"同一政策的{len(family)}个项目里“{name}”写法不一：{shown}",
                    row.row,
                    "target",
                    row.target.raw,
                    severity="info",
                ),
            )


def _money(yuan: Decimal) -> str:
    return f"{(yuan / _TEN_THOUSAND).quantize(Decimal('0.01')).normalize():f}万元"


RULE = Rule(
    code="T04",
    slug="inconsistent-number",
    title="数值矛盾",
    severity="warning",
    what="数与预算、绩效目标或另一行对不上；同一政策由几个来源出钱的，先加总再比。",
    why="人数、标准、预算三者对不上，总有一个是错的。",
    standard="88号审核表：资金匹配性",
    before="697人×2000元=139.4万元，三个来源合计120.88万元",
    after="604人×2000元=120.8万元",
    project=within,
    across=across,
)
