"""Units of measure: how they are written, what they count, and the factors between them."""

import re
from decimal import Decimal
from typing import NamedTuple

MULTIPLES: dict[str, int] = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
"""Chinese multiples, the longer first."""

_SAME: dict[str, str] = {
    "％": "%",
    "百分比": "%",
    "百分之": "%",
    "(%)": "%",
    "（%）": "%",
    "(％)": "%",
    "个百分点": "百分点",
    "人民币": "元",
    "圆": "元",
    "名": "人",
    "位": "人",
    "千米": "公里",
    "km": "公里",
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
    "m": "米",
    "平米": "平方米",
    "立方": "立方米",
    "m³": "立方米",
    "m3": "立方米",
    "工作日": "个工作日",
    "天": "日",
    "个月": "月",
}
"""Other ways to write the same unit."""

_FACTORS: dict[str, tuple[str, Decimal]] = {
    "公里": ("米", Decimal(1000)),
    "公顷": ("亩", Decimal(15)),
    "吨": ("千克", Decimal(1000)),
    "公斤": ("千克", Decimal(1)),
    "年": ("月", Decimal(12)),
    "小时": ("分钟", Decimal(60)),
    "‰": ("%", Decimal("0.1")),
}
"""Units that are a fixed multiple of a smaller one."""

_SPLIT = re.compile(r"[/／·・•]|每")


class Scaled(NamedTuple):
    """A unit without its multiple: 万元/人·年 is 10000 of 元/人·年."""

    unit: str
    factor: Decimal


def plain(unit: str) -> str:
    """The usual spelling of a unit, parts of a compound one by one: 元／名.年 -> 元/人·年."""
    text = unit.strip().replace(" ", "").replace(".", "·")
    if text in _SAME:
        return _SAME[text]
    parts = [p for p in _SPLIT.split(text) if p]
    if not parts:
        return text
    spelt = [_SAME.get(p, p) for p in parts]
    return spelt[0] + ("/" + "·".join(spelt[1:]) if len(spelt) > 1 else "")


def scale(unit: str | None) -> Scaled:
    """The unit in its smallest spelling with the factor to it; an unknown unit stands for itself."""
    if not unit:
        return Scaled("", Decimal(1))
    text = plain(unit)
    head, slash, per = text.partition("/")
    factor = Decimal(1)
    for word, times in MULTIPLES.items():
        if head.startswith(word):
            head, factor = head.removeprefix(word), Decimal(times)
            break
    head = _SAME.get(head, head)
    if head in _FACTORS:
        base, times_base = _FACTORS[head]
        head, factor = base, factor * times_base
    return Scaled(head + slash + per, factor)
