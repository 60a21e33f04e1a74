"""What was read and found as a workbook: projects, indicators, findings, what could not be read for certain.

Written project by project in XlsxWriter's constant memory.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import xlsxwriter

from reviewer.domain.document import Problem
from reviewer.domain.finding import DEFECT_WORDS, SEVERITY_WORDS, Finding
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, Project
from reviewer.export.safe import excel_text

PROJECTS = (
    ("文件", 30), ("序号", 6), ("项目编码", 24), ("项目名称", 44), ("预算单位", 36), ("预算数", 14), ("金额单位", 8),
    ("财政资金", 14), ("其他资金", 14), ("资金用途", 44), ("支出计划", 28), ("绩效目标", 60), ("指标行数", 8),
)  # fmt: skip
ROWS = (
    ("文件", 30), ("项目", 24), ("行", 6),
    *((FIELD_WORDS[field], 24) for field in ROW_FIELDS),
    ("性质", 6), ("数值", 12), ("单位", 12),
)  # fmt: skip
FINDINGS = (
    ("文件", 30), ("项目", 24), ("项目名称", 44), ("行", 6), ("要求", 8), ("问题", 18), ("代码", 6),
    ("说明", 60), ("原文", 30), ("可改为", 20),
)  # fmt: skip
PROBLEMS = (("文件", 30), ("项目", 24), ("行", 6), ("位置", 20), ("说明", 60))


class Listing:
    """`with Listing(path, findings=True) as listing`: sheets that grow row by row; text stays text, never a formula."""

    def __init__(self, path: Path, *, findings: bool) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._head = self._book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._at: dict[str, int] = {}
        self._findings = self._sheet("问题", FINDINGS) if findings else None
        self._projects = self._sheet("项目", PROJECTS)
        self._rows = self._sheet("指标", ROWS)
        self._problems = self._sheet("读不准", PROBLEMS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._book.close()

    def add(self, project: Project, findings: Iterable[Finding] = ()) -> None:
        """One project with its rows and its findings."""
        p, file = project, Path(project.file).name
        plan = " / ".join(part or "—" for part in p.spending_plan) if any(p.spending_plan) else ""
        money = (p.budget.total, p.amount_unit, p.budget.fiscal, p.budget.other)
        told = (p.purpose, plan, "\n".join(p.goals), len(p.indicators))
        self._put(self._projects, (file, p.no, p.code or p.key, p.name, p.unit_name, *money, *told))
        for i in p.indicators:
            row, t = i.text(), i.target
            number = None if t.number is None else f"{t.number:f}"
            cells = (*(getattr(row, field) for field in ROW_FIELDS), t.operator, number, t.unit)
            self._put(self._rows, (file, p.code or p.key, i.row, *cells))
        for f in findings:
            said = (SEVERITY_WORDS[f.severity], DEFECT_WORDS[f.code], f.code, f.message, f.quote, f.fix)
            self._put(self._findings, (file, p.code or p.key, p.name, f.row, *said))

    def problem(self, problem: Problem) -> None:
        """What could not be read for certain."""
        row = (Path(problem.file).name, problem.project, problem.row, problem.place, problem.reason)
        self._put(self._problems, row)

    def _sheet(self, name: str, heads: Sequence[tuple[str, int]]) -> "xlsxwriter.worksheet.Worksheet":
        sheet = self._book.add_worksheet(name)
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, self._head)
        sheet.freeze_panes(1, 0)
        self._at[name] = 1
        return sheet

    def _put(self, sheet: "xlsxwriter.worksheet.Worksheet", cells: Sequence[str | int | None]) -> None:
        at = self._at[sheet.name]
        self._at[sheet.name] = at + 1
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell, self._text)
            elif cell:
                sheet.write_string(at, column, excel_text(cell), self._text)
