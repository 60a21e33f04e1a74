"""Whether a number of the document speaks of the thing that a proposal counts with it."""

import re
from collections.abc import Iterable

from reviewer.verify.change import other_level
from reviewer.verify.counting import PRICE
from reviewer.verify.gram import ACTS, BUYING, GENERIC, PRICED, bare, cover, grams, marks
from reviewer.verify.likeness import (
    DIGITS,
    EARNED,
    HAN,
    MOVES,
    TIMES,
    akin,
    lead,
    of_no_whole,
    only,
    said,
    summed,
    told_elsewhere,
)
from reviewer.verify.meant import tied
from reviewer.verify.number import DATE, YEAR
from reviewer.verify.part import of_a_part
from reviewer.verify.source import BARELY, EACH, Fact, worded

DEEDS = re.compile(
    "就业|创业|抓获|查获|获奖(?!补)|升学|获证|取证|脱贫(?![户人地劳群监])|随访|竞赛|比武|流失|退学|死亡|投诉|上访|慰问|走访|见习|实习|签约|(?<!接)报到|招录|招聘|新招|新参保|新生|调解成功|达成调解|观摩|待遇领取"
)
KIN = re.compile("(家属|亲属|家长|子女|遗属|配偶|监护人)(?:人?数|人次)")
"""Those who belong to the others that a text counts."""
BODY = re.compile("乡镇|街道|社区|行政村|自然村|(?<!农)村(?!民|医|干|级)|学校|企业|小区|卫生院|卫生室|医院|幼儿园|班级")
"""Bodies that are counted one by one."""
WHOLE_SUM = re.compile("(?:支出|费用|成本|经费|资金)?总额$|总(?:支出|费用|成本)$|(?:支出|费用|经费)合计$")
LATIN = re.compile("[A-Z]{2,}")
"""The name of a make or model."""
SORTS = re.compile(r"设备|物资|器材|装备|材料|用品|车辆|资产|设施|药品|项目|工程")
"""Words for sorts of things: a name that has one may count what the text calls by its own name (设备: 彩超)."""
WORKS = (
    re.compile("新建|扩建|新装|加装|造林|栽植|补植|补栽|植树"),
    re.compile("改建|改造|加固|加装|更新|更换"),
    re.compile("修缮|维修|修复|养护|管护|维护|运维|加固"),
    re.compile("拆除|拆迁"),
    re.compile("安防|护栏|防护"),
    re.compile("绿化"),
    re.compile("照明|亮化|路灯"),
    re.compile("硬化"),
    re.compile("租赁|租用"),
    re.compile("购置|采购|购买|新购|更新|更换|增配|添置|配备"),
    re.compile("检测|抽检|化验"),
)
"""Works that exclude one another: what is maintained is not built."""
STEPS = (
    re.compile("审[核批查]|决定|办结|受理|处置|处理|查处|结案|审结"),
    re.compile("结[算清]|清算"),
    re.compile("[拨支兑]付|到[账位]|发放"),
    re.compile("修复|恢复|抢修|维修|排除"),
    re.compile("验收"),
    re.compile("出具|反馈|报告"),
    re.compile("响应|到[场达]|赶到|出动|告知|通知"),
    re.compile("公示|公布|发布"),
)
"""Steps of a procedure, each with a time limit of its own."""
WITHIN = re.compile("^(?:以内|之内|内|之前|前)?")
MEASURE = re.compile(r"([\u4e00-\u9fff]{2,4}?)(率|比重|占比|比例|满意度|增幅|密度|度)(?![\u4e00-\u9fff]?先)")
SAME = (
    frozenset(["及时", "按时", "准时", "按期", "如期", "时发", "时拨"]),
    frozenset(["合格", "通过", "达标"]),
    frozenset(["准确", "精准", "正确"]),
    frozenset(["满意"]),
)
SUM_WORD = re.compile("([\u4e00-\u9fff]{2}(?:经?费|工资|补贴|补助|奖金|租金))(?:[合共小]计|合计|共|安排|为)?$")
MONEY = re.compile(
    r"成本|费|租金|支出|经费|总额|金额|投入|资金|预算|贴息|补助|补贴|工资|待遇|薪酬|拨付|上解|额|款|资助金|助学金|奖金|造价|价|投资|养老金|津贴|用"
)
UNIT_COST = re.compile(r"人均|生均|户均|单位成本|单价|标准|每人|每户|均价|日均|月均|每[\u4e00-\u9fff]")
COVER = 0.3
"""Share of a name's word pairs that the document's words must hold for both to speak of one thing."""
CLEARLY = 0.6
"""Share at which the text names the very sum."""
MANY = 2
"""Word pairs of a name that says plainly what it counts."""
BETTER = 0.2
"""How much better another number of the same unit must fit to take the role away."""


def measures(text: str) -> frozenset[str]:
    """What each rate of the text measures: the last two characters before 率, 占比, 度."""
    named = (found for found in MEASURE.finditer(text) if not found[1].endswith("比"))
    return frozenset(found[1][-2:] if found[2] != "满意度" else "满意" for found in named) | (
        frozenset(["满意"]) if "满意" in text else frozenset()
    )


ABSTRACT, RATE = re.compile("比例|比重|占比|密度"), re.compile("率|满意")
"""Words for a share that do not say themselves what is done: 参与学生比例."""


def same_measure(one: str, other: str) -> bool:
    """Whether two texts speak of the same rate; true where one of them names none."""
    left, right = measures(one), measures(other)
    if not left or not right or left & right:
        return True
    if ABSTRACT.search(other) and not RATE.search(other) and any(word in other for word in left):
        return True
    return any(left & group and right & group for group in SAME)


NAMED = (
    (re.compile('[“"「『‘][^”"」』’]{0,6}$'), re.compile('[^“"「『‘]{0,6}[”"」』’][\u4e00-\u9fff]')),
    (re.compile("(?:第|[A-Za-z][-+·.]?)$"), re.compile("")),
    (re.compile(""), re.compile("[-+·]?[A-Za-z]")),
)
"""What stands before and behind digits that are part of a name: “120”工程, 第7次普查, PM10, 1+X, 5G."""


def named(fact: Fact) -> bool:
    """Whether the number is no count but part of what something is called."""
    if fact.piece.field not in ("name", "purpose", "goal", "prose", "definition", "basis"):
        return False
    return any(before.search(fact.before) and after.match(fact.after) for before, after in NAMED)


def misfit(
    name: str,
    words: str,
    fact: Fact,
    facts: Iterable[Fact],
    parts: tuple[bool, bool] = (True, True),
    *,
    subject: str | None = None,
) -> str | None:
    """Why the fact is no figure for `name` (described by `words`), or None where it is.

    `parts`: whether fiscal and other funds equal the total. `subject`: the project's own words, where the number is the
    name's own figure and not one that its definition or basis mentions.
    """
    field, whole = fact.piece.field, f"{name}{words}"
    if field == "plan":
        return "那是资金支出计划的进度"
    if field in ("total", "fiscal", "other"):
        return _budget_misfit(name, words, field, parts) or _outbid(name, fact, facts)
    if fact.number.unit in (DATE, YEAR):
        return None
    about = said(fact)
    rated = measures(fact.after) and field == "target"
    if (fact.number.unit == "%" or rated) and not same_measure(name, f"{about}，{fact.after}" if rated else about):
        return f"原文说的是“{_short(about)}”"
    facts = tuple(facts)
    if subject is not None and (
        other_works(name, fact)
        or _other_bodies(name, fact)
        or _other_deed(name, fact, subject)
        or _other_make(name, fact, subject)
    ):
        return f"原文说的是“{_short(about)}”"
    if subject is not None and (
        other_level(name, words, fact) or _other_step(name, fact) or _other_act(name, fact, facts)
    ):
        return f"原文说的是“{_short(about)}”"
    if subject is not None and (other := of_a_part(name, words, fact, facts)):
        return f"原文还有“{_short(other.clause)}”，这不是全部"
    if subject is not None and (total := _of_all_the_money(name, fact, facts, subject.partition("，")[0])):
        return f"预算是“{total.number.text}”，这只是其中一部分"
    if subject is not None and (
        other := summed(name, fact, facts) or tied(name, words, fact, facts, subject.partition("，")[0])
    ):
        return f"“{_short(other.clause)}”更像是它的数"
    if subject is not None and (akin(name, fact) or (akin(words, fact) and not EARNED.search(name))):
        return None
    if subject is not None and only(fact, facts) and not told_elsewhere(name, fact, facts):
        return None
    if subject is not None and _of_any(name, fact) and cover(about, subject) >= COVER:
        return None
    if subject is not None and _other_thing(name, words, fact, subject):
        return f"原文说的是“{_short(about)}”"
    mine = max(_closest(name, fact), _closest(words, fact) * 0.8 if words else 0.0)
    if (headed := lead(fact)) and len(HAN.findall(EACH.sub("", worded(fact.clause)))) <= BARELY + len("其中"):
        # A part that is told by its rank alone (市级25名) is one of what the whole is of.
        mine = max(mine, cover(name, headed))
    if field == "target" and subject and not grams(ACTS.sub(" ", about)):
        # A row that names no thing of its own (发放人数) speaks of the project's.
        mine = max(mine, cover(name, subject))
    if subject and not grams(ACTS.sub(" ", name)):
        # So does a name that says only that somebody is served (受益学生人数).
        mine = max(mine, cover(about, subject.partition("，")[0]))
    if fact.number.unit == "元":
        mine = max(mine, _closest(EACH.sub("", name), fact))
    if UNIT_COST.search(name) and PRICE.search(about):
        mine = max(mine, cover(PRICED.sub("，", name), PRICED.sub("，", about)))
    if mine < COVER and not _beside(fact, whole):
        return f"原文说的是“{_short(about)}”"
    if fact.piece.row is None and not fact.thin and not _beside(fact, whole) and grams(_near(fact)):
        return f"原文这个数说的是“{_short(fact.clause)}”"
    for other in facts:
        rival = other.number
        if (
            rival.value != fact.number.value
            and rival.unit == fact.number.unit
            and rival.per == fact.number.per
            and other.piece.field not in ("total", "fiscal", "other", "plan")
            and not (fact.piece.row is None and other.piece.row is not None)
            and not of_no_whole(name, other)
            and not (DIGITS.search(name) and set(DIGITS.findall(name)) <= set(DIGITS.findall(fact.clause)))
            and _closest(name, other) > max(_closest(name, fact), _closest(words, fact), 0.05) + BETTER
        ):
            return f"“{_short(other.clause)}”更像是它的数"
    return None


def _of_all_the_money(name: str, fact: Fact, facts: tuple[Fact, ...], title: str) -> Fact | None:
    """The budget, where the name is of all that the project spends and the number a smaller sum of its text."""
    number = fact.number
    whole = WHOLE_SUM.search(name) and not marks(WHOLE_SUM.sub("", name)) - marks(title)
    named = not marks(said(fact)) - marks(title) - marks(name)
    if named or not whole or number.unit != "元" or number.per or fact.piece.field not in ("purpose", "goal"):
        return None
    return next((f for f in facts if f.piece.field == "total" and f.number.value > number.value), None)


def _other_bodies(name: str, fact: Fact) -> bool:
    """Whether the number counts bodies, or people, of another sort than the name's: 16个乡镇 for 覆盖村数."""
    theirs, mine = BODY.match(fact.after), set(BODY.findall(name))
    if (kin := KIN.search(name)) and kin[1] not in fact.clause:
        return True
    return theirs is not None and bool(mine) and not any(theirs[0] in m or m in theirs[0] for m in mine)


def _other_step(name: str, fact: Fact) -> bool:
    """Whether the number bounds another step of the procedure."""
    return fact.number.unit in TIMES and excluded(name, fact.clause, STEPS)


def _other_act(name: str, fact: Fact, facts: tuple[Fact, ...]) -> bool:
    """Whether another time limit is one for what the name says, and this one is not: 24小时内到场 for 恢复时长."""
    if fact.number.unit not in TIMES or _act(fact) in name:
        return False
    return any(f.number.unit in TIMES and f.piece.row is None and _act(f) in name for f in facts if f != fact)


def _act(fact: Fact) -> str:
    """What is done within a time limit, in two characters."""
    done = WITHIN.sub("", fact.after)[:2]
    return done if len(done) > 1 else "\x00"


def other_works(name: str, fact: Fact) -> bool:
    """Whether name and text speak of different works (新建, 养护), or one of who joins and one of who leaves."""
    return excluded(name, fact.clause) or excluded(name, fact.clause, MOVES)


def excluded(words: str, told: str, works: tuple[re.Pattern[str], ...] = WORKS) -> bool:
    """Whether both speak of works, and of none that is the same."""
    mine, theirs = ({n for n, work in enumerate(works) if work.search(text)} for text in (words, told))
    return bool(mine and theirs) and not mine & theirs


def _other_deed(name: str, fact: Fact, subject: str) -> bool:
    """Whether the name counts those to whom something happens that the text does not speak of (获奖, 就业)."""
    own = f"{lead(fact)}{fact.clause}{fact.before}{fact.after}"
    return any(deed not in f"{own}{subject}" and not got(deed, own) for deed in DEEDS.findall(name))


def got(deed: str, told: str) -> bool:
    """Whether the text tells of what the deed gets: 奖励 for 获奖, 证书 for 获证."""
    return deed[0] in "获取" and deed[1] in told


def _other_make(name: str, fact: Fact, subject: str) -> bool:
    """Whether the name has one of a make or model of which the text says nothing."""
    return any(word not in f"{fact.clause}{subject}".upper() for word in LATIN.findall(name.upper()))


def _of_any(name: str, fact: Fact) -> bool:
    """Whether it is a cost of each that names no thing (平方米均造价), and so is of the project's."""
    return bool(PRICED.search(name)) and set(HAN.findall(bare(name))) <= set(f"{fact.number.unit}每均单")


def _other_thing(name: str, words: str, fact: Fact, subject: str) -> bool:
    """Whether a name of several words shares none with the text, nor with the project's, beyond verbs.

    Then it counts another thing, or another crowd.
    """
    mine, theirs = (grams(PRICED.sub(" ", BUYING.sub(" ", text))) for text in (name, said(fact)))
    return (
        len(mine) >= MANY
        and not SORTS.search(name)
        and bool(theirs)
        and not (mine & (theirs | grams(subject)) or grams(words) & theirs)
    )


def _closest(words: str, fact: Fact) -> float:
    """How well the words fit what the number counts; a row's name, definition and basis each by itself."""
    parts = fact.clause.split("，") if fact.piece.field == "target" else [said(fact)]
    return max(cover(words, part) for part in parts)


def _budget_misfit(name: str, words: str, field: str, parts: tuple[bool, bool]) -> str | None:
    if UNIT_COST.search(name) and not re.search(r"(?:总额|总成本|总支出|总费用|合计)$", name):
        return "那是预算总额，不是单位成本或标准"
    if not MONEY.search(name + words) or EARNED.search(name):
        return "那是预算金额"
    return some_funds(name + words, field, parts)


def some_funds(words: str, field: str, parts: tuple[bool, bool]) -> str | None:
    """Why fiscal or other funds are not all the money, where the words do not speak of them; None for the total."""
    if field == "fiscal" and not parts[0] and "财政" not in words:
        return "那只是其中的财政资金"
    if field == "other" and not parts[1] and not re.search(r"其他资金|自筹|配套", words):
        return "那只是其中的其他资金"
    return None


def _outbid(name: str, fact: Fact, facts: Iterable[Fact]) -> str | None:
    """The sum that the text names in so many words, where the budget is taken for it."""
    for other in facts:
        number = other.number
        if (
            number.unit == "元"
            and not number.per
            and number.value != fact.number.value
            and other.piece.field in ("purpose", "goal", "definition", "target")
            and (cover(name, other.clause) >= CLEARLY or _sum_named(name, other))
        ):
            return f"原文另有“{_short(other.clause)}”"
    return None


def _sum_named(name: str, fact: Fact) -> bool:
    """Whether the name says the very word that stands before the sum: 运维费92.40万元."""
    said_ = SUM_WORD.search(fact.before)
    return said_ is not None and said_[1] in name


def _near(fact: Fact) -> str:
    before = GENERIC.sub("", worded(fact.before))[-4:]
    return f"{before} {GENERIC.sub('', fact.after)[:6]}"


def _beside(fact: Fact, words: str) -> bool:
    """Whether the words next to the number are among the claim's."""
    return bool(grams(_near(fact)) & grams(words))


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
