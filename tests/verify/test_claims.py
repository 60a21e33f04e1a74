"""A defect that a proposal claims to mend lies in something that the proposal changes."""

import pytest

from reviewer.domain.finding import Findings
from reviewer.verify.table import apply, claims

from .conftest import PROJECTS, project, proposal

FEWER = project("calls", "热线运行", "3.00", "受理来电", rows=(("数量指标", "受理来电件数", "≤900件"),))


def left(made, where):
    nothing_found = lambda _project: Findings(found=())  # noqa: E731
    return claims([made], where, apply(where, [made]), nothing_found)[0][0].result == "fail"


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("V02", {"target": "≥5人"}),
        ("V03", {"name": "发放工资的退役士兵人数"}),
        ("M05", {"target": "≥5人"}),
        ("P02", {"definition": "本年领取工资的人数"}),
        ("B02", {"definition": "本年领取工资的人数"}),
        ("M01", {"target": "≥5人"}),
    ],
)
def test_what_a_defect_lies_in_must_change(code, fields):
    assert left(proposal("soldiers", 1, resolves=(code,), **fields), PROJECTS["soldiers"])


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("V02", {"name": "发放工资的退役士兵人数"}),
        ("V03", {"target": "≥5人"}),
        ("M05", {"definition": "本年领取工资的人数"}),
        ("P02", {"target": "≥5人"}),
        ("M01", {"level2": "质量指标"}),
    ],
)
def test_a_changed_one_may_be_mended(code, fields):
    assert not left(proposal("soldiers", 1, resolves=(code,), **fields), PROJECTS["soldiers"])


@pytest.mark.parametrize(("target", "stays"), [("≤800件", True), ("≥800件", False), ("=800件", False)])
def test_a_direction_that_is_mended_has_another_sign(target, stays):
    assert left(proposal("calls", 1, target=target, resolves=("M04",)), FEWER) == stays
