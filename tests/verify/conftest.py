"""Projects of several kinds, and sound proposals for them, from which the wrong ones are made."""

import pytest

from reviewer.domain.document import Document, Section
from reviewer.domain.project import Budget, Indicator, Project
from reviewer.domain.proposal import Proposal, Proposer
from reviewer.domain.target import parse_target
from reviewer.library import load_library, load_words
from reviewer.settings import Settings

LEVEL1 = {"数量": "产出指标", "质量": "产出指标", "时效": "产出指标", "成本": "产出指标", "满意": "满意度指标"}
OLD = (
    ("数量指标", "数量", "≥90百分比"),
    ("质量指标", "质量达标", "≥90百分比"),
    ("时效指标", "及时性", "≥90百分比"),
    ("成本指标", "成本指标", "≥90百分比"),
    ("社会效益指标", "促进发展", "≥90百分比"),
    ("生态效益指标", "生态影响", "≥90百分比"),
    ("服务对象满意度指标", "服务对象满意度", "≥90百分比"),
)


def project(key, name, total, purpose, *goals, rows=OLD, basis="", fiscal=None, other="0", plan=True):
    return Project(
        file="x.txt",
        key=key,
        no=1,
        name=name,
        amount_unit="万元",
        budget=Budget(total=total, fiscal=fiscal or total, other=other),
        purpose=purpose,
        spending_plan=("25.00%", "50.00%", "75.00%", "100.00%") if plan else (None,) * 4,
        goals=goals,
        indicators=tuple(
            Indicator(
                row=n,
                level1=LEVEL1.get(level2[:2], "满意度指标" if "满意" in level2 else "效益指标"),
                level2=level2,
                name=what,
                definition=what,
                target=parse_target(raw),
                basis=basis,
            )
            for n, (level2, what, raw) in enumerate(rows, 1)
        ),
    )


PROJECTS = {
    "soldiers": project(
        "soldiers",
        "退役士兵人员经费",
        "55.00",
        "用于5名退役士兵工资及五险",
        "确保我单位5名退役士兵的人员经费足额及时发放到位",
        basis="定退役军人发〔2019〕12号",
    ),
    "grant": project(
        "grant",
        "中等职业学校国家助学金",
        "36.40",
        "资助家庭经济困难学生",
        "1.按2000元/人·年的标准为182名困难学生发放国家助学金",
        "2.每学期开学后20个工作日内发放到资助卡",
        basis="冀财教【2020】174号",
    ),
    "tuition": project(
        "tuition",
        "免学费补助资金",
        "550.60",
        "免除学费学生2753人，生均公用经费按2000元/生·年拨付",
        "免除中等职业学校2753名学生的学费",
        "用于支付教师课时费的部分不超过110.12万元",
        basis="冀财教【2020】160号",
    ),
    "training": project(
        "training",
        "职业技能培训经费",
        "12.50",
        "举办焊工、电工两期培训班，培训农民工250人",
        "培训合格率达到95%以上，培训后就业率达到60%以上",
        "人均培训费500元，培训教材每人80元",
    ),
    "equipment": project(
        "equipment",
        "办公设备购置",
        "24.00",
        "购置台式电脑40台、打印机12台",
        "电脑单价不超过4500元，打印机单价不超过5000元",
        "2021年9月30日前完成采购验收",
    ),
    "road": project(
        "road",
        "农村公路修缮工程",
        "820.00",
        "修缮农村公路16.4公里，改造危桥3座",
        "路面修缮每公里造价不超过45万元",
        "11月底前完工，工程验收合格率100%",
        fiscal="600.00",
        other="220.00",
    ),
    "loan": project(
        "loan",
        "创业担保贷款贴息",
        "300.00",
        "对个人创业担保贷款和小微企业贷款给予贴息",
        "年度新增创业担保贷款发放额8000万元，带动就业1200人",
        "扶持创业人员500人，贷款回收率不低于98%",
    ),
    "network": project(
        "network",
        "信息系统运行维护",
        "18.60",
        "保障6套业务系统、32台服务器正常运行",
        "故障响应时间不超过2小时，系统可用率不低于99.5%",
    ),
    "exam": project(
        "exam",
        "机关事业单位工人技术等级考核",
        "7.80",
        "组织工人技术等级考核，预计报考1300人",
        "设置考场26个，考务费每人60元",
    ),
    "inspection": project(
        "inspection",
        "劳动保障监察执法经费",
        "15.00",
        "检查用人单位420户，处理投诉举报案件",
        "投诉举报案件60日内办结，开展专项检查4次",
    ),
}
PROSE = Section(title="职责", text="负责职业能力建设。全年城镇新增就业5200人。发放创业担保贷款。", address="txt:3")


def document_of(*projects, sections=()):
    return Document(
        file="x.txt", sha256="-".join(p.key for p in projects), format="txt", sections=sections, projects=projects
    )


DOCUMENT = Document(file="x.txt", sha256="v", format="txt", sections=(PROSE,), projects=tuple(PROJECTS.values()))
EMPTY = dict.fromkeys(
    ("level1", "level2", "name", "definition", "target", "basis", "origin", "formula", "question", "reason")
)


def proposal(key, row, name=None, target=None, origin=None, evidence=(), definition=None, basis=None, **more):
    fields = {"action": "replace", "resolves": (), "reason": "原指标不可用", **more}
    return Proposal(
        **{
            **EMPTY,
            "project": key,
            "row": row,
            "name": name,
            "target": target,
            "origin": origin,
            "evidence": tuple(evidence),
            "definition": definition,
            "basis": basis,
            "proposer": Proposer(kind="model"),
            **fields,
        }
    )


ASK = "请按花名册填写人数。"
SOUND = (
    proposal(
        "soldiers",
        1,
        "发放工资的退役士兵人数",
        "=5人",
        "stated",
        ["5名退役士兵"],
        "年末由本项目发放工资的退役士兵人数，逐人计数",
        "计划标准：工资花名册",
    ),
    proposal(
        "soldiers",
        4,
        "退役士兵人均年度人员经费",
        "≤11万元/人·年",
        "derived",
        ["55.00", "5名退役士兵"],
        "本项目全年预算数÷退役士兵人数",
        "预算支出标准：预算批复",
        formula="55.00万元/5人",
    ),
    proposal(
        "soldiers",
        3,
        "退役士兵工资按时发放率",
        "=100%",
        "norm",
        [],
        "按时限（每月【待填】日前）发放的人月数÷应发放人月数×100%",
        "其他标准：惯例",
        question="每月几日前发放？",
    ),
    proposal(
        "soldiers",
        7,
        "退役士兵满意度",
        "≥90%",
        "norm",
        [],
        "对5名退役士兵开展问卷调查，评价为满意和基本满意的份数÷有效问卷份数",
        "其他标准：本地惯例，非国家统一规定",
    ),
    proposal(
        "soldiers",
        2,
        "退役士兵社会保险足额缴纳率",
        "=100%",
        "norm",
        [],
        "已足额缴纳社会保险的人月数÷应缴纳的人月数",
        "其他标准：惯例取满值；依据定退役军人发〔2019〕12号",
    ),
    proposal("soldiers", 6, action="remove"),
    proposal(
        "grant",
        1,
        "资助困难学生人数",
        "=182人",
        "stated",
        ["为182名困难学生发放国家助学金"],
        "本年实际领到国家助学金的困难学生人数，同一人只计1次",
        "计划标准：冀财教〔2020〕174号",
    ),
    proposal(
        "grant",
        4,
        "国家助学金发放标准",
        "=2000元/人·年",
        "stated",
        ["2000元/人·年的标准"],
        "按政策确定的每名学生每年助学金标准",
        "预算支出标准：冀财教【2020】174号",
    ),
    proposal(
        "grant",
        3,
        "国家助学金按时发放率",
        "=100%",
        "norm",
        [],
        "每学期开学后20个工作日内发放到资助卡的人次÷应发放人次×100%",
        "其他标准：惯例",
    ),
    proposal(
        "grant",
        2,
        "助学金发放准确率",
        "=100%",
        "norm",
        [],
        "经复核发放对象和金额均正确的人次÷发放人次",
        "其他标准：惯例",
    ),
    proposal(
        "grant",
        5,
        "受助学生辍学率",
        "≤ 【待填】 %",
        "ask",
        [],
        "年度内因经济原因辍学的受助学生人数÷受助学生人数",
        "历史标准：上年实际数",
        question="辍学率控制在多少以内？",
    ),
    proposal(
        "grant", 7, "受助学生满意度", "≥90%", "norm", [], "对受助学生问卷调查，满意份数÷有效问卷份数", "其他标准：惯例"
    ),
    proposal(
        "tuition",
        1,
        "免除学费学生人数",
        "=2753人",
        "stated",
        ["免除学费学生2753人"],
        "本年免除学费的学生人数",
        "计划标准：学籍系统",
    ),
    proposal(
        "tuition",
        4,
        "生均公用经费标准",
        "=2000元/人·年",
        "stated",
        ["生均公用经费按2000元/生·年拨付"],
        "每名学生每年拨付的公用经费",
        "预算支出标准：冀财教【2020】160号",
    ),
    proposal(
        "tuition",
        4,
        "人均免学费补助",
        "≤2000元/人·年",
        "derived",
        ["550.60", "2753人"],
        "预算数÷免除学费学生人数",
        "预算支出标准：预算批复",
        formula="550.60万元/2753人",
    ),
    proposal(
        "tuition",
        5,
        "教师课时费支出总额",
        "≤110.12万元",
        "stated",
        ["用于支付教师课时费的部分不超过110.12万元"],
        "全年支付的教师课时费合计",
        "预算支出标准：支付凭证",
        level1="产出指标",
        level2="成本指标",
    ),
    proposal(
        "training",
        1,
        "培训农民工人数",
        "≥250人",
        "stated",
        ["培训农民工250人"],
        "全程参加培训并签到的农民工人数",
        "计划标准：培训计划",
    ),
    proposal(
        "training",
        2,
        "农民工培训合格率",
        "≥95%",
        "stated",
        ["培训合格率达到95%以上"],
        "考核合格人数÷参加考核人数",
        "计划标准：培训计划",
    ),
    proposal(
        "training",
        5,
        "农民工培训后就业率",
        "≥60%",
        "stated",
        ["培训后就业率达到60%以上"],
        "培训后就业的人数÷结业人数",
        "计划标准：培训计划",
    ),
    proposal(
        "training",
        4,
        "人均培训费",
        "≤500元/人",
        "stated",
        ["人均培训费500元"],
        "培训支出÷培训人数",
        "预算支出标准：培训方案",
    ),
    proposal(
        "training",
        4,
        "职业技能培训支出总额",
        "≤12.5万元",
        "stated",
        ["12.50"],
        "全年实际支付的培训支出合计，不超过预算数12.50万元",
        "预算支出标准：预算批复",
    ),
    proposal(
        "training",
        3,
        "培训班按期完成率",
        "=100%",
        "norm",
        [],
        "在【待填】前办结的班次÷计划班次",
        "其他标准：惯例",
        question="最迟何时办结？",
    ),
    proposal(
        "training",
        1,
        "举办培训班期数",
        "=2期",
        "stated",
        ["举办焊工、电工两期培训班"],
        "年内开班并结业的期数",
        "计划标准：开班通知",
    ),
    proposal(
        "equipment",
        1,
        "购置台式电脑数量",
        "=40台",
        "stated",
        ["购置台式电脑40台"],
        "本年购置并验收的台式电脑台数",
        "计划标准：采购计划",
    ),
    proposal(
        "equipment",
        1,
        "购置打印机数量",
        "=12台",
        "stated",
        ["打印机12台"],
        "本年购置并验收的打印机台数",
        "计划标准：采购计划",
    ),
    proposal(
        "equipment",
        4,
        "电脑采购单价",
        "≤4500元/台",
        "stated",
        ["电脑单价不超过4500元"],
        "电脑采购支出÷台数",
        "预算支出标准：采购预算",
    ),
    proposal(
        "equipment",
        3,
        "采购验收完成时间",
        "2021年9月30日前",
        "stated",
        ["2021年9月30日前完成采购验收"],
        "全部设备验收完毕的日期",
        "计划标准：采购计划",
    ),
    proposal("equipment", 2, "设备验收合格率", "=100%", "norm", [], "验收合格台数÷购置台数", "其他标准：惯例"),
    proposal(
        "road",
        1,
        "修缮农村公路里程",
        "=16.4公里",
        "stated",
        ["修缮农村公路16.4公里"],
        "本年修缮并验收的公路里程",
        "计划标准：施工图",
    ),
    proposal(
        "road", 1, "改造危桥数量", "=3座", "stated", ["改造危桥3座"], "本年改造完工的危桥座数", "计划标准：施工图"
    ),
    proposal(
        "road",
        2,
        "工程验收合格率",
        "=100%",
        "stated",
        ["工程验收合格率100%"],
        "验收合格的工程数÷完工工程数",
        "行业标准：验收单",
    ),
    proposal(
        "road",
        4,
        "路面修缮每公里造价",
        "≤45万元/公里",
        "stated",
        ["路面修缮每公里造价不超过45万元"],
        "路面修缮支出÷修缮里程",
        "预算支出标准：工程预算",
    ),
    proposal(
        "road",
        4,
        "农村公路修缮总成本",
        "≤820万元",
        "stated",
        ["820.00"],
        "全部工程支出，不超过预算数",
        "预算支出标准：预算批复",
    ),
    proposal(
        "loan",
        1,
        "创业担保贷款发放额",
        "≥8000万元",
        "stated",
        ["年度新增创业担保贷款发放额8000万元"],
        "年度内新发放的贷款金额",
        "计划标准：贷款台账",
    ),
    proposal(
        "loan",
        2,
        "创业担保贷款回收率",
        "≥98%",
        "stated",
        ["贷款回收率不低于98%"],
        "到期收回的贷款÷到期贷款",
        "计划标准：贷款台账",
    ),
    proposal(
        "loan",
        5,
        "带动就业人数",
        "≥1200人",
        "stated",
        ["带动就业1200人"],
        "贷款对象吸纳就业的人数",
        "计划标准：就业登记",
    ),
    proposal(
        "loan",
        1,
        "扶持创业人员人数",
        "≥500人",
        "stated",
        ["扶持创业人员500人"],
        "获得贷款的创业人员人数",
        "计划标准：贷款台账",
    ),
    proposal(
        "loan",
        4,
        "贷款贴息总额",
        "≤300万元",
        "stated",
        ["300.00"],
        "全年支付的贴息，不超过预算数",
        "预算支出标准：支付凭证",
    ),
    proposal(
        "network",
        1,
        "维护业务系统套数",
        "=6套",
        "stated",
        ["6套业务系统"],
        "纳入运维的业务系统套数",
        "计划标准：运维合同",
    ),
    proposal(
        "network", 1, "维护服务器台数", "=32台", "stated", ["32台服务器"], "纳入运维的服务器台数", "计划标准：运维合同"
    ),
    proposal(
        "network",
        3,
        "故障响应时间",
        "≤2小时",
        "stated",
        ["故障响应时间不超过2小时"],
        "从报修到技术人员响应的时间",
        "计划标准：运维合同",
    ),
    proposal(
        "network",
        2,
        "系统可用率",
        "≥99.5%",
        "stated",
        ["系统可用率不低于99.5%"],
        "系统可用时长÷全年时长",
        "行业标准：监控日志",
    ),
    proposal(
        "exam",
        1,
        "参加技术等级考核人数",
        "≥1300人",
        "stated",
        ["预计报考1300人"],
        "实际参加考核的工人人数",
        "计划标准：报名表",
    ),
    proposal(
        "exam", 4, "考务费标准", "≤60元/人", "stated", ["考务费每人60元"], "考务支出÷考核人数", "预算支出标准：考务方案"
    ),
    proposal(
        "exam",
        4,
        "人均考核成本",
        "≤60元/人",
        "derived",
        ["7.80", "预计报考1300人"],
        "预算数÷考核人数",
        "预算支出标准：预算批复",
        formula="7.80万元/1300人",
    ),
    proposal(
        "exam", 1, "设置考场数量", "=26个", "stated", ["设置考场26个"], "实际启用的考场个数", "计划标准：考务方案"
    ),
    proposal(
        "inspection",
        1,
        "检查用人单位户数",
        "≥420户",
        "stated",
        ["检查用人单位420户"],
        "实地检查的用人单位户数",
        "计划标准：检查计划",
    ),
    proposal(
        "inspection",
        3,
        "投诉举报案件按期办结率",
        "=100%",
        "norm",
        [],
        "60日内办结的案件数÷应办结案件数",
        "其他标准：惯例",
    ),
    proposal(
        "inspection",
        1,
        "开展专项检查次数",
        "≥4次",
        "stated",
        ["开展专项检查4次"],
        "年内开展的专项检查次数",
        "计划标准：检查计划",
    ),
    proposal(
        "inspection",
        5,
        "拖欠工资群体性事件起数",
        "=0起",
        "norm",
        [],
        "年内发生的因拖欠工资引发的群体性事件起数",
        "其他标准：底线要求，惯例取零",
    ),
)


@pytest.fixture(scope="session")
def library():
    return load_library(Settings().prompts / "library")


@pytest.fixture(scope="session")
def document():
    return DOCUMENT


@pytest.fixture(scope="session")
def sound():
    return SOUND


@pytest.fixture(scope="session")
def words():
    return load_words(Settings().prompts / "library")
