"""Which of a text's numbers a name means, where several count in its unit."""

import re

from reviewer.verify.gram import ACTS, bare, grams, marks
from reviewer.verify.likeness import (
    DIGITS,
    MOVES,
    OFTEN,
    TIMES,
    characters,
    each,
    lead,
    of_no_whole,
    said,
    summed,
    told,
    whole_of,
)
from reviewer.verify.number import mentions
from reviewer.verify.source import EACH, Fact, worded

SIZE = re.compile(r"\d(?=[）)]型)")
"""Classes of works: 小（1）型水库."""
THINGS = frozenset(["台", "套", "辆", "件", "架", "艘"])
"""Units of bought things: what is counted in one is none that the text counts in another."""
DAILY, ON_DUTY = re.compile("[日月年周]均|每[日天月周]"), re.compile("值[守班]|服务|开放|运行|在线|待命")
"""Before a number for each day or so; behind the hours of duty."""
JOINED = re.compile("以?[及和与]")
"""Behind a number, before the next thing: 困境儿童430人和残疾人680人."""
ANEW = re.compile("新[增编建购招纳聘装]")
LEADING = re.compile("[\u4e00-\u9fff]{2,8}")
ENDING = re.compile("数量?$")
LEFT_OUT = re.compile("不[含计包][^，；。]*")
"""What a definition says that is not counted."""
MANY = 2


def tied(name: str, words: str, fact: Fact, facts: tuple[Fact, ...], title: str) -> Fact | None:
    """Another number of the unit that has all that this one has of the name's words, and more: 骨干教师, 农村低保.

    `title`: the project's name, whose words are said of all its numbers.
    """
    if (own := set(DIGITS.findall(name))) and not own <= set(DIGITS.findall(fact.clause)):
        alike = (
            f for f in facts if _counts_alike(f, fact) and f.place == fact.place and f.number.value != fact.number.value
        )
        if exact := next((f for f in alike if own <= set(DIGITS.findall(f.clause))), None):
            return exact
    if (sizes := set(SIZE.findall(name))) and (theirs := set(SIZE.findall(fact.clause))) and not sizes & theirs:
        return fact
    near = [f for f in facts if _may_be_meant(name, fact, f, facts)]
    return next((f for f in near if _fits_better(name, words, f, fact, facts, title)), None)


def outdone(name: str, fact: Fact, facts: tuple[Fact, ...], title: str) -> Fact | None:
    """Another number that the name tells apart from this one, and mean; for a number that has a place anyhow."""
    if fact.number.unit == "%":
        # Of two shares the project's own words tell, too, which one is meant.
        own = marks(name) & marks(_about(fact))
        facts = tuple(f for f in facts if f == fact or not own - marks(_about(f)))
    near = (f for f in facts if _may_be_meant(name, fact, f, facts))
    near = (f._replace(after="") if whole_of(f, facts) == fact else f for f in near if each(f) == each(fact))
    return next((f for f in near if _told_apart(name, "", f, fact, title)), None)


def _may_be_meant(name: str, fact: Fact, other: Fact, facts: tuple[Fact, ...]) -> bool:
    """Whether another number may stand for the name instead: of the same sort, and no part that the name is not of."""
    if other.number.value == fact.number.value or not _counts_alike(other, fact):
        return False
    if whole_of(fact, facts) == other and marks(fact.before) & marks(name):
        return False
    if (other.piece.row is None) != (fact.piece.row is None) or other.piece.field in (
        "total",
        "fiscal",
        "other",
        "plan",
    ):
        return False
    if of_no_whole(name, other) or summed(name, other, facts) or _often(name, other):
        return False
    if DAILY.search(name) and DAILY.search(fact.before) and not DAILY.search(other.before):
        return False
    if (own := set(DIGITS.findall(name))) and own <= set(DIGITS.findall(fact.clause)):
        return own <= set(DIGITS.findall(other.clause))
    return True


def _fits_better(name: str, words: str, other: Fact, fact: Fact, facts: tuple[Fact, ...], title: str) -> bool:
    """Whether the other number is rather the one of the row than this one."""
    if _of_all(name, other, fact):
        return True
    part = whole_of(other, facts) == fact
    if part and _told_apart(name, "", other._replace(after=""), fact, title):
        return True
    anew = whole_of(fact, facts) != other and _came_anew(name, other, fact)
    if not part and (anew or _told_apart(name, words, other, fact, title) or _ends_better(name, other, fact)):
        return True
    if lead(fact) and lead(fact) == lead(other) and marks(fact.before) & marks(name):
        # What is said before a list is said of all its items.
        return False
    return not _called_better(name, fact, other, title, part=part) and _has_all(name, other, fact)


def _came_anew(name: str, other: Fact, fact: Fact) -> bool:
    """Whether the name and the other number are of what came anew, and this one of all there is."""
    return bool(ANEW.search(name) and ANEW.search(other.before)) and not ANEW.search(fact.clause)


def _ends_better(name: str, other: Fact, fact: Fact) -> bool:
    """Whether of two sums of one text the name ends in the word for the other: 保障标准650元, unlike 补差420元."""
    alike = _priced(other) and _priced(fact)
    return other.place == fact.place and not alike and _ends_alike(name, other) and not _ends_alike(name, fact)


def _called_better(name: str, fact: Fact, other: Fact, title: str, *, part: bool) -> bool:
    """Whether the name says the very thing that stands beside this number, and none that stands beside the other."""
    if part:
        return not grams(bare(name)) & grams(said(other)) - grams(title)
    counted = _counted_by_name(name, fact) and not _counted_by_name(name, other)
    return counted or (_ends_alike(name, fact) and not _ends_alike(name, other))


def _has_all(name: str, other: Fact, fact: Fact) -> bool:
    """Whether the other has all that this one has of the name's words, and more."""
    mine, here = grams(bare(name)), told(fact) | _written_out(name, fact)
    return _has_more(mine, other, fact, here) and bool(mine & here or _names_more(name, other, fact))


def _told_apart(name: str, words: str, other: Fact, fact: Fact, title: str) -> bool:
    """Whether of what tells the two numbers apart the row says what the other's clause says, and nothing of this."""
    there, here = marks(_own_words(other)), marks(_own_words(fact) if other.place == fact.place else _about(fact))
    common = marks(title)
    here |= _shortened(name, fact.clause)
    mine, described = marks(ENDING.sub("", name)), marks(LEFT_OUT.sub("", words))
    if there and there <= mine and not here & mine - there and not here <= mine | described:
        return True
    if mine & there - here - common:
        return not mine & here - there - common
    return bool(described & there - here - common) and not (mine | described) & here - there


def _of_all(name: str, other: Fact, fact: Fact) -> bool:
    """Whether this number is of those who join or of each, and the other one of all of them."""
    return of_no_whole(name, fact) and bool(grams(bare(name)) & told(fact) & told(other))


def _own_words(fact: Fact) -> str:
    before = fact.before[max((m.end for m in mentions(fact.before)), default=0) :]
    own = f"{before if JOINED.match(before) else worded(fact.before)}，{worded(fact.after)}"
    return own if marks(EACH.sub("", own)) else _about(fact)


def _about(fact: Fact) -> str:
    return f"{lead(fact)}，{said(fact)}"


def _shortened(name: str, told: str) -> frozenset[str]:
    """Pairs of words of the name that the text says in short: 快速检测 is 快检."""
    words = (name[i : i + 4] for i in range(len(name) - 3))
    return frozenset(pair for w in words if w[0] + w[2] in told or w[0] + w[3] in told for pair in marks(w))


def _has_more(mine: frozenset[str], other: Fact, fact: Fact, here: frozenset[str]) -> bool:
    """Whether the other number's words have all of the name's that these have, and more.

    Of two in one list the words before them decide: what is said behind the last is said of all.
    """
    text = "".join(fact.piece.text.split())
    one, last = sorted((fact, other), key=lambda f: f.number.start)
    listed = fact.place == other.place and text[one.number.end : last.number.start].startswith("、")
    return _nearer(mine, told(other), here) or (
        listed and _nearer(mine, grams(bare(other.before)), grams(bare(fact.before)))
    )


def _nearer(mine: frozenset[str], other: frozenset[str], here: frozenset[str]) -> bool:
    return bool((mine & other) - here) and not (mine & here) - other


def _names_more(name: str, other: Fact, fact: Fact) -> bool:
    return _shared(name, other) > _shared(name, fact)


def _often(name: str, fact: Fact) -> bool:
    """Whether the number is one for each day or so, or of the hours of duty, and the name speaks of no such."""
    often = not fact.number.per and DAILY.search(fact.before) and not OFTEN.search(name)
    return bool(often) or bool(ON_DUTY.match(fact.after))


def _counts_alike(one: Fact, other: Fact) -> bool:
    units = {one.number.unit, other.number.unit}
    return (len(units) == 1 or units <= THINGS or units <= TIMES) and _priced(one) == _priced(other)


def _priced(fact: Fact) -> bool:
    """Whether the number is one for each."""
    return bool(fact.number.per) or fact.before.endswith("单价")


def _written_out(name: str, fact: Fact) -> frozenset[str]:
    """Pairs of words of the name that the clause says in short: 参赛 is 参加竞赛."""
    words = (name[i : i + 4] for i in range(len(name) - 3))
    said_short = (w for w in words if ACTS.fullmatch(w[:2]) and w[0] + w[3] in fact.clause)
    return frozenset(pair for word in said_short for pair in grams(word))


def _counted_by_name(name: str, fact: Fact) -> bool:
    """Whether the name says what stands right behind the number: 13个社会工作服务站."""
    thing = LEADING.match(fact.after)
    if thing is None or any(m.search(name) for m in MOVES):
        return False
    return thing[0][:2] in name or (len(thing[0]) > MANY and f"{thing[0][:1]}" in name and thing[0][-1] in name)


def _ends_alike(name: str, fact: Fact) -> bool:
    """Whether the number is said of the very sort of sum that the name ends in: 保障标准650元, unlike 补差420元."""
    return fact.number.unit == "元" and len(fact.before) > 1 and name.endswith(fact.before[-2:])


def _shared(words: str, fact: Fact) -> int:
    """How many characters the words have of what the text counts."""
    return len(characters(words, fact) & characters(said(fact), fact))
