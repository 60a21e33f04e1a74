"""Word documents read from their XML."""

import zipfile
from pathlib import Path

import pytest

from reviewer.domain.grid import Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats import docx
from tests.formats.word import NAMESPACES, p, read, tbl, tc, texts, tr, word

DATA = Path(__file__).parents[1] / "data"


def test_the_sample_reads_as_65_tables_under_their_headings() -> None:
    blocks = read(DATA / "dingzhou-2021.docx")
    grids = [b for b in blocks if isinstance(b, Grid)]
    assert len(grids) == 65
    assert grids[0].title == "1.冀财社【2020】190号省级财政城乡居民养老、就业公共服务村级代办员补助资金绩效目标表"
    assert grids[0].rows[1][1].text == "13068221072ZTS8N0AQI9"
    assert grids[0].rows[1][1].address == "docx:tbl1/tr2/tc2"
    assert not [b for b in blocks if isinstance(b, Loss)]
    levels = {b.text: b.level for b in blocks if isinstance(b, Paragraph)}
    assert levels["部门整体绩效目标"] == 1 and levels["一、总体绩效目标"] == 2


def test_merged_cells_stand_once_with_their_size(tmp_path: Path) -> None:
    restart, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    path = word(
        tmp_path / "a.docx",
        tbl(
            tr(tc("产出", restart), tc("数量", '<w:gridSpan w:val="2"/>')),
            tr(tc("", on), "质量", "≥90%"),
            tr(tc("效益", restart), "社会", "好"),
            tr(tc("", on), "生态", "好"),
        ),
    )
    (grid,) = read(path)
    assert isinstance(grid, Grid)
    first, second, third, fourth = grid.rows
    assert [(c.text, c.column, c.width, c.height) for c in first] == [("产出", 0, 1, 2), ("数量", 1, 2, 1)]
    assert [(c.text, c.column, c.address) for c in second] == [
        ("质量", 1, "docx:tbl1/tr2/tc2"),
        ("≥90%", 2, "docx:tbl1/tr2/tc3"),
    ]
    assert third[0].height == 2 and len(fourth) == 2


def test_tracked_changes_read_as_the_text_that_stands_now(tmp_path: Path) -> None:
    path = word(
        tmp_path / "a.docx",
        tbl(
            tr(
                tc(
                    "<w:p><w:r><w:t>≥</w:t></w:r><w:del><w:r><w:delText>90</w:delText></w:r></w:del>"
                    "<w:ins><w:r><w:t>95</w:t></w:r></w:ins><w:r><w:t>%</w:t></w:r></w:p>"
                ),
                tc(
                    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>"
                    "<w:p><w:moveFrom><w:r><w:t>去</w:t></w:r></w:moveFrom><w:r><w:t>后</w:t></w:r></w:p>"
                ),
            ),
            "<w:tr><w:trPr><w:del/></w:trPr>" + tc("删去的行") + "</w:tr>",
            "<w:ins>" + tr("新行", "") + "</w:ins>",
        ),
    )
    (grid,) = read(path)
    assert texts(grid) == [["≥95%", "前后"], ["新行", ""]]
    assert isinstance(grid, Grid) and grid.rows[1][0].address == "docx:tbl1/tr3/tc1"


def test_field_codes_are_dropped_and_their_results_kept(tmp_path: Path) -> None:
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>inner</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>结果</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>之后</w:t></w:r></w:p>'
    )
    assert [b.text for b in read(word(tmp_path / "a.docx", field)) if isinstance(b, Paragraph)] == ["结果之后"]


def test_breaks_tabs_symbols_equations_and_choices(tmp_path: Path) -> None:
    path = word(
        tmp_path / "a.docx",
        tbl(
            tr(
                tc("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>" + p("三")),
                tc('<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>90</w:t></w:r></w:p>'),
                tc("<w:p><m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath><w:r><w:t>80</w:t></w:r></w:p>"),
                tc(
                    "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>甲</w:t></mc:Choice>"
                    "<mc:Fallback><w:t>乙</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
                ),
                "<w:tc><w:p><w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc>",
            )
        ),
    )
    assert texts(read(path)[0]) == [["一\n二\n三", "≥90", "≥80", "甲", "控件"]]


def test_tables_in_tables_and_text_boxes_have_addresses_of_their_own(tmp_path: Path) -> None:
    inner = tbl(tr("内"))
    content = f"<w:txbxContent>{p('框')}{tbl(tr('框内表'))}</w:txbxContent>"
    box = f"<w:p><w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r></w:p>"
    path = word(tmp_path / "a.docx", tbl(tr(tc(p("上") + inner + p("下")), "右")) + box)
    outer, nested, paragraph, boxed = read(path)
    assert texts(outer) == [["上\n下", "右"]]
    assert isinstance(nested, Grid) and nested.title == "上"
    assert nested.rows[0][0].address == "docx:tbl1/tr1/tc1/tbl1/tr1/tc1" and texts(nested) == [["内"]]
    assert isinstance(paragraph, Paragraph) and paragraph.text == "框"
    assert texts(boxed) == [["框内表"]]


def test_hidden_text_is_left_out_and_reported(tmp_path: Path) -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:t>明</w:t></w:r></w:p>"
    paragraph, loss = read(word(tmp_path / "a.docx", hidden))
    assert isinstance(paragraph, Paragraph) and paragraph.text == "明"
    assert loss == Loss("docx:p1", "有隐藏文字，未读入")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 no zip", (DATA / "dingzhou-2021.docx").read_bytes()[:20000]],
    ids=["empty", "no-zip", "cut"],
)
def test_damaged_files_are_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "坏 文件.docx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"坏 文件\.docx"):
        read(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", "")
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
            f"<w:document {NAMESPACES}><w:body>{p('&a;&b;')}</w:body></w:document>",
        )
    with pytest.raises(InputError, match="实体"):
        read(path)


def test_a_long_document_streams_as_the_same_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(DATA / "dingzhou-2021.docx")
    monkeypatch.setattr("reviewer.formats.docx._WHOLE", 0)
    assert read(DATA / "dingzhou-2021.docx") == whole


def test_the_quick_way_and_the_careful_way_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read(DATA / "dingzhou-2021.docx")
    monkeypatch.setattr("reviewer.formats.docx.SPECIAL", (docx.T,))
    assert read(DATA / "dingzhou-2021.docx") == quick
