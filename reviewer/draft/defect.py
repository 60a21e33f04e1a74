"""Which rows of a project need work: by the findings, and by the drafter's own cautious test."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.domain.finding import Finding
from reviewer.domain.kinds import Dimension, ProjectKind
from reviewer.domain.project import Indicator, Project
from reviewer.domain.words import Words
from reviewer.draft.dimension import dimension

HEAVY = frozenset(["V01", "V02", "V03", "M01", "M02", "M03", "M04", "M05", "M06", "T02", "D01"])
"""Codes after which another indicator must stand in the row."""
LIGHT = frozenset(["V04", "T01", "B01", "B02", "B03", "X01", "X02"])
"""Codes that leave the indicator and mend its definition, target or basis."""
MEASURE = re.compile(
    r"率|比重|占比|比例|人数|人次|户数|家数|件数|起数|面积|金额|标准|水平|数量|次数|场次|期数|时长|年限|满意"
)
COUNTS = re.compile(r"人数|人次|户数|家数|件数|起数|份数|面积|里程|数量$")
SHARE = re.compile(r"率|占比|比重|比例|满意|%|％")


TURNED = {"≥": "≤", ">": "<", "≤": "≥", "<": ">"}
HALF = 50
"""A share of which less is better lies below, one of which more is better above; else its number is wrong too."""
NAMED = 5
"""A shorter name (完成率) names no object, so the row is rewritten where it stands instead of moved."""


AFTER_NUMBER = re.compile(r"\d([\u4e00-\u9fff]{2,})$")
SHARES = ("%", "％", "百分")
NO_UNIT = re.compile(r"(?:率|数量|数额|数|量|情况|程度|性)$")
"""A word that stands where the unit should, and names what is measured instead (≤60数量)."""


class Row(NamedTuple):
    """A row with what is wrong with it."""

    row: Indicator
    dimension: Dimension | None
    codes: tuple[str, ...]
    messages: tuple[str, ...]
    heavy: bool
    """Whether another indicator must stand here."""
    uniform: bool = False
    """Whether its value is one copied to all rows, so that it states nothing."""
    fix: str | None = None
    """The target as the check would write it."""
    told: bool = False
    """Whether its number stands in the purpose or the goals."""

    @property
    def misplaced(self) -> bool:
        """Whether the indicator is sound and only stands in the wrong dimension."""
        sound = self.row.target.kind == "quantity" and len(self.row.name) >= NAMED and not self.uniform
        return sound and HEAVY.intersection(self.codes) == {"M01"}

    @property
    def defective(self) -> bool:
        return self.heavy or bool(self.codes)


def rows(
    project: Project, findings: Sequence[Finding], kind: ProjectKind, words: Words | None = None
) -> tuple[Row, ...]:
    """Every row of the project in order, with its codes."""
    made = []
    uniform = any(f.code == "T03" for f in findings if f.project == project.key)
    mine = [f for f in findings if f.project == project.key and f.code in HEAVY | LIGHT]
    for row in project.indicators:
        own = [f for f in mine if f.row == row.row or (f.row is None and f.code == "B01" and not row.basis)]
        codes = tuple(dict.fromkeys(f.code for f in own))
        where = dimension(row)
        messages = tuple(f.message for f in own if f.code in HEAVY) or tuple(f.message for f in own)
        heavy = any(f.code in HEAVY or (f.code == "T01" and f.severity != "info" and not f.fix) for f in own)
        fix = next((f.fix for f in own if f.code == "T01" and f.fix), None)
        if heavy and not uniform and HEAVY.intersection(codes) == {"M04"} and (turned := _turned(row, where, words)):
            heavy, fix = False, turned
        if not heavy and (why := _unfit(row, where, kind, words)):
            heavy, messages = True, (why,)
        made.append(Row(row, where, codes, messages, heavy, uniform, fix, _told(row, project)))
    return tuple(made)


def _told(row: Indicator, project: Project) -> bool:
    said = re.escape(f"{row.target.number:f}{row.target.unit}") if row.target.number is not None else ""
    text = "\n".join((project.purpose or "", *project.goals))
    return bool(said and re.search(rf"(?<![\d.,]){said}", text))


def _turned(row: Indicator, where: Dimension | None, words: Words | None) -> str | None:
    """The target with the operator that points the right way, where that alone is wrong with a row that names its
    object; None where the number would then say nothing (投诉率 ≤95%).
    """
    target, name = row.target, re.sub(r"[（(][^（）()]*[）)]|\s", "", row.name).removesuffix("指标")
    if target.kind != "quantity" or target.number is None or target.operator not in TURNED or not target.unit:
        return None
    measure = words.measure(name) if words else None
    operator = "=" if measure and measure.direction == "定" else TURNED[target.operator]
    share = target.unit.startswith(SHARES)
    if len(name) < NAMED or (share and (target.number > HALF) == (operator in "≤<")):
        return None
    return f"{operator}{target.number:f}{target.unit}"


def _unfit(row: Indicator, where: Dimension | None, kind: ProjectKind, words: Words | None) -> str | None:
    """Why the row cannot stand though no check found it, or None; only what is plain from name, unit and kind."""
    unit = row.target.unit or ""
    if where in kind.absent and (where == "生态效益" or (unit.startswith(SHARES) and not MEASURE.search(row.name))):
        return kind.absent[where]
    if COUNTS.search(row.name) and not SHARE.search(row.name) and unit.startswith(SHARES):
        return f"“{row.name}”是数量，指标值却是百分比"
    name = re.sub(r"[（(][^（）()]*[）)]$|\s", "", row.name).removesuffix("指标")
    if words and unit.startswith(SHARES) and not words.head(name) and not SHARE.search(row.name):
        return f"“{row.name}”未写明计量对象，比率无法计算"
    tail = AFTER_NUMBER.search(row.target.raw.strip())
    if tail and NO_UNIT.search(tail[1]):
        return f"“{row.target.raw.strip()}”在数后面写的是“{tail[1]}”，不是单位"
    if where == "成本" and unit.startswith(SHARES):
        return f"“{row.name}”放在成本下，指标值却是百分比，成本应按金额设上限"
    if where and not MEASURE.search(row.name) and row.target.kind in ("state", "unparsed") and not row.target.number:
        return f"“{row.name}”的指标值没有可核查的数值或状态"
    if (
        where
        and where not in ("满意度", "成本")
        and not _like(row, kind, where)
        and (other := next((d for d in ("时效", "满意度") if _like(row, kind, d)), None))
    ):
        return f"“{row.name}”计量的是{other}，不在{where}之列"
    return None


def _like(row: Indicator, kind: ProjectKind, where: str) -> bool:
    return any(word in row.name for i in kind.indicators if i.dimension == where for word in i.like)
