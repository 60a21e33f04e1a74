"""Makes the sound replies of tests/data/replies wrong in many ways."""

import re
from typing import Any

Case = tuple[str, int, dict[str, Any]]
"""Document, number of the project in it, and the entry of a reply."""
OUT, EFFECT = "产出指标", "效益指标"

INVENTIONS = (
    "，每月抽查一次",
    "，每季度开展一次回访",
    "，第二季度末前完成",
    "，上半年发放到位",
    "，春节前发放",
    "，占全市的四分之一",
    "，每周不少于1次",
    "，含残疾学生一百余名",
    "，70%为女性",
    "，B类占比四成",
    "，第3批",
    "，共2批次",
    "，10个工作日内",
    "，2022年6月底前",
    "，按1:3配备",
    "，约90人",
    "，〇八年以来",
    "，廿五人",
    "，2.5倍",
    "，1/3以上",
    "，五个方面二十项",
    "，覆盖3-5个村",
    "，二三十人",
    "，两百来人",
    "，300多人",
    "，近两千人次",
    "，逾九成",
    "，半数以上",
    "，１２个乡镇",
    "，第六次全国人口普查口径",
    "，80后占一半以上",
    "，正负5%以内",
    "，低于零点五",
    "，十一个网点",
    "，百分之九十八点五",
    "，千分之二",
    "，每万人3起",
    "，A4纸200页",
    "，满分100分得90分",
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
    "行业标准：老年人权益保障法",
    "行业标准：会计法第九条",
    "计划标准：市政府第12次常务会议",
    "计划标准：市长办公会第三十二号纪要",
    "行业标准：第三十九号令",
    "行业标准：《定州市就业补助资金管理细则》",
    "历史标准：2020年实际发放213人",
    "历史标准：2020年完成率96.5%",
    "计划标准：冀人社字[2020]第119号",
    "计划标准：定发改〔2021〕7号批复",
    "计划标准：豫财社【2020】190号",
    "计划标准：冀财社【2021】190号",
    "计划标准：冀财社【2020】191号",
    "行业标准：人社部令第8号",
    "行业标准：劳动合同法实施条例",
    "计划标准：十四五规划目标7.5%",
    "其他标准：专家评审打分85分",
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
                yield (
                    "another figure with its forged quote",
                    but(target=target.replace(digits, other, 1), evidence=forged),
                )
        yield "no quote at all", but(evidence=[]) if e["name"] or e["target"] else case
        yield "somebody else's quote", but(evidence=["确保我单位9名退役军人"])
        yield "the plan's share", but(target="≥75%", evidence=["75.00%"])
        yield "the budget year for a count", but(target=target.replace(digits, "2021", 1), evidence=["2021年"])
        if target.endswith("人"):
            yield (
                "people in ten thousands",
                but(target=target.replace("人", "万人") if "万人" not in target else target.replace("万人", "亿人")),
            )
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
                but(
                    name=name,
                    target=value,
                    origin="norm",
                    evidence=[],
                    formula=None,
                    question=None,
                    level1=level1,
                    level2=level2,
                    basis="其他标准：本局惯例",
                    definition="符合要求的数量÷总数量",
                ),
            )
