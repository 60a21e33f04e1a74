"""A formula beside the quotes: where the document says each of its numbers, and in what unit it counts there."""

import re
from decimal import Decimal
from typing import NamedTuple

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.verify.counting import same_unit
from reviewer.verify.formula import FormulaError, Operand, Quantity, compute, operands, quantity
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import printed
from reviewer.verify.likeness import each, each_words
from reviewer.verify.number import Mention, mentions
from reviewer.verify.pooled import policy_budgets
from reviewer.verify.role import named
from reviewer.verify.source import Fact

TIMES = frozenset(["年", "月", "日"])
SIZES = frozenset(["立方米", "平方米", "米", "千克", "吨", "亩"])
SIZED = re.compile(r"[\u4e00-\u9fff]{1,8}\d")
"""Behind a size that each of those counted has: 50立方米蓄水池6座."""
PRICED_EACH = re.compile("单价|各|标准")
MONTHLY = re.compile("月均|每月|月平均|月人均|月租|月[^份底末初，。；]{0,4}(?:费|金|支出|成本|标准|上限)")
UNCOUNTED = frozenset(["元", "%", ""])
SHARES = {"月": re.compile(r"[/÷]\s*(12)(?:个?月)?$"), "季度": re.compile(r"[/÷]\s*(4)(?:个?季度?)?$")}
"""Parts of the year that a formula may end in, without their unit."""
QUARTERS = (Decimal(4), "季度")
PERCENT, MONTHS = (Decimal(100), "%"), (Decimal(12), "月")
"""What needs no quote in a formula. Of the months see `_needs_no_quote`."""


class Part(NamedTuple):
    """A number of the formula in its place."""

    operand: Operand
    facts: tuple[Fact, ...]
    """The quoted numbers that it may be; empty where it needs no quote."""

    @property
    def number(self) -> Mention:
        return self.operand.number


class Account(NamedTuple):
    """A row's formula, and what its numbers are in the document."""

    formula: str
    name: str
    definition: str
    wanted: Mention
    """The target that it must come to."""
    parts: tuple[Part, ...]
    evidence: tuple[Fact, ...]
    ground: Ground

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every number of the project."""
        return self.ground.own.facts

    @property
    def words(self) -> str:
        """What the row says of itself."""
        return f"{self.name}，{self.definition}"

    def beside(self, part: Part) -> tuple[Part, ...]:
        """The other quoted numbers that this one is multiplied with or divided by."""
        return tuple(p for p in self.parts if p.operand.term == part.operand.term and p != part and p.facts)

    def added(self, *, below: bool = False) -> tuple[Part, ...]:
        """The quoted numbers that are added up, above the line or below it."""
        return tuple(p for p in self.parts if p.facts and not p.operand.taken and p.operand.below == below)

    @property
    def whole_budget(self) -> Fact | None:
        """The budget, where the target is that very sum: what is added up to it are its parts."""
        wanted = (self.wanted.value, self.wanted.unit, self.wanted.per)
        budgets = (f for f in self.facts if f.piece.field == "total")
        return next((f for f in budgets if (f.number.value, "元", f.number.per) == wanted), None)

    def value(self) -> Quantity:
        """What the formula comes to. Raises FormulaError."""
        nouns = {self.wanted.unit, *self.wanted.per, *(unit for p in self.parts for unit in p.number.per)}
        nouns |= {word for p in self.parts for f in p.facts for word in each_words(f)}
        nouns -= TIMES | UNCOUNTED
        numbers = iter(self.parts)
        return compute(self.formula, lambda _number: self._quantity(next(numbers), nouns))

    def _quantity(self, part: Part, nouns: set[str]) -> Quantity:
        """A number of the formula as the quotes have it."""
        number, facts = part.number, part.facts
        if not facts:
            return quantity(number)
        if all(_priced(number, f) for f in facts) or not number.unit:
            return quantity(facts[0].number)
        return quantity(self._for_each(part, _of_its_noun(number, facts[0], nouns), nouns))

    def _for_each(self, part: Part, number: Mention, nouns: set[str]) -> Mention:
        """The number as one for each of those that it is multiplied by: 为35个接种点各配1台, DR机3台，单价42万元."""
        beside = {p.number.unit for p in self.beside(part)} - UNCOUNTED
        if not beside or number.per - TIMES or number.per & beside or not any(map(_is_each, part.facts)):
            return number
        words = {word for f in part.facts for word in each_words(f)}
        unit = next(iter(words & (beside | nouns)), None) or (beside.pop() if len(beside) == 1 else None)
        return number._replace(per=number.per | {unit}) if unit else number


def account(proposal: Proposal, after: RowText, wanted: Mention, ground: Ground) -> Account:
    """The account of a proposal's formula. Raises FormulaError where a number of it is not quoted, in its unit."""
    formula = proposal.formula or ""
    for span, share in SHARES.items():
        formula = share.sub(rf"/\1{span}", formula) if span in wanted.per else formula
    evidence = (*ground.quoted(proposal.evidence), *policy_budgets(proposal, ground))
    bare = Account(formula, after.name, after.definition, wanted, (), evidence, ground)
    return bare._replace(parts=tuple(Part(o, _sources(o.number, bare)) for o in operands(formula)))


def _sources(number: Mention, account: Account) -> tuple[Fact, ...]:
    if _needs_no_quote(number, account):
        return ()
    counts = [f for f in account.evidence if not named(f)]
    forms = account.ground.forms
    same = [f for f in counts if f.number.value == number.value or (not number.unit and printed(f) == number.value)]
    fits = [f for f in same if not number.unit or _priced(number, f) or same_unit(number, f, forms=forms)]
    if not fits:
        raise FormulaError(f"算式里的 {number.text} {'单位与引文不符' if same else '不在引文里'}")
    if _other_goods(number, fits, account):
        raise FormulaError(f"算式里的 {number.text} 在原文里是“{fits[0].clause[:24]}”")
    return tuple(fits)


def _needs_no_quote(number: Mention, account: Account) -> bool:
    """Whether it is 100 %, or the months or quarters of a year that the row speaks of.

    The 12 months of what comes to the very budget, of the whole budget by the month or the quarter, or of a price by
    the month that is told by the year. A project may not last the calendar's year: no other sum is multiplied by them.
    """
    said, per = (number.value, number.unit), account.wanted.per
    if said == QUARTERS:
        return "季度" in per and "季" in account.name and _of_the_budget(account)
    if said != MONTHS:
        return said == PERCENT
    if account.whole_budget:
        return True
    if "月" in per:
        return bool(MONTHLY.search(account.name)) and "月" in account.definition and _of_the_budget(account)
    others = {f.number.value for f in account.facts if f.number.unit == "月" and f.piece.row is None}
    return "年" in per and any("月" in m.per for m in mentions(account.formula)) and others <= {number.value}


def _of_the_budget(account: Account) -> bool:
    return any(f.piece.field == "total" for f in account.evidence)


def _is_each(fact: Fact) -> bool:
    sized = fact.number.unit in SIZES and SIZED.match(fact.after)
    return bool(sized or PRICED_EACH.search(fact.before)) or each(fact)


def _of_its_noun(number: Mention, fact: Fact, nouns: set[str]) -> Mention:
    """The number in the unit of the others where that is the noun that it counts: 13个社会工作服务站 as 13站."""
    told = (u for u in nouns if re.match(rf"[\u4e00-\u9fff]{{0,8}}{re.escape(u)}", fact.after) or u in fact.before[-4:])
    noun = next(told, None)
    return number._replace(unit=noun) if noun and fact.number.unit == "个" and "个" not in nouns else number


def _priced(number: Mention, fact: Fact) -> bool:
    """Whether the formula leaves out what the quoted price is the price of: 2000元 for 每人每年2000元."""
    return number.unit == fact.number.unit and not number.per and bool(fact.number.per)


def _other_goods(number: Mention, fits: list[Fact], account: Account) -> bool:
    """Whether the text prices and counts things in this very unit, and this number in another: 助听器150台 as 150辆."""
    posts = number.unit == "人" and all(f.number.unit == "个" for f in fits)
    if number.unit == "元" or posts or any(f.number.unit == number.unit for f in fits):
        return False
    own = account.facts
    return any(number.unit in f.number.per for f in own) and any(f.number.unit == number.unit for f in own)
