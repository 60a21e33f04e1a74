"""Forms as departments lay them out, in Word and Excel: labels merged, printed once or on every row; split targets."""

from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from tests.formats.word import tbl, tc, tr, word

ROWS = [
    ("产出指标", "数量指标", "培训人次", "全年培训", "≥", "300", "人", "年度计划"),
    ("产出指标", "数量指标", "培训期数", "", "≥", "6", "期", "年度计划"),
    ("产出指标", "数量指标", "教材册数", "教材", "=", "300", "册", ""),
    ("产出指标", "质量指标", "结业率", "结业人数占比", "≥", "95", "%", "年度计划"),
    ("产出指标", "时效指标", "完成时间", "", "", "12月底前", "", "工作方案"),
    ("效益指标", "社会效益指标", "就业率", "", "≥", "60", "%", "工作方案"),
    ("效益指标", "社会效益指标", "创业人数", "", "≥", "20", "人", "工作方案"),
    ("效益指标", "可持续影响指标", "机制健全", "", "", "健全", "", ""),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "问卷", "≥", "90", "%", "问卷"),
]


class Form(NamedTuple):
    """How a form is laid out."""

    labels: str
    """merged, once or every."""
    split: bool
    """Operator, number and unit in columns of their own."""
    numbered: bool
    """A column of numbers before, one of weights after the name."""
    flat: str = ""
    """A list whose rows name their project: merged, once, every; empty for a form with a head."""


Placed = dict[tuple[int, int], tuple[str, int, int]]
"""Text, width and height by row and column."""


def heads(form: Form) -> list[str]:
    out = (["项目名称", "项目编码"] if form.flat else []) + (["序号"] if form.numbered else [])
    out += ["一级指标", "二级指标", "三级指标"] + (["权重"] if form.numbered else [])
    return out + (["符号", "指标值", "计量单位"] if form.split else ["指标值"]) + ["指标解释", "指标值确定依据"]


def placed(form: Form) -> tuple[Placed, int, int]:
    """The cells of two projects' tables, one below the other, with the number of rows and columns."""
    width = len(heads(form))
    cells: Placed = {}
    row = 0

    def line(*texts: tuple[str, int]) -> None:
        nonlocal row
        column = 0
        for text, span in texts:
            cells[row, column] = (text, span, 1)
            column += span
        row += 1

    if form.flat:
        line(*((h, 1) for h in heads(form)))
    for number, name in enumerate(("职业技能培训经费", "创业扶持经费"), 1):
        if not form.flat:
            line(("项目名称", 1), (name, width - 1))
            line(("项目编码", 1), (f"P00{number}", width - 1))
            line(("年度资金总额", 1), ("12.00", width - 1))
            line(("年度目标", 1), (f"培训{number}百人", width - 1))
            line(*((h, 1) for h in heads(form)))
        _rows(cells, form, row, name, f"P00{number}")
        row += len(ROWS)
    return cells, row, width


def _rows(cells: Placed, form: Form, top: int, name: str, code: str) -> None:
    first = 2 if form.flat else 0
    labels = first + int(form.numbered)
    for number, r in enumerate(ROWS):
        row = top + number
        texts = [str(number + 1)] if form.numbered else []
        texts += [r[0], r[1], r[2]] + (["10"] if form.numbered else [])
        texts += [r[4], r[5], r[6]] if form.split else ["".join(r[4:7])]
        texts += [r[3], r[7]]
        for column, text in enumerate(texts, first):
            cells[row, column] = (text, 1, 1)
    _label(cells, form.labels, top, labels, [r[0] for r in ROWS])
    _label(cells, form.labels, top, labels + 1, [r[1] for r in ROWS])
    if form.flat:
        _label(cells, form.flat, top, 0, [name] * len(ROWS))
        _label(cells, form.flat, top, 1, [code] * len(ROWS))


def _label(cells: Placed, way: str, top: int, column: int, texts: list[str]) -> None:
    row = top
    for text, group in groupby(texts):
        height = len(list(group))
        for n in range(height):
            cells[row + n, column] = (text if n == 0 or way == "every" else "", 1, 1)
        if way == "merged" and height > 1:
            cells[row, column] = (text, 1, height)
            for n in range(1, height):
                del cells[row + n, column]
        row += height


def docx(path: Path, form: Form) -> Path:
    cells, height, width = placed(form)
    rows = []
    for row in range(height):
        made = []
        for column in range(width):
            text, span, tall = cells.get((row, column), ("", 0, 0))
            if span:
                properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
                made.append(tc(text, properties + ('<w:vMerge w:val="restart"/>' if tall > 1 else "")))
            elif any(c == column and r < row < r + t for (r, c), (_x, _s, t) in cells.items()):
                made.append(tc("", "<w:vMerge/>"))
        rows.append(tr(*made))
    return word(path, tbl(*rows))


def xlsx(path: Path, form: Form) -> Path:
    cells, _height, _width = placed(form)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("绩效目标")
        for (row, column), (text, span, tall) in cells.items():
            if span * tall > 1:
                sheet.merge_range(row, column, row + tall - 1, column + span - 1, text)
            elif text:
                sheet.write_string(row, column, text)
    return path


FORMS = [
    Form("merged", split=False, numbered=False),
    Form("once", split=False, numbered=True),
    Form("every", split=True, numbered=False),
    Form("merged", split=True, numbered=True),
    Form("merged", split=False, numbered=True, flat="merged"),
    Form("every", split=True, numbered=False, flat="every"),
    Form("once", split=False, numbered=False, flat="once"),
]
