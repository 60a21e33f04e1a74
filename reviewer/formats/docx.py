"""Word documents (.docx) read from their XML: the current text as the page shows it, cells with their merges.

A cell's address is `docx:tbl3/tr7/tc2`, a nested one's `docx:tbl3/tr7/tc2/tbl1/tr1/tc1`: the number of the element in
document order, from 1. Blocks are read one at a time and given back to the parser's memory.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.formats.docx_text import MC, TextReader, W
from reviewer.formats.package import BLOCK_LIMIT, Package, damaged, refuse_doctype
from reviewer.language import _

P, TBL, TR, TC, BODY = W + "p", W + "tbl", W + "tr", W + "tc", W + "body"
T, BR, CR, TAB = W + "t", W + "br", W + "cr", W + "tab"
TCPR, TRPR, SPAN, VMERGE, HMERGE, CELLMERGE, VAL = (
    W + "tcPr",
    W + "trPr",
    W + "gridSpan",
    W + "vMerge",
    W + "hMerge",
    W + "cellMerge",
    W + "val",
)
WRAPPERS = frozenset(
    {W + n for n in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
    | {MC + "AlternateContent", MC + "Choice"}
)
"""Elements that stand around rows, cells and paragraphs without being one."""
_CAREFUL = (
    *("del", "moveFrom", "ins", "moveTo", "fldChar", "fldSimple", "txbxContent", "sym", "noBreakHyphen", "vanish"),
    *("rt", "cellDel", "cellMerge", "ptab", "delText", "instrText"),
)
SPECIAL = (
    *(W + name for name in _CAREFUL),
    MC + "AlternateContent",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
)
"""Elements that make a table take the careful way; most tables have none."""
_PLAIN = (TR, TC, SPAN, VMERGE, HMERGE, W + "gridBefore", P, T, BR, TAB, CR)
_NAMED = re.compile(r"[Hh]eading ?([1-9])")
_HEADING = re.compile(rb'<w:style\b[^>]*w:styleId="([^"]+)"[^>]*>(.*?)</w:style>', re.S)
_LEVEL = re.compile(rb'<w:name w:val="[Hh]eading (\d)"|<w:outlineLvl w:val="(\d)"')


_WHOLE = 8_000_000
"""Bytes of XML up to which a document is parsed at once."""


def main_part(package: Package) -> str | None:
    """The name of the document part of a Word package, or None when it is no Word document."""
    main = package.main_part()
    if main and main in package.names and main.startswith("word/"):
        return main
    return "word/document.xml" if "word/document.xml" in package.names else None


def children(parent: Any, wanted: str) -> Iterator[Any]:
    """The elements of one kind right below, looking through content controls and marks of insertion."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from children(child, wanted)


def blocks(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of a Word document in reading order; footnotes come last.

    Raises InputError where the package is damaged, oversized or declares entities.
    """
    with Package(path) as package:
        main = main_part(package)
        if main is None:
            raise damaged(path, "word/document.xml")
        yield from _Document(package, main).blocks()


class _Document:
    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._text = TextReader()
        self._levels: dict[str, int] | None = None
        self._tables = self._paragraphs = 0
        self._title = ""

    def blocks(self) -> Iterator[Block]:
        size = self._package.size(self._main)
        for element in self._whole() if size <= _WHOLE else self._streamed():
            yield from self._table(element) if element.tag == TBL else self._paragraph(element)
        yield from self._notes()

    def _whole(self) -> Iterator[Any]:
        """The paragraphs and tables of the body, all parsed at once: three times as fast as one by one."""
        body = self._package.tree(self._main).find(BODY)
        return _outer(body) if body is not None else iter(())

    def _streamed(self) -> Iterator[Any]:
        """The same one by one, each freed when the next is asked for: memory stays flat over a long document."""
        from lxml import etree

        stream = self._package.part(self._main, block=BLOCK_LIMIT)
        first = True
        try:
            walk = etree.iterparse(
                stream, events=("end",), tag=(P, TBL), resolve_entities=False, no_network=True, load_dtd=False
            )
            for _event, element in walk:
                if first:
                    refuse_doctype(element, self._package.path, self._main)
                    first = False
                if _outermost(element):
                    yield element
                    stream.restart()
                    _forget(element)
        except etree.XMLSyntaxError as error:
            raise damaged(self._package.path, self._main) from error

    def _paragraph(self, p: Any, prefix: str = "docx:p") -> Iterator[Block]:
        self._paragraphs += 1
        text = self._text.block(p)
        address = f"{prefix}{self._paragraphs}"
        if stripped := text.strip():
            self._title = stripped
            yield Paragraph(stripped, address, self._level(p))
        yield from self._beside(address)

    def _beside(self, address: str) -> Iterator[Block]:
        """The text boxes met in the block just read, and what could not be read in it."""
        boxes, self._text.boxes = self._text.boxes, []
        for number, box in enumerate(boxes, 1):
            yield from self._box(box, f"{address}/box{number}")
        for reason in self._text.losses():
            yield Loss(address, reason)

    def _box(self, box: Any, address: str) -> Iterator[Block]:
        tables = 0
        for child in box:
            if child.tag == P:
                if text := self._text.block(child).strip():
                    self._title = text
                    yield Paragraph(text, address)
            elif child.tag == TBL:
                tables += 1
                yield from self._grid(child, f"{address}/tbl{tables}")

    def _level(self, p: Any) -> int:
        style = p.find(f"{W}pPr/{W}pStyle")
        outline = p.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and outline.get(VAL, "").isdigit():
            return int(outline.get(VAL)) % 9 + 1 if outline.get(VAL) != "9" else 0
        if style is None:
            return 0
        if named := _NAMED.fullmatch(style.get(VAL, "")):
            return int(named[1])
        if self._levels is None:
            self._levels = self._styles()
        return self._levels.get(style.get(VAL, ""), 0)

    def _styles(self) -> dict[str, int]:
        related = self._package.relations(self._main).values()
        name = next((target for kind, target in related if kind == "styles"), "")
        levels = {}
        if name in self._package.names:
            for style, body in _HEADING.findall(self._package.read(name)):
                if found := _LEVEL.search(body):
                    level = int(found[1]) if found[1] else int(found[2]) + 1
                    levels[style.decode("utf-8", "replace")] = level if level <= 9 else 0
        return levels

    def _table(self, tbl: Any) -> Iterator[Block]:
        self._tables += 1
        yield from self._grid(tbl, f"docx:tbl{self._tables}")
        self._title = ""

    def _grid(self, tbl: Any, address: str) -> Iterator[Block]:
        nested: list[tuple[Any, str, str]] = []
        simple = next(tbl.iter(*SPECIAL), None) is None and next(tbl.iterdescendants(TBL), None) is None
        rows = _cells(_plain_rows(tbl) if simple else _careful_rows(tbl), address, self._careful(nested))
        title, self._title = self._title, ""
        if any(cell.text for row in rows for cell in row) or not nested:
            yield Grid(rows, address, title)
        yield from self._beside(address)
        for inner, inner_address, above in nested:
            self._title = above or title
            yield from self._grid(inner, inner_address)

    def _careful(self, nested: list[tuple[Any, str, str]]) -> Callable[[Any, str], str]:
        def read(tc: Any, address: str) -> str:
            text, tables = self._text.cell(tc)
            nested.extend((tbl, f"{address}/tbl{i}", above) for i, (tbl, above) in enumerate(tables, 1))
            return text

        return read

    def _notes(self) -> Iterator[Block]:
        for kind, name in self._package.relations(self._main).values():
            if kind in ("footnotes", "endnotes") and name in self._package.names:
                for note in self._package.tree(name):
                    number = note.get(W + "id", "")
                    if not isinstance(note.tag, str) or note.get(W + "type") or number.startswith("-"):
                        continue
                    text = "\n".join(self._text.block(p) for p in children(note, P)).strip()
                    if text:
                        yield Paragraph(text, f"docx:{kind[:-1]}{number}")
                    self._text.boxes.clear()
        for reason in self._text.losses():
            yield Loss(_("脚注"), reason)


def _outer(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in (P, TBL):
            yield child
        elif child.tag in WRAPPERS:
            yield from _outer(child)


def _outermost(element: Any) -> bool:
    """Whether a paragraph or table stands in the body itself, not in a cell or a text box."""
    parent = element.getparent()
    while parent is not None and parent.tag in WRAPPERS:
        parent = parent.getparent()
    return parent is not None and parent.tag == BODY


def _forget(element: Any) -> None:
    """Free the block and its earlier siblings, so that memory stays flat over a long document."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and len(parent) > 1 and parent[0] is not element:
        del parent[0]


class _RawRow(NamedTuple):
    """A row as its XML has it: its number, the columns left out before it, and of each w:tc width, merge and text.

    Where the text needs care, the element stands in its place: what a merge covers is never read.
    """

    number: int
    before: int
    cells: list[tuple[int, str, Any]]


def _plain_rows(tbl: Any) -> Iterator[_RawRow]:
    """The rows of a table that holds nothing but paragraphs of runs, in one walk over its elements."""
    number = 0
    before, width, merge = 0, 1, ""
    cells: list[tuple[int, str, Any]] = []
    parts: list[str] | None = None
    for element in tbl.iter(*_PLAIN):
        tag = element.tag
        if tag == T:
            if parts is not None and element.text:
                parts.append(element.text)
        elif tag == P:
            if parts:
                parts.append("\n")
        elif tag == TC:
            if parts is not None:
                cells.append((width, merge, "".join(parts).strip()))
            width, merge, parts = 1, "", []
        elif tag == SPAN:
            width = _count(element.get(VAL))
        elif tag == VMERGE:
            merge = element.get(VAL) or "continue"
        elif tag == TR:
            if parts is not None:
                cells.append((width, merge, "".join(parts).strip()))
            if number:
                yield _RawRow(number, before, cells)
            number, before, cells, parts = number + 1, 0, [], None
        elif tag == HMERGE:
            merge = "beside" if element.get(VAL) != "restart" else merge
        elif tag == W + "gridBefore":
            before = _count(element.get(VAL), least=0)
        elif parts is not None and (tag != TAB or element.getparent().tag == W + "r"):
            # A tab stop among the paragraph's properties has the same name as a tab character.
            parts.append("\t" if tag == TAB else "\n")
    if parts is not None:
        cells.append((width, merge, "".join(parts).strip()))
    if number:
        yield _RawRow(number, before, cells)


def _careful_rows(tbl: Any) -> Iterator[_RawRow]:
    """The rows of any table, cell by cell; what is merged downwards from a deleted row begins in the next one."""
    headless: set[int] = set()
    for number, tr in enumerate(children(tbl, TR), 1):
        before, deleted = _row_start(tr)
        column = before
        cells = []
        for tc in children(tr, TC):
            width, merge = 1, ""
            for entry in tc[0] if len(tc) and tc[0].tag == TCPR else ():
                if entry.tag == SPAN:
                    width = _count(entry.get(VAL))
                elif entry.tag == VMERGE:
                    merge = entry.get(VAL) or "continue"
                elif entry.tag == HMERGE and entry.get(VAL) != "restart":
                    merge = "beside"
                elif entry.tag == CELLMERGE and entry.get(VMERGE):
                    merge = "restart" if entry.get(VMERGE) == "rest" else "continue"
            if merge == "continue" and column in headless:
                merge = "restart"
            if deleted and merge == "restart":
                headless.add(column)
            else:
                headless.discard(column)
            cells.append((width, merge, tc))
            column += width
        if not deleted:
            yield _RawRow(number, before, cells)


def _cells(raw: Iterator[_RawRow], address: str, read: Callable[[Any, str], str]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with merged cells once, where they begin, and as wide and high as they are."""
    rows: list[list[Cell]] = []
    heights: dict[tuple[int, int], int] = {}
    open_at: dict[int, tuple[int, int]] = {}
    new: Any = tuple.__new__
    for number, column, cells in raw:
        row: list[Cell] = []
        stem = f"{address}/tr{number}/tc"
        for index, (width, merge, text) in enumerate(cells, 1):
            if merge == "beside" and row:
                row[-1] = row[-1]._replace(width=row[-1].width + width)
            elif merge == "continue" and column in open_at:
                owner = open_at[column]
                heights[owner] = heights.get(owner, 1) + 1
            else:
                if merge == "restart" or merge == "continue":
                    open_at[column] = (len(rows), len(row))
                elif open_at:
                    open_at.pop(column, None)
                place = f"{stem}{index}"
                row.append(new(Cell, (text if text.__class__ is str else read(text, place), place, column, width, 1)))
            column += width
        rows.append(row)
    for (r, c), height in heights.items():
        rows[r][c] = rows[r][c]._replace(height=height)
    return tuple(map(tuple, rows))


def _row_start(tr: Any) -> tuple[int, bool]:
    """The columns left out before the first cell, and whether the row is deleted in the tracked changes."""
    before, deleted = 0, False
    properties = tr.find(TRPR)
    if properties is not None:
        for entry in properties:
            if entry.tag == W + "gridBefore":
                before = _count(entry.get(VAL), least=0)
            elif entry.tag in (W + "del", W + "moveFrom"):
                deleted = True
    return before, deleted


def _count(value: str | None, *, least: int = 1) -> int:
    return min(max(int(value), least), 1000) if value and value.isascii() and value.isdigit() else least
