"""B03 依据照搬."""

import re

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView
from reviewer.domain.words import HAN

_NUMBER = re.compile(rf"{HAN}[【〔\[（(]\d{{4}}[】〕\]）)]")
_ASKING = re.compile(r"请示|呈[【〔\[（(]")


def check(project: ProjectView) -> list[Hit]:
    bases = ["".join((r.indicator.basis or "").split()) for r in project.rows]
    hits = []
    if len(bases) >= 5 and len(set(bases)) == 1 and _NUMBER.search(bases[0]):
        hits.append(
            Hit(f"每一行的依据都是“{bases[0]}”，满意度也不例外", None, "basis", project.rows[0].indicator.basis)
        )
    if len(bases) >= 1 and (asked := next((b for b in bases if _ASKING.search(b)), None)):
        hits.append(Hit(f"“{asked}”是请示或呈，没有批复不能作依据", None, "basis", asked))
    return hits


RULE = Rule(
    code="B03",
    slug="copied-basis",
    title="依据照搬",
    severity="warning",
    what="同一个文号作了每一行的依据，满意度也不例外；或者请示、呈没有批复。",
    why="下达资金的通知说明不了满意度从哪来。",
    standard="财预〔2021〕101号：设定依据",
    before="九行依据都是 冀财社【2020】190号",
    after="数量依下达文件，满意度依问卷",
    project=check,
)
