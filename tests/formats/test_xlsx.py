"""Excel workbooks as the sheets show them."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from reviewer.domain.grid import Block, Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats import xlsx


def texts(block: Block) -> list[list[str]]:
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows]


def test_formats_merges_and_gaps(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("甲 表")
        percent = book.add_format({"num_format": '"≥"0%'})
        month = book.add_format({"num_format": 'yyyy"年"m"月"'})
        sheet.merge_range("B3:C6", "产出")
        sheet.write("D3", 0.95, percent)
        sheet.write("D4", "0.95", percent)
        sheet.write_datetime("D6", dt.datetime(2021, 12, 1), month)
        sheet.write("D7", 0.5)
    (grid,) = xlsx.blocks(tmp_path / "a.xlsx")
    assert isinstance(grid, Grid) and grid.title == "甲 表"
    assert texts(grid) == [["产出", "≥95%"], ["0.95"], ["2021年12月"], ["", "", "0.5"]]
    top = grid.rows[0][0]
    assert (top.address, top.column, top.width, top.height) == ("xlsx:甲 表!B3", 1, 2, 3)
    assert grid.rows[2][0].address == "xlsx:甲 表!D6" and grid.rows[2][0].column == 3


def test_hidden_sheets_lost_formulas_and_errors_are_reported(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.write("A1", "值")
        sheet.write_formula("A2", "=1+1", None, "")
        sheet.write_formula("A3", "=1+1", None, 2)
        sheet.write_formula("A4", "=1/0", None, "#DIV/0!")
        hidden = book.add_worksheet("藏")
        hidden.hide()
        book.add_worksheet("深藏").very_hidden()
    blocks = list(xlsx.blocks(tmp_path / "a.xlsx"))
    losses = [b for b in blocks if isinstance(b, Loss)]
    assert [b.place for b in losses] == ["xlsx:表!A2", "xlsx:表!A4", "xlsx:藏", "xlsx:深藏"]
    assert [texts(b) for b in blocks if isinstance(b, Grid)] == [[["值"], ["2"]]]


def test_instructions_are_running_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("填表说明").write("A1", "一、本表由单位填写。")
        book.add_worksheet("表").write_row("A1", ["项目", "甲"])
    note, grid = xlsx.blocks(tmp_path / "a.xlsx")
    assert note == Paragraph("一、本表由单位填写。", "xlsx:填表说明!A1")
    assert isinstance(grid, Grid)


def test_a_cell_far_away_is_refused_instead_of_filling_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "y")
    with pytest.raises(InputError, match="1048576 行"):
        list(xlsx.blocks(tmp_path / "a.xlsx"))


def test_a_million_empty_rows_cost_nothing(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("表").write(0, 0, "x")
    rows = b"".join(b'<row r="%d" ht="15"><c r="A%d" s="0"/></row>' % (n, n) for n in range(2, 200_000))
    swap(
        tmp_path / "a.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>"),
    )
    (grid,) = xlsx.blocks(tmp_path / "a.xlsx")
    assert texts(grid) == [["x"]]


def swap(path: Path, name: str, change: object) -> None:
    """Rewrite one part of a package."""
    assert callable(change)
    with zipfile.ZipFile(path) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for info, data in parts:
            package.writestr(info.filename, change(data) if info.filename == name else data)


def test_a_long_sheet_comes_in_pieces_that_cut_no_merged_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.formats.spreadsheet._ROWS", 3)
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("表")
        for row in range(10):
            sheet.write_row(row, 1, [f"名{row}", row])
        sheet.merge_range(2, 0, 4, 0, "合")
        sheet.merge_range(7, 0, 8, 2, "")
    pieces = [block for block in xlsx.blocks(tmp_path / "a.xlsx") if isinstance(block, Grid)]
    assert [len(piece.rows) for piece in pieces] == [5, 2, 1]
    assert [cell.height for cell in pieces[0].rows[2]] == [3, 1, 1]
    texts = [[cell.text for cell in row] for piece in pieces for row in piece.rows]
    assert texts[2] == ["合", "名2", "2"] and texts[-1] == ["", "名9", "9"]
    assert pieces[-1].rows[0][1].address == "xlsx:表!B10"
