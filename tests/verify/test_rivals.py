"""Rows that measure one thing under two names, and rows that only share words."""

import pytest

from reviewer.domain.project import RowText
from reviewer.verify.rival import duplicate

from .conftest import project

ROWS = (
    ("数量指标", "培训人数", "≥100人"),
    ("质量指标", "结业考核合格率", "≥90%"),
    ("时效指标", "培训按时完成率", "=100%"),
    ("社会效益指标", "学员就业率", "≥60%"),
    ("服务对象满意度指标", "参训学员满意度", "≥90%"),
    ("数量指标", "补贴发放人数", "≥50人"),
)
TABLE = project("crafts", "农民工焊工技能培训", "20.00", "组织农民工参加焊工培训", rows=ROWS)


def refused(name, definition="本年计入的数÷应计入的数"):
    after = RowText(level1="效益指标", level2="社会效益指标", name=name, definition=definition, target="≥ 【待填】 %")
    return duplicate(after, 99, TABLE).result == "fail"


@pytest.mark.parametrize(
    "name",
    [
        "就业学员比例",
        "学员就业比率",
        "农民工培训人数",
        "领取补贴的人数",
        "考核结业合格率",
        "焊工培训按时完成比例",
        "培训人员数量",
        "总体学员就业率",
    ],
)
def test_another_name_for_a_row_is_a_duplicate(name):
    assert refused(name)


def test_satisfaction_of_those_whom_another_row_asks_is_a_duplicate():
    assert refused("参训学员对教学的满意度", "问卷满意份数÷有效份数")
    assert refused("课程满意度", "参训学员问卷满意份数÷有效份数")
    assert not refused("家属满意度", "向参训学员家属发问卷，满意份数÷有效份数")
    assert not refused("用工企业满意度", "用工企业问卷满意份数÷有效份数")


@pytest.mark.parametrize(
    "name", ["学员创业率", "培训合格人数", "学员稳定就业率", "补贴发放率", "培训人次", "教材合格率", "未就业人员培训率"]
)
def test_another_thing_in_like_words_is_none(name):
    assert not refused(name)


CLINIC = project(
    "clinic",
    "乡镇中心卫生院补助",
    "30.00",
    "慰问困难老党员，补助乡镇中心卫生院，组织村民体检",
    rows=(
        ("数量指标", "设备购置、安装数量", "≥8台"),
        ("数量指标", "体检人次", "≥300人次"),
        ("质量指标", "中心卫生院出院患者好转率", "≥90%"),
        ("社会效益指标", "受益总人数", "≥90人"),
        ("数量指标", "慰问困难党员人数", "120人"),
        ("服务对象满意度指标", "服务对象满意度", "≥90%"),
        ("数量指标", "宣传活动", "≥5场"),
    ),
)
TOLD = CLINIC._replace(
    indicators=tuple(row._replace(definition="下乡义诊场次") if row.row == 7 else row for row in CLINIC.indicators)
)


def again(name, target="≥ 【待填】 人", definition="按台账计数", *, added=False):
    after = RowText(level1="产出指标", level2="数量指标", name=name, definition=definition, target=target)
    return duplicate(after, 99, TOLD, added=added).result == "fail"


@pytest.mark.parametrize(
    "name",
    ["购置设备数量", "设备购置台数", "村民体检人次", "乡卫院出院患者好转率", "受益困难老党员总人数", "下乡义诊场次"],
)
def test_a_part_or_a_longer_or_shorter_name_of_what_a_row_counts_is_a_duplicate(name):
    assert again(name)


@pytest.mark.parametrize(
    "name",
    ["设备维修台数", "体检人数", "体检复查人次", "村卫生室出院患者好转率", "受益儿童人数", "下乡义诊覆盖村数"],
)
def test_another_deed_or_crowd_is_none(name):
    assert not again(name)


def test_the_same_number_of_the_same_people_is_a_duplicate():
    assert again("走访慰问生活困难党员人数", "≥0.012万人")
    assert not again("走访慰问生活困难党员人数", "≥100人")
    assert not again("困难党员就业人数", "≥120人")


@pytest.mark.parametrize("name", ["老党员满意度", "项目实施满意度", "体检服务满意度", "受益对象满意率"])
def test_another_row_need_not_ask_those_served_whom_one_asks_already(name):
    assert again(name, "≥90%", "问卷满意份数÷有效份数", added=True)


@pytest.mark.parametrize("name", ["患者家属满意度", "用人单位满意度"])
def test_another_row_may_ask_others(name):
    assert not again(name, "≥90%", "问卷满意份数÷有效份数", added=True)


def test_the_projects_own_subject_before_a_name_makes_no_other_row():
    assert again("困难老党员服务对象满意度", "≥90%", "问卷满意份数÷有效份数")
    assert refused("农民工焊工技能培训参训学员满意度", "问卷满意份数÷有效份数")
    assert not refused("用工企业参训学员满意度", "用工企业问卷满意份数÷有效份数")
    staff = project("staff", "退役人员安置", "9.00", "安置人员", rows=(("质量指标", "资金准确率", "≥90%"),))
    longer = RowText(level1="产出指标", level2="质量指标", name="退役人员安置资金准确率", target="≥ 【待填】 %")
    assert duplicate(longer, 99, staff).result == "fail"


def test_those_of_one_rank_are_not_all():
    table = project(
        "aid",
        "普通高中国家助学金",
        "260.00",
        "发放一等助学金和二等助学金",
        rows=(("数量指标", "资助学生人数", "≥1460人"),),
    )
    for name, same in (("一等助学金资助学生人数", False), ("助学金资助学生人数", True)):
        after = RowText(level1="产出指标", level2="数量指标", name=name, definition="按名册计", target="≥560人")
        assert (duplicate(after, 99, table, added=True).result == "fail") == same


STREETS = project(
    "streets",
    "县城街巷整治",
    "90.00",
    "整治背街小巷8公里，安装路灯150盏，划线停车位420个，聘用社区巡防队员36名，每人每月补贴900元；分3轮清掏下水井",
    "市民来件7个工作日内答复，日均清运建筑垃圾40吨",
    rows=(
        ("数量指标", "巡防队员人数", "≥36人"),
        ("数量指标", "停车位", "≥90百分比"),
        ("数量指标", "购置设备", "≥90百分比"),
        ("社会效益指标", "下水井清掏轮次", "≥3轮"),
        ("时效指标", "来件答复时限", "≤7个工作日"),
        ("成本指标", "巡防补贴标准", "=900元/人·月"),
        ("成本指标", "控制成本", "按预算数控制"),
        ("生态效益指标", "日均清运建筑垃圾量", "≥40吨"),
        ("数量指标", "背街小巷整治里程", "≥8公里"),
    ),
)


def doubled(name, target, level2="数量指标"):
    after = RowText(level1="产出指标", level2=level2, name=name, definition="按台账计", target=target)
    return duplicate(after, 99, STREETS).result == "fail"


@pytest.mark.parametrize(
    ("name", "target", "level2"),
    [
        ("聘用的社区巡防队员数", "≥36人", "数量指标"),
        ("划线停车位个数", "≥420个", "数量指标"),
        ("清掏下水井轮数", "≥3轮", "数量指标"),
        ("市民来件答复天数", "≤7个工作日", "时效指标"),
        ("巡防社区队员补贴标准", "=900元/人·月", "成本指标"),
        ("街巷整治支出总额", "≤90.00万元", "成本指标"),
        ("建筑垃圾日均清运重量", "≥40吨", "数量指标"),
        ("在岗的社区巡防人员数", "≥36人", "数量指标"),
        ("小巷整治总里程", "≥8公里", "数量指标"),
        ("参与巡防的社区队员数", "≥ 【待填】 人", "数量指标"),
        ("完成整治的背街小巷里程", "≥8公里", "数量指标"),
        ("开展社区巡防夜间队员人数", "≥36人", "数量指标"),
        ("当年巡防队员人数", "≥36人", "数量指标"),
    ],
)
def test_another_ending_of_the_same_sort_makes_no_other_row(name, target, level2):
    assert doubled(name, target, level2)


@pytest.mark.parametrize(
    ("name", "target", "level2"),
    [
        ("安装路灯盏数", "≥150盏", "数量指标"),
        ("购置消防设备台数", "≥ 【待填】 台", "数量指标"),
        ("停车位使用率", "≥ 【待填】 %", "质量指标"),
        ("来件办结时限", "≤15个工作日", "时效指标"),
        ("巡防装备采购单价", "≤ 【待填】 元/套", "成本指标"),
        ("路灯安装支出总额", "≤12.00万元", "成本指标"),
        ("巡防队员考核合格人数", "≥36人", "数量指标"),
        ("背街小巷绿化里程", "≥2公里", "数量指标"),
        ("巡防队员培训人次", "≥36人次", "数量指标"),
    ],
)
def test_another_thing_sort_or_number_stays_apart(name, target, level2):
    assert not doubled(name, target, level2)


PUMPS = project(
    "pumps",
    "乡镇供水站运行",
    "30.00",
    "补助供水站运行，水池新增容量900立方米，受理用水报修，向困难户按月发放水费补助",
    rows=(
        ("数量指标", "水池新增容量", "≥900立方米"),
        ("社会效益指标", "用水报修", "≥90百分比"),
        ("质量指标", "水费补助占比", "≥20%"),
        ("服务对象满意度指标", "用水户满意度", "≥90%"),
    ),
)


@pytest.mark.parametrize(
    ("name", "level2", "same"),
    [
        ("供水站水池新增容量", "数量指标", True),
        ("用水报修受理件数", "社会效益指标", True),
        ("水费补助占全部资金的比重", "质量指标", True),
        ("用水户问卷满意度", "服务对象满意度指标", True),
        ("水费补助按月发放率", "时效指标", False),
        ("报修水表更换件数", "社会效益指标", False),
        ("供水站职工满意度", "服务对象满意度指标", False),
    ],
)
def test_what_is_asked_how_or_done_when_tells_rows_apart_and_words_for_the_survey_do_not(name, level2, same):
    after = RowText(level1="效益指标", level2=level2, name=name, definition="按台账计", target="≥ 【待填】 %")
    assert (duplicate(after, 99, PUMPS).result == "fail") == same
