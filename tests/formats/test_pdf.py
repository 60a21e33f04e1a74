"""PDF tables put together over pages."""

from pathlib import Path

import pytest

from reviewer.domain.grid import Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats import docx, pdf

DATA = Path(__file__).parents[1] / "data"


def pdf_file(path: Path, content: bytes, extra: bytes = b"") -> Path:
    """A page of a PDF with this content stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
        + extra
        + b">>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    path.write_bytes(out)
    return path


def test_the_sample_reads_as_the_tables_of_the_word_file() -> None:
    def tables(blocks: object) -> list[list[list[str]]]:
        return [
            [["".join(c.text.split()) for c in row] for row in block.rows]
            for block in blocks  # type: ignore[attr-defined]
            if isinstance(block, Grid)
        ]

    read = list(pdf.blocks(DATA / "dingzhou-2021.pdf"))
    assert tables(read) == tables(docx.blocks(DATA / "dingzhou-2021.docx"))
    assert not [b for b in read if isinstance(b, Loss)]
    first = next(b for b in read if isinstance(b, Grid))
    assert first.title.startswith("1.冀财社【2020】190号")
    assert first.rows[0][0].address == "pdf:p3/t1/r1/c1"


def test_a_page_without_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有文字"):
        list(pdf.blocks(pdf_file(tmp_path / "扫描.pdf", b"0 0 100 100 re f")))


def test_text_without_rules_is_read_as_lines(tmp_path: Path) -> None:
    content = b"BT /F 12 Tf 72 700 Td (first line) Tj 0 -20 Td (second) Tj ET"
    blocks = list(pdf.blocks(pdf_file(tmp_path / "a.pdf", content)))
    assert blocks == [Paragraph("first line", "pdf:p1/l1"), Paragraph("second", "pdf:p1/l2")]


@pytest.mark.parametrize("cut", [9, 300, 5000])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes((DATA / "dingzhou-2021.pdf").read_bytes()[:cut])
    with pytest.raises(InputError, match=r"a\.pdf"):
        list(pdf.blocks(path))
