"""What a proposal says to people: its question and its reason take no number for known that the text does not say."""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.formula import FormulaError, Quantity, compute
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import free, printed
from reviewer.verify.number import DATE, VAGUE, YEAR, Mention, mentions

HUNDRED = Decimal(100)
VAGUE_COUNT = re.compile("[十百千万亿打倍]|翻|半数|[一多大小过减]半(?!个?[年月天日周学小钟])")
"""Words for a quantity, unlike those for a time (春节前, 每月一次), that a question may name as an example."""
LEAST = 31
"""Days, months and small numbers of things may be named as examples (每月10日前, 3项补贴); larger ones are figures."""
FIGURES = frozenset(["元", "%", "人", "人次", "户", "家"])
"""Units of figures, however small."""
OPERAND = r"[(（]*\d[\d,.]*[^\W\d_]{0,4}[)）]*"
EQUATION = re.compile(rf"({OPERAND}(?:[-+×*÷/]{OPERAND})+)[=≈](\d[\d,.]*)")
"""A reckoning in words: 120.88万元÷2000元=604人."""


def question(proposal: Proposal, ground: Ground) -> Check:
    """Whether the numbers of the question stand in the document or are reckoned: others would be taken for known."""
    if (strange := _strange(proposal.question or "", ground)) is None:
        return Check(check="question", result="pass", reason="问题里的数字都有出处。")
    return Check(check="question", result="fail", reason=f"问题里的“{strange.text}”不在原文里。")


def reason(proposal: Proposal, before: RowText, ground: Ground) -> Check:
    """Whether the numbers of the reason stand in the document, in the proposal's own figures, or are reckoned."""
    own = [getattr(proposal, f) or "" for f in ("name", "target", "formula", "basis")]
    granted = {m.value for words in (*own, *before) for m in mentions(free(words))}
    if (strange := _strange(proposal.reason or "", ground, granted)) is None:
        return Check(check="reason", result="pass", reason="理由里的数字都有出处。")
    return Check(check="reason", result="fail", reason=f"理由里的“{strange.text}”不在原文里。")


def _strange(words: str, ground: Ground, granted: Collection[Decimal] = ()) -> Mention | None:
    """A number that stands nowhere in the text and does not come out of numbers that do."""
    text = free("".join(words.split()))
    known = {f.number.value for f in ground.facts} | {printed(f) for f in ground.facts} | {HUNDRED, *granted}
    known |= {f.number.value for sibling in ground.siblings for f in sibling.facts}
    reckoned = set(_results(text, known))
    known |= reckoned
    shares = {f.number.value for f in ground.facts if f.number.unit in ("%", "")} | {HUNDRED, *granted, *reckoned}
    said_as = (known, shares)
    said = {f.number.text for f in ground.facts if f.number.unit == VAGUE}
    for number in mentions(text):
        if number.unit == VAGUE:
            if number.text not in said and VAGUE_COUNT.search(number.text):
                return number
        elif number.unit not in (DATE, YEAR) and _figure(number) and number.value not in said_as[number.unit == "%"]:
            return number
    return None


def _figure(number: Mention) -> bool:
    return number.value > LEAST or number.unit in FIGURES


def _results(text: str, known: Collection[Decimal | None]) -> Iterator[Decimal]:
    """What the reckonings of the text come to, as they say it, where their operands are known."""

    def resolve(number: Mention) -> Quantity:
        if number.value not in known:
            raise FormulaError("算式里的数不在原文里")
        return Quantity(Fraction(number.value), ())

    for found in EQUATION.finditer(text):
        said = mentions(text[found.start(2) :])[0]
        try:
            made = compute(found[1], resolve).value
        except FormulaError:
            continue
        digits = Decimal(found[2].replace(",", "").rstrip("."))
        step = said.value / digits if digits else Decimal(1)
        if abs(made - Fraction(said.value)) <= Fraction(step * Decimal(1).scaleb(int(digits.as_tuple().exponent))) / 2:
            yield said.value
