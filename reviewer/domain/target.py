"""A target value and its grammar."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from reviewer.domain.units import MULTIPLES, plain, scale
from reviewer.domain.value import Value

Kind = Literal["quantity", "range", "date", "graded", "state", "blank", "unparsed"]
Operator = Literal["≥", "≤", "=", ">", "<"]


class Target(Value):
    """What a target cell says; `raw` is always kept.

    `blank` is `≥ 【待填】 人`: operator and unit known, the number asked for.
    """

    raw: str
    kind: Kind
    operator: Operator | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    """The upper end of a range, whose lower end is `number`."""
    unit: str | None = None


_OPERATORS: dict[str, Operator] = {
    "≥": "≥",
    "≧": "≥",
    "⩾": "≥",
    ">=": "≥",
    "=>": "≥",
    "不低于": "≥",
    "不少于": "≥",
    "不小于": "≥",
    "大于等于": "≥",
    "大于或等于": "≥",
    "至少": "≥",
    "达到": "≥",
    "≤": "≤",
    "≦": "≤",
    "⩽": "≤",
    "<=": "≤",
    "=<": "≤",
    "不高于": "≤",
    "不超过": "≤",
    "不超": "≤",
    "不多于": "≤",
    "不大于": "≤",
    "小于等于": "≤",
    "小于或等于": "≤",
    "控制在": "≤",
    "至多": "≤",
    "最多": "≤",
    ">": ">",
    "大于": ">",
    "高于": ">",
    "超过": ">",
    "多于": ">",
    "<": "<",
    "小于": "<",
    "低于": "<",
    "少于": "<",
    "=": "=",
    "等于": "=",
    "为": "=",
}
"""What stands before the number."""

_AFTER: dict[str, Operator] = {
    "及以上": "≥",
    "或以上": "≥",
    "(含)以上": "≥",
    "以上": "≥",
    "及以下": "≤",
    "或以下": "≤",
    "(含)以下": "≤",
    "以下": "≤",
    "以内": "≤",
    "之内": "≤",
    "内": "≤",
}
"""What stands after the unit."""

_FULL = str.maketrans("０１２３４５６７８９．，％＝＞＜～－／（）［］　", "0123456789.,%=><~-/()[] ")
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_BLANK = r"【待填】|\*{2,}|×{2,}|[Xx]{2,}|_{2,}|…+|\.{3,}"
_HEAD = "|".join(re.escape(w) for w in sorted(_OPERATORS, key=len, reverse=True))
_TAIL = "|".join(re.escape(w) for w in sorted(_AFTER, key=len, reverse=True))
_UNIT = r"[^\d\s,，。;；≥≤=><≧≦【】]*(?:/[^\d\s,，。;；≥≤=><≧≦【】]+)?"

_QUANTITY = re.compile(
    rf"(?P<op>{_HEAD})?\s*(?P<number>-?(?:{_NUMBER})|{_BLANK})\s*(?P<unit>\(?{_UNIT}\)?(?:\s*/\s*{_UNIT})?)\s*"
)
_AFTER_UNIT = re.compile(rf"(?P<unit>.*?)\s*(?P<after>{_TAIL})\Z")
_RANGE = re.compile(
    rf"(?:(?:在|为|=)?\s*)(?P<low>{_NUMBER})\s*(?P<u1>%|[^\d\s~\-—–至到]{{0,6}}?)\s*(?:~|-|—+|–|至|到)\s*(?P<high>{_NUMBER})\s*"
    rf"(?P<unit>{_UNIT})(?:之间|范围内)?\Z"
)
_DAY = r"(?:上旬|中旬|下旬|上|中|下|初|中|末|底)?"
_DATE = re.compile(
    r"(?:截至|截止|于|在|每|次|≤|<=|=|当|本|全)?\s*(?:"
    r"(?:\d{2,4}|当|本|次|每|全)\s*年(?:度)?(?:\s*(?:第?[一二三四1-4]季度|上半年|下半年|年底|年末|底|末))?"
    r"(?:\s*\d{1,2}\s*月(?:份)?)?(?:\s*\d{1,2}\s*[日号])?"
    r"|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?"
    r"|(?:\d{1,2}|每|次|当|本)\s*(?:个)?月(?:份)?(?:\s*\d{1,2}\s*[日号])"
    r"|\d{1,2}\s*月(?:份)?"
    r"|(?:每|本|次)?(?:周|星期)[一二三四五六日天](?:\s*\d{1,2}[:：]\d{2})?"
    r"|(?:每|本|次)?季(?:度)?(?:初|末|后)?(?:\s*\d{1,2}\s*[日号天])?"
    rf"){_DAY}(?:\s*(?:之?前|以前|前后|内|完成|前完成|底前|末前|前发放|前支付|前到位|前办结|底前完成|末前完成|前全部完成))?"
    r"(?:完成|发放|支付|办结|拨付|到位|验收|投入使用)?\Z"
)
_PERIOD = re.compile(
    r"\d{4}\s*年?(?:[-/.]?\d{1,2}\s*月?)?(?:[-/.]?\d{1,2}\s*日?)?\s*(?:~|-{1,3}|—+|–|至|到)\s*"
    r"\d{4}\s*年?(?:[-/.]?\d{1,2}\s*月?)?(?:[-/.]?\d{1,2}\s*日?)?\Z"
)
_GRADED = re.compile(r"(?=.*优)(?=.*良)(?=.*[中差])[\s\S]*")
_WORDS = re.compile(r"百分之([零一二三四五六七八九十百两点\d.]+)")
_STATE = re.compile(
    r"(?:应[保发补兑办享救纳缴]尽[保发补兑办享救纳缴]|合格|达标|良好|优秀|优良|满意|较满意|非常满意|基本满意|完成|按时完成|全部完成|及时|按时|准时|"
    r"符合[一-龥]{0,12}|通过[一-龥]{0,8}|达到[一-龥]{1,12}|无[一-龥]{1,12}|零[一-龥]{1,8}|是|有效|显著|明显|较好|有所|不断|持续|逐步|进一步|稳步|"
    r"长期|中长期|长效|短期|稳定|正常|合理|可控|规范|健全|完善|"
    r"(?:有效|显著|明显|较为|持续|不断|逐步|进一步|稳步|大幅|有所|得到|较|明显得到)?(?:提升|提高|改善|增强|增加|增长|减少|降低|下降|促进|支撑|保障|加强|推动|优化|完善|发挥|带动|缓解|保持|推进|好转)[一-龥]{0,6})\Z"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


@lru_cache(maxsize=65536)
def parse_target(raw: str) -> Target:
    """Read a target cell; what the grammar does not know is `unparsed`, never an error."""
    text = " ".join(_worded(raw.translate(_FULL)).split()).strip(" 。;；")
    if not text:
        return Target(raw=raw, kind="unparsed")
    return _graded(raw, text) or _date(raw, text) or _range(raw, text) or _quantity(raw, text) or _state(raw, text)


def _worded(text: str) -> str:
    """百分之九十 -> 90%."""
    return _WORDS.sub(lambda m: f"{chinese_number(m[1])}%" if chinese_number(m[1]) is not None else m[0], text)


def chinese_number(text: str) -> Decimal | None:
    """The value of a number in words up to 亿 (两千三百, 九十八点五) or in digits; None where it is none."""
    if re.fullmatch(_NUMBER, text):
        return Decimal(text.replace(",", ""))
    whole, _, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or (fraction and any(c not in _DIGITS for c in fraction)):
        return None
    return Decimal(value) if not fraction else Decimal(f"{value}." + "".join(str(_DIGITS[c]) for c in fraction))


def _whole(text: str) -> int | None:
    if not text:
        return None
    total = section = digit = 0
    seen = False
    for char in text:
        if char in _DIGITS:
            digit, seen = _DIGITS[char], True
        elif char in "十百千":
            power = {"十": 10, "百": 100, "千": 1000}[char]
            section += (digit if seen else 1) * power
            digit, seen = 0, False
        elif char in "万亿":
            total = (total + section + digit) * (10**4 if char == "万" else 10**8)
            section = digit = 0
            seen = False
        else:
            return None
    return total + section + digit


def _graded(raw: str, text: str) -> Target | None:
    return Target(raw=raw, kind="graded") if len(text) > 6 and _GRADED.match(text) else None


def _date(raw: str, text: str) -> Target | None:
    if _DATE.match(text) or _PERIOD.match(text):
        return Target(raw=raw, kind="date")
    return None


def _range(raw: str, text: str) -> Target | None:
    m = _RANGE.match(text)
    if m is None:
        return None
    unit = plain(m["unit"] or m["u1"]) or None
    return Target(raw=raw, kind="range", number=_decimal(m["low"]), upper=_decimal(m["high"]), unit=unit)


def _quantity(raw: str, text: str) -> Target | None:
    m = _QUANTITY.match(text)
    if m is None or m.end() != len(text):
        return None
    operator: Operator | None = _OPERATORS[m["op"]] if m["op"] else None
    unit = m["unit"].strip()
    if tail := _AFTER_UNIT.match(unit):
        unit, operator = tail["unit"], operator or _AFTER[tail["after"]]
    if unit.startswith("(") and unit.endswith(")"):
        unit = unit[1:-1]
    if m["number"][0].isdigit() or m["number"][0] == "-":
        number = _decimal(m["number"])
        spelt = "%" if unit in ("百分比", "%") else unit.replace(" ", "")
        return Target(raw=raw, kind="quantity", operator=operator, number=number, unit=spelt or None)
    return Target(raw=raw, kind="blank", operator=operator, unit=unit.replace(" ", "") or None)


def _state(raw: str, text: str) -> Target:
    return Target(raw=raw, kind="state" if _STATE.match(text) else "unparsed")


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def amount_of(target: Target) -> tuple[Decimal, str] | None:
    """The number in the unit's smallest spelling (0.06万人 is 600 人), or None where there is none."""
    if target.number is None:
        return None
    unit = scale(target.unit)
    return target.number * unit.factor, unit.unit


def same(a: Target, b: Target) -> bool:
    """Whether two targets say the same: operator, amount and unit, however written; else the same words."""
    left, right = amount_of(a), amount_of(b)
    if left is None or right is None:
        return "".join(a.raw.split()) == "".join(b.raw.split())
    return a.operator == b.operator and left == right and a.upper == b.upper


__all__ = ["MULTIPLES", "Kind", "Operator", "Target", "amount_of", "chinese_number", "parse_target", "same"]
