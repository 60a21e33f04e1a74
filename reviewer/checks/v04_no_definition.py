"""V04 指标描述缺失."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView
from reviewer.domain.words import clean

BARE = ("合格率", "覆盖率", "完成率", "及时率", "准确率", "达标率", "通过率", "就业率", "满意率", "使用率", "到位率")


def check(row: RowView) -> Hit | None:
    text = row.definition.strip()
    if not row.project.has_definition:
        return None
    if text and text != "0" and clean(text) != row.clean:
        return None
    said = "描述是空的" if not text or text == "0" else "描述只是把名称再抄一遍"
    bare = row.clean in BARE
    return Hit(f"{said}，没有说怎么数", row.row, "definition", text or None, severity="warning" if bare else None)


RULE = Rule(
    code="V04",
    slug="no-definition",
    title="指标描述缺失",
    severity="info",
    what="描述是空的、“0”，或把名称再抄一遍。",
    why="怎么数、分子分母是什么没有说，年底各算各的。",
    standard="财预〔2021〕101号：指标解释写明含义和计算方法",
    before="合格率 / 合格率",
    after="合格率 / 验收合格的设备台数÷验收的设备台数",
    row=check,
)
