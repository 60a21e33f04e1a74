"""A new Word document, written table by table: its tables as they were read, each with its changes tracked.

Only one table is in memory at a time, so that ten thousand take no more than ten.
"""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from lxml import etree

from reviewer.domain.edit import Front
from reviewer.domain.harmless import harmless
from reviewer.domain.laid import Laid, LaidTable, LaidText, Line, Span
from reviewer.formats.docx import TBL, TC, TCPR, TR, TRPR, VAL, VMERGE
from reviewer.formats.docx_comments import HEAD, TAIL, Comments
from reviewer.formats.docx_marker import Ids, Marker
from reviewer.formats.docx_parts import DOCUMENT_HEAD, PARTS, section
from reviewer.formats.docx_table import Tables
from reviewer.formats.docx_text import W

_PORTRAIT, _LANDSCAPE = (11906, 16838), (16838, 11906)
_MARGIN = 1134
"""Two centimetres in twentieths of a point, as all lengths of a page are."""
_WIDE = 36
"""Columns from which a page lies on its side."""


def write(laid: Laid, out: Path, *, clean: bool = False) -> None:
    """Write the document to `out`; `clean`: with the changes taken. Raises InputError for an edit without its cell."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, tempfile.TemporaryFile() as kept:
        for name, text in PARTS.items():
            package.writestr(name, text)

        def keep(comment: str) -> None:
            kept.write(comment.encode())

        comments = Comments(Ids(b""), keep)
        with package.open("word/document.xml", "w", force_zip64=True) as main:
            _Writer(main, None if clean else comments, out).write(laid)
        with package.open("word/comments.xml", "w", force_zip64=True) as part:
            part.write(HEAD.encode())
            kept.seek(0)
            while piece := kept.read(1_048_576):
                part.write(piece)
            part.write(TAIL.encode())


class _Writer:
    def __init__(self, main: IO[bytes], comments: Comments | None, out: Path) -> None:
        """Without comments the changes are taken."""
        self._main, self._comments, self._out = main, comments, out
        # Numbers from a million on: those below name the places of the contents.
        self._marker = Marker(Ids(b"", 1_000_000), clean=comments is None)
        self._places = 0
        self._width = 0

    def write(self, laid: Laid) -> None:
        self._put(DOCUMENT_HEAD)
        self._front(laid.front)
        for xml in _contents(laid.contents):
            self._put(xml)
        for text in laid.texts:
            self._text(text)
        for table in laid.tables:
            self._table(table)
        self._put(section(*(_LANDSCAPE if self._width > _WIDE else _PORTRAIT), _MARGIN))
        self._put("</w:body></w:document>")

    def _front(self, front: Front) -> None:
        """The title and what follows it; what its comment lists is listed below."""
        for line, style in zip(front.lines, ("Title", *["Line"] * len(front.lines)), strict=False):
            self._put(f"<w:p><w:pPr><w:pStyle {_val(style)}/></w:pPr>{_run(line)}</w:p>")
        for line in filter(None, front.comment.split("\n")):
            self._put(f"<w:p>{_run(line)}</w:p>")

    def _put(self, xml: str) -> None:
        self._main.write(xml.encode())

    def _text(self, text: LaidText) -> None:
        if text.title:
            self._heading(text.title, "Heading2")
        for line in harmless(text.text).split("\n"):
            if line.strip():
                self._put(f"<w:p><w:pPr><w:pStyle {_val('Prose')}/></w:pPr>{_run(line)}</w:p>")

    def _heading(self, title: str, style: str) -> None:
        """A heading with the field that the list of contents is made from."""
        self._places += 1
        place = f'w:id="{self._places}"'
        entry = harmless(title).replace('"', "”")
        field = _field(rf' TC "{entry}" \f C \l 1 ')
        self._put(
            f"<w:p><w:pPr><w:pStyle {_val(style)}/></w:pPr>"
            f'<w:bookmarkStart {place} w:name="_Toc{self._places}"/>{_run(title)}{field}<w:bookmarkEnd {place}/></w:p>'
        )

    def _table(self, table: LaidTable) -> None:
        self._heading(table.title, "Heading3")
        width = max(sum(span.width for span in line) for line in table.lines)
        self._width = max(self._width, width)
        page = _LANDSCAPE if width > _WIDE else _PORTRAIT
        tbl = _built(table.lines, width, (page[0] - 2 * _MARGIN) // width)
        Tables([tbl], self._marker, self._comments, self._out).apply(table.edits)
        if self._comments is None:
            self._marker.take()
        self._main.write(self._marker.written(tbl))
        self._put("<w:p/>")


def _contents(titles: Iterable[str]) -> Iterator[str]:
    """The list of contents: a field that Word makes anew, with every title and its page in it."""
    yield f"<w:p><w:pPr><w:pStyle {_val('ContentsTitle')}/></w:pPr>{_run('目录')}</w:p>"
    code = _code(r" TOC \f C \h \z ")
    begin = f'<w:r><w:fldChar {_type("begin")} w:dirty="true"/></w:r>{code}<w:r><w:fldChar {_type("separate")}/></w:r>'
    for number, title in enumerate(titles, 1):
        page = _field(rf" PAGEREF _Toc{number} \h ", "…")
        yield (
            f"<w:p><w:pPr><w:pStyle {_val('TOC1')}/></w:pPr>{begin}"
            f'<w:hyperlink w:anchor="_Toc{number}" w:history="1">{_run(title)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
            "</w:p>"
        )
        begin = ""
    yield f'<w:p>{begin}<w:r><w:fldChar {_type("end")}/></w:r><w:r><w:br w:type="page"/></w:r></w:p>'


def _built(lines: Sequence[Line], columns: int, unit: int) -> Any:
    """The table as it was read."""
    tbl = etree.Element(TBL, nsmap={"w": W[1:-1]})
    properties = etree.SubElement(tbl, W + "tblPr")
    etree.SubElement(properties, W + "tblStyle", {VAL: "TableGrid"})
    etree.SubElement(properties, W + "tblW", {W + "w": str(unit * columns), W + "type": "dxa"})
    etree.SubElement(properties, W + "tblLayout", {W + "type": "fixed"})
    grid = etree.SubElement(tbl, W + "tblGrid")
    for _column in range(columns):
        etree.SubElement(grid, W + "gridCol", {W + "w": str(unit)})
    for number, line in enumerate(lines):
        below = _joined(lines[number + 1]) if number + 1 < len(lines) else frozenset()
        tr = etree.SubElement(tbl, TR)
        etree.SubElement(etree.SubElement(tr, TRPR), W + "cantSplit")
        at = 0
        for span in line:
            tr.append(_cell(span, unit, goes_on=at in below))
            at += span.width
    return tbl


def _joined(line: Line) -> frozenset[int]:
    """The columns at which a line's cells go on with those above."""
    found, at = set(), 0
    for span in line:
        if span.joined:
            found.add(at)
        at += span.width
    return frozenset(found)


def _cell(span: Span, unit: int, *, goes_on: bool) -> Any:
    tc = etree.Element(TC)
    properties = etree.SubElement(tc, TCPR)
    etree.SubElement(properties, W + "tcW", {W + "w": str(unit * span.width), W + "type": "dxa"})
    if span.width > 1:
        etree.SubElement(properties, W + "gridSpan", {VAL: str(span.width)})
    if span.joined:
        etree.SubElement(properties, VMERGE)
    elif goes_on:
        etree.SubElement(properties, VMERGE, {VAL: "restart"})
    if span.look == "label":
        etree.SubElement(properties, W + "shd", {VAL: "clear", W + "color": "auto", W + "fill": "F2F2F2"})
    etree.SubElement(properties, W + "vAlign", {VAL: "center"})
    for line in ("" if span.joined else harmless(span.text)).split("\n"):
        p = etree.SubElement(tc, W + "p")
        etree.SubElement(etree.SubElement(p, W + "pPr"), W + "pStyle", {VAL: "Cell"})
        if not line:
            continue
        run = etree.SubElement(p, W + "r")
        if span.look == "label":
            etree.SubElement(etree.SubElement(run, W + "rPr"), W + "b")
        t = etree.SubElement(run, W + "t")
        t.text = line
        t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return tc


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(harmless(text))}</w:t></w:r>'


def _code(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'


def _field(code: str, result: str = "") -> str:
    """A field with its code and what it shows."""
    shown = f"<w:r><w:fldChar {_type('separate')}/></w:r>{_run(result)}" if result else ""
    return f"<w:r><w:fldChar {_type('begin')}/></w:r>{_code(code)}{shown}<w:r><w:fldChar {_type('end')}/></w:r>"


def _val(value: str) -> str:
    return f'w:val="{value}"'


def _type(value: str) -> str:
    return f'w:fldCharType="{value}"'
