"""A 【待填】 and the figure that a department gives for it: whether that can stand there, and as what it is written."""

import re
from decimal import Decimal

from reviewer.domain.project import ROW_FIELDS, RowText
from reviewer.domain.proposal import BLANK
from reviewer.domain.target import chinese_number, parse_target
from reviewer.domain.units import is_unit, plain, scale
from reviewer.language import _

LONGEST = 60
_DATED = re.compile(r"[\d〇零一二两三四五六七八九十百千万半]|年底|月底|季末|当日|当天|当月|次日|次月")
_WIDE = str.maketrans({chr(c): chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E)})
_GROWS = re.compile(r"增|超|倍|翻番")
"""Names of rates that may exceed 100 %."""
_UNIT_BEHIND = re.compile(r"\s*([^\s，。；、,;）)前内后]{1,6})")


class UnfitError(ValueError):
    """The answer cannot stand in the place; its text is the reason, for people."""


def blanks(text: RowText) -> list[str]:
    """The field in which each 【待填】 of a row stands, in order."""
    return [field for field in ROW_FIELDS for _ in range(getattr(text, field).count(BLANK))]


def filled(text: RowText, values: dict[int, str]) -> RowText:
    """The row with these of its 【待填】, counted from 1 through its fields, replaced by what was answered.

    Raises UnfitError for an answer that is no figure, or one of another unit or direction than the place has.
    """
    number = 0
    changed = {}
    for field in ROW_FIELDS:
        head, *tails = getattr(text, field).split(BLANK)
        for tail in tails:
            number += 1
            if (value := values.get(number)) is None:
                head += BLANK + tail
            else:
                head += _fitted(value, text, field, tail) + tail
        changed[field] = head
    return RowText(**changed)


def filled_so_far(asked: RowText, now: RowText, values: dict[int, str]) -> bool:
    """Whether `now` is the asking row with none or some of these answers in it. Raises UnfitError, as `filled` does."""
    number = 0
    for field in ROW_FIELDS:
        head, *tails = getattr(asked, field).split(BLANK)
        text = getattr(now, field)
        # How far the field may be read: with an answer, or with the blank, in each place so far.
        ends = {len(head)} if text.startswith(head) else set()
        for tail in tails:
            number += 1
            value = values.get(number)
            pieces = [BLANK + tail] if value is None else [BLANK + tail, _fitted(value, asked, field, tail) + tail]
            ends = {end + len(piece) for end in ends for piece in pieces if text.startswith(piece, end)}
        if len(text) not in ends:
            return False
    return True


def _fitted(value: str, text: RowText, field: str, tail: str) -> str:
    value = value.strip().translate(_WIDE)
    if not value or BLANK in value or "\n" in value or len(value) > LONGEST or not _DATED.search(value):
        raise UnfitError(_("“{value}”看不出是数值或日期").format(value=value))
    target = parse_target(text.target) if field == "target" else None
    behind = _UNIT_BEHIND.match(tail)
    unit = (target and target.unit) or (behind[1] if behind and is_unit(behind[1]) else None)
    if unit is None:
        return value
    given = parse_target(value)
    number = chinese_number(value) if given.kind != "quantity" else given.number
    if number is None:
        raise UnfitError(_("“{value}”不是一个数").format(value=value))
    if target and given.operator and target.operator and given.operator != target.operator:
        raise UnfitError(
            _("建议里是“{wanted}”，填的是“{given}”，方向不同").format(wanted=target.operator, given=given.operator)
        )
    if number < 0:
        raise UnfitError(_("“{value}”是负数").format(value=value))
    if given.unit and plain(given.unit) != plain(unit):
        mine, theirs = scale(unit), scale(given.unit)
        if mine.unit != theirs.unit:
            raise UnfitError(_("应按“{unit}”填，填的单位是“{given}”").format(unit=unit, given=given.unit))
        number = number * theirs.factor / mine.factor
    if scale(unit).unit == "%" and number > 100 and not _GROWS.search(text.name):
        raise UnfitError(_("“{value}”超过100%").format(value=value))
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
