"""How near a claim is to what a number of the document counts, and whether another number is nearer."""

import re
from collections.abc import Iterable
from decimal import Decimal

from reviewer.verify.gram import BUYING, bare, grams
from reviewer.verify.number import DATE, VAGUE, YEAR, mentions
from reviewer.verify.source import BRACKETED, SUMMED, Fact, worded

EARNED = re.compile(
    "节约|节省|节支|收入|增收|创收|挽回|追回|追缴|产值|利润|税收"
    "|(?:贷款|授信|融资|担保|销售|交易|营业|成交|进出口|社会投资|民间投资|捐赠)(?:发放|新增|余)?[\u4e00-\u9fff]{0,2}额$"
)
"""Money that a project brings in, saves or sets moving, which its budget is not."""
HAN, SIGN = re.compile("[\u4e00-\u9fff]"), re.compile("[\u4e00-\u9fffA-Z]")
SENTENCE = re.compile("[。；;\n]")
TIMES = frozenset(["日", "工作日", "分钟", "月", "周"])
"""Units of a time limit."""


MOVES = (re.compile("新增|新纳入|新进|调入"), re.compile("退出|清退|注销|调出|停发|减员"))
"""What joins a crowd and what leaves it."""
CROWDS = frozenset(["人", "户", "人次"])
EACH_WORD = re.compile(
    "(?:每(?:[办完审处救][\u4e00-\u9fff]{0,2}[1一])?|各(?![配安建设发装补聘派选置]))(?:个(?![给予补奖拨]))?(?![年月季日天周次])([\u4e00-\u9fff])"
)
COUNTED_AS = {"生": "人", "名": "人", "车": "辆"}
DIGITS = re.compile(r"\d+")
"""Numbers in a name tell it from others: 80—89周岁老人."""
TOTAL = re.compile("全年|年内|[总共]|累计|合计")
ALL_EACH = re.compile("(?:\\d+[.、])?(?:每|各)个?(?![年月季日天周次]|学期|半年)[\u4e00-\u9fff]")
BEFORE_PART = re.compile("[\u4e00-\u9fff]$")
"""A whole without a number of its own is said before its parts (支持企业，其中大型3家)."""
BESIDES = re.compile("[加增]发|另[发给外]|额外")
"""After 其中: what some get beside what all get, which is no part of that."""
TELLS = re.compile("[：:（(]|其中|包括|分为|按")
EACH = re.compile("单[个户家人件项]|各[配安建设发装补聘派选置]|各$|每(?![年月季日天周次]|学期|半年)")
"""Before a number that each of several has, which is no sum of them."""
OFTEN = re.compile("[各每单均]")
UNSUMMED = frozenset(["", "%", DATE, YEAR, VAGUE])
MANY = 2


def only(fact: Fact, facts: tuple[Fact, ...]) -> bool:
    """Whether no other number of the text counts in its unit, so that other words for the same thing may have it."""
    number = fact.number
    if number.unit in ("%", "") or (number.unit == "元" and not number.per) or fact.piece.row is not None:
        return False
    if number.unit in TIMES:
        return all(f.number.value == number.value for f in facts if f.number.unit in TIMES)
    return all(
        f.number.value == number.value
        or (f.number.unit, f.number.per) != (number.unit, number.per)
        or whole_of(f, facts) == fact
        for f in facts
    )


def each(fact: Fact) -> bool:
    """Whether the number is one for each of several, as its clause or the beginning of its sentence says."""
    text = "".join(fact.piece.text.split())[: fact.number.start]
    start = max((m.end() for m in SENTENCE.finditer(text)), default=0)
    after_each = fact.number.unit not in TIMES and ALL_EACH.match(text, start) and not TOTAL.search(fact.before)
    return bool(EACH.search(fact.before) or after_each)


def each_words(fact: Fact) -> tuple[str, ...]:
    """The words, a character each, for what the number is one for each of: 站 of 每站派驻2名; empty where for none."""
    if not each(fact):
        return ()
    text = "".join(fact.piece.text.split())[: fact.number.start]
    start = max((m.end() for m in SENTENCE.finditer(text)), default=0)
    return tuple(COUNTED_AS.get(m[1], m[1]) for m in EACH_WORD.finditer(text[start:]))


def of_no_whole(name: str, fact: Fact) -> bool:
    """Whether the number is one for each of several (各配备1台), or of those who join or leave (新增132人).

    A name that speaks of neither has the number of all.
    """
    if fact.number.unit in CROWDS and any(m.search(fact.clause) for m in MOVES):
        return not any(m.search(name) for m in MOVES) and "新" not in name
    return not fact.number.per and each(fact) and not EACH.search(name)


def summed(name: str, fact: Fact, facts: Iterable[Fact]) -> Fact | None:
    """The number that sums up this one of each or each time, where the name speaks of no such: 每季度2次，全年8次."""
    if fact.number.per or not OFTEN.search(fact.before) or OFTEN.search(name):
        return None
    text = "".join(fact.piece.text.split())
    end = SENTENCE.search(text, fact.number.end)
    later = (
        f
        for f in facts
        if f.piece == fact.piece and fact.number.end < f.number.start < (end.start() if end else len(text))
    )
    return next((f for f in later if f.number.unit == fact.number.unit and SUMMED.search(f.before)), None)


def whole_of(fact: Fact, facts: Iterable[Fact]) -> Fact | None:
    """The number that this one is a part of: 演出120场 for 其中县剧团70场; None where the text tells of none.

    Without 其中 it is the one before the parts that they add up to: 抽检800批次：食用农产品500批次，加工食品300批次.
    """
    cut = _parted(fact)
    if cut < 0:
        return _sum_of(fact, tuple(facts))
    if BESIDES.search("".join(fact.piece.text.split())[cut : fact.number.start]):
        return None
    text = "".join(fact.piece.text.split())[: max(cut, 0)]
    start = max((m.end() for m in SENTENCE.finditer(text)), default=0)
    there = (f for f in facts if f.piece == fact.piece and start <= f.number.start < cut)
    before = [f for f in there if (f.number.unit, f.number.per) == (fact.number.unit, fact.number.per)]
    if before or BEFORE_PART.search(text):
        return max(before, key=lambda f: f.number.start, default=None)
    earlier = (f for f in facts if f.place < fact.place and f.piece.field in ("purpose", "goal"))
    alike = [f for f in earlier if (f.number.unit, f.number.per) == (fact.number.unit, fact.number.per)]
    return next((f for f in reversed(alike) if f.number.value > fact.number.value), None)


def _sum_of(fact: Fact, facts: tuple[Fact, ...]) -> Fact | None:
    """The number before this one that some of those behind it, this one among them, come to.

    A whole may be parted more than once: 186户：C级110户，D级76户；低保户92户，其他94户.
    """
    there = [f for f in facts if f.place == fact.place and f.number.unit == fact.number.unit]
    there = [f for f in there if f.number.per ^ fact.number.per <= {"年"}]
    if fact.piece.row is not None or fact not in there or fact.number.unit in UNSUMMED:
        return None
    at = there.index(fact)
    for first in reversed(range(at)):
        begin, rest = first + 1, there[first].number.value
        for last in range(first + 1, len(there)):
            rest -= there[last].number.value
            if rest == 0 and begin < last and begin <= at <= last and _opens(there[first], there[begin]):
                return there[first]
            if rest <= 0:
                begin, rest = last + 1, there[first].number.value
    return _sum_told_elsewhere(at, there, facts)


def _opens(whole: Fact, part: Fact) -> bool:
    """Whether the text goes on from a number to its parts: no new item begins between them without a colon or so."""
    between = "".join(whole.piece.text.split())[whole.number.end : part.number.start]
    return "；" not in between or bool(TELLS.search(between))


def _sum_told_elsewhere(at: int, parts: list[Fact], facts: tuple[Fact, ...]) -> Fact | None:
    """The number of another sentence of the project that some of a list, the one at `at` among them, come to."""
    number = parts[at].number
    others = (f for f in facts if f.place != parts[at].place and f.piece.field in ("purpose", "goal"))
    wholes = {f.number.value: f for f in others if (f.number.unit, f.number.per) == (number.unit, number.per)}
    for first in range(at + 1) if wholes else ():
        value = sum((f.number.value for f in parts[first:at]), Decimal(0))
        for last in range(at, len(parts)):
            value += parts[last].number.value
            if last > first and value in wholes:
                return wholes[value]
    return None


def _parted(fact: Fact) -> int:
    """Where 其中 stands before the number in its sentence; -1 where it does not."""
    text = "".join(fact.piece.text.split())[: fact.number.start]
    start = max((m.end() for m in SENTENCE.finditer(text)), default=0)
    return text.find("其中", start)


def lead(fact: Fact) -> str:
    """What the sentence says before 其中, where the number is one of a part; else nothing."""
    cut = _parted(fact)
    said = BRACKETED.sub("", "".join(fact.piece.text.split())[:cut])
    return SENTENCE.split(said)[-1] if cut >= 0 else ""


def told_elsewhere(name: str, fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether another number's clause speaks of what the name counts, in another unit (补贴农机具560台)."""
    if fact.number.unit in TIMES:
        return False
    mine = grams(bare(BUYING.sub(" ", name)))
    money = fact.number.unit == "元"
    others = (f for f in facts if f.piece.field in ("purpose", "goal") and not (money and f.number.unit == "元"))
    return any(mine & told(f) - told(fact) for f in others)


def told(fact: Fact) -> frozenset[str]:
    """Pairs of what the number's clause says; a part (其中) is one of what is said before."""
    whole = lead(fact)
    for number in reversed(mentions(whole)):
        whole = f"{whole[: number.start]}，{whole[number.end :]}"
    return grams(said(fact)) | grams(whole)


def akin(words: str, fact: Fact) -> bool:
    """Whether the words call what the text counts by half of its characters: 疏浚整治河段 for 治理河道."""
    if fact.piece.row is not None:
        return False
    if len(thing := HAN.findall(fact.after)[:2]) == 2 and "".join(thing) in words:
        return True
    left, right = (characters(text, fact) for text in (words, said(fact)))
    if fact.number.unit == "元" and not fact.number.per:
        # What a sum is paid as may hide in one word of several: 贷款 is no 贷款贴息.
        return bool(left and right) and (left <= right or right <= left) and not EARNED.search(words)
    return bool(left and right) and len(left & right) * 2 >= min(len(left), len(right))


def characters(text: str, fact: Fact) -> set[str]:
    return set(SIGN.findall(bare(BUYING.sub(" ", text)))) - set(fact.number.unit)


def said(fact: Fact) -> str:
    """The fact's clause without the number and its unit."""
    own = len(fact.before) + len(fact.number.text) + len(fact.after)
    if fact.piece.field == "target" or own > len(fact.clause):
        return fact.clause
    return f"{worded(fact.head)}{worded(fact.clause[: len(fact.clause) - own])}{worded(fact.before)}，{fact.after}"
