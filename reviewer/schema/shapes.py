"""The shapes of the JSON that `show`, `check`, `score`, `export`, `verify` and `eval` write.

Numbers of a document are strings, as printed; what is empty is null; an unknown key is an error.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from reviewer.domain.decided import RowState, Tally
from reviewer.domain.finding import Severity
from reviewer.domain.proposal import Origin
from reviewer.domain.target import Kind, Operator
from reviewer.domain.verdict import Check

Decimals = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


class Shape(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class TargetShape(Shape):
    """A target as printed and as read."""

    raw: str | None
    kind: Kind
    operator: Operator | None
    number: Decimals | None
    unit: str | None


class IndicatorShape(Shape):
    """One indicator row."""

    row: int
    """Counted from 1 within the project."""
    level1: str | None
    level2: str | None
    name: str | None
    definition: str | None
    target: TargetShape
    basis: str | None


class BudgetShape(Shape):
    """The year's money, as printed, in the project's `amount_unit`."""

    total: str | None
    fiscal: str | None
    other: str | None


class RowShape(Shape):
    """The six cells of an indicator row as a person reads and edits them."""

    level1: str
    level2: str
    name: str
    definition: str
    target: str
    basis: str


class ProjectHead(Shape):
    """What a table says above its indicators."""

    key: str
    """项目编码 where unique in the document, else #no."""
    code: str | None
    no: int
    name: str
    unit_code: str | None
    unit_name: str | None
    amount_unit: str | None
    budget: BudgetShape
    purpose: str | None
    spending_plan: Annotated[list[str | None], Field(min_length=4, max_length=4)]
    """Percent by the end of March, June, October, December, as printed."""
    goals: list[str]


class ProjectShape(ProjectHead):
    """One project as read."""

    file: str
    indicators: list[IndicatorShape]


class ProblemShape(Shape):
    """What could not be read for certain."""

    file: str
    project: str | None
    row: int | None
    field: str | None
    place: str
    reason: str


class FindingShape(Shape):
    """One defect."""

    code: str
    severity: Severity
    project: str
    row: int | None
    """null where the finding is about the project."""
    field: str | None
    message: str
    quote: str | None


class Show(Shape):
    """`reviewer show --format json`."""

    projects: list[ProjectShape]
    problems: list[ProblemShape]


class CheckResult(Show):
    """`reviewer check --format json`."""

    findings: list[FindingShape]


class VerdictShape(Shape):
    """The verdict on one proposal of one line."""

    line: int
    project: str | None
    row: int | None
    action: str | None
    verified: bool
    checks: list[Check]


class Verify(Shape):
    """`reviewer verify --format json`."""

    verdicts: list[VerdictShape]


class Scores(Shape):
    """Agreement with the labels; null where nothing was said or labelled."""

    precision: float | None
    recall: float | None
    f1: float | None
    tp: int
    fp: int
    fn: int


class Eval(Shape):
    """`reviewer eval --format json`."""

    codes: dict[str, Scores]
    micro: Scores
    """Over the row codes."""


class PointShape(Shape):
    """One point of the form."""

    group: str
    name: str
    marks: Decimals
    codes: list[str]
    """The defects that cost marks; none where only a person can judge."""


class GradeShape(Shape):
    """A grade with the least total that earns it."""

    name: str
    least: Decimals
    consequence: str


class FormShape(Shape):
    """The review form in use."""

    title: str
    note: str
    formula: str
    points: list[PointShape]
    grades: list[GradeShape]


class CostlyFinding(Shape):
    """A finding that cost marks."""

    code: str
    severity: Severity
    project: str
    row: int | None
    message: str


class PointResult(Shape):
    """The marks of one point; null while a person has not given them."""

    name: str
    marks: Decimals | None
    by_hand: bool
    text: str
    findings: list[CostlyFinding]


class DocumentScore(Shape):
    """The score of a document as a whole; total and grade are null while a point is open."""

    file: str
    points: list[PointResult]
    total: Decimals | None
    grade: str | None
    consequence: str | None


class ProjectScore(DocumentScore):
    """The score of one project."""

    key: str
    no: int
    name: str


class Score(Shape):
    """`reviewer score --format json`."""

    form: FormShape
    projects: list[ProjectScore]
    documents: list[DocumentScore]


class RevisedIndicator(IndicatorShape):
    """One row of a revised table."""

    was: int | None
    """The row that it was in the document; null where it was added."""
    level1: str
    level2: str
    name: str
    weight: str | None


class ListedDefect(Shape):
    """A defect in words."""

    severity: Severity
    defect: str
    message: str
    quote: str | None


class ChangeShape(Shape):
    """What was found, suggested and decided about one row."""

    row: int | None
    """null for an added row and for the project as a whole."""
    action: Literal["修改", "删去", "新增", "调整维度"] | None
    state: RowState
    before: RowShape | None
    after: RowShape | None
    """null where the row is removed or nothing was accepted."""
    suggested: RowShape | None
    findings: list[ListedDefect]
    reason: str | None
    question: str | None
    origin: Origin | None
    evidence: list[str]
    verified: bool | None
    reviewer: str | None
    when: str | None
    """ISO 8601 with offset."""
    by_policy: bool
    note: str | None


class RevisedProject(ProjectHead):
    """One project as decided."""

    indicators: list[RevisedIndicator]
    changes: list[ChangeShape]


class DocumentShape(Shape):
    """The submitted file."""

    file: str
    """Its name without folders."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    format: str
    department: str | None
    submission: int


class Export(Shape):
    """`reviewer export --to json`: STEM.revised.json."""

    format: Literal[1]
    title: str
    document: DocumentShape
    tally: Tally
    projects: list[RevisedProject]


SHAPES: dict[str, type[Shape]] = {
    "show": Show,
    "check": CheckResult,
    "score": Score,
    "export": Export,
    "verify": Verify,
    "eval": Eval,
}
"""By the command that writes it."""


def schema(command: str) -> dict[str, Any]:
    """The JSON Schema of what a command writes."""
    made = SHAPES[command].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"reviewer:{command}", **made}
