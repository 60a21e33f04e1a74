"""Places, phases and stretches of time that the document does not tell of."""

import pytest

from reviewer.verify import verify

from .conftest import document_of, project, proposal

ROADS = project(
    "roads",
    "定河市城区道路照明改造",
    "120.00",
    "对定河市滨水公园周边和人民路两侧路灯进行改造，更换路灯240盏",
    "1.9月30日前完工，一期工程覆盖城区主干道",
)


def reasons(library, definition: str) -> list[str]:
    made = proposal("roads", 1, "更换路灯数量", "≥240盏", "stated", ["更换路灯240盏"], definition, "计划标准：施工合同")
    checks = verify([made], ROADS, document_of(ROADS), library)[0].checks
    return [c.reason for c in checks if c.result == "fail" and c.check in ("place", "number", "basis")]


@pytest.mark.parametrize(
    ("definition", "named"),
    [
        ("中山西路两侧完成更换并通电的路灯盏数", "中山西路"),
        ("解放路、人民路完成更换的路灯盏数", "解放路"),
        ("迎宾大道完成更换并通电的路灯盏数", "迎宾大道"),
        ("含龙泉公园在内完成更换的路灯盏数", "龙泉公园"),
        ("在定河中学门前完成更换的路灯盏数", "定河中学"),
        ("石家庄厂家供货并通电的路灯盏数", "石家庄"),
        ("二期工程中完成更换的路灯盏数", "二期"),
        ("开工第八周前完成更换的路灯盏数", "第八周"),
        ("通电满12个月仍正常的路灯盏数", "12个月"),
        ("纳入“十四五”照明规划并完成更换的路灯盏数", "十四五"),
    ],
)
def test_what_the_document_does_not_tell_of_is_refused(library, definition, named) -> None:
    assert any(named in why for why in reasons(library, definition))


@pytest.mark.parametrize(
    "definition",
    [
        "人民路两侧完成更换并通电的路灯盏数",
        "滨水公园周边完成更换的路灯盏数",
        "一期工程中完成更换的路灯盏数",
        "城区主干道上完成更换并通电的路灯盏数，不含乡镇道路",
        "中小学门前和定点医院周边也计入的路灯盏数",
        "全年12个月内更换并通电的路灯盏数",
    ],
)
def test_what_it_tells_of_and_words_for_any_place_pass(library, definition) -> None:
    assert reasons(library, definition) == []
