"""P03 预算不平."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView
from reviewer.domain.project import amount


def check(project: ProjectView) -> list[Hit]:
    budget = project.project.budget
    total, fiscal, other = amount(budget.total), amount(budget.fiscal), amount(budget.other)
    if total is None or fiscal is None or total == fiscal + (other or 0):
        return []
    rest = f" + 其他资金 {budget.other}" if budget.other else ""
    return [Hit(f"预算数 {budget.total} ≠ 财政资金 {budget.fiscal}{rest}", None, "budget", budget.total)]


RULE = Rule(
    code="P03",
    slug="budget-mismatch",
    title="预算不平",
    severity="error",
    what="预算数不等于财政资金加其他资金。",
    why="数对不上，批复不了。",
    standard="预算编制的基本平衡",
    before="预算数 22，财政资金 20，其他 0",
    after="预算数 22，财政资金 22，其他 0",
    project=check,
)
