"""Files made to do harm, and files damaged at random: one sentence or a right reading, never anything else."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from reviewer.domain.grid import Grid, Loss
from reviewer.errors import InputError
from reviewer.formats import open_source
from tests.formats.mutate import mutated
from tests.formats.word import NAMESPACES, p, tbl, tr, word

DATA = Path(__file__).parents[1] / "data"
PAGE = (
    "<html><body><div class=nav><a>x</a></div><table><tr><td rowspan=2>甲<td colspan=3>乙"
    "<tr><td><table><tr><td>丙</table></table></body></html>"
).encode("gb18030")


def swollen(path: Path, size: int) -> Path:
    """A Word file whose document is `size` bytes of nothing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open("word/document.xml", "w") as part:
        for _megabyte in range(size // 1_000_000):
            part.write(b" " * 1_000_000)
    return path


def test_a_zip_bomb_is_stopped_before_it_unpacks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="解压后超过"):
        list(open_source(swollen(tmp_path / "a.docx", 60_000_000)).blocks)


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    data = bytearray(swollen(tmp_path / "a.docx", 60_000_000).read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 1000)
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.docx"):
        list(open_source(tmp_path / "a.docx").blocks)


def test_one_table_may_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.formats.docx.BLOCK_LIMIT", 200_000)
    monkeypatch.setattr("reviewer.formats.docx._WHOLE", 0)
    path = word(tmp_path / "a.docx", "".join(tbl(tr(f"甲{n}")) for n in range(5000)))
    assert len(list(open_source(path).blocks)) == 5000
    path = word(tmp_path / "b.docx", tbl(*[tr(f"甲{n}") for n in range(5000)]))
    with pytest.raises(InputError, match="解压后超过"):
        list(open_source(path).blocks)


def test_a_workbook_bomb_is_stopped_before_calamine_sees_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write(0, 0, "x" * 30_000)
    monkeypatch.setattr("reviewer.formats.xlsx.PART_LIMIT", 10_000)
    with pytest.raises(InputError, match="炸弹"):
        list(open_source(tmp_path / "a.xlsx").blocks)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels"])
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, doctype: str, part: str) -> None:
    body = f"{doctype}<w:document {NAMESPACES}><w:body>{p('&a;' if 'ENTITY' in doctype else '')}</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(word(tmp_path / "a.docx", p("甲"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == part else old.read(name))
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    with pytest.raises(InputError, match="实体"):
        list(open_source(tmp_path / "a.docx").blocks)


def test_a_password_in_the_zip_is_said(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", p("甲"))
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    with pytest.raises(InputError, match="密码"):
        list(open_source(path).blocks)


def test_controls_in_a_word_file_are_made_visible(tmp_path: Path) -> None:
    grid, loss = open_source(word(tmp_path / "a.docx", tbl(tr("甲\u202e乙", "丙")))).blocks
    assert isinstance(grid, Grid) and grid.rows[0][0].text == "甲�乙"
    assert isinstance(loss, Loss) and loss.place == "docx:tbl1/tr1/tc1"


def test_deep_nesting_is_one_sentence(tmp_path: Path) -> None:
    deep = "<table><tr><td>" * 3000 + "甲"
    (tmp_path / "a.html").write_text(f"<html>{deep}", "utf-8")
    try:
        list(open_source(tmp_path / "a.html").blocks)
    except InputError as error:
        assert "a.html" in str(error)
    body = tbl(tr("甲"))
    for _level in range(300):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    with pytest.raises(InputError, match=r"a\.docx"):
        list(open_source(word(tmp_path / "a.docx", body)).blocks)


def samples(folder: Path) -> list[bytes]:
    """A small file of every kind."""
    with xlsxwriter.Workbook(folder / "a.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range("A1:C1", "标题")
        sheet.write("A2", 0.95, book.add_format({"num_format": '"≥"0%'}))
        sheet.write_row("B2", ["甲", 5])
    table = tbl(tr("一级指标", "指标值"), tr("数量", "≥90%"))
    return [
        (folder / "a.xlsx").read_bytes(),
        word(folder / "a.docx", p("标题") + table).read_bytes(),
        PAGE,
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n".encode(),
        "编码,名称,值\nA1,甲,≥90%\n".encode("utf-8-sig"),
        "\t甲\n\t乙\n\n\t丙\n\t丁\n".encode("utf-16"),
        (DATA / "dingzhou-2021.pdf").read_bytes()[:40_000],
    ]


def parts_mutated(data: bytes, seed: int) -> bytes:
    """A package with one of its XML parts damaged, so that the damage gets past the zip's check sums."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for index, name in enumerate(names):
            part = old.read(name)
            new.writestr(name, mutated(part, seed) if index == seed % len(names) else part)
    return out.getvalue()


def survives(path: Path, data: bytes, seed: int) -> None:
    zipped = data[:2] == b"PK"
    path.write_bytes(parts_mutated(data, seed) if zipped and seed % 2 else mutated(data, seed))
    try:
        blocks = list(open_source(path).blocks)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert all(isinstance(block.address if not isinstance(block, Loss) else block.place, str) for block in blocks)


@pytest.mark.parametrize("seed", range(25))
def test_damaged_copies(tmp_path: Path, seed: int) -> None:
    for data in samples(tmp_path):
        survives(tmp_path / "damaged", data, seed)


@pytest.mark.soak
def test_many_damaged_copies(tmp_path: Path) -> None:
    files = [*samples(tmp_path), (DATA / "dingzhou-2021.docx").read_bytes()]
    for seed in range(1000, 3000):
        for data in files:
            survives(tmp_path / "damaged", data, seed)
