"""问题清单 (.xlsx): what a budget unit answers, a row a listed item, and those answers read back."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from reviewer.domain.project import Project
from reviewer.domain.proposal import BLANK
from reviewer.export import keys, sentences, words
from reviewer.export.fitting import fit
from reviewer.export.listed import Entry, by_severity
from reviewer.export.order import Order, Product, Reviewed
from reviewer.export.returned import Line
from reviewer.export.safe import excel_text
from reviewer.export.units import papers

ACCEPT, REASON, VALUE = "采纳", "不采纳及理由", "补充数值"
HEADS = ("序号", "项目", "位置", "原内容", "审核意见", "建议", "需补充的数值", ACCEPT, REASON, VALUE)
WIDTHS = (6, 18, 17, 26, 38, 40, 28, 9, 24, 13)
KEY_COLUMN = len(HEADS)
TOP = 4
"""Row of the headings, from 0."""
YES, NO = "采纳", "不采纳"
_YES = frozenset(["采纳", "是", "同意", "√", "已采纳", "Y", "y"])
_NO = frozenset(["不采纳", "否", "不同意", "×", "未采纳", "N", "n"])


def question_lists(order: Order) -> Iterable[Product]:
    """A list to each unit that gets an opinion."""
    for ending, unit, reviewed in papers(order, "questions", "xlsx"):
        yield Product(ending, partial(write_questions, unit=unit, reviewed=reviewed, order=order))


def write_questions(path: Path, unit: str, reviewed: Reviewed, order: Order) -> None:
    """Write the list of one unit: numbered as in the opinion."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        _List(book, unit, order).write(reviewed)
    finally:
        book.close()


class _List:
    def __init__(self, book: Any, unit: str, order: Order) -> None:
        look = {"text_wrap": True, "valign": "top", "border": 1, "font_size": 10}
        self.order = order
        self.text = book.add_format(look)
        self.fill = book.add_format(look | {"bg_color": "#FFFBE6", "num_format": "@"})
        self.ask = book.add_format(look | {"bg_color": "#FFF2CC", "num_format": "@"})
        self.label = book.add_format(look | {"bold": True, "bg_color": "#E7EEF7", "align": "center"})
        self.note = book.add_format({"font_size": 10, "font_color": "#404040"})
        self.sheet = book.add_worksheet("问题清单")
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(KEY_COLUMN, KEY_COLUMN, None, None, {"hidden": True})
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        self.sheet.repeat_rows(TOP)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")
        due = order.letter.due or BLANK
        notes = (
            f"预算单位：{unit}",
            f"请于{due}前填写右边三栏：采纳的选“{YES}”；不采纳的选“{NO}”并写明理由；标黄的请补充数值（只填数值，单位已在建议里）。",
            "可以排序、筛选，请勿改动其他各栏，也不要删去列或另抄一份。",
        )
        self.sheet.write_string(0, 0, f"{words.TITLE} 问题清单", book.add_format({"bold": True, "font_size": 14}))
        for row, note in enumerate(notes, 1):
            self.sheet.write_string(row, 0, excel_text(note), self.note)
        for column, head in enumerate(HEADS):
            self.sheet.write_string(TOP, column, head, self.label)
        document = order.document
        self.sheet.write_string(TOP, KEY_COLUMN, str(keys.mark("questions", order.review, document.sha256)))
        self.sheet.freeze_panes(TOP + 1, 3)
        self.at = TOP + 1

    def write(self, reviewed: Reviewed) -> None:
        for project, entries in by_severity(reviewed):
            for entry in entries:
                for blank in range(1, max(1, entry.blanks) + 1):
                    self._line(project, entry, blank)
        if self.at > TOP + 1:
            self.sheet.autofilter(TOP, 0, self.at - 1, KEY_COLUMN - 1)
            self.sheet.data_validation(
                TOP + 1,
                HEADS.index(ACCEPT),
                self.at - 1,
                HEADS.index(ACCEPT),
                {
                    "validate": "list",
                    "source": [YES, NO],
                    "error_title": ACCEPT,
                    "error_message": f"请选“{YES}”或“{NO}”。",
                },
            )

    def _line(self, project: Project, entry: Entry, blank: int) -> None:
        row = entry.row
        several = entry.blanks > 1
        question = f"问题{entry.asked}：{entry.question}" if entry.asked else ""
        texts = (
            str(entry.number) if blank == 1 else f"{entry.number}-{blank}",
            words.label(project),
            sentences.place(row),
            words.lines(row.before),
            "\n".join(sentences.demands(row)),
            sentences.suggestion(row),
            f"{question}（第{blank}处{BLANK}）" if several else question,
        )
        fit(self.sheet, self.at, zip(texts, WIDTHS, strict=False))
        for column, text in enumerate(texts):
            self.sheet.write_string(self.at, column, excel_text(text), self.text)
        for column in range(len(texts), len(HEADS)):
            asked = HEADS[column] == VALUE and entry.blanks
            self.sheet.write_blank(self.at, column, None, self.ask if asked else self.fill)
        key = keys.LineKey(
            keys.place_of(self.order.review, row), keys.content(row.after), str(blank if entry.blanks else 0)
        )
        self.sheet.write_string(self.at, KEY_COLUMN, str(key))
        self.at += 1


class UnitAnswer(NamedTuple):
    """What a unit wrote in one line of the list."""

    line: int
    """The row of the sheet, as the spreadsheet counts it."""
    label: str
    """The line as people find it: project and place."""
    key: str
    accepted: str
    reason: str
    value: str

    @property
    def empty(self) -> bool:
        return not (self.accepted or self.reason or self.value)

    @property
    def partly(self) -> bool:
        """Whether the unit follows the opinion in part; how, the reason says."""
        return self.accepted.startswith("部分")

    @property
    def refused(self) -> bool | None:
        """Whether the unit does not follow the opinion; None where it did not say."""
        said = "".join(self.accepted.split())
        if said in _YES:
            return False
        return True if said in _NO or (not said and self.reason) else None


def read_answers(lines: Iterable[Line]) -> Iterator[UnitAnswer]:
    """The lines of a list that carry a key or an answer."""
    for line in lines:
        answer = UnitAnswer(
            line.number,
            f"{line.text('项目')} {line.text('位置')}".strip(),
            line.key,
            line.text(ACCEPT),
            line.text(REASON),
            line.text(VALUE),
        )
        if answer.key or not answer.empty:
            yield answer
