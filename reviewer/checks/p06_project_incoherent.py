"""P06 名称、用途、目标、指标不一致."""

from collections.abc import Iterator

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView


def check(project: ProjectView) -> Iterator[Hit]:
    p = project.project
    purpose, goals = p.purpose or "", "\n".join(p.goals)
    for subject in project.words.subjects:
        named = subject.words.find(p.name)
        if named and purpose and not subject.near(purpose):
            yield Hit(f"项目名称说的是{subject.name}（“{named}”），资金用途却是“{purpose}”", None, "purpose", purpose)
            return
        if (named or subject.words.find(purpose)) and goals and not subject.near(goals):
            yield Hit(
                f"钱用于{subject.name}，绩效目标说的却是别的事，没有一处与{subject.name}有关", None, "goals", p.goals[0]
            )
            return


RULE = Rule(
    code="P06",
    slug="project-incoherent",
    title="名称、用途、目标、指标不一致",
    severity="error",
    what="项目的名称、资金用途、绩效目标说的不是同一件事。",
    why="批的是房租，考核的却是执法，钱和事对不上。",
    standard="财预〔2015〕88号：指向明确、相应匹配",
    before="项目：房屋租赁费；目标：查处劳动保障违法行为",
    after="目标：保障XX平方米办公用房全年使用",
    project=check,
)
