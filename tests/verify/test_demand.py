"""A target that asks less of the project than the department itself did is shown to a person."""

import pytest

from reviewer.domain.project import RowText
from reviewer.verify.demand import demand

from .conftest import proposal


def judged(
    before: str, after: str, *, names: tuple[str, str] = ("师生满意度", "在校师生满意度"), code: str = "B01"
) -> str:
    was, now = (RowText("满意度指标", "满意度", n, n, t) for n, t in zip(names, (before, after), strict=True))
    return demand(proposal("A", 1, now.name, after, resolves=(code,)), now, was).result


@pytest.mark.parametrize(
    ("before", "after"),
    [("≥98%", "≥90%"), ("=100百分比", "≥90%"), ("≥98百分比", "≥90.5%"), ("≤5%", "≤8%"), ("=0%", "≤2%")],
)
def test_less_than_before_is_for_a_person_to_say(before: str, after: str) -> None:
    assert judged(before, after) == "cannot_decide"


@pytest.mark.parametrize(
    ("before", "after"),
    [("≥90%", "≥90%"), ("≥90%", "≥95%"), ("≤90%", "≥90%"), ("≥90%", "=100%"), ("≤8%", "≤5%"), ("按要求", "≥90%"),
     ("≥600人", "≥90%"), ("≥98%", "≥【待填】%")],
)  # fmt: skip
def test_as_much_as_before_is_not_remarked(before: str, after: str) -> None:
    assert judged(before, after) == "pass"


def test_a_target_out_of_reach_is_lowered_on_purpose() -> None:
    assert judged("≥100%", "≥90%", code="T02") == "pass"


def test_another_measure_has_a_target_of_its_own() -> None:
    assert judged("≥98%", "≥90%", names=("发放及时率", "师生满意度")) == "pass"
