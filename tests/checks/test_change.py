"""Targets that say how much more or less than before: judged by the way they go, not by their sign alone."""

import pytest

from reviewer.checks.m03_unit_mismatch import check as unit
from reviewer.checks.m04_wrong_direction import check as direction
from reviewer.checks.rule import Hit
from reviewer.checks.t01_malformed_target import check as form
from reviewer.checks.t02_extreme_target import check as extreme
from reviewer.checks.v03_unquantified_target import check as number
from reviewer.checks.view import ProjectView
from reviewer.domain.project import Indicator, Project
from reviewer.domain.target import parse_target
from reviewer.domain.words import Words

RULES = {"M03": unit, "M04": direction, "T01": form, "T02": extreme, "V03": number}
ROWS = """
经济效益指标 农民人均纯收入 较上年增长5%以上 -
社会效益指标 安全生产事故起数 同比下降10%以上 -
社会效益指标 安全生产事故起数 同比增长10%以上 M04
社会效益指标 就业率 下降3个百分点 M04
社会效益指标 贫困发生率 下降3个百分点 -
数量指标 接待游客人次 同比增长8% -
服务对象满意度指标 服务对象满意度 提高2个百分点 -
时效指标 业务办理时间 缩短2个工作日 -
生态效益指标 PM2.5平均浓度 与上年持平 -
经济效益指标 旅游收入 翻一番 -
生态效益指标 二氧化碳排放量 比2020年减少20吨 -
成本指标 运行成本 增幅不超过3% -
经济效益指标 销售收入增长率 增长100%以上 T02
"""


@pytest.mark.parametrize("line", ROWS.split("\n")[1:-1])
def test_a_change_is_judged_by_its_way(line: str, words: Words) -> None:
    level2, name, target, expected = line.split()
    row = Indicator(row=1, level2=level2, name=name, target=parse_target(target))
    (view,) = ProjectView(Project(file="a", key="#1", no=1, name="甲", indicators=(row,)), words).rows
    hits = [code for code, check in RULES.items() if isinstance(check(view), Hit)]
    assert hits == ([] if expected == "-" else [expected])
