"""A definition counts what its name and target say."""

import pytest

from reviewer.domain.project import RowText
from reviewer.verify.definition import counts, definition

from .conftest import proposal


def judged(name, target, words):
    made = proposal("soldiers", 1, name, target, "ask", definition=words)
    return definition(made, RowText(name=name, target=target, definition=words)).result


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        ("享受补贴企业数", "≥ 【待填】 家", "经审核发放补贴的企业户数，按统一社会信用代码计数"),
        ("代办员满意度", "≥90%", "对代办员进行问卷调查，满意人数÷有效问卷数"),
        ("托管总成本", "≤80.62万元", "托管单价×标箱数"),
        ("可资助学生人数", "=120人", "预算数÷人均标准"),
        ("证书单本制作成本", "≤ 【待填】 元/本", "全年实际支付的制作支出÷制作本数"),
        ("鉴定结论平均出具时间", "≤ 【待填】 日", "各件办理天数合计÷办结件数"),
        ("购置设备数量", "≥ 【待填】 台（套）", "验收入库的设备台（套）数"),
        ("完工时间", "12月底前", "竣工验收合格的日期"),
        ("通行时间缩短", "≥ 【待填】 分钟", "改建前平均分钟数减改建后平均分钟数"),
        ("老年人免费乘车人次", "≥ 【待填】 人次", "65周岁以上老年人刷卡乘车的次数之和"),
        ("水质达标月数", "≥ 【待填】 个月", "水质达到类别的月份数"),
        ("资格认定准确率", "=100%", "复核符合条件的学生数÷受助学生总数"),
        ("社会资本带动倍数", "≥ 【待填】 倍", "带动的社会投资金额÷财政奖补资金"),
        ("参训职工满意度", "≥90%", "问卷中表示满意的职工÷有效份数"),
        ("工作人员对食堂满意度", "≥90%", "问卷调查，满意的工作人员÷有效份数"),
        ("单件检测成本", "≤ 【待填】 元/件", "检测支出÷样品份数"),
        ("巡护人均补助", "≤ 【待填】 元/人·月", "全年补助支出÷巡护人数"),
        ("查阅服务人次", "≥ 【待填】 人次", "年内到场查阅的人数之和，同一人多次查阅重复计"),
    ],
)
def test_a_definition_of_the_thing_itself_passes(name, target, words):
    assert judged(name, target, words) == "pass"


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        ("参训人数", "≥ 【待填】 人", "本年举办的培训班期数"),
        ("参训人数", "≥ 【待填】 人", "全年实际支付的培训支出合计，不超过预算数"),
        ("参训人数", "≥ 【待填】 人", "取证人数÷参训人数"),
        ("参训人数", "≥ 【待填】 人", "竣工验收的运动场地面积"),
        ("按时发放率", "=100%", "年内新增参保缴费人数"),
        ("按时发放率", "=100%", "按政策确定的每人补助标准"),
        ("补贴发放总额", "≤100万元", "到账人数÷应发人数"),
        ("补贴发放总额", "≤100万元", "全年领取补贴的人数，同一人只计一次"),
        ("发放完成时间", "12月底前", "满意份数÷有效问卷份数"),
        ("修缮面积", "≥ 【待填】 平方米", "修缮的房屋栋数"),
        ("档案整理合格率", "≥95%", "对查档人员问卷调查，满意份数÷有效份数"),
        ("查档人员满意度", "≥95%", "抽查完好的标箱数÷抽查标箱数"),
        ("毕业生就业率", "≥95%", "本年辍学的新生人数÷注册新生人数"),
        ("社会资本带动倍数", "≥ 【待填】 倍", "带动的社会投资金额÷受奖企业数"),
        ("学员满意度", "≥90%", "基本满意和满意人数÷总人数"),
        ("学员满意度", "≥90%", "问卷中选择满意的管理人员÷有效份数"),
        ("人均检测成本", "≤ 【待填】 元/人", "检测支出÷样品份数"),
        ("参训人数", "≥ 【待填】 人", "参训人数"),
        ("参训人数", "≥ 【待填】 人", "参训的人数情况"),
    ],
)
def test_a_definition_of_another_thing_or_of_none_is_caught(name, target, words):
    assert judged(name, target, words) == "fail"


@pytest.mark.parametrize("name", ["村容整洁程度", "扫盲工作完成度", "门户网站建设完成率", "治理水平"])
def test_a_share_is_of_something_against_something(name):
    assert judged(name, "≥ 【待填】 %", "反映有关工作的完成程度") == "fail"
    assert judged(name, "≥ 【待填】 %", "达标的项数占应达标项数的比重") == "pass"


def test_only_a_survey_may_leave_out_what_its_share_is_of():
    assert judged("让村民满意实现程度", "≥ 【待填】 %", "村民满意的实现情况") == "fail"
    assert judged("村民满意度", "≥ 【待填】 %", "入户问卷调查村民的满意情况") == "pass"


def test_what_says_no_measure_may_be_in_any_unit():
    assert counts("以发放花名册为准", "人")
    assert counts("由本项目保障的网点，一处计一个", "个")
