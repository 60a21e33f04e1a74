"""What a formula adds up: nothing twice, no part to its whole, and all that the row says it is the sum of."""

import re
from collections import Counter

from reviewer.domain.target import chinese_number
from reviewer.verify.account import Account, Part
from reviewer.verify.formula import sums
from reviewer.verify.gram import BUYING, bare, grams
from reviewer.verify.likeness import HAN, each, said, whole_of
from reviewer.verify.number import half_width, mentions
from reviewer.verify.part import ADDED, SINGLE
from reviewer.verify.role import MANY
from reviewer.verify.source import Fact

SORTS = re.compile("([两二三四五六七八九])(?:项|类|种|批|笔|部分|方面)(?!以上)")
"""Says of how many a sum is: 三类抽检费用合计."""
APART = re.compile("另|优先")
BESIDES = re.compile("另|优先|其中")
JOINT = re.compile("[、和与及]")
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def twice(account: Account, quotes: tuple[str, ...]) -> str | None:
    """What a sum adds more often than the quotes say it: 6台+6台 for one 购置彩超6台."""
    plain = {"".join(q.split()) for q in quotes}
    plain = {q for q in plain if not any(q != other and q in other for other in plain)}
    told = Counter(number for quote in plain for number in DIGITS.findall(half_width(quote)))
    for addends in sums(account.formula):
        for addend, times in Counter("".join(a.split()) for a in addends).items():
            numbers = DIGITS.findall(addend)
            if times > max(1, told[numbers[0]] if len(numbers) == 1 else 1, _of_each(numbers[0], plain)):
                return f"算式把同一个数 {addend} 加了 {times} 次"
    return None


def _of_each(number: str, quotes: set[str]) -> int:
    """How many things the quotes list that have this number each: 枯水期和丰水期各采集60份."""
    found = (re.search(rf"([^，。；]*)各[^，。；\d]*{re.escape(number)}(?!\d)", half_width(quote)) for quote in quotes)
    return max((len(JOINT.findall(m[1])) + 1 for m in found if m), default=1)


def nested(account: Account) -> str | None:
    """What a sum adds to the whole that it is a part of: 演出120场，其中县剧团70场 are no 190场."""
    above = [(p.operand.term, f) for p in account.added() for f in p.facts]
    for term, fact in above:
        whole = whole_of(fact, account.facts)
        if whole and any(f == whole and t != term for t, f in above):
            return f"算式把 {fact.number.text} 加到了包含它的整体上"
    for addends in sums(account.formula):
        found = [mentions(addend.strip()) for addend in addends]
        added = {m[0].value: addend.strip() for m, addend in zip(found, addends, strict=True) if len(m) == 1}
        for value, addend in added.items():
            wholes = [whole_of(f, account.facts) for f in account.evidence if f.number.value == value]
            if wholes and all(w is not None and w.number.value in added for w in wholes):
                return f"算式把 {addend} 加到了包含它的整体上"
    return None


def left_out(account: Account) -> str | None:
    """What a sum forgets: of as many sorts as the row says, of what its definition lists, or of like things.

    餐饮券 and 零售券 without the 家电券 that the text lists beside them.
    """
    added = account.added()
    terms = len({p.operand.term for p in added})
    sorts = SORTS.search(account.words)
    if terms < MANY:
        lacks = sorts and ADDED.search(account.words) and sum(len(parts) for parts in sums(account.formula)) < MANY
        return f"“{sorts[0]}”之和，算式里只有一项" if sorts and lacks else None
    if sorts and (number := chinese_number(sorts[1])) and number != terms:
        return f"“{sorts[0]}”与算式里的 {terms} 项不符"
    if terms < len(added) or any(p.operand.taken for p in account.parts):
        return None
    facts = [p.facts[0] for p in added]
    beside = [f for f in facts if APART.match(f.before) and not grams(said(f)) & grams(account.words)]
    if beside and len(beside) < len(facts):
        return f"“{beside[0].clause[:24]}”在原文里是另外说的"
    of_each = [each(f) and not f.number.per for f in facts]
    if any(of_each) and not all(of_each):
        return f"“{facts[of_each.index(True)].clause[:24]}”是每一个的数"
    if all(of_each) and not SINGLE.search(account.words):
        return f"“{facts[0].clause[:24]}”是每一个的数，没有乘"
    rest = _listed(account, facts) or _like(account, facts)
    return f"原文还有“{rest.clause[:24]}”，没有加上" if rest else None


def _listed(account: Account, facts: list[Fact]) -> Fact | None:
    """A number like those added up, of what the definition speaks of and they do not."""
    asked = grams(bare(account.definition)).difference(*(grams(said(f)) for f in facts))
    return next((f for f in _others(account, facts) if grams(bare(said(f))) & asked), None)


def _like(account: Account, facts: list[Fact]) -> Fact | None:
    """A number of a thing whose name ends as those of all that are added up, where the row names none of them."""
    ends = {f.before[-1:] for f in facts}
    own = grams(account.name) - grams(account.ground.project.name)
    own -= frozenset.intersection(*(grams(said(f)) for f in facts))
    if len(ends) > 1 or not HAN.search("".join(ends)) or facts[0].number.unit == "元":
        return None
    if any(own & grams(said(f)) for f in facts):
        return None
    return next((f for f in _others(account, facts) if f.before[-1:] in ends and not BESIDES.match(f.before)), None)


def _others(account: Account, facts: list[Fact]) -> list[Fact]:
    """The numbers beside those added up, of one place and unit with all of them, that are not their sum."""
    kinds = {(f.place, f.number.unit, f.number.per) for f in facts}
    values = {sum(f.number.value for f in facts), *(f.number.value for f in facts)}
    beside = (f for f in account.facts if {(f.place, f.number.unit, f.number.per)} == kinds)
    return [f for f in beside if f.number.value not in values]


def summed_up(account: Account, part: Part) -> bool:
    """Whether the number is one of several added up, of one place, none of which the name calls by its own words.

    消防装备 are 消防车 and 空气呼吸器. Or whether the name calls each of them: 运维与专线支出.
    """
    added = account.added(below=part.operand.below)
    if len({p.operand.term for p in added}) < MANY or part not in added:
        return False
    own = grams(bare(BUYING.sub(" ", account.name)))
    others = own - grams(account.ground.project.name)
    places = set.intersection(*({f.place for f in p.facts} for p in added))
    each_called = all(any(own & grams(said(f)) for f in p.facts) for p in added)
    none_called = not any(all(others & grams(said(f)) for f in p.facts) for p in added)
    return each_called or (bool(places) and none_called)
