"""A proposal's formula, recomputed from quoted numbers: its operands, and the budgets of one policy added up."""

import re
from collections import Counter
from decimal import Decimal

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.formula import FormulaError, Quantity, agrees, compute, quantity, quotient, sums
from reviewer.verify.gram import BUYING, bare, grams, paid_for
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import printed, target_numbers
from reviewer.verify.likeness import said, whole_of
from reviewer.verify.number import Mention, half_width, mentions
from reviewer.verify.role import misfit, named, other_works, same_unit, some_funds
from reviewer.verify.source import Fact

SEVERAL = re.compile(
    "(?:各|[两三四五六多几])(?:个|类|种|级|条|项|笔)?(?:来源|渠道|资金|项目|财政|层级)|同一政策|各级|合并(?!计)"
)
"""Words for a sum over several projects' money."""
EACH = re.compile("每(?:平方米|公里|工作日|批次|人次|学期|[\u4e00-\u9fff])")
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
    name, words = after.name, after.definition
    evidence = (*ground.quoted(proposal.evidence), *policy_budgets(proposal, ground))

    budget = _whole_budget(wanted[0], ground)
    whole = (budget or _whole_said(wanted[0], evidence, ground)) if sums(proposal.formula or "") else None

    def resolve(number: Mention) -> Quantity:
        if budget and (number.value, number.unit) == (Decimal(12), "月"):
            # What comes to the very budget by the month is paid in each of the year's.
            return quantity(number)
        return _operand(number, name, words, evidence, ground, whole)

    try:
        made = compute(proposal.formula or "", resolve)
    except FormulaError as error:
        return Check(check="formula", result="fail", reason=f"{error}。")
    wrong = (
        agrees(wanted[0], made)
        or _twice(proposal)
        or _nested(proposal, evidence, ground)
        or _shared_out(proposal, f"{name}，{words}", wanted[0], evidence, ground)
    )
    if wrong:
        return Check(check="formula", result="fail", reason=f"{wrong}。")
    return Check(check="formula", result="pass", reason="用引文里的数重算，与目标值相符。")


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


def _operand(
    number: Mention, name: str, words: str, evidence: tuple[Fact, ...], ground: Ground, whole: Fact | None
) -> Quantity:
    """A number of the formula as quoted; 100 % needs no quote. A project may not last the calendar's 12 months."""
    if (number.value, number.unit) == (Decimal(100), "%"):
        return quantity(number)
    counts = [f for f in evidence if not named(f)]
    same = [f for f in counts if f.number.value == number.value or (not number.unit and printed(f) == number.value)]
    fits = [f for f in same if not number.unit or _priced(number, f) or same_unit(number, f, forms=ground.forms)]
    if not fits:
        what = "单位与引文不符" if same else "不在引文里"
        raise FormulaError(f"算式里的 {number.text} {what}")
    if _other_goods(number, fits, ground):
        raise FormulaError(f"算式里的 {number.text} 在原文里是“{fits[0].clause[:24]}”")
    if whole:
        reasons = [misfit(name, words, whole, (), ground.parts())]
    else:
        reasons = [_operand_misfit(name, words, f, ground, evidence) for f in fits]
    if all(reasons):
        raise FormulaError(f"算式里的 {number.text} 用错了地方：{reasons[0]}")
    fact = fits[0] if whole else fits[reasons.index(None)]
    return quantity(number) if number.unit and not _priced(number, fact) else quantity(fact.number)


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
