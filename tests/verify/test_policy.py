"""One policy paid from several sources: its budgets may be added up, and nothing else of them is a source."""

import pytest

from reviewer.verify import verify

from .conftest import document_of, project, proposal

ROWS = (
    ("数量指标", "贫困学生资助人数", "≥100人"),
    ("成本指标", "人均发放水平", "2000元"),
    ("服务对象满意度指标", "满意度", "≥90%"),
)
FAMILY = (
    project("a", "冀财教【2020】174号 助学金", "24.00", "资助家庭困难学生，每人每年2000元", rows=ROWS),
    project("b", "冀财教【2020】166号 助学金", "69.00", "资助家庭困难学生，每人每年2000元", rows=ROWS),
    project("c", "中等职业学校国家助学金", "27.00", "资助家庭困难学生，每人每年2000元", rows=ROWS),
)
STRANGER = project("d", "免学费补助", "80.00", "免除学费", rows=ROWS)
DOCUMENT = document_of(*FAMILY, STRANGER)
QUOTES = (
    "24.00",
    "冀财教【2020】166号 助学金｜预算 69.00万元",
    "中等职业学校国家助学金｜预算 27.00万元",
    "每人每年2000元",
)


def judged(library, target, evidence, formula, name="资助家庭困难学生人数", row=1, origin="derived"):
    told = "各来源全年发放合计" if "总额" in name else "受助的家庭困难学生人数"
    made = proposal("a", row, name, target, origin, evidence, told, "计划标准：名册", formula=formula)
    return verify([made], FAMILY[0], DOCUMENT, library)[0]


@pytest.mark.parametrize(
    "formula",
    ["(24.00万元+69.00万元+27.00万元)/2000元/人", "（24.00＋69.00＋27.00）÷2000元/人", "(24万元+69万元+27万元)/2000元"],
)
def test_the_whole_policys_budgets_divided_by_its_standard_are_proved(library, formula):
    verdict = judged(library, "=600人", QUOTES, formula)
    assert verdict.verified, verdict.checks


@pytest.mark.parametrize(
    ("target", "evidence", "formula", "why"),
    [
        ("=465人", (*QUOTES[:2], QUOTES[3]), "(24.00万元+69.00万元)/2000元/人", "a source left out"),
        ("=601人", QUOTES, "(24.00万元+69.00万元+27.00万元)/2000元/人", "another result"),
        ("=345人", QUOTES[1:2] + QUOTES[3:], "69.00万元/2000元/人", "another project's budget alone"),
        ("=520人", ("24.00", "免学费补助｜预算 80.00万元", QUOTES[3]), "(24.00万元+80.00万元)/2000元/人", "no sibling"),
        ("=225人", QUOTES, "(69.00万元-24.00万元)/2000元/人", "no sum"),
    ],
)
def test_less_than_the_whole_policy_proves_nothing(library, target, evidence, formula, why):
    assert not judged(library, target, evidence, formula).verified, why


def test_another_projects_budget_is_no_figure_of_ones_own(library):
    made = proposal("a", 2, "助学金发放总额", "≤69.00万元", "stated", QUOTES[1:2], "全年发放合计", "预算支出标准：预算")
    assert not verify([made], FAMILY[0], DOCUMENT, library)[0].verified


def test_the_policys_sum_may_pass_the_projects_own_budget(library):
    verdict = judged(library, "≤120.00万元", QUOTES[:3], "24.00万元+69.00万元+27.00万元", "各来源助学金发放总额", row=2)
    assert verdict.verified, verdict.checks


def test_the_policys_sum_is_the_projects_own_cost_only_where_the_row_says_so(library):
    formula = "24.00万元+69.00万元+27.00万元"
    told = ("全年发放合计", "预算支出标准：预算")
    made = proposal("a", 2, "助学金发放总额", "≤120.00万元", "derived", QUOTES[:3], *told, formula=formula)
    (verdict,) = verify([made], FAMILY[0], DOCUMENT, library)
    assert [c.check for c in verdict.checks if c.result == "fail"] == ["cost"]
