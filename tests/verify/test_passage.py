"""Where a quote stands: whatever the verification finds is found for the reader too, with its place in words."""

import pytest

from reviewer.domain.document import Document, Section
from reviewer.domain.passage import Passage
from reviewer.domain.project import Budget, Indicator, Project
from reviewer.domain.target import Target
from reviewer.verify import passages
from reviewer.verify.source import project_text

PROJECT = Project(
    file="表.txt", key="K1", code="K1", no=1, name="免学费补助", amount_unit="万元", budget=Budget(total="22.00"),
    purpose="确保 5 名退役士兵的经费，及时发放。", goals=("1.足额发放", "2.惠及600人"),
    spending_plan=("25%", None, None, None),
    extra=(("主管科室", "社保科 3 人"),),
    indicators=(
        Indicator(row=1, level1="产出指标", level2="质量指标", name="覆盖率", definition="覆盖率",
                  target=Target(raw="≥90百分比", kind="unparsed"), basis="冀财社【2020】190号"),
    ),
)  # fmt: skip
DOCUMENT = Document(
    file="表.txt", sha256="a" * 64, format="txt", projects=(PROJECT,),
    sections=(Section(title="总体目标", text="全年培训，共2753人。"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("5名退役士兵", Passage("资金用途", "确保", "5名退役士兵", "的经费，及时发放。")),
        ("惠及600人", Passage("绩效目标第2条", "2.", "惠及600人", "")),
        ("预算数 22.00万元", Passage("资金总额", "", "22.00", "")),
        ("≥90百分比", Passage("第1行指标值", "", "≥90百分比", "")),
        ("覆盖率｜≥90百分比", Passage("第1行", "", "覆盖率｜≥90百分比", "")),
        ("1｜产出指标｜质量指标｜覆盖率", Passage("第1行", "", "产出指标｜质量指标｜覆盖率", "")),
        ("社保科3人", Passage("主管科室", "", "社保科3人", "")),
        ("共2753人", Passage("部门文字“总体目标”", "总体目标全年培训，", "共2753人", "。")),
    ],
)
def test_a_quote_is_shown_where_it_stands(quote: str, passage: Passage) -> None:
    assert passages(PROJECT, DOCUMENT)(quote) == passage


@pytest.mark.parametrize("quote", ["7名退役士兵", "2.00万元", "53人", ""])
def test_what_stands_nowhere_is_not_found(quote: str) -> None:
    assert passages(PROJECT, DOCUMENT)(quote) is None


def test_every_piece_of_the_project_is_found_whole() -> None:
    text = project_text(PROJECT)
    locate = passages(PROJECT, DOCUMENT)
    for piece in text.pieces:
        if piece.field not in ("label", "head"):
            assert (found := locate(piece.text)) and found.place and found.quote.strip("万元")
