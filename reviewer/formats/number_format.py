"""Numbers and dates as a spreadsheet shows them: 0.95 with the format `"≥"0%` is ≥95%."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

_CHINESE_MONTH, _CHINESE_DAY, _MONTH_DAY = 'yyyy"年"m"月"', 'yyyy"年"m"月"d"日"', 'm"月"d"日"'
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _CHINESE_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY,
    30: "m-d-yy", 31: _CHINESE_DAY, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: _CHINESE_MONTH, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: "¥#,##0;-¥#,##0;¥-",
    43: "#,##0.00;-#,##0.00;-", 44: "¥#,##0.00;-¥#,##0.00;¥-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: _CHINESE_MONTH, 51: _MONTH_DAY, 52: _CHINESE_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY,
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: _CHINESE_MONTH, 58: _MONTH_DAY,
}  # fmt: skip
"""The formats that a file names by number alone, as a Chinese Excel and WPS show them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<exponent>E[+-]0+)"
    r"|(?P<year>[yYeE]+)|(?P<month>[mM]+)|(?P<day>[dD]+)|(?P<week>[aA]{3,4})|(?P<hour>[hH]+)|(?P<second>[sS]+(?:\.0+)?)"
    r"|(?P<digits>[0#?](?:[0#?,]*[0#?])?)(?P<scale>,*)|(?P<point>\.[0#?]*,*)|(?P<other>.)",
    re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\Z")
_DATE_KINDS = {"year", "month", "day", "week", "hour", "second", "ampm"}
_WEEKDAYS = "一二三四五六日"
_Tokens = tuple[tuple[str, str], ...]


class UnknownFormat(ValueError):  # noqa: N818 - what is unknown, not an error of the program
    """The format asks for something that is not known here (a fraction, say)."""


def general(value: float) -> str:
    """A number without a format, as Excel shows it: fifteen digits at most, no exponent where it can be helped."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_plain(code: str) -> bool:
    """Whether the format shows a number as it would be without one."""
    return code in ("General", "@", "") or code.lower() == "general"


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """Whether the format shows a day or a time."""
    return any(kind in _DATE_KINDS or _elapsed(kind, text) for section in _sections(code) for kind, text in section)


def shown(value: float | dt.date | dt.time | dt.timedelta, code: str, *, since_1904: bool = False) -> str:
    """The value as the format shows it. Raises UnknownFormat where the format is beyond this module."""
    if isinstance(value, float | int):
        if is_date(code):
            return _date(_from_serial(float(value), since_1904), code)
        return _number(float(value), code)
    return _date(value, code)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Tokens, ...]:
    sections: list[list[tuple[str, str]]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "other"
        if kind == "scale":
            kind = "digits"
        text = found[kind] if kind in ("quoted", "escaped", "bracket") else found[0]
        if kind == "other" and text == ";":
            sections.append([])
        else:
            sections[-1].append((kind, text))
    return tuple(tuple(section) for section in sections)


def _number(value: float, code: str) -> str:
    sections = _sections(code)
    conditions = [_condition(section) for section in sections[:2]]
    if any(conditions):
        chosen = next((i for i, c in enumerate(conditions) if c is not None and _holds(c, value)), None)
        index = chosen if chosen is not None else min(len(sections) - 1, sum(c is not None for c in conditions))
        sign = value < 0 and chosen is None
    elif value < 0 and len(sections) > 1:
        index, sign = 1, False
    elif value == 0 and len(sections) > 2:
        index, sign = 2, False
    else:
        index, sign = 0, value < 0
    text = _digits(abs(value), sections[index])
    return "-" + text if sign and any(c in "123456789" for c in text) else text


def _digits(value: float, section: _Tokens) -> str:
    """The number in one section: literals around it, percent, thousands, decimals, exponent."""
    if any(kind == "other" and text == "/" for kind, text in section) and any(k == "digits" for k, _ in section):
        raise UnknownFormat("fraction")
    percents = sum(text.count("%") for kind, text in section if kind == "other")
    whole = "".join(text for kind, text in section if kind == "digits")
    point = next((text for kind, text in section if kind == "point"), ".")
    places = point[1:].rstrip(",")
    trailing = len(whole) - len(whole.rstrip(",")) + point.count(",")
    exponent = next((text for kind, text in section if kind == "exponent"), "")
    try:
        number = Decimal(format(value, ".15g")) * 100**percents / 1000**trailing
        power = number.adjusted() if exponent and number else 0
        number = (number / Decimal(10) ** power).quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    except InvalidOperation as error:
        raise UnknownFormat("size") from error
    integer, _point, fraction = format(number, "f").partition(".")
    grouped = "," in whole.rstrip(",")
    least = whole.count("0")
    integer = integer.lstrip("0").rjust(least, "0") if least else integer.lstrip("0")
    if grouped and integer:
        integer = f"{int(integer):,}".rjust(least, "0")
    kept = fraction.rstrip("0").ljust(places.count("0"), "0")
    runs = _shared(integer, [text for kind, text in section if kind == "digits"])
    out: list[str] = []
    for kind, text in section:
        if kind == "digits":
            out.append(next(runs))
        elif kind == "point":
            out.append(f".{kept}" if kept else "")
        elif kind == "exponent":
            out.append(f"E{'-' if power < 0 else '+' if text[1] == '+' else ''}{abs(power):0{len(text) - 2}d}")
        elif kind == "general":
            out.append(general(value))
        elif kind == "bracket":
            out.append(_currency(text))
        elif kind not in ("pad", "fill"):
            out.append(text if text != "@" else general(value))
    return "".join(out).strip()


def _shared(integer: str, runs: list[str]) -> Iterator[str]:
    """The digits over several runs of placeholders (`0!.0` for ten thousands); the first takes what is left over."""
    pieces = []
    for run in reversed(runs[1:]):
        places = len(run.replace(",", ""))
        pieces.append(integer[-places:].rjust(places, "0"))
        integer = integer[:-places]
    return reversed([*pieces, integer])


def _condition(section: _Tokens) -> tuple[str, float] | None:
    for kind, text in section:
        if kind == "bracket" and (found := _CONDITION.match(text)):
            return found[1], float(found[2])
    return None


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, bound = condition
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound, "=": value == bound,
        "<>": value != bound,
    }[sign]  # fmt: skip


def _currency(bracket: str) -> str:
    return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""


def _elapsed(kind: str, text: str) -> bool:
    return kind == "bracket" and text.lower() in ("h", "hh", "m", "mm", "s", "ss")


def _from_serial(serial: float, since_1904: bool) -> dt.datetime:
    epoch = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30 if serial >= 60 else 31)
    try:
        return epoch + dt.timedelta(days=serial)
    except OverflowError as error:
        raise UnknownFormat("date") from error


def _date(value: dt.date | dt.time | dt.timedelta, code: str) -> str:
    if isinstance(value, dt.timedelta):
        value = dt.datetime(1899, 12, 30) + value
    elif isinstance(value, dt.time):
        value = dt.datetime.combine(dt.date(1899, 12, 30), value)
    elif not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    section = _sections(code)[0]
    half = any(kind == "ampm" for kind, _text in section)
    out: list[str] = []
    for index, (kind, text) in enumerate(section):
        low = text.lower()
        if kind == "year":
            out.append(f"{value.year % 100:02d}" if len(text) == 2 and low == "yy" else f"{value.year:04d}")
        elif kind == "month":
            minute = _is_minute(section, index)
            number = value.minute if minute else value.month
            if not minute and len(text) > 2:
                out.append(f"{number}月" if len(text) > 3 else value.strftime("%b"))
            else:
                out.append(f"{number:02d}" if len(text) > 1 else str(number))
        elif kind == "day":
            out.append(_WEEKDAYS[value.weekday()] if len(text) > 2 else f"{value.day:0{len(text)}d}")
        elif kind == "week":
            out.append(("星期" if len(text) == 4 else "") + _WEEKDAYS[value.weekday()])
        elif kind == "hour":
            hour = (value.hour % 12 or 12) if half else value.hour
            out.append(f"{hour:0{len(text)}d}")
        elif kind == "second":
            out.append(f"{value.second:0{min(2, len(text.partition('.')[0]))}d}")
        elif kind == "ampm":
            morning, _slash, evening = text.partition("/")
            out.append(evening if value.hour >= 12 else morning)
        elif _elapsed(kind, text):
            since = value - dt.datetime(1899, 12, 30)
            unit = {"h": 3600, "m": 60, "s": 1}[low[0]]
            out.append(f"{int(since.total_seconds()) // unit:0{len(text)}d}")
        elif kind in ("quoted", "escaped", "other"):
            out.append(text if text != "@" else "")
        elif kind == "digits":
            raise UnknownFormat("date")
    return "".join(out).strip()


def _is_minute(section: _Tokens, index: int) -> bool:
    """An `m` after hours or before seconds is minutes."""
    before = [k if not _elapsed(k, t) else "hour" for k, t in section[:index] if k in _DATE_KINDS or _elapsed(k, t)]
    after = [k for k, _t in section[index + 1 :] if k in _DATE_KINDS]
    return (bool(before) and before[-1] == "hour") or (bool(after) and after[0] == "second")
