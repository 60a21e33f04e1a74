"""A proposal speaks of nothing that is known to belong to other projects."""

import pytest

from reviewer.verify import verify

from .conftest import DOCUMENT, PROJECTS, proposal

ADDED = {"action": "add", "level1": "产出指标", "level2": "数量指标", "question": "本年多少？"}


def caught(library, key, name, unit, **more):
    made = proposal(key, None, name, f"≥ 【待填】 {unit}", "ask", **{"definition": "按台账计数", **ADDED, **more})
    return [c.check for c in verify([made], PROJECTS[key], DOCUMENT, library)[0].checks if c.result == "fail"]


@pytest.mark.parametrize(
    ("name", "unit"), [("新装路灯盏数", "盏"), ("购置彩超数量", "台"), ("栽植树木株数", "株"), ("发放校服套数", "套")]
)
@pytest.mark.parametrize("key", ["soldiers", "loan"])
def test_a_foreign_thing_is_caught_though_its_number_is_asked_for(library, key, name, unit):
    assert "subject" in caught(library, key, name, unit)


@pytest.mark.parametrize(
    ("key", "name", "unit"),
    [
        ("soldiers", "发放工资的退役士兵人数", "人"),
        ("loan", "享受贴息的借款人数", "人"),
        ("road", "修缮公路里程", "公里"),
        ("network", "运行维护的业务系统数量", "个"),
        ("inspection", "劳保宣讲次数", "次"),
        ("soldiers", "求助来访接待人次", "人次"),
        ("training", "结业学员跟踪指导次数", "次"),
        ("network", "站点数据到报条数", "条"),
    ],
)
def test_a_thing_of_the_project_or_one_that_nobody_knows_passes(library, key, name, unit):
    assert not caught(library, key, name, unit)


@pytest.mark.parametrize(
    ("key", "name", "sound"),
    [
        ("soldiers", "退役士兵人均工资", True),
        ("soldiers", "退役士兵人员经费支出上限", True),
        ("soldiers", "退役士兵人均丧葬费", False),
        ("training", "农民工人均培训成本", True),
        ("training", "农民工人均体检费", False),
        ("road", "公路修缮支出总额", True),
        ("road", "校服采购支出总额", False),
    ],
)
def test_what_a_cost_pays_is_the_projects_own(library, key, name, sound):
    after = {"level2": "成本指标", "definition": "本年支出合计"}
    assert ("subject" in caught(library, key, name, "万元", **after)) != sound


@pytest.mark.parametrize(
    ("key", "level2", "name", "sound"),
    [
        ("soldiers", "质量指标", "退役士兵工资准确发放率", True),
        ("soldiers", "质量指标", "路面压实度达标率", False),
        ("soldiers", "时效指标", "奖学金按时到卡率", False),
        ("training", "质量指标", "农民工培训考核通过率", True),
        ("training", "时效指标", "危桥改造按期完工率", False),
        ("inspection", "质量指标", "设备验收合格率", True),
        ("inspection", "时效指标", "投诉举报案件按期办结率", True),
    ],
)
def test_how_well_and_when_is_said_of_the_projects_own(library, key, level2, name, sound):
    told = {"level2": level2, "definition": "按时按质完成的数÷应完成的数"}
    assert ("subject" in caught(library, key, name, "%", **told)) != sound
