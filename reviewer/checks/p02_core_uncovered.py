"""P02 核心产出未覆盖."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView


def check(project: ProjectView) -> list[Hit]:
    if not project.rows:
        return []
    for core in project.words.cores:
        said = core.words.search(project.speech)
        if not said:
            continue
        units = frozenset().union(*(project.words.units[u] for u in core.units))
        if not any((r.target.unit or "") in units for r in project.rows):
            return [
                Hit(f"项目的钱用于“{said[0]}”，却没有一行按{'、'.join(core.units)}计数", None, "indicators", said[0])
            ]
    return []


RULE = Rule(
    code="P02",
    slug="core-uncovered",
    title="核心产出未覆盖",
    severity="error",
    what="没有一行用合适的单位量钱买来的主要东西。",
    why="发补助却不数发给多少人，最要紧的一问没有答。",
    standard="财预〔2021〕101号：选取核心绩效指标",
    before="只有 补助发放覆盖率",
    after="发放补助的代办员人数 ≥【待填】人",
    project=check,
)
