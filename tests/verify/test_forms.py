"""What a form prints, has no column for, or demands already: sound replies that lean on it."""

import json

import pytest

from reviewer.domain.proposal import RowProposal
from reviewer.verify import judge_lines, verify

from .conftest import document_of, project, proposal
from .test_replies import document, knowledge

__all__ = ["knowledge"]

DINGZHOU, TUNNEL, RETURN = "dingzhou-2021", "a1_shanghai_putuo_jgw_2026", "r3_two_goals_space_separated"
PENSION = "13068221GU04S0Q1FLM6X"
LOAN = "13068221GLG3483DRIPY5"


def entry(row, action="replace", **fields):
    empty = dict.fromkeys(RowProposal.model_fields) | {"evidence": [], "resolves": []}
    return empty | {"row": row, "action": action, "reason": "原指标不可用"} | fields


def judged(knowledge, stem, entries, key="#1"):
    """The failed checks of each entry of one reply."""
    line = json.dumps({"project": key, "sound": [], "proposals": entries}, ensure_ascii=False)
    made = judge_lines([line], document(stem), knowledge.library, knowledge.checks.project)
    return [{c["check"]: c["reason"] for c in v["checks"] if c["result"] == "fail"} for v in made["verdicts"]]


SURVEYED = entry(
    9,
    name="机关事业参保对象满意度",
    definition="向参保对象发问卷，满意份数÷有效份数",
    target="≥90%",
    basis="其他标准：本局惯例",
    origin="norm",
    resolves=["T02"],
)
DOUBLES = [entry(10, "remove", resolves=["D01"]), entry(11, "remove", resolves=["D01"])]


def test_fewer_rows_or_a_mended_one_copy_no_target(knowledge):
    paid = entry(
        1,
        name="机关事业养老金发放金额",
        definition="本年实际发放金额",
        target="=6500.00万元",
        basis="预算支出标准：本项目预算数",
        origin="stated",
        evidence=["预算数 6500.00"],
        resolves=["M03"],
    )
    assert judged(knowledge, DINGZHOU, [SURVEYED, *DOUBLES], PENSION) == [{}, {}, {}]
    assert judged(knowledge, DINGZHOU, [SURVEYED, *DOUBLES, paid], PENSION) == [{}, {}, {}, {}]


def test_a_copied_target_written_anew_is_charged(knowledge, library):
    rows = (
        ("数量指标", "参训人数", "≥250人"),
        ("质量指标", "培训合格率", "≥95%"),
        ("质量指标", "培训出勤率", "≥95%"),
        ("时效指标", "按期开班率", "≥90%"),
        ("社会效益指标", "参训人员就业率", "≥95%"),
        ("服务对象满意度指标", "学员满意度", "≥95%"),
    )
    plan = project("plan", "培训经费", "12.50", "培训农民工250人，按期开班率达到95%", rows=rows)
    copied = proposal("plan", 4, "按期开班率", "≥95%", "stated", ["按期开班率达到95%"], "按期开班的班次÷计划班次")
    made = verify([copied], plan, document_of(plan), library, knowledge.checks.project)[0]
    assert [c.reason[:8] for c in made.checks if c.result == "fail"] == ["改后新出 T03"]


@pytest.mark.parametrize("definition", ["本年实际拨付的贴息合计", "全年累计发放额", "全年各期实际发放数之和"])
def test_words_for_money_define_a_sum(knowledge, definition):
    sum_ = entry(
        4,
        name="创业担保贷款贴息支出总额",
        definition=definition,
        target="≤24.5万元",
        basis="预算支出标准：本项目预算数",
        origin="stated",
        evidence=["24.5万元"],
    )
    assert judged(knowledge, DINGZHOU, [sum_], LOAN) == [{}]


def test_what_people_felt_may_stand_under_satisfaction(knowledge):
    key, place = "13068221W5E84WFTD52AE", {"level1": "满意度指标", "level2": "服务对象满意度指标"}
    move = entry(8, "move", resolves=["M01"], **place)
    named = entry(
        8,
        name="办理人群体验度",
        definition="问卷中选择体验良好的份数÷有效份数",
        target="≥ 【待填】 %",
        basis="其他标准：问卷",
        origin="ask",
        question="定为多少？",
        resolves=["M01"],
        **place,
    )
    assert judged(knowledge, DINGZHOU, [move], key) == [{}]
    assert judged(knowledge, DINGZHOU, [named], key) == [{}]
    assert "dimension" in judged(knowledge, DINGZHOU, [named | {"name": "办理人群覆盖率"}], key)[0]


def test_a_basis_written_for_one_row_makes_no_column_for_the_others(knowledge):
    length = entry(2, definition="按竣工图计的道路全长")
    reports = entry(
        1,
        name="文明施工投诉件数",
        definition="本年查实的施工扬尘、噪声投诉件数",
        target="≤ 【待填】 件",
        basis="历史标准：同类工程投诉台账",
        origin="ask",
        question="投诉控制在多少件以内？",
    )
    assert judged(knowledge, TUNNEL, [length, reports]) == [{}, {}]
    assert not {f.code for f in knowledge.checks.project(document(TUNNEL).projects[0]).found} & {"B01", "V04"}


def test_a_cost_that_the_form_prints_already_is_not_the_replys(knowledge):
    told = {"definition": "本年实际返还企业的资金合计"}
    assert judged(knowledge, RETURN, [entry(3, **told)]) == [{}]
    dearer = entry(3, name="全年返还资金总额", target="≤1600万元", origin="stated", evidence=["1200"], **told)
    assert "cost" in judged(knowledge, RETURN, [dearer])[0]


@pytest.mark.parametrize(
    ("stem", "row", "target", "quote"),
    [
        (TUNNEL, 4, "2027年12月31日前", "2026年1月1日至2027年12月31日"),
        (TUNNEL, 4, "≤2027年12月31日", "2027年12月31日"),
        (TUNNEL, 4, "2027年12月31日前", "计划完成日期 2027/12/31"),
        (TUNNEL, 4, "2027年12月31日前", "计划完成日期：2027/12/31"),
        ("a2_shanghai_putuo_cgjf_2026", 4, "2026年12月31日前", "2026-12-31"),
        (RETURN, 4, "2024年12月31日前", "项目支出实施期 2024年1月1日---2024年12月31日"),
    ],
)
def test_a_date_of_the_forms_head_is_a_date_of_the_project(knowledge, stem, row, target, quote):
    done = entry(
        row,
        name="项目完成时间",
        definition="最后一项办结的日期",
        target=target,
        basis="计划标准：实施期",
        origin="stated",
        evidence=[quote],
    )
    assert judged(knowledge, stem, [done]) == [{}]


@pytest.mark.parametrize("target", ["2028年12月31日前", "2027年11月30日前", "2026年12月31日前"])
def test_another_date_than_the_quoted_one_is_caught(knowledge, target):
    done = entry(
        4,
        name="下立交工程完成时间",
        definition="工程竣工验收的日期",
        target=target,
        basis="计划标准：实施期",
        origin="stated",
        evidence=["计划完成日期 2027/12/31"],
    )
    assert "number" in judged(knowledge, TUNNEL, [done])[0]


@pytest.mark.parametrize("quote", ["2026年度预算安排22,614.51万元", "22,614.51万元", "226,145,100.00"])
def test_the_budget_may_be_quoted_in_another_unit(knowledge, quote):
    spent = entry(
        None,
        "add",
        level1="成本指标",
        level2="经济成本指标",
        name="下立交工程年度支出总额",
        definition="本年工程实际支出合计",
        target="≤22614.51万元",
        basis="预算支出标准：本项目预算数",
        origin="stated",
        evidence=[quote],
    )
    assert judged(knowledge, TUNNEL, [spent]) == [{}]
    assert "number" in judged(knowledge, TUNNEL, [spent | {"target": "≤22514.51万元"}])[0]


def test_the_whole_periods_money_is_not_the_years(knowledge):
    spent = entry(
        None,
        "add",
        level1="成本指标",
        level2="经济成本指标",
        name="下立交工程年度支出总额",
        definition="本年工程实际支出合计",
        target="≤771325800元",
        basis="预算支出标准：本项目预算数",
        origin="stated",
        evidence=["项目资金总额 771,325,800.00"],
    )
    assert "cost" in judged(knowledge, TUNNEL, [spent])[0]


def test_funds_of_another_source_in_the_head_may_be_added(knowledge):
    paid = entry(
        3,
        name="全年返还资金总额",
        definition="本年实际返还企业的资金合计",
        target="≤1500万元",
        basis="计划标准：本级预算和省级资金",
        origin="derived",
        evidence=["1200万", "省级300万"],
        formula="1200万元+300万元",
    )
    assert judged(knowledge, RETURN, [paid]) == [{}]
    assert "quote" in judged(knowledge, RETURN, [paid | {"evidence": ["1200万", "省级400万"]}])[0]
