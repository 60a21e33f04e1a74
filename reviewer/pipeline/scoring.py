"""Documents to scores by the bureau's form: what the findings settle, what a person gave, and the record printed."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.checks.score import Marks, score, score_document
from reviewer.domain.document import Document
from reviewer.domain.finding import Finding
from reviewer.domain.project import Project
from reviewer.domain.score import Form, FormScore, PointScore
from reviewer.errors import InputError
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge

WHOLE = "文件"
"""Key of the marks that a person gave for a document as a whole."""
GivenMarks = Mapping[str, Marks]
"""What a person gave, by the project's key (or WHOLE), then by the point's name."""


class Scored(NamedTuple):
    """A document with the score of each project and of the whole."""

    document: Document
    projects: tuple[tuple[Project, FormScore], ...]
    whole: FormScore


def score_all(documents: Iterable[Document], knowledge: Knowledge, given: GivenMarks) -> Iterator[Scored]:
    """Each document scored. Raises InputError at the end where marks were given for a project that none of them has."""
    left = set(given) - {WHOLE}
    for document in documents:
        found: dict[str, list[Finding]] = {}
        for finding in knowledge.checks.document(document).found:
            found.setdefault(finding.project, []).append(finding)
        form = knowledge.form
        projects = tuple(
            (p, score(form, len(p.indicators), found.get(p.key, ()), given.get(p.key))) for p in document.projects
        )
        left -= {p.key for p in document.projects}
        yield Scored(document, projects, score_document(form, [s for _p, s in projects], given.get(WHOLE)))
    if left:
        raise InputError(
            _("打分文件里的 {keys} 不是这些文件中的项目；请用 reviewer show 列出的项目编码。").format(
                keys="、".join(sorted(left))
            )
        )


def read_marks(file: Path, form: Form) -> GivenMarks:
    """Marks from .toml or .json: a table a project, the point's name and its marks; an empty text is not yet given.

    Raises InputError that names the project and the point at fault.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        tables = (
            json.loads(text, parse_float=Decimal)
            if file.suffix == ".json"
            else tomllib.loads(text, parse_float=Decimal)
        )
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(_("读不了打分文件 {file}（{why}）。").format(file=file, why=error)) from None
    if not isinstance(tables, dict) or not all(isinstance(marks, dict) for marks in tables.values()):
        raise InputError(_("打分文件 {file} 应当是每个项目一节，节里写要点和分数。").format(file=file))
    return {
        key: {name: _mark(file, key, name, value, form) for name, value in marks.items() if value != ""}
        for key, marks in tables.items()
    }


def _mark(file: Path, key: str, name: str, value: Any, form: Form) -> Decimal:
    point = next((p for p in form.points if p.name == name), None)
    if point is None:
        raise InputError(
            _("打分文件 {file} 的 {key} 里没有要点“{name}”；审核表的要点是：{names}。").format(
                file=file, key=key, name=name, names="、".join(p.name for p in form.points)
            )
        )
    try:
        marks = Decimal(str(value)) if not isinstance(value, bool) else None
    except InvalidOperation:
        marks = None
    if marks is None or not marks.is_finite() or not 0 <= marks <= point.marks:
        raise InputError(
            _("打分文件 {file} 的 {key}：“{name}”写的是 {value}，应为 0 到 {most} 的数。").format(
                file=file, key=key, name=name, value=value, most=point.marks
            )
        )
    return marks


def blank_marks(scored: Iterable[Scored]) -> Iterator[str]:
    """The lines of a marks file to fill in: for each project the points that only a person can judge."""
    for one in scored:
        for project, result in one.projects:
            yield f"[{json.dumps(project.key, ensure_ascii=False)}]  # {project.no}. {' '.join(project.name.split())}"
            for part in result.points:
                if not part.point.codes:
                    given = f"{part.marks:f}" if part.marks is not None else '""'
                    yield f'"{part.point.name}" = {given}  # 0–{part.point.marks} {part.point.question}'
            yield ""


def scored_record(form: Form, scored: Iterable[Scored]) -> dict[str, Any]:
    """The JSON of `score`: the form, then a score for each project and each document."""
    projects: list[dict[str, Any]] = []
    documents: list[dict[str, Any]] = []
    for one in scored:
        for project, result in one.projects:
            head = {"file": project.file, "key": project.key, "no": project.no, "name": project.name}
            projects.append(head | _result(result))
        documents.append({"file": one.document.file} | _result(one.whole))
    return {
        "form": {
            "title": form.title,
            "note": form.note,
            "formula": form.formula,
            "points": [
                {"group": p.group, "name": p.name, "marks": f"{p.marks:f}", "codes": list(p.codes)} for p in form.points
            ],
            "grades": [{"name": g.name, "least": f"{g.least:f}", "consequence": g.consequence} for g in form.grades],
        },
        "projects": projects,
        "documents": documents,
    }


def _result(result: FormScore) -> dict[str, Any]:
    return {
        "points": [_point(part) for part in result.points],
        "total": None if result.total is None else f"{result.total:f}",
        "grade": result.grade,
        "consequence": result.consequence,
    }


def _point(part: PointScore) -> dict[str, Any]:
    return {
        "name": part.point.name,
        "marks": None if part.marks is None else f"{part.marks:f}",
        "by_hand": part.by_hand,
        "text": part.text,
        "findings": [
            {"code": f.code, "severity": f.severity, "project": f.project, "row": f.row, "message": f.message}
            for f in part.findings
        ],
    }
