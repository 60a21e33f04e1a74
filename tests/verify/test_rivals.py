"""Rows that measure one thing under two names, and rows that only share words."""

import pytest

from reviewer.domain.project import RowText
from reviewer.verify.rival import duplicate

from .conftest import project

ROWS = (
    ("数量指标", "培训人数", "≥100人"),
    ("质量指标", "结业考核合格率", "≥90%"),
    ("时效指标", "培训按时完成率", "=100%"),
    ("社会效益指标", "学员就业率", "≥60%"),
    ("服务对象满意度指标", "参训学员满意度", "≥90%"),
    ("数量指标", "补贴发放人数", "≥50人"),
)
TABLE = project("crafts", "农民工焊工技能培训", "20.00", "组织农民工参加焊工培训", rows=ROWS)


def refused(name, definition="本年计入的数÷应计入的数"):
    after = RowText(level1="效益指标", level2="社会效益指标", name=name, definition=definition, target="≥ 【待填】 %")
    return duplicate(after, 99, TABLE).result == "fail"


@pytest.mark.parametrize(
    "name",
    [
        "就业学员比例",
        "学员就业比率",
        "农民工培训人数",
        "领取补贴的人数",
        "考核结业合格率",
        "焊工培训按时完成比例",
        "培训人员数量",
        "总体学员就业率",
    ],
)
def test_another_name_for_a_row_is_a_duplicate(name):
    assert refused(name)


def test_satisfaction_of_those_whom_another_row_asks_is_a_duplicate():
    assert refused("参训学员对教学的满意度", "问卷满意份数÷有效份数")
    assert refused("课程满意度", "参训学员问卷满意份数÷有效份数")
    assert not refused("家属满意度", "向参训学员家属发问卷，满意份数÷有效份数")
    assert not refused("用工企业满意度", "用工企业问卷满意份数÷有效份数")


@pytest.mark.parametrize(
    "name", ["学员创业率", "培训合格人数", "学员稳定就业率", "补贴发放率", "培训人次", "教材合格率", "未就业人员培训率"]
)
def test_another_thing_in_like_words_is_none(name):
    assert not refused(name)
