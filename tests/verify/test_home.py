"""Direction, unit and dimension of what is asked for, by the name alone."""

import pytest

from reviewer.domain.project import RowText
from reviewer.verify.fit import dimension, direction, unit

from .conftest import PROJECTS

LEVEL1 = {"社会效益指标": "效益指标", "可持续影响指标": "效益指标", "经济效益指标": "效益指标"}


def row(name, target, level2="数量指标", definition=""):
    return RowText(
        level1=LEVEL1.get(level2, "产出指标"), level2=level2, name=name, target=target, definition=definition
    )


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("低保金审批时长", "≥ 【待填】 个工作日"),
        ("热线等待时长", "≥ 【待填】 分钟"),
        ("巡逻车辆数", "≤ 【待填】 辆"),
        ("走访企业家数", "≤ 【待填】 家"),
        ("编印手册份数", "≤ 【待填】 份"),
        ("调处医疗纠纷件数", "≤ 【待填】 件"),
        ("查处违规用地宗数", "≤ 【待填】 宗"),
        ("新增停车泊位个数", "≤ 【待填】 个"),
        ("阅览室书刊借阅人次", "≤ 【待填】 人次"),
        ("新增日供水产能", "≤ 【待填】 吨"),
        ("粮食亩产量", "≤ 【待填】 公斤"),
    ],
)
def test_a_sign_that_points_the_wrong_way_is_caught(name, target):
    assert direction(row(name, target)).result == "fail"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("岗前培训时长", "≥ 【待填】 小时"),
        ("图书馆开放时长", "≥ 【待填】 小时"),
        ("业务办理差错件数", "≤ 【待填】 件"),
        ("欠薪企业家数", "≤ 【待填】 家"),
        ("停课天数", "≤ 【待填】 天"),
        ("企业平均裁员率", "≤5.5%"),
        ("溺亡人数", "=0人"),
        ("塌方死亡牲畜头数", "≤ 【待填】 头"),
        ("网络安全事件起数", "=0起"),
        ("信访接待群众批次", "≥ 【待填】 批次"),
        ("补贴农户散煤复烧户数", "≤ 【待填】 户"),
        ("视频资料存储天数", "≥ 【待填】 天"),
        ("检验样本留存时长", "≥ 【待填】 天"),
        ("单位产值能耗", "≤ 【待填】 吨"),
        ("农户人均经营收入", "≥ 【待填】 元/人"),
        ("泵站设防标准", "≥50年"),
    ],
)
def test_a_sign_that_fits_passes(name, target):
    assert direction(row(name, target)).result == "pass"


@pytest.mark.parametrize(
    ("name", "target", "level2"),
    [
        ("抚恤金发放总额", "≤8.00万元", "质量指标"),
        ("印制成本", "≤ 【待填】 元/本", "可持续影响指标"),
        ("救助金审批时长", "≤ 【待填】 天", "数量指标"),
        ("津贴按季发放率", "=100%", "质量指标"),
        ("走访企业家数", "≥ 【待填】 家", "质量指标"),
        ("检修电梯台数", "≥ 【待填】 台", "时效指标"),
        ("管网改造长度", "≥ 【待填】 公里", "经济效益指标"),
        ("施工引发的信访事件", "=0起", "数量指标"),
        ("故障报修及时修复率", "=100%", "社会效益指标"),
        ("来件及时转办率", "=100%", "质量指标"),
        ("津贴核发正确率", "=100%", "可持续影响指标"),
        ("工程验收通过率", "=100%", "社会效益指标"),
        ("疫苗投放轮次", "≥ 【待填】 轮", "质量指标"),
        ("巡查里程", "≥ 【待填】 公里", "经济效益指标"),
        ("岗位补贴发放总额", "≤ 【待填】 万元", "经济效益指标"),
        ("救助金审核期", "≤ 【待填】 天", "质量指标"),
        ("年节水量", "≥ 【待填】 吨", "时效指标"),
    ],
)
def test_what_belongs_elsewhere_is_caught(name, target, level2):
    assert dimension(row(name, target, level2), PROJECTS["soldiers"]).result == "fail"


@pytest.mark.parametrize(
    ("name", "target", "level2"),
    [
        ("业务办理差错件数", "=0件", "质量指标"),
        ("岗前培训时长", "≥ 【待填】 小时", "数量指标"),
        ("受理信访件数", "≥ 【待填】 件", "数量指标"),
        ("农户人均增收", "≥ 【待填】 元/人", "经济效益指标"),
        ("逾期件数", "≤ 【待填】 件", "时效指标"),
        ("周均开放小时数", "≥ 【待填】 小时/周", "时效指标"),
        ("河道水质达标率", "≥ 【待填】 %", "社会效益指标"),
        ("农产品抽检合格率", "≥ 【待填】 %", "社会效益指标"),
        ("惠民补贴发放总额", "≥ 【待填】 万元", "经济效益指标"),
        ("设备质保期", "≥ 【待填】 年", "质量指标"),
        ("血液样本保存时间", "≥ 【待填】 天", "质量指标"),
    ],
)
def test_what_may_stand_there_passes(name, target, level2):
    assert dimension(row(name, target, level2), PROJECTS["soldiers"]).result == "pass"


@pytest.mark.parametrize(("name", "sound"), [("患者次均住院费用", True), ("学员人均培训费用", False)])
def test_what_those_who_are_served_pay_themselves_is_no_cost_of_the_project(name, sound):
    made = dimension(row(name, "≤ 【待填】 元/人次", "经济效益指标"), PROJECTS["soldiers"])
    assert (made.result == "pass") == sound


@pytest.mark.parametrize(
    ("name", "target", "sound"),
    [
        ("周均开放小时数", "≥60小时/周", True),
        ("每月巡检次数", "≥4次/月", True),
        ("开放小时数", "≥60人/周", False),
        ("巡检次数", "≥4次/月", False),
    ],
)
def test_a_count_for_each_of_something_says_so_in_its_name(name, target, sound):
    assert (unit(row(name, target)).result == "pass") == sound


@pytest.mark.parametrize("state", ["较好", "显著提升", "总体良好", "明显改善", "非常满意"])
def test_a_grade_that_nobody_gives_is_caught(state):
    assert unit(row("路面状况", state, "质量指标")).result == "fail"
    assert unit(row("路面质量评定等级", state, "质量指标")).result == "cannot_decide"


def test_a_limit_of_expenses_is_money():
    assert unit(row("公用经费控制数", "≤ 【待填】 万元", "成本指标")).result == "pass"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("签约商户数", "≥ 【待填】 家"),
        ("燃气用户数", "≥ 【待填】 户"),
        ("平台注册用户数", "≥ 【待填】 人"),
        ("疏浚轮数", "≥ 【待填】 轮"),
        ("图像分辨率", "≥ 【待填】 像素"),
    ],
)
def test_a_unit_that_counts_such_a_thing_passes(name, target):
    assert unit(row(name, target)).result == "pass"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("网点个数", "≥ 【待填】 人"),
        ("系统模块数", "≥ 【待填】 天"),
        ("签约商户数", "≥ 【待填】 人"),
        ("疏浚轮数", "≥ 【待填】 人"),
    ],
)
def test_a_unit_that_counts_no_such_thing_is_caught(name, target):
    assert unit(row(name, target)).result == "fail"


@pytest.mark.parametrize(
    ("name", "sound"), [("借款人按期还款率", True), ("受助学生按期毕业率", True), ("贴息按期发放率", False)]
)
def test_what_those_who_are_served_do_in_time_is_an_effect(name, sound):
    made = dimension(row(name, "≥ 【待填】 %", "社会效益指标"), PROJECTS["loan"])
    assert (made.result == "pass") == sound
