"""The dimension a row stands in, and the labels that the form at hand has for a dimension."""

from reviewer.domain.kinds import Dimension
from reviewer.domain.project import Indicator, Project

MARKS: tuple[tuple[str, Dimension], ...] = (
    ("满意", "满意度"),
    ("可持续", "可持续影响"),
    ("生态", "生态效益"),
    ("社会", "社会效益"),
    ("经济", "经济效益"),
    ("数量", "数量"),
    ("质量", "质量"),
    ("时效", "时效"),
    ("成本", "成本"),
)
LEVEL1: dict[Dimension, str] = {
    "数量": "产出指标",
    "质量": "产出指标",
    "时效": "产出指标",
    "成本": "产出指标",
    "经济效益": "效益指标",
    "社会效益": "效益指标",
    "生态效益": "效益指标",
    "可持续影响": "效益指标",
    "满意度": "满意度指标",
}
LEVEL2: dict[Dimension, str] = {d: f"{d}指标" for d in LEVEL1} | {"满意度": "服务对象满意度指标"}
OTHER_COSTS = ("社会成本", "生态")
"""Level-2 costs of the later tree that hold only for projects with such costs."""


def dimension(row: Indicator) -> Dimension | None:
    """The dimension of a row by its labels, in either tree; None where the labels say nothing."""
    if row.level1.startswith("成本"):
        return None if row.level2.startswith(OTHER_COSTS) else "成本"
    return next((d for mark, d in MARKS if mark in row.level2), None) or next(
        (d for mark, d in MARKS if mark in row.level1), None
    )


def labels(project: Project, where: Dimension) -> tuple[str, str]:
    """Level 1 and level 2 of `where` as this form writes them: a row's own, else the tree's usual names."""
    for row in project.indicators:
        if dimension(row) == where:
            return row.level1, row.level2
    if where == "成本" and project.cost_is_level1:
        return "成本指标", "经济成本指标"
    family = LEVEL1[where]
    level1 = next((r.level1 for r in project.indicators if r.level1.startswith(family[:2])), family)
    return level1, LEVEL2[where]
