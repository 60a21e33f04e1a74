import re

import pytest

from reviewer.domain.target import parse_target
from reviewer.library import load_library
from reviewer.settings import Settings

LIBRARY = load_library(Settings().prompts / "library")
ASKED = (
    "人员经费 办公业务 补贴待遇发放 养老待遇 基金上解 培训 考试 鉴定 信息化建设 信息化运维 档案管理 宣传 租赁 "
    "修缮与基建 设备购置 学生资助 免学费 生均公用 贷款贴息 奖励表彰 执法监察 监测调查 劳务派遣 会议活动 规划编制 道路 "
    "水利 卫生 环保 农业 文化 体育 应急 乡村振兴"
)
GOOD = {"正向": "≥=", "反向": "≤=", "固定": "="}
EACH = [pytest.param(kind, id=kind.name) for kind in LIBRARY.kinds]


def test_the_kinds_that_counties_have_are_there():
    assert set(ASKED.split()) <= {kind.name for kind in LIBRARY.kinds}


@pytest.mark.parametrize("kind", EACH)
def test_a_kind_has_a_row_for_each_dimension_that_applies(kind):
    had = {indicator.dimension for indicator in kind.indicators}
    assert {"数量", "质量", "时效", "满意度"} <= had
    assert had & {"社会效益", "经济效益", "生态效益", "可持续影响"}
    assert had | set(kind.absent) >= {"成本", "社会效益", "经济效益"}


@pytest.mark.parametrize("kind", EACH)
def test_an_indicator_is_well_made(kind):
    for indicator in kind.indicators:
        assert indicator.operator in GOOD[indicator.direction], indicator.name
        if indicator.unit == "%":
            assert "÷" in indicator.definition, indicator.name
        for number in ("【待填】", "12"):
            target = parse_target(f"{indicator.operator} {number} {indicator.unit}")
            assert target.kind in ("blank", "quantity"), indicator.name
            assert target.operator == indicator.operator
        assert not re.search(r"\d", indicator.definition.replace("65岁", "")), indicator.name


@pytest.mark.parametrize("kind", EACH)
def test_a_norm_is_used_only_for_what_it_is_for(kind):
    for indicator in kind.indicators:
        if indicator.value == "惯例":
            norm = LIBRARY.norm(indicator.norm)
            assert norm.fits(indicator.name), indicator.name
            assert (norm.operator, norm.unit) == (indicator.operator, indicator.unit), indicator.name
            if norm.needs_limit:
                assert "{时限}" in indicator.definition, indicator.name
                assert "【待填】" in indicator.limit, indicator.name
                assert indicator.ask, indicator.name
