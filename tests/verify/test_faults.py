"""One thing wrong in a sound reply, of each kind that a reply has been seen to get wrong."""

import json

import pytest

from reviewer.domain.proposal import RowProposal
from reviewer.verify import judge_lines, verify

from .conftest import DOCUMENT, PROJECTS, SOUND, proposal

COUNT = next(p for p in SOUND if p.project == "soldiers" and p.origin == "stated")
SHARE = next(p for p in SOUND if p.origin == "derived")


def caught(made, library):
    (verdict,) = verify([made], PROJECTS[made.project], DOCUMENT, library)
    return [c.check for c in verdict.checks if c.result == "fail"]


def test_the_sound_one_passes(library):
    assert not caught(COUNT, library)


@pytest.mark.parametrize(
    "words",
    ["十几名", "上百", "万余", "成百上千", "半百", "一打", "近九成", "逾九成", "九成", "九成五"],
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
