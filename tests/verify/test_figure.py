"""A row that takes a figure of the text for its own says nothing that the text does not say of it."""

import pytest

from reviewer.verify import verify

from .conftest import DOCUMENT, PROJECTS, document_of, project, proposal

COUNT = {
    "soldiers": (1, "=5人", "5名退役士兵"),
    "grant": (1, "=182人", "182名困难学生"),
    "road": (1, "=16.4公里", "16.4公里"),
}
BUDGET = {"soldiers": "55.00", "grant": "36.40", "loan": "300.00", "network": "18.60"}


def caught(made, library, document=DOCUMENT, of=None):
    (verdict,) = verify([made], of or PROJECTS[made.project], document, library)
    return [c.check for c in verdict.checks if c.result == "fail"]


def counted(key, name, definition="按台账计数，不重复计"):
    row, target, quote = COUNT[key]
    return proposal(key, row, name, target, "stated", [quote], definition, "计划标准：台账")


def paid(key, name, definition="全年支出合计"):
    total = BUDGET[key]
    return proposal(key, 4, name, f"≤{total}万元", "stated", [total], definition, "预算支出标准：本项目预算数")


@pytest.mark.parametrize(
    ("key", "name", "sound"),
    [
        ("soldiers", "在册退役士兵人数", True),
        ("soldiers", "领取工资的退役士兵人数", True),
        ("soldiers", "接受心理辅导的退役士兵人数", False),
        ("soldiers", "参加技能考试的退役士兵人数", False),
        ("soldiers", "领取生活补助的退役士兵人数", False),
        ("grant", "受资助的困难学生人数", True),
        ("grant", "享受免学费的困难学生人数", False),
        ("road", "修缮农村公路里程", True),
        ("road", "清除积雪的农村公路里程", False),
    ],
)
def test_a_count_is_of_what_the_text_counts(library, key, name, sound):
    assert ("subject" in caught(counted(key, name), library)) != sound


@pytest.mark.parametrize(
    ("key", "name", "sound"),
    [
        ("soldiers", "退役士兵工资及五险支出总额", True),
        ("soldiers", "退役士兵慰问金支出总额", False),
        ("soldiers", "退役士兵培训费支出总额", False),
        ("soldiers", "退役士兵社会保险费支出总额", False),
        ("grant", "助学金发放总额", True),
        ("grant", "困难学生奖学金支出总额", False),
        ("loan", "贷款贴息支出上限", True),
        ("loan", "小微企业房租补贴支出总额", False),
        ("network", "系统运维费用总额", True),
        ("network", "服务器购置费", False),
    ],
)
def test_the_budget_is_of_what_the_project_pays(library, key, name, sound):
    assert ("subject" in caught(paid(key, name), library)) != sound


@pytest.mark.parametrize(
    ("definition", "sound"),
    [
        ("本年由本项目发放工资的退役士兵，同一人只计一次", True),
        ("本年参加职业技能培训的退役士兵，同一人只计一次", False),
        ("领取慰问金的退役士兵，同一人只计一次", False),
        ("本年获奖的退役士兵，同一人只计一次", False),
    ],
)
def test_the_definition_counts_nothing_else(library, definition, sound):
    assert ("subject" in caught(counted("soldiers", "退役士兵人数", definition), library)) != sound


SCHOOL = project("school", "办学条件改善", "20.00", "购置实训台6台，弥补学校经费不足", "改善办学条件")


@pytest.mark.parametrize(
    ("row", "name", "target", "quote", "sound"),
    [
        (1, "采购实训台数量", "=6台", "购置实训台6台", True),
        (1, "报废实训台数量", "=6台", "购置实训台6台", False),
        (4, "校舍条件改善支出总额", "≤20.00万元", "20.00", True),
        (4, "病房条件改善支出总额", "≤20.00万元", "20.00", False),
    ],
)
def test_what_is_bought_and_what_a_school_has_may_be_called_so(library, row, name, target, quote, sound):
    made = proposal("school", row, name, target, "stated", [quote], "年内验收或支出的合计", "计划标准：采购台账")
    assert ("subject" in caught(made, library, document_of(SCHOOL), SCHOOL)) != sound


PARTS = project("parts", "用工监测经费", "6.00", "购置监测终端；支付下乡调查租车费用", "监测企业用工变化")


@pytest.mark.parametrize(
    ("name", "sound"), [("用工监测支出总额", True), ("终端购置和租车支出总额", True), ("下乡租车支出总额", False)]
)
def test_the_whole_of_the_money_is_not_for_a_part(library, name, sound):
    made = proposal("parts", 4, name, "≤6.00万元", "stated", ["6.00"], "全年支出合计", "预算支出标准：本项目预算数")
    assert ("subject" in caught(made, library, document_of(PARTS), PARTS)) != sound


@pytest.mark.parametrize(
    ("key", "level2", "name", "sound"),
    [
        ("soldiers", "社会效益指标", "退役士兵稳定在岗率", True),
        ("soldiers", "社会效益指标", "粮食增产率", False),
        ("soldiers", "服务对象满意度指标", "农户满意度", False),
        ("soldiers", "服务对象满意度指标", "退役士兵满意度", True),
        ("road", "社会效益指标", "群众出行受阻起数", True),
        ("road", "社会效益指标", "贷款回收率", False),
        ("exam", "服务对象满意度指标", "考生满意度", True),
    ],
)
def test_what_comes_of_a_project_is_not_what_comes_of_another_kind(library, key, level2, name, sound):
    made = proposal(
        *(key, None, name, "≥ 【待填】 %", "ask"),
        action="add",
        level1="效益指标",
        level2=level2,
        definition="按台账计数",
        question="多少？",
    )
    assert ("subject" in caught(made, library)) != sound


MARKS = project(
    "marks",
    "交通安全设施经费",
    "96.00",
    "用于施划城区道路标线、更换隔离护栏",
    "施划城区道路标线12000平方米，单价不超过35元/平方米，更换隔离护栏3200米。接到报修后24小时内修复。维护信号灯60处，其中农村20处",
)


@pytest.mark.parametrize(("name", "sound"), [("标线施划单价", False), ("交通设施每平方米维护支出", True)])
def test_the_whole_budget_is_not_reckoned_for_one_of_several_things(library, name, sound):
    made = proposal(
        *("marks", None, name, "≤80元/平方米", "derived", ["预算数 96.00", "施划城区道路标线12000平方米"]),
        action="add", level2="成本指标", formula="96.00万元/12000平方米", definition="全年支出÷施划面积",
    )  # fmt: skip
    assert ("subject" in caught(made, library, document_of(MARKS), MARKS)) != sound
