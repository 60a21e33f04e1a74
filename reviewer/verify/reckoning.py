"""A proposal's formula, recomputed from quoted numbers: its operands, and the budgets of one policy added up."""

import re
from collections import Counter
from decimal import Decimal

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.formula import FormulaError, Quantity, agrees, compute, quantity, sums
from reviewer.verify.gram import BUYING, bare, grams
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import printed, target_numbers
from reviewer.verify.likeness import said
from reviewer.verify.number import Mention, half_width, mentions
from reviewer.verify.role import misfit, named, other_works, same_unit, some_funds
from reviewer.verify.source import Fact

SEVERAL = re.compile(
    "(?:各|[两三四五六多几])(?:个|类|种|级|条|项|笔)?(?:来源|渠道|资金|项目|财政|层级)|同一政策|各级|合并(?!计)"
)
"""Words for a sum over several projects' money."""
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

    def resolve(number: Mention) -> Quantity:
        return _operand(number, name, words, evidence, ground)

    try:
        made = compute(proposal.formula or "", resolve)
    except FormulaError as error:
        return Check(check="formula", result="fail", reason=f"{error}。")
    wrong = agrees(wanted[0], made) or _twice(proposal)
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


def _operand(number: Mention, name: str, words: str, evidence: tuple[Fact, ...], ground: Ground) -> Quantity:
    """A number of the formula as quoted; 100 % needs no quote. A project may not last the calendar's 12 months."""
    if (number.value, number.unit) == (Decimal(100), "%"):
        return quantity(number)
    counts = [f for f in evidence if not named(f)]
    same = [f for f in counts if f.number.value == number.value or (not number.unit and printed(f) == number.value)]
    fits = [f for f in same if not number.unit or _priced(number, f) or same_unit(number, f, forms=ground.forms)]
    if not fits:
        what = "单位与引文不符" if same else "不在引文里"
        raise FormulaError(f"算式里的 {number.text} {what}")
    reasons = [_operand_misfit(name, words, f, ground, evidence) for f in fits]
    if all(reasons):
        raise FormulaError(f"算式里的 {number.text} 用错了地方：{reasons[0]}")
    fact = fits[reasons.index(None)]
    return quantity(number) if number.unit and not _priced(number, fact) else quantity(fact.number)


def _priced(number: Mention, fact: Fact) -> bool:
    """Whether the formula leaves out what the quoted price is the price of: 2000元 for 每人每年2000元."""
    return number.unit == fact.number.unit and not number.per and bool(fact.number.per)


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
    """Whether the name speaks of what this sum is for, beyond long words of the project's own name (图书馆)."""
    for size in range(len(title), 2, -1):
        for at in range(len(title) - size + 1):
            name = name.replace(title[at : at + size], " ")
    thing = grams(bare(BUYING.sub(" ", said(fact))))
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
    others = tuple(f for f in ground.own.facts if f == fact or f not in evidence)
    return misfit(name, words, fact, others, ground.parts(), subject=ground.subject)
