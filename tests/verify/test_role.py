"""A number of the text is a row's where it speaks of the same thing, also in other words; not where another does."""

import pytest

from reviewer.verify import verify

from .conftest import document_of, project, proposal

MIXED = project(
    "mixed",
    "县图书馆免费开放",
    "52.00",
    "图书购置20.00万元，读者活动12.00万元，设备维护20.00万元",
    "1.新购图书8000册，培训教师1500人次，其中骨干教师300人次",
    "2.治理河道8公里，砌筑护岸5.6公里",
    "3.材料齐全后5个工作日内完成审核",
    "4.项目区粮食亩均增产50公斤",
    "5.工程8月25日前全部完工，12月15日前完成验收",
    "6.定性快检12000批次，定量检测410批次",
)


def caught(library, row, name, target, quotes, definition, origin="stated", **more):
    told = {"definition": definition, "basis": "计划标准：验收台账", **more}
    made = proposal("mixed", row, name, target, origin, quotes, **told)
    return [c.check for c in verify([made], MIXED, document_of(MIXED), library)[0].checks if c.result == "fail"]


@pytest.mark.parametrize(
    ("row", "name", "target", "quote", "sound"),
    [
        (1, "培训骨干教师人次", "≥300人次", "骨干教师300人次", True),
        (1, "培训骨干教师人次", "≥1500人次", "培训教师1500人次", False),
        (1, "疏浚整治河段长度", "≥8公里", "治理河道8公里", True),
        (1, "护岸砌筑长度", "≥8公里", "治理河道8公里", False),
        (1, "定量检测批次", "≥410批次", "定量检测410批次", True),
        (1, "定量检测批次", "≥12000批次", "定性快检12000批次", False),
        (1, "农残快速检测批次", "≥12000批次", "定性快检12000批次", True),
        (3, "申请办结用时", "≤5个工作日", "5个工作日内完成审核", True),
        (3, "费用结算时限", "≤5个工作日", "5个工作日内完成审核", False),
        (1, "粮食亩均增产量", "≥50公斤/亩", "亩均增产50公斤", True),
        (1, "粮食亩产量", "≥50公斤/亩", "亩均增产50公斤", False),
        (3, "校舍竣工时限", "8月25日前", "工程8月25日前全部完工", True),
        (1, "骨干教师新生人数", "≥300人", "骨干教师300人次", False),
        (3, "县级验收时间", "8月25日前", "工程8月25日前全部完工", False),
    ],
)
def test_a_number_is_that_of_the_thing_it_speaks_of(library, row, name, target, quote, sound):
    assert ("number" not in caught(library, row, name, target, [quote], "按台账计数")) == sound


@pytest.mark.parametrize(
    ("name", "target", "formula", "sum_", "sound"),
    [
        ("每册图书采购成本", "≤25元/册", "20.00万元/8000册", "图书购置20.00万元", True),
        ("每册图书采购成本", "≤65元/册", "52.00万元/8000册", "预算数 52.00", False),
        ("图书馆册均开放成本", "≤65元/册", "52.00万元/8000册", "预算数 52.00", True),
    ],
)
def test_a_thing_with_a_sum_of_its_own_does_not_have_the_whole_budget(library, name, target, formula, sum_, sound):
    quotes = [sum_, "新购图书8000册"]
    made = caught(library, 4, name, target, quotes, "全年支出÷新购册数", origin="derived", formula=formula)
    assert ("formula" not in made) == sound
