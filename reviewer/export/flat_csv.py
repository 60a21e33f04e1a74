"""The revised tables as one flat list in .csv: a row an indicator, the project's fields repeated before it."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from reviewer.domain.decided import DecidedRow, revise
from reviewer.domain.project import Project
from reviewer.domain.proposal import BLANK
from reviewer.export import layout, words
from reviewer.export.safe import csv_text

PROJECT_HEADS = (
    "序号",
    "项目编码",
    "项目名称",
    "预算单位",
    "预算数",
    "财政资金",
    "其他资金",
    "金额单位",
    "资金用途",
    *layout.PLAN_HEADS,
    "绩效目标",
)
HEADS = (*PROJECT_HEADS, *layout.COLUMNS, "待填问题")


def write_csv(path: Path, reviewed: Iterable[tuple[Project, list[DecidedRow]]]) -> None:
    """Write to `path` in utf-8 with BOM, as Excel and WPS open it without asking."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADS)
        for project, rows in reviewed:
            writer.writerows([csv_text(t) for t in row] for row in lines(project, rows))


def project_fields(project: Project) -> tuple[str, ...]:
    """The texts under PROJECT_HEADS."""
    plan = (*project.spending_plan, None, None, None, None)[:4]
    budget = project.budget
    return (
        str(project.no),
        project.code or "",
        project.name,
        words.unit(project),
        budget.total or "",
        budget.fiscal or "",
        budget.other or "",
        project.amount_unit or "",
        project.purpose or "",
        *(p or "" for p in plan),
        "\n".join(project.goals),
    )


def lines(project: Project, rows: list[DecidedRow]) -> Iterator[tuple[str, ...]]:
    """The rows of one project; a project without indicators keeps one."""
    fields = project_fields(project)
    revised = revise(project, rows)
    for row, texts in zip(revised, layout.table_rows(revised, ()), strict=True):
        asked = row.decided.question if row.decided and any(BLANK in t for t in texts) else ""
        yield (*fields, *texts, asked)
    if not revised:
        yield (*fields, *("" for _ in HEADS[len(fields) :]))
