"""Scores claims against hand labels: a hit where the code is labelled, ignored where disputed, else a false alarm."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from reviewer.domain.gold import Gold, GoldRow

ROW_CODES = ("V01", "V02", "V03", "M01", "M02", "M03", "M04", "M05", "T02", "B02")
PROJECT_CODES = ("P01", "P02")

Claims = Mapping[str, Collection[tuple[int | None, str]]]
"""For each project's key, (row or None, code)."""


def evaluate(gold: Sequence[Gold], claims: Claims) -> dict[str, Any]:
    """`{"codes": {CODE: scores}, "micro": scores}`; scores: precision, recall, f1 (None if undefined), tp, fp, fn.

    `micro` is over the row codes; P01 and P02 stand apart, among the codes. Projects without a label are left out.
    """
    hits: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    for project in gold:
        claimed = claims.get(project.project, ())
        for row, codes, label in _labels(project):
            for code in codes:
                if code in label.disputed:
                    continue
                said, true = (row, code) in claimed, code in label.defects
                hits[code] += said and true
                alarms[code] += said and not true
                misses[code] += true and not said
    return {
        "codes": {c: _scores(hits[c], alarms[c], misses[c]) for c in (*ROW_CODES, *PROJECT_CODES)},
        "micro": _scores(*(sum(n[c] for c in ROW_CODES) for n in (hits, alarms, misses))),
    }


def _labels(project: Gold) -> list[tuple[int | None, tuple[str, ...], Gold | GoldRow]]:
    return [(None, PROJECT_CODES, project), *((r.row, ROW_CODES, r) for r in project.rows)]


def _scores(tp: int, fp: int, fn: int) -> dict[str, Any]:
    return {
        "precision": tp / (tp + fp) if tp + fp else None,
        "recall": tp / (tp + fn) if tp + fn else None,
        "f1": 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None,
        "tp": tp,
        "fp": fp,
        "fn": fn,
    }
