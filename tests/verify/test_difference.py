"""What a formula may take away, and that it takes nothing away where the row says nothing of it."""

import pytest

from reviewer.verify import verify

from .conftest import document_of, project, proposal

POSTS = project(
    "posts",
    "困难学生生活补助",
    "218.00",
    "发放生活补助：寄宿生1460人，其中初中生840人；非寄宿生840人；社工站运营合同金额210.00万元，委托评估费8.00万元",
    "1.上年流失32人，本年流失控制在20人以内",
)


def reasons(library, name, target, quotes, formula, words):
    made = proposal("posts", 1, name, target, "derived", quotes, words, "计划标准：学籍名册", formula=formula)
    checks = verify([made], POSTS, document_of(POSTS), library)[0].checks
    return [c.reason for c in checks if c.check == "formula" and c.result == "fail"]


@pytest.mark.parametrize(
    ("name", "target", "quotes", "formula", "words"),
    [
        (
            "小学寄宿生人数",
            "≥620人",
            ["寄宿生1460人，其中初中生840人"],
            "1460人-840人",
            "领到补助的小学寄宿生，一人计一次",
        ),
        (
            "运营服务支出总额",
            "≤210.00万元",
            ["预算数 218.00", "评估费8.00万元"],
            "218.00万元-8.00万元",
            "运营费合计，不含评估费",
        ),
        (
            "学生流失减少人数",
            "≥12人",
            ["上年流失32人，本年流失控制在20人以内"],
            "32人-20人",
            "上年流失人数－本年流失人数",
        ),
    ],
)
def test_what_is_told_to_be_left_out_may_be_taken_away(library, name, target, quotes, formula, words) -> None:
    assert reasons(library, name, target, quotes, formula, words) == []


@pytest.mark.parametrize(
    ("name", "target", "quotes", "formula", "words", "why"),
    [
        (
            "受助学生人数",
            "≥620人",
            ["寄宿生1460人", "非寄宿生840人"],
            "1460人-840人",
            "寄宿与非寄宿受助学生之和",
            "没有说要减去",
        ),
        (
            "评估费支出总额",
            "≤8.00万元",
            ["预算数 218.00", "合同金额210.00万元"],
            "218.00万元-210.00万元",
            "扣除运营费后的支出",
            "",
        ),
        (
            "运营服务支出总额",
            "≤8.00万元",
            ["预算数 218.00", "社工站运营合同金额210.00万元"],
            "218.00万元-210.00万元",
            "扣除评估费后的支出",
            "要减去的是",
        ),
    ],
)
def test_what_the_row_counts_may_not_be(library, name, target, quotes, formula, words, why) -> None:
    found = reasons(library, name, target, quotes, formula, words)
    assert any(why in reason for reason in found) if why else not found
