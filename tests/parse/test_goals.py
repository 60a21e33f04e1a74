"""Goals are told apart by their numbers, also where a date or a number stands right behind one."""

import pytest

from reviewer.parse.goals import goals_of


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("1.维修校舍3所。\n2.8月25日前全部完工。", ["1.维修校舍3所。", "2.8月25日前全部完工。"]),
        ("1.培训教师。2.10月底前验收。", ["1.培训教师。", "2.10月底前验收。"]),
        ("1.改善办学条件。\n2.2000名学生受益。", ["1.改善办学条件。", "2.2000名学生受益。"]),
        ("1.2021年底前建成。\n2.质量合格。", ["1.2021年底前建成。", "2.质量合格。"]),
        ("1.建成高标准农田\n2.5万亩。\n2.验收合格。", ["1.建成高标准农田2.5万亩。", "2.验收合格。"]),
        ("建成道路\n1.25公里。", ["建成道路", "1.25公里。"]),
    ],
)
def test_goals_by_their_numbers(text: str, goals: list[str]) -> None:
    assert goals_of(text) == goals
