"""A formula holds quoted numbers, and each only as often as it is quoted."""

import pytest

from reviewer.verify import verify
from reviewer.verify.formula import sums

from .conftest import DOCUMENT, PROJECTS, proposal


def caught(formula, target, library):
    made = proposal(
        "soldiers",
        4,
        "退役士兵人均年度人员成本",
        target,
        "derived",
        ["预算数 55.00万元", "5名退役士兵"],
        "全年人员经费÷退役士兵人数",
        "预算支出标准：本项目预算数",
        formula=formula,
    )
    return "formula" in [
        c.check for c in verify([made], PROJECTS["soldiers"], DOCUMENT, library)[0].checks if c.result == "fail"
    ]


@pytest.mark.parametrize(
    ("formula", "target"),
    [
        ("55.00万元/(5人+5人)", "≤5.5万元/人·年"),
        ("(55.00万元+55.00万元)/5人", "≤22万元/人·年"),
        ("55.00万元/5人+55.00万元/5人", "≤22万元/人·年"),
        ("55.00万元/5人/12月", "≤11000元/人·月"),
        ("55.00万元/5人/4季度", "≤2.75万元/人·季度"),
        ("55.00万元/5人/2", "≤5.5万元/人·年"),
        ("55.00万元/(5人-1人)", "≤13.75万元/人·年"),
    ],
)
def test_a_number_used_twice_or_quoted_nowhere_is_caught(formula, target, library):
    assert caught(formula, target, library)


def test_each_number_once_passes(library):
    assert not caught("55.00万元/5人", "≤11万元/人·年", library)


@pytest.mark.parametrize(
    ("formula", "addends"),
    [
        ("3台+4台", [["3台", "4台"]]),
        ("9元/(1人+2人)", [["1人", "2人"]]),
        ("2元*(1人+3人)+6元", [["1人", "3人"], ["2元*(1人+3人)", "6元"]]),
        ("9元/3人", []),
    ],
)
def test_sums_stand_at_any_depth(formula, addends):
    assert sums(formula) == addends
