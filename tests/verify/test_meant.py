"""A number of the project that is another thing's: of all of its unit the row says which one it means."""

import pytest

from reviewer.verify import verify

from .conftest import document_of, project, proposal

PROJECTS = {
    made.key: made
    for made in (
        project(
            "firms",
            "高新技术企业培育奖补",
            "1180.00",
            "首次认定高新技术企业27家，每家奖励20万元；重新认定高新技术企业31家，每家奖励10万元；对44家企业给予研发费用后补助330.00万元",
            "1.12月31日前完成奖补兑付",
        ),
        project(
            "heat",
            "供热管网改造工程",
            "2645.00",
            "更换一级管网4.6公里1150.00万元；更换二级管网18.9公里945.00万元；改造换热站11座550.00万元",
            "1.10月15日前完工",
        ),
        project(
            "grants",
            "孤儿基本生活保障",
            "326.70",
            "发放基本生活费：机构集中养育孤儿18人，每人每月1850元；社会散居孤儿45人、事实无人抚养儿童132人，每人每月均为1350元",
            "1.每月20日前发放基本生活费",
        ),
        project(
            "burials",
            "惠民殡葬补助",
            "289.70",
            "免除基本殡葬服务费2150具，每具1180元，计253.70万元；节地生态安葬奖补180例，每例2000元，计36.00万元",
            "1.服务费在火化当日减免",
        ),
        project(
            "meals",
            "老年助餐服务补贴",
            "108.00",
            "就餐补贴24.00万人次，每人次2元，计48.00万元；新建助餐点12个，每个补助5.00万元",
            "1.为老年人提供优惠就餐，日均就餐800人次",
        ),
    )
}


def passes(library, key, name, target, quote, words):
    row = proposal(key, 1, name, target, "stated", [quote], words, "计划标准：项目实施方案")
    checks = verify([row], PROJECTS[key], document_of(PROJECTS[key]), library)[0].checks
    return not any(c.result == "fail" and c.check in ("number", "formula", "subject") for c in checks)


@pytest.mark.parametrize(
    ("key", "name", "target", "quote", "words"),
    [
        ("firms", "重新认定获奖补企业数", "≥27家", "首次认定高新技术企业27家", "领到重新认定奖励的企业，一家计一次"),
        (
            "firms",
            "首次认定获奖补企业数",
            "≥44家",
            "对44家企业给予研发费用后补助",
            "领到首次认定奖励的企业，一家计一次",
        ),
        ("heat", "二级管网更换长度", "≥4.6公里", "更换一级管网4.6公里", "更换并完成水压试验的二级管线长度"),
        ("grants", "散居孤儿基本生活费标准", "=1850元/人·月", "每人每月1850元", "社会散居的孤儿每人每月基本生活费"),
        ("grants", "集中养育孤儿生活费标准", "=1350元/人·月", "每人每月均为1350元", "机构内孤儿每人每月基本生活费"),
        ("meals", "享受就餐补贴的人次", "≥800人次", "日均就餐800人次", "全年刷卡享受补贴的就餐，一餐计一人次"),
    ],
)
def test_a_number_of_another_thing_is_refused(library, key, name, target, quote, words) -> None:
    assert not passes(library, key, name, target, quote, words)


@pytest.mark.parametrize(
    ("key", "name", "target", "quote", "words"),
    [
        ("firms", "重新认定获奖补企业数", "≥31家", "重新认定高新技术企业31家", "领到重新认定奖励的企业，一家计一次"),
        ("heat", "二级管网更换长度", "≥18.9公里", "更换二级管网18.9公里", "更换并完成水压试验的二级管线长度"),
        ("grants", "散居孤儿基本生活费标准", "=1350元/人·月", "每人每月均为1350元", "社会散居的孤儿每人每月基本生活费"),
        ("burials", "生态安葬奖补发放总额", "≤36.00万元", "每例2000元，计36.00万元", "全年发给节地生态安葬的奖补合计"),
        ("meals", "享受就餐补贴的人次", "≥24.00万人次", "就餐补贴24.00万人次", "全年刷卡享受补贴的就餐，一餐计一人次"),
        ("meals", "日均就餐人次", "≥800人次", "日均就餐800人次", "全年就餐人次÷开餐天数"),
    ],
)
def test_the_number_of_the_very_thing_passes(library, key, name, target, quote, words) -> None:
    assert passes(library, key, name, target, quote, words)
