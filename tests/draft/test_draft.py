import pytest

from reviewer.checks import Checks
from reviewer.domain.kinds import BureauEntry, KindIndicator
from reviewer.domain.policy import Policy
from reviewer.draft import draft
from reviewer.library import load_words
from reviewer.settings import Settings
from reviewer.verify import verify

FOLDER = Settings().prompts / "library"
DEMANDING = Policy(demand_every_dimension=True)

TRAINING = (
    ("数量指标", "促进就业", "≥90%"),
    ("成本指标", "成本指标", "≥90%"),
    ("生态效益指标", "空气质量", "≥90%"),
    ("社会效益指标", "促进发展", "≥90%"),
    ("服务对象满意度指标", "参训学员满意度", "≥85%"),
)


def test_each_defective_row_gets_what_should_stand_there(library, project, found):
    one = project("职业技能培训经费", *TRAINING, purpose="开展职业技能培训", total="12.50")
    made = {p.row: p for p in draft(one, found(one, "1 V02", "2 V01 M03", "3 M02", "4 V02"), None, library)}
    assert made[1].name == "参加职业技能培训人数"
    assert made[1].target == "≥ 【待填】 人"
    assert made[1].question
    assert made[2].target == "≤12.5万元"
    assert made[2].evidence == ("12.50",)
    assert made[3].action == "remove"
    assert 5 not in made
    assert all(p.proposer.kind == "draft" and p.proposer.source for p in made.values())


def test_a_form_that_demands_every_dimension_gets_the_reason_instead_of_a_gap(library, project, found):
    one = project("职业技能培训经费", *TRAINING)
    made = {p.row: p for p in draft(one, found(one, "3 M02"), None, library, policy=DEMANDING)}
    assert (made[3].action, made[3].name) == ("replace", "不适用")
    assert made[3].definition


def test_a_stated_head_count_is_quoted_and_gives_the_unit_cost(library, project, found):
    rows = (("数量指标", "资金补助覆盖率", "≥90%"), ("成本指标", "完成率", "≥90%"))
    goal = "确保我单位5名退役士兵的人员经费足额及时发放到位"
    one = project("退役士兵人员经费", *rows, goals=(goal,), purpose=goal, total="55.00")
    made = {p.row: p for p in draft(one, found(one, "1 M01 V02", "2 M03"), None, library)}
    assert (made[1].target, made[1].origin) == ("=5人", "stated")
    assert made[1].evidence == ("5名退役士兵",)
    assert (made[2].target, made[2].formula) == ("≤11万元/人·年", "55.00万元/5人")


def test_the_core_is_added_where_no_row_measures_it(library, project, found):
    one = project("高龄津贴", ("数量指标", "高龄津贴覆盖率", "≥95%"), ("社会效益指标", "投诉件数", "≤5件"))
    added = [p for p in draft(one, (), None, library) if p.action == "add"]
    assert [p.target for p in added if "P02" in p.resolves] == ["≥ 【待填】 人"]
    assert added[0].level2 == "数量指标"


def test_the_later_tree_keeps_its_own_labels(library, project, found):
    one = project("高龄津贴", ("经济成本指标", "成本", "好"), level1="成本指标")
    made = draft(one, found(one, "1 V01"), None, library)
    assert made[0].target == "≤10万元"
    assert all(p.level2 != "成本指标" for p in made)


def test_only_the_asked_rows_are_answered(library, project, found):
    one = project("职业技能培训经费", *TRAINING)
    made = draft(one, found(one, "1 V02", "2 V01", "3 M02"), None, library, rows=[2])
    assert [p.row for p in made] == [2]


def test_the_bureaus_own_entries_win_and_are_named(library, project, found):
    own = KindIndicator(
        name="参训学员结业人数", dimension="数量", definition="取得结业证书的学员人数", operator="≥", unit="人",
        direction="正向", source="年度培训计划", basis="计划标准", value="文中", core=True, ask="多少人结业？",
        like=("结业人数",), origin="本局库 第1条",
    )  # fmt: skip
    with_own = library.model_copy(update={"entries": (BureauEntry(number=1, kind="培训", indicator=own),)})
    one = project("职业技能培训经费", *TRAINING)
    made = {p.row: p for p in draft(one, found(one, "1 V02"), None, with_own)}
    assert (made[1].name, made[1].proposer.source) == ("参训学员结业人数", "本局库 第1条")


def test_a_sound_row_in_the_wrong_place_moves(library, project, found):
    rows = (("质量指标", "毕业生就业率", "≥98%"), ("数量指标", "建档立卡人数", "≥89人"))
    one = project("建档立卡学生资助资金", *rows)
    made = {p.row: p for p in draft(one, found(one, "1 M01"), None, library)}
    assert (made[1].action, made[1].level1, made[1].level2) == ("move", "效益指标", "社会效益指标")
    assert made[1].name is None


def test_a_standard_is_taken_with_the_time_it_holds_for_and_multiples_are_derived(library, project, found):
    rows = (
        ("数量指标", "贫困学生资助人数（万人）", "0.06万人"),
        ("成本指标", "助学金人均发放水平（每人每年）", "2000元"),
    )
    one = project("国家助学金", *rows, purpose="资助家庭经济困难学生完成学业", total="24.00")
    made = {p.row: p for p in draft(one, found(one, "1 V02", "2 V02"), None, library)}
    assert (made[1].target, made[1].origin, made[1].formula) == ("≥600人", "derived", "0.06万人")
    assert made[2].target == "=2000元/人·年"


def test_a_budget_in_yuan_stays_in_yuan(library, project, found):
    one = project("职业技能培训经费", *TRAINING, total="125,000.00")._replace(amount_unit="元")
    made = {p.row: p for p in draft(one, found(one, "2 V01"), None, library)}
    assert made[2].target == "≤125000元"
    assert made[2].evidence == ("125,000.00",)


@pytest.mark.parametrize("name", ["", "　", "（）", "【】（2021）", "{对象}", "*" * 300, "冀财教【2020】174号"])
def test_a_project_that_says_next_to_nothing_gets_questions_not_a_crash(library, project, found, name):
    for rows in ((), TRAINING, (("", "", ""), ("其他", "（）", "【待填】"))):
        one = project(name, *rows, total=None)
        marks = [f"{n} V01 M03 T01 B01" for n in range(1, len(rows) + 1)]
        for proposal in draft(one, found(one, *marks, "- P02 P05 T03"), None, library):
            assert "{" not in (proposal.name or "").replace(name, "")
            assert proposal.origin != "stated" or proposal.evidence
            assert not proposal.asks or proposal.question


PAY = (
    ("质量指标", "合格率", "≥90%"),
    ("时效指标", "资金发放准时率", "≥90%"),
    ("服务对象满意度指标", "企业满意度", "≥98%"),
)


def test_a_definition_explains_the_name_that_stays(library, project, found):
    """A rate is never explained by a count, a payment never by cases settled."""
    rows = (*PAY, ("质量指标", "覆盖率", "≥100%"))
    for name in ("政务服务大厅办公经费", "职业技能培训经费", "劳动保障监察执法经费", "残疾人生活补贴"):
        one = project(name, *rows)
        for made in draft(one, found(one, "1 V04", "2 V04", "3 V04", "4 V04"), None, library):
            kept = rows[made.row - 1][1] if made.row and made.name is None else ""
            if kept.endswith("率") and made.definition:
                assert "÷" in made.definition, (name, kept, made.definition)
            if kept == "资金发放准时率" and made.definition:
                assert "办结" not in made.definition, name
            assert not (kept == "企业满意度" and "企业" not in (made.definition or "企业"))


def test_who_is_asked_changes_and_the_departments_own_value_stays(library, project, found):
    one = project("国家助学金", *PAY, purpose="资助家庭经济困难学生")
    made = {p.row: p for p in draft(one, found(one, "3 V04"), None, library)}
    assert made[3].name == "受助学生满意度"
    assert "学生" in made[3].definition
    assert (made[3].target, made[3].origin) == (None, None)


def test_a_value_copied_to_every_row_gives_way_to_the_norm(library, project, found):
    one = project("残疾人生活补贴", ("质量指标", "补贴发放准确率", "≥90%"), ("时效指标", "补贴发放及时率", "≥90%"))
    made = {p.row: p for p in draft(one, found(one, "- T03", "1 V04", "2 V04"), None, library)}
    assert [(made[n].target, made[n].origin) for n in (1, 2)] == [("=100%", "norm")] * 2
    assert "【待填】" in made[2].definition and made[2].question


def test_a_sum_a_head_gets_its_unit(library, project, found):
    one = project("国家助学金", ("成本指标", "人均发放水平", "2000元"), purpose="资助家庭经济困难学生")
    made = {p.row: p for p in draft(one, found(one, "1 V04"), None, library)}
    assert made[1].target == "=2000元/人·年"
    assert made[1].evidence == ("2000元",)


def test_the_budget_is_the_basis_of_a_ceiling(library, project, found):
    one = project("职业技能培训经费", ("成本指标", "成本指标", "≥90%"))
    assert draft(one, found(one, "1 V01 B01"), None, library)[0].basis == "预算支出标准：本项目预算数"


def test_two_groups_named_together_are_both_paid(library, project, found):
    one = project("企业离休工人及抗战前老工人年末生活补助", ("数量指标", "数量", "≥90%"))
    assert "企业离休工人及抗战前老工人" in draft(one, found(one, "1 V01"), None, library)[0].name


def test_where_name_and_use_differ_the_use_decides(library, project, found):
    one = project("追加中职免学费", ("数量指标", "数量", "≥90%"), purpose="学生运动场地建设")
    made = draft(one, found(one, "1 V01"), None, library)[0]
    assert (made.name, made.target) == ("新建或修缮学生运动场地面积", "≥ 【待填】 平方米")


def test_where_only_the_operator_is_wrong_only_the_operator_changes(library, project, found):
    rows = (
        ("质量指标", "系统故障率", "≥5%"),
        ("质量指标", "群众投诉发生率", "≥95%"),
        ("成本指标", "项目总成本", "≥8万元"),
    )
    one = project("政务信息系统运维", *rows, purpose="政务信息系统运维")
    marks = found(one, "1 M04 V04", "2 M04", "3 M04")
    made = {p.row: p for p in draft(one, marks, None, library)}
    assert (made[1].name, made[1].target, made[1].evidence) == (None, "≤5%", ("≥5%",))
    assert (made[3].name, made[3].target) == (None, "≤8万元")
    assert "M04" in made[1].resolves
    assert "95" not in (made[2].target or "")


ROADS = (
    ("数量指标", "公路养护里程", "≥90%"),
    ("数量指标", "路面大中修里程", "38公里"),
    ("质量指标", "工程质量", "合格"),
    ("质量指标", "优良路率", "显著提升"),
)


def roads(project):
    goal = "对县道、乡道共计412公里进行日常养护，完成路面大中修38公里，整治病害桥梁3座，使公路技术状况明显改善"
    return project("县乡公路路面修复及日常养护项目", *ROADS, goals=(goal,), total="860")


def test_a_core_output_that_no_other_row_keeps_is_mended_and_never_removed(library, project, found):
    one = roads(project)
    made = {p.row: p for p in draft(one, found(one, "1 M03 V04", "2 V04"), None, library)}
    assert (made[1].action, made[1].name, made[1].target) == ("replace", None, "≥412公里")
    assert "412公里" in made[1].evidence[0]
    assert (made[2].name, made[2].target) == (None, "≥38公里")


def test_a_sound_name_stays_and_the_row_beside_it_takes_another_entry(library, project, found):
    one = roads(project)
    made = {p.row: p for p in draft(one, found(one, "3 V02 V04", "4 V03 V04"), None, library)}
    assert made[3].name.endswith("验收合格率")
    assert (made[4].action, made[4].name, made[4].target) == ("replace", None, "≥ 【待填】 %")
    assert "优良路率" in made[4].question


def test_the_subject_of_school_meals_stays_and_a_day_is_no_year(library, project, found):
    rows = (("质量指标", "食品安全", "良好"), ("成本指标", "补助标准", "5元/生/天"))
    goal = "为全县36所农村学校9800名学生提供营养膳食补助，每生每天5元"
    one = project("农村义务教育学生营养改善计划", *rows, goals=(goal,), total="1250")
    made = {p.row: p for p in draft(one, found(one, "1 V02 V04", "2 V04"), None, library)}
    assert (made[1].name, made[1].target) == ("食品安全事故起数", "=0起")
    assert made[2].target == "=5元/生/天"
    assert "每日" in made[2].definition and "每年" not in made[2].definition


@pytest.mark.parametrize(("unit", "told"), [("元/生/天", "每日"), ("元/人·月", "每月"), ("元/人·年", "每年")])
def test_a_definition_states_the_time_of_the_unit(library, project, found, unit, told):
    one = project("国家助学金", ("成本指标", "补助标准", f"5{unit}"), purpose="资助家庭经济困难学生")
    assert told in draft(one, found(one, "1 V04"), None, library)[0].definition


def test_a_bare_sum_takes_the_time_that_its_own_words_tell(library, project, found):
    one = project("国家助学金", ("成本指标", "助学金标准（每生每月）", "200元"), purpose="资助家庭经济困难学生")
    assert draft(one, found(one, "1 V04"), None, library)[0].target == "=200元/人·月"


def test_an_output_that_nothing_else_counts_is_asked_for_under_its_name(library, project, found):
    """The text gives no length, the kept row has another object, and the core goes to the first row."""
    rows = (
        ("数量指标", "公路养护里程", "≥90%"),
        ("数量指标", "农村公路路肩整修里程", "≥95%"),
        ("数量指标", "里程", "≥95%"),
    )
    one = project("农村公路日常养护", *rows, purpose="农村公路日常养护")
    made = {p.row: p for p in draft(one, found(one, "1 M03", "2 M03", "3 M03"), None, library)}
    asked = made[2] if made[2].proposer.source == "书写规范" else made[1]
    assert (asked.action, asked.name, asked.target) == ("replace", None, "≥ 【待填】 公里")
    assert asked.question and "公里" in asked.question
    assert [p.row for p in made.values() if p.action == "remove"] == [3]


def test_a_row_of_another_object_in_the_same_unit_does_not_remove_the_core(library, project, found, document):
    rows = (("数量指标", "公路养护里程", "≥90%"), ("数量指标", "路面大中修里程", "≥38公里"))
    one = project("农村公路日常养护", *rows, purpose="农村公路日常养护")
    made = {p.row: p for p in draft(one, found(one, "1 M03"), None, library)}
    assert (made[1].action, made[1].target) == ("replace", "≥ 【待填】 公里")
    proved = verify(tuple(made.values()), one, document(one), library, Checks(load_words(FOLDER)).project)
    assert all(verdict.verified for verdict in proved), proved
