"""Word files with what makes them hard to change, each holding a form that our reader reads."""

import copy
from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table

from tests.export.forms import Form, heads, placed

W = nsdecls("w")
BY = 'w:author="单位经办" w:date="2021-01-05T09:00:00Z"'


def built(form: Form, *, title: bool = True) -> tuple[Word, Table]:
    """A document with a header, a heading and the form in one table with merged cells."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "某局"
    if title:
        document.add_heading("预算项目绩效目标", 1)
    cells, height, width = placed(form)
    table = document.add_table(height, width, style="Table Grid")
    for (row, column), (text, span, tall) in cells.items():
        cell = table.cell(row, column)
        if span * tall > 1:
            cell = cell.merge(table.cell(row + tall - 1, column + span - 1))
        cell.text = text
    document.add_paragraph("填表说明见附件。")
    return document, table


def cell(table: Table, heading: str, row: int) -> object:
    """The XML of a cell by its heading; rows of indicators from 1."""
    top = next(n for n, r in enumerate(table.rows) if r.cells[-1].text == heads(FORM)[-1])
    return table.cell(top + row, heads(FORM).index(heading))


FORM = Form("merged", split=False, numbered=True)
Mutate = Callable[[Word, Table], None]


def split_runs(_document: Word, table: Table) -> None:
    """Every text in runs of two characters, every other bold, as Word leaves them after corrections."""
    for paragraph in {p._p: p for row in table.rows for c in row.cells for p in c.paragraphs}.values():
        text = paragraph.text
        paragraph.clear()
        for n in range(0, len(text), 2):
            paragraph.add_run(text[n : n + 2]).bold = n % 4 == 0


def several_paragraphs(_document: Word, table: Table) -> None:
    """Names over several paragraphs, an explanation numbered by Word."""
    for row in (1, 2, 4):
        target = cell(table, "三级指标", row)
        text = target.text
        target.text = text[:2]
        target.add_paragraph(text[2:])
    target = cell(table, "指标解释", 4)
    target.paragraphs[0].style = "List Number"
    target.add_paragraph("参训人数", style="List Number")


def nested(_document: Word, table: Table) -> None:
    """A table within a cell of the explanation."""
    inner = cell(table, "指标解释", 4).add_table(2, 2)
    inner.cell(0, 0).text, inner.cell(1, 1).text = "分子", "分母"
    cell(table, "指标解释", 4).add_paragraph("")


def tracked(_document: Word, table: Table) -> None:
    """Corrections of the department's own: a word put in, one taken out."""
    p = cell(table, "三级指标", 2).paragraphs[0]
    run = p.runs[0]._r
    taken = copy.deepcopy(run)
    for t in taken.iter(qn("w:t")):
        t.tag = qn("w:delText")
        t.text = "旧"
    gone = parse_xml(f'<w:del {W} w:id="901" {BY}/>')
    gone.append(taken)
    run.addprevious(gone)
    put = parse_xml(f'<w:ins {W} w:id="902" {BY}/>')
    run.addprevious(put)
    put.append(run)


def fields(document: Word, table: Table) -> None:
    """Fields, bookmarks, a content control, a hyperlink and a footnote-like reference around the form."""
    heading = document.paragraphs[0]._p
    for xml in (
        '<w:r {W}><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r {W}><w:instrText xml:space="preserve"> TC 预算项目绩效目标 \\f C \\l 1 </w:instrText></w:r>',
        '<w:r {W}><w:fldChar w:fldCharType="end"/></w:r>',
    ):
        heading.append(parse_xml(xml.replace("{W}", W)))
    # In a row that stays: of a deleted one LibreOffice keeps the control, and with it an empty row.
    p = cell(table, "指标值确定依据", 4).paragraphs[0]._p
    run = p.findall(qn("w:r"))[0]
    control = parse_xml(f'<w:sdt {W}><w:sdtPr><w:alias w:val="依据"/></w:sdtPr><w:sdtContent/></w:sdt>')
    run.addprevious(control)
    control.find(qn("w:sdtContent")).append(run)
    p = cell(table, "三级指标", 3).paragraphs[0]._p
    p.insert(0, parse_xml(f'<w:bookmarkStart {W} w:id="77" w:name="册数"/>'))
    p.append(parse_xml(f'<w:bookmarkEnd {W} w:id="77"/>'))


def plain(_document: Word, _table: Table) -> None:
    """Nothing but the merged form."""


HARD: dict[str, tuple[Form, bool, Mutate]] = {
    "merged cells": (FORM, True, plain),
    "runs split in mid-word": (FORM, True, split_runs),
    "cells of several paragraphs, numbered": (FORM, True, several_paragraphs),
    "a nested table": (FORM, True, nested),
    "changes of the department's own": (FORM, True, tracked),
    "fields, bookmarks and controls": (FORM, True, fields),
    "a table first, targets in three columns": (Form("merged", split=True, numbered=True), False, plain),
    "labels printed once in a list": (Form("once", split=False, numbered=False, flat="once"), True, plain),
}


def write(path: Path, name: str) -> Path:
    form, title, mutate = HARD[name]
    document, table = built(form, title=title)
    mutate(document, table)
    document.save(str(path))
    return path
