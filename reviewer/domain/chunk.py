"""A piece of a project that one request asks about, and a project's text as a model reads it."""

from reviewer.domain.project import Indicator, Project
from reviewer.domain.value import Value


class Chunk(Value):
    """Rows of one project; the head is repeated in each chunk."""

    project: str
    """Key of the project."""
    index: int
    """Counts from 0 within the project."""
    count: int
    rows: tuple[int, ...]


def row_line(row: Indicator) -> str:
    """One indicator row as the model reads it: number and six cells, line breaks removed."""
    cells = (row.level1, row.level2, row.name, row.definition or "", row.target.raw, row.basis or "")
    return "｜".join((str(row.row), *(" ".join(cell.split()) for cell in cells)))


def budget_line(project: Project) -> str:
    """Name and budget of another project as the model reads it, and may quote it."""
    return f"{project.name}｜预算 {project.budget.total or ''}{project.amount_unit or ''}"


def head_text(project: Project) -> str:
    """The head of a project as the model reads it: name, unit, budget, plan, purpose and goals."""
    unit = project.amount_unit or ""
    money = "，".join(
        f"{label} {value}{unit}"
        for label, value in (
            ("预算数", project.budget.total),
            ("其中：财政资金", project.budget.fiscal),
            ("其他资金", project.budget.other),
        )
        if value
    )
    plan = "，".join(
        f"{month} {share}"
        for month, share in zip(("3月底", "6月底", "10月底", "12月底"), project.spending_plan, strict=False)
        if share
    )
    lines = [
        ("项目名称", project.name),
        ("单位", project.unit_name or ""),
        ("预算", money),
        ("资金用途", project.purpose or ""),
        ("资金支出计划（%）", plan),
        ("绩效目标", "\n".join(project.goals)),
    ]
    return "\n".join(f"{label}：{text}" for label, text in lines if text)
