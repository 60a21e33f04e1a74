"""A figure that a department gives: what can stand for a 【待填】, and what cannot."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.blank import UnfitError, filled, filled_so_far
from reviewer.domain.project import RowText
from reviewer.domain.proposal import BLANK

PEOPLE = RowText(name="补助人数", target="≥ 【待填】 人")
RATE = RowText(name="就业率", target="≥ 【待填】 %")
DAYS = RowText(name="按时发放率", definition="审核通过后【待填】个工作日内）发放到账", target="=100%")
DATED = RowText(name="按期完成率", definition="按计划时间（【待填】前）完成", target="每月【待填】日前")


@pytest.mark.parametrize(
    ("text", "answer", "target"),
    [
        (PEOPLE, "300", "≥ 300 人"),
        (PEOPLE, " 300人 ", "≥ 300 人"),
        (PEOPLE, "３００名", "≥ 300 人"),
        (PEOPLE, "0.03万人", "≥ 300 人"),
        (PEOPLE, "三百", "≥ 300 人"),
        (PEOPLE, "≥300", "≥ 300 人"),
        (PEOPLE, "1,200.0", "≥ 1200 人"),
        (RATE, "98.5%", "≥ 98.5 %"),
        (RATE, "百分之九十", "≥ 90 %"),
        (RowText(name="收入增长率", target="≥ 【待填】 %"), "120", "≥ 120 %"),
        (RowText(name="贷款总额", target="≤ 【待填】 万元"), "12000元", "≤ 1.2 万元"),
    ],
)
def test_figures_that_fit(text, answer, target):
    assert filled(text, {1: answer}).target == target


@pytest.mark.parametrize(
    ("text", "answer", "why"),
    [
        (PEOPLE, "很多", "看不出"),
        (PEOPLE, "不详", "看不出"),
        (PEOPLE, "", "看不出"),
        (PEOPLE, BLANK, "看不出"),
        (PEOPLE, "3" * 70, "看不出"),
        (PEOPLE, "300-400", "不是一个数"),
        (PEOPLE, "2021年3月", "不是一个数"),
        (PEOPLE, "95%", "应按“人”填，填的单位是“%”"),
        (PEOPLE, "300人次", "填的单位是“人次”"),
        (PEOPLE, "≤300", "方向不同"),
        (PEOPLE, "-3", "负数"),
        (RATE, "120", "超过100%"),
        (DAYS, "15天", "应按“个工作日”填"),
        (DAYS, "春节", "看不出"),
    ],
)
def test_figures_that_do_not(text, answer, why):
    with pytest.raises(UnfitError, match=why):
        filled(text, {1: answer})


def test_limits_and_dates_stand_in_the_words():
    assert filled(DAYS, {1: "十五"}).definition == "审核通过后15个工作日内）发放到账"
    both = filled(DATED, {1: "6月30日", 2: "10日"})
    assert (both.definition, both.target) == ("按计划时间（6月30日前）完成", "每月10日前")
    half = filled(DATED, {1: "6月30日"})
    assert half.target == "每月【待填】日前"


def test_an_answer_in_parts_is_known_again():
    half, whole = {1: "6月30日"}, {1: "6月30日", 2: "10"}
    assert filled_so_far(DATED, DATED, whole) and filled_so_far(DATED, filled(DATED, half), whole)
    assert not filled_so_far(DATED, filled(DATED, {1: "7月1日"}), whole)


PLACES = RowText(name="【待填】年【待填】", definition="【待填】【待填】", target="每月【待填】日前")


@given(
    st.dictionaries(st.integers(1, 5), st.sampled_from(["1", "11", "12"])),
    st.dictionaries(st.integers(1, 5), st.sampled_from(["1", "11", "12"])),
)
def test_so_far_is_any_choice_of_the_answers(values, other):
    kept = [dict(some) for n in range(len(values) + 1) for some in combinations(values.items(), n)]
    for now in (*(filled(PLACES, some) for some in kept), filled(PLACES, other)):
        assert filled_so_far(PLACES, now, values) == any(filled(PLACES, some) == now for some in kept)


def test_as_many_blanks_as_a_form_can_hold():
    many = RowText(name="、".join([BLANK] * 60))
    values = {n: str(n) for n in range(1, 61)}
    assert filled_so_far(many, filled(many, {n: v for n, v in values.items() if n % 2}), values)
    assert not filled_so_far(many, filled(many, values | {60: "61"}), values)


@given(st.text(max_size=80))
def test_whatever_is_typed_fills_or_is_refused(answer):
    try:
        text = filled(DATED, {2: answer})
    except UnfitError:
        return
    assert BLANK not in text.target and text.definition == DATED.definition
    assert any(c.isdigit() or c in "〇零一二两三四五六七八九十百千万半年月当次季" for c in text.target)
