"""The numbers that a project's own text states for an indicator."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from reviewer.domain.kinds import KindIndicator, Nouns
from reviewer.domain.project import Indicator, Project

NUMBER = r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)"
TEN_THOUSAND = Decimal(10000)


class Fact(NamedTuple):
    """A stated number in the indicator's unit, with the words that state it."""

    number: Decimal
    quote: str
    formula: str | None = None
    """How the number comes out of the quote where it is not written so (0.06万人)."""


def stated(
    indicator: KindIndicator, project: Project, whom: str, nouns: Nouns, barred: Iterable[int] = ()
) -> Fact | None:
    """The number that the project's text gives for `indicator`, or None: prose first, then its own rows.

    `barred` are rows whose value is no statement of fact (one target copied to every row, a wrong unit).
    """
    forms = nouns.units.get(indicator.unit.split("/")[0], (indicator.unit,))
    if indicator.unit in ("人", "人次", "户", "家") and (fact := _in_prose(project, forms, whom)):
        return fact
    blocked = set(barred)
    for row in project.indicators:
        if row.row not in blocked and (fact := _in_row(row, indicator, forms)):
            return fact
    return None


def _in_prose(project: Project, forms: tuple[str, ...], whom: str) -> Fact | None:
    """“5名退役士兵”: a count directly before the people that the indicator counts."""
    if not whom:
        return None
    pattern = re.compile(f"{NUMBER}(?:{'|'.join(map(re.escape, forms))}){re.escape(whom.removesuffix('人员') or whom)}")
    for text in (project.purpose or "", *project.goals):
        if found := pattern.search(text):
            return Fact(Decimal(found[1].replace(",", "")), found[0])
    return None


def _in_row(row: Indicator, indicator: KindIndicator, forms: tuple[str, ...]) -> Fact | None:
    number, unit = row.target.number, re.sub(r"\s", "", row.target.unit or "")
    if row.target.kind != "quantity" or number is None or not _about(row, indicator):
        return None
    quote = row.target.raw.strip()
    if unit in forms or unit == indicator.unit:
        return Fact(number, quote)
    if unit in {f"万{form}" for form in forms}:
        return Fact((number * TEN_THOUSAND).normalize(), quote, f"{number}{unit}")
    return None


def _about(row: Indicator, indicator: KindIndicator) -> bool:
    return any(word in row.name for word in indicator.like) and not (
        indicator.unit.startswith(("元", "万元")) and "总" in row.name
    )


def texts(project: Project) -> Iterator[str]:
    """Every text of the project in reading order, to look a quote up in."""
    yield project.name
    yield from (t for t in (project.budget.total, project.budget.fiscal, project.budget.other, project.purpose) if t)
    yield from project.goals
    for row in project.indicators:
        yield from (row.name, row.definition or "", row.target.raw, row.basis or "")
