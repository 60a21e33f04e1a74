"""The numbers that a project's own text states for an indicator."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from reviewer.domain.kinds import KindIndicator, Nouns
from reviewer.domain.project import Indicator, Project
from reviewer.domain.units import plain, scale

NUMBER = r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)"
PEOPLE = frozenset(["人", "人次", "户", "家"])
MONEY = frozenset(["元", "万元", "亿元"])
RATE = 3
SLOT = re.compile(r"\{[^{}]*\}")
CLAUSE = re.compile(r"[^，。；：,;:]+")
ENUMERATED = re.compile(r"^\d{1,2}[.、．](?!\d)\s*")
PERIODS = (
    ("年", re.compile(r"[每一/]年|年[每/]|/人·年|年度")),
    ("月", re.compile(r"[每一/]月|月[每/]|/人·月")),
    ("天", re.compile(r"[每一/](?:个学习)?[天日]|/人·[天日]")),
)
"""How a text says for which time a standard holds."""
OF_TIME = re.compile(r"[/·每](年|月|天|日|学期|次)$")


class Fact(NamedTuple):
    """A stated number in the indicator's unit, with the words that state it."""

    number: Decimal
    unit: str
    quotes: tuple[str, ...]
    formula: str | None = None
    """How the number comes out of the quote where it is not written so (0.06万人)."""


def stated(
    indicator: KindIndicator, project: Project, whom: str, nouns: Nouns, barred: Collection[int] = ()
) -> Fact | None:
    """The number that the project's text gives for `indicator`, or None: prose first, then its own rows.

    `barred` are rows whose value is no statement of fact (one target copied to every row, a wrong unit).
    """
    if indicator.unit in PEOPLE and (fact := _beside(indicator, project, whom, nouns)):
        return fact
    if indicator.core and (fact := _alone(indicator, project, nouns)):
        return fact
    for row in project.indicators:
        if row.row not in barred and (fact := _in_row(row, indicator)):
            return fact
    return None


def _beside(indicator: KindIndicator, project: Project, whom: str, nouns: Nouns) -> Fact | None:
    """“5名退役士兵”: a count directly before the people that the indicator counts."""
    forms = nouns.units.get(indicator.unit, (indicator.unit,))
    whom = whom.removesuffix("人员") or whom
    if not whom:
        return None
    pattern = re.compile(f"{NUMBER}(?:{'|'.join(map(re.escape, forms))}){re.escape(whom)}")
    for text in (project.purpose or "", *project.goals):
        if found := pattern.search(text):
            return Fact(Decimal(found[1].replace(",", "")), indicator.unit, (found[0],))
    return None


def _alone(indicator: KindIndicator, project: Project, nouns: Nouns) -> Fact | None:
    """“新建改建农村公路12.5公里”: the only number of the core's unit in purpose and goals.

    Of several the one whose clause has a word of the indicator's own name (412公里日常养护); two such prove nothing.
    """
    forms = nouns.units.get(indicator.unit, (indicator.unit,))
    if indicator.unit in MONEY or not forms:
        return None
    pattern = re.compile(f"{NUMBER}(?:{'|'.join(map(re.escape, forms))})(?![均/次公里])")
    found = [(m, text) for text in (project.purpose or "", *project.goals) for m in pattern.finditer(text)]
    if len({m[1] for m, _text in found}) > 1:
        own = [word for word in SLOT.split(indicator.name) if len(word) > 1]
        found = [(m, text) for m, text in found if any(word in _clause(m, text)[0] for word in own)]
    if len({m[1] for m, _text in found}) != 1:
        return None
    match, text = found[0]
    clause = _clause(match, text)
    quote = ENUMERATED.sub("", clause[0].strip()) if clause.start() == 0 else clause[0].strip()
    return Fact(Decimal(match[1].replace(",", "")), indicator.unit, (quote,))


def _clause(number: re.Match[str], text: str) -> re.Match[str]:
    """The clause of `text` that the number stands in."""
    return next(m for m in CLAUSE.finditer(text) if m.start() <= number.start() < m.end())


def _in_row(row: Indicator, indicator: KindIndicator) -> Fact | None:
    """The target of a row that measures the same, in the same unit or a multiple of it (0.06万人 for 人)."""
    target = row.target
    if target.kind != "quantity" or target.number is None or target.change or not _about(row, indicator):
        return None
    quote = target.raw.strip()
    own, wanted = scale(target.unit), scale(indicator.unit)
    if own.unit == wanted.unit:
        if own.factor == wanted.factor:
            return Fact(target.number, indicator.unit, (quote,))
        number = target.number * own.factor / wanted.factor
        if wanted.unit in PEOPLE and number % 1:
            return None
        return Fact(number, indicator.unit, (quote,), f"{target.number:f}{plain(target.unit or '')}")
    if "/" in indicator.unit and "/" not in own.unit and own.unit == wanted.unit.partition("/")[0]:
        return _standard(row, indicator, target.number, quote)
    return None


def _standard(row: Indicator, indicator: KindIndicator, number: Decimal, quote: str) -> Fact | None:
    """A standard in bare money (人均发放水平 2000元): a head's, and for the time that the row's words tell."""
    if not re.search(r"人均|生均|标准|每人|每生", row.name + (row.basis or "") + (row.definition or "")):
        return None
    money = plain(row.target.unit or "")
    words = " ".join((row.name, row.definition or "", row.target.raw, row.basis or ""))
    period = time_of(words)
    per = re.sub(r"·[年月天]$", "", indicator.unit.partition("/")[2])
    return Fact(number, f"{money}/{per}·{period}" if period else f"{money}/{per}", (quote,))


def _about(row: Indicator, indicator: KindIndicator) -> bool:
    """By a word of the entry; for a rate the very rate (就业率 is no 就业稳定率)."""
    if indicator.unit == "%":
        return indicator.name[-RATE:] in row.name
    return any(word in row.name for word in indicator.like)


def time_of(words: str) -> str:
    """The time that the words say a standard holds for: 年, 月, 天; empty where they do not."""
    return next((name for name, pattern in PERIODS if pattern.search(words)), "")


def for_time(definition: str, unit: str) -> str:
    """The definition of a standard with the time that its unit is for: 每年 of 5元/生/天 is 每天."""
    time = OF_TIME.search(plain(unit))
    return re.sub(r"每(?:年|月|天|日|学期|次)(?=[^，。；]*标准)", f"每{time[1]}", definition) if time else definition
