"""审核表 (.xlsx): the proposals for colleagues who decide in Excel or WPS; and what they decided read back."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import xlsxwriter

from reviewer.domain.decided import DecidedRow
from reviewer.domain.decision import CONCLUSIONS, Conclusion, RejectReason
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, Project, RowText, amount
from reviewer.export import keys, sentences, words
from reviewer.export.fitting import fit
from reviewer.export.order import Order, Product
from reviewer.export.returned import Line
from reviewer.export.safe import excel_text

TAKE, LEAVE, CHANGE, LATER = "采用", "不用", "修改", "稍后"
CHOICES = (TAKE, LEAVE, CHANGE, LATER)
REASONS: tuple[str, ...] = get_args(RejectReason)
CHOICE, WHY, NOTE = "决定", "不用的理由", "备注"
NEW = tuple(f"改为：{FIELD_WORDS[f]}" for f in ROW_FIELDS)
HEADS = ("项目", "位置", "要求", "问题", "原内容", "处理", *NEW, "待填问题", "核验", "现状", CHOICE, WHY, NOTE)
WIDTHS = (18, 16, 7, 34, 28, 9, 11, 14, 20, 26, 15, 22, 22, 10, 13, 9, 14, 16)
KEY_COLUMN = len(HEADS)
TOP = 3
PROJECT_HEADS = ("预算单位", "项目", "金额", "金额单位", "必改", "未决", words.CONCLUSION, words.MAIN_REASON)
PROJECT_WIDTHS = (34, 44, 14, 10, 8, 8, 14, 44)


def review_sheets(order: Order) -> Iterable[Product]:
    """The one sheet of a document."""
    yield Product("sheet.xlsx", lambda path: write_sheet(path, order))


def write_sheet(path: Path, order: Order) -> None:
    """Write every row of which something is said, decided or not, and a sheet for the projects as a whole."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        _Sheet(book, order).write()
    finally:
        book.close()


class _Sheet:
    def __init__(self, book: Any, order: Order) -> None:
        look = {"text_wrap": True, "valign": "top", "border": 1, "font_size": 10}
        self.book = book
        self.order = order
        self.text = book.add_format(look)
        self.label = book.add_format(look | {"bold": True, "bg_color": "#E7EEF7", "align": "center"})
        self.fill = book.add_format(look | {"bg_color": "#FFFBE6", "num_format": "@"})
        self.number = book.add_format(look | {"num_format": "#,##0.00"})
        self.mark = str(keys.mark("sheet", order.review, order.document.sha256))

    def write(self) -> None:
        self._rows()
        self._projects()

    def _begin(self, name: str, note: str, heads: tuple[str, ...], widths: tuple[int, ...]) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_column(len(heads), len(heads), None, None, {"hidden": True})
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.repeat_rows(TOP)
        title = self.book.add_format({"bold": True, "font_size": 14})
        sheet.write_string(0, 0, f"{words.TITLE} {name}", title)
        sheet.write_string(1, 0, self.order.total.line())
        sheet.write_string(2, 0, note)
        for column, head in enumerate(heads):
            sheet.write_string(TOP, column, head, self.label)
        sheet.write_string(TOP, len(heads), self.mark)
        sheet.freeze_panes(TOP + 1, 2)
        return sheet

    def _rows(self) -> None:
        note = (
            f"在“{CHOICE}”栏选{'、'.join(CHOICES)}；选“{CHANGE}”的，直接改“改为”各栏的文字；其他各栏请勿改动。"
            "填完用 reviewer import 收回；空着的不动。"
        )
        sheet = self._begin("逐条审核", note, HEADS, WIDTHS)
        at = TOP + 1
        for project, rows in self.order.reviewed:
            for row in rows:
                if row.proposal or row.findings or row.decision:
                    self._row(sheet, at, project, row)
                    at += 1
        if at > TOP + 1:
            sheet.autofilter(TOP, 0, at - 1, KEY_COLUMN - 1)
            _choose(sheet, at, HEADS.index(CHOICE), CHOICES)
            _choose(sheet, at, HEADS.index(WHY), REASONS)

    def _row(self, sheet: Any, at: int, project: Project, row: DecidedRow) -> None:
        shown = suggested(row)
        texts = (
            words.label(project),
            sentences.place(row),
            SEVERITY_WORDS[row.worst] if row.worst else "",
            words.defects(row),
            words.lines(row.before),
            words.action(row),
            *(getattr(shown, f) if shown else "" for f in ROW_FIELDS),
            row.question,
            words.verified(row),
            _standing(row),
        )
        fill = HEADS.index(NEW[0])
        fit(sheet, at, zip(texts, WIDTHS, strict=False))
        for column, text in enumerate(texts):
            look = self.fill if fill <= column < fill + len(NEW) else self.text
            sheet.write_string(at, column, excel_text(text), look)
        for column in range(len(texts), len(HEADS)):
            sheet.write_blank(at, column, None, self.fill)
        key = keys.LineKey(keys.place_of(self.order.review, row), keys.content(shown), keys.standing(row.decision))
        sheet.write_string(at, KEY_COLUMN, str(key))

    def _projects(self) -> None:
        note = f"在“{words.CONCLUSION}”栏选{'、'.join(CONCLUSIONS)}；由审核人定，程序不代填；空着的不动。"
        sheet = self._begin("项目结论", note, PROJECT_HEADS, PROJECT_WIDTHS)
        at = TOP + 1
        for at, (project, rows) in enumerate(self.order.reviewed, TOP + 1):
            concluded = self.order.conclusions.get(project.key, Conclusion())
            money = amount(project.budget.total)
            sheet.write_string(at, 0, excel_text(words.unit(project)), self.text)
            sheet.write_string(at, 1, excel_text(words.label(project)), self.text)
            if money is not None:
                sheet.write_number(at, 2, float(money), self.number)
            else:
                sheet.write_string(at, 2, excel_text(project.budget.total or ""), self.text)
            sheet.write_string(at, 3, excel_text(project.amount_unit or ""), self.text)
            sheet.write_number(at, 4, sum(f.severity == "error" for r in rows for f in r.findings), self.text)
            sheet.write_number(at, 5, sum(r.open for r in rows), self.text)
            sheet.write_string(at, 6, excel_text(concluded.word), self.fill)
            sheet.write_string(at, 7, excel_text(concluded.reason), self.fill)
            key = keys.of_project(self.order.review, project.key, concluded)
            sheet.write_string(at, len(PROJECT_HEADS), str(key))
        if at > TOP:
            _choose(sheet, at + 1, PROJECT_HEADS.index(words.CONCLUSION), CONCLUSIONS)


def _choose(sheet: Any, end: int, column: int, source: tuple[str, ...]) -> None:
    """A drop-down over the lines of a column."""
    sheet.data_validation(
        TOP + 1,
        column,
        end - 1,
        column,
        {"validate": "list", "source": list(source), "error_message": f"只能选：{'、'.join(source)}"},
    )


def _standing(row: DecidedRow) -> str:
    """How the row stands, who decided it, and what was noted about it."""
    who = f"{words.state(row)} {row.decision.who}" if row.decision else words.state(row)
    return f"{who}\n{row.note}" if row.note else who


def suggested(row: DecidedRow) -> RowText | None:
    """The text that stands in the columns to be changed: what was decided, else what is proposed, else the row."""
    if row.state in ("accepted", "edited"):
        return row.after
    return row.proposed if row.proposal else row.before


class Chosen(NamedTuple):
    """What a colleague wrote in one line."""

    line: int
    label: str
    key: str
    choice: str
    reason: str
    note: str
    text: RowText


class Concluded(NamedTuple):
    """What a colleague concluded about a project."""

    line: int
    label: str
    key: str
    conclusion: Conclusion


def read_choices(lines: Iterable[Line]) -> Iterator[Chosen | Concluded]:
    """The lines of both sheets that carry a key or an entry."""
    for line in lines:
        label = f"{line.text('项目')} {line.text('位置')}".strip()
        if PROJECT_HEADS[0] in line.texts or words.CONCLUSION in line.texts:
            said = Conclusion(line.text(words.CONCLUSION), line.text(words.MAIN_REASON))
            yield Concluded(line.number, label, line.key, said)
        elif line.key or line.text(CHOICE):
            text = RowText(**{f: line.text(head) for f, head in zip(ROW_FIELDS, NEW, strict=True)})
            yield Chosen(line.number, label, line.key, line.text(CHOICE), line.text(WHY), line.text(NOTE), text)
