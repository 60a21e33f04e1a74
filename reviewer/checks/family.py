"""Projects that pay for one policy from several sources (central, provincial, own), seen as one."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from reviewer.checks.view import ProjectView
from reviewer.domain.project import amount
from reviewer.domain.units import scale

_NOISE = re.compile(
    r"[\u4e00-\u9fff]{0,6}[【〔\[（(]\s*\d{4}\s*[】〕\]）)]\s*\d*\s*号?(?:文件?)?|\d{4}\s*年度?|追加|提前下达|第[一二三四五六]批"
    r"|中央财政|省级财政|市级财政|县级财政|中央|省级|市级|县级|本级|国家|配套|专项|补助资金|资金|[\s、,，（）()“”\"\d]"
)
SHORTEST = 3
"""A shorter remainder of a name names no policy."""


@lru_cache(maxsize=4096)
def policy_of(name: str) -> str:
    """What a project's name says without source, year and document number."""
    return _NOISE.sub("", name)


def families(projects: Iterable[ProjectView]) -> list[list[ProjectView]]:
    """Projects of one unit by policy; a policy's short name belongs with the longer one that ends with it."""
    groups: dict[tuple[str, str], list[ProjectView]] = {}
    for view in projects:
        project = view.project
        groups.setdefault((project.unit_code or project.unit_name or "", policy_of(project.name)), []).append(view)
    taken: dict[tuple[str, str], tuple[str, str]] = {}
    for unit, policy in groups:
        for start in range(1, len(policy) - SHORTEST + 1):
            if (unit, policy[start:]) in groups:
                taken[unit, policy] = (unit, policy[start:])
    joined: dict[tuple[str, str], list[ProjectView]] = {}
    for key, views in groups.items():
        joined.setdefault(_last(taken, key), []).extend(views)
    return list(joined.values())


def _last(taken: dict[tuple[str, str], tuple[str, str]], key: tuple[str, str]) -> tuple[str, str]:
    while key in taken:
        key = taken[key]
    return key


def budget_of(view: ProjectView) -> Decimal | None:
    """The project's whole budget in 元; None where amount or unit is unknown."""
    project = view.project
    total = amount(project.budget.total)
    if total is None or not project.amount_unit:
        return None
    unit = scale(project.amount_unit)
    return total * unit.factor if unit.unit == "元" else None
