"""M05 名称与描述不一致."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView, clean


def check(row: RowView) -> Hit | None:
    text = clean(row.definition)
    measure = row.measure
    if not text or text == row.clean or measure is None or row.not_applicable:
        return None
    other = row.words.measure(text)
    if measure.kind in ("人数", "个数") and row.share and ("占" in text or (other and other.kind == "率")):
        return Hit(f"名称量的是数，描述“{row.definition}”量的是比率", row.row, "definition", row.definition)
    if other and {measure.kind, other.kind} == {"钱", "时间"}:
        return Hit(
            f"名称量的是{measure.kind}，描述“{row.definition}”量的是{other.kind}", row.row, "definition", row.definition
        )
    return None


RULE = Rule(
    code="M05",
    slug="definition-conflict",
    title="名称与描述不一致",
    severity="warning",
    what="描述说的不是名称所量的东西。",
    why="名称和口径各说各的，数出来的是哪一个说不清。",
    standard="GAO-03-143：名称、定义、公式一致",
    before="参加活动人数 / 参加人数占意向人数的%",
    after="参加活动人数 / 签到参加活动的人数",
    row=check,
)
