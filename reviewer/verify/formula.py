"""Recomputes a formula over quoted numbers with units, in exact fractions."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from reviewer.domain.units import Scaled, scale
from reviewer.verify.number import Mention, half_width, mentions

_TOKEN = re.compile(r"\s*(?:(?P<number>\d[\d,]*(?:\.\d+)?[^\d+\-*/()]*(?:/[^\d+\-*/()\s]+)*)|(?P<sign>[+\-*/()]))")
_SIGNS = str.maketrans(
    {"×": "*", "÷": "/", "（": "(", "）": ")", "－": "-", "—": "-", "＋": "+", "＊": "*", "／": "/", "x": "*", "X": "*"}
)
_CONVERSION = re.compile(
    r"\*\s*(?P<count>\d[\d,]*)\s*(?P<small>[\u4e00-\u9fff]{1,3})\s*/\s*1?\s*(?P<large>[\u4e00-\u9fff]{1,4})"
    r"|(?<=万[\u4e00-\u9fff])\s*\*\s*10000(?![\d.]|\s*[\u4e00-\u9fff])"
)
"""How many of one unit another is, which numbers with units need not be multiplied by: 26.00万元*10000元/万元."""
_MONTHS = re.compile(r"(?<=[*/]12)月(?![\u4e00-\u9fff])|(?<=[*/] 12)月(?![\u4e00-\u9fff])")
"""Twelve of them, and not December."""
WORKED = {"人天": "日", "人日": "日", "人月": "月"}
"""Units of work, by the time that one works."""
LONGEST = 200
DEEPEST = 20


TIMES = frozenset(["年", "月", "日", "季度", "小时", "学期"])
"""Times stay as written: 元/年 is no twelfth of it by the month."""


class Quantity(NamedTuple):
    """A value with the units it is measured in: 元 1, 人 -1 is 元/人."""

    value: Fraction
    units: tuple[tuple[str, int], ...]


class FormulaError(Exception):
    """Why a formula cannot be recomputed, in a sentence."""


def quantity(number: Mention, unit: str | None = None) -> Quantity:
    """The mention as a quantity; % is a hundredth."""
    name = number.unit if unit is None else unit
    value = Fraction(number.value)
    if name in ("%", "百分点"):
        return Quantity(value / 100, ())
    if name in WORKED:
        return Quantity(value, (("人", 1), (WORKED[name], 1)))
    if name == "月" and number.text.endswith("年"):
        name, value = "年", value / 12
    units = {name: 1} if name and name != "倍" else {}
    for part in number.per:
        small = Scaled(part, Decimal(1)) if part in TIMES else scale(part)
        value /= Fraction(small.factor)
        units[small.unit] = units.get(small.unit, 0) - 1
    return Quantity(value, tuple(sorted((n, p) for n, p in units.items() if p)))


def compute(formula: str, resolve: Callable[[Mention], Quantity]) -> Quantity:
    """The value of a formula of + - * / ( ) over numbers with units.

    `resolve` turns a number of the formula into a quantity, and raises FormulaError where it is not quoted.
    Raises FormulaError.
    """
    text = _plain(formula)
    if len(text) > LONGEST:
        raise FormulaError("算式过长")
    tokens = [_resolved(word, resolve) if is_number else word for is_number, word in _tokens(text)]
    place = 0

    def peek() -> str | Quantity | None:
        return tokens[place] if place < len(tokens) else None

    def take() -> str | Quantity | None:
        nonlocal place
        place += 1
        return tokens[place - 1] if place <= len(tokens) else None

    def total(depth: int) -> Quantity:
        left = product(depth)
        while peek() in ("+", "-"):
            sign = take()
            right = product(depth)
            if left.units != right.units:
                raise FormulaError(f"算式把不同单位的数相{'加' if sign == '+' else '减'}")
            left = Quantity(left.value + right.value if sign == "+" else left.value - right.value, left.units)
        return left

    def product(depth: int) -> Quantity:
        left = factor(depth)
        while peek() in ("*", "/"):
            sign = take()
            right = factor(depth)
            if sign == "/" and right.value == 0:
                raise FormulaError("算式除以零")
            power = 1 if sign == "*" else -1
            value = left.value * right.value if power == 1 else left.value / right.value
            units = dict(left.units)
            for name, times in right.units:
                units[name] = units.get(name, 0) + power * times
            left = Quantity(value, tuple(sorted((n, p) for n, p in units.items() if p)))
        return left

    def factor(depth: int) -> Quantity:
        if depth > DEEPEST:
            raise FormulaError("算式嵌套过深")
        token = take()
        if isinstance(token, Quantity):
            return token
        if token == "(":
            inner = total(depth + 1)
            if take() != ")":
                raise FormulaError("算式的括号不配对")
            return inner
        raise FormulaError("算式写法不对，只能用 + - * / ( ) 和带单位的数字")

    made = total(0)
    if place != len(tokens):
        raise FormulaError("算式写法不对，只能用 + - * / ( ) 和带单位的数字")
    return made


def _plain(formula: str) -> str:
    """The formula up to its result, in ASCII, without the conversions of one unit into another."""
    text = half_width(formula).translate(_SIGNS).split("=")[0].strip()
    text = _MONTHS.sub("个月", text)
    return _CONVERSION.sub(lambda m: "" if m["count"] is None or _converts(m) else m[0], text)


def _converts(found: re.Match[str]) -> bool:
    small, large = scale(found["small"]), scale(found["large"])
    count = Decimal(found["count"].replace(",", ""))
    return small.unit == large.unit and count * small.factor == large.factor


class Operand(NamedTuple):
    """A number of a formula in its place."""

    number: Mention
    term: int
    """Index of the term: what is multiplied and divided together."""
    taken: bool
    """Whether its term is subtracted."""
    below: bool
    """Whether it stands below a line."""


def operands(formula: str) -> tuple[Operand, ...]:
    """The numbers of a formula in order, each in its place: (3-1)*2 has the terms 3, 1 and 2.

    Raises FormulaError where it cannot be read.
    """
    text = _plain(formula)
    found: list[Operand] = []
    term, taken, below, outer = 0, False, False, [False]
    for is_number, word in _tokens(text):
        if is_number:
            if numbers := mentions(word.strip()):
                found.append(Operand(numbers[0], term, taken, below))
        elif word in "+-":
            term, taken, below = term + 1, word == "-", outer[-1]
        elif word == "(":
            outer.append(below)
        elif word == ")":
            term, below = term + 1, outer.pop() if len(outer) > 1 else False
        else:
            below = word == "/" or outer[-1]
    return tuple(found)


def sums(formula: str) -> list[list[str]]:
    """The addends of every sum, the innermost first: (24万元+69万元)/2000元 gives [["24万元", "69万元"]]."""
    text = _plain(formula)
    made: list[list[str]] = []
    open_: list[list[str]] = [[""]]
    for char in text:
        for parts in open_[:-1]:
            parts[-1] += char
        if char == "(":
            open_[-1][-1] += char
            open_.append([""])
        elif char == ")" and len(open_) > 1:
            made.append(open_.pop())
        elif char == "+":
            open_[-1].append("")
        else:
            open_[-1][-1] += char
    return [parts for parts in (*made, *reversed(open_)) if len(parts) > 1]


def quotient(formula: str) -> tuple[str, str] | None:
    """What is divided and by what, where the formula is one division of two numbers; else None."""
    parts = _plain(formula).split("/")
    if len(parts) < 2 or any(sign in part for part in parts for sign in "+-*()"):
        return None
    *above, below = parts
    return ("/".join(above), below) if len(mentions(below)) == len(mentions(above[0])) == 1 else None


def _resolved(word: str, resolve: Callable[[Mention], Quantity]) -> Quantity:
    found = mentions(word.strip())
    if len(found) != 1 or found[0].start != 0 or found[0].end < len(word.strip()) - 4:
        raise FormulaError(f"算式里的“{word.strip()[:20]}”不是带单位的数字")
    return resolve(found[0])


def _tokens(text: str) -> list[tuple[bool, str]]:
    found, place = [], 0
    while place < len(text):
        m = _TOKEN.match(text, place)
        if m is None:
            raise FormulaError("算式写法不对，只能用 + - * / ( ) 和带单位的数字")
        found.append((m["number"] is not None, m["number"] or m["sign"]))
        place = m.end()
    return found


def agrees(target: Mention, made: Quantity, words: str) -> str | None:
    """Why the target is not the value of its formula, or None where it is, to the last digit.

    `words`: what the row says; what it says to be for each of (每期) need not stand in the formula.
    """
    wanted = quantity(target)
    # A budget is a year's: whether 元 or 元/年 is written says the same.
    # What is done to each so many times is counted as often as it is done.
    often = {target.unit: target.unit[0], "次": target.unit[0]} if target.unit in TURNS else {}
    often |= {"人次": "人"} if "人次" in target.per else {}
    spans = {"年", "月"} if often else {"年"}
    have, want = ({often.get(n, n): p for n, p in q.units if n not in spans} for q in (made, wanted))
    have = {name: -1 if power < -1 and want.get(name) == -1 else power for name, power in have.items()}
    if target.unit == "%" and "个" in have and sorted(have.values()) == [-1, 1]:
        # Those who are counted by the piece: 监测户110人 of 275个岗位.
        have = {}
    said = {part for part in target.per - TIMES if part not in have and f"每{part}" in words}
    want = {name: power for name, power in want.items() if name not in said}
    if have != want:
        return f"算式的单位是“{_name(made)}”，与目标值的单位不符"
    if target.unit in PEOPLE and not target.per and made.value.denominator != 1:
        return f"算出来是 {float(made.value):.4f}，不是整数，不能作{target.unit}数"
    if made.value == wanted.value:
        return None
    shown = made.value * 100 if target.unit in ("%", "百分点") else made.value
    return f"重算得 {float(shown):.6g}{_name(made) or target.unit}，与目标值不符"


TURNS = frozenset(["人次", "家次", "户次", "台次"])
"""Those who come, counted as often as they do."""
PEOPLE = frozenset(
    ["人", "户", "家", "名", "台", "套", "台（套）", "辆", "个", "所", "次", "场", "期", "人次", "件", "份"]
)


def _name(made: Quantity) -> str:
    over = "·".join(n for n, p in made.units for _ in range(p) if p > 0)
    under = "·".join(n for n, p in made.units for _ in range(-p) if p < 0)
    return over + (f"/{under}" if under else "")
