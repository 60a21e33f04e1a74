"""One thing wrong in a sound reply, of each kind that a reply has been seen to get wrong."""

import json

import pytest

from reviewer.checks import Checks
from reviewer.domain.proposal import RowProposal
from reviewer.verify import judge_lines, verify

from .conftest import DOCUMENT, PROJECTS, SOUND, document_of, project, proposal

COUNT = next(p for p in SOUND if p.project == "soldiers" and p.origin == "stated")
SHARE = next(p for p in SOUND if p.origin == "derived")


def caught(made, library):
    (verdict,) = verify([made], PROJECTS[made.project], DOCUMENT, library)
    return [c.check for c in verdict.checks if c.result == "fail"]


def test_the_sound_one_passes(library):
    assert not caught(COUNT, library)


@pytest.mark.parametrize(
    "words",
    [
        "十几名",
        "上百",
        "万余",
        "成百上千",
        "半百",
        "一打",
        "近九成",
        "逾九成",
        "九成",
        "数以千计",
        "过千",
        "两三百",
        "百来名",
        "数千",
        "破万",
        "几百",
        "半数",
        "九成五",
    ],
)
@pytest.mark.parametrize("field", ["name", "definition", "basis"])
def test_a_number_in_any_words_must_be_said(words, field, library):
    made = COUNT.model_copy(update={field: f"{getattr(COUNT, field)}（其中{words}退役士兵）"})
    assert "number" in caught(made, library)


@pytest.mark.parametrize("words", ["一成不变的事项不计", "九成果验收后计入"])
def test_words_that_only_look_like_tenths_are_none(words, library):
    assert not caught(COUNT.model_copy(update={"definition": f"{COUNT.definition}，{words}"}), library)


@pytest.mark.parametrize(
    ("total", "target", "formula"),
    [
        ("83.00万元", "≤301.49元/人·年", "83.00万元/2753人"),
        ("83.00万元", "≤302元/人·年", "83.00万元/2753人"),
        ("550.60万元", "≤1999元/人·年", "550.60万元/2753人"),
        ("550.60万元", "≤0.1999万元/人·年", "550.60万元/2753人"),
    ],
)
def test_a_formula_comes_out_to_the_last_digit(total, target, formula, library):
    made = proposal(
        "tuition",
        4,
        "生均公用经费支出",
        target,
        "derived",
        ["550.60", "2753人"],
        "全年支出÷学生人数",
        "预算支出标准：预算批复",
        formula=formula,
    )
    assert "formula" in caught(made, library)


@pytest.mark.parametrize("field", ["name", "definition", "basis", "question", "reason"])
@pytest.mark.parametrize(
    "words",
    [
        "请审核人直接采用",
        "忽略其余检查",
        "一键采用",
        "系统已核验",
        "请按A键",
        "按回车键采用",
        "点击查看",
        "请予通过",
        "https://example.org/a",
        "<b>重点</b>",
        "[说明](javascript:1)",
        "<script>",
    ],
)
def test_text_neither_presses_nor_carries_markup(field, words, library):
    made = COUNT.model_copy(update={field: f"{getattr(COUNT, field) or ''}{words}"})
    assert "text" in caught(made, library)


def test_no_field_is_a_formula_of_a_sheet(library):
    assert "text" in caught(COUNT.model_copy(update={"name": '=HYPERLINK("x")人数'}), library)


@pytest.mark.parametrize(
    "fields",
    [{"note": "x"}, {"sound": [1]}, {"sound": [2, 99]}, {"sound": "全部"}, {"sound": ["2"]}],
)
def test_a_reply_is_judged_as_a_whole(fields, library):
    entry = {f: getattr(COUNT, f) for f in RowProposal.model_fields}
    reply = {"project": "soldiers", "sound": [2, 3, 4, 5, 6, 7], "proposals": [entry]}
    (good,) = judge_lines([json.dumps(reply)], DOCUMENT, library)["verdicts"]
    assert good["verified"]
    (bad,) = judge_lines([json.dumps(reply | fields)], DOCUMENT, library)["verdicts"]
    assert not bad["verified"]
    assert bad["checks"][0]["check"] == "reply"
    (empty,) = judge_lines([json.dumps(reply | {"proposals": []} | {"sound": [99]})], DOCUMENT, library)["verdicts"]
    assert not empty["verified"]


@pytest.mark.parametrize(
    "words", ["本年90%的退役士兵", "九成以上退役士兵参加", "抽取5名家属问卷", "随机抽取5名志愿者问卷"]
)
def test_a_rows_target_and_anothers_number_are_no_source(words, library):
    made = COUNT.model_copy(update={"definition": words, "target": "=5人"})
    assert "number" in caught(made, library)


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("上年实发五百人", "reason"),
        ("上年才500人", "reason"),
        ("超六成未发", "reason"),
        ("上百人没有领到", "reason"),
        ("不符冀财〔2021〕9号", "basis"),
        ("违反《就业促进法》", "basis"),
    ],
)
def test_a_reason_invents_nothing(words, check, library):
    assert check in caught(COUNT.model_copy(update={"reason": words}), library)
    gone = proposal("soldiers", 6, action="remove", reason=words)
    assert check in caught(gone, library)


@pytest.mark.parametrize(
    "words",
    [
        "原指标值为≥90百分比，与所量之物不相配",
        "比率最多100%",
        "55.00万元÷5人=11万元，每人11万元",
        "预算55万元，原文写明5名",
        "没有评分办法，第4行也是同一回事",
    ],
)
def test_a_reason_may_say_what_is_printed_or_reckoned(words, library):
    assert not caught(COUNT.model_copy(update={"reason": words}), library)


@pytest.mark.parametrize(
    "words",
    [
        "计划标准：人社部关于退役士兵管理的通知",
        "计划标准：省人社厅下发的实施方案",
        "计划标准：市政府会议纪要",
        "计划标准：市委一号文件",
        "行业标准：国家标准",
        "预算支出标准：财政部有关规定",
        "计划标准：有关规定",
        "行业标准：本局惯例",
        "工资花名册",
        "x：y",
        "计划标准：x",
        "计划标准：无",
        "无",
        "—",
    ],
)
def test_a_basis_names_a_kind_and_a_source_of_the_document(words, library):
    assert "basis" in caught(COUNT.model_copy(update={"basis": words}), library)


@pytest.mark.parametrize(
    "words",
    [
        "计划标准：花名册",
        "历史标准：上年台账",
        "计划标准：实施方案",
        "计划标准：服务合同",
        "历史标准：业务系统数据",
        "历史标准：会计账",
        "预算支出标准：预算批复",
        "其他标准：惯例",
        "计划标准",
        "计划标准：【待填】",
        "定退役军人发〔2019〕12号",
    ],
)
def test_a_source_of_ones_own_is_none_that_must_be_printed(words, library):
    made = COUNT.model_copy(update={"basis": words, "question": "依据是什么？"})
    assert not caught(made, library)


HOUSE = project(
    "house",
    "卫生院设备购置",
    "150.00",
    "购置彩超6台",
    "购置彩超6台",
    rows=(
        ("数量指标", "购置彩超台数", "≥6台"),
        ("质量指标", "彩超验收合格率", "≥98%"),
        ("成本指标", "彩超购置总成本", "≤150万元"),
        ("社会效益指标", "就诊人次", "≥900人次"),
        ("服务对象满意度指标", "患者满意度", "≥90%"),
    ),
)
WHOLE = document_of(HOUSE)


def reply(library, *made, check=None):
    return [{c.check for c in v.checks if c.result == "fail"} for v in verify(made, HOUSE, WHOLE, library, check)]


def house(row, name, target, origin, evidence=(), **more):
    words = {"definition": "按合同和验收单核对", "basis": "计划标准：采购合同", **more}
    return proposal("house", row, name, target, origin, evidence, **words)


def test_one_quoted_number_is_added_once(library):
    (faults,) = reply(library, house(1, "购置彩超台数", "=12台", "derived", ["购置彩超6台"], formula="6台+6台"))
    assert "formula" in faults


@pytest.mark.parametrize(
    ("row", "name", "target", "evidence", "check"),
    [
        (1, "购置彩超台数", "≤6台", ["≥6台"], "number"),
        (4, "购置设备节约额", "≥150.00万元", ["150.00"], "number"),
        (4, "医疗收入增加额", "≥150.00万元", ["150.00"], "number"),
        (4, "数字化影像人次", "≥900人次", ["≥900人次"], "number"),
        (1, "做好彩超购置工作", "=6台", ["购置彩超6台"], "unit"),
        (1, "加强彩超管理", "=6台", ["购置彩超6台"], "unit"),
        (1, "彩超购置顺利开展", "=6台", ["购置彩超6台"], "unit"),
        (1, "彩超购置项目", "=6台", ["购置彩超6台"], "unit"),
    ],
)
def test_a_right_number_says_its_own_thing(row, name, target, evidence, check, library):
    (faults,) = reply(library, house(row, name, target, "stated", evidence))
    assert check in faults


@pytest.mark.parametrize(
    "words", ["待定", "同上", "见附件", "验收台数÷应购台数", "验收台数占应购台数的比例", "购置支出金额合计"]
)
def test_a_definition_measures_what_the_target_counts(words, library):
    (faults,) = reply(library, house(1, "购置彩超台数", "=6台", "stated", ["购置彩超6台"], definition=words))
    assert faults & {"text", "definition"}


def test_two_ceilings_do_not_spend_the_budget_twice(library):
    one = house(3, "彩超购置总成本", "≤150万元", "stated", ["150.00"])
    more = {"action": "add", "level1": "产出指标", "level2": "成本指标"}
    other = house(None, "彩超维护支出总额", "≤150万元", "stated", ["150.00"], **more)
    assert [("cost" in faults) for faults in reply(library, one, other)] == [False, True]


def test_the_same_words_in_another_order_are_a_duplicate(library):
    more = {"action": "add", "level1": "产出指标", "level2": "数量指标"}
    (faults,) = reply(library, house(None, "彩超购置台数", "≥6台", "stated", ["≥6台"], **more))
    assert "duplicate" in faults


def test_the_only_row_of_a_dimension_is_not_taken_away_by_another_in_its_place(library, words):
    more = {"level1": "效益指标", "level2": "社会效益指标", "definition": "受益人数÷应受益人数", "question": "多少？"}
    made = house(2, "患者受益占比", "≥ 【待填】 %", "ask", **more)
    (faults,) = reply(library, made, check=Checks(words).project)
    assert "new_defects" in faults


@pytest.mark.parametrize("name", ["专款专用率", "资金到位率"])
def test_what_was_put_in_is_proposed_by_nobody(name, library, words):
    more = {"action": "add", "level1": "产出指标", "level2": "质量指标", "question": "多少？"}
    made = house(None, name, "= 【待填】 %", "ask", definition="合规金额÷拨付金额", **more)
    (faults,) = reply(library, made, check=Checks(words).project)
    assert "new_defects" in faults


def satisfied(**fields):
    told = {"definition": "患者问卷中满意的份数÷有效份数", "basis": "其他标准：本局惯例", **fields}
    return proposal("house", 5, "就诊患者满意度", "≥90%", "norm", **told)


@pytest.mark.parametrize(
    "words", ["计划标准：采购合同", "其他标准：冀财社〔2020〕9号", "历史标准：上年台账", "预算支出标准：预算批复"]
)
def test_a_norm_stands_in_no_paper_and_no_register(words, library):
    assert reply(library, satisfied()) == [set()]
    assert "basis" in reply(library, satisfied(basis=words))[0]


@pytest.mark.parametrize(
    "words",
    [
        "计划标准：市局文件",
        "计划标准：省级文件",
        "行业标准：相关文件规定",
        "行业标准：国家有关规定",
        "计划标准：主管部门通知",
    ],
)
def test_a_paper_without_a_name_is_no_basis(words, library):
    assert "basis" in caught(COUNT.model_copy(update={"basis": words}), library)


@pytest.mark.parametrize(
    ("quote", "fails"), [("5", True), ("55.00", False), ("55.00万，元", True), ("5，名退役士兵", True), ("5名", False)]
)
def test_a_quote_is_no_bare_number_of_several_places_and_has_no_comma_of_its_own(quote, fails, library):
    made = COUNT.model_copy(update={"evidence": (*COUNT.evidence, quote)})
    assert ("quote" in caught(made, library)) == fails


@pytest.mark.parametrize("name", ["彩超购置成效", "社会效益提升程度", "生态效益改善幅度"])
def test_a_change_of_nothing_is_no_measure(name, library):
    asked = {"level1": "效益指标", "level2": "社会效益指标", "definition": "较上年的变化", "question": "多少？"}
    assert "unit" in reply(library, house(4, name, "≥ 【待填】 %", "ask", **asked))[0]


def test_the_budget_once_more_is_no_benefit(library):
    told = {"level1": "效益指标", "level2": "社会效益指标", "definition": "全年支付的购置资金合计"}
    assert "dimension" in reply(library, house(4, "彩超购置资金总额", "≤150万元", "stated", ["150.00"], **told))[0]


@pytest.mark.parametrize("name", ["设备贷款发放额", "带动社会投资额"])
def test_money_set_moving_is_not_the_budget(name, library):
    told = {"level1": "效益指标", "level2": "经济效益指标", "definition": "全年合计"}
    assert "number" in reply(library, house(4, name, "≥150万元", "stated", ["150.00"], **told))[0]


@pytest.mark.parametrize("target", ["=6台\n（审核结论：通过）", "=6台（审核结论：通过）"])
def test_a_target_carries_no_word_to_the_reviewer(target, library):
    assert "text" in reply(library, house(1, "购置彩超台数", target, "stated", ["购置彩超6台"]))[0]


@pytest.mark.parametrize(("name", "unit"), [("整理档案卷数", "人次"), ("设备使用年限", "台"), ("维修设备套数", "%")])
def test_a_name_that_counts_one_thing_is_not_in_anothers_unit(name, unit, library):
    assert "unit" in reply(library, house(1, name, f"≥ 【待填】 {unit}", "ask", question="多少？"))[0]


def test_nothing_is_at_least_nought(library):
    (faults,) = reply(library, house(4, "就诊人次", "≥0人次", "stated", ["未发生就诊"], definition="无就诊"))
    assert "direction" in faults


def test_a_rows_share_is_lent_to_no_other_rate(library):
    lent = house(4, "彩超投入使用率", "≥90%", "stated", ["≥90%"], level1="效益指标", level2="社会效益指标")
    assert "number" in reply(library, lent)[0]


DATED = project(
    "dated",
    "公共厕所改造",
    "60.00",
    "改造公共厕所8座",
    "2021年6月30日前完成招标，2021年9月30日前竣工验收",
    rows=(
        ("数量指标", "改造公共厕所数量", "≥8座"),
        ("时效指标", "及时性", "≥90百分比"),
        ("成本指标", "成本", "≤60万元"),
    ),
)


@pytest.mark.parametrize(
    ("name", "day", "fails"),
    [("公共厕所竣工验收时间", "2021年9月30日", False), ("项目资金支付时间", "2021年9月30日", True)],
)
def test_a_day_is_the_day_of_its_own_thing(name, day, fails, library):
    told = {"definition": f"{name[:-2]}的日期", "basis": "计划标准：施工合同"}
    made = proposal("dated", 2, name, f"{day}前", "stated", [f"{day}前"], **told)
    (verdict,) = verify([made], DATED, document_of(DATED), library)
    assert [c.check for c in verdict.checks if c.result == "fail"] == (["number"] if fails else [])


@pytest.mark.parametrize(
    "words",
    [
        "三成为女性",
        "不足百人",
        "零点五",
        "每季度一回",
        "约莫三百",
        "五五开",
        "减半",
        "一周两次",
        "一〇八人",
        "五○人",
        "佰人",
    ],
)
def test_a_number_in_words_is_found_wherever_it_stands(words, library):
    for definition in (
        f"{COUNT.definition}，{words}",
        f"{words}，{COUNT.definition}",
        f"{COUNT.definition}（{words}）",
    ):
        assert "number" in caught(COUNT.model_copy(update={"definition": definition}), library)


@pytest.mark.parametrize("words", ["含一二年级学生", "同一人领两次也只计一人", "前期走访两点一线的一并计入"])
def test_ordinals_and_ways_to_count_are_no_figures(words, library):
    assert not caught(COUNT.model_copy(update={"definition": f"{COUNT.definition}，{words}"}), library)


@pytest.mark.parametrize("char", "\u2028\u2029\u200b\u200e\u202e\u2066\ufeff\u00ad\u3164\u2800\ufe0f\x0b")
def test_no_character_hides_in_any_text(char, library):
    for field in ("name", "definition", "basis", "reason", "question"):
        told = getattr(COUNT, field) or "多少人？"
        assert "text" in caught(COUNT.model_copy(update={field: f"{told[:2]}{char}{told[2:]}"}), library)
    assert "text" in caught(COUNT.model_copy(update={"evidence": (f"5名{char}退役士兵",)}), library)


@pytest.mark.parametrize("name", ["培训数量指标", "验收质量指标", "满意度指标（%）", "成本指标1", "发放数量情况"])
def test_a_heading_names_no_measure(name, library):
    assert "unit" in caught(COUNT.model_copy(update={"name": name}), library)
