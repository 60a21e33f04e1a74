"""Questions and reasons take no number for known that the text does not say."""

import pytest

from reviewer.verify import verify

from .conftest import DOCUMENT, PROJECTS, proposal


def caught(library, **fields):
    told = {"definition": "本年领取工资的退役士兵人数", "basis": "计划标准：花名册", "question": "多少人？", **fields}
    made = proposal("soldiers", 1, "发放工资的退役士兵人数", "≥ 【待填】 人", "ask", **told)
    return [c.check for c in verify([made], PROJECTS["soldiers"], DOCUMENT, library)[0].checks if c.result == "fail"]


@pytest.mark.parametrize(
    "words",
    [
        "上年发放7人，是否照此填写？",
        "合同价每人28元，是否照此填写？",
        "合计500人，对吗？",
        "55.00万元÷5人=12万元，是否每人12万元？",
        "60万元÷5人=12万元，是否每人12万元？",
        "达到18%了吗？",
        "还差两成吗？",
    ],
)
def test_a_figure_of_nowhere_is_caught(words, library):
    assert caught(library, question=words) == ["question"]
    assert "reason" in caught(library, reason=words)


@pytest.mark.parametrize(
    "words",
    [
        "每月10日前发放吗？",
        "5名退役士兵都领到了吗？",
        "55.00万元÷5人=11万元，每人11万元吗？",
        "是否100%发放？",
        "含3项补贴吗？",
    ],
)
def test_what_is_printed_reckoned_or_an_example_passes(words, library):
    assert not caught(library, question=words)
