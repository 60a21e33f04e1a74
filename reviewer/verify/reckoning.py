"""A proposal's formula, recomputed from quoted numbers: its operands, and the budgets of one policy added up."""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.target import chinese_number
from reviewer.domain.verdict import Check
from reviewer.verify.formula import (
    FormulaError,
    Operand,
    Quantity,
    agrees,
    compute,
    operands,
    quantity,
    quotient,
    sums,
)
from reviewer.verify.gram import BUYING, bare, grams, paid_for
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import printed, target_numbers
from reviewer.verify.likeness import HAN, each, each_words, only, said, whole_of
from reviewer.verify.number import Mention, half_width, mentions
from reviewer.verify.role import CHANGE, MANY, misfit, named, other_works, same_unit, some_funds
from reviewer.verify.source import Fact

SEVERAL = re.compile(
    "(?:各|[两三四五六多几])(?:个|类|种|级|条|项|笔)?(?:来源|渠道|资金|项目|财政|层级)|同一政策|各级|合并(?!计)"
)
"""Words for a sum over several projects' money."""
EACH = re.compile("每(?:平方米|公里|工作日|批次|人次|学期|[\u4e00-\u9fff])")
SORTS_ADDED = re.compile("([两二三四五六七八九])(?:项|类|种|部分|方面)(?!以上)")
"""Says of how many a sum is: 三类抽检费用合计."""
TIMES = frozenset(["年", "月", "日"])
SIZES = frozenset(["立方米", "平方米", "米", "千克", "吨", "亩"])
SIZED = re.compile(r"[\u4e00-\u9fff]{1,8}\d")
"""Behind a size that each of those counted has: 50立方米蓄水池6座."""
THING = re.compile("[\u4e00-\u9fff]+")
PRICED_EACH = re.compile("单价|各|标准")
AT_LEAST = re.compile("不低于|不少于|至少|最低|以上|≥|起")
"""Of a price that may be higher."""
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def formula(proposal: Proposal, after: RowText, ground: Ground) -> Check:
    """Whether the formula, recomputed from the quoted numbers, gives the target."""
    if not (proposal.formula or "").strip():
        if proposal.origin == "derived":
            return Check(check="formula", result="fail", reason="来历写作“计算”，却没有算式。")
        return Check(check="formula", result="pass", reason="没有算式。")
    wanted = target_numbers(after.target)
    if len(wanted) != 1:
        return Check(check="formula", result="fail", reason="有算式，而目标值不是一个数。")
    evidence = (*ground.quoted(proposal.evidence), *policy_budgets(proposal, ground))
    try:
        parts = operands(proposal.formula or "")
        made = compute(proposal.formula or "", _quoted(parts, wanted[0], evidence, ground))
        wrong = (
            agrees(wanted[0], made)
            or _twice(proposal)
            or _nested(proposal, evidence, ground)
            or _left_out(parts, after, evidence, ground)
            or _mispaired(parts, after.name, evidence, ground)
            or _misplaced(proposal, parts, after, wanted[0], evidence, ground)
            or _shared_out(proposal, f"{after.name}，{after.definition}", wanted[0], evidence, ground)
        )
    except FormulaError as error:
        wrong = str(error)
    if wrong:
        return Check(check="formula", result="fail", reason=f"{wrong}。")
    return Check(check="formula", result="pass", reason="用引文里的数重算，与目标值相符。")


def _quoted(
    parts: tuple[Operand, ...], wanted: Mention, evidence: tuple[Fact, ...], ground: Ground
) -> Callable[[Mention], Quantity]:
    """Gives each number of the formula as the quotes have it; 100 % needs no quote.

    Nor do the 12 months of what comes to the very budget. A project may not last the calendar's year, so that other
    sums are not multiplied by them.
    """
    budget = _whole_budget(wanted, ground) is not None
    nouns = {wanted.unit, *wanted.per, *(unit for p in parts for unit in p.number.per)} - TIMES - {"", "元", "%"}
    nouns |= {w for f in evidence if any(f.number.value == p.number.value for p in parts) for w in each_words(f)}

    def resolve(number: Mention) -> Quantity:
        if (number.value, number.unit) == (Decimal(100), "%") or (budget and _free(number)):
            return quantity(number)
        fits = _sources(number, evidence, ground)
        if _other_goods(number, fits, ground):
            raise FormulaError(f"算式里的 {number.text} 在原文里是“{fits[0].clause[:24]}”")
        if all(_priced(number, f) for f in fits) or not number.unit:
            return quantity(fits[0].number)
        return quantity(_for_each(_of_its_noun(number, fits[0], nouns), fits, parts, nouns))

    return resolve


def _for_each(number: Mention, fits: list[Fact], parts: tuple[Operand, ...], nouns: set[str]) -> Mention:
    """The number as one for each of those that it is multiplied by: 为35个接种点各配1台, DR机3台，单价42万元."""
    part = next((p for p in parts if p.number.value == number.value), None)
    if (
        part is None
        or number.per - TIMES
        or not any(
            each(f) or PRICED_EACH.search(f.before) or (f.number.unit in SIZES and SIZED.match(f.after)) for f in fits
        )
    ):
        return number
    beside = {p.number.unit for p in parts if p.term == part.term and p != part} - {"元", "%", ""}
    if number.per & beside:
        return number
    words = {word for f in fits for word in each_words(f)}
    unit = next(iter(words & (beside | nouns)), None) or (beside.pop() if len(beside) == 1 else None)
    return number._replace(per=number.per | {unit}) if unit else number


def _of_its_noun(number: Mention, fact: Fact, nouns: set[str]) -> Mention:
    """The number in the unit of the others where that is the noun that it counts: 13个社会工作服务站 as 13站."""
    noun = next((u for u in nouns if re.match(rf"[\u4e00-\u9fff]{{0,8}}{re.escape(u)}", fact.after)), None)
    return number._replace(unit=noun) if noun and fact.number.unit == "个" and "个" not in nouns else number


def _sources(number: Mention, evidence: tuple[Fact, ...], ground: Ground) -> list[Fact]:
    """The quoted numbers that a number of the formula may be. Raises FormulaError where there is none."""
    counts = [f for f in evidence if not named(f)]
    same = [f for f in counts if f.number.value == number.value or (not number.unit and printed(f) == number.value)]
    fits = [f for f in same if not number.unit or _priced(number, f) or same_unit(number, f, forms=ground.forms)]
    if not fits:
        raise FormulaError(f"算式里的 {number.text} {'单位与引文不符' if same else '不在引文里'}")
    return fits


def _free(number: Mention) -> bool:
    """Whether the number needs no quote: 100 %, or 12 months."""
    return (number.value, number.unit) in ((Decimal(100), "%"), (Decimal(12), "月"))


def _misplaced(
    proposal: Proposal,
    parts: tuple[Operand, ...],
    after: RowText,
    wanted: Mention,
    evidence: tuple[Fact, ...],
    ground: Ground,
) -> str | None:
    """A number of the formula that the text gives for another thing than the row's.

    What comes to a number that the text itself gives for the row, or to its whole, is made of its parts. Of what is
    multiplied one number says what it is of; what is subtracted is just what the row does not count; and things that
    the name sums up under a word of its own (装备) are none that it names.
    """
    name, words = after.name, after.definition
    whole = _whole_budget(wanted, ground) or _whole_said(wanted, evidence, ground)
    if whole and sums(proposal.formula or ""):
        reason = misfit(name, words, whole, (), ground.parts(), subject=ground.subject)
        return f"算式用错了地方：{reason}" if reason else None
    if _said_outright(wanted, after, ground):
        return None
    wrong: list[tuple[Operand, list[Fact], str]] = []
    right: set[tuple[int, int]] = set()
    for part in (p for p in parts if not _free(p.number)):
        facts = _sources(part.number, evidence, ground)
        found = [_operand_misfit(name, words, f, ground, evidence) for f in facts]
        if all(found):
            wrong.append((part, facts, found[0] or ""))
        elif not part.below:
            right |= {(part.term, f.place) for f in facts}
    for part, facts, reason in wrong:
        if any(_linked(f, part, parts, wanted, evidence, ground) for f in facts) or _changed(parts, evidence, ground):
            continue
        product = not any(p.below for p in parts if p.term == part.term)
        beside = any(
            ((part.term, f.place) in right or only(f, ground.own.facts)) and not _rest_of(f, f"{name}，{words}", ground)
            for f in facts
        )
        if part.taken or (product and beside) or _summed_up(parts, part, name, evidence, ground):
            continue
        return f"算式里的 {part.number.text} 用错了地方：{reason}"
    return None


def _changed(parts: tuple[Operand, ...], evidence: tuple[Fact, ...], ground: Ground) -> bool:
    """Whether the formula is a change that the text tells in one clause: 由640件降至300件."""
    if len(parts) != MANY or not parts[1].taken:
        return False
    one, other = (_sources(p.number, evidence, ground) for p in parts)
    return any(
        f.place == g.place and CHANGE.search(f.before + f.after) and f.clause[:6] == g.clause[:6]
        for f in one
        for g in other
    )


def _linked(
    fact: Fact, part: Operand, parts: tuple[Operand, ...], wanted: Mention, evidence: tuple[Fact, ...], ground: Ground
) -> bool:
    """Whether another number, or the target, is for each of these: 13个社会工作服务站 and 每站2名."""
    beside = (p for p in parts if p.term == part.term and p != part and not _free(p.number))
    words = {w for p in beside for f in _sources(p.number, evidence, ground) for w in each_words(f)}
    thing = THING.match(fact.after)
    bodies = words | wanted.per if fact.number.unit == "个" else words
    return fact.number.unit in words or bool(thing and thing[0][-1] in bodies)


def _said_outright(wanted: Mention, after: RowText, ground: Ground) -> bool:
    """Whether the text itself gives the target for what the row counts."""
    facts = ground.own.facts
    same = (f for f in facts if f.number.value == wanted.value and f.piece.field in ("purpose", "goal"))
    return any(
        (f.number.unit, f.number.per) == (wanted.unit, wanted.per)
        and misfit(after.name, after.definition, f, facts, ground.parts(), subject=ground.subject) is None
        for f in same
    )


def _summed_up(
    parts: tuple[Operand, ...], part: Operand, name: str, evidence: tuple[Fact, ...], ground: Ground
) -> bool:
    """Whether the number is one of several added up, of one place, none of which the name calls by its own words."""
    added = [p for p in parts if not p.taken and p.below == part.below and not _free(p.number)]
    if len({p.term for p in added}) < MANY or part not in added:
        return False
    own = grams(bare(BUYING.sub(" ", name))) - grams(ground.project.name)
    sources = [_sources(p.number, evidence, ground) for p in added]
    places = set.intersection(*({f.place for f in facts} for facts in sources))
    called = [p for p, facts in zip(added, sources, strict=True) if all(own & grams(said(f)) for f in facts)]
    return bool(places) and not called


def _left_out(parts: tuple[Operand, ...], after: RowText, evidence: tuple[Fact, ...], ground: Ground) -> str | None:
    """What a sum of like things (餐饮券, 零售券) forgets of those that the text lists beside them (家电券)."""
    added = [p for p in parts if not p.below and not _free(p.number)]
    terms = len({p.term for p in added})
    said_ = SORTS_ADDED.search(f"{after.name}，{after.definition}")
    if terms >= MANY and said_ and (number := chinese_number(said_[1])) and number != terms:
        return f"“{said_[0]}”与算式里的 {terms} 项不符"
    if terms < MANY or terms < len(added) or any(p.taken for p in added):
        return None
    facts = [_sources(p.number, evidence, ground)[0] for p in added]
    if forgotten := _listed_too(facts, after.definition, ground):
        return f"原文还有“{forgotten.clause[:24]}”，没有加上"
    kinds = {(f.place, f.number.unit, f.number.per, f.before[-1:]) for f in facts}
    if len(kinds) > 1 or not HAN.search(facts[0].before[-1:]) or facts[0].number.unit == "元":
        return None
    own = grams(after.name) - grams(ground.project.name)
    if any(own & grams(said(f)) for f in facts):
        return None
    values = {f.number.value for f in facts}
    beside = (f for f in ground.own.facts if (f.place, f.number.unit, f.number.per, f.before[-1:]) in kinds)
    rest = next((f for f in beside if f.number.value not in values and f.number.value != sum(values)), None)
    return f"原文还有“{rest.clause[:24]}”，没有加上" if rest else None


def _listed_too(facts: list[Fact], words: str, ground: Ground) -> Fact | None:
    """A number like those added up, of what the definition speaks of and they do not."""
    shared = frozenset[str]().union(*(grams(said(f)) for f in facts))
    kind = {(f.place, f.number.unit, f.number.per) for f in facts}
    beside = (f for f in ground.own.facts if (f.place, f.number.unit, f.number.per) in kind and f not in facts)
    total = sum(f.number.value for f in facts)
    asked = grams(bare(words)) - shared
    values = {total, *(f.number.value for f in facts)}
    return next((f for f in beside if f.number.value not in values and grams(bare(said(f))) & asked), None)


def _mispaired(parts: tuple[Operand, ...], name: str, evidence: tuple[Fact, ...], ground: Ground) -> str | None:
    """A price or sum that the text gives for so many others: 民事案件180件、每件1500元 is none for 140件.

    Nor is a sum divided by a number that has a sum or price of its own beside it: 4000册11.20万元.
    """
    for part in parts:
        if _free(part.number):
            continue
        for other in parts:
            if other.term != part.term or other == part or other.number.unit in ("元", "%", ""):
                continue
            facts = [f for f in _sources(part.number, evidence, ground) if f.thin]
            counted = [_counted_with(f, other.number, ground) for f in facts]
            if counted and all(values and other.number.value not in values for values in counted):
                return f"算式里的 {part.number.text} 与 {other.number.text} 在原文里不是一处：“{facts[0].clause[:24]}”"
            if other.below and (own := _sum_of_its_own(part.number, other.number, name, evidence, ground)):
                return f"原文另有“{own.clause[:24]}”"
    return None


def _twice(proposal: Proposal) -> str | None:
    """What a sum adds more often than the quotes say it: 6台+6台 for one 购置彩超6台."""
    quotes = {"".join(q.split()) for q in proposal.evidence}
    quotes = {q for q in quotes if not any(q != other and q in other for other in quotes)}
    said = Counter(number for quote in quotes for number in DIGITS.findall(half_width(quote)))
    for parts in sums(proposal.formula or ""):
        for addend, times in Counter("".join(part.split()) for part in parts).items():
            operands = DIGITS.findall(addend)
            if times > max(1, said[operands[0]] if len(operands) == 1 else 1):
                return f"算式把同一个数 {addend} 加了 {times} 次"
    return None


def _whole_budget(wanted: Mention, ground: Ground) -> Fact | None:
    """The budget, where the target is that very sum: what is added up to it are its parts."""
    budget = (f for f in ground.own.facts if f.piece.field == "total")
    same = (f for f in budget if (f.number.value, "元", f.number.per) == (wanted.value, wanted.unit, wanted.per))
    return next(same, None)


def _whole_said(wanted: Mention, evidence: tuple[Fact, ...], ground: Ground) -> Fact | None:
    """The number that the text itself gives as the whole of the quoted parts: 80户，其中C级55户、D级25户."""
    wholes = (whole_of(f, ground.own.facts) for f in evidence)
    return next((w for w in wholes if w and (w.number.value, w.number.unit) == (wanted.value, wanted.unit)), None)


def _nested(proposal: Proposal, evidence: tuple[Fact, ...], ground: Ground) -> str | None:
    """What a sum adds to the whole that it is a part of: 演出120场，其中县剧团70场 are no 190场."""
    for parts in sums(proposal.formula or ""):
        found = [mentions(part.strip()) for part in parts]
        added = {m[0].value: part.strip() for m, part in zip(found, parts, strict=True) if len(m) == 1}
        for value, part in added.items():
            wholes = [whole_of(f, ground.own.facts) for f in evidence if f.number.value == value]
            if wholes and all(w is not None and w.number.value in added for w in wholes):
                return f"算式把 {part} 加到了包含它的整体上"
    return None


def _shared_out(
    proposal: Proposal, words: str, wanted: Mention, evidence: tuple[Fact, ...], ground: Ground
) -> str | None:
    """Why the whole budget is not what these cost: a part of those whom it pays for, or priced lower by the text."""
    divided = quotient(proposal.formula or "")
    if divided is None:
        return None
    above, below = (mentions(part.strip())[0] for part in divided)
    budgets = (f for f in evidence if f.piece.field == "total")
    if not any(above.value in (f.number.value, printed(f)) for f in budgets):
        return None
    counts = [f for f in evidence if f.number.value == below.value and same_unit(below, f, forms=ground.forms)]
    wholes = [_rest_of(f, words, ground) for f in counts]
    if wholes and all(wholes):
        return f"预算用于全部 {wholes[0]}，{below.text} 只是其中一部分"
    prices = (f for f in ground.own.facts if any(_price_of(f, count, wanted) for count in counts))
    lower = next((f for f in prices if f.number.value < wanted.value), None)
    return f"原文另有“{lower.clause[:24]}”，全部预算不只用于这一项" if lower else None


def _rest_of(count: Fact, words: str, ground: Ground) -> str | None:
    """The whole number that this one is a part of, where the words do not speak of that part."""
    whole = whole_of(count, ground.own.facts)
    if whole is None or (grams(said(count).replace("其中", " ")) - grams(said(whole))) & grams(words):
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


def policy_budgets(proposal: Proposal, ground: Ground) -> tuple[Fact, ...]:
    """The budgets of the policy's other projects, where the formula adds every one to the project's own; else none."""
    own = next((f for f in ground.own.facts if f.piece.field == "total"), None)
    others = [f for text in ground.siblings for f in text.facts if f.piece.field == "sibling"]
    if own is None or not others or not ground.together(proposal.evidence):
        return ()
    added = next(iter(sums(proposal.formula or "")), [])
    said = sorted(n.value for part in added for n in mentions(part))
    amounts = sorted(printed(f) or f.number.value for f in (own, *others))
    return tuple(others) if said in (amounts, sorted(f.number.value for f in (own, *others))) else ()


def policy_total(proposal: Proposal, after: RowText, ground: Ground) -> Decimal | None:
    """The whole policy's money in 元, where the formula adds it up and the row says that it counts it; else None."""
    others = policy_budgets(proposal, ground) if SEVERAL.search(after.name + after.definition) else ()
    own = [f for f in ground.own.facts if f.piece.field == "total"][:1]
    return sum((f.number.value for f in (*own, *others)), Decimal(0)) if others else None


def _sum_of_its_own(
    above: Mention, below: Mention, name: str, evidence: tuple[Fact, ...], ground: Ground
) -> Fact | None:
    """The sum that the text gives for those who are counted, where it is another than the one that is divided."""
    counts = [f for f in _sources(below, evidence, ground) if f.piece.row is None]
    sums_ = [f for f in ground.own.facts if f.number.unit == "元" and not f.number.per and f.piece.row is None]
    owned = [f for f in sums_ if any(f.place == c.place and f"{c.number.text}{c.after}" in f.clause for c in counts)]
    budgets = any(f.piece.field == "total" and above.value in (f.number.value, printed(f)) for f in ground.own.facts)
    mine = (f for f in evidence if f.number.value == above.value)
    if above.unit != "元" or budgets or not counts or any(f.number.value == above.value for f in owned):
        return None
    if owned and any((grams(bare(said(f))) - grams(bare(said(owned[0])))) & grams(name) for f in mine):
        return None
    return owned[0] if owned else None


def _counted_with(fact: Fact, number: Mention, ground: Ground) -> set[Decimal]:
    """How many, in the unit of `number`, the clause of a price or sum counts: they, and all that they are part of."""
    start = fact.number.end + len(fact.after) - len(fact.clause)
    there = [
        f
        for f in ground.own.facts
        if f.place == fact.place
        and start <= f.number.start < fact.number.start
        and f.number.unit == number.unit
        and not each(f)
    ]
    wholes = (whole_of(f, ground.own.facts) for f in there)
    return {f.number.value for f in (*there, *filter(None, wholes))}


def _priced(number: Mention, fact: Fact) -> bool:
    """Whether the formula leaves out what the quoted price is the price of: 2000元 for 每人每年2000元."""
    return number.unit == fact.number.unit and not number.per and bool(fact.number.per)


def _other_goods(number: Mention, fits: list[Fact], ground: Ground) -> bool:
    """Whether the text prices and counts things in this very unit, and this number in another: 助听器150台 as 150辆."""
    if number.unit == "元" or any(f.number.unit == number.unit for f in fits):
        return False
    own = ground.own.facts
    return any(number.unit in f.number.per for f in own) and any(f.number.unit == number.unit for f in own)


def _of_a_part(name: str, ground: Ground) -> str | None:
    """The sum of its own that the text gives for the name's thing, where its sums make up the whole budget."""
    total = next((f.number.value for f in ground.own.facts if f.piece.field == "total"), None)
    sums_ = [
        f
        for f in ground.own.facts
        if f.number.unit == "元" and not f.number.per and f.piece.field in ("purpose", "goal")
    ]
    for place in {f.place for f in sums_}:
        parts = [f for f in sums_ if f.place == place]
        if len(parts) < 2 or sum(f.number.value for f in parts) != total:
            continue
        mine = [f for f in parts if _names(name, ground.project.name, f)]
        if mine and len(mine) < len(parts):
            return f"原文另有“{mine[0].clause}”"
    return None


def _names(name: str, title: str, fact: Fact) -> bool:
    """Whether the name speaks of what this sum is for, beyond long words of the project's own name (图书馆).

    Where it says what is paid, that counts, and not whom it is for: 选手人均竞赛成本 is no 选手奖金.
    """
    thing = grams(bare(BUYING.sub(" ", said(fact).rpartition("其中")[2])))
    if (paid := paid_for(name)) and paid & grams(title):
        return bool(paid & thing)
    for size in range(len(title), 2, -1):
        for at in range(len(title) - size + 1):
            name = name.replace(title[at : at + size], " ")
    return bool(grams(bare(BUYING.sub(" ", name))) & thing)


def _operand_misfit(name: str, words: str, fact: Fact, ground: Ground, evidence: tuple[Fact, ...]) -> str | None:
    if fact.piece.field == "sibling":
        return None
    if other_works(name, fact):
        return f"原文说的是“{fact.clause[:24]}”"
    if fact.piece.field == "plan":
        return "那是资金支出计划的进度"
    if fact.piece.field in ("total", "fiscal", "other"):
        return some_funds(name + words, fact.piece.field, ground.parts()) or _of_a_part(name, ground)
    rivals = [
        f
        for f in ground.own.facts
        if f.number.unit == fact.number.unit
        and f.number.value != fact.number.value
        and f.piece.field not in ("total", "fiscal", "other", "plan")
    ]
    if not rivals:
        return None
    # A part is taken from its whole: the other parts are none that the whole is mistaken for.
    halved = any(whole_of(f, ground.own.facts) == fact for f in evidence)
    others = tuple(
        f
        for f in ground.own.facts
        if f == fact or (f not in evidence and not (halved and whole_of(f, ground.own.facts) == fact))
    )
    return misfit(name, words, fact, others, ground.parts(), subject=ground.subject)
