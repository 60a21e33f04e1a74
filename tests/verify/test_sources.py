"""Papers, quotes and rows that a proposal rests on are the document's own and speak of the thing itself."""

import pytest

from reviewer.domain.kinds import BureauEntry, KindIndicator
from reviewer.verify import verify
from reviewer.verify.source import project_text

from .conftest import DOCUMENT, PROJECTS, document_of, project, proposal

ROWS = (
    ("数量指标", "入户走访", "≥85%"),
    ("质量指标", "台账规范", "≥85%"),
    ("质量指标", "问题整改率", "≥95%"),
    ("社会效益指标", "促进和谐", "≥85%"),
)
VISITS = project("visits", "困难家庭入户走访经费", "6.00", "走访困难家庭", rows=ROWS)


def caught(made, library, where=None):
    home, document = (where, document_of(where)) if where else (PROJECTS[made.project], DOCUMENT)
    return [c.check for c in verify([made], home, document, library)[0].checks if c.result == "fail"]


def asked(**fields):
    told = {"definition": "本年领取工资的退役士兵人数", "basis": "计划标准：花名册", "question": "多少人？", **fields}
    return proposal("soldiers", 1, "发放工资的退役士兵人数", "≥ 【待填】 人", "ask", **told)


@pytest.mark.parametrize(
    "words",
    [
        "计划标准：“十四五”双拥规划",
        "计划标准：“暖心”行动方案",
        "计划标准：七五普法规划",
        "计划标准：全县安置工作会议精神",
        "历史标准：省厅座谈会部署",
        "计划标准：市委常委会议决定",
        "其他标准：书记讲话精神",
        "计划标准：县政府工作报告",
        "计划标准：乡村振兴战略规划",
        "计划标准：上级下达的任务",
        "计划标准：县长办公会议定事项",
        "行业标准：民政部颁布规程",
        "计划标准：省教育厅工作部署",
        "行业标准：国家职业技能标准",
        "计划标准：县领导批示",
        "计划标准：中办国办印发的意见",
        "计划标准：省民政厅优抚处2020年补助通知",
        "计划标准：定退役军人发〔2019〕12号及其补充通知",
        "计划标准：民政局联合通知",
        "历史标准：统计局公报",
        "行业标准：国家公共服务清单",
        "历史标准：上级统计口径",
        "计划标准：2021年省政府民生实事",
        "预算支出标准：市财政局支出标准目录",
    ],
)
def test_a_plan_or_a_meeting_that_the_document_does_not_name_is_no_basis(words, library):
    assert caught(asked(basis=words), library) == ["basis"]


@pytest.mark.parametrize(
    "words", ["计划标准：年度工作计划", "计划标准：会议签到册", "计划标准：施工组织方案", "行业标准：工资标准"]
)
def test_a_paper_of_ones_own_passes(words, library):
    assert not caught(asked(basis=words), library)


@pytest.mark.parametrize(
    ("words", "sound"), [("县级下达探访任务", True), ("县级下达培训任务", False), ("市级下达帮扶指标", False)]
)
def test_a_task_is_the_documents_own_with_a_word_more_or_less(words, sound, library):
    home = project("task", "困难家庭探访经费", "6.00", "探访困难家庭", "按时完成县级下达的探访任务", rows=ROWS)
    made = proposal(
        "task", 1, "探访的困难家庭户数", "≥ 【待填】 户", "ask", basis=f"计划标准：{words}", question="多少户？"
    )
    assert ("basis" not in caught(made, library, home)) == sound


@pytest.mark.parametrize(("number", "sound"), [(3, True), (4, False)])
def test_an_entry_of_the_bureaus_library_is_named_where_there_is_one(number, sound, library):
    entry = KindIndicator(
        name="发放人数", dimension="数量", definition="领取的人数", operator="≥", unit="人", direction="正向",
        source="花名册", basis="计划标准", value="填报", core=True, ask="多少人？", origin="本局库 第3条",
    )  # fmt: skip
    own = library.model_copy(update={"entries": (BureauEntry(number=3, kind="人员", indicator=entry),)})
    assert (not caught(asked(basis=f"计划标准：花名册（本局库 第{number}条）"), own)) == sound


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("困难家庭入户走访经费 6.00万元", True),
        ("困难家庭入户走访经费，预算数 6.00万元", True),
        ("预算数 6.00万元", True),
        ("预算数 6.00万", True),
        ("预算数 6.00元", False),
        ("预算数 6.00亿元", False),
        ("走访经费 6.00万元", False),
        ("入户走访经费，预算数 6.00万元", False),
        ("预算总额 6.00万元", False),
    ],
)
def test_a_sum_stands_behind_the_whole_name_or_a_label_of_the_form(quote, stands):
    assert bool(project_text(VISITS).find(quote)) == stands


@pytest.mark.parametrize(
    ("row", "name", "quote", "sound"),
    [
        (4, "困难家庭救助率", "入户走访 ≥85%", False),
        (2, "走访记录合格率", "入户走访 ≥85%", False),
        (4, "走访问题整改率", "问题整改率 ≥95%", True),
        (1, "困难家庭入户走访率", "入户走访 ≥85%", True),
    ],
)
def test_a_row_that_names_no_rate_is_no_source_of_anothers(row, name, quote, sound, library):
    target = quote.split()[-1]
    told = {"definition": "已办的户数÷应办的户数", "basis": "历史标准：上年台账"}
    made = proposal("visits", row, name, target, "stated", [quote], **told)
    assert ("number" not in caught(made, library, VISITS)) == sound


@pytest.mark.parametrize(
    "source",
    [
        "江苏省职业培训管理规定",
        "养老机构服务规范",
        "全国社会保险经办服务规程",
        "保定市困难学生资助工作方案",
        "河北省会议费定额标准",
        "中华人民共和国档案管理规定",
    ],
)
def test_rules_of_a_place_or_an_authority_stand_in_the_document(source, library):
    assert "basis" in caught(asked(basis=f"计划标准：{source}"), library)


@pytest.mark.parametrize(
    ("source", "sound"), [("退役士兵管理办法", True), ("工资发放办法", True), ("捐款管理办法", False)]
)
def test_a_sort_of_paper_on_the_projects_subject_is_a_source(source, sound, library):
    assert ("basis" in caught(asked(basis=f"计划标准：{source}"), library)) != sound
    assert "basis" in caught(asked(basis=f"计划标准：《{source}》"), library)


@pytest.mark.parametrize(
    "source",
    [
        "本单位财务管理规定",
        "年度培训方案",
        "老旧小区改造实施方案",
        "城市绿化实施方案",
        "公务员工资标准",
        "合同约定的技术规范",
        "县级配套资金分配方案",
    ],
)
def test_rules_and_plans_of_ones_own_pass(source, library):
    assert "basis" not in caught(asked(basis=f"计划标准：{source}"), library)


NUMBERED = project(
    "numbered",
    "“120”工程",
    "20.00",
    "“120”工程中央补助资金，推行1+X证书，第7次普查入户，建设5G基站，“333”人才培养",
    "十三五期间共建实训室",
    "购置实训设备36台",
)


@pytest.mark.parametrize(
    ("name", "target", "quote"),
    [
        ("“120”工程购置设备台数", "≥120台", "“120”工程中央补助资金"),
        ("推行证书个数", "≥1个", "推行1+X证书"),
        ("普查入户次数", "≥7次", "第7次普查入户"),
        ("建设基站个数", "≥5个", "建设5G基站"),
        ("培养人才人数", "≥333人", "“333”人才培养"),
        ("共建实训室期数", "≥15期", "十三五期间共建实训室"),
    ],
)
def test_a_number_in_a_name_counts_nothing(name, target, quote, library):
    made = proposal("numbered", 1, name, target, "stated", [quote], "按验收台账计数", "计划标准：验收台账")
    assert "number" in caught(made, library, NUMBERED)


def test_a_number_beside_such_a_name_counts(library):
    told = (
        "“120”工程购置实训设备台数",
        "≥36台",
        "stated",
        ["购置实训设备36台"],
        "验收入库的台数",
        "计划标准：验收台账",
    )
    assert "number" not in caught(proposal("numbered", 1, *told), library, NUMBERED)


@pytest.mark.parametrize(
    ("goals", "told"),
    [
        (("1.65岁以上老人体检800人", "2.档案合格率95%"), {"65岁", "800人", "95%"}),
        (("1.5公里道路硬化", "3处隐患整治"), {"1.5公里", "3处"}),
        (("1.5公里道路硬化",), {"1.5公里"}),
    ],
)
def test_a_goal_begins_with_its_number_only_where_all_do(goals, told):
    facts = project_text(project("goals", "体检和道路", "10.00", "体检", *goals)).facts
    assert {f.number.text for f in facts if f.piece.field == "goal"} == told
