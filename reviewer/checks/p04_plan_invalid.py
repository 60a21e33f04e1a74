"""P04 支出计划异常."""

from decimal import Decimal, InvalidOperation

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView


def check(project: ProjectView) -> list[Hit]:
    plan = project.project.spending_plan
    if not project.has_plan:
        return []
    shown = " ".join(p or "空" for p in plan)
    if not any(plan):
        return [Hit("资金支出计划是空的", None, "spending_plan")]
    shares = [_share(p) for p in plan]
    if any(s is None for s in shares):
        return [Hit(f"资金支出计划“{shown}”没有填全", None, "spending_plan", shown)]
    values = [s for s in shares if s is not None]
    if values[-1] == 100 and values == sorted(values):
        return []
    if values[-1] == 1 and all(v <= 1 for v in values):
        return [Hit(f"资金支出计划“{shown}”像是少乘了100", None, "spending_plan", shown)]
    if sum(values) == 100:
        return [Hit(f"资金支出计划“{shown}”是各季分列，应逐次累计到100%", None, "spending_plan", shown)]
    return [Hit(f"资金支出计划“{shown}”没有累计到100%", None, "spending_plan", shown)]


def _share(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").replace("%", "").replace("％", "").strip())
    except InvalidOperation:
        return None


RULE = Rule(
    code="P04",
    slug="plan-invalid",
    title="支出计划异常",
    severity="warning",
    what="支出计划是空的、没有累计到100%、按季度分列，或少了百分号的倍数。",
    why="执行监控要对着它看进度。",
    standard="表式：3、6、10、12月底累计支出比例",
    before="25% 25% 25% 25%",
    after="25% 50% 75% 100%",
    project=check,
)
