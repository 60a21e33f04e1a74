"""A defect that a proposal claims to mend lies in something that the proposal changes."""

import pytest

from reviewer.domain.finding import Findings
from reviewer.pipeline.knowledge import Knowledge
from reviewer.settings import Settings
from reviewer.verify.table import apply, claims

from .conftest import PROJECTS, project, proposal

FEWER = project("calls", "热线运行", "3.00", "受理来电", rows=(("数量指标", "受理来电件数", "≤900件"),))


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(Settings())


def nothing_found(_project):
    return Findings(found=())


def left(made, where):
    return claims([made], where, apply(where, [made]), nothing_found)[0][0].result == "fail"


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("V02", {"target": "≥5人"}),
        ("V03", {"name": "发放工资的退役士兵人数"}),
        ("M05", {"target": "≥5人"}),
        ("P02", {"definition": "本年领取工资的人数"}),
        ("B02", {"definition": "本年领取工资的人数"}),
        ("M01", {"target": "≥5人"}),
    ],
)
def test_what_a_defect_lies_in_must_change(code, fields):
    assert left(proposal("soldiers", 1, resolves=(code,), **fields), PROJECTS["soldiers"])


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("V02", {"name": "发放工资的退役士兵人数"}),
        ("V03", {"target": "≥5人"}),
        ("M05", {"definition": "本年领取工资的人数"}),
        ("P02", {"target": "≥5人"}),
        ("M01", {"level2": "质量指标"}),
    ],
)
def test_a_changed_one_may_be_mended(code, fields):
    assert not left(proposal("soldiers", 1, resolves=(code,), **fields), PROJECTS["soldiers"])


@pytest.mark.parametrize(("target", "stays"), [("≤800件", True), ("≥800件", False), ("=800件", False)])
def test_a_direction_that_is_mended_has_another_sign(target, stays):
    assert left(proposal("calls", 1, target=target, resolves=("M04",)), FEWER) == stays


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("救助资金到账率", True),
        ("物业服务费支付率", True),
        ("办公经费支出规范率", True),
        ("救助金按时发放率", False),
        ("厂房租金按期支付率", False),
        ("材料款及时支付率", False),
    ],
)
def test_a_new_name_that_is_an_input_again_is_the_proposals_doing(name, again, knowledge):
    table = project("aid", "临时救助", "9.00", "救助困难群众", rows=(("时效指标", "资金到位率", "≥90%"),))
    made = proposal("aid", 1, name, "≥ 【待填】 %")
    fresh = claims([made], table, apply(table, [made]), knowledge.checks.project)[0][1]
    assert (fresh.result == "fail") == again


@pytest.mark.parametrize(
    ("name", "stays"), [("救助金拨付率", True), ("救助金及时拨付率", False), ("车辆使用率", False)]
)
def test_money_that_went_is_an_input_still(name, stays):
    assert left(proposal("soldiers", 2, name, "≥ 【待填】 %", resolves=("M06",)), PROJECTS["soldiers"]) == stays


def test_less_of_what_should_be_less_turns_a_direction():
    table = project("heat", "供热管护", "3.00", "维护管网", rows=(("社会效益指标", "漏水报修件数", "≥300件"),))
    assert left(proposal("heat", 1, "漏水报修来件件数", "≥300件", resolves=("M04",)), table)
    assert not left(proposal("heat", 1, "漏水报修减少件数", "≥300件", resolves=("M04",)), table)


def test_the_only_row_that_asks_anybody_is_of_the_project():
    removed = proposal("soldiers", 7, action="remove", resolves=("M02",))
    assert left(removed, PROJECTS["soldiers"])
    assert not left(proposal("soldiers", 6, action="remove", resolves=("M02",)), PROJECTS["soldiers"])
    twice = PROJECTS["soldiers"]._replace(
        indicators=(*PROJECTS["soldiers"].indicators, PROJECTS["soldiers"].indicators[6]._replace(row=8))
    )
    assert not left(removed, twice)
