"""The 88号 form: what the findings settle is computed, the rest waits for a person; no grade before that.

A computed point gets marks × (1 − rows' share − project's share), at least 0: each row loses the weight of its
heaviest defect, shared over all rows; each defect of the whole project loses its weight × the form's share.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from reviewer.domain.finding import Finding
from reviewer.domain.score import Form, FormScore, Point, PointScore

_TENTH = Decimal("0.1")
Marks = Mapping[str, Decimal]
"""What a person gave, by the point's name; it goes before what is computed."""


def score(form: Form, rows: int, findings: Sequence[Finding], given: Marks | None = None) -> FormScore:
    """A project of `rows` indicators with `findings` of that project."""
    return _summed(form, tuple(_point(form, p, rows, findings, given or {}) for p in form.points))


def score_document(form: Form, scores: Sequence[FormScore], given: Marks | None = None) -> FormScore:
    """A document: the mean of its projects a point, with every finding that cost some."""
    points = []
    for place, point in enumerate(form.points):
        parts = [s.points[place] for s in scores]
        known = [p.marks for p in parts if p.marks is not None]
        mean = _rounded(sum(known, Decimal(0)) / len(known)) if known and len(known) == len(parts) else None
        by_hand = given is not None and point.name in given
        marks = given[point.name] if given is not None and by_hand else mean
        found = tuple(f for p in parts for f in p.findings)
        points.append(PointScore(point=point, marks=marks, findings=found, by_hand=by_hand))
    return _summed(form, tuple(points))


def _point(form: Form, point: Point, rows: int, findings: Sequence[Finding], given: Marks) -> PointScore:
    counted = tuple(f for f in findings if f.code in (*point.codes, *point.hints))
    if point.name in given:
        return PointScore(point=point, marks=given[point.name], findings=counted, by_hand=True)
    if not point.codes:
        return PointScore(point=point, marks=None, findings=counted)
    worst: dict[int, Decimal] = {}
    lost = Decimal(0)
    for finding in counted:
        weight = form.weights[finding.severity]
        if finding.row is None:
            lost += weight * form.project_share
        else:
            worst[finding.row] = max(worst.get(finding.row, Decimal(0)), weight)
    if rows:
        lost += sum(worst.values(), Decimal(0)) / rows
    return PointScore(point=point, marks=_rounded(point.marks * max(Decimal(0), 1 - lost)), findings=counted)


def _summed(form: Form, points: tuple[PointScore, ...]) -> FormScore:
    marks = [p.marks for p in points if p.marks is not None]
    if len(marks) < len(points):
        return FormScore(form=form, points=points)
    total = sum(marks, Decimal(0))
    grade = next((g.name for g in form.grades if total >= g.least), None)
    return FormScore(form=form, points=points, total=total, grade=grade)


def _rounded(marks: Decimal) -> Decimal:
    return marks.quantize(_TENTH, ROUND_HALF_UP)
