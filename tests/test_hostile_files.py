"""Files made to do harm, each read by a whole process: a right reading or one sentence, in little time and memory.

Every file is made by the test.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.formats.test_hostile import swollen
from tests.formats.test_open_source import compound
from tests.formats.word import NAMESPACES, p, tbl, tc, tr, word

MEMORY = 1_000_000
"""Kilobytes that a process may hold at once."""
SECONDS = 30
"""Of CPU, after which the kernel ends the process."""
MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
open(sys.argv[1], "w").write(f"{code} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
"""
"""Runs a command from a small process: a child's peak counts that of the process which starts it, here pytest's."""
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
MARKS = "\x1b\x07\x9b\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f"
FORM = "项目支出绩效目标表\n项目名称\t修桥\n年度目标\t修桥3座\n"
ROWS = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t修桥座数\t≥3座\n\t质量指标\t合格率\t≥95%\n"
TABLE = [line.split("\t") for line in (FORM + ROWS).splitlines()[1:]]


class Case(NamedTuple):
    """A file and the word that its sentence holds, its name if none is given; `read`: its two indicators are read."""

    name: str
    make: Callable[[Path], object]
    said: str = ""
    read: bool = False


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content.encode(encoding))


def raw(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def body(xml: str) -> Callable[[Path], object]:
    return lambda path: word(path, xml)


def cut(path: Path) -> None:
    data = word(path, tbl(*[tr(*row) for row in TABLE])).read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def entity(doctype: str, used: str) -> Callable[[Path], object]:
    """A Word file whose document declares entities."""

    def make(path: Path) -> None:
        word(path, "")
        document = f"{doctype}<w:document {NAMESPACES}><w:body>{p(used)}</w:body></w:document>"
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(path, "w") as new:
            for name, part in parts.items():
                new.writestr(name, document if name == "word/document.xml" else part)

    return make


def workbook(sheet: str) -> Callable[[Path], object]:
    """A workbook with one sheet of this XML."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    links = f"{office}/officeDocument/2006/relationships"
    relations = f'<Relationships xmlns="{office}/package/2006/relationships">{{}}</Relationships>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": relations.format(
            f'<Relationship Id="r" Type="{links}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations.format(
            f'<Relationship Id="s" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    }

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts.items():
                package.writestr(name, part)

    return make


def sheet_row(number: int, texts: list[str]) -> str:
    cells = "".join(f'<c r="{chr(65 + c)}{number}" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


SHEET = "".join(sheet_row(number, texts) for number, texts in enumerate(TABLE, 1))
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
FAR = '<dimension ref="A1:XFD1048576"/>'
MERGED = '<mergeCells><mergeCell ref="F1:XFD1048576"/></mergeCells>'
HUGE = "<table><tr><td colspan=999999999 rowspan=999999999>甲" + "<td>乙" * 50
NESTED = ("<w:tbl><w:tr><w:tc>" * 10_000, "</w:tc></w:tr></w:tbl>" * 10_000)
CASES = [
    Case("空.docx", raw(b""), "空文件"),
    Case("空白.txt", raw(b" \n\t\n"), "空文件"),
    Case("假.docx", raw(b"PK\x03\x04garbage"), "损坏"),
    Case("断.docx", cut),
    Case("密.docx", raw(compound("EncryptionInfo", "EncryptedPackage")), "密码"),
    Case("残.doc", raw(compound("WordDocument")[:600]), "损坏"),
    Case("图.docx", raw(b"\x89PNG\r\n\x1a\n" + bytes(99)), "图片"),
    Case("包.xlsx", raw(b"7z\xbc\xaf\x27\x1c" + bytes(99)), "压缩包"),
    Case("乱.txt", raw(bytes(range(256)) * 20)),
    Case("零.txt", raw(b"\0" * 5000)),
    Case("零夹.txt", text((FORM + ROWS).replace("\t", "\t\0")), "文本"),
    Case("扩.docx", entity('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "&b;"), "实体"),
    Case("外.docx", entity('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"), "实体"),
    Case("弹.docx", lambda path: swollen(path, 300_000_000), "解压后超过"),
    Case("长行.txt", text("绩效" * 900_000), "没有找到"),
    Case("长格.txt", text((FORM + ROWS).replace("修桥3座", "修桥" * 800_000)), read=True),
    Case("控制.txt", text((FORM + ROWS).replace("修桥\n", "修\x1b[31m桥\u202e\x07\n")), read=True),
    Case("名 \x1b[31m字\u202e\n.txt", text(FORM + ROWS), read=True),
    Case("空 格（中文）.txt", text(FORM + ROWS, "utf-16"), read=True),
    Case("国标.txt", text(FORM + ROWS, "gb18030"), read=True),
    Case("扫描.pdf", raw(SCAN), "扫描"),
    Case("残.pdf", raw(SCAN[:60])),
    Case("绕.pdf", raw(SCAN.replace(b"Kids[3 0 R]", b"Kids[2 0 R]"))),
    Case("夹", Path.mkdir),
    Case("管道.txt", os.mkfifo, "管道"),
    Case("设备.txt", lambda path: path.symlink_to("/dev/zero"), "设备"),
    Case("环.txt", lambda path: path.symlink_to(path)),
    Case("深.html", text("<html>" + "<table><tr><td>" * 20_000 + "甲")),
    Case("宽.html", text(f"<html>{HUGE}</table>")),
    Case("套.docx", body(tbl(tr("甲")).join(NESTED))),
    Case("并.docx", body(tbl(*[tr(*[tc(t, "<w:vMerge/>") for t in row]) for row in TABLE]))),
    Case("阔.docx", body(tbl(tr(tc("甲", '<w:gridSpan w:val="999999999"/>'), "乙")))),
    Case("远.xlsx", workbook(f'{FAR}<sheetData>{SHEET}<row r="1048576"/></sheetData>'), read=True),
    Case("并.xlsx", workbook(f"<sheetData>{SHEET}</sheetData>{MERGED}"), read=True),
    Case("错.xlsx", workbook('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>')),
    Case("杠.md", text("|---|---|\n" + "|" * 500_000)),
    Case("引.csv", text('甲,乙,丙\n1,2,3\n"' + "一,\n" * 300_000)),
]  # fmt: skip


class Done(NamedTuple):
    """What a process ended with: its code, what it wrote, the most memory that it held, in kilobytes."""

    code: int
    out: str
    said: str
    memory: int


def show(path: Path, folder: Path) -> Done:
    """`reviewer show --format json` in a process of its own whose CPU time is limited."""
    out, said, spent = folder / "out.json", folder / "said.txt", folder / "spent.txt"
    with out.open("wb") as stdout, said.open("wb") as stderr:
        subprocess.run(
            [sys.executable, "-c", MEASURED, spent, sys.executable, "-m", "reviewer", "show", "--format", "json", path],
            stdout=stdout, stderr=stderr, stdin=subprocess.DEVNULL,
            cwd=Path(__file__).parents[1], env=os.environ | {"REVIEWER_LANG": "zh"}, preexec_fn=_limited,
        )  # fmt: skip
    code, memory = map(int, spent.read_text().split())
    return Done(code, out.read_text("utf-8"), said.read_text("utf-8"), memory)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if os.geteuid() == 0:
        # An administrator reads what is forbidden to read by two capabilities, which the process does without.
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability)


def holds(case: Case, folder: Path) -> None:
    inside = folder / "in"
    inside.mkdir()
    path = inside / case.name
    case.make(path)
    done = show(path, folder)
    assert done.memory < MEMORY
    assert "Traceback" not in done.said + done.out
    assert not set(MARKS) & set(done.said + done.out)
    record = json.loads(done.out) if done.out else {"projects": []}
    if case.read:
        assert done.code == 0, done.said
        (project,) = record["projects"]
        assert [i["name"] for i in project["indicators"]] == ["修桥座数", "合格率"]
    else:
        assert done.code == 3 and not record["projects"]
        assert (case.said or case.name) in done.said.strip().splitlines()[-1]


@pytest.mark.skipif(os.name == "nt", reason="limits and pipes of POSIX")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.encode("unicode_escape").decode())
def test_a_hostile_file(case: Case, tmp_path: Path) -> None:
    holds(case, tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="capabilities of Linux")
def test_a_forbidden_file(tmp_path: Path) -> None:
    def make(path: Path) -> None:
        path.write_text(FORM + ROWS, "utf-8")
        path.chmod(0)

    holds(Case("禁.txt", make), tmp_path)
