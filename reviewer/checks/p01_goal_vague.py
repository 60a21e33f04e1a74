"""P01 绩效目标空洞."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView

SHORT = 14
"""A goal that states a result takes more characters than this."""


def check(project: ProjectView) -> list[Hit]:
    goals = ["".join(g.split()).lstrip("0123456789.、（）()") for g in project.project.goals]
    if not goals:
        return [Hit("没有写绩效目标", None, "goals")]
    name = "".join(project.project.name.split())
    purpose = "".join((project.project.purpose or "").split())
    if all(len(g) < SHORT and (g in name or g in purpose or len(g) < 8) for g in goals):
        return [Hit("绩效目标只有关键词，没有说要达到什么结果", None, "goals", project.project.goals[0])]
    return []


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
