"""P01 绩效目标空洞."""

import re

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView

_AMOUNT = re.compile(
    r"\d[\d,.]*\s*[^\d\s年号月日】）)〕\]、.,，。]|[一二三四五六七八九十百两]+(?:部|件|个|场|人|名|家|户|座|条|套|所)"
)
"""A number with what it counts; years, dates and document numbers state no result."""
_TITLE = ("费", "资金", "费用")
_LONG = 15
"""A longer goal is no title."""
_RECITAL = re.compile(r"职责|^[^，。；]*(?:、[^，。；、]+){3,}$")
"""A duty, or a list of tasks and no sentence."""
_NAMES = re.compile("《[^》]*》|劳动保障|社会保障|住房保障")
_NUMBERING = re.compile(r"^[\d.、（）()\s]+")


def check(project: ProjectView) -> list[Hit]:
    goals = [_NUMBERING.sub("", "".join(g.split())) for g in project.project.goals]
    if not goals:
        return [Hit("没有写绩效目标", None, "goals")]
    if any(_states(project, goal) for goal in goals):
        return []
    return [Hit("绩效目标只有关键词或职责，没有说要达到什么结果", None, "goals", project.project.goals[0])]


def _states(project: ProjectView, goal: str) -> bool:
    """Whether a goal says what will be reached: a number, or a verb of result with an object."""
    if _AMOUNT.search(goal):
        return True
    if len(goal) >= _LONG and not _RECITAL.search(goal):
        return True
    p, goal = project.project, _NAMES.sub("", goal)
    title = (goal in p.name or goal == (p.purpose or "") or goal.endswith(_TITLE)) and len(goal) < _LONG
    found = project.words.results.find(goal)
    return bool(found) and not title and len(goal) > len(found) + 1


RULE = Rule(
    code="P01",
    slug="goal-vague",
    title="绩效目标空洞",
    severity="warning",
    what="绩效目标只是关键词或项目名称，没有说要达到什么结果。",
    why="目标空洞，指标就无从对照。",
    standard="财预〔2015〕88号：指向明确",
    before="1.办公经费 2.社保卡网点",
    after="保障12个社保卡网点全年正常服务",
    project=check,
)
