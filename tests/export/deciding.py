"""Any decisions about a document that was read, and how its tables then must read."""

from collections.abc import Sequence

from hypothesis import strategies as st

from reviewer.domain.decided import DecidedRow, revise
from reviewer.domain.decision import Decision
from reviewer.domain.document import Document
from reviewer.domain.project import ROW_FIELDS, Indicator, Project, RowText
from reviewer.domain.proposal import Proposal, Proposer
from tests.export.conftest import PERSON, WHEN

CHARS = st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF)
NAMES = st.text(CHARS, min_size=1, max_size=8).map(lambda text: f"甲{text}乙")
LEVELS = st.sampled_from(
    [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "可持续影响指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
)
TARGETS = st.sampled_from(["≥95%", "≤12万元", "=100%", "≥【待填】人", "每月10日前", "优良", "300人", "≤5个工作日"])
BASES = st.sampled_from(["", "财预〔2020〕10号", "=依据", "-年度计划", "+工作方案", "@部门职责"])


@st.composite
def revisions(draw: st.DrawFn, before: RowText) -> RowText | None:
    """What a row may become: gone, moved, or with some cells changed."""
    kind = draw(st.sampled_from(["gone", "moved", "cells", "cells"]))
    if kind == "gone":
        return None
    changes = {"name": draw(NAMES), "target": draw(TARGETS)}
    if kind == "moved":
        changes["level1"], changes["level2"] = draw(LEVELS)
    if draw(st.booleans()):
        changes |= {"definition": draw(NAMES), "basis": draw(BASES)}
    return before._replace(**changes)


def neighbours(rows: int) -> st.SearchStrategy[range]:
    """None of so many rows, or some neighbours: whole groups with the head of the next one, all of them."""
    place = st.integers(0, rows)
    return st.just(range(0)) | st.builds(lambda a, b: range(min(a, b), max(a, b)), place, place)


@st.composite
def decisions(draw: st.DrawFn, document: Document) -> list[DecidedRow]:
    """Rows of a few projects changed, removed (at times many in a run) and moved, and rows added."""
    rows: list[DecidedRow] = []
    for project in document.projects[:3]:
        gone = draw(neighbours(len(project.indicators)))
        for number, indicator in enumerate(project.indicators):
            before = indicator.text()
            if number in gone:
                rows.append(decided(project, indicator, before, None))
            elif draw(st.booleans()):
                rows.append(decided(project, indicator, before, draw(revisions(before))))
        for _ in range(draw(st.integers(0, 2))):
            level1, level2 = draw(LEVELS)
            new = {"level1": level1, "level2": level2, "name": draw(NAMES), "target": draw(TARGETS)}
            rows.append(decided(project, None, None, RowText(**new, definition=draw(NAMES), basis=draw(BASES))))
    return rows


@st.composite
def changed_cells(draw: st.DrawFn, project: Project) -> list[DecidedRow]:
    """Some rows of a project with another name, and another target where it is no list of grades."""
    rows: list[DecidedRow] = []
    for indicator in project.indicators:
        if draw(st.booleans()):
            before = indicator.text()
            changes = {"name": draw(NAMES)}
            if indicator.target.kind != "graded":
                changes["target"] = draw(TARGETS)
            rows.append(decided(project, indicator, before, before._replace(**changes)))
    return rows


def decided(project: Project, indicator: Indicator | None, before: RowText | None, after: RowText | None) -> DecidedRow:
    row = indicator.row if indicator else None
    nothing = dict.fromkeys(("level1", "level2", "name", "definition", "target", "basis", "origin", "formula"))
    proposal = Proposal(
        **nothing,
        project=project.key,
        row=row,
        action="add" if row is None else "remove" if after is None else "replace",
        resolves=("T01",),
        evidence=(),
        question="多少？",
        reason="因为不合适。",
        proposer=Proposer(kind="draft"),
    )
    return DecidedRow(
        project=project.key,
        row=row,
        before=before,
        after=after,
        state="edited",
        proposal=proposal,
        decision=Decision(project=project.key, row=row, proposal="d", action="edit", who=PERSON, when=WHEN),
    )


def tables(document: Document) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each project as read, white space apart."""
    return {p.name: [squeezed(i.text(), ROW_FIELDS) for i in p.indicators] for p in document.projects}


def expected(
    document: Document, rows: list[DecidedRow], columns: Sequence[str] = ()
) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each project as decided; a project without any is none. What has no column cannot be written."""
    found = {}
    for project in document.projects:
        there = columns or {f for i in project.indicators for f in i.cells}
        fields = [f for f in ROW_FIELDS if f in there or (f == "target" and "number" in there)]
        revised = [squeezed(r.text, fields) for r in revise(project, rows)]
        if revised:
            found[project.name] = revised
    return found


def squeezed(text: RowText, fields: object) -> tuple[str, ...]:
    return tuple("".join(getattr(text, f).split()) if f in fields else "" for f in ROW_FIELDS)  # type: ignore[operator]
