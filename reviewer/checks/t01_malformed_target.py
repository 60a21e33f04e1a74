"""T01 指标值不规范."""

import re

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView
from reviewer.domain.words import HAN

_REPEAT = re.compile(
    r"^\s*([≥≤=><]?)\s*(\d+(?:\.\d+)?)\s*[%％]?\s*(大于等于|小于等于|等于|大于|小于|不低于|不高于)\s*(\d+(?:\.\d+)?)\s*([%％]?.*?)\s*$"
)
_SIGNS = {"大于等于": "≥", "不低于": "≥", "小于等于": "≤", "不高于": "≤", "等于": "=", "大于": ">", "小于": "<"}
_NUMBER_THEN_WORDS = re.compile(rf"^\s*[≥≤=><]?\s*\d+(?:\.\d+)?\s*(?:{HAN}|[，,、（）()]){{4,}}")


def check(row: RowView) -> Hit | None:
    raw = row.target.raw.strip()
    if "于" in raw and (m := _REPEAT.match(raw)):
        sign, number, words, again, unit = m.groups()
        if number == again and (not sign or sign == _SIGNS[words]):
            return Hit(f"“{raw}”把同一个值说了两遍", row.row, "target", raw, f"{_SIGNS[words]}{number}{unit}", "info")
        return Hit(f"“{raw}”里两个说法不一样", row.row, "target", raw)
    if "百分之" in raw and row.target.kind == "quantity":
        plain = f"{row.target.operator or ''}{row.target.number}%"
        if any(c.isdigit() for c in raw):
            return Hit(f"“{raw}”把同一个值说了两遍", row.row, "target", raw, plain, "info")
        return Hit(f"“{raw}”的单位应写“%”", row.row, "target", raw, plain, "info")
    if "百分比" in raw and row.target.kind == "quantity":
        if row.measure is not None and row.words.fits(row.measure, row.target.unit or "") is False:
            # M03 says that it cannot be a share at all: to ask for “%” here would be to ask for the same mistake.
            return Hit(f"“{raw}”里的“百分比”不是规范的单位", row.row, "target", raw, None, "info")
        return Hit(f"“{raw}”的单位应写“%”", row.row, "target", raw, raw.replace("百分比", "%"), "info")
    whole = row.target.kind == "quantity" and row.share and not row.target.change
    if whole and row.target.operator == "≥" and row.target.number == 100:
        if row.measure is not None and row.measure.kind == "满意":
            # T02 says that nobody reaches it: to ask for “=100%” here would be to ask for more.
            return Hit(f"“{raw}”：比率不会超过100%，不能写“≥”", row.row, "target", raw, None, "info")
        return Hit(f"“{raw}”：比率不会超过100%，应写“=100%”", row.row, "target", raw, "=100%", "info")
    if row.target.kind == "quantity" and row.target.number is not None and not row.target.unit:
        return Hit(f"“{raw}”没有单位", row.row, "target", raw)
    if _NUMBER_THEN_WORDS.match(raw) and not _known(row):
        return Hit(f"“{raw}”在数后面写了话，不是单位", row.row, "target", raw)
    return None


def _known(row: RowView) -> bool:
    """A long unit such as 元/人·年 or a date is well formed."""
    return row.target.unit is not None or row.target.kind in ("date", "graded", "range", "blank")


RULE = Rule(
    code="T01",
    slug="malformed-target",
    title="指标值不规范",
    severity="warning",
    what="指标值不是“符号+数+单位”、日期或分级。",
    why="写法不一，系统和人都读不准。",
    standard="财政部系统的指标值栏：性质、数值、计量单位各一",
    before="≥90大于等于90%",
    after="≥90%",
    row=check,
)
