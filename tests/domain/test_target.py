"""The grammar of target values."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.record import target_record
from reviewer.domain.target import chinese_number, parse_target, same
from reviewer.domain.units import dimension, is_unit, scale

READINGS = """
≥90百分比 quantity ≥ 90 百分比
≥90大于等于90% quantity ≥ 90 %
≥90大于等于百分之九十 quantity ≥ 90 %
≥98档案管理 unparsed ≥ 98 -
100% quantity - 100 %
=100.00(%) quantity = 100.00 %
≧９０％ quantity ≥ 90 %
>=95% quantity ≥ 95 %
0.06万人 quantity - 0.06 万人
2000元/人·月 quantity - 2000 元/人·月
≤58元/标箱/年 quantity ≤ 58 元/标箱/年
≤2个工作日 quantity ≤ 2 个工作日
审计结束后60日内 quantity ≤ 60 日
不低于90% quantity ≥ 90 %
90%以上 quantity ≥ 90 %
30日内 quantity ≤ 30 日
不超过1,200.50万元 quantity ≤ 1200.50 万元
百分之九十 quantity - 90 %
三次 quantity - 3 次
1500万 quantity - 1500 万
<1件 quantity < 1 件
1起 quantity - 1 起
每周五17:00前 date - - -
2021年12月底前 date - - -
12月31日前 date - - -
2024年1月1日---2024年12月31日 date - - -
80%-90% range - - -
≥80%且≤90% range - - -
优/良/中/差 graded - - -
满意 state - - -
有效提升 state - - -
项目建设成本在预算成本控制之内 state - - -
根据预算数 state - - -
十四五 state - - -
≥【待填】人 blank ≥ - 人
**人 blank - - 人
…… blank - - -
十四五 state - - -
10月工资发放 unparsed - - -
100房屋租赁费 unparsed - - -
≤2024年3月 date - - -
≤12月 quantity ≤ 12 月
≤1个月内 quantity ≤ 1 个月
3年内 quantity ≤ 3 年
不低于（含）95% quantity ≥ 95 %
95%以上（含95%） quantity ≥ 95 %
≥1，200人 quantity ≥ 1200 人
100余人 unparsed - - -
100%覆盖 unparsed - - -
≥人 blank ≥ - 人
≤万元 blank ≤ - 万元
第三季度前 date - - -
4季度 date - - -
≥20台（套） quantity ≥ 20 台(套)
"""


@pytest.mark.parametrize("line", READINGS.split("\n")[1:-1])
def test_readings(line: str) -> None:
    raw, kind, *rest = line.split()
    record = target_record(parse_target(raw))
    assert record["raw"] == raw
    assert [record["kind"], *(record[k] or "-" for k in ("operator", "number", "unit"))] == [kind, *rest]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("0.06万人", "600人"),
        ("百分之九十", "90%"),
        ("≥90%", "≥90百分比"),
        ("≥90%", "不低于90％"),
        ("9.5万元", "95,000元"),
        ("100%", "=100%"),
        ("≤2个工作日", "≤2工作日"),
        ("80-90%", "80%~90%"),
    ],
)
def test_the_same_demand_however_written(one: str, two: str) -> None:
    assert same(parse_target(one), parse_target(two))


@pytest.mark.parametrize(("one", "two"), [("≥90%", "≤90%"), ("90人", "90%"), ("600人", "6000人"), ("满意", "较满意")])
def test_different_demands(one: str, two: str) -> None:
    assert not same(parse_target(one), parse_target(two))


@given(
    st.sampled_from(["", "≥", "≤", "=", ">", "<"]),
    st.decimals(0, 10**8, places=2),
    st.sampled_from(["%", "人", "万元", "个工作日", "元/人·月", "平方米", "场次", "万人次", "标箱"]),
)
def test_a_written_quantity_reads_back(operator: str, number: Decimal, unit: str) -> None:
    target = parse_target(f"{operator}{number}{unit}")
    assert (target.kind, target.operator, target.number, target.unit) == ("quantity", operator or None, number, unit)
    assert same(target, parse_target(f" {operator} {number:,} {unit} "))


CHANGES = """
同比增长5%以上 rise ≥ 5 %
较上年下降3个百分点 fall - 3 个百分点
比2020年减少20吨 fall - 20 吨
与2020年相比，下降不少于10% fall ≥ 10 %
增幅不低于8% rise ≥ 8 %
降幅≥5% fall ≥ 5 %
≥增长5% rise ≥ 5 %
增长不超过3% rise ≤ 3 %
翻一番 rise - 1 倍
零增长 rise = 0 %
增长一倍以上 rise ≥ 1 倍
增长** rise - - -
提高到95% - - 95 %
降至3%以下 - ≤ 3 %
较上年提高到95%以上 - ≥ 95 %
缩短至3个工作日 - - 3 个工作日
"""


@pytest.mark.parametrize("line", CHANGES.split("\n")[1:-1])
def test_a_change_is_told_from_a_level(line: str) -> None:
    raw, *expected = line.split()
    read = parse_target(raw)
    assert read.raw == raw
    assert [str(v) if v is not None else "-" for v in (read.change, read.operator, read.number, read.unit)] == expected


@pytest.mark.parametrize(
    "raw", ["持平", "与上年持平", "逐年提高", "减少污染", "提升工程3项", "增加值5亿元", "增长5%左右"]
)
def test_what_states_no_change_by_a_number_is_none(raw: str) -> None:
    assert parse_target(raw).change is None


@given(
    st.sampled_from(["", "同比", "较上年", "比2020年", "与上年同期相比，", "年均"]),
    st.sampled_from([("增长", "rise"), ("提高", "rise"), ("下降", "fall"), ("减少", "fall"), ("降幅", "fall")]),
    st.sampled_from(["", "≥", "≤", "="]),
    st.decimals(0, 1000, places=1),
    st.sampled_from(["%", "个百分点", "吨", "万元", "微克/立方米"]),
)
def test_a_written_change_reads_back(
    since: str, way: tuple[str, str], operator: str, number: Decimal, unit: str
) -> None:
    said, change = way
    raw = f"{since}{said}{operator}{number}{unit}"
    read = parse_target(raw)
    assert (read.raw, read.kind, read.change) == (raw, "quantity", change)
    assert (read.operator or "", read.number, read.unit) == (operator, number, unit)
    assert not same(read, parse_target(f"{operator}{number}{unit}"))


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(["-", "~", "至"]),
    st.sampled_from(["%", "人", "元/亩"]),
)
def test_a_written_range_reads_back(one: int, two: int, between: str, unit: str) -> None:
    low, high = sorted((one, two))
    read = parse_target(f"{low}{unit}{between}{high}{unit}")
    assert (read.kind, read.number, read.upper, read.unit) == ("range", low, high, unit)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["", "前", "之前"]))
def test_a_written_day_reads_back(day: date, limit: str) -> None:
    assert parse_target(f"{day.year}年{day.month}月{day.day}日{limit}").kind == "date"


@given(
    st.sampled_from(["≥", "≤", "=", ""]), st.sampled_from(["**", "……", "【待填】", "××"]), st.sampled_from(["人", "%"])
)
def test_a_written_blank_reads_back(operator: str, blank: str, unit: str) -> None:
    read = parse_target(f"{operator}{blank}{unit}")
    assert (read.kind, read.operator or "", read.number, read.unit) == ("blank", operator, None, unit)


@given(st.decimals(0, 10**6, places=4), st.sampled_from(["人", "元", "亩", "平方米"]))
def test_a_multiple_demands_the_same_as_the_number(number: Decimal, unit: str) -> None:
    assert same(parse_target(f"≥{number}万{unit}"), parse_target(f"≥{(number * 10_000).normalize():f}{unit}"))


@given(st.text(max_size=40))
def test_any_text_is_read_and_kept(text: str) -> None:
    target = parse_target(text)
    assert target.raw == text and same(target, target)


@given(st.integers(1, 9999))
def test_numbers_in_words(number: int) -> None:
    assert chinese_number(in_words(number)) == number


def in_words(number: int) -> str:
    out, zero = "", False
    for power, place in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            out += ("零" if zero else "") + "零一二三四五六七八九"[digit] + place
            zero = False
        else:
            zero = bool(out)
    return out


def test_numbers_that_stand_apart_are_never_put_together() -> None:
    assert parse_target("88 100").kind == "unparsed" and parse_target("88 100").number is None
    assert parse_target("2021 年 12 月 底前").kind == "date"


def test_units() -> None:
    assert scale("万人") == ("人", 10000)
    assert dimension("元/人·月") == "money" and dimension("万人次") == "people" and dimension("个工作日") == "time"
    assert not is_unit("档案管理") and not is_unit("满意率") and is_unit("标箱") and is_unit("名学员")


@pytest.mark.parametrize(("words", "number"), [("一〇八", 108), ("二○三", 203), ("五〇", 50), ("三五", 5)])
def test_digits_in_words_one_after_the_other_are_one_number_where_a_nought_is_among_them(words, number):
    assert chinese_number(words.replace("○", "〇")) == number
