"""How near a claim is to what a number of the document counts, and whether another number is nearer."""

import re
from collections.abc import Iterable

from reviewer.verify.gram import BUYING, bare, grams
from reviewer.verify.number import mentions
from reviewer.verify.source import Fact

EARNED = re.compile(
    "节约|节省|节支|收入|增收|创收|挽回|追回|追缴|产值|利润|税收"
    "|(?:贷款|授信|融资|担保|销售|交易|营业|成交|进出口|社会投资|民间投资|捐赠)(?:发放|新增|余)?[\u4e00-\u9fff]{0,2}额$"
)
"""Money that a project brings in, saves or sets moving, which its budget is not."""
HAN = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile("[。；;\n]")
TIMES = frozenset(["日", "工作日", "分钟", "月", "周"])
"""Units of a time limit."""


def only(fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether no other number of the text counts in its unit, so that other words for the same thing may have it."""
    number = fact.number
    if number.unit in ("%", "") or (number.unit == "元" and not number.per) or fact.piece.row is not None:
        return False
    return all(
        f.number.value == number.value or (f.number.unit, f.number.per) != (number.unit, number.per) for f in facts
    )


def tied(name: str, fact: Fact, facts: Iterable[Fact]) -> Fact | None:
    """Another number of the unit that has all that this one has of the name's words, and more: 骨干教师, 农村低保."""
    mine, here = grams(bare(name)), told(fact)
    return next(
        (
            other
            for other in facts
            if other.piece.row is None is fact.piece.row
            and other.piece.field not in ("total", "fiscal", "other", "plan")
            and (other.number.unit, bool(other.number.per)) == (fact.number.unit, bool(fact.number.per))
            and other.number.value != fact.number.value
            and (mine & told(other)) - here
            and not (mine & here) - told(other)
            and (mine & here or _shared(name, other) > _shared(name, fact))
        ),
        None,
    )


def told_elsewhere(name: str, fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether another number's clause speaks of what the name counts, in another unit (补贴农机具560台)."""
    if fact.number.unit in TIMES:
        return False
    mine = grams(bare(BUYING.sub(" ", name)))
    return any(mine & told(f) - told(fact) for f in facts if f.piece.field in ("purpose", "goal"))


def told(fact: Fact) -> frozenset[str]:
    """Pairs of what the number's clause says; a part (其中) is one of what is said before."""
    text = "".join(fact.piece.text.split())
    sentence = SENTENCE.split(text[: text.find(fact.clause) + len(fact.clause)])[-1]
    whole, part, _rest = sentence.partition("其中")
    for number in reversed(mentions(whole)):
        whole = f"{whole[: number.start]}，{whole[number.end :]}"
    return grams(said(fact)) | (grams(whole) if part else frozenset())


def akin(words: str, fact: Fact) -> bool:
    """Whether the words call what the text counts by half of its characters: 疏浚整治河段 for 治理河道."""
    if fact.piece.row is not None:
        return False
    if len(thing := HAN.findall(fact.after)[:2]) == 2 and "".join(thing) in words:
        return True
    left, right = (_characters(text, fact) for text in (words, said(fact)))
    if fact.number.unit == "元" and not fact.number.per:
        # What a sum is paid as may hide in one word of several: 贷款 is no 贷款贴息.
        return bool(left and right) and (left <= right or right <= left) and not EARNED.search(words)
    return bool(left and right) and len(left & right) * 2 >= min(len(left), len(right))


def _characters(text: str, fact: Fact) -> set[str]:
    return set(HAN.findall(bare(BUYING.sub(" ", text)))) - set(fact.number.unit)


def _shared(words: str, fact: Fact) -> int:
    """How many characters the words have of what the text counts."""
    return len(_characters(words, fact) & _characters(said(fact), fact))


def said(fact: Fact) -> str:
    """The fact's clause without the number and its unit."""
    own = len(fact.before) + len(fact.number.text) + len(fact.after)
    if fact.piece.field == "target" or own > len(fact.clause):
        return fact.clause
    return f"{fact.clause[: len(fact.clause) - own]}{fact.before}，{fact.after}"
