"""Every way to write a number is one, and what only looks like a number is none."""

import pytest

from reviewer.verify import verify
from reviewer.verify.number import DATE, mentions

from .conftest import DOCUMENT, PROJECTS, proposal

NUMBERS = [
    "含俩新招人员",
    "另有仨人在编",
    "每半月核对人数",
    "半个学期内到岗",
    "不足半日的不计",
    "一年半以上工龄",
    "比上年增长三成",
    "四成为女职工",
    "两成五在外地",
    "报到后两周内计入",
    "公示后五日内领到",
    "审批后一个工作日内领到",
    "满一个月的计入",
    "领用劳保鞋两打",
    "分布于③镇",
    "涉及⑿人",
    "Ⅷ级以上职工",
    "IV类人员",
    "约½在册",
    "五分之二为党员",
    "提高六个百分点",
    "二十来名",
    "提高一倍",
    "减半计发",
    "对半分摊",
    "1.5k人",
    "2w元",
    "0.3亿元",
    "六十岁以上",
    "每周两次",
    "一季度三回",
    "不超过一周",
    "十六点五万元以内",
    "百强单位优先",
    "五类困难家庭的优先",
    "三大系统各计",
    "六支队伍合并统计",
    "按季各三场核对",
    "每日一巡的计入",
    "双月一场宣讲",
    "每村一名联络员",
    "百名骨干优先",
    "人数近三百",
    "四乡镇合并统计",
    "服役Ⅻ年以上",
    "考核为A级的优先",
    "按一比五百配备",
    "不满六旬的优先",
    "任职逾五载的优先",
    "五百上下的名册",
    "在现有四十二万用户之外",
]
NONE = [
    "同一人只计一次",
    "一人一份",
    "两者都领的也计一次",
    "双方签字的计入",
    "一式两份的计一份",
    "统一打卡发放",
    "近三个月在岗的计入",
    "上半年、下半年各核一次",
    "二次发放不另计",
    "半脱产人员也计",
    "成立专班的不计",
    "逐一核对后计入",
    "一旦重复只计一次",
    "按四舍五入取整",
    "工资、保险两项支出合计",
    "领取两项补贴的只计一次",
    "主备两套的计一个",
    "三支一扶人员不计",
    "每人一份问卷",
    "一比一核对名册",
    "每吸纳一人补贴金额",
    "① 在编人员；② 聘用人员",
]


@pytest.mark.parametrize(
    ("words", "unit", "per"),
    [
        ("每例减免1000元", "元", {"例"}),
        ("亩均投资不超过1500元", "元", {"亩"}),
        ("月人均补助300元", "元", {"月", "人"}),
        ("年均投入300元", "元", set()),
        ("≤58元/标箱·年", "元", {"标箱", "年"}),
        ("≤893.75元/人次", "元", {"人次"}),
    ],
)
def test_what_a_sum_is_for_each_of_may_be_said_before_it(words, unit, per):
    (number,) = mentions(words)
    assert (number.unit, number.per) == (unit, per)


@pytest.mark.parametrize(
    ("words", "day"), [("当月10日前", "每月10日"), ("每月5号", "每月5日"), ("次月15日", "次月15日")]
)
def test_a_day_of_every_month_is_a_date(words, day):
    assert [(m.unit, m.text) for m in mentions(words)] == [(DATE, day)]


def caught(words, library):
    told = f"本年领取工资的退役士兵人数，{words}"
    made = proposal(
        "soldiers",
        1,
        "发放工资的退役士兵人数",
        "≥ 【待填】 人",
        "ask",
        (),
        told,
        "计划标准：花名册",
        question="多少人？",
    )
    return [c.check for c in verify([made], PROJECTS["soldiers"], DOCUMENT, library)[0].checks if c.result == "fail"]


@pytest.mark.parametrize("words", NUMBERS)
def test_a_number_that_the_text_does_not_say_is_caught(words, library):
    assert set(caught(words, library)) & {"number", "text"}


@pytest.mark.parametrize("words", NONE)
def test_what_only_looks_like_a_number_passes(words, library):
    assert not caught(words, library)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("俩月", 2, "月"), ("仨学时", 3, "学时"), ("两成", 20, "%"), ("3k人", 3000, "人"), ("4w元", 40000, "元")],
)
def test_the_value_is_read(text, value, unit):
    (found,) = mentions(text)
    assert (found.value, found.unit) == (value, unit)
