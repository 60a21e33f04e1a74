"""Word documents written back with tracked changes."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from lxml import etree

from reviewer.domain.edit import CellEdit, RowEdit
from reviewer.domain.grid import Grid
from reviewer.errors import InputError
from reviewer.formats import write_back
from reviewer.formats.convert import converted, office
from reviewer.formats.package import rewrite
from tests.formats.word import grids, p, read, settle, tbl, tc, tr, word

DATA = Path(__file__).parents[1] / "data"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHO = {"author": "王审核", "when": "2026-11-24T10:00:00+08:00"}
needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")


def cell(address: str, before: str, after: str, comment: str = "") -> CellEdit:
    return CellEdit(address=address, before=before, after=after, comment=comment, **WHO)


def insert(address: str, *cells: str) -> RowEdit:
    """A row behind that of the address, its texts from the first cell of that row on."""
    row = address.rpartition("/")[0]
    texts = {f"{row}/tc{n}": text for n, text in enumerate(cells, 1)}
    return RowEdit(kind="insert", address=address, texts=texts, comment="补充指标", **WHO)


def delete(address: str) -> RowEdit:
    return RowEdit(kind="delete", address=address, comment="重复", **WHO)


def proved(original: Path, edits: Iterable[CellEdit | RowEdit], folder: Path) -> list[list[list[str]]]:
    """Write back both ways; reject-all is the original, accept-all is the clean copy; the tables that come out."""
    edits = list(edits)
    tracked, clean = folder / "tracked.docx", folder / "clean.docx"
    write_back(original, edits, tracked)
    write_back(original, edits, clean, clean=True)
    assert grids(settle(tracked, folder / "rejected.docx", accept=False)) == grids(
        settle(original, folder / "plain.docx", accept=False)
    )
    accepted = grids(settle(tracked, folder / "accepted.docx", accept=True))
    assert accepted == grids(tracked) == grids(clean)
    return accepted


def test_no_edit_is_the_same_file(tmp_path: Path) -> None:
    write_back(DATA / "dingzhou-2021.docx", [], tmp_path / "out.docx")
    assert (tmp_path / "out.docx").read_bytes() == (DATA / "dingzhou-2021.docx").read_bytes()


def test_one_cell_of_the_sample_and_nothing_else(tmp_path: Path) -> None:
    original, out = DATA / "dingzhou-2021.docx", tmp_path / "out.docx"
    edits = [cell("docx:tbl1/tr9/tc5", "≥90百分比", "≥【待填】人", "值应为人数")]
    (before, after) = (grids(original), proved(original, edits, tmp_path))
    assert after[0][8][4] == "≥【待填】人"
    before[0][8][4] = "≥【待填】人"
    assert before == after
    write_back(original, edits, out)
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(out) as new:
        same = [n for n in old.namelist() if old.read(n) == new.read(n)]
        assert set(old.namelist()) - set(same) == {
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "[Content_Types].xml",
        }
        assert set(new.namelist()) - set(old.namelist()) == {"word/comments.xml"}
        root = etree.fromstring(new.read("word/document.xml"))
        assert "值应为人数" in new.read("word/comments.xml").decode()
    (ins,) = root.iter(W + "ins")
    assert ins.get(W + "author") == "王审核" and ins.get(W + "date") == "2026-11-24T10:00:00Z"
    assert ["".join(r.itertext()) for r in ins] == ["【待填】", "人"]
    assert ins[0].find(f"{W}rPr/{W}highlight").get(W + "val") == "yellow"
    assert ["".join(d.itertext()) for d in root.iter(W + "del")] == ["90百分比"]


@pytest.mark.parametrize("prefix", ["w", "ns0"])
def test_every_change_is_signed_by_who_made_it_and_numbered(tmp_path: Path, prefix: str) -> None:
    original, out = tmp_path / "in.docx", tmp_path / "out.docx"
    word(tmp_path / "w.docx", tbl(*(tr(f"甲{n}") for n in range(1, 6))))
    with zipfile.ZipFile(tmp_path / "w.docx") as package:
        xml = package.read("word/document.xml").replace(b"w:", f"{prefix}:".encode())
    rewrite(tmp_path / "w.docx", original, {"word/document.xml": xml.replace(b":w=", f":{prefix}=".encode())})
    who = [f'审核"{n}"' for n in range(1, 6)]
    edits: list[CellEdit | RowEdit] = [
        CellEdit(f"docx:tbl1/tr{n}/tc1", f"甲{n}", f"乙{n}", author, f"2026-11-24T10:00:0{n}+08:00")
        for n, author in enumerate(who[:4], 1)
    ]
    edits.append(RowEdit("delete", "docx:tbl1/tr5/tc1", who[4], "2026-11-24T10:00:05+08:00"))
    write_back(original, edits, out)
    with zipfile.ZipFile(out) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for n, row in enumerate(root.iter(W + "tr"), 1):
        marks = list(row.iter(W + "ins", W + "del"))
        assert {m.get(W + "author") for m in marks} == {who[n - 1]}
        assert {m.get(W + "date") for m in marks} == {f"2026-11-24T10:00:0{n}Z"}
        assert {len(m.attrib) for m in marks} == {3}
    ids = [m.get(W + "id") for m in root.iter(W + "ins", W + "del")]
    assert len(ids) == len(set(ids)) > 10


BOLD = "<w:rPr><w:b/></w:rPr>"
HARD = {
    "runs split in mid-word": (
        tbl(tr(tc(f"<w:p><w:r><w:t>≥9</w:t></w:r><w:r>{BOLD}<w:t>0百</w:t></w:r><w:r><w:t>分比</w:t></w:r></w:p>"))),
        [cell("docx:tbl1/tr1/tc1", "≥90百分比", "≥95%")],
        [[["≥95%"]]],
    ),
    "an insertion in the middle": (
        tbl(tr("发放人数")),
        [cell("docx:tbl1/tr1/tc1", "发放人数", "发放补助人数")],
        [[["发放补助人数"]]],
    ),
    "an insertion at the start and at the end": (
        tbl(tr("人数", "比例")),
        [cell("docx:tbl1/tr1/tc1", "人数", "补助人数"), cell("docx:tbl1/tr1/tc2", "比例", "比例（%）")],
        [[["补助人数", "比例（%）"]]],
    ),
    "an empty cell and one that becomes empty": (
        tbl(tr("", "多余")),
        [cell("docx:tbl1/tr1/tc1", "", "新值"), cell("docx:tbl1/tr1/tc2", "多余", "")],
        [[["新值", ""]]],
    ),
    "several paragraphs": (
        tbl(tr(tc(p("一、甲") + p("二、乙") + p("三、丙")))),
        [cell("docx:tbl1/tr1/tc1", "一、甲\n二、乙\n三、丙", "一、甲\n三、丙\n四、丁")],
        [[["一、甲\n三、丙\n四、丁"]]],
    ),
    "paragraphs run together": (
        tbl(tr(tc(p("甲") + p("乙")))),
        [cell("docx:tbl1/tr1/tc1", "甲\n乙", "甲乙")],
        [[["甲乙"]]],
    ),
    "existing tracked changes": (
        tbl(
            tr(
                tc(
                    '<w:p><w:r><w:t>≥</w:t></w:r><w:del w:id="7"><w:r><w:delText>80</w:delText></w:r></w:del>'
                    '<w:ins w:id="8"><w:r><w:t>90百分比</w:t></w:r></w:ins></w:p>'
                )
            )
        ),
        [cell("docx:tbl1/tr1/tc1", "≥90百分比", "≥95百分比")],
        [[["≥95百分比"]]],
    ),
    "a nested table": (
        tbl(tr(tc(p("上") + tbl(tr("内", "值")) + p("")), "右")),
        [cell("docx:tbl1/tr1/tc1/tbl1/tr1/tc2", "值", "新值"), cell("docx:tbl1/tr1/tc1", "上", "下")],
        [[["下", "右"]], [["内", "新值"]]],
    ),
    "breaks, fields and content controls": (
        tbl(
            tr(
                tc("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>"),
                tc("<w:p><w:sdt><w:sdtContent><w:r><w:t>旧</w:t></w:r></w:sdtContent></w:sdt></w:p>"),
                tc(
                    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>果</w:t></w:r>'
                    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
                ),
            )
        ),
        [
            cell("docx:tbl1/tr1/tc1", "一\n二", "一\n三"),
            cell("docx:tbl1/tr1/tc2", "旧", "新"),
            cell("docx:tbl1/tr1/tc3", "果", "结果"),
        ],
        [[["一\n三", "新", "结果"]]],
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_hard_cells(tmp_path: Path, name: str) -> None:
    body, edits, expected = HARD[name]
    assert proved(word(tmp_path / "a.docx", body), edits, tmp_path) == expected


RESTART, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
FORM = tbl(
    tr(tc("产出", RESTART), "数量", "甲"),
    tr(tc("", ON), "质量", "乙"),
    tr(tc("", ON), "时效", "丙"),
    tr(tc("效益", RESTART), "社会", "丁"),
    tr("满意", "对象", "戊"),
)


def test_rows_come_and_go_within_merged_labels(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", FORM)
    edits = [
        insert("docx:tbl1/tr2/tc2", "产出", "质量", "新一"),
        insert("docx:tbl1/tr2/tc2", "产出", "质量", "新二"),
        insert("docx:tbl1/tr3/tc2", "产出", "成本", "新三"),
        delete("docx:tbl1/tr5/tc1"),
        cell("docx:tbl1/tr3/tc3", "丙", "丙改"),
    ]
    assert proved(path, edits, tmp_path) == [
        [
            ["产出", "数量", "甲"],
            ["质量", "乙"],
            ["质量", "新一"],
            ["质量", "新二"],
            ["时效", "丙改"],
            ["成本", "新三"],
            ["效益", "社会", "丁"],
        ]
    ]
    (grid,) = read(tmp_path / "clean.docx")
    assert isinstance(grid, Grid) and grid.rows[0][0].height == 6


@pytest.mark.parametrize("gone", [(1,), (1, 2), (2,), (3,), (1, 2, 3), (1, 3, 4)])
def test_a_label_stays_when_the_row_that_carries_it_goes(tmp_path: Path, gone: tuple[int, ...]) -> None:
    rows = [
        ["产出", "数量", "甲"],
        ["产出", "质量", "乙"],
        ["产出", "时效", "丙"],
        ["效益", "社会", "丁"],
        ["满意", "对象", "戊"],
    ]
    left = [row for number, row in enumerate(rows, 1) if number not in gone]
    path = word(tmp_path / "a.docx", FORM)
    (after,) = proved(path, [delete(f"docx:tbl1/tr{n}/tc2") for n in gone], tmp_path)
    assert [row[-2:] for row in after] == [row[1:] for row in left]
    assert [row[0] for row in after if len(row) == 3] == list(dict.fromkeys(row[0] for row in left))
    root = etree.fromstring(zipfile.ZipFile(tmp_path / "tracked.docx").read("word/document.xml"))
    deleted = [n for n, row in enumerate(root.iter(W + "tr"), 1) if row.find(f"{W}trPr/{W}del") is not None]
    assert tuple(deleted) == gone
    said_again = ["产出"] if 1 in gone and ["产出"] in [row[:1] for row in left] else []
    assert ["".join(ins.itertext()) for ins in root.iter(W + "ins")] == said_again


@pytest.mark.parametrize("gone", [(1, 2, 3), (1, 2, 3, 4), (2, 3), (1, 2, 3, 4, 5)])
def test_a_label_never_passes_into_the_group_below(tmp_path: Path, gone: tuple[int, ...]) -> None:
    """A whole group goes with the head of the next one, which is merged as well."""
    rows = [["产出", "甲"], ["产出", "乙"], ["效益", "丙"], ["效益", "丁"], ["效益", "戊"], ["产出", "己"]]
    tops = (RESTART, ON, RESTART, ON, ON, "")
    made = (tr(tc("" if top == ON else row[0], top), row[1]) for row, top in zip(rows, tops, strict=True))
    path = word(tmp_path / "a.docx", tbl(*made))
    (after,) = proved(path, [delete(f"docx:tbl1/tr{n}/tc2") for n in gone], tmp_path)
    left = [row for number, row in enumerate(rows, 1) if number not in gone]
    merged = [row[1:] if above and above[0] == row[0] else row for above, row in zip(([], *left), left, strict=False)]
    assert after == merged


def test_what_no_longer_stands_there_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", tbl(tr("甲")))
    with pytest.raises(InputError, match="现在是「甲」"):
        write_back(path, [cell("docx:tbl1/tr1/tc1", "乙", "丙")], tmp_path / "out.docx")
    for address in ("docx:tbl2/tr1/tc1", "docx:tbl1/tr9/tc1", "docx:tbl0/tr1/tc1", "xlsx:a!A1", "docx:tbl1"):
        with pytest.raises(InputError, match="没有"):
            write_back(path, [cell(address, "甲", "丙")], tmp_path / "out.docx")
    assert not (tmp_path / "out.docx").exists()


def test_formats_that_cannot_be_written_back_say_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="docx"):
        write_back(DATA / "dingzhou-2021.pdf", [cell("pdf:p1/t1/r1/c1", "甲", "乙")], tmp_path / "out.pdf")


@needs_office
def test_libreoffice_opens_what_was_written(tmp_path: Path) -> None:
    edits = [
        cell("docx:tbl1/tr9/tc5", "≥90百分比", "≥95%", "原因"),
        insert("docx:tbl1/tr10/tc2", "产出指标", "质量指标", "新指标", "说明", "≥95%", "依据"),
        delete("docx:tbl1/tr12/tc2"),
    ]
    out = tmp_path / "out.docx"
    write_back(DATA / "dingzhou-2021.docx", edits, out)
    with converted(out, "docx", "odt") as again:
        content = zipfile.ZipFile(again).read("content.xml").decode()
    assert "新指标" in content and "tracked-changes" in content and "王审核" in content
