"""Projects that pay for one policy from several sources (central, provincial, own), seen as one."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from reviewer.domain.project import Project, amount
from reviewer.domain.units import scale
from reviewer.domain.words import HAN

_NOISE = re.compile(
    rf"{HAN}{{0,6}}[【〔\[（(]\s*\d{{4}}\s*[】〕\]）)]\s*\d*\s*号?(?:文件?)?|\d{{4}}\s*年度?|追加|提前下达|第[一二三四五六]批"
    r"|中央财政|省级财政|市级财政|县级财政|中央|省级|市级|县级|本级|国家|配套|专项|补助资金|资金|[\s、,，（）()“”\"\d]"
)
_SOURCE = re.compile(r"[【〔\[（(]\s*\d{4}\s*[】〕\]）)]|追加|提前下达|中央|省级|市级|县级|国家|配套")
"""Marks in a name that tell a source of money."""
SHORTEST = 3
"""A shorter remainder of a name names no policy."""


@lru_cache(maxsize=4096)
def policy_of(name: str) -> str:
    """What a project's name says without source, year and document number."""
    return _NOISE.sub("", name)


def families(projects: Iterable[Project]) -> list[list[Project]]:
    """Projects of one unit by policy.

    A policy's short name belongs with the longer one that ends with it, where the short one's projects tell their
    source of money.
    """
    groups: dict[tuple[str, str], list[Project]] = {}
    for project in projects:
        groups.setdefault((project.unit_code or project.unit_name or "", policy_of(project.name)), []).append(project)
    taken: dict[tuple[str, str], tuple[str, str]] = {}
    for unit, policy in groups:
        for start in range(1, len(policy) - SHORTEST + 1):
            short = groups.get((unit, policy[start:]), ())
            if any(_SOURCE.search(p.name) for p in short):
                taken[unit, policy] = (unit, policy[start:])
    joined: dict[tuple[str, str], list[Project]] = {}
    for key, members in groups.items():
        joined.setdefault(_last(taken, key), []).extend(members)
    return list(joined.values())


def _last(taken: dict[tuple[str, str], tuple[str, str]], key: tuple[str, str]) -> tuple[str, str]:
    while key in taken:
        key = taken[key]
    return key


def total_of(projects: Iterable[Project]) -> str | None:
    """The budgets added up, as printed (120.88万元); None where one is unknown or their units differ."""
    members = tuple(projects)
    sums = [amount(p.budget.total) for p in members]
    units = {p.amount_unit for p in members}
    if len(units) != 1 or any(s is None for s in sums):
        return None
    return f"{sum((s for s in sums if s is not None), Decimal(0)):f}{units.pop() or ''}"


def budget_of(project: Project) -> Decimal | None:
    """The project's whole budget in 元; None where amount or unit is unknown."""
    total = amount(project.budget.total)
    if total is None or not project.amount_unit:
        return None
    unit = scale(project.amount_unit)
    return total * unit.factor if unit.unit == "元" else None
