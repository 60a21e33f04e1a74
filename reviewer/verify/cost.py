"""Whether costs stay within the budget, each by itself and those of one reply together."""

from collections.abc import Sequence
from decimal import Decimal

from reviewer.domain.project import Project, RowText, amount
from reviewer.domain.proposal import Proposal
from reviewer.domain.target import Target, parse_target, same
from reviewer.domain.units import scale
from reviewer.domain.verdict import Check
from reviewer.verify.fit import dimension_of


def cost(after: RowText, before: RowText, project: Project, together: Decimal | None = None) -> Check:
    """Whether a cost stays within the budget, or within `together` (元): the policy's projects added up.

    What the department's own row demands already is no proposal's doing.
    """
    target = parse_target(after.target)
    if _printed_already(target, parse_target(before.target)):
        return Check(check="cost", result="pass", reason="目标值照原表。")
    base = scale(target.unit)
    if dimension_of(after) != "成本" or target.number is None or base.unit.split("/")[0] != "元":
        return Check(check="cost", result="pass", reason="不是成本金额。")
    total = amount(project.budget.total)
    if total is None:
        return Check(check="cost", result="cannot_decide", reason="预算数读不出，无法比较。")
    budget = together or total * scale(project.amount_unit or "万元").factor
    worth = max(target.number, target.upper or target.number) * base.factor
    if worth > budget and budget > 0:
        return _fail(f"成本 {after.target} 超过预算 {project.budget.total}{project.amount_unit or '万元'}")
    return Check(check="cost", result="pass", reason="不超过预算。")


def ceilings(proposals: Sequence[Proposal], project: Project) -> dict[int, Check]:
    """Index of a proposal -> why its ceiling and those before it cannot hold together.

    Each is a sum of money under cost that this reply sets: two that each spend the whole budget, or parts that
    together pass it.
    """
    total = amount(project.budget.total)
    made: dict[int, Check] = {}
    if not total:
        return made
    budget = total * scale(project.amount_unit or "万元").factor
    rows = {r.row: r.text() for r in project.indicators}
    whole, parts = 0, Decimal(0)
    for place, proposal in enumerate(proposals):
        after = proposal.text(rows.get(proposal.row or 0, RowText())) if proposal.target is not None else None
        target = parse_target(after.target if after else "")
        base = scale(target.unit)
        if after is None or dimension_of(after) != "成本" or target.number is None or base.unit != "元":
            continue
        worth = target.number * base.factor
        if proposal.formula and "+" in proposal.formula:
            continue
        whole += worth == budget
        parts += worth if worth != budget else 0
        if whole > 1 and worth == budget:
            made[place] = _fail("另一条建议的成本已等于全部预算")
        elif parts > budget:
            made[place] = _fail(f"各条建议的成本合计超过预算 {project.budget.total}{project.amount_unit or '万元'}")
    return made


def _printed_already(target: Target, old: Target) -> bool:
    """Whether the row demands the same sum already, also one printed without 元 (≤1500万)."""
    if same(target, old):
        return True
    if target.number is None or old.number is None or target.upper != old.upper or target.operator != old.operator:
        return False
    bare, full = scale(old.unit or ""), scale(target.unit or "")
    return bare.unit in ("", full.unit) and old.number * bare.factor == target.number * full.factor


def _fail(reason: str) -> Check:
    return Check(check="cost", result="fail", reason=f"{reason}。")
