"""D01 项目内重复."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView


def check(project: ProjectView) -> list[Hit]:
    first: dict[str, int] = {}
    hits = []
    for row in project.rows:
        if row.empty_label or not row.clean:
            continue
        known = first.setdefault(row.clean, row.row)
        if known != row.row:
            hits.append(Hit(f"“{row.name}”与第{known}行重复", row.row, "name", row.name))
    return hits


RULE = Rule(
    code="D01",
    slug="duplicate-indicator",
    title="项目内重复",
    severity="error",
    what="同一个指标在项目里出现不止一次。",
    why="同一件事算了两遍分。",
    standard="财预〔2020〕10号：精简实用",
    before="就业率（社会效益）、就业率（可持续影响）",
    after="留一行",
    project=check,
)
