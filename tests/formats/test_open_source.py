"""Files told by their content, and what is said of those that cannot be read."""

import shutil
import struct
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from reviewer.domain.grid import Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats import open_source
from reviewer.formats.convert import office

DATA = Path(__file__).parents[1] / "data"
SAMPLE = Path(__file__).parents[2] / "reviewer" / "sample" / "dingzhou-2021.txt"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a,b,c\n1,2,3\n4,5,6\n", "csv"),
        (b"a\tb\tc\n1\t2\t3\n4\t5\t6\n", "tsv"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n".encode(), "md"),
        ("<html><body><table><tr><td>甲</table>".encode("gb18030"), "html"),
        ("<meta charset=gbk><table><tr><td>甲</table>".encode("gbk"), "html"),
        ("第一段。\n第二段。\n".encode("utf-16"), "txt"),
        ("甲 | 乙 | 丙\n1 | 2 | 3\n".encode(), "txt"),
    ],
)
def test_text_formats_by_content(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "没有 后缀\n的名字"
    path.write_bytes(content)
    source = open_source(path)
    assert source.format == kind
    assert source.sha256 == sha256(content).hexdigest()
    assert any(isinstance(b, Grid | Paragraph) for b in source.blocks)


def test_the_sample_text_is_text() -> None:
    assert open_source(SAMPLE).format == "txt"


def test_docx_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    shutil.copyfile(DATA / "dingzhou-2021.docx", path)
    assert open_source(path).format == "docx"


def compound(*names: str) -> bytes:
    """A compound file with these empty streams at the top."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", fat, end, *[free] * 126)
    entries = b""
    for index, name in enumerate(("Root Entry", *names)):
        raw = name.encode("utf-16-le")
        right = index + 1 if 0 < index < len(names) else free
        child = 1 if index == 0 and names else free
        entries += raw.ljust(64, b"\0") + struct.pack(
            "<HBB3I", len(raw) + 2, 5 if index == 0 else 2, 1, free, right, child
        )
        entries += bytes(36) + struct.pack("<IQ", end, 0)
    return head + table + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空文件"),
        (b" \n\t ", "空文件"),
        (b"PK\x03\x04garbage", "损坏"),
        (compound("EncryptionInfo", "EncryptedPackage"), "密码"),
        (compound("PowerPoint Document"), "演示文稿"),
        (compound("Something"), "认不出"),
        (compound("WordDocument")[:600], "损坏"),
        (b"\x89PNG\r\n\x1a\n\0\0", "图片"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "图片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "图片"),
        (b"Rar!\x1a\x07\0", "压缩包"),
        (bytes(range(256)) * 20, "文本"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "难 读\n的.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said) as caught:
        list(open_source(path).blocks)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到"):
        open_source(tmp_path / "无.docx")
    with pytest.raises(InputError, match="文件夹"):
        open_source(tmp_path)


def test_controls_and_bidi_marks_are_made_visible_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("项目\x1b[31m,乙\u202e丙,零\u200b宽\n1,2,3\n4,5,6\n", "utf-8")
    grid, loss = open_source(path).blocks
    assert isinstance(grid, Grid) and [c.text for c in grid.rows[0]] == ["项目␛[31m", "乙�丙", "零宽"]
    assert loss == Loss("csv:1/1", "含有控制字符或改变文字方向的字符，已替换为可见符号")


def test_five_megabytes_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("绩效" * 900_000, "utf-8")
    (paragraph,) = open_source(path).blocks
    assert isinstance(paragraph, Paragraph) and len(paragraph.text) == 1_800_000


def test_without_libreoffice_both_ways_to_get_it_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.formats.convert.office", lambda: None)
    with pytest.raises(InputError, match=r"apt install libreoffice.*Windows"):
        list(open_source(DATA / "dingzhou-2021.doc").blocks)


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_legacy_word_reads_as_the_same_tables() -> None:
    def tables(name: str) -> list[list[list[str]]]:
        return [
            [["".join(c.text.split()) for c in row] for row in block.rows]
            for block in open_source(DATA / name).blocks
            if isinstance(block, Grid)
        ]

    assert tables("dingzhou-2021.doc") == tables("dingzhou-2021.docx")


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_a_conversion_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr("reviewer.formats.convert.office", lambda: str(slow))
    monkeypatch.setattr("reviewer.formats.convert.SECONDS", 0.2)
    with pytest.raises(InputError, match="已停止"):
        list(open_source(DATA / "dingzhou-2021.doc").blocks)
    assert subprocess.run(["pgrep", "-f", str(slow)], capture_output=True, check=False).stdout == b""
