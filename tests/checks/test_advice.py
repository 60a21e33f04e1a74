"""What several rules say of one row must not pull in two ways; what is said must be so."""

import pytest

from reviewer.checks.m04_wrong_direction import check as direction
from reviewer.checks.p02_core_uncovered import check as uncovered
from reviewer.checks.rule import Hit
from reviewer.checks.t01_malformed_target import check as form
from reviewer.checks.t03_boilerplate_targets import check as boilerplate
from reviewer.checks.view import ProjectView
from reviewer.domain.project import Indicator, Project
from reviewer.domain.target import parse_target
from reviewer.domain.words import Words


def view(words: Words, *rows: tuple[str, str, str]) -> ProjectView:
    indicators = tuple(
        Indicator(row=n, level2=level2, name=name, target=parse_target(target))
        for n, (level2, name, target) in enumerate(rows, 1)
    )
    return ProjectView(Project(file="a", key="#1", no=1, name="甲", indicators=indicators), words)


@pytest.mark.parametrize(
    ("name", "target", "said", "fix"),
    [
        # A share: the unit is to be written “%”. No share: “%” would be as wrong as “百分比”.
        ("补助发放覆盖率", "≥90百分比", "“≥90百分比”的单位应写“%”", "≥90%"),
        ("发放补助人数", "≥90百分比", "“≥90百分比”里的“百分比”不是规范的单位", None),
        # 100 % of a rate is “=100%”; of a satisfaction it is too much to ask for in the first place.
        ("资金发放准确率", "≥100%", "“≥100%”：比率不会超过100%，应写“=100%”", "=100%"),
        ("服务对象满意度", "≥100%", "“≥100%”：比率不会超过100%，不能写“≥”", None),
        ("养老金发放及时率", "≥90大于等于百分之九十", "“≥90大于等于百分之九十”把同一个值说了两遍", "≥90%"),
        ("养老金发放及时率", "百分之九十五", "“百分之九十五”的单位应写“%”", "95%"),
    ],
)
def test_the_form_of_a_target_is_asked_for_where_the_target_can_stay(
    words: Words, name: str, target: str, said: str, fix: str | None
) -> None:
    hit = form(view(words, ("质量指标", name, target)).rows[0])
    assert hit is not None and (hit.message, hit.fix) == (said, fix)


def test_money_is_kept_within_a_limit_and_not_called_better_the_less_there_is(words: Words) -> None:
    rows = view(words, ("成本指标", "补助成本", "≥90百分比"), ("社会效益指标", "信访事件数量", "≥90件")).rows
    money, cases = (hit.message for row in rows if isinstance(hit := direction(row), Hit))
    assert money == "“补助成本”是支出，要设的是上限，却写成“≥”" and cases == "“信访事件数量”越少越好，却写成“≥”"


def test_one_target_for_every_row_is_quoted_as_far_as_it_is_the_same(words: Words) -> None:
    tails = ("稽核数量", "新增人数", "任务完成率", "准确率", "满意率")
    (hit,) = boilerplate(view(words, *(("数量指标", tail, f"≤100{tail}") for tail in tails)))
    assert hit.message == "5 行中有 5 行的指标值都是“≤100”，不管量的是什么" and hit.quote == "≤100稽核数量"
    (hit,) = boilerplate(view(words, *(("数量指标", tail, "≥90百分比") for tail in tails)))
    assert hit.message == "5 行中有 5 行的指标值都是“≥90百分比”，不管量的是什么"


def test_what_the_money_buys_is_said_by_the_purpose_where_the_name_speaks_of_another_thing(words: Words) -> None:
    project = view(words, ("数量指标", "修缮改造任务完成率", "≥98%")).project._replace(
        name="追加中职免学费", purpose="学生运动场地建设", goals=("满足学生运动场地的需求",)
    )
    (hit,) = uncovered(ProjectView(project, words))
    assert hit.message == "没有一行按实物、人次或金额计数，看不出钱买来多少东西"
    (hit,) = uncovered(ProjectView(project._replace(purpose="免除学费"), words))
    assert hit.message == "项目的钱用于“免学费”，却没有一行按人、户计数"
