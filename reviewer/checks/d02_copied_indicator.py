"""D02 跨项目照搬."""

from collections.abc import Iterable, Iterator

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView

COPIES = 5
"""From so many projects on, the same name and target are pasted, not coincidence."""


def check(projects: Iterable[ProjectView]) -> Iterator[tuple[str, Hit]]:
    places: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for project in projects:
        for row in project.rows:
            if row.clean and not row.empty_label:
                places.setdefault((row.clean, row.target.raw), []).append((project.project.key, row.row))
    for (name, raw), uses in places.items():
        count = len({key for key, _row in uses})
        if count >= COPIES:
            for key, number in uses:
                yield key, Hit(f"“{name} {raw}”在 {count} 个项目里一模一样", number, "name", name)


RULE = Rule(
    code="D02",
    slug="copied-indicator",
    title="跨项目照搬",
    severity="info",
    what="同一个名称和指标值贴在许多不同的项目里。",
    why="项目不同而指标一样，说明不是为这个项目想的。",
    standard="88号审核表：指标科学性",
    before="空气pm10指数 ≥90百分比（八个项目）",
    after="各项目写各自的效果",
    across=check,
)
