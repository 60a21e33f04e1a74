"""Changes in Word's XML: the text of a cell replaced in its runs, as w:del and w:ins or at once."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree

from reviewer.domain.harmless import harmless
from reviewer.formats.docx_text import END_DELETED, VANISH, TextReader, W, child_of, copied

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ASKED = "【待填】"
_WORD = re.compile(r"[0-9A-Za-z.]")
_T, _R, _P, _RPR, _PPR, _TCPR = W + "t", W + "r", W + "p", W + "rPr", W + "pPr", W + "tcPr"
_TEXTS = frozenset((_T, M + "t"))
_RUNS = frozenset((_R, M + "r"))
_LOOKS = frozenset((_RPR, M + "rPr"))
_PROPERTIES = frozenset((_RPR, W + "trPr", W + "tcPr"))
_INSERTED = frozenset((W + "ins", W + "moveTo"))
_PARTED = _INSERTED | {M + "oMath"}


class Unchangeable(ValueError):  # noqa: N818 - a property of the cell
    """The cell holds something in the changed place that is no plain text."""


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

    def elements(self, shape: str) -> Iterator[Any]:
        """Elements like this text in the prefix w, without end, each with a new number in the place of every NUL.

        They are parsed a batch at a time: one made alone takes four times as long.
        """
        pieces = shape.split("\0")
        while True:
            numbers = range(self._last + 1, self._last + 1 + _BATCH)
            self._last += _BATCH
            batch = "".join([str(number).join(pieces) for number in numbers])
            yield from list(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{batch}</w:p>'))


_BATCH = 64
_SHAPES = {
    "ins": "<w:ins {}/>",
    "del": "<w:del {}/>",
    "text": '<w:ins {}><w:r><w:t xml:space="preserve"/></w:r></w:ins>',
    "end": "<w:pPr><w:rPr><w:del {}/></w:rPr></w:pPr>",
    "form": "<w:pPrChange {}/>",
    "top": '<w:cellMerge {} w:vMergeOrig="cont" w:vMerge="rest"/>',
}
"""What marks look like, where number and signature stand; "form" holds what a paragraph looked like;
"top": the cell becomes the first of a merged column."""


class Marker:
    """Makes the elements that say who changed what; remembers them where the changes are to be taken."""

    def __init__(self, ids: Ids, *, clean: bool) -> None:
        self._ids, self._clean = ids, clean
        self._made: list[Any] = []
        self._ready: dict[tuple[str, Author], Iterator[Any]] = {}

    def element(self, shape: str, author: Author) -> Any:
        """An element of one of the shapes above."""
        ready = self._ready.get((shape, author))
        if ready is None:
            signed = _SHAPES[shape].format(f'w:id="\0" {author.signature()}')
            ready = self._ready[shape, author] = self._ids.elements(signed)
        made = next(ready)
        if self._clean:
            self._made.append(made)
        return made

    def take(self) -> None:
        """Take all changes made so far, as Word does when they are accepted."""
        made, self._made = [mark[0][0] if mark.tag == _PPR else mark for mark in self._made], []
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
            if properties.tag == W + "tcPr":
                properties.find(W + "vMerge").set(W + "val", "restart")
            elif properties.tag == W + "trPr":
                if mark.tag == W + "del":
                    _remove_row(owner)
            elif mark.tag == W + "del":
                _run_on(owner.getparent())
            for empty in (properties, owner):
                if empty.tag in (W + "rPr", W + "pPr", W + "trPr") and not len(empty) and empty.getparent() is not None:
                    empty.getparent().remove(empty)


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


class Reading(TextReader):
    """The text of a cell as it stands, and which element each piece of it comes from."""

    def __init__(self, tc: Any) -> None:
        self.pieces: list[tuple[str, Any]] = []
        if self._plain(tc):
            self.text = harmless("".join([text for text, _source in self.pieces]).strip())
        else:
            super().__init__()
            self.pieces.clear()
            self.text = harmless(self.cell(tc)[0])

    def _plain(self, tc: Any) -> bool:
        """Read a cell that holds paragraphs of runs and nothing else, as most do, in a third of the time."""
        for p in tc:
            if p.tag != _P:
                if p.tag == _TCPR:
                    continue
                return False
            for run in p:
                if run.tag != _R:
                    if run.tag == _PPR and run.find(END_DELETED) is None:
                        continue
                    return False
                for t in run:
                    if t.tag == _T:
                        self.pieces.append((t.text or "", t))
                    elif t.tag != _RPR or t.find(VANISH) is not None:
                        return False
            self.pieces.append(("\n", p))
        return True

    def _add(self, parts: list[str], text: str, source: Any) -> None:
        parts.append(text)
        self.pieces.append((text, source))


def change_cell(tc: Any, reading: Reading, after: str, author: Author, marker: Marker) -> tuple[Any, Any]:
    """Replace the text of a cell by `after`; the first and last element that stand for the change.

    Only what differs is changed, in whole words and numbers. Raises Unchangeable.
    """
    pieces = reading.pieces
    raw = "".join([text for text, _source in pieces])
    start, new, end = _difference(raw, harmless(after))
    doomed, marks = _doomed(pieces, start, end)
    place = None if doomed or marks else _gap(tc, pieces, start)
    first: Any = None
    last: Any = None
    properties = looks(doomed[0] if doomed else place[0] if place else None, tc)
    for run in doomed:
        marked = _delete(run, author, marker)
        first, last = (marked if first is None else first), marked
    if new:
        inserted = runs(new, properties, author, marker)
        if doomed:
            _after(last, inserted)
        elif place is not None:
            _put(place, inserted)
        else:
            marks[0].append(inserted)
        first, last = (inserted if first is None else first), inserted
    for p in marks:
        _delete_mark(p, author, marker)
    return first, last


def _difference(raw: str, after: str) -> tuple[int, str, int]:
    """Where the change begins in the raw text, the new text, and where it ends; no number or word is cut."""
    core = raw.strip()
    offset = len(raw) - len(raw.lstrip()) if core else 0
    head = 0
    while head < min(len(core), len(after)) and core[head] == after[head]:
        head += 1
    while head and _inside_word(core, head) | _inside_word(after, head):
        head -= 1
    tail = 0
    while tail < min(len(core), len(after)) - head and core[-1 - tail] == after[-1 - tail]:
        tail += 1
    while tail and _inside_word(core, len(core) - tail) | _inside_word(after, len(after) - tail):
        tail -= 1
    return offset + head, after[head : len(after) - tail], offset + len(core) - tail


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_WORD.match(text[at - 1]) and _WORD.match(text[at]))


def _doomed(pieces: list[tuple[str, Any]], start: int, end: int) -> tuple[list[Any], list[Any]]:
    """The runs that hold exactly the text to go (split off where needed), and the paragraphs whose end goes."""
    going: dict[Any, list[Any]] = {}
    marks: list[Any] = []
    after = 0
    for text, source in pieces:
        before, after = after, after + len(text)
        if after <= start or before == after:
            continue
        if before >= end:
            break
        run = source.getparent()
        if source.tag == _P:
            marks.append(source)
        elif run.tag not in _RUNS or source.tag == W + "fldChar":
            raise Unchangeable
        else:
            whole = source.tag not in _TEXTS or (start <= before and after <= end)
            part = source if whole else _cut(source, max(start - before, 0), min(end, after) - before)
            going.setdefault(run, []).append(part)
    return [part for run, parts in going.items() for part in _split(run, parts)], marks


def _cut(t: Any, a: int, b: int) -> Any:
    """The part of a text element from a to b, as an element of its own."""
    text = t.text or ""
    t.tail = None
    t.set(_SPACE, "preserve")
    if a > 0:
        before = copied(t)
        before.text = text[:a]
        t.addprevious(before)
    if b < len(text):
        rest = copied(t)
        rest.text = text[b:]
        t.addnext(rest)
    t.text = text[a:b]
    return t


def _split(run: Any, going: list[Any]) -> list[Any]:
    """Split a run so that what goes stands in runs of its own; these, in order."""
    content = [child for child in run if child.tag not in _LOOKS]
    if content == going:
        return [run]
    heads = [child for child in run if child.tag in _LOOKS]
    found, part = [], None
    for goes, group in groupby(content, key=set(going).__contains__):
        if part is None:
            part = run
        else:
            following = etree.Element(run.tag, dict(run.attrib))
            part.addnext(following)
            part = following
            part.extend([*map(copied, heads), *group])
        if goes:
            found.append(part)
    return found


def _gap(tc: Any, pieces: list[tuple[str, Any]], at: int) -> tuple[Any, bool]:
    """Where a pure insertion goes: a run (or paragraph) and whether after its content."""
    position = 0
    for text, source in pieces:
        if position < at <= position + len(text) and source.tag == _T and source.getparent().tag == _R:
            if at < position + len(text):
                _cut(source, 0, at - position)
            return _split(source.getparent(), [source, *source.itersiblings(preceding=True)])[-1], True
        position += len(text)
    position = 0
    for text, source in pieces:
        if position >= at and text and source.tag == _T and source.getparent().tag == _R:
            return _split(source.getparent(), [source])[0], False
        position += len(text)
    p = next((child for child in tc.iterchildren(W + "p")), None)
    if p is None:
        p = next(tc.iter(W + "p"), None)
    if p is None:
        raise Unchangeable
    return p, True


def _put(place: tuple[Any, bool], inserted: Any) -> None:
    element, after = place
    if element.tag == W + "p":
        element.append(inserted)
    elif after:
        _after(element, inserted)
    else:
        while element.getparent().tag in _INSERTED:
            element = element.getparent()
        element.addprevious(inserted)


def _after(anchor: Any, inserted: Any) -> None:
    """Put an element behind another; an insertion of somebody else's is parted, never nested in."""
    while anchor.getparent().tag in _PARTED:
        parent = anchor.getparent()
        if rest := list(anchor.itersiblings()):
            second = parent.makeelement(parent.tag, dict(parent.attrib), parent.nsmap)
            parent.addnext(second)
            second.extend(rest)
        anchor = parent
    anchor.addnext(inserted)


def _delete(run: Any, author: Author, marker: Marker) -> Any:
    """Mark a run as deleted."""
    mark = marker.element("del", author)
    run.addprevious(mark)
    mark.append(run)
    for t in list(run.iter(_T)):
        t.tag = W + "delText"
    return mark


def looks(run: Any, tc: Any) -> Any:
    """The looks of the text that stands there, for the text that comes."""
    if run is not None and run.tag == _R:
        found = child_of(run, _RPR)
        return copied(found) if found is not None else None
    near = next((r for r in tc.iter(W + "r") if r.find(W + "t") is not None), None)
    found = near.find(W + "rPr") if near is not None else tc.find(f"{W}p/{W}pPr/{W}rPr")
    if found is None:
        return None
    found = copied(found)
    for change in list(found):
        if change.tag in (W + "ins", W + "del", W + "moveFrom", W + "moveTo", W + "rPrChange"):
            found.remove(change)
    return found


def runs(text: str, properties: Any, author: Author, marker: Marker) -> Any:
    """New text as one w:ins; 【待填】 is highlighted."""
    mark = marker.element("text", author)
    run = mark[0]
    for number, piece in enumerate(filter(None, re.split(f"({_ASKED})", text)) if _ASKED in text else (text,)):
        if number:
            run = copied(_NEW_RUN)
            mark.append(run)
        _fill(run, piece, properties)
    return mark


def paragraph(text: str, form: Any, properties: Any, author: Author, marker: Marker) -> Any:
    """A paragraph put in, with copies of these properties of its own (w:pPr) and of its text (w:rPr)."""
    p = etree.Element(W + "p")
    p.append(copied(form))
    mark_of(p).insert(0, marker.element("ins", author))
    p.append(runs(text, properties, author, marker))
    return p


def _fill(run: Any, text: str, properties: Any) -> None:
    """Put text and looks into a new run."""
    t = run[0]
    first, *rest = _BREAKS.split(text)
    t.text = first
    for words in rest:
        if words in _BREAK_TAGS:
            etree.SubElement(run, _BREAK_TAGS[words])
        elif words:
            t = copied(t)
            t.text = words
            run.append(t)
    own = copied(properties) if properties is not None else None
    if text == _ASKED:
        own = etree.Element(_RPR) if own is None else own
        for old in own.findall(W + "highlight") if len(own) else ():
            own.remove(old)
        own.insert(sum(child.tag in _BEFORE_HIGHLIGHT for child in own), copied(_HIGHLIGHT))
    if own is not None:
        run.insert(0, own)


_BREAK_TAGS = {"\n": W + "br", "\t": W + "tab"}
_BREAKS = re.compile("([\n\t])")
_NEW_RUN = etree.Element(_R)
_NEW_RUN.append(etree.Element(_T, {_SPACE: "preserve"}))
_HIGHLIGHT = etree.Element(W + "highlight", {W + "val": "yellow"})
_BEFORE_HIGHLIGHT = frozenset(
    W + name
    for name in (
        *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
        *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
        *("position", "sz", "szCs"),
    )
)

_PLAIN = etree.Element(_PPR)
_PLAIN.append(etree.Element(_RPR))


def mark_of(p: Any) -> Any:
    """The properties of a paragraph's end, made where they are missing."""
    properties = child_of(p, _PPR)
    if properties is None:
        properties = copied(_PLAIN)
        p.insert(0, properties)
        return properties[0]
    found = child_of(properties, _RPR)
    if found is None:
        found = etree.Element(_RPR)
        later = next((c for c in properties if c.tag in (W + "sectPr", W + "pPrChange")), None)
        if later is None:
            properties.append(found)
        else:
            later.addprevious(found)
    return found


def _delete_mark(p: Any, author: Author, marker: Marker) -> None:
    """Let a paragraph run on into the next: the mark at its end is deleted."""
    following = p.getnext()
    if following is None or following.tag != W + "p":
        return
    end = mark_of(p)
    inserted = end.find(W + "ins")
    mark = marker.element("del", author)
    if inserted is None:
        end.insert(0, mark)
    else:
        inserted.addnext(mark)
