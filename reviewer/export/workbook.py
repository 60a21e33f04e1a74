"""The record as a workbook: revised tables, every change beside its reason, findings, decisions, figures, hand-over.

Written row by row in XlsxWriter's constant memory, so that 10,000 projects take no more than ten.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from reviewer.domain.decided import DecidedRow, revise
from reviewer.domain.decision import CONCLUSIONS, Conclusion
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.laid import Line
from reviewer.domain.project import ROW_FIELDS, Project, RowText, amount
from reviewer.domain.proposal import BLANK
from reviewer.export import layout, words
from reviewer.export.marking import pieces
from reviewer.export.safe import clean, excel_text

Reviewed = Iterable[tuple[Project, list[DecidedRow]]]

CHANGE_HEADS = ("项目", "修改前", "修改后", "处理", "问题", "理由", "待填问题", "决定", "审核人", "时间")
CHANGE_WIDTHS = (24, 44, 44, 8, 44, 36, 30, 10, 12, 20)
FINDING_HEADS = ("项目", "行", "要求", "问题", "说明", "原文")
DECISION_HEADS = ("项目", "行", "决定", "审核人", "时间", "理由", "数值来源", "引文", "备注")
UNIT_HEADS = ("预算单位", "项目数", "问题数", "必改", "修改", "未决", "待填")
HANDOVER_HEADS = ("预算单位", "项目", "金额", "金额单位", "审核结论", "主要原因")


def write_workbook(
    path: Path,
    reviewed: Reviewed,
    front: str,
    conclusions: Mapping[str, Conclusion] | None = None,
) -> None:
    """Write the workbook to `path`; `front` is the line of figures that stands first."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        _Record(book, front, conclusions or {}).write(reviewed)
    finally:
        book.close()


class _Record:
    """The sheets of one workbook, each with the row that it writes next."""

    def __init__(self, book: Any, front: str, conclusions: Mapping[str, Conclusion]) -> None:
        self.front = front
        self.conclusions = conclusions
        look = {"text_wrap": True, "valign": "top", "border": 1}
        self.text = book.add_format(look)
        self.label = book.add_format(look | {"bold": True, "bg_color": "#F2F2F2"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.blank = book.add_format(look | {"bg_color": "#FFF2CC"})
        self.old = book.add_format({"font_color": "#C00000", "font_strikeout": True})
        self.new = book.add_format({"font_color": "#00703C", "bold": True})
        self.ask = book.add_format({"font_color": "#9C5700", "bold": True})
        self.number = book.add_format(look | {"num_format": "#,##0.00"})
        self.tables = self._sheet(book, "修改后绩效目标表", (16, 18, 28, 36, 22, 32))
        self.changes = self._sheet(book, "修改对照", CHANGE_WIDTHS, CHANGE_HEADS)
        self.findings = self._sheet(book, "问题", (24, 6, 8, 20, 60, 40), FINDING_HEADS)
        self.decisions = self._sheet(book, "决定", (24, 6, 14, 12, 26, 36, 12, 44, 36), DECISION_HEADS)
        self.figures = self._sheet(book, "统计", (40, 10, 10, 10, 10, 10, 10))
        self.handover = self._sheet(book, "移交", (36, 44, 14, 10, 14, 44), HANDOVER_HEADS)
        self.at: dict[Any, int] = {}

    def _sheet(self, book: Any, name: str, widths: tuple[int, ...], heads: tuple[str, ...] = ()) -> Any:
        sheet = book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, f"{words.TITLE} {name}", self.title)
        if heads:
            sheet.write_string(1, 0, self.front)
            for column, head in enumerate(heads):
                sheet.write_string(2, column, head, self.label)
            sheet.freeze_panes(3, 0)
        return sheet

    def write(self, reviewed: Reviewed) -> None:
        """Write every project to all sheets, then the figures."""
        self.tables.write_string(1, 0, self.front)
        self.at = {self.tables: 3, self.changes: 3, self.findings: 3, self.decisions: 3, self.handover: 3}
        units: dict[str, Counter[str]] = defaultdict(Counter)
        codes: Counter[str] = Counter()
        for project, rows in reviewed:
            self._table(project, rows)
            for row in rows:
                self._change(project, row)
                self._findings(project, row)
                self._decision(project, row)
                codes.update(f.code for f in row.findings)
            self._count(units[words.unit(project) or "（未列单位）"], rows)
            self._hand_over(project, rows)
        self._figures(units, codes)
        self._totals()

    def _put(self, sheet: Any, texts: Iterable[str], look: Any = None) -> None:
        row = self.at[sheet]
        for column, text in enumerate(texts):
            sheet.write_string(row, column, excel_text(text), look or self.text)
        self.at[sheet] = row + 1

    def _table(self, project: Project, rows: list[DecidedRow]) -> None:
        sheet = self.tables
        revised = revise(project, rows)
        heads = layout.further_columns(project)
        width = len(layout.COLUMNS) + len(heads)
        sheet.write_string(self.at[sheet], 0, clean(layout.title(project)), self.title)
        self.at[sheet] += 1
        for line in layout.head_lines(project, width):
            self._line(sheet, line)
        self._put(sheet, (*layout.COLUMNS, *heads), self.label)
        text_look, row = self.text, self.at[sheet]
        for texts in layout.table_rows(revised, heads):
            for column, text in enumerate(texts):
                look = self.blank if BLANK in text else text_look
                sheet.write_string(row, column, excel_text(text), look)
            row += 1
        for number, asked in enumerate((q for r in rows if r.changed and (q := words.question(r))), 1):
            sheet.write_string(row, 0, excel_text(f"{BLANK}问题{number}：{asked}"), self.ask)
            row += 1
        self.at[sheet] = row + 1

    def _line(self, sheet: Any, line: Line) -> None:
        row, column = self.at[sheet], 0
        for span in line:
            look = self.text if span.look == "text" else self.label
            if span.width > 1:
                sheet.merge_range(row, column, row, column + span.width - 1, "", look)
            sheet.write_string(row, column, excel_text(span.text), look)
            column += span.width
        self.at[sheet] = row + 1

    def _change(self, project: Project, row: DecidedRow) -> None:
        if row.proposal is None and not row.changed:
            return
        sheet, at = self.changes, self.at[self.changes]
        after = row.after if row.state in ("accepted", "edited") else words.proposed(row)
        sheet.write_string(at, 0, excel_text(_where(project, row)), self.text)
        self._marked(sheet, at, 1, row.before, after, "old")
        self._marked(sheet, at, 2, row.before, after, "new")
        decision = row.decision
        rest = (
            words.action(row),
            words.defects(row),
            words.reason(row),
            words.question(row),
            words.state(row),
            decision.who if decision else "",
            decision.when if decision else "",
        )
        for column, text in enumerate(rest, 3):
            sheet.write_string(at, column, excel_text(text), self.text)
        self.at[sheet] = at + 1

    def _marked(
        self, sheet: Any, row: int, column: int, before: RowText | None, after: RowText | None, side: str
    ) -> None:
        """One side of a change in a cell, a line a field, the words that only this side holds marked."""
        parts: list[Any] = []
        plain: list[str] = []
        mine = before if side == "old" else after
        for field in ROW_FIELDS:
            old, new = (clean(getattr(t, field)) if t else "" for t in (before, after))
            if mine is None or not getattr(mine, field):
                continue
            head = f"{chr(10) if plain else ''}{words.FIELD_WORDS[field]}："
            parts.append(head)
            plain.append(head)
            for piece in pieces(old, new):
                if piece.kind == "same":
                    parts.append(piece.text)
                elif piece.kind == side:
                    parts += [self.old if side == "old" else self.new, piece.text]
                else:
                    continue
                plain.append(piece.text)
        text = "".join(plain)
        if len(text) > 30_000 or not any(not isinstance(p, str) for p in parts) or len(parts) < 3:
            sheet.write_string(row, column, excel_text(text), self.text)
        else:
            sheet.write_rich_string(row, column, *parts, self.text)

    def _findings(self, project: Project, row: DecidedRow) -> None:
        for f in row.findings:
            number = "" if row.row is None else str(row.row)
            name = words.defect(f.code)
            demand = SEVERITY_WORDS[f.severity]
            self._put(self.findings, (words.label(project), number, demand, name, f.message, f.quote or ""))

    def _decision(self, project: Project, row: DecidedRow) -> None:
        if (decision := row.decision) is None:
            return
        number = "" if row.row is None else str(row.row)
        self._put(
            self.decisions,
            (
                words.label(project),
                number,
                words.state(row),
                decision.who,
                decision.when,
                words.reason(row),
                words.origin(row),
                words.quotes(row),
                row.note,
            ),
        )

    def _count(self, unit: Counter[str], rows: list[DecidedRow]) -> None:
        found = [f for r in rows for f in r.findings]
        unit["项目数"] += 1
        unit["问题数"] += len(found)
        unit["必改"] += sum(f.severity == "error" for f in found)
        unit["修改"] += sum(r.changed for r in rows)
        unit["未决"] += sum(r.open for r in rows)
        unit["待填"] += sum(r.blanks for r in rows)

    def _hand_over(self, project: Project, rows: list[DecidedRow]) -> None:
        word, why = self.conclusions.get(project.key, Conclusion())
        sheet, row = self.handover, self.at[self.handover]
        sheet.write_string(row, 0, excel_text(words.unit(project)), self.text)
        sheet.write_string(row, 1, excel_text(words.label(project)), self.text)
        money = amount(project.budget.total)
        if money is None:
            sheet.write_string(row, 2, excel_text(project.budget.total or ""), self.text)
        else:
            sheet.write_number(row, 2, float(money), self.number)
        sheet.write_string(row, 3, clean(project.amount_unit or ""), self.text)
        sheet.write_string(row, 4, clean(word), self.text)
        sheet.write_string(row, 5, excel_text(why or main_reason(rows)), self.text)
        self.at[sheet] = row + 1

    def _totals(self) -> None:
        sheet, row = self.handover, self.at[self.handover]
        sheet.write_string(row, 0, "合计", self.label)
        sheet.write_string(row, 1, f"{row - 3} 个项目", self.label)
        if row > 3:
            sheet.data_validation(3, 4, row - 1, 4, {"validate": "list", "source": list(CONCLUSIONS)})
            sheet.write_formula(row, 2, f"=SUM(C4:C{row})", self.number)

    def _figures(self, units: Mapping[str, Counter[str]], codes: Counter[str]) -> None:
        sheet = self.figures
        sheet.write_string(1, 0, self.front)
        self.at[sheet] = 3
        self._put(sheet, UNIT_HEADS, self.label)
        for unit, n in units.items():
            self._numbers(unit, [n[h] for h in UNIT_HEADS[1:]])
        self.at[sheet] += 1
        self._put(sheet, ("问题", "条数"), self.label)
        for code, count in codes.most_common():
            self._numbers(words.defect(code), [count])

    def _numbers(self, head: str, numbers: list[int]) -> None:
        sheet, row = self.figures, self.at[self.figures]
        sheet.write_string(row, 0, excel_text(head), self.text)
        for column, number in enumerate(numbers, 1):
            sheet.write_number(row, column, number, self.text)
        self.at[sheet] = row + 1


def main_reason(rows: list[DecidedRow]) -> str:
    """The commonest defects that the reviewer demands to be mended, in words."""
    demanded = Counter(words.defect(f.code) for r in rows for f in r.findings if f.severity == "error")
    return "、".join(f"{word}（{n}）" if n > 1 else word for word, n in demanded.most_common(3))


def _where(project: Project, row: DecidedRow) -> str:
    place = "新增行" if row.added else f"第{row.row}行" if row.row else ""
    return f"{words.label(project)} {place}".strip()
