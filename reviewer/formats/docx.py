"""Word documents (.docx) read from their XML: the current text as the page shows it, cells with their merges.

A cell's address is `docx:tbl3/tr7/tc2`, a nested one's `docx:tbl3/tr7/tc2/tbl1/tr1/tc1`: the number of the element in
document order, from 1. Blocks are read one at a time and given back to the parser's memory.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.formats.docx_text import MC, TextReader, W
from reviewer.formats.package import BLOCK_LIMIT, Package, damaged, refuse_doctype
from reviewer.language import _

P, TBL, TR, TC, BODY = W + "p", W + "tbl", W + "tr", W + "tc", W + "body"
T, BR, CR, TAB = W + "t", W + "br", W + "cr", W + "tab"
TCPR, TRPR, SPAN, VMERGE, HMERGE, VAL = (
    W + "tcPr",
    W + "trPr",
    W + "gridSpan",
    W + "vMerge",
    W + "hMerge",
    W + "val",
)
WRAPPERS = frozenset(
    {W + n for n in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
    | {MC + "AlternateContent", MC + "Choice"}
)
"""Elements that stand around rows, cells and paragraphs without being one."""
_CAREFUL = (
    "del moveFrom ins moveTo fldChar fldSimple txbxContent sym noBreakHyphen vanish rt cellDel ptab delText instrText"
)
SPECIAL = (
    *(W + name for name in _CAREFUL.split()),
    MC + "AlternateContent",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
)
"""Elements that make a table take the careful way; most tables have none."""
_HEADING = re.compile(rb'<w:style\b[^>]*w:styleId="([^"]+)"[^>]*>(.*?)</w:style>', re.S)
_LEVEL = re.compile(rb'<w:name w:val="[Hh]eading (\d)"|<w:outlineLvl w:val="(\d)"')


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
        self._text = TextReader(package, main)
        self._levels: dict[str, int] | None = None
        self._tables = self._paragraphs = 0
        self._title = ""

    def blocks(self) -> Iterator[Block]:
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
                if not _outermost(element):
                    continue
                yield from self._table(element) if element.tag == TBL else self._paragraph(element)
                stream.restart()
                _forget(element)
        except etree.XMLSyntaxError as error:
            raise damaged(self._package.path, self._main) from error
        if first:
            return
        yield from self._notes()

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
        rows = _rows(tbl, address, _plain if simple else self._careful(nested))
        title, self._title = self._title, ""
        if any(cell.text for row in rows for cell in row) or not nested:
            yield Grid(rows, address, title)
        yield from self._beside(address)
        for inner, inner_address, above in nested:
            self._title = above or title
            yield from self._grid(inner, inner_address)

    def _careful(self, nested: list[tuple[Any, str, str]]) -> Any:
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


def _plain(tc: Any, _address: str) -> str:
    """The text of a cell that holds nothing but paragraphs of runs."""
    parts: list[str] = []
    add = parts.append
    for element in tc.iter(P, T, BR, TAB, CR):
        tag = element.tag
        if tag == T:
            add(element.text or "")
        elif tag == P:
            add("\n")
        elif tag == TAB:
            # A tab stop among the paragraph's properties has the same name as a tab character.
            if element.getparent().tag == W + "r":
                add("\t")
        else:
            add("\n")
    return "".join(parts).strip()


def _rows(tbl: Any, address: str, read: Any) -> tuple[tuple[Cell, ...], ...]:
    rows: list[list[Cell]] = []
    heights: dict[tuple[int, int], int] = {}
    open_at: dict[int, tuple[int, int]] = {}
    for number, tr in enumerate(children(tbl, TR), 1):
        column, deleted = _row_start(tr)
        if deleted:
            continue
        row: list[Cell] = []
        stem = f"{address}/tr{number}/tc"
        for index, tc in enumerate(children(tr, TC), 1):
            width, merge = 1, ""
            if len(tc) and (head := tc[0]).tag == TCPR:
                for entry in head:
                    tag = entry.tag
                    if tag == SPAN:
                        width = _count(entry.get(VAL))
                    elif tag == VMERGE:
                        merge = entry.get(VAL) or "continue"
                    elif tag == HMERGE and entry.get(VAL) != "restart" and row:
                        merge = "beside"
            if merge == "beside":
                row[-1] = row[-1]._replace(width=row[-1].width + width)
                column += width
                continue
            if merge == "continue" and column in open_at:
                owner = open_at[column]
                heights[owner] = heights.get(owner, 1) + 1
            else:
                cell = f"{stem}{index}"
                if merge:
                    open_at[column] = (len(rows), len(row))
                else:
                    open_at.pop(column, None)
                row.append(Cell(read(tc, cell), cell, column, width))
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
