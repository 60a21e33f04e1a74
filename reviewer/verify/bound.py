"""From which side the text bounds a number: at least, or at most."""

import re

from reviewer.verify.ground import Ground
from reviewer.verify.number import Mention
from reviewer.verify.source import Fact

FLOOR = (
    re.compile("(?:不[低少]于|至少|≥|(?:提高|增加|提升|增长|扩大|上升)[到至])$"),
    re.compile("[\u4e00-\u9fff]?(?:及?以上)"),
)
CEILING = (
    re.compile("(?:不[超高多]过|不[高大多]于|≤|(?:下?降|降低|减少|压减|缩短)[到至])$"),
    re.compile("[\u4e00-\u9fff]?(?:及?以[下内])"),
)
"""Words before and behind a number that is the least, or the most, that the text asks for."""
OPPOSITE = {"≥": frozenset("≤<"), ">": frozenset("≤<"), "≤": frozenset("≥>"), "<": frozenset("≥>")}


def turned(operator: str | None, number: Mention, evidence: tuple[Fact, ...], ground: Ground) -> bool:
    """Whether the text, or each row that the quotes give the number of, bounds it from the other side."""
    bounds = {bound for f in evidence if f.number.value == number.value and (bound := _bound(f))}
    if bounds and operator in ("≥", "≤"):
        return operator not in bounds
    held = {f.piece.row for f in evidence if f.piece.field == "target" and f.number.value == number.value}
    said = {r.target.operator for r in ground.project.indicators if r.row in held}
    return bool(said) and said <= OPPOSITE.get(operator or "", frozenset())


def _bound(fact: Fact) -> str | None:
    """The sign of the bound that the text sets with the number: ≥ for 不低于95%, ≤ for 20起以内; None for none."""
    if fact.piece.row is not None:
        return None
    if FLOOR[0].search(fact.before) or FLOOR[1].match(fact.after):
        return "≥"
    return "≤" if CEILING[0].search(fact.before) or CEILING[1].match(fact.after) else None
