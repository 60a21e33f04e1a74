"""HTML pages: data tables with their merges; layout tables, navigation and hidden parts are seen through or left out.

A cell's address is `html:tbl1/tr2/td3`: tables by their order in the page, nested ones included, from 1.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats.harmless import file_name
from reviewer.language import _

_SNIFF = re.compile(r"<(!doctype\s+html|html|head|body|table|tr|td|div)\b", re.I)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_NOISE = re.compile(
    r"(^|[\s_-])(nav|navbar|navigation|menu|breadcrumbs?|crumbs?|sidebar|footer|foot|copyright|share|pager|pagination"
    r"|toolbar|daohang|weizhi)([\s_-]|\d|$)",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SKIP = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "nav", "footer", "aside"),
        *("button", "option", "del", "svg", "object", "iframe", "rt"),
    )
)
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"),
        *("main", "header", "form", "fieldset", "center", "pre", "blockquote", "address", "body", "html", "tr"),
        *("caption", "figure", "hr"),
    )
)
_WIDEST = 1000
"""Columns beyond this are no table of this world; spans that reach them are cut."""


def is_html(text: str) -> bool:
    """Whether the text is a page or a piece of one with tables."""
    start = text[:4000].lstrip("\ufeff \t\r\n")
    return start.startswith("<") and bool(_SNIFF.search(start))


def decode(data: bytes) -> str | None:
    """The text by the charset that the page names (gb2312 and gbk as gb18030); None where none is named that fits."""
    found = _CHARSET.search(data[:4096])
    if not found or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    name = found[1].decode("ascii").lower()
    if name in ("gb2312", "gbk", "x-gbk", "gb_2312-80", "chinese"):
        name = "gb18030"
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


def blocks(text: str, path: Path) -> Iterator[Block]:
    """Paragraphs and data tables in reading order. Raises InputError where nothing can be parsed."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(
            _XML.sub("", text.lstrip("\ufeff"), count=1).replace("\x00", "�"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise InputError(
            _("{name} 的网页内容无法解析：请用浏览器打开后另存一份再试。").format(name=file_name(path))
        ) from error
    yield from _Page(root).blocks()


class _Page:
    def __init__(self, root: Any) -> None:
        self._root = root
        self._numbers = {table: n for n, table in enumerate(root.iter("table"), 1)}
        self._paragraphs = 0
        self._title = ""
        self._hidden = False

    def blocks(self) -> Iterator[Block]:
        line: list[str] = []
        yield from self._flow(self._root, line)
        yield from self._flush(line)
        if self._hidden:
            yield Loss("html", _("页面中有隐藏的内容，未读入"))

    def _flow(self, element: Any, line: list[str]) -> Iterator[Block]:
        """Text outside data tables, broken into paragraphs at every block element."""
        line.append(element.text or "")
        for child in element:
            yield from self._child(child, line)
            line.append(child.tail or "")

    def _child(self, child: Any, line: list[str]) -> Iterator[Block]:
        tag = child.tag
        if not isinstance(tag, str) or self._left_out(child):
            return
        if tag == "table":
            yield from self._flush(line)
            yield from self._table(child)
        elif tag == "br":
            yield from self._flush(line)
        elif value := _field(child):
            line.append(value)
        elif tag in _BLOCKS or tag in ("td", "th"):
            yield from self._flush(line)
            inner: list[str] = []
            if not _only_links(child):
                yield from self._flow(child, inner)
            level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
            yield from self._flush(inner, level)
        else:
            yield from self._flow(child, line)

    def _flush(self, line: list[str], level: int = 0) -> Iterator[Block]:
        text = _SPACE.sub(" ", "".join(line)).strip()
        line.clear()
        if text:
            self._paragraphs += 1
            self._title = text
            yield Paragraph(text, f"html:p{self._paragraphs}", level)

    def _left_out(self, element: Any) -> bool:
        """Navigation without a table in it, scripts, and what the page hides."""
        if element.tag in ("script", "style", "template"):
            return True
        if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            self._hidden = self._hidden or bool((element.text_content() or "").strip())
            return True
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        noise = element.tag in _SKIP or element.get("role") == "navigation" or bool(_NOISE.search(named))
        return noise and (
            element.tag in ("head", "button", "option", "del", "rt") or next(element.iter("table"), None) is None
        )

    def _table(self, table: Any) -> Iterator[Block]:
        if _only_links(table):
            return
        nested = [t for t in table.iterdescendants("table") if _owner(t) is table]
        if nested and not _has_data(table):
            line: list[str] = []
            yield from self._flow(table, line)
            yield from self._flush(line)
            return
        title, self._title = self._title, ""
        caption = table.find("caption")
        if caption is not None:
            title = _shown(caption) or title
        rows = self._rows(table, f"html:tbl{self._numbers[table]}")
        if rows:
            yield Grid(rows, f"html:tbl{self._numbers[table]}", title)
        for inner in nested:
            yield from self._table(inner)

    def _rows(self, table: Any, address: str) -> tuple[tuple[Cell, ...], ...]:
        lines = [tr for tr in table.iterdescendants("tr") if _owner(tr) is table]
        kept = [(n, tr) for n, tr in enumerate(lines, 1) if not self._left_out(tr)]
        rows: list[tuple[Cell, ...]] = []
        taken: list[tuple[int, int, int]] = []  # first column, width, rows still to cover
        for index, (number, tr) in enumerate(kept):
            row: list[Cell] = []
            column = 0
            below: list[tuple[int, int, int]] = [(c, w, left - 1) for c, w, left in taken if left > 1]
            pending = iter(sorted(taken))
            block = next(pending, None)
            for place, td in enumerate((c for c in tr if c.tag in ("td", "th")), 1):
                while block is not None and block[0] <= column:
                    column = max(column, block[0] + block[1])
                    block = next(pending, None)
                width = min(_span(td.get("colspan")) or 1, max(1, _WIDEST - column))
                height = min(_span(td.get("rowspan"), nothing=1), len(kept) - index) or len(kept) - index
                row.append(Cell(_shown(td), f"{address}/tr{number}/td{place}", column, width, height))
                if height > 1 and column < _WIDEST:
                    below.append((column, width, height - 1))
                column += width
            taken = below
            rows.append(tuple(row))
        return tuple(rows) if any(cell.text for row in rows for cell in row) else ()


def _owner(element: Any) -> Any:
    """The table that an element belongs to."""
    return next(element.iterancestors("table"), None)


def _has_data(table: Any) -> bool:
    """Whether a table that holds tables is a form of its own: most of its cells hold text, not tables."""
    cells = [td for td in table.iterdescendants("td", "th") if _owner(td) is table]
    plain = sum(next(td.iter("table"), None) is None and bool((td.text_content() or "").strip()) for td in cells)
    return len(cells) >= 6 and plain >= 0.7 * len(cells)


def _only_links(element: Any) -> bool:
    """Whether every word stands in a link, and there are several: a menu, not a text."""
    links = list(element.iterdescendants("a"))
    if len(links) < 2:
        return False
    inside = sum(len("".join((a.text_content() or "").split())) for a in links)
    return inside > 0 and inside >= 0.9 * len("".join((element.text_content() or "").split()))


def _span(value: str | None, *, nothing: int = 1) -> int:
    value = (value or "").strip()
    return min(int(value), 65_534) if value.isascii() and value.isdigit() and len(value) < 9 else nothing


def _field(element: Any) -> str:
    """What a form field shows: systems save their pages with the values in them."""
    if element.tag == "select":
        chosen = [o for o in element.iterdescendants("option") if o.get("selected") is not None]
        return _SPACE.sub(" ", chosen[0].text_content() or "") if chosen else ""
    if element.tag == "input":
        kind = (element.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            return "☑" if element.get("checked") is not None else "□"
        return element.get("value") or "" if kind in ("text", "number", "date", "search") else ""
    return ""


def _shown(cell: Any) -> str:
    """The text of a cell, a line break for `br` and between blocks, without its nested tables."""
    parts: list[str] = []
    _collect(cell, parts, pre=False)
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parts).split("\x00"))
    return "\n".join(line for line in lines if line)


def _collect(element: Any, parts: list[str], *, pre: bool) -> None:
    def add(text: str | None) -> None:
        if text:
            parts.append(text.replace("\n", "\x00") if pre else text)

    add(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in _SKIP and not _HIDDEN.search(child.get("style") or ""):
            if tag == "br":
                parts.append("\x00")
            elif tag == "select" or tag == "input":
                parts.append(_field(child))
            elif tag in _BLOCKS:
                parts.append("\x00")
                _collect(child, parts, pre=pre or tag == "pre")
                parts.append("\x00")
            elif tag != "table":
                _collect(child, parts, pre=pre or tag == "textarea")
        add(child.tail)
