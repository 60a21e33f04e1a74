"""Every message of a rule has its form in the official style."""

import ast
import re
from pathlib import Path

import pytest

import reviewer.checks
from reviewer.domain.decided import DecidedRow
from reviewer.domain.finding import Finding
from reviewer.domain.project import RowText
from reviewer.export.official import official
from reviewer.export.sentences import demands

RULES = sorted(Path(reviewer.checks.__file__).parent.glob("[a-z][0-9][0-9]_*.py"))
PLAIN = re.compile(
    "数不出|核不了|怎么数|说的是|量的是|却|两遍|写成|里没有|一模一样|不管|不例外|怎么都|钱|像是|多好|少好"
)
"""How the rules speak at the screen, and no letter does."""


def messages(rule: Path) -> list[str]:
    """What the rule may say: 甲 for what it quotes, nothing for the other values."""
    said = []
    for call in ast.walk(ast.parse(rule.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Hit":
            text = call.args[0]
            if isinstance(text, ast.JoinedStr):
                text = "".join(v.value if isinstance(v, ast.Constant) else "\0" for v in text.values)
                said.append(re.sub("“[^”]*\0[^”]*”", "“甲”", text).replace("\0", ""))
            elif isinstance(text, ast.Constant):
                said.append(text.value)
    return said


@pytest.mark.parametrize("rule", RULES, ids=lambda path: path.stem)
def test_every_message_has_an_official_form(rule: Path) -> None:
    said = messages(rule)
    assert said or rule.stem.startswith("x01")
    for message in said:
        assert official(message) != message.rstrip("。") and not PLAIN.search(official(message)), message


def test_a_review_of_an_earlier_day_reads_the_same() -> None:
    for before, now in (
        ("“促进就业”落在“就业”上，数不出也核不了", "“促进就业”说的是“就业”，数不出也核不了"),
        ("“根据预算数”不是数（预算数 83.00万元 是已知的）", "“根据预算数”不是数（预算数是已知的：83.00万元）"),
        ("描述只是把名称再抄一遍，“准确率”怎么数没有说", "描述只是把名称再抄一遍，没有说怎么数"),
        ("“资金达标”量的是别的维度，却放在生态效益下", "“资金达标”量的不是生态效益，却放在生态效益下"),
    ):
        assert official(before) == official(now) != now


def test_what_is_quoted_stays_as_it_stands() -> None:
    assert official("“却写成钱”说的是“效率”，数不出也核不了") == "“却写成钱”未设定可衡量的内容，无法据以考核"
    assert official("某处另有所见。") == "某处另有所见"


def test_nothing_is_quoted_before_what_is_said_of_the_row_itself() -> None:
    def said(message: str, quote: str, before: RowText | None) -> list[str]:
        found = Finding(code="V04", severity="info", project="K1", message=message, row=before and 1, quote=quote)
        return demands(DecidedRow(project="K1", row=before and 1, before=before, findings=(found,)))

    row = RowText(name="发放及时率（%）", definition="发放及时率（%）", target="≥90%")
    assert said("描述只是把名称再抄一遍，没有说怎么数", "发放及时率（%）", row) == [
        "提示：指标描述仅重复指标名称，未说明该指标的含义和计算方法。"
    ]
    vague = "绩效目标只有关键词或职责，没有说要达到什么结果"
    assert said(vague, "1.经费", None) == ["提示：“1.经费”绩效目标仅列关键词或工作职责，未明确预期产出和效果。"]
