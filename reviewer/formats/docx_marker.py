"""The elements that say in a Word document who changed what and when."""

import datetime as dt
import re
import secrets
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree

from reviewer.domain.harmless import harmless
from reviewer.formats.docx_text import W

_PPR, _RPR, _TRPR, _TCPR = W + "pPr", W + "rPr", W + "trPr", W + "tcPr"
_PROPERTIES = frozenset((_RPR, _TRPR, _TCPR))


class Author(NamedTuple):
    """Who changes and when (ISO 8601)."""

    name: str
    when: str

    def date(self) -> str:
        """The time as Word writes it: the clock on the wall with a Z."""
        try:
            return dt.datetime.fromisoformat(self.when).strftime("%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            return self.when

    def signature(self) -> str:
        """Who and when as attributes of an element in the prefix w."""
        return f"w:author={quoteattr(harmless(self.name))} w:date={quoteattr(self.date())}"


_IDS = re.compile(rb':id="(\d{1,9})"')


class Ids:
    """Numbers for changes and comments that nothing in the document has yet."""

    def __init__(self, xml: bytes, least: int = 0) -> None:
        self._last = max(map(int, _IDS.findall(xml)), default=least)

    def elements(self, shape: str) -> Iterator[tuple[int, Any]]:
        """Elements like this text in the prefix w, without end, each with its new number, which stands at every NUL.

        They are parsed a batch at a time: one made alone takes four times as long.
        """
        pieces = shape.split("\0")
        while True:
            numbers = range(self._last + 1, self._last + 1 + _BATCH)
            self._last += _BATCH
            batch = "".join([str(number).join(pieces) for number in numbers])
            yield from zip(numbers, list(etree.fromstring(f"<w:p {_BOUND}>{batch}</w:p>")), strict=True)


_BATCH = 64
_BOUND = f'xmlns:w="{W[1:-1]}"'
_UNSIGNED = f"_{secrets.token_hex(8)}"
"""The attribute that stands for number and signature until the XML is written; no document can hold it by itself."""
_SHAPES = {
    "ins": "<w:ins {}/>",
    "del": "<w:del {}/>",
    "text": "<w:ins {}><w:r><w:t/></w:r></w:ins>",
    "end": "<w:pPr><w:rPr><w:del {}/></w:rPr></w:pPr>",
    "gone": "<w:trPr><w:del {}/></w:trPr>",
    "form": "<w:pPrChange {}/>",
    "top": '<w:cellMerge {} w:vMergeOrig="cont" w:vMerge="rest"/>',
}
"""What marks look like, where number and signature stand; "end", "gone": of a paragraph's end and of a row without
properties; "form" holds what a paragraph looked like; "top": the cell becomes the first of a merged column."""


class Marker:
    """Makes the elements that say who changed what; remembers them where the changes are to be taken."""

    def __init__(self, ids: Ids, *, clean: bool) -> None:
        self._clean = clean
        self._made: list[Any] = []
        self._ready = {name: ids.elements(shape.format(f'{_UNSIGNED}="\0"')) for name, shape in _SHAPES.items()}
        self._authors: dict[int, Author] = {}

    def element(self, shape: str, author: Author) -> Any:
        """An element of one of the shapes above; `written` signs it."""
        number, made = next(self._ready[shape])
        if self._clean:
            self._made.append(made)
        else:
            self._authors[number] = author
        return made

    def written(self, root: Any, **options: Any) -> bytes:
        """The XML of a tree, every mark in it signed; `options` as of lxml's tostring.

        In the tree a mark has one attribute in the place of three: they cost as much to make and to free as the mark.
        """
        first, *rest = etree.tostring(root, **options).split(f' {_UNSIGNED}="'.encode())
        bound = "" if root.nsmap.get("w") == W[1:-1] else f"{_BOUND} "
        signatures = {a: f' {bound}{a.signature()} w:id="'.encode() for a in set(self._authors.values())}
        parts = [first]
        for piece in rest:
            parts += signatures[self._authors[int(piece[: piece.index(b'"')])]], piece
        self._authors.clear()
        return b"".join(parts)

    def take(self) -> None:
        """Take all changes made so far, as Word does when they are accepted."""
        made, self._made = [_mark(element) for element in self._made], []
        marks = [m for m in made if m.getparent().tag in _PROPERTIES]
        for mark in made:
            if mark.getparent().tag in _PROPERTIES:
                continue
            if mark.tag == W + "ins":
                for child in list(mark):
                    mark.addprevious(child)
            mark.getparent().remove(mark)
        for mark in marks:
            properties = mark.getparent()
            owner = properties.getparent()
            properties.remove(mark)
            if properties.tag == _TCPR:
                properties.find(W + "vMerge").set(W + "val", "restart")
            elif properties.tag == _TRPR:
                if mark.tag == W + "del":
                    _remove_row(owner)
            elif mark.tag == W + "del":
                _run_on(owner.getparent())
            for empty in (properties, owner):
                if empty.tag in (_RPR, _PPR, _TRPR) and not len(empty) and empty.getparent() is not None:
                    empty.getparent().remove(empty)


def _mark(element: Any) -> Any:
    """The mark itself, of a shape that brings along what holds it."""
    while element.tag == _PPR or element.tag in _PROPERTIES:
        element = element[0]
    return element


def _remove_row(tr: Any) -> None:
    table = tr.getparent()
    table.remove(tr)
    if table.tag == W + "tbl" and table.find(f".//{W}tr") is None:
        table.getparent().remove(table)


def _run_on(p: Any) -> None:
    """Join a paragraph and the next: the content in this one, in its form."""
    following = p.getnext()
    if following is None or following.tag != W + "p":
        return
    for child in list(following):
        if child.tag != W + "pPr":
            p.append(child)
    following.getparent().remove(following)
