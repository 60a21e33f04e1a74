"""Like projects side by side: what they measure alike, and where names, values, units or standards differ."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from reviewer.checks.view import ProjectView, RowView
from reviewer.domain.project import Indicator, Project
from reviewer.domain.target import amount_of
from reviewer.domain.words import Words

BY_WORD = ("率", "办结", "完成", "个数", "时长", "指数", "年限", "浓度")
"""Kinds of measure that are only alike where their last word is the same."""


class Alike(NamedTuple):
    """One measure as several projects of a group state it."""

    measure: str
    differs: tuple[str, ...]
    """Of 名称, 指标值, 单位, 依据: those in which they differ."""
    rows: tuple[tuple[Project, Indicator], ...]


def compare(projects: Iterable[Project], words: Words) -> tuple[Alike, ...]:
    """The measures that at least two of these like projects have and state differently, in the order of appearance."""
    places: dict[str, list[RowView]] = {}
    for project in projects:
        for row in ProjectView(project, words).rows:
            if row.measure is not None and not row.empty_label:
                by_word = row.measure.kind in BY_WORD
                places.setdefault(row.measure.word if by_word else row.measure.kind, []).append(row)
    found = []
    for measure, rows in places.items():
        if len({row.project.project.key for row in rows}) > 1 and (differs := _differs(rows)):
            found.append(Alike(measure, differs, tuple((row.project.project, row.indicator) for row in rows)))
    return tuple(found)


def _differs(rows: list[RowView]) -> tuple[str, ...]:
    """In what they differ; unlike bases alone are no matter."""
    stated = [amount_of(row.target) for row in rows]
    said: dict[str, set[Any]] = {
        "名称": {row.clean for row in rows},
        "指标值": {
            (row.target.operator or "=", number or row.target.raw) for row, number in zip(rows, stated, strict=True)
        },
        "单位": {number[1] if number else "" for number in stated},
        "依据": {"".join((row.indicator.basis or "").split()) for row in rows},
    }
    differs = tuple(part for part, values in said.items() if len(values) > 1)
    return differs if differs != ("依据",) else ()
