"""The grammar of a target value."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reviewer.domain.target_value import BLANK, Change, Kind, Operator, Target
from reviewer.domain.units import dimension, is_unit, scale

__all__ = ["BLANK", "Kind", "Operator", "Target", "amount_of", "chinese_number", "parse_target", "same"]

_HALF = str.maketrans(
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if chr(c) not in "，；："}
    | dict(zip("≧⩾≦⩽﹥﹤〉〈﹪～﹣−–—－", "≥≥≤≤><><%~-----", strict=True))
)
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_ABOUT = "余多来几"
"""Behind a number: it is none to count with (100余人)."""
_SIGNS = (
    (re.compile(r">=|=>|>或=|大于或?等于|大于\(等于\)|≮"), "≥"),
    (re.compile(r"<=|=<|小于或?等于|小于\(等于\)|≯"), "≤"),
)
_BEFORE: tuple[tuple[re.Pattern[str], Operator], ...] = (
    (re.compile(r"≥|不(?:得|应|能)?(?:低于|少于|小于|短于|早于)(?:\(含\))?|至少|最少|最低"), "≥"),
    (
        re.compile(r"≤|不(?:得|应|能)?(?:高于|超过|超出|多于|大于|长于|晚于)|至多|最多|最高|(?:严格)?控制在(?=.*内$)"),
        "≤",
    ),
    (re.compile(r">|大于|高于|超过|多于"), ">"),
    (re.compile(r"<|小于|低于|少于"), "<"),
    (re.compile(r"=|等于|恰好"), "="),
)
_THEN = (
    r"(?:20\d\d年(?:度)?|[去上前往]一?年(?:度)?|上[季月]度?|年初|基期|同期|实施前|以前|之前|原来)"
    "(?:同期|底|末)?(?:水平|基数)?"
)
_BEFORE_NOW = rf"(?:(?:[与同比较]|相[比较]于?)?{_THEN}(?:相比)?|同比|环比|年均|年平均|平均|每年|逐年|累计|力争)[,，]?"
"""What a change is measured against or how it is averaged: 较上年, 与2020年相比, 同比."""
_RISES = "增长|增加|提高|提升|上升|上涨|递增|扩大"
_FALLS = "下降|降低|减少|递减|缩短|压减"
_CHANGED = re.compile(
    rf"(?:{_BEFORE_NOW})*(?:(?P<rise>(?:{_RISES})(?:率|幅度?|比例|了)?|[增涨]幅|增速)|(?P<fall>(?:{_FALLS})(?:率|幅度?|比例|了)?|[降减]幅))"
    r"(?![到至])(?P<by>.+)$"
)
_DOUBLED = rf"(?:{_BEFORE_NOW})*翻(?P<times>[一两二三]?)番(?P<least>以上)?$"
"""A pattern of a rare form is compiled only where a text shows its sign: that takes longer than to read the text."""
_UNGROWN = rf"(?:{_BEFORE_NOW})*零增长$"
_LEAD = re.compile(
    rf"(?:{_BEFORE_NOW})?(?:达到|达|为|是|约|大约|约为|完成|(?:{_RISES}|{_FALLS}|降)[到至]|共|共计|计|控制在|稳定在|(?:保|维)持在|实现)"
    r"(?=[≥≤=><\d百千零一二三四五六七八九十两不])"
)
_AFTER: tuple[tuple[re.Pattern[str], Operator], ...] = (
    (re.compile(r"\(?(?:及|或|\(?含\)?|含)?\)?以上\)?(?:\(含[^()]*\))?$"), "≥"),
    (re.compile(r"(?<!(?<!个)月)\(?(?:及|或|\(?含\)?|含)?\)?(?:以下|以内|之内|内)\)?$"), "≤"),
)
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_IN_CHINESE = "零〇一二两三四五六七八九十百千万亿"
_WORDS = rf"[{_IN_CHINESE}]+(?:点[零〇一二三四五六七八九]+)?"
_QUANTITY = re.compile(rf"({_NUMBER})(.*)$", re.S)
_COUNTED = "^十|[零〇一二两三四五六七八九]"
"""A number in words has a digit in it; 万元 alone is a unit."""
_PER_CENT = rf"(?s:(百|千)分之({_WORDS}|{_NUMBER})(.*)$)"
_IN_WORDS = rf"(?s:({_WORDS})(.+)$)"
_RANGE = re.compile(rf"({_NUMBER})(\D{{0,6}}?)(?:-+|~+|至|到)({_NUMBER})(\D*)$")
_BETWEEN = rf"[≥>]({_NUMBER})(\D{{0,6}}?)(?:且|,|，|并|;|；|、)?[≤<]({_NUMBER})(\D*)$"
_INSIDE = rf"({_NUMBER})(\D{{0,6}}?)[≤<]\D{{0,8}}[≤<]({_NUMBER})(\D*)$"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:\d{1,2}(?:日|号)|上旬|中旬|下旬|底|末|初)"
_CLOCK = r"(?:\d{1,2}[:：时点](?:\d{1,2}分?)?)"
_DATE = re.compile(
    rf"(?:(?:于|在|截至|截止到?)?(?:{_YEAR}年(?:度)?(?:\d{{1,2}}月(?:份)?{_DAY}?|底|末|初|[一二三四1-4上下]半?(?:个)?季?年?度?)?|"
    rf"{_YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?|"
    rf"(?:每|次|当|本|翌)?(?:年|月|周|季度?|日|个月|周[一二三四五六日天])?\d{{1,2}}月(?:份)?{_DAY}?|"
    rf"(?:每|次|当|本|翌)(?:年|月|周|季度?|日|个月|周[一二三四五六日天])(?:的)?(?:\d{{1,2}}月(?:份)?)?{_DAY}?|"
    rf"(?:年|月|季|季度|学期|周)(?:底|末|初)|第?[一二三四1-4]季度(?:底|末|初)?)){_CLOCK}?"
    r"(?:之?前|以前|内|之内|以内|完成|前完成|前完工|止|前发放|前到位|底前|前支付|前拨付)?$"
)
_PERIOD = re.compile(rf"{_YEAR}.{{0,8}}?(?:-+|~|至|到)(?:{_YEAR}|\d{{1,2}}月|\d{{1,2}}日|长期).{{0,12}}$")
_GRADE = re.compile(r"优秀?|良好?|中等?|合格|较?差|不合格|[一二三四五ⅠⅡⅢⅣⅤ]级|[ABCD](?:级|等)")
_GRADED = re.compile(
    r"(?:优秀?|良好?|中等?|合格|较?差|及格|不及格|不合格|一般)(?:[/、,，;；|](?:优秀?|良好?|中等?|合格|较?差|及格|不及格|不合格|一般))+"
    r"|优良中差|分级分档"
)
_BLANK = re.compile(r"【待填[^】]*】|\*{2,}|[×xX]{2,}|_{2,}|…+|\.{3,}|〔待填〕|\[待填\]|□+|\(\s*\)(?=[%人元])")
_REPEATED = re.compile(rf"(≥|≤|=|>|<|等于|大于|小于)(?:({_NUMBER})|百分之({_WORDS}))(%|百分比)?$")
_SAID: dict[str, Operator] = {"≥": "≥", "≤": "≤", "=": "=", ">": ">", "<": "<", "等于": "=", "大于": ">", "小于": "<"}
_APART = re.compile(r"\d\s+\d")
_SINCE = r"[^\d]{2,12}后(?=\d+(?:个)?(?:工作日|自然日|日|天|小时|月|周)$)"
_DIGITS = {**dict(zip("零〇一二三四五六七八九", (0, *range(10)), strict=True)), "两": 2}
_SPELT = re.compile("[一二三四五六七八九][零〇一二三四五六七八九]*[零〇][零〇一二三四五六七八九]*")
"""Digits in words one after the other (一〇八); without a zero they are a range (三五人)."""
_PLACES = {"十": 10, "百": 100, "千": 1000}


class _Number(NamedTuple):
    number: Decimal
    unit: str | None
    sound: bool
    operator: Operator | None = None
    """The operator that the repeated reading says in words (100大于等于100%)."""


@lru_cache(maxsize=8192)
def parse_target(raw: str) -> Target:
    """Read a target cell; what the grammar does not know is `unparsed`, never an error."""
    text = re.sub(r"\s+", "", raw).translate(_HALF).strip("。;；,，")
    text = _THOUSANDS.sub(",", text)
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    if not text:
        return Target(raw=raw, kind="unparsed")
    if _APART.search(raw) and not _DATE.match(text) and not _PERIOD.match(text):
        # 88 100 is not 88100: what stands apart is never put together.
        return Target(raw=raw, kind="unparsed")
    operator, rest = _operator(text)
    if changed := _changed(raw, operator, rest):
        return changed
    if blank := _BLANK.search(text):
        return _blank(raw, text, blank)
    if _GRADED.search(text) or (len(set(_GRADE.findall(text))) > 1 and re.search(r"[≥≤:：\d]", text) and len(text) > 4):
        return Target(raw=raw, kind="graded")
    between = _RANGE.match(text)
    measured = between is not None and is_unit(between[2]) and between[2][0] not in "年月日号"
    if not measured and (_DATE.match(text) or _PERIOD.match(text) or _dated(operator, rest)):
        # 2000元-2024元 has a unit behind each number, 2021年-2024年 and 2021-2024 are years.
        return Target(raw=raw, kind="date")
    if found := between or _bounded(text):
        unit = (found[4] or found[2]).strip("()") or None
        low, high = _decimal(found[1]), _decimal(found[3])
        if (unit is None or is_unit(unit) or is_unit(unit.removesuffix("之间"))) and low <= high:
            return Target(raw=raw, kind="range", number=low, upper=high, unit=unit and unit.removesuffix("之间"))
    return _quantity(raw, text, operator, rest)


def _bounded(text: str) -> re.Match[str] | None:
    """A range between two signs: ≥80且≤90, 80≤x≤90."""
    second = "≤" in text[1:] or "<" in text[1:]
    return (re.match(_BETWEEN, text) or re.match(_INSIDE, text)) if second else None


def _changed(raw: str, operator: Operator | None, rest: str) -> Target | None:
    """A rise or a fall by a number, a range or a blank; the number is never signed, `change` says the way."""
    if found := _CHANGED.match(rest):
        by = parse_target(found["by"].strip("()"))
        if by.kind in ("quantity", "range", "blank") and by.change is None:
            way: Change = "rise" if found["rise"] else "fall"
            return by._replace(raw=raw, operator=by.operator or operator, change=way)
    if "番" in rest and (found := re.match(_DOUBLED, rest)):
        times = 2 ** _DIGITS.get(found["times"], 1) - 1
        sign: Operator | None = "≥" if found["least"] else operator
        return Target(raw=raw, kind="quantity", operator=sign, number=Decimal(times), unit="倍", change="rise")
    if rest.endswith("零增长") and re.match(_UNGROWN, rest):
        sign = operator or "="
        return Target(raw=raw, kind="quantity", operator=sign, number=Decimal(0), unit="%", change="rise")
    return None


def _dated(operator: Operator | None, rest: str) -> bool:
    """A date behind a sign (≤2024年3月); 12月 alone behind one is a number of months."""
    return operator is not None and not re.fullmatch(r"\d+月", rest) and bool(_DATE.match(rest) or _PERIOD.match(rest))


def amount_of(target: Target) -> tuple[Decimal, str] | None:
    """The number in the unit's smallest spelling (0.06万人 is 600 人), or None where there is none."""
    if target.number is None:
        return None
    unit = scale(target.unit)
    return target.number * unit.factor, unit.unit


def chinese_number(text: str) -> Decimal | None:
    """The value of a number in words up to 亿 (两千三百, 九十八点五) or in digits; None where it is none."""
    if re.fullmatch(_NUMBER, text):
        return _decimal(text)
    return _from_words(text) if re.fullmatch(_WORDS, text) else None


def same(a: Target, b: Target) -> bool:
    """Whether two targets demand the same: 0.06万人 and 600人, 百分之九十 and 90%; a bare number demands equality."""
    left, right = amount_of(a), amount_of(b)
    if a.kind != b.kind or left is None or right is None:
        return _folded(a.raw) == _folded(b.raw)
    if (a.operator or "=", a.change) != (b.operator or "=", b.change) or left != right:
        return False
    return a.upper == b.upper or _upper(a) == _upper(b)


def _upper(target: Target) -> Decimal:
    return (target.upper or Decimal(0)) * scale(target.unit).factor


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_HALF)


def _blank(raw: str, text: str, blank: re.Match[str]) -> Target:
    operator, rest = _operator(text[: blank.start()])
    unit = text[blank.end() :].strip("()")
    for pattern, sign in _AFTER:
        if operator is None and pattern.search(unit):
            operator, unit = sign, pattern.sub("", unit)
    if rest or (unit and not is_unit(unit)):
        return Target(raw=raw, kind="blank", operator=operator)
    return Target(raw=raw, kind="blank", operator=operator, unit=unit or None)


def _operator(text: str) -> tuple[Operator | None, str]:
    text = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    for pattern, sign in _BEFORE:
        if found := pattern.match(text):
            return sign, text[found.end() :]
    return None, text


def _quantity(raw: str, text: str, operator: Operator | None, rest: str) -> Target:
    while operator and rest[:1] == operator:
        rest = rest[1:]
    for pattern, sign in _AFTER:
        if found := pattern.search(rest):
            if operator in (None, sign) and found.start():
                operator, rest = sign, rest[: found.start()]
            break
    rest = _LEAD.sub("", rest, count=1) if _LEAD.match(rest) else rest
    if operator == "≤" and "后" in rest and (after := re.match(_SINCE, rest)):
        rest = rest[after.end() :]
    found_number = _number(rest)
    if found_number is None and operator and is_unit(rest) and dimension(rest):
        return Target(raw=raw, kind="blank", operator=operator, unit=rest)
    if found_number is None:
        if not re.search(r"\d", text):
            return Target(raw=raw, kind="state")
        return Target(raw=raw, kind="unparsed")
    number, unit, sound, said = found_number
    if sound:
        return Target(raw=raw, kind="quantity", operator=operator or said, number=number, unit=unit)
    # 10月工资发放, 3个方案已批: without an operator it is a sentence that begins with a number.
    return Target(raw=raw, kind="unparsed", operator=operator, number=number if operator else None)


def _number(text: str) -> _Number | None:
    """The number at the start of a text with its unit; not sound where what follows is no unit."""
    if text.startswith(("百", "千")) and (found := re.match(_PER_CENT, text)):
        number = _decimal(found[2]) if found[2][0].isdigit() else _from_words(found[2])
        mark = "%" if found[1] == "百" else "‰"
        return _Number(number, mark, not found[3])
    if found := _QUANTITY.match(text):
        return _with_unit(_decimal(found[1]), found[2])
    if not text.startswith(tuple(_IN_CHINESE)):
        return None
    found = re.match(_IN_WORDS, text)
    if found and re.search(_COUNTED, found[1]) and dimension(found[2]) and found[2][0] not in "级星等":
        return _Number(_from_words(found[1]), found[2], True)
    return None


def _with_unit(number: Decimal, rest: str) -> _Number:
    unit = rest.strip()
    if not unit:
        return _Number(number, None, True)
    if unit[0] in _ABOUT or (unit[0] in "%‰" and len(unit) > 1 and unit[1].isalpha()):
        return _Number(number, None, False)
    if (again := _REPEATED.match(unit)) and number == (_decimal(again[2]) if again[2] else _from_words(again[3])):
        return _Number(number, "%" if again[3] else again[4], True, _SAID[again[1]])
    inner = re.fullmatch(r"[(\[（]([^()（）]+)[)\]）]", unit)
    if inner and is_unit(inner[1]):
        return _Number(number, inner[1], True)
    if is_unit(unit):
        return _Number(number, unit, True)
    note = re.fullmatch(r"([^()（）]*)[(（][^()（）]*[)）]", unit)
    if note and (not note[1] or is_unit(note[1])):
        return _Number(number, note[1] or None, True)
    return _Number(number, None, False)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _from_words(text: str) -> Decimal:
    """一百二十三点五 and the like as a number."""
    whole, _, part = text.partition("点")
    total = section = digit = 0
    if _SPELT.fullmatch(whole):
        total, whole = int("".join(str(_DIGITS[c]) for c in whole)), ""
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            total = (total + section + digit) * (10_000 if char == "万" else 100_000_000)
            section = digit = 0
    number = Decimal(total + section + digit)
    return number + Decimal("0." + "".join(str(_DIGITS[c]) for c in part)) if part else number
