"""One good table, broken in one way at a time: that code appears, and only codes that follow from it."""

from decimal import Decimal

import pytest

from reviewer.checks import Checks
from reviewer.domain.document import Document
from reviewer.domain.policy import Policy
from reviewer.domain.project import Budget
from reviewer.errors import ConfigurationError
from tests.checks.conftest import codes, indicator, project

ROWS = {
    1: ("产出指标", "数量指标", "养护道路长度", "当年养护并验收的道路长度", "≥42公里", "2025年养护计划"),
    2: ("产出指标", "质量指标", "养护工程合格率", "验收合格标段数÷验收标段数", "=100%", "行业标准（养护规范）"),
    3: ("产出指标", "时效指标", "养护完工时间", "全部标段验收的日期", "2025年10月底前", "施工合同"),
    4: ("产出指标", "成本指标", "每公里养护成本", "养护支出÷养护长度", "≤2.3万元/公里", "预算定额标准"),
    5: ("效益指标", "社会效益指标", "行车投诉件数", "热线受理的路面投诉件数", "≤20件", "上年统计"),
    6: ("满意度指标", "服务对象满意度指标", "沿线居民满意度", "问卷评价满意份数÷有效份数", "≥90%", "问卷调查"),
}


OF_2020 = {"goals": ("完成2020年城区主次干道养护，路面完好率保持在规范要求以上，行车投诉减少",)}


def table(change=None, **fields):
    rows = ROWS | (change or {})
    return project(*(indicator(n, *row) for n, row in sorted(rows.items()) if row), **fields)


def changed(row, **parts):
    names = ("level1", "level2", "name", "definition", "target", "basis")
    return {row: tuple(parts.get(name, old) for name, old in zip(names, ROWS[row], strict=True))}


def found(checks, *projects):
    document = Document(file="x", sha256="0", format="txt", projects=projects)
    return {f.code for f in checks.document(document).found}


def test_the_good_table_is_silent(checks):
    assert found(checks, table()) == set()


MUTATIONS = [
    ("V01", changed(5, name="社会效益指标"), {"M03", "M04", "P05"}),
    ("V02", changed(5, name="提升城市形象", target="≥90%"), set()),
    ("V03", changed(1, target="根据任务安排"), {"T01", "P02"}),
    ("V04", changed(1, definition=""), set()),
    ("M01", changed(1, level2="时效指标"), {"P05"}),
    ("M02", changed(5, name="粮食产量", target="≥500公斤"), {"M01"}),
    ("M03", changed(1, target="≥90%"), {"P02"}),
    ("M04", changed(6, target="≤85%"), {"T02"}),
    ("M06", changed(2, name="养护资金到位率"), {"M01"}),
    ("T01", changed(2, target="=100等于100%"), set()),
    ("T02", changed(6, target="=100%"), set()),
    ("B01", changed(1, basis=""), set()),
    ("B02", changed(1, basis="道路情况"), set()),
    ("B03", changed(1, basis="关于养护经费的请示"), {"B02"}),
    ("D01", changed(2, name="养护道路长度", target="≥42公里"), {"M01"}),
    ("T04", changed(4, name="养护总成本", target="≤150万元"), set()),
    ("X01", changed(6, definition="问卷满意渡评价份数÷有效份数"), set()),
    ("X01", changed(1, basis="农村公路养户计划"), set()),
]


@pytest.mark.parametrize(("code", "change", "follow"), MUTATIONS, ids=[m[0] for m in MUTATIONS])
def test_broken_row(checks, code, change, follow):
    seen = found(checks, table(change))
    assert code in seen
    assert seen <= {code} | follow


def test_x02_an_earlier_years_plan(checks):
    change = changed(1, definition="2020年计划养护的道路长度")
    assert found(checks, table(change, name="2025年城区道路养护")) == {"X02"}


def test_x02_a_five_year_plan_that_has_ended(checks):
    change = changed(1, basis="“十三五”公路养护规划")
    assert found(checks, table(change, name="2025年城区道路养护")) == {"X02"}
    assert found(checks, table(change, name="2020年城区道路养护", **OF_2020)) == set()


def test_x02_last_years_result_is_a_baseline(checks):
    change = changed(1, basis="历史标准：2024年实际完成40公里")
    assert found(checks, table(change, name="2025年城区道路养护")) == set()


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("P01", {"goals": ("道路养护",)}),
        ("P03", {"budget": Budget(total="100.00", fiscal="90.00", other="0")}),
        ("P04", {"spending_plan": ("25%", "25%", "25%", "25%")}),
        ("P06", {"purpose": "支付办公用房租金", "name": "养护中心办公用房租金"}),
    ],
)
def test_broken_head(checks, code, fields):
    assert code in found(checks, table(**fields))


def test_p05_no_row_of_quality(checks):
    assert found(checks, table({2: None})) == {"P05"}


def test_p02_a_count_in_grades_is_a_count(checks):
    graded = "优：≥42公里；良：≥40公里；中：≥38公里；差：<38公里"
    assert "P02" not in found(checks, table(changed(1, target=graded)))


def test_t03_one_target_for_all(checks):
    change = {n: (*row[:4], "≥90%", row[5]) for n, row in ROWS.items()}
    assert "T03" in found(checks, table(change))


def test_d02_pasted_into_many_projects(checks):
    projects = [table(key=f"K{n}", name=f"项目{n}道路养护") for n in range(6)]
    assert "D02" in found(checks, *projects)


def payers(*budgets, people="≥600人"):
    """One grant paid by several sources."""
    rows = (
        indicator(1, "产出指标", "数量指标", "资助学生人数", "享受助学金的在籍学生数", people, "学籍名册"),
        indicator(2, "产出指标", "成本指标", "补助标准", "每人每年的助学金", "=2000元", "预算支出标准"),
    )
    names = ("冀财教【2020】174号 助学金", "冀财教【2020】166号 助学金", "中等职业学校国家助学金")
    return [
        project(*rows, key=f"K{n}", name=name, unit_code="1", budget=Budget(total=b, fiscal=b, other="0"))
        for n, (name, b) in enumerate(zip(names, budgets, strict=False))
    ]


def test_t04_sources_of_one_policy_are_added_up(checks):
    projects = payers("24.00", "69.00", "27.88")
    assert [f for f in checks.across(projects).found if f.code == "T04"] == []


def test_t04_what_still_disagrees_is_reported(checks):
    said = [f for f in checks.across(payers("24.00", "69.00", "7.00")).found if f.code == "T04"]
    assert {f.row for f in said} == {1}
    assert "600人×2000元=120万元" in said[0].message


@pytest.mark.parametrize(
    ("people", "reported"), [("≥340人", False), ("≥260人", False), ("≥300人", True), ("≥700人", True)]
)
def test_t04_a_part_that_the_purpose_gives_contradicts_no_sum(checks, people, reported):
    heads = indicator(1, "产出指标", "数量指标", "发放补贴老人人数", "领到补贴的老人", people, "名册")
    purpose = "为高龄老人340人、失能老人260人发放补贴"
    paid = project(heads, name="老人补贴", purpose=purpose, goals=("全年补贴600名老人",))
    assert ("T04" in found(checks, paid)) == reported


def test_unknown_codes_are_refused_and_known_ones_obeyed(words):
    with pytest.raises(ConfigurationError):
        Checks(words, Policy(select=("Z99",)))
    only = Checks(words, Policy(select=("V04",), severity={"V04": "error"}))
    (finding,) = only.project(table(changed(1, definition=""))).found
    assert (finding.code, finding.severity) == ("V04", "error")
    assert codes(Checks(words, Policy(ignore=("V04",))).project(table(changed(1, definition=""))), 1) == set()


def test_beginnings_of_codes_as_with_linters(words):
    broken = table({**changed(1, definition="", target="根据任务安排"), **changed(6, target="≤85%")})
    assert found(Checks(words, Policy(select=("V",))), broken) == {"V03", "V04"}
    assert found(Checks(words, Policy(select=("V", "M0"), ignore=("V04",))), broken) == {"V03", "M04"}
    assert found(Checks(words, Policy(select=("V04",), ignore=("V",))), broken) == {"V04"}
    (light,) = Checks(words, Policy(select=("V04",), severity={"V": "error"})).project(broken).found
    assert light.severity == "error"


def test_a_form_that_demands_every_dimension(words):
    demanding = Checks(words, Policy(demand_every_dimension=True))
    assert "没有时效指标" in " ".join(f.message for f in demanding.project(table({3: None})).found)
    assert not [f for f in Checks(words).project(table({3: None})).found if "时效" in f.message]
    row = ("效益指标", "生态效益指标", "不适用", "", "", "")
    assert codes(demanding.project(table({7: row})), 7) >= {"V01"}
    reasoned = (*row[:3], "养护只修补路面，不涉及生态", "", "")
    assert "V01" not in codes(demanding.project(table({7: reasoned})), 7)


def test_running_costs_without_targets_of_their_own(words):
    vague = table(changed(5, name="社会效益指标"), name="人员经费", goals=("工资",), spending_plan=("25%",) * 4)
    assert found(Checks(words), vague) >= {"V01", "P01", "P04"}
    assert found(Checks(words, Policy(running_costs_need_targets=False)), vague) == {"P04"}


def test_satisfaction_below_the_norm_that_the_bureau_set(words):
    low = table(changed(6, target="≥80%"))
    assert found(Checks(words), low) == set()
    (said,) = Checks(words, Policy(satisfaction_norm=Decimal(90))).project(low).found
    assert (said.code, said.severity, said.row) == ("T02", "info", 6)
    assert "90%" in said.message


def test_a_word_that_nobody_listed_is_undecided_not_guessed(checks):
    said = checks.project(table(changed(1, name="某某指数甲")))
    assert [(u.code, u.row) for u in said.undecided] == [("V02", 1)]
    assert "V02" not in codes(said, 1)


def test_a_unit_that_nobody_listed_is_undecided(checks):
    said = checks.project(table(changed(3, name="养护完工时间", target="≤3千米")))
    assert [(u.code, u.row) for u in said.undecided] == [("M03", 3)]
