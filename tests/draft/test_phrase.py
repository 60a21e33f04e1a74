"""The project's phrase in the names that the drafter makes."""

import re

import pytest

from reviewer.domain.kind import choose_kind
from reviewer.draft.candidate import Maker
from reviewer.draft.slot import OPEN, slots

JOINED = [
    "县乡公路路面修复及日常养护项目",
    "农村公路改建和养护工程",
    "城区道路新建与维修经费",
    "桥梁加固、日常养护资金",
    "办公楼改造以及维修项目",
    "水库除险加固并维修养护",
    "政务系统建设或运维经费",
    "中央和地方财政农村公路养护资金",
]


@pytest.mark.parametrize("name", JOINED)
def test_no_name_is_cut_after_a_conjunction(library, project, name):
    one = project(name, purpose=name)
    for kind in {choose_kind(one, library).name, "道路", "一般项目"}:
        kind = library.kind(kind)
        words = slots(one, kind, library.nouns)
        assert words["事项"]
        assert not OPEN.search(words["事项"]) and not re.match("[和与及或并、]", words["事项"]), words
        for made in Maker(one, kind, library, words).candidates():
            assert not re.search("[及和与、](?:优良|支出|病害|里程|工程|任务)", made.name), made.name


def test_a_word_that_ends_like_a_conjunction_is_whole(library, project):
    one = project("科学知识普及经费")
    assert slots(one, library.kind("一般项目"), library.nouns)["事项"] == "科学知识普及"
