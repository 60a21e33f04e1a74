"""Texts of a row that prints fewer cells than the form has columns: which text belongs under which heading."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reviewer.domain.grid import Cell, texts_of
from reviewer.domain.project import amount
from reviewer.domain.target import parse_target
from reviewer.domain.units import dimension, is_unit
from reviewer.parse.columns import Column, Columns
from reviewer.parse.indicator import is_sign
from reviewer.parse.vocabulary import both_levels, level

KINDS = frozenset(("定量", "定性", "定量指标", "定性指标", "正向", "反向", "正向指标", "反向指标", "其他"))
_KIND_HEADING = re.compile("类型|性质|属性|定性|备注|方向")
_SCORE_HEADING = re.compile("分值|得分|权重")
_DONE_HEADING = re.compile("完成|实际|上年|历史|基期|指标值$|目标值$")
_CODE = re.compile(r"[\dA-Za-z][\dA-Za-z\-_.]*")
_UNIT = re.compile("(?:局|委|办|院|所|站|校|中心|公司|政府|学院|大学|小学|中学|医院|部|馆|处|会|本级|街道|镇|乡)$")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[%分]?")
_SOURCE = re.compile("标准|依据|计划|文件|办法|规定|要求|方案|通知|规范|数据|问卷|制度|批复|〔|【|\\[20|号$")
_MERGED = ("level1", "level2", "group")
_CERTAIN = ((True, None), (False, None))
"""What a text is that cannot be a label of level 1 and of level 2: 成本指标 and 满意度指标 are both."""
_CORE = frozenset(("level1", "level2", "name", "target", "value", "unit", "operator", "grade"))
_SKIP = {"level1": 0, "level2": 0, "group": 0, "name": 8, "target": 6, "value": 6}
"""What it costs to leave a column without a text; 1 for the others."""
_KEPT = 6
"""Ways to go on that are followed up at each place."""
Way = tuple[int, tuple[int, ...]]


def placed(row: Sequence[Cell], columns: Columns) -> tuple[Sequence[Cell] | None, str | None]:
    """The cells of a row with the columns that they belong to, and what is to be said of it.

    A file without merged cells may leave those out: the row is short, and the rest stands too far to the front. The
    cells are None where it cannot be told what stands where.
    """
    texts = list(map(str.strip, texts_of(row)))
    while texts and not texts[-1]:
        texts.pop()
    headings = headings_of(columns)
    if not texts or not texts[0] or len(texts) >= len(headings):
        return row, None
    whole = len(row) >= len(headings)
    misplaced = any(_misplaced(text, column.field) for text, column in zip(texts, headings, strict=False))
    if headings[0].field == "level1":
        if fit(texts[0], "level1", "") > 3 or (whole and not misplaced and level(texts[0]) in _CERTAIN):
            return row, None
    elif not misplaced and (
        whole
        or all(c.field.startswith("head.") and fit(t, c.field, "") >= 0 for t, c in zip(texts, headings, strict=False))
    ):
        return row, None
    found = aligned(tuple(texts), headings, blanks=False)
    if found is None and whole and not misplaced:
        return row, None
    if found is None:
        return None, "这一行少印了合并的单元格，分不清各列，没有读入"
    if found.path == list(range(len(texts))):
        return row, None
    pairs = zip(row[: len(texts)], found.path, strict=True)
    moved = [cell._replace(column=headings[at].start) for cell, at in pairs]
    return moved, "这一行少印了合并的单元格，各列按内容对齐，请核对"


def _misplaced(text: str, field: str) -> bool:
    """Whether a level's label stands in a column before the names that cannot hold it."""
    merged = field in _MERGED or field == "extra" or field.startswith("head.")
    return merged and level(text) != (False, None) and (field == "extra" or fit(text, field, "") < 0)


def headings_of(columns: Columns) -> tuple[Column, ...]:
    """All columns, those of sets beside each other each with its own field."""
    if not columns.parts:
        return columns.columns
    beside = zip(*(part.columns.columns for part in columns.parts), strict=True)
    return tuple(next((c for c in same if c.field != "group"), same[0]) for same in beside)


class Alignment(NamedTuple):
    """The rank of the column of each text, and the texts whose column among those of prose is not certain."""

    path: list[int]
    doubtful: list[int]


@lru_cache(maxsize=2048)
def aligned(texts: tuple[str, ...], columns: tuple[Column, ...], *, blanks: bool) -> Alignment | None:
    """The columns that texts belong under; None where no way fits, or several put a name or a target elsewhere.

    `blanks` says that an empty cell leaves no trace; otherwise only merged cells (levels, groups, a project's own
    facts) may be missing.
    """
    found = ways(texts, columns, blanks=blanks) if len(texts) <= len(columns) else []
    if not found or found[0][0] < -9:
        return None
    return settled(found, columns)


def settled(found: Sequence[Way], columns: Sequence[Column]) -> Alignment | None:
    """The best of some ways, the best first; None where another is as good and differs in more than prose."""
    score, path = found[0]
    others = [way for other, way in found[1:] if other >= score]
    if any(_core(way, columns) != _core(path, columns) for way in others):
        return None
    return Alignment(list(path), [n for n, rank in enumerate(path) if any(way[n] != rank for way in others)])


def ways(texts: Sequence[str], columns: Sequence[Column], *, blanks: bool, rows: int = 1) -> list[Way]:
    """The best ways to set texts under columns, the best first, each with its score."""
    front = next((rank for rank, column in enumerate(columns) if column.field == "level1"), 0)
    known: list[list[Way]] = [[(0, ())], *([] for _ in texts)]
    for rank in range(len(columns) * rows):
        column = columns[rank % len(columns)]
        merged = column.field in _MERGED or column.field.startswith("head.") or rank % len(columns) < front
        cost = 0 if merged else _SKIP.get(column.field, 1) if blanks else 100
        following: list[list[Way]] = []
        for used in range(len(texts) + 1):
            # Empty cells at the end of a row are often not printed.
            left = 0 if not blanks and used == len(texts) and column.field not in _SKIP else cost
            found = [(score - left, path) for score, path in known[used]]
            if used:
                text = texts[used - 1]
                value = fit(text, column.field, column.heading) if text else 0
                found += [(score + value, (*path, rank)) for score, path in known[used - 1]]
            found.sort(key=lambda way: -way[0])
            following.append(found[:_KEPT])
        known = following
    return known[len(texts)]


def _core(path: Sequence[int], columns: Sequence[Column]) -> tuple[tuple[int, int], ...]:
    return tuple((text, rank) for text, rank in enumerate(path) if _is_core(columns[rank % len(columns)].field))


def _is_core(field: str) -> bool:
    return field in _CORE or field.startswith("head.")


@lru_cache(maxsize=8192)
def fit(text: str, field: str, heading: str) -> int:
    """How well a text suits a column: 3 as it must be, 0 indifferent, below where it cannot be."""
    top, below = level(text)
    if field == "level1":
        return 4 if (top and below is None) or both_levels(text)[1] not in ("", text) else 3 if top else -6
    if field == "level2":
        return 4 if below is not None else -1 if top else -4
    if field == "group":
        return -6 if top or below is not None else -1
    if field.startswith("head."):
        return -6 if top or below is not None else _suits_head(text, field)
    if below is not None or top:
        return -3 if field != "name" or not text.endswith("指标") else -2
    return _suits(text, field, heading)


def _suits_head(text: str, field: str) -> int:
    """The same for a project's own facts."""
    if field in ("head.total", "head.fiscal", "head.other", "head.project_total"):
        return 2 if amount(text) is not None else -6
    if field in ("head.code", "head.unit_code"):
        return 2 if _CODE.fullmatch(text) else -6
    if field in ("head.unit_name", "head.department"):
        return -6 if amount(text) is not None else 2 if _UNIT.search(text) else -1
    return -4 if amount(text) is not None or (field == "head.name" and _CODE.fullmatch(text)) else 0


def _suits(text: str, field: str, heading: str) -> int:
    """The same for a text that is no label of a level."""
    target = parse_target(text)
    measured = target.kind in ("quantity", "range", "date", "graded", "blank")
    if field == "operator":
        return 4 if is_sign(text) or text in KINDS else -6
    if is_sign(text):
        return -4
    if text in KINDS:
        return 3 if _KIND_HEADING.search(heading) else -4
    if field == "unit":
        return (3 if dimension(text) else 1) if is_unit(text) else -6
    if field in ("target", "value"):
        bare = target.kind == "quantity" and target.unit is None and target.operator is None
        return 1 if bare else 3 if measured else -3 if dimension(text) else 0
    if field == "weight" or (field == "extra" and _SCORE_HEADING.search(heading)):
        return 2 if _NUMBER.fullmatch(text) else -6
    if field == "grade" or (field == "extra" and _DONE_HEADING.search(heading)):
        return 1 if measured else 0
    if field == "extra" and "分" in heading:
        return 1 if "分" in text else 0
    if field == "basis":
        return 1 if _SOURCE.search(text) else -1 if measured else 0
    return -2 if measured or (dimension(text) and len(text) < 4) else 1 if field == "name" else 0
