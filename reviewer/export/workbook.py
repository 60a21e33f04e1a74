"""The record as a workbook: revised tables, every change beside its reason, findings, decisions, figures, hand-over.

Written row by row in XlsxWriter's constant memory, so that 10,000 projects take no more than ten.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import xlsxwriter

from reviewer.domain.decided import DecidedRow, revise
from reviewer.domain.decision import CONCLUSIONS, Conclusion
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.harmless import harmless
from reviewer.domain.laid import Line
from reviewer.domain.project import ROW_FIELDS, Project, RowText, amount
from reviewer.domain.proposal import BLANK
from reviewer.export import keys, layout, words
from reviewer.export.fitting import fit
from reviewer.export.marking import Piece, pieces
from reviewer.export.order import Order
from reviewer.export.safe import excel_text

CHANGE_HEADS = ("项目", "修改前", "修改后", "处理", "问题", "理由", "待填问题", "决定", "审核人", "时间")
CHANGE_WIDTHS = (24, 44, 44, 8, 44, 36, 30, 10, 12, 20)
FINDING_HEADS = ("项目", "行", "要求", "问题", "说明", "原文")
FINDING_WIDTHS = (24, 6, 8, 20, 60, 40)
DECISION_HEADS = ("项目", "行", "决定", "审核人", "时间", "理由", "数值来源", "引文", "备注")
DECISION_WIDTHS = (24, 6, 14, 12, 20, 36, 10, 44, 36)
UNIT_HEADS = ("预算单位", "项目数", "问题数", "必改", "修改", "未决", "待填")
HANDOVER_HEADS = ("预算单位", "项目", "金额", "金额单位", words.CONCLUSION, words.MAIN_REASON)
HANDOVER_WIDTHS = (36, 44, 16, 10, 14, 44)
KEY_COLUMN = len(HANDOVER_HEADS)
TOP = 3
"""The first row below title, front line and headings."""
MARKED = 15.0
"""Points of a line with words marked in it; what stands between them keeps the usual font size."""
NO_UNIT = "（未列单位）"


def write_workbook(path: Path, order: Order) -> None:
    """Write the workbook to `path`; what is concluded on its last sheet can be taken back like a review sheet's."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_size": 10},
        },
    )
    try:
        _Record(book, order).write()
    finally:
        book.close()


class _Page:
    """One sheet with the row that it writes next."""

    def __init__(self, book: Any, name: str, widths: tuple[int, ...], heads: tuple[str, ...], front: str) -> None:
        self.sheet = book.add_worksheet(name)
        self.widths = widths
        self.at = TOP
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.write_string(0, 0, f"{words.TITLE} {name}", book.add_format({"bold": True, "font_size": 14}))
        self.sheet.write_string(1, 0, front)
        if heads:
            label = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
            for column, head in enumerate(heads):
                self.sheet.write_string(TOP - 1, column, head, label)
            self.sheet.freeze_panes(TOP, 0)
            self.sheet.repeat_rows(TOP - 1)

    def put(self, texts: Sequence[str], look: Any, marked: Any = None) -> None:
        """Write one row; a text with a 【待填】 looks `marked`, where that is given."""
        fit(self.sheet, self.at, zip(texts, self.widths, strict=False))
        row, write = self.at, self.sheet.write_string
        for column, text in enumerate(texts):
            write(row, column, excel_text(text), marked if marked and BLANK in text else look)
        self.at += 1

    def forget(self) -> None:
        """Drop what XlsxWriter keeps of rows on the disk: for drawings and overlaps, of which there are none."""
        for kept in (self.sheet.row_info, self.sheet.row_sizes):
            for row in [r for r in kept if r < self.at - 1]:
                del kept[row]
        self.sheet.merged_cells.clear()


class _Record:
    """The sheets of one workbook."""

    def __init__(self, book: Any, order: Order) -> None:
        self.order = order
        front = order.total.line()
        self.concluded: Counter[str] = Counter()
        look = {"text_wrap": True, "valign": "top", "border": 1}
        self.text = book.add_format(look)
        self.label = book.add_format(look | {"bold": True, "bg_color": "#F2F2F2"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.blank = book.add_format(look | {"bg_color": "#FFF2CC"})
        self.old = book.add_format({"font_color": "#C00000", "font_strikeout": True})
        self.new = book.add_format({"font_color": "#00703C", "bold": True})
        self.ask = book.add_format({"font_color": "#9C5700", "bold": True})
        self.number = book.add_format(look | {"num_format": "#,##0.00"})
        self.tables = _Page(book, "修改后绩效目标表", (16, 18, 28, 36, 22, 32), (), front)
        self.changes = _Page(book, "修改对照", CHANGE_WIDTHS, CHANGE_HEADS, front)
        self.findings = _Page(book, "问题", FINDING_WIDTHS, FINDING_HEADS, front)
        self.decisions = _Page(book, "决定", DECISION_WIDTHS, DECISION_HEADS, front)
        self.figures = _Page(book, "统计", (40, 10, 10, 10, 10, 10, 10), (), front)
        self.handover = _Page(book, "移交", HANDOVER_WIDTHS, HANDOVER_HEADS, front)
        self.handover.sheet.set_column(KEY_COLUMN, KEY_COLUMN, None, None, {"hidden": True})
        mark = keys.mark("sheet", order.review, order.document.sha256)
        self.handover.sheet.write_string(TOP - 1, KEY_COLUMN, str(mark))

    def write(self) -> None:
        """Write every project to all sheets, then the figures."""
        units: dict[str, Counter[str]] = defaultdict(Counter)
        codes: Counter[str] = Counter()
        moneys: dict[str, Decimal] = {}
        for project, rows in self.order.reviewed:
            self._table(project, rows)
            for row in rows:
                self._change(project, row)
                self._findings(project, row)
                self._decision(project, row)
                codes.update(f.code for f in row.findings)
            self._count(units[words.unit(project) or NO_UNIT], rows)
            self._hand_over(project, rows, moneys)
            for page in (self.tables, self.changes, self.findings, self.decisions, self.handover):
                page.forget()
        self._figures(units, codes)
        self._totals(moneys)

    def _table(self, project: Project, rows: list[DecidedRow]) -> None:
        page = self.tables
        revised = revise(project, rows)
        heads = layout.further_columns(project)
        width = len(layout.COLUMNS) + len(heads)
        page.sheet.write_string(page.at, 0, harmless(layout.title(project)), self.title)
        page.at += 1
        for line in layout.head_lines(project, width):
            self._line(line)
        page.put((*layout.COLUMNS, *heads), self.label)
        for texts in layout.table_rows(revised, heads):
            page.put(texts, self.text, self.blank)
        for number, asked in enumerate((q for r in rows if r.changed and (q := r.question)), 1):
            page.sheet.write_string(page.at, 0, excel_text(f"{BLANK}问题{number}：{asked}"), self.ask)
            page.at += 1
        page.at += 1

    def _line(self, line: Line) -> None:
        page, column, cells = self.tables, 0, []
        for span in line:
            cells.append((span.text, float(sum(page.widths[column : column + span.width]) or 16)))
            column += span.width
        fit(page.sheet, page.at, cells)
        column = 0
        for span in line:
            look = self.text if span.look == "text" else self.label
            if span.width > 1:
                page.sheet.merge_range(page.at, column, page.at, column + span.width - 1, "", look)
            page.sheet.write_string(page.at, column, excel_text(span.text), look)
            column += span.width
        page.at += 1

    def _change(self, project: Project, row: DecidedRow) -> None:
        if row.proposal is None and not row.changed:
            return
        page, decision = self.changes, row.decision
        after = row.after if row.state in ("accepted", "edited") else row.proposed
        rest = (
            words.action(row),
            words.defects(row),
            words.reason(row),
            row.question,
            words.state(row),
            decision.who if decision else "",
            decision.when if decision else "",
        )
        texts = (_where(project, row), words.lines(row.before), words.lines(after), *rest)
        fit(page.sheet, page.at, zip(texts, page.widths, strict=True), MARKED)
        woven = [(f, list(pieces(*_both(row.before, after, f)))) for f in ROW_FIELDS]
        page.sheet.write_string(page.at, 0, excel_text(texts[0]), self.text)
        self._marked(1, woven, "old", self.old)
        self._marked(2, woven, "new", self.new)
        for column, text in enumerate(rest, 3):
            page.sheet.write_string(page.at, column, excel_text(text), self.text)
        page.at += 1

    def _marked(self, column: int, woven: Iterable[tuple[str, list[Piece]]], side: str, look: Any) -> None:
        """One side of a change in a cell, a line a field, the words that only this side holds marked."""
        told: list[tuple[bool, str]] = []
        for field, texts in woven:
            held = [(piece.kind == side, piece.text) for piece in texts if piece.kind in ("same", side)]
            if held:
                told += [(False, f"{chr(10) if told else ''}{words.FIELD_WORDS[field]}："), *held]
        # Every part of a marked cell is written with its whole font: what stands together goes together.
        parts: list[Any] = []
        for marked, group in groupby(told, key=itemgetter(0)):
            joined = "".join(text for _marked, text in group)
            parts += (look, joined) if marked else (joined,)
        whole = "".join(text for _marked, text in told)
        if look in parts and len(whole) <= 30_000:
            self.changes.sheet.write_rich_string(self.changes.at, column, *parts, self.text)
        else:
            self.changes.sheet.write_string(self.changes.at, column, excel_text(whole), self.text)

    def _findings(self, project: Project, row: DecidedRow) -> None:
        for f in row.findings:
            number = "" if row.row is None else str(row.row)
            told = (SEVERITY_WORDS[f.severity], words.defect(f.code), f.message, f.quote or "")
            self.findings.put((words.label(project), number, *told), self.text)

    def _decision(self, project: Project, row: DecidedRow) -> None:
        if (decision := row.decision) is None:
            return
        self.decisions.put(
            (
                words.label(project),
                "" if row.row is None else str(row.row),
                words.state(row),
                decision.who,
                decision.when,
                words.reason(row),
                words.origin(row),
                words.quotes(row),
                row.note,
            ),
            self.text,
        )

    def _count(self, unit: Counter[str], rows: list[DecidedRow]) -> None:
        found = [f for r in rows for f in r.findings]
        unit["项目数"] += 1
        unit["问题数"] += len(found)
        unit["必改"] += sum(f.severity == "error" for f in found)
        unit["修改"] += sum(r.changed for r in rows)
        unit["未决"] += sum(r.open for r in rows)
        unit["待填"] += sum(r.blanks for r in rows)

    def _hand_over(self, project: Project, rows: list[DecidedRow], moneys: dict[str, Decimal]) -> None:
        concluded = self.order.conclusions.get(project.key, Conclusion())
        word, why = concluded
        page, sheet, row = self.handover, self.handover.sheet, self.handover.at
        self.concluded[word] += 1
        texts = (words.unit(project), words.label(project), "", "", word, why or main_reason(rows))
        fit(sheet, row, zip(texts, page.widths, strict=True))
        sheet.write_string(row, 0, excel_text(texts[0]), self.text)
        sheet.write_string(row, 1, excel_text(texts[1]), self.text)
        money, unit = amount(project.budget.total), harmless(project.amount_unit or "")
        if money is None:
            sheet.write_string(row, 2, excel_text(project.budget.total or ""), self.text)
        else:
            sheet.write_number(row, 2, float(money), self.number)
            moneys[unit] = moneys.get(unit, Decimal(0)) + money
        sheet.write_string(row, 3, unit, self.text)
        sheet.write_string(row, 4, harmless(word), self.text)
        sheet.write_string(row, 5, excel_text(texts[5]), self.text)
        sheet.write_string(row, KEY_COLUMN, str(keys.of_project(self.order.review, project.key, concluded)))
        page.at += 1

    def _totals(self, moneys: Mapping[str, Decimal]) -> None:
        """The sum of each unit of money, and how many projects were concluded which way; both go on counting."""
        sheet, last = self.handover.sheet, self.handover.at
        if last == TOP:
            return
        sheet.data_validation(TOP, 4, last - 1, 4, {"validate": "list", "source": list(CONCLUSIONS)})
        row, column = last, f"{TOP + 1}:{{0}}{last}"
        money, unit, word = (f"{c}{column.format(c)}" for c in "CDE")
        for name, total in moneys.items():
            sheet.write_string(row, 0, "合计", self.label)
            sheet.write_string(row, 1, f"{last - TOP} 个项目", self.label)
            sheet.write_formula(row, 2, f"=SUMIF({unit},D{row + 1},{money})", self.number, float(total))
            sheet.write_string(row, 3, name, self.label)
            row += 1
        for conclusion in CONCLUSIONS:
            sheet.write_string(row, 0, conclusion, self.label)
            sheet.write_formula(row, 1, f"=COUNTIF({word},A{row + 1})", self.label, self.concluded[conclusion])
            row += 1

    def _figures(self, units: Mapping[str, Counter[str]], codes: Counter[str]) -> None:
        page = self.figures
        page.put(UNIT_HEADS, self.label)
        for unit, n in units.items():
            self._numbers(unit, [n[h] for h in UNIT_HEADS[1:]])
        page.at += 1
        page.put(("问题", "条数"), self.label)
        for code, count in codes.most_common():
            self._numbers(words.defect(code), [count])

    def _numbers(self, head: str, numbers: list[int]) -> None:
        page = self.figures
        page.sheet.write_string(page.at, 0, excel_text(head), self.text)
        for column, number in enumerate(numbers, 1):
            page.sheet.write_number(page.at, column, number, self.text)
        page.at += 1


def main_reason(rows: list[DecidedRow]) -> str:
    """The commonest defects that the reviewer demands to be mended, in words."""
    demanded = Counter(words.defect(f.code) for r in rows for f in r.findings if f.severity == "error")
    return "、".join(f"{word}（{n}）" if n > 1 else word for word, n in demanded.most_common(3))


def _where(project: Project, row: DecidedRow) -> str:
    place = "新增行" if row.added else f"第{row.row}行" if row.row else ""
    return f"{words.label(project)} {place}".strip()


def _both(before: RowText | None, after: RowText | None, field: str) -> tuple[str, str]:
    """The field's two texts, made harmless."""
    return harmless(getattr(before, field)) if before else "", harmless(getattr(after, field)) if after else ""
