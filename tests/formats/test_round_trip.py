"""Any table written by another writer reads back the same, from Word, Excel, CSV, Markdown and HTML."""

import csv
import io
import zipfile
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain.edit import CellEdit
from reviewer.domain.grid import Cell, Grid
from reviewer.formats import open_source, write_back
from tests.formats.word import tbl, tc, word

# What a department can type: no controls, no invisible characters; lines within a cell.
PUNCTUATION = " ，。%≥≤（）|'\"\\<>&*#=+-@"
LETTERS = st.characters(
    categories=("L", "N", "P", "S"),
    exclude_characters="\u2028\u2029\ufffe\uffff\u200b",
    include_characters=PUNCTUATION,
)
LINE = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
TEXT = st.lists(LINE, max_size=3).map("\n".join)
TABLE = st.integers(3, 5).flatmap(
    lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=2, max_size=6).map(
        lambda rows: [["项目编码", "名称", "指标值", "依据", "备注"][:width], *[["码", *row[1:]] for row in rows]]
    )
)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def grid(path: Path) -> Grid:
    (found,) = [block for block in open_source(path).blocks if isinstance(block, Grid)]
    return found


def texts(found: Grid) -> list[list[str]]:
    """The rows with the empty cells at their ends cut, as a spreadsheet cannot tell them from none."""
    rows = [[cell.text for cell in row] for row in found.rows]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows


def plain(table: list[list[str]]) -> list[list[str]]:
    rows = [list(row) for row in table]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows


def as_docx(table: list[list[str]], path: Path) -> None:
    def paragraphs(text: str) -> str:
        return "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{xml_escape(line)}</w:t></w:r></w:p>' for line in text.split("\n")
        )

    word(path, tbl(*["<w:tr>" + "".join(tc(paragraphs(c)) for c in row) + "</w:tr>" for row in table]))


def as_xlsx(table: list[list[str]], path: Path) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("表")
        for r, row in enumerate(table):
            for c, text in enumerate(row):
                sheet.write_string(r, c, text)


def as_csv(table: list[list[str]], path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["'" + t if t.lstrip("'")[:1] in tuple("=+-@＝＋－＠") and t else t for t in row] for row in table]
    )
    path.write_text(out.getvalue(), "utf-8-sig", newline="")


def as_markdown(table: list[list[str]], path: Path) -> None:
    def shown(text: str) -> str:
        text = text.replace("&", "&amp;").replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*")
        return text.replace("_", "\\_").replace("<", "&lt;").replace("\n", "<br>")

    lines = ["| " + " | ".join(map(shown, row)) + " |" for row in table]
    path.write_text("\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]]), "utf-8")


def as_html(table: list[list[str]], path: Path) -> None:
    rows = ["<tr>" + "".join(f"<td>{escape(c).replace(chr(10), '<br>')}</td>" for c in row) + "</tr>" for row in table]
    path.write_text(f"<html><meta charset=utf-8><table>{''.join(rows)}</table></html>", "utf-8")


@pytest.mark.parametrize(
    ("write", "name"),
    [(as_docx, "a.docx"), (as_xlsx, "a.xlsx"), (as_csv, "a.csv"), (as_markdown, "a.md"), (as_html, "a.html")],
    ids=["docx", "xlsx", "csv", "md", "html"],
)
def test_any_table_reads_back(tmp_path: Path, write: object, name: str) -> None:
    @QUICK
    @given(TABLE)
    def holds(table: list[list[str]]) -> None:
        assert callable(write)
        write(table, tmp_path / name)
        found = [" ".join("".join(row).split()) for row in texts(grid(tmp_path / name))]
        assert found == [" ".join("".join(row).split()) for row in plain(table) if any(row)]

    holds()


@st.composite
def merged(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, int, int]]]:
    """Columns of labels merged downwards over random runs of rows."""
    height = draw(st.integers(2, 8))
    spans = []
    for column in range(2):
        row = 0
        while row < height:
            size = draw(st.integers(1, height - row))
            spans.append((row, column, 1, size))
            row += size
    spans += [(row, 2, draw(st.integers(1, 2)), 1) for row in range(height)]
    return height, spans


@QUICK
@given(merged())
def test_merged_cells_read_the_same_from_word_excel_and_html(
    tmp_path: Path, shape: tuple[int, list[tuple[int, int, int, int]]]
) -> None:
    height, spans = shape
    expected = [
        [(f"r{row}c{column}", column, width, size) for r, column, width, size in spans if r == row]
        for row in range(height)
    ]
    for row in expected:
        row.sort(key=lambda cell: cell[1])

    rows, pages = [], []
    for row in range(height):
        cells, tds = [], []
        for r, column, width, size in sorted(spans, key=lambda s: s[1]):
            if not r <= row < r + size:
                continue
            properties = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
            if size > 1:
                properties += '<w:vMerge w:val="restart"/>' if r == row else "<w:vMerge/>"
            cells.append(tc(f"r{r}c{column}" if r == row else "", properties))
            if r == row:
                tds.append(f"<td rowspan={size} colspan={width}>r{r}c{column}</td>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        pages.append(f"<tr>{''.join(tds)}</tr>")
    word(tmp_path / "a.docx", tbl(*rows))
    (tmp_path / "a.html").write_text(f"<html><table>{''.join(pages)}</table>", "utf-8")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("表")
        for r, column, width, size in spans:
            text = f"r{r}c{column}"
            if width * size > 1:
                sheet.merge_range(r, column, r + size - 1, column + width - 1, text)
            else:
                sheet.write(r, column, text)

    def shape_of(row: tuple[Cell, ...]) -> list[tuple[str, int, int, int]]:
        return [(c.text, c.column, c.width, c.height) for c in row]

    for name in ("a.docx", "a.html", "a.xlsx"):
        assert [shape_of(row) for row in grid(tmp_path / name).rows] == expected


@pytest.mark.parametrize(("write", "name"), [(as_docx, "a.docx"), (as_xlsx, "a.xlsx")], ids=["docx", "xlsx"])
def test_any_cell_written_back_reads_as_the_new_text(tmp_path: Path, write: object, name: str) -> None:
    @QUICK
    @given(TABLE, TEXT, st.data())
    def holds(table: list[list[str]], after: str, data: st.DataObject) -> None:
        assert callable(write)
        write(table, tmp_path / name)
        before = grid(tmp_path / name)
        cell = data.draw(st.sampled_from([cell for row in before.rows for cell in row]))
        who = {"author": "甲", "when": "2026-11-24T10:00:00+08:00", "comment": "因"}
        edit = CellEdit(address=cell.address, before=cell.text, after=after, **who)
        expected = [[after if c is cell else c.text for c in row] for row in before.rows]
        for clean in (False, True):
            out = tmp_path / f"out.{name}"
            write_back(tmp_path / name, [edit], out, clean=clean)
            assert zipfile.is_zipfile(out)
            if not any(any(row) for row in expected):
                continue
            assert texts(grid(out)) == [row for row in plain(expected) if row or name.endswith("docx")]

    holds()
