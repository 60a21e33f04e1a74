"""A whole is not its part, nor one for each, nor those who join; a list's number is that of its own thing."""

import pytest

from reviewer.verify import verify

from .conftest import document_of, project, proposal

PROJECTS = {
    made.key: made
    for made in (
        project(
            "checks",
            "老年人体检经费",
            "30.00",
            "购买体检服务，其中耗材12.00万元，人工18.00万元，每人次体检150元",
            "1.全年体检2000人次，其中失能老人体检400人次，独居老人体检300人次",
            "2.4月30日前完成城区老人体检，10月31日前完成农村老人体检",
        ),
        project(
            "rangers",
            "湿地巡护经费",
            "40.00",
            "用于发放巡护员工资和购置巡护物资",
            "1.聘用巡护员20名",
            "2.购置无人机10架，每架不超过8000元",
            "3.春节期间加密巡护",
        ),
        project(
            "aids",
            "居家护理器具",
            "24.00",
            "用于为失能老人配置器具",
            "1.购置护理床80件、制氧机120台，护理床每件900元，制氧机每台1400元",
            "2.为15个村各配备广播终端2台，共30台",
        ),
        project(
            "grants",
            "特别扶助金",
            "86.40",
            "向900名扶助对象发放扶助金，标准为每人每年960元",
            "1.年内新增扶助对象60人，退出25人",
        ),
        project(
            "match",
            "岗位练兵竞赛经费",
            "16.00",
            "举办全市岗位练兵竞赛，其中职工奖金6.00万元，场地及耗材10.00万元",
            "1.组织320名职工参赛，全年奖励40名职工",
            "2.选拔20名职工参加省级竞赛",
            "3.人均食宿费不超过90元",
        ),
        project("wards", "孤儿生活保障", "72.00", "发放孤儿基本生活费", "1.保障孤儿50人", "2.每人每月1200元"),
        project("lamps", "路灯养护", "36.00", "用于养护路灯和线路", "1.养护路灯60盏，每盏不少于2000元"),
        project(
            "care",
            "养老中心运营",
            "90.00",
            "用于6个养老中心运营",
            "1.每个中心配备护理员4名，共配备24名",
            "2.每季度开展讲座2次，全年8次",
        ),
        project(
            "unsafe",
            "危房改造补助",
            "126.00",
            "C级每户补助1.2万元，D级每户补助2.4万元",
            "1.改造危房80户，其中C级55户、D级25户",
        ),
        project("houses", "校舍维修", "68.00", "用于17所学校校舍维修", "1.维修校舍1700平方米，其中屋面防水950平方米"),
    )
}


def caught(library, key, row, name, target, quotes, definition="按台账计数", formula=None, basis="计划标准：验收台账"):
    origin = "derived" if formula else "stated"
    made = proposal(key, row, name, target, origin, quotes, definition, basis, formula=formula)
    found = verify([made], PROJECTS[key], document_of(PROJECTS[key]), library)[0].checks
    return {c.check for c in found if c.result == "fail"} & {"number", "formula", "subject", "basis"}


@pytest.mark.parametrize(
    ("key", "row", "name", "target", "quotes", "sound"),
    [
        ("aids", 1, "护理床购置数量", "≥80件", ["护理床80件"], True),
        ("aids", 1, "护理床购置数量", "≥120件", ["制氧机120台"], False),
        ("aids", 1, "广播终端配备数量", "≥30台", ["共30台"], True),
        ("care", 1, "护理员配备人数", "≥24人", ["共配备24名"], True),
        ("care", 1, "护理员配备总人数", "≥4人", ["每个中心配备护理员4名"], False),
        ("care", 1, "健康讲座次数", "≥8次", ["全年8次"], True),
        ("care", 1, "全年讲座次数", "≥2次", ["每季度开展讲座2次"], False),
        ("care", 1, "每季度讲座次数", "≥2次", ["每季度开展讲座2次"], True),
        ("unsafe", 1, "D级危房改造户数", "≥25户", ["D级25户"], True),
        ("unsafe", 1, "D级危房改造户数", "≥55户", ["C级55户"], False),
        ("unsafe", 4, "C级危房户均补助", "≤2.4万元/户", ["D级每户补助2.4万元"], False),
        ("grants", 1, "扶助对象人数", "≥900人", ["900名扶助对象"], True),
        ("grants", 1, "新增扶助对象人数", "≥60人", ["新增扶助对象60人"], True),
        ("grants", 1, "退出扶助对象人数", "≥60人", ["新增扶助对象60人"], False),
        ("match", 1, "参加竞赛的职工人数", "≥320人", ["组织320名职工参赛"], True),
        ("match", 1, "获奖职工人数", "≥40人", ["全年奖励40名职工"], True),
        ("match", 1, "获奖职工人数", "≥320人", ["组织320名职工参赛"], False),
        ("match", 1, "取得技能等级证书人数", "≥320人", ["组织320名职工参赛"], False),
        ("match", 4, "人均食宿费", "≤90元/人次", ["人均食宿费不超过90元"], True),
        ("checks", 3, "农村老人体检完成时间", "10月31日前", ["10月31日前完成农村老人体检"], True),
        ("checks", 3, "农村老人体检完成时间", "4月30日前", ["4月30日前完成城区老人体检"], False),
    ],
)
def test_a_number_is_of_its_own_part_or_of_all(library, key, row, name, target, quotes, sound):
    assert bool(caught(library, key, row, name, target, quotes)) != sound


@pytest.mark.parametrize(
    ("key", "name", "target", "quotes", "formula", "sound"),
    [
        ("checks", "体检总人次", "≥2400人次", ["全年体检2000人次，其中失能老人体检400人次"], "2000人次+400人次", False),
        (
            *("checks", "失能和独居老人体检人次", "≥700人次"),
            *(["失能老人体检400人次，独居老人体检300人次"], "400人次+300人次", True),
        ),
        (
            *("checks", "失能以外老人体检人次", "≥1600人次"),
            *(["全年体检2000人次，其中失能老人体检400人次"], "2000人次-400人次", True),
        ),
        ("checks", "每人次体检支出", "≤150元/人次", ["预算数 30.00", "全年体检2000人次"], "30.00万元/2000人次", True),
        (
            "checks",
            "每人次体检支出",
            "≤750元/人次",
            ["预算数 30.00", "失能老人体检400人次"],
            "30.00万元/400人次",
            False,
        ),
        ("checks", "体检项目支出总额", "≤30.00万元", ["耗材12.00万元，人工18.00万元"], "12.00万元+18.00万元", True),
        ("rangers", "单架无人机成本", "≤4.00万元/架", ["预算数 40.00", "购置无人机10架"], "40.00万元/10架", False),
        ("aids", "护理床购置总额", "≤7.20万元", ["护理床80件", "护理床每件900元"], "900元/件*80件", True),
        ("aids", "护理床购置总额", "≤10.80万元", ["制氧机120台", "护理床每件900元"], "900元/件*120件", False),
        ("grants", "扶助对象人均发放额", "≤960元/人·年", ["预算数 86.40", "900名扶助对象"], "86.40万元/900人", True),
        ("wards", "全年生活费支出", "≤72.00万元", ["孤儿50人", "每人每月1200元"], "50人*1200元/人·月*12月", True),
        ("wards", "全年生活费支出", "≤60.00万元", ["孤儿50人", "每人每月1200元"], "50人*1200元/人·月*10月", False),
        (
            "houses",
            "平方米均造价",
            "≤400元/平方米",
            ["预算数 68.00", "维修校舍1700平方米"],
            "68.00万元/1700平方米",
            True,
        ),
        ("lamps", "路灯单盏养护成本", "≤6000元/盏", ["预算数 36.00", "养护路灯60盏"], "36.00万元/60盏", True),
        ("unsafe", "改造危房户数", "≥80户", ["C级55户、D级25户"], "55户+25户", True),
        ("unsafe", "改造危房户数", "≥105户", ["改造危房80户", "D级25户"], "80户+25户", False),
        ("houses", "每所财政补助额", "≤4.00万元/所", ["预算数 68.00", "17所学校"], "68.00万元/17所", True),
        ("match", "参赛职工人均竞赛成本", "≤500元/人", ["预算数 16.00", "320名职工"], "16.00万元/320人", True),
        ("match", "获奖职工人均奖金", "≤1500元/人", ["职工奖金6.00万元", "奖励40名职工"], "6.00万元/40人", True),
    ],
)
def test_a_formula_takes_a_whole_or_its_parts(library, key, name, target, quotes, formula, sound):
    row = 1 if target.startswith("≥") else 4
    definition = f"{name}按台账计算"
    assert bool(caught(library, key, row, name, target, quotes, definition, formula, "预算支出标准：预算数")) != sound


@pytest.mark.parametrize(
    ("definition", "sound"),
    [
        ("两类经费支付的在岗巡护员", True),
        ("三类经费支付的在岗巡护员", False),
        ("春节前在岗的巡护员", True),
        ("中秋前在岗的巡护员", False),
    ],
)
def test_what_the_text_lists_or_names_may_be_said_so(library, definition, sound):
    assert bool(caught(library, "rangers", 1, "聘用巡护员人数", "≥20人", ["聘用巡护员20名"], definition)) != sound


@pytest.mark.parametrize(
    ("definition", "sound"), [("由服务公司缴纳保险费的护理床", True), ("领取救助金的护理床使用人", False)]
)
def test_whom_another_pays_is_no_deed_of_the_project(library, definition, sound):
    assert ("subject" not in caught(library, "aids", 1, "护理床数量", "≥80件", ["护理床80件"], definition)) == sound


@pytest.mark.parametrize(
    ("basis", "sound"),
    [
        ("计划标准：县总工会2023年练兵竞赛通知", False),
        ("计划标准：某某集团年度竞赛决定", False),
        ("计划标准：代理公司招标文件", True),
        ("计划标准：竞赛委员会报名册", True),
        ("计划标准：与承办公司的合同", True),
    ],
)
def test_a_paper_of_an_institution_stands_in_the_text(library, basis, sound):
    found = caught(library, "match", 1, "参赛职工人数", "≥320人", ["组织320名职工参赛"], basis=basis)
    assert ("basis" not in found) == sound
