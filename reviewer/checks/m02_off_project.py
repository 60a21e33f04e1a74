"""M02 与项目无关."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView


def check(row: RowView) -> Hit | None:
    if row.empty_label:
        return None
    for subject in row.project.inert:
        if subject.untouched and (found := subject.untouched.find(row.name)):
            return Hit(f"“{row.name}”不是花在{subject.name}上的钱能影响的", row.row, "name", found)
    for concept, said in row.read.concepts:
        if not concept.near(row.project.speech):
            return Hit(
                f"“{row.name}”说的是{concept.name}，项目的名称、用途和目标里没有一处与它有关", row.row, "name", said
            )
    return None


RULE = Rule(
    code="M02",
    slug="off-project",
    title="与项目无关",
    severity="error",
    what="这一行量的东西，项目不做、不出钱、也影响不了。",
    why="奖金项目改变不了空气质量；这样的行只为填满表格。",
    standard="财预〔2020〕10号：指标与项目密切相关",
    before="空气pm10指数 ≥90%（发奖金的项目）",
    after="删去：本项目不涉及生态效益",
    row=check,
)
