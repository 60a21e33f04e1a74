"""Whether a row that takes a figure of the text for its own says nothing that the text does not say of it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.target import parse_target
from reviewer.domain.units import scale
from reviewer.verify.fit import base_of, restates
from reviewer.verify.gram import ACTS, BUYING, bare, grams, paid_for
from reviewer.verify.ground import Ground
from reviewer.verify.likeness import HAN
from reviewer.verify.number import DATE, VAGUE, YEAR, mentions
from reviewer.verify.role import DEEDS, SORTS, WORKS, excluded, got
from reviewer.verify.source import CLAUSE
from reviewer.verify.speech import Speech

PAYMENTS = tuple(
    (re.compile(named), re.compile(told))
    for named, told in (
        ("工资|薪酬|薪金|报酬", "工资|薪|报酬|待遇|劳务|务工|聘|派遣|员[^。；]{0,12}每人每|人员(?:经费|支出|成本|费)"),
        (
            "(?<!财政)补[助贴]|津贴",
            "补|贴|免|资助|救助|助学|扶持|帮扶|配套|代缴|养老|低保|生均|每(?:人|户|名)(?:每[年月])?\\d",
        ),
        ("奖[金励学]", "奖"),
        ("租金|房租|租赁费", "租"),
        ("利息|贴息", "息"),
        ("慰问", "慰问"),
        ("救助金|赔偿|补偿", "救助|赔|补偿"),
        ("保险费|保费|社保费", "保"),
        ("丧葬|抚恤", "丧|葬|抚恤"),
        (
            "购置|采购|购买",
            "购|采|买|更新|更换|新增|添|配|置|装|储备|建|印|设备|物资|材料|图书|床|[/每][台套张件辆]",
        ),
        ("维修|修缮|修复", "修|养护|维护|管护|运维|工程|建筑|加固|改造"),
        ("改造|改建", "改|建|更新|提升|整治|加固|修|换|工程"),
        ("绿化", "绿|林|植|苗|草"),
        ("新装|加装", "装|建|购|更新|更换|换|配|改造"),
        ("教师|教职", "教师|教职|师资|校长|人员经费"),
        ("工作人员|医生|护士|护理员|民警|辅警", "工作人员|医|护|警|员"),
        ("驾驶员|司机", "驾驶|司机"),
        ("助学金|学费", "助学|学费|资助|困难|贫困"),
        ("数字化|扫描", "数字|扫描|信息化|电子"),
        ("证书|资格证", "证|考|鉴定|认定|技能(?!竞赛|大赛|比武)"),
    )
)
"""What money is paid as, or for, and the words of a project that does such."""
SEVERAL = re.compile("[、和及与等]")
"""Stands between the things that a definition adds up."""
HAPPENS = re.compile(
    f"{DEEDS.pattern}|培训|考试|大赛|参赛|体检|接种|疫苗|住院|手术|门诊|确诊|患病|医[药疗]|接收安置|辅导|入党|立功|免学费|[住转]校|(?<!竣工)入住|勤工|(?<![至到])报废|装修|积雪|"
    "拆除|拆迁|除雪|清淤|租赁|移交|搬迁"
)
"""What becomes of people and things, or is done to them: a figure of those who are paid tells nothing of it."""
ENTERED = re.compile(
    "签约|报到|入住|移交|体检|经(?:检测|抽检|化验)|(?:工作人员|民警|医生|护士)(?=上门|入户|到场|到达|现场|[巡检核]查|登记|走访|回访)|免费维修"
)
"""How people and things come in, or are found to be, which a definition may tell of whom it counts."""
SERVED = re.compile("每户|户均|每个?家庭|参[赛加与训]|受[益训]|惠及|服务对象")
"""Of a cost for each household or partaker, to whom all the things go that the money buys."""
PARTED = re.compile("其中[^；。]*")
DOERS = re.compile("由[^，。；]{0,16}(?:承担|实施|运营|负责)")
"""Those through whom all of the money goes."""
BOUGHT = re.compile("购置|采购|购买|新装|加装|安装")
WAGES, INSURED = re.compile("工资|薪|人员经费"), re.compile("保险(?:费|缴|支出)|社保|缴费|社会保险|五险")
"""Both are paid from the money for staff."""
BY_ANOTHER = re.compile("由[\u4e00-\u9fff]{2,8}?(?:缴纳|支付|承担|发放)[\u4e00-\u9fff]{0,6}?的")
"""Tells whom the counted are paid by, where it is not the project: 由服务单位缴纳工资的保洁员."""
DIVIDED = re.compile(r"[/÷]\s*[\d(（]")
BUDGET = re.compile("预算数|财政资金|预算总额|资金总额")
PIECES = frozenset(["台", "套", "辆", "台套", "台（套）", "件", "座", "张"])
UNCOUNTED = frozenset(["", DATE, YEAR, VAGUE])
"""Units of numbers that count nothing that money buys: a goal's own number, a day."""
THINGS, WHOM = re.compile("[，,；;。、和及与]"), re.compile("(?:用于)?[对为给向每共]|涉及|惠及|覆盖|受益")
"""Part the purpose into what is bought; begin a part that only says for whom, or how much for each."""
LEFT_OUT = re.compile("不(?:含|包括)([^，。；]+)")
LISTED = re.compile("(?:分为|包括|包含|主要有)([\u4e00-\u9fff、]+(?:资金|经费|补助|补贴))(?![\u4e00-\u9fff])")
"""The funds that the money is made of."""
FUND = re.compile("(?:资金|经费|费用|费)$")
SPENDING = re.compile(
    "办公(?:用?房屋?)?|用房|租金|印[刷制发]|制作|普法|公用|运[行转维]|日常|业务|服务|购[置买]|采购|设备|系统|人员|管理|缴[费纳]|[工薪]资|薪酬"
    "|社保|保险|补[贴助]|资金|经费|费用?|[总余数金]?额|总|成本|各[项类]|全部|相关|其他|综合|教职工|职工|在职|本?项目|实[际支]|合同|[和及与的]|中职"
    "|[省市县区本]级|居保|支[出付]|发放|拨付|上[缴解]|列支|使用|投入|安排|合计|控制|全年|[年月季]度?|建设|工程|工作|开展|实施|检查|办案|造价|投资|总价|价款|上限|财政|开发|聘请"
)
"""Words for money, and for what any money is spent on."""
TERMS = re.compile("每|单价|租期|全年")
"""Begins a clause that says at what price, or for how long, the things before it are paid."""
SPENT = re.compile("购置|购买|采购|支付|缴纳|发放|印制|印刷|组织|举办|租|修|建|维护|聘")
"""What money is spent on, unlike what it is to achieve (提高教学质量)."""


def borrowed(proposal: Proposal, after: RowText, before: RowText, ground: Ground) -> str | None:
    """The words for which the row takes a figure that the text gives for something else, or None."""
    if proposal.origin not in ("stated", "derived", None) or "满意" in after.name:
        return None
    if all(m.unit in (DATE, YEAR) for m in mentions(after.target)):
        return None
    speech, told = ground.spoken, "，".join(_tellers(proposal, after, before))
    budget = any(f.piece.field in ("total", "fiscal", "other") for f in ground.quoted(proposal.evidence))
    found = [*_unsaid(after.name, told, speech)] if proposal.name is not None else []
    if proposal.definition is not None and proposal.origin == "stated":
        found += _unsaid(ENTERED.sub("", _counted(after)), told, speech)
    kept = {m.value for m in mentions(after.target)} & {m.value for m in mentions(before.target)}
    if proposal.target is not None and not kept and (not proposal.formula or (budget and "-" not in proposal.formula)):
        found += () if _own_sum(proposal, after) else (*_unheard(after, ground), *_part(after, speech))
    if proposal.name is not None and parse_target(after.target).unit in PIECES:
        found += _other_piece(after.name, told, speech)
    money = base_of(parse_target(after.target)).startswith("元")
    if money and DIVIDED.search(proposal.formula or "") and any(BUDGET.search(quote) for quote in proposal.evidence):
        found += _shared(after, speech)
    return next(iter(found), None)


def _other_piece(name: str, told: str, speech: Speech) -> Iterator[str]:
    """A thing of the project's own industry that the name counts, where the quotes count another: 救护车 for 彩超."""
    mine, theirs = (set(re.findall(speech.at_home, words)) for words in (name, told))
    if theirs and not mine & theirs and not SORTS.search(name):
        yield from mine


def _tellers(proposal: Proposal, after: RowText, before: RowText) -> Iterator[str]:
    """The row and the quotes that have a number of the target, or of its formula."""
    wanted = {m.value for m in mentions(after.target)}
    if wanted & {m.value for m in mentions(before.target)}:
        yield f"{before.name}，{before.definition}，{before.target}"
    for quote in proposal.evidence:
        if proposal.formula or wanted & {m.value for m in mentions(quote)}:
            yield quote


def _shared(after: RowText, speech: Speech) -> Iterator[str]:
    """The name, where the whole budget is reckoned for one of several things that it is spent on, each counted."""
    if SERVED.search(after.name) or any(grams(d) & grams(after.name) for d in DOERS.findall(speech.head)):
        return
    common, mine = grams(speech.title), grams(f"{after.name}，{after.definition}")
    if paid_for(after.name) & common:
        return
    things = [grams(ACTS.sub(" ", part)) - common for part in THINGS.split(speech.purpose) if not WHOM.match(part)]
    others = [thing for thing in things if not thing & mine]
    named = any(thing & grams(after.name) for thing in things)
    numbered = [
        c
        for c in CLAUSE.split(PARTED.sub("", speech.head))
        if any(m.unit not in UNCOUNTED and not (m.unit == "元" and m.per) for m in mentions(c))
    ]
    counted = [words for c in numbered if not (words := grams(c)) & mine]
    if named and any(thing & words for thing in others for words in counted):
        yield after.name


def _unsaid(words: str, told: str, speech: Speech) -> Iterator[str]:
    """What the words say that belongs to other projects, and of which the text tells nothing."""
    if (foreign := speech.foreign(words)) and foreign not in told:
        yield foreign
    yield from undone(words, told, speech)


def undone(words: str, told: str, speech: Speech) -> Iterator[str]:
    """A sort of payment that the project does not make, and what it does not do, nor `told` tells of."""
    head = f"{speech.head}，{told}"
    bought = bool(BOUGHT.search(words)) and bool(grams(bare(BUYING.sub(" ", words))) & grams(head))
    yield from (w[0] for works in WORKS if (w := works.search(words)) and excluded(words, head) and not bought)
    paid_as = ((found[0], pays) for paid, pays in PAYMENTS if (found := paid.search(words)))
    yield from (paid for paid, pays in paid_as if not pays.search(head) and not (bought and paid in ("新装", "加装")))
    happens = (
        d
        for d in HAPPENS.findall(words)
        if d not in head
        and not (d == "租赁" and "租" in head)
        and not (d == "住校" and "寄宿" in head)
        and not grams(d) <= speech.pairs
    )
    yield from (deed for deed in happens if not got(deed, head))


def _own_sum(proposal: Proposal, after: RowText) -> bool:
    """Whether a quote gives the very sum for what the name speaks of: 购置自助一体机24.00万元."""
    wanted = {(m.value, m.unit) for m in mentions(after.target)}
    quotes = (q for q in proposal.evidence if not BUDGET.search(q))
    return any(wanted <= {(m.value, m.unit) for m in mentions(q)} and grams(q) & grams(after.name) for q in quotes)


def _counted(after: RowText) -> str:
    """What the definition counts; empty where it adds several things up, or tells how a rate is reckoned."""
    clause = BY_ANOTHER.sub("", CLAUSE.split("".join(after.definition.split()))[0])
    unit = scale(parse_target(after.target).unit or "").unit
    several = unit == "元" and SEVERAL.search(after.definition)
    return "" if unit == "%" or "÷" in clause or several else clause


def _unheard(after: RowText, ground: Ground) -> Iterator[str]:
    """A name for which the whole budget is taken, with a word of which the project's have no character: 面试, 版面."""
    if restates(parse_target(after.target), ground.project):
        told = set(f"{ground.own.joined}{ground.project.unit_name or ''}")
        name = SPENDING.sub("，", after.name)
        if any(HAN.match(one) and HAN.match(two) and not {one, two} & told for one, two in pairwise(name)):
            yield after.name


def _part(after: RowText, speech: Speech) -> Iterator[str]:
    """The name, where it is of one of several things that the whole of the money is spent on."""
    target = parse_target(after.target)
    if scale(target.unit or "").unit != "元" or target.number is None:
        return
    clauses = [part for part in re.split("[，,；;。]", speech.purpose) if SPENT.search(part) and not TERMS.match(part)]
    spent = [grams(ACTS.sub(" ", part)) for part in clauses]
    if INSURED.search(after.name) and not WAGES.search(after.name) and WAGES.search(speech.head):
        yield after.name
    if (left := LEFT_OUT.search(after.definition)) and grams(left[1]) & grams(speech.purpose):
        yield after.name
    mine, common = grams(after.name), grams(speech.title)
    if any(part & mine - common for part in spent) and any(part and not part & mine for part in spent):
        yield after.name
    ends = {FUND.sub("", clause)[-2:] for clause in clauses}
    called = {end for end in ends if end in after.name}
    if called and called != ends and not any(end in speech.title for end in called):
        yield after.name
    stems = [FUND.sub("", item) for found in LISTED.finditer(speech.head) for item in THINGS.split(found[1])]
    if any(stem in after.name for stem in stems) and not all(stem in after.name for stem in stems):
        yield after.name
