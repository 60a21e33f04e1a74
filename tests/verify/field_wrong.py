"""Makes the field's sound replies wrong in further ways, and some that are wrong from the start."""

import re

from .field import EFFECT, OUT, Case, D, H, R

INVENTIONS = (
    "，覆盖全市二十五个乡镇（街道）",
    "，每人每年补助一千二百元",
    "，惠及群众上万人次",
    "，覆盖近百家企业",
    "，其中脱贫户37户",
    "，得分在85分以上",
    "，24小时内响应",
    "，较2019年增长3.5%",
    "，三分之二以上为农村居民",
    "，占比不低于百分之六十五",
    "，九成五以上按期完成",
    "，误差控制在千分之五以内",
    "，服务半径不超过1.5公里",
    "，每半年抽查200户",
    "，样本量不少于50份",
    "，按每月1800元核算",
    "，参照全省平均水平62%",
    "，全年开展６次",
    "，共计㉚人",
    "，计壹佰零捌人",
    "，下设十六个网点",
    "，9月1日前完成",
    "，次月15日前到账",
    "，两个工作日内办结",
    "，前200名",
    "，其中男性𝟑𝟔人",
    "，比去年翻一番",
    "，不少于五十余场",
)
BASES = (
    "计划标准：定人社〔2021〕15号",
    "计划标准：人社厅发〔2018〕66号文件",
    "行业标准：国务院令第722号",
    "行业标准：冀政办字﹝2021﹞3号",
    "行业标准：国发〔二〇一八〕三十九号",
    "计划标准：定财预字第12号",
    "行业标准：《中华人民共和国就业促进法》",
    "行业标准：社会保险法第五章",
    "行业标准：《城乡居民基本养老保险经办规程》",
    "依据河北省劳动争议调解仲裁办法",
    "行业标准：GB/T 32168-2015",
    "历史标准：2019年完成213人",
    "历史标准：近三年平均值176",
    "历史标准：上年实际发放二百一十三人",
    "其他标准：2018年12月20日局长办公会议定",
)
TARGETS = (
    "≥ 【待填】（参考值126）人",
    "≥126人",
    "≥一百二十六人",
    "≥百分之八十七",
    "126-180人",
    "≥１２６人",
    "不少于壹佰贰拾陆人",
)
NORMS = (
    ("就业率", "=100%", "社会效益指标"),
    ("就业率", "≥90%", "社会效益指标"),
    ("政策覆盖率", "=100%", "社会效益指标"),
    ("群众知晓率", "≥90%", "社会效益指标"),
    ("工作计划完成率", "=100%", "质量指标"),
    ("材料合格率", "≥95%", "质量指标"),
    ("系统正常运行率", "≥99%", "质量指标"),
    ("差错率", "=0%", "质量指标"),
    ("投诉率", "≤1%", "社会效益指标"),
    ("成本节约率", "≥5%", "成本指标"),
)


def mutants(case: Case):
    """(what was done, case) for every way that applies."""
    document, no, e = case

    def but(**fields) -> Case:
        return document, no, {**e, **fields}

    if e["action"] in ("remove", "move"):
        return
    target, number = e["target"] or "", re.search(r"\d[\d.]*", e["target"] or "")
    for words in INVENTIONS:
        if e["definition"]:
            yield "an invention in the definition", but(definition=e["definition"] + words)
    for words in BASES:
        yield "an invention in the basis", but(basis=words)
    if e["name"]:
        for words in ("18个乡镇", "三百名", "2018年", "A类12项"):
            yield "an invention in the name", but(name=words + e["name"])
    if e["question"]:
        yield "an invention in the question", but(question="2020年实际为1372人，" + e["question"])
        yield "a document invented in the question", but(question="请按人社部发〔2017〕33号填写。" + e["question"])
        yield "no question", but(question=None)
        if e["target"] and e["target"].rstrip().endswith("人"):
            for words in TARGETS:
                yield "a number for the blank", but(target=words)
                yield "a number for the blank, said to be stated", but(target=words, origin="stated")
    if number and e["origin"] == "stated" and not target.startswith("12月"):
        digits = number[0]
        swapped = digits[1] + digits[0] + digits[2:] if len(digits) > 1 and digits[1] not in "." + digits[0] else None
        others = [digits + "0", str(int(digits[0]) % 9 + 1) + digits[1:], swapped]
        for other in others:
            if other and not (other == digits + "0" and "." in digits):
                forged = [q.replace(digits, other) for q in e["evidence"]]
                yield "another figure", but(target=target.replace(digits, other, 1))
                yield "another figure with its forged quote", but(target=target.replace(digits, other, 1), evidence=forged)
        yield "no quote at all", but(evidence=[]) if e["name"] or e["target"] else case
        yield "somebody else's quote", but(evidence=["确保我单位9名退役军人"])
        yield "the plan's share", but(target="≥75%", evidence=["75.00%"])
        yield "the budget year for a count", but(target=target.replace(digits, "2021", 1), evidence=["2021年"])
        if target.endswith("人"):
            yield "people in ten thousands", but(target=target.replace("人", "万人") if "万人" not in target else target.replace("万人", "亿人"))
            yield "people for times", but(name="举办活动场次", target=f"≥{digits}场")
            yield "people for a rate", but(name="受益群众覆盖率", target=f"≥{digits}%")
            yield "people for another crowd", but(name="参加抽样调查的企业负责人数")
        if "元" in target:
            wrong = target.replace("万元", "元") if "万元" in target else target.replace("元", "万元")
            yield "the wrong money", but(target=wrong)
    if e["origin"] == "stated" and "万元" in target and "/" not in target and number:
        for total in ("1414.00", "20.37", "96.55"):
            yield "another budget", but(target=f"≤{total}万元", evidence=[f"预算数 {total}万元"])
        yield "a budget for a unit cost", but(name="人均补助标准", target=target.replace("≤", "=") + "/人")
    if e["origin"] == "derived" and number:
        digits = number[0]
        yield "a quotient that is none", but(target=target.replace(digits, str(int(float(digits)) + 1), 1))
        yield "turned over", but(formula="/".join(reversed(re.split(r"[/÷]", e["formula"])[:2])))
        yield "a month of a year", but(formula=e["formula"] + "/12")
        yield "no formula", but(formula="")
        yield "operands unquoted", but(evidence=[])
        yield "a factor too many", but(formula=e["formula"] + "*1.05")
    if e["origin"] == "norm" and number:
        for value in ("=96%", "≥95%", "=98%", "≥85%", "≤90%", "=99.5%"):
            if value != target:
                yield "no norm", but(target=value)
        yield "a norm said to be national", but(basis="行业标准：国家统一规定")
        yield "a norm said to be stated", but(origin="stated")
    if e["row"] and e["name"] and "满意" not in e["name"] and e["target"]:
        for name, value, level2 in NORMS:
            level1 = OUT if level2 in ("质量指标", "成本指标") else EFFECT
            if document == "health-2024" and level2 == "成本指标":
                continue
            yield (
                "a norm that is none",
                but(name=name, target=value, origin="norm", evidence=[], formula=None, question=None,
                    level1=level1, level2=level2, basis="其他标准：本局惯例", definition="符合要求的数量÷总数量"),
            )


WRONG: list[Case] = [
    D(44, 1, "举办退役士兵培训场次", "≥5场", "stated", ["5名退役士兵"], "年内举办的培训场次", "计划标准：培训计划"),
    D(44, 4, "退役士兵人均人员经费", "≤11元/人·年", "derived", ["55.00", "5名退役士兵"], "预算数÷人数", "预算支出标准：预算批复", formula="55.00万元/5人"),
    D(44, 4, "退役士兵人均人员经费", "≤12万元/人·年", "derived", ["55.00", "5名退役士兵"], "预算数÷人数", "预算支出标准：预算批复", formula="60万元/5人"),
    D(44, 4, "退役士兵月人均人员经费", "≤0.92万元/人·月", "derived", ["55.00", "5名退役士兵"], "预算数÷人数÷12个月", "预算支出标准：预算批复", formula="55.00万元/5人/10个月"),
    D(24, 1, "资助贫困学生人数", "≥604人", "derived", ["24.00", "2000元"], "受助学生人数", "计划标准：资助系统", formula="120.88万元/2000元"),
    D(29, 1, "资助贫困学生人数", "=139人", "derived", ["27.88", "助学金每年每人2000元"], "按标准折算人数", "计划标准：资助系统", formula="27.88万元/2000元/人"),
    D(24, 1, "资助贫困学生人数", "=465人", "derived", ["24.00", "冀财教【2020】166号 助学金｜预算 69.00万元", "助学金每人每年2000元"], "两个来源合计资助人数", "计划标准：资助系统", formula="(24.00万元+69.00万元)/2000元/人"),
    D(24, 4, "助学金发放总额", "≤69.00万元", "stated", ["冀财教【2020】166号 助学金｜预算 69.00万元"], "全年发放助学金合计", "预算支出标准：部门预算"),
    D(24, 4, "助学金发放总额", "≤69.00万元", "derived", ["冀财教【2020】166号 助学金｜预算 69.00万元"], "全年发放助学金合计", "预算支出标准：部门预算", formula="69.00万元"),
    D(25, 1, "发放工资的教职工人数", "=178人", "derived", ["1694.93", "9.5万元"], "按人均经费折算", "计划标准：编制台账", formula="1694.93万元/9.5万元/人"),
    D(25, 9, "学生满意度", "≥76.2%", "stated", ["76.2%"], "对学生问卷调查", "其他标准：问卷调查"),
    D(27, 6, "毕业生就业人数", "≥2753人", "stated", ["2753人"], "签订就业协议的毕业生人数", "历史标准：就业系统"),
    D(27, 2, "教师流失率", "<2%", "stated", ["<2%"], "离职教师人数÷教师总数", "历史标准：人事台账"),
    D(26, 6, "毕业生就业人数", "≥600人", "stated", ["≥600人"], "实现就业的毕业生人数", "历史标准：就业系统"),
    D(29, 1, "资助贫困学生人数", "≥612人", "stated", ["≥612人"], "领取助学金的学生人数", "计划标准：资助系统"),
    D(34, 6, "校园绿化面积", "≥1000平方米", "stated", ["≥1000平方米"], "校园绿化面积", "计划标准：绿化方案"),
    D(30, 6, "体育教师平均教龄", "≥10年", "stated", ["≥10年"], "体育教师平均从教年限", "历史标准：人事档案"),
    D(9, 1, "参加考核人数", "≥24人", "stated", ["冀人社规【2018】24号"], "参加考核的工人人数", "计划标准：报名表"),
    D(1, 1, "发放补助人数", "≥190人", "stated", ["冀财社【2020】190号"], "领取补助的代办员人数", "计划标准：花名册"),
    D(1, 4, "代办员人均补助标准", "=22万元/人·年", "stated", ["22.00"], "每名代办员全年补助", "预算支出标准：部门预算"),
    D(51, 1, "租赁办公用房面积", "=37.5平方米", "stated", ["37.50"], "租赁合同约定面积", "计划标准：租赁合同"),
    D(11, 1, "享受就业补贴人数", "≥2000人", "stated", ["2000.00"], "享受补贴的涉军人员人数", "计划标准：审批名册"),
    D(19, 1, "享受就业补贴人数", "≥3468人", "stated", ["3468.00"], "享受补贴的人数", "计划标准：审批名册"),
    D(60, 1, "享受贴息人数", "≥100人", "stated", ["≥100对有贷款需求手续齐全的进行实地调查"], "享受贴息的借款人数", "计划标准：贴息台账"),
    D(49, 2, "新增参保人员数量", "≥100人", "stated", ["≤100新增参保人员数量"], "新增参保的人数", "计划标准：扩面计划"),
    D(2, 4, "法律法规宣传总成本", "≤3.00万元", "stated", ["3.00"], "宣传支出合计", "预算支出标准：部门预算"),
    D(22, 4, "档案管理支出总额", "≤85.00万元", "stated", ["预算数 85.00万元"], "档案管理支出合计", "预算支出标准：部门预算"),
    D(28, 4, "免学费补助支出总额", "≤642.40万元", "stated", ["预算合计 642.40万元"], "免学费补助支出合计", "预算支出标准：部门预算"),
    D(63, 4, "贴息资金支出总额", "≤24.5元", "stated", ["创业担保贷款本级贴息24.5万元"], "全年贴息合计", "预算支出标准：部门预算"),
    D(62, 4, "贴息资金支出总额", "≤19.2万元", "stated", ["19.2万元"], "全年贴息合计", "预算支出标准：部门预算"),
    D(48, 1, "购置设备数量", "≥60台", "stated", ["≤60数量"], "购置设备台数", "计划标准：采购计划"),
    D(30, 3, "运动场地完工时间", "9月30日前", "stated", ["10月底"], "竣工验收日期", "计划标准：施工合同"),
    D(30, 3, "运动场地完工时间", "10月底前", "stated", ["100.00%"], "竣工验收日期", "计划标准：施工合同"),
    D(30, 3, "运动场地完工时间", "6月底前", None, [], "竣工验收日期", "计划标准：施工合同"),
    D(1, 2, "村级代办员补助覆盖率", "=100%", None, [], "领取补助人数÷应领人数", "其他标准：应发尽发"),
    D(3, 4, "网点办公经费支出总额", "≤30000万元", "stated", ["3.00"], "支出合计", "预算支出标准：部门预算"),
    D(44, 1, "发放工资的退役士兵人数", "=5%", "stated", ["5名退役士兵"], "领取工资人数", "计划标准：工资表"),
    D(44, 9, "退役士兵满意度", "≤90%", "norm", [], "问卷满意份数÷有效份数", "其他标准：本局惯例"),
    D(44, 3, "退役士兵满意度", "≥90%", "norm", [], "问卷满意份数÷有效份数", "其他标准：本局惯例"),
    D(44, 4, "退役士兵工资按时发放率", "=100%", "norm", [], "每月【待填】日前发放的人月数÷应发人月数", "其他标准：惯例", question="几日前发放？"),
    D(44, 1, "退役士兵满意人数", "≥5人", "stated", ["5名退役士兵"], "表示满意的退役士兵人数÷调查人数不低于90%，样本30份", "其他标准：问卷"),
    D(1, None, "领取补助的代办员人数", "≥ 【待填】 人", "ask", [], "代办员人数", "计划标准：花名册", level1="成本指标", level2="经济成本指标", question="多少人？"),
    D(1, None, "代办员人均补助", "≤ 【待填】 元/人·年", "ask", [], "补助总额÷人数", "计划标准：花名册", level1="成本指标", level2="经济成本指标", question="多少元？"),
    H(1, None, "体检支出总额", "≤96.00万元", "stated", ["96.00"], "体检支出合计", "预算支出标准：部门预算", level1=OUT, level2="成本指标"),
    H(1, 4, "老年人健康体检人数", "≥65人", "stated", ["65岁以上老年人"], "完成体检人数", "计划标准：体检登记册"),
    H(1, 4, "慢性病患者随访人数", "≥8000人", "stated", ["为8000名65岁以上老年人提供健康体检"], "完成随访的慢性病患者人数", "计划标准：随访台账"),
    H(1, 1, "人均体检成本", "≤120万元/人", "derived", ["96.00", "8000名"], "体检经费÷人数", "预算支出标准：部门预算", formula="96.00万元/8000人"),
    H(2, 4, "购置救护车台数", "=6台", "stated", ["购置彩超6台"], "完成验收的救护车台数", "计划标准：采购计划"),
    H(2, 1, "彩超购置单价", "≤25元/台", "derived", ["150.00", "购置彩超6台"], "预算数÷台数", "预算支出标准：采购预算", formula="150.00万元/6台"),
    H(3, 4, "接受两癌筛查的适龄妇女人数", "≥8000人", "stated", ["8000名"], "完成筛查人数", "计划标准：任务表"),
    R(1, 1, "日常养护农村公路里程", "≥640米", "stated", ["日常养护农村公路640公里"], "完成养护里程", "计划标准：养护计划"),
    R(1, 1, "新建农村公路里程", "≥640公里", "stated", ["日常养护农村公路640公里"], "新建完工里程", "计划标准：建设计划"),
    R(2, 1, "县道X012线改建里程", "=12公里", "stated", ["县道X012线"], "完成改建里程", "计划标准：设计批复"),
    R(2, 4, "县道改建每公里造价", "≤155万元/公里", "derived", ["1860.00", "12公里"], "投资÷里程", "预算支出标准：概算", formula="1860.00万元/12公里"),
    R(2, 8, "路面保修年限", "≥15年", "stated", ["≥15年"], "施工单位保修年限", "行业标准：施工合同"),
    R(2, 9, "沿线群众满意度", "≤95%", "stated", ["≤95%"], "问卷满意份数÷有效份数", "其他标准：问卷"),
]
