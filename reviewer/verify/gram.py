"""What a text says beyond the words that any project uses, as pairs of neighbouring characters."""

import re

GENERIC = re.compile(
    r"其中|[（(][万亿]?[人元户件台个%％][）)]|指标|(?<![小中大])学生|项目|年度|本年|全年|当年|实际|数量|人数|人次数?|户数|件数|场次|次数|期数|台数|完成|目标值?|工作|相关|情况|开展|进行|合计|总数|总量|本单位|我市|全市|我县|我局|"
    r"达到|不少于|不低于|不超过|超过|至少|控制在|以上|以下|以内|左右|计划|预计|约|共|为|的|及|和|与|在|对|按|将|个|名|≥|≤|=|>|<"
)
ACTS = re.compile(
    "服务采购|采购服务|购买服务|发放|支付|拨付|缴纳|上[缴解]|领取|享受|受[益助检训]|资助|补[助贴]|参加|参与|提供|接受|服务|保障|安排|实[现有]|到位|开展|组织|举办|"
    "建设|完工|竣工|验收|合格|渠道|来源|合并|获得|得到|单位(?=成本|造价|面积)|里程|面积|长度|[场台套件次家所份期卷册辆]数?|时间|时限|日期|期限|年限|[可由向给到每均新各本全度率]|县(?![道城域])|(?<!城)市(?![场政民])|(?<![A-Za-z])级"
)
"""What any project does with its money, and words for how much of it: they tell no project from another."""
BUYING = re.compile(
    r"购置|采购|购买|配备|新增|举办|组织|安排|提供|支付|缴纳|新建|扩建|改建|修缮|维修|改造|养护|建设|保障|验收|合格|全部"
)
"""Verbs that say what is done to a thing, not which thing."""
PRICED = re.compile(
    r"人均|生均|户均|[年季月日]均|平均|标准|水平|总额|总成本|成本|造价|总?投资|支出|金额|费用|单价|每[人年月户生]"
)
ANY = re.compile("人员|对象|群众|预算|资金|经费|要求|标准|情况")
"""Words for anybody and any money."""
PUPILS = re.compile(r"(在校|贫困|困难|受助|毕业|新)生(?!活|产|态|育|均)")
"""Short words for pupils, written out: 在校生 is 在校学生. A school counts only pupils, so that they tell nothing."""
GRANT = re.compile("奖?助学金")
"""A grant to pupils is what 资助 pays."""


def grams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters in what the text says beyond general words."""
    text = GRANT.sub("资助金", PUPILS.sub(r"\1学生", text))
    parts = re.findall(r"[\u4e00-\u9fffA-Za-z]+", GENERIC.sub(" ", text))
    return frozenset(part[i : i + 2] for part in parts for i in range(max(1, len(part) - 1)))


WORDS = re.compile("[\u4e00-\u9fffA-Za-z]+")
EVERY, SHARED_OUT = frozenset("每各单均"), re.compile("[年月日]?[人生户亩站]均")
"""Say for each of whom, and of what nothing."""


def marks(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of the text as it is written, but those that touch a general word."""
    text = text.replace("城镇", "城市")
    general = {
        at
        for words in (GENERIC, ACTS, PRICED, ANY, SHARED_OUT)
        for found in words.finditer(text)
        for at in range(found.start() - 1, found.end())
        if len(found[0]) > 1
    }
    pairs = ((run[0][i : i + 2], run.start() + i) for run in WORDS.finditer(text) for i in range(len(run[0]) - 1))
    return frozenset(p for p, at in pairs if at not in general and p[0] != p[1] and not EVERY & set(p))


def cover(name: str, words: str) -> float:
    """Share of the shorter one's pairs that both hold, 0 to 1."""
    one, other = grams(name), grams(words)
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


def bare(text: str) -> str:
    """The text without words for anything, anybody and any sum."""
    return ANY.sub(" ", ACTS.sub(" ", PRICED.sub(" ", GENERIC.sub(" ", text))))


def paid_for(name: str) -> frozenset[str]:
    """What a name says between the words for each and for the cost: 竞赛 of 选手人均竞赛成本; else nothing."""
    parts = PRICED.split(name)
    return frozenset(pair for part in parts[1:] for pair in grams(bare(BUYING.sub(" ", part))) if len(pair) > 1)
