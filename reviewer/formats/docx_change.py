"""Changes in Word's XML: the text of a cell replaced in its runs, as w:del and w:ins or at once."""

import re
from itertools import groupby
from typing import Any

from lxml import etree

from reviewer.domain.harmless import harmless
from reviewer.formats.docx_marker import Author, Marker
from reviewer.formats.docx_text import VANISH, TextReader, W, child_of, copied, end_deleted

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ASKED = "【待填】"
_WORD = re.compile(r"[0-9A-Za-z.]")
_T, _R, _P, _RPR, _PPR, _TCPR = W + "t", W + "r", W + "p", W + "rPr", W + "pPr", W + "tcPr"
_TEXTS = frozenset((_T, M + "t"))
_DELETED = {_T: W + "delText", W + "instrText": W + "delInstrText"}
_RUNS = frozenset((_R, M + "r"))
_LOOKS = frozenset((_RPR, M + "rPr"))
_INSERTED = frozenset((W + "ins", W + "moveTo"))
_PARTED = _INSERTED | {M + "oMath"}


class Unchangeable(ValueError):  # noqa: N818 - a property of the cell
    """The cell holds something in the changed place that is no plain text."""


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
                    if run.tag == _PPR and not end_deleted(run):
                        continue
                    return False
                for t in run:
                    if t.tag == _T:
                        self.pieces.append((t.text or "", t))
                    elif t.tag != _RPR or child_of(t, VANISH) is not None:
                        return False
            self.pieces.append(("\n", p))
        return True

    def _add(self, parts: list[str], text: str, source: Any) -> None:
        parts.append(text)
        self.pieces.append((text, source))


def change_cell(tc: Any, reading: Reading, after: str, author: Author, marker: Marker) -> tuple[Any, Any]:
    """Replace the text of a cell by `after`, which is harmless; the first and last element that stand for the change.

    Only what differs is changed, in whole words and numbers. Raises Unchangeable.
    """
    pieces = reading.pieces
    raw = "".join([text for text, _source in pieces])
    start, new, end = _difference(raw, after)
    doomed, marks = _doomed(pieces, start, end)
    place = None if doomed or marks else _gap(tc, pieces, start)
    first: Any = None
    last: Any = None
    properties = looks(doomed[0] if doomed else place[0] if place else None, tc)
    for run in doomed:
        marked = delete_run(run, author, marker)
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
    if len(run) == len(going) + (run[0].tag in _LOOKS):
        return [run]
    content = [child for child in run if child.tag not in _LOOKS]
    heads = [child for child in run if child.tag in _LOOKS]
    found, part = [], None
    for goes, group in groupby(content, key=set(going).__contains__):
        if part is None:
            part = run
        else:
            following = etree.SubElement(run.getparent(), run.tag, dict(run.attrib))
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


def delete_run(run: Any, author: Author, marker: Marker) -> Any:
    """Mark a run as deleted; the mark."""
    mark = marker.element("del", author)
    run.addprevious(mark)
    mark.append(run)
    for child in run:
        if child.tag in _DELETED:
            child.tag = _DELETED[child.tag]
        elif len(child):
            for text in list(child.iter(*_DELETED)):
                text.tag = _DELETED[text.tag]
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
    first, *rest = _BREAKS.split(text)
    _say(run[0], first)
    for words in rest:
        if words in _BREAK_TAGS:
            etree.SubElement(run, _BREAK_TAGS[words])
        elif words:
            _say(etree.SubElement(run, _T), words)
    own = copied(properties) if properties is not None else None
    if text == _ASKED:
        own = copied(_PLAIN[0]) if own is None else own
        for old in own.findall(W + "highlight") if len(own) else ():
            own.remove(old)
        own.insert(sum(child.tag in _BEFORE_HIGHLIGHT for child in own), copied(_HIGHLIGHT))
    if own is not None:
        run.insert(0, own)


def _say(t: Any, text: str) -> None:
    """Put words into a text element, which keeps the white space around them only where it is told to."""
    t.text = text
    if text[:1].isspace() or text[-1:].isspace():
        t.set(_SPACE, "preserve")


_BREAK_TAGS = {"\n": W + "br", "\t": W + "tab"}
_BREAKS = re.compile("([\n\t])")
_NEW_RUN = etree.Element(_R)
_NEW_RUN.append(etree.Element(_T))
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
