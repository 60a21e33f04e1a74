"""What a formula multiplies and divides: numbers that the text tells of one another."""

import re
from decimal import Decimal

from reviewer.verify.account import UNCOUNTED, Account, Part
from reviewer.verify.counting import same_unit
from reviewer.verify.formula import quotient
from reviewer.verify.gram import bare, grams
from reviewer.verify.grounding import printed
from reviewer.verify.likeness import each, each_words, said, whole_of
from reviewer.verify.number import Mention, mentions
from reviewer.verify.source import EACH, Fact

AT_LEAST = re.compile("不低于|不少于|至少|最低|以上|≥|起")
"""Of a price that may be higher."""
OF_ALL = re.compile("[均都按]|全年|全部|统一|一律")
"""Begins a clause that is said of all that is listed before it: 均按12个月安排."""
BUDGET_OVER = re.compile("(?:^|[，；（(])(?:全年|本项目|项目)?预算数?(?:总额)?[÷/]")
THING = re.compile("[\u4e00-\u9fff]+")


def mispaired(account: Account) -> str | None:
    """A price or sum that the text gives for so many others: 民事案件180件、每件1500元 is none for 140件.

    Nor is a sum divided by a number that has a sum of its own beside it: 4000册11.20万元.
    """
    for part in (p for p in account.parts if p.facts):
        for other in (p for p in account.beside(part) if p.number.unit not in UNCOUNTED):
            facts = [f for f in part.facts if f.thin or each(f) or other.operand.below]
            counted = [_counted_with(f, other.number, account) for f in facts if not OF_ALL.match(f.before)]
            if counted and all(values and other.number.value not in values for values in counted):
                return f"算式里的 {part.number.text} 与 {other.number.text} 在原文里不是一处：“{facts[0].clause[:24]}”"
            alone = not any(p.operand.below for p in account.beside(other))
            if other.operand.below and alone and _once(part) and all(map(_of_one, other.facts)):
                return f"算式里的 {other.number.text} 在原文里是“{other.facts[0].clause[:24]}”，不是全部"
            if other.operand.below and (own := _sum_of_its_own(part, other, account)):
                return f"原文另有“{own.clause[:24]}”"
    return None


def _of_one(fact: Fact) -> bool:
    return each(fact) and not fact.number.per


def _once(part: Part) -> bool:
    """Whether it is a sum of money for all, and not for each."""
    return part.number.unit == "元" and not any(f.number.per or each(f) for f in part.facts)


def _counted_with(fact: Fact, number: Mention, account: Account) -> set[Decimal]:
    """How many, in the unit of `number`, the clause of a price or sum counts: they, and all that they are part of."""
    start = fact.number.end + len(fact.after) - len(fact.clause)
    near = (f for f in account.facts if f.place == fact.place and start <= f.number.start < fact.number.start)
    there = [f for f in near if f.number.unit == number.unit and not each(f)]
    wholes = (whole_of(f, account.facts) for f in there)
    return {f.number.value for f in (*there, *filter(None, wholes))}


def _sum_of_its_own(above: Part, below: Part, account: Account) -> Fact | None:
    """The sum that the text gives for those who are counted, where it is another than the one that is divided."""
    counts = [f for f in below.facts if f.piece.row is None]
    sums = [f for f in account.facts if f.number.unit == "元" and not f.number.per and f.piece.row is None]
    owned = [f for f in sums if any(f.place == c.place and f"{c.number.text}{c.after}" in f.clause for c in counts)]
    value = above.number.value
    budget = any(f.piece.field == "total" and value in (f.number.value, printed(f)) for f in account.facts)
    if not owned or budget or above.number.unit != "元" or any(f.number.value == value for f in owned):
        return None
    theirs = grams(bare(said(owned[0])))
    named = any((grams(bare(said(f))) - theirs) & grams(account.name) for f in above.facts)
    return None if named else owned[0]


def shared_out(account: Account) -> str | None:
    """Why the whole budget is not what these cost: a part of those whom it pays for, or priced lower by the text."""
    divided = quotient(account.formula)
    if divided is None:
        return None
    above, below = (mentions(part.strip())[0] for part in divided)
    if BUDGET_OVER.search(account.definition) and not _is_budget(above, account):
        return f"描述除的是预算数，算式里的 {above.text} 不是"
    budgets = (f for f in account.evidence if f.piece.field == "total")
    if not any(above.value in (f.number.value, printed(f)) for f in budgets):
        return None
    forms = account.ground.forms
    counts = [f for f in account.evidence if f.number.value == below.value and same_unit(below, f, forms=forms)]
    wholes = [rest_of(f, account) for f in counts]
    if wholes and all(wholes):
        return f"预算用于全部 {wholes[0]}，{below.text} 只是其中一部分"
    prices = (f for f in account.facts if any(_price_of(f, count, account.wanted) for count in counts))
    lower = next((f for f in prices if f.number.value < account.wanted.value), None)
    return f"原文另有“{lower.clause[:24]}”，全部预算不只用于这一项" if lower else None


def _is_budget(number: Mention, account: Account) -> bool:
    funds = (f for f in account.facts if f.piece.field in ("total", "fiscal", "sibling"))
    return any(
        number.value in (f.number.value, printed(f))
        for f in (*funds, *account.evidence)
        if f.piece.field in ("total", "fiscal", "sibling")
    )


def rest_of(count: Fact, account: Account) -> str | None:
    """The whole number that this one is a part of, where the row does not speak of that part."""
    whole = whole_of(count, account.facts)
    if whole is None or (grams(said(count)) - grams(said(whole))) & grams(account.words):
        return None
    return whole.number.text


def _price_of(fact: Fact, count: Fact, wanted: Mention) -> bool:
    """Whether the fact is the price of each of those counted: 购置灭火机36台，每台不超过3000元."""
    number = fact.number
    if number.unit != "元" or not number.per or not number.per ^ wanted.per <= {"年"} or fact.piece.row is not None:
        return False
    if AT_LEAST.search(fact.clause):
        return False
    own = grams(EACH.sub(" ", f"{fact.before}，{fact.after}"))
    beside = fact.piece == count.piece and fact.thin and count.clause in fact.clause
    return own <= grams(count.clause) and (bool(own) or beside)


def linked(account: Account, part: Part) -> bool:
    """Whether another number, or the target, is for each of these: 13个社会工作服务站 and 每站2名."""
    words = {word for p in account.beside(part) for f in p.facts for word in each_words(f)}
    if part.operand.below and account.wanted.unit != "元" and part.number.unit in account.wanted.per:
        return True
    for fact in part.facts:
        thing = THING.match(fact.after)
        bodies = words | account.wanted.per if fact.number.unit == "个" else words
        if fact.number.unit in words or (thing and thing[0][-1] in bodies):
            return True
    return False
