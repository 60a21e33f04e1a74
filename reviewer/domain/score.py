"""The bureau's scoring form, and a score by it that can be traced to findings."""

from decimal import Decimal

from reviewer.domain.finding import Finding
from reviewer.domain.value import Value

BY_HAND = "待人工"
"""What stands where the text cannot decide a point."""


class Point(Value):
    """A point of the form: `codes` are the defects that cost it; without any, a person must judge it."""

    name: str
    group: str
    marks: Decimal
    question: str = ""
    codes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    """Defects shown to the person who judges; they cost nothing."""


class Grade(Value):
    """A band of the total: from `least` up it is `name`, with what follows for the budget."""

    name: str
    least: Decimal
    consequence: str = ""


class Form(Value):
    """A scoring form as the bureau uses it."""

    title: str
    note: str
    """参考 until a bureau has confirmed it."""
    points: tuple[Point, ...]
    grades: tuple[Grade, ...]
    """From the best down."""
    weights: dict[str, Decimal]
    """Share of a row's marks that a defect costs, by severity."""
    formula: str
    """How the computed points come about, in words."""
    project_share: Decimal
    """Share of a point's marks that one defect of weight 1 on the whole project costs."""


class PointScore(Value):
    """What a point got, and the findings that cost the rest; `marks` is None where a person must judge."""

    point: Point
    marks: Decimal | None
    findings: tuple[Finding, ...] = ()
    by_hand: bool = False
    """Whether a person gave the marks."""

    @property
    def text(self) -> str:
        return BY_HAND if self.marks is None else f"{self.marks:f}"


class FormScore(Value):
    """A project's or a document's score; total and grade stand only where every point has marks."""

    form: Form
    points: tuple[PointScore, ...]
    total: Decimal | None = None
    grade: str | None = None

    @property
    def consequence(self) -> str | None:
        """What the grade means for the budget."""
        return next((g.consequence for g in self.form.grades if g.name == self.grade), None)
