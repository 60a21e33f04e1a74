"""Purposes as offices write them: counts with their prices and sums behind, parts in brackets, all told for each."""

import pytest

from reviewer.verify import verify

from .conftest import document_of, project, proposal

PROJECTS = {
    made.key: made
    for made in (
        project(
            "posts",
            "警务站装备和值守经费",
            "316.00",
            "购置执法记录仪200台，每台1500元，30.00万元；购置防刺服400套，每套2000元，80.00万元；"
            "值守辅助人员40名，每人每月4000元，全年按12个月计192.00万元；站点水电14.00万元",
            "1.警情接报后5分钟内出警，群众求助24小时内办结",
            "2.可防性案件由上年的120起降至90起以内，巡逻里程由4万公里提高到5万公里",
        ),
        project(
            "meals",
            "学生餐补助",
            "150.00",
            "为全县12所农村学校（小学9所、初中3所）供餐，其中小学就餐学生2000人，每人每天4元；初中就餐学生600人，每人每天5元",
            "1.全年供餐200天",
            "2.春季学期补助5月20日前、秋季学期补助11月20日前拨到学校",
        ),
        project(
            "halls",
            "社区活动室运行经费",
            "60.00",
            "按照每室每年6.00万元的标准，运行10个社区活动室，每室配备管理员2名",
            "1.每室全年开放不少于300天，组织居民活动不少于15场",
        ),
        project(
            "tests",
            "农产品质量检测经费",
            "48.00",
            "全年检测样品600份：蔬菜300份，水果200份，水产100份，每份800元",
            "1.检测合格率不低于97%",
            "2.10月31日前完成抽样，11月30日前出具报告",
        ),
    )
}


def verdicts(library, key, row, name, target, quotes, formula=None, definition=None):
    made = proposal(
        key,
        row,
        name,
        target,
        "derived" if formula else "stated",
        quotes,
        definition or f"全年实际发生的{name}",
        "计划标准：项目实施方案",
        formula=formula,
    )
    checks = verify([made], PROJECTS[key], document_of(PROJECTS[key]), library)[0].checks
    return [(c.check, c.reason) for c in checks if c.result == "fail" and c.check in ("number", "formula")]


@pytest.mark.parametrize(
    ("key", "row", "name", "target", "quotes", "formula"),
    [
        ("posts", 4, "防刺服采购支出总额", "≤80万元", ["购置防刺服400套，每套2000元，80.00万元"], None),
        ("posts", 4, "执法记录仪采购单价", "≤1500元/台", ["执法记录仪200台", "30.00万元"], "30.00万元/200台"),
        ("posts", 1, "防刺服购置套数", "≥400套", ["每套2000元，80.00万元"], "80.00万元/2000元"),
        ("posts", 4, "警用装备采购支出总额", "≤110万元", ["30.00万元", "80.00万元"], "30.00万元+80.00万元"),
        ("posts", 4, "装备和水电支出总额", "≤124万元", ["预算数 316.00", "192.00万元"], "316.00万元-192.00万元"),
        ("posts", 5, "可防性案件减少起数", "≥30起", ["由上年的120起降至90起以内"], "120起-90起"),
        ("meals", 1, "供餐农村学校数", "≥12所", ["12所农村学校"], None),
        ("meals", 4, "初中学生每日餐补标准", "=5元/人·天", ["初中就餐学生600人，每人每天5元"], None),
        ("meals", 1, "就餐学生总人数", "≥2600人", ["小学就餐学生2000人", "初中就餐学生600人"], "2000人+600人"),
        ("halls", 1, "活动室管理员人数", "≥20人", ["10个社区活动室", "每室配备管理员2名"], "10个*2名"),
        ("halls", 1, "居民活动场次", "≥150场", ["10个社区活动室", "组织居民活动不少于15场"], "10个*15场"),
        ("halls", 4, "每个活动室年运行成本", "≤6万元/室", ["预算数 60.00", "10个社区活动室"], "60.00万元/10个"),
        ("tests", 1, "水产样品检测份数", "≥100份", ["水产100份"], None),
        ("tests", 3, "抽样完成时间", "10月31日前", ["10月31日前完成抽样"], None),
        ("tests", 3, "检测报告出具时间", "11月底前", ["11月30日前出具报告"], None),
    ],
)
def test_a_number_is_of_what_its_enumeration_says(library, key, row, name, target, quotes, formula):
    assert verdicts(library, key, row, name, target, quotes, formula) == []


@pytest.mark.parametrize(
    ("key", "row", "name", "target", "quotes", "formula", "definition"),
    [
        ("posts", 4, "防刺服采购单价", "≤1500元/套", ["每台1500元"], None, None),
        ("posts", 4, "防刺服采购支出总额", "≤60万元", ["防刺服400套", "每台1500元"], "400套*1500元", None),
        ("posts", 3, "群众求助办结时限", "≤5分钟", ["警情接报后5分钟内出警"], None, None),
        ("posts", 5, "可防性案件起数", "≤120起", ["由上年的120起降至90起以内"], None, None),
        ("posts", 5, "巡逻里程", "≤5万公里", ["巡逻里程由4万公里提高到5万公里"], None, None),
        ("meals", 1, "供餐农村学校数", "≥9所", ["小学9所"], None, "按学校名册计数"),
        ("meals", 4, "初中学生每日餐补标准", "=4元/人·天", ["每人每天4元"], None, None),
        ("meals", 3, "秋季学期补助拨付时间", "5月20日前", ["春季学期补助5月20日前"], None, "补助拨到学校的日期"),
        ("halls", 1, "活动室管理员人数", "≥2人", ["每室配备管理员2名"], None, "在岗管理员人数"),
        ("tests", 1, "样品检测份数", "≥500份", ["蔬菜300份", "水果200份"], "300份+200份", "蔬菜、水果、水产之和"),
        ("tests", 1, "三类样品检测份数", "≥500份", ["蔬菜300份", "水果200份"], "300份+200份", None),
        ("tests", 1, "样品检测份数", "≥900份", ["样品600份", "蔬菜300份"], "600份+300份", None),
        ("tests", 2, "检测合格率", "≤97%", ["检测合格率不低于97%"], None, "合格份数÷检测份数"),
        ("tests", 3, "检测报告出具时间", "10月31日前", ["10月31日前完成抽样"], None, "报告全部出具的日期"),
    ],
)
def test_a_number_of_another_part_is_caught(library, key, row, name, target, quotes, formula, definition):
    assert verdicts(library, key, row, name, target, quotes, formula, definition) != []
