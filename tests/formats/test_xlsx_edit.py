"""Excel workbooks written back in the sheet's XML."""

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from reviewer.domain.edit import CellEdit, RowEdit
from reviewer.domain.grid import Grid
from reviewer.errors import InputError
from reviewer.formats import open_source, write_back
from reviewer.formats.convert import converted, office

WHO = {"author": "王审核", "when": "2026-11-24T10:00:00+08:00"}


def cell(address: str, before: str, after: str, comment: str = "") -> CellEdit:
    return CellEdit(address=address, before=before, after=after, comment=comment, **WHO)


def row(*texts: str) -> dict[str, str]:
    """The texts of a new row by their columns, from A on."""
    return {f"xlsx:甲!表!{'ABCD'[n]}2": text for n, text in enumerate(texts)}


def tables(path: Path) -> dict[str, list[list[str]]]:
    return {
        block.title: [[c.text for c in row] for row in block.rows]
        for block in open_source(path).blocks
        if isinstance(block, Grid)
    }


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "原 表.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("甲!表")
        percent = workbook.add_format({"num_format": "0%"})
        sheet.write_row("A1", ["一级", "二级", "名称", "值"])
        sheet.merge_range("A2:A4", "产出")
        sheet.write_row("B2", ["数量", "甲", 5])
        sheet.write_row("B3", ["质量", "乙"])
        sheet.write("D3", 0.95, percent)
        sheet.write_row("B4", ["时效", "丙", "好"])
        sheet.merge_range("A5:B5", "效益")
        sheet.write_row("C5", ["丁", "优"])
        sheet.conditional_format("D2:D5", {"type": "no_blanks", "format": percent})
        other = workbook.add_worksheet("乙")
        other.write("A1", "其他")
        other.write_comment("A1", "旧批注")
        third = workbook.add_worksheet("丙")
        third.write_formula("A1", "=1+1", None, 2)
        third.write("A2", "尾")
    return path


def test_no_edit_is_the_same_file(book: Path, tmp_path: Path) -> None:
    write_back(book, [], tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_bytes() == book.read_bytes()


def test_cells_change_and_all_else_stays(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edits = [
        cell("xlsx:甲!表!D3", "95%", "≥98%", "应有方向"),
        cell("xlsx:甲!表!D2", "5", "6"),
        cell("xlsx:甲!表!C4", "丙", "=HYPERLINK(1)"),
        cell("xlsx:甲!表!E5", "", "新格"),
    ]
    expected = tables(book)
    expected["甲!表"][2][2] = "≥98%"
    expected["甲!表"][1][3] = "6"
    expected["甲!表"][3][1] = "=HYPERLINK(1)"
    expected["甲!表"][4].append("新格")
    for clean in (False, True):
        write_back(book, edits, out, clean=clean)
        assert tables(out) == expected
        with zipfile.ZipFile(book) as old, zipfile.ZipFile(out) as new:
            changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
            added = set(new.namelist()) - set(old.namelist())
        if clean:
            assert changed == {"xl/worksheets/sheet1.xml"} and not added
        else:
            assert changed == {"xl/worksheets/sheet1.xml", "[Content_Types].xml"}
            assert added == {
                "xl/comments2.xml",
                "xl/drawings/vmlDrawing2.vml",
                "xl/worksheets/_rels/sheet1.xml.rels",
            }


def test_the_old_value_and_the_reason_stand_in_a_comment(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_back(book, [cell("xlsx:甲!表!D3", "95%", "≥98%", "应有方向"), cell("xlsx:乙!A1", "其他", "另")], out)
    with zipfile.ZipFile(out) as package:
        comments = etree.fromstring(package.read("xl/comments2.xml"))
        other = etree.fromstring(package.read("xl/comments1.xml"))
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "".join(comments.itertext()) == "王审核原值：95%\n应有方向"
    assert "旧批注" in "".join(other.itertext()) and "原值：其他" in "".join(other.itertext())
    assert "FFC00000" in sheet and "legacyDrawing" in sheet


def test_a_formula_gives_way_to_a_value(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_back(book, [cell("xlsx:丙!A1", "2", "三")], out)
    assert tables(out)["丙"] == [["三"], ["尾"]]
    assert "<f>" not in zipfile.ZipFile(out).read("xl/worksheets/sheet3.xml").decode()


def test_rows_come_and_go_with_their_merges(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edits = [
        RowEdit(kind="insert", address="xlsx:甲!表!B3", texts=row("产出", "质量", "新", "≥1"), comment="补", **WHO),
        RowEdit(kind="insert", address="xlsx:甲!表!B4", texts=row("产出", "成本", "末", "≤2"), **WHO),
        RowEdit(kind="delete", address="xlsx:甲!表!B2", comment="重", **WHO),
        cell("xlsx:甲!表!D5", "优", "良"),
    ]
    for clean in (False, True):
        write_back(book, edits, out, clean=clean)
        assert tables(out)["甲!表"] == [
            ["一级", "二级", "名称", "值"],
            ["产出", "质量", "乙", "95%"],
            ["质量", "新", "≥1"],
            ["时效", "丙", "好"],
            ["成本", "末", "≤2"],
            ["效益", "丁", "良"],
        ]
        grid = next(b for b in open_source(out).blocks if isinstance(b, Grid))
        assert grid.rows[1][0].height == 4 and grid.rows[5][0].width == 2
        assert grid.rows[5][2].address == "xlsx:甲!表!D6"
        assert 'sqref="D2:D6"' in zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()


def test_formulas_follow_the_rows_that_move(tmp_path: Path) -> None:
    path, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet, other = workbook.add_worksheet("甲!表"), workbook.add_worksheet("乙")
        for number in range(1, 6):
            sheet.write_row(number - 1, 0, [f"行{number}", number])
        sheet.write_formula("B6", '=SUM(B1:B5)+$B$4*LEN("B5")+乙!B5+LOG10(B1)', None, 15)
        other.write("B5", 1)
    who = {"kind": "delete", **WHO}
    edits = [
        RowEdit(address="xlsx:甲!表!A2", **who),
        RowEdit(kind="insert", address="xlsx:甲!表!A4", texts=row("新", "9"), **WHO),
        RowEdit(kind="insert", address="xlsx:甲!表!A4", texts=row("又", "9"), **WHO),
    ]
    write_back(path, edits, out)
    sheet_xml = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="B7"><f>SUM(B1:B6)+$B$3*LEN("B5")+乙!B5+LOG10(B1)</f>' in sheet_xml


def shared(path: Path, out: Path, formula: str) -> Path:
    """A copy of a workbook in which B1 shares its formula with B2 to B5."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                data = data.replace("<f>1</f>", f'<f t="shared" ref="B1:B5" si="0">{formula}</f>', 1)
                data = data.replace("<f>1</f>", '<f t="shared" si="0"/>')
            new.writestr(name, data)
    return out


def test_formulas_that_cells_share_are_written_out_where_rows_move(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet("甲")
        for number in range(5):
            sheet.write(number, 0, f"行{number}")
            sheet.write_formula(number, 1, "=1", None, number)
    formula = 'SUM(C1:C2)*$D$4+$E1+乙!A1&amp;"C1"'
    path, out = shared(tmp_path / "a.xlsx", tmp_path / "b.xlsx", formula), tmp_path / "c.xlsx"
    write_back(path, [RowEdit(kind="delete", address="xlsx:甲!A2", **WHO)], out, clean=True)
    xml = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="(B\d)"><f>([^<]*)</f>', xml) == [
        ("B1", 'SUM(C1:C1)*$D$3+$E1+乙!A1&amp;"C1"'),
        ("B2", 'SUM(C2:C3)*$D$3+$E2+乙!A3&amp;"C1"'),
        ("B3", 'SUM(C3:C4)*$D$3+$E3+乙!A4&amp;"C1"'),
        ("B4", 'SUM(C4:C5)*$D$3+$E4+乙!A5&amp;"C1"'),
    ]
    whole = shared(tmp_path / "a.xlsx", tmp_path / "d.xlsx", "SUM(1:1)")
    with pytest.raises(InputError, match="公式"):
        write_back(whole, [RowEdit(kind="delete", address="xlsx:甲!A2", **WHO)], tmp_path / "e.xlsx")


def test_what_does_not_fit_is_refused(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    with pytest.raises(InputError, match="现在是「95%」"):
        write_back(book, [cell("xlsx:甲!表!D3", "0.95", "x")], out)
    for address in ("xlsx:没有!A1", "docx:tbl1/tr1/tc1", "xlsx:甲!表"):
        with pytest.raises(InputError, match="没有"):
            write_back(book, [cell(address, "", "x")], out)
    with pytest.raises(InputError, match="批注"):
        write_back(book, [RowEdit(kind="delete", address="xlsx:乙!A1", **WHO)], out)
    assert not out.exists()


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_was_written(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_back(book, [cell("xlsx:甲!表!D3", "95%", "≥98%", "应有方向")], out)
    with converted(out, "xlsx", "ods") as again:
        content = zipfile.ZipFile(again).read("content.xml").decode()
    assert "≥98%" in content and "应有方向" in content and "原值：95%" in content
