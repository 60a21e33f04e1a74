"""Rows of a Word table inserted and deleted, tracked or at once, with merged cells kept whole."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from reviewer.domain.harmless import harmless
from reviewer.formats.docx import SPAN, TC, TCPR, TR, TRPR, VAL, VMERGE, children
from reviewer.formats.docx_change import delete_run, looks, mark_of, runs
from reviewer.formats.docx_marker import Author, Marker
from reviewer.formats.docx_text import TextReader, W, child_of, copied

_MARKS = frozenset(W + n for n in ("ins", "del", "trPrChange", "cnfStyle"))
_P, _R, _PPR, _RPR, _INS, _DEL = W + "p", W + "r", W + "pPr", W + "rPr", W + "ins", W + "del"
_MERGES = frozenset((VMERGE, *(W + n for n in ("cellIns", "cellDel", "cellMerge", "tcPrChange"))))
_CHANGES = frozenset((_INS, _DEL))
_NOT_REPEATED = frozenset(W + n for n in ("numPr", "pPrChange", "sectPr"))
_EXCEPTIONS = W + "tblPrEx"
_GONE = frozenset((_DEL, W + "moveFrom"))
_HOLDERS = (W + "tbl", W + "txbxContent")
_BEFORE = W + "gridBefore"
_BEFORE_VMERGE = frozenset(W + n for n in ("cnfStyle", "tcW", "gridSpan", "hMerge"))


def insert_row(after: Any, model: Any, texts: Mapping[int, str], author: Author, marker: Marker) -> Any:
    """A row like `model` behind the row `after`, its texts by grid column; the new row.

    A column that is merged downwards goes on through the new row, or ends above it when the text is another label.
    """
    row = etree.Element(TR)
    row.append(_kept(child_of(model, TRPR), TRPR, _MARKS))
    row[0].append(marker.element("ins", author))
    below = _following(after)
    for at, tc in zip(columns(model), children(model, TC), strict=True):
        text = harmless("".join(texts.get(n, "") for n in range(at, at + _span(tc))))
        row.append(_cell(tc, text, _goes_on(cell_at(after, at), at, below, text), author, marker))
    after.addnext(row)
    return row


def _cell(model: Any, text: str, goes_on: bool, author: Author, marker: Marker) -> Any:
    tc = etree.Element(TC)
    properties = _kept(child_of(model, TCPR), TCPR, _MERGES)
    if goes_on:
        properties.insert(sum(child.tag in _BEFORE_VMERGE for child in properties), etree.Element(VMERGE))
    tc.append(properties)
    p = etree.SubElement(tc, _P)
    old = next(model.iter(_P), None)
    form = child_of(old, _PPR) if old is not None else None
    if form is not None:
        form = _kept(form, _PPR, _NOT_REPEATED)
        if (end := child_of(form, _RPR)) is not None:
            form.replace(end, _kept(end, _RPR, _CHANGES))
        p.append(form)
    mark_of(p).insert(0, marker.element("ins", author))
    if text and not goes_on:
        p.append(runs(text, looks(None, model), author, marker))
    return tc


def _kept(properties: Any, tag: str, left_out: frozenset[str]) -> Any:
    """A copy of properties (or new ones of this tag) without those that a new row does not take over."""
    if properties is None:
        return etree.Element(tag)
    made = copied(properties)
    for child in [child for child in made if child.tag in left_out]:
        made.remove(child)
    return made


def mark_deleted(tr: Any, author: Author, marker: Marker) -> None:
    """Mark a row as deleted, with all that it holds; a label merged downwards from it passes to the row below."""
    for top in [mark for mark in tr.iter(VMERGE) if mark.get(VAL) == "restart"]:
        tc = top.getparent().getparent()
        if _row(tc) is tr and (heir := _heir(tc)) is not None:
            _inherit(tc, heir, author, marker)
    properties = child_of(tr, TRPR)
    if properties is None:
        tr.insert(sum(child.tag == _EXCEPTIONS for child in tr), marker.element("gone", author))
    elif child_of(properties, _DEL) is None:
        change = child_of(properties, W + "trPrChange")
        mark = marker.element("del", author)
        if change is None:
            properties.append(mark)
        else:
            change.addprevious(mark)
    # A run that holds a table or a text box is marked inside.
    around = {run for holder in tr.iter(*_HOLDERS) for run in holder.iterancestors(_R)}
    for element in list(tr.iter(_P, _R)):
        if element.tag == _R:
            if element.getparent().tag not in _GONE and element not in around:
                delete_run(element, author, marker)
        elif child_of(element, _PPR) is None:
            element.insert(0, marker.element("end", author))
        else:
            end = mark_of(element)
            tags = [child.tag for child in end]
            if _DEL not in tags:
                end.insert(int(_INS in tags), marker.element("del", author))


def _heir(tc: Any) -> Any:
    """The cell that takes over the label of a merged one's top: the first of those that go on whose row is not deleted.

    None where no such row stays: what is merged further down, behind another top, has a label of its own.
    """
    at, row = column(tc), _following(_row(tc))
    while (below := cell_at(row, at)) is not None and merge(below) == "continue":
        if _property(row, TRPR, _DEL) is None:
            return below
        row = _following(row)
    return None


def _inherit(tc: Any, heir: Any, author: Author, marker: Marker) -> None:
    """The cell below becomes the top of the merged column and repeats the label, both as tracked changes.

    Until they are taken it goes on with the cell above: so it does again when they are refused.
    """
    text = harmless(TextReader().cell(tc)[0])
    properties = child_of(heir, TCPR)
    split = marker.element("top", author)
    change = child_of(properties, W + "tcPrChange")
    if change is None:
        properties.append(split)
    else:
        change.addprevious(split)
    p = next(heir.iter(_P), None)
    if text and p is not None:
        p.append(runs(text, looks(None, tc), author, marker))


def _row(tc: Any) -> Any:
    tr = tc.getparent()
    while tr.tag != TR:
        tr = tr.getparent()
    return tr


def _following(tr: Any) -> Any:
    return next((row for row in tr.itersiblings(TR)), None)


def merge(tc: Any) -> str:
    """How a cell is merged downwards: restart, continue, or empty."""
    found = _property(tc, TCPR, VMERGE)
    return "" if found is None else found.get(VAL) or "continue"


def _property(element: Any, properties: str, name: str) -> Any:
    """An entry of a cell's or a row's properties, if any."""
    for held in element:
        if held.tag == properties:
            return child_of(held, name)
    return None


def inserted(tr: Any) -> bool:
    """Whether a row is marked as inserted."""
    return _property(tr, TRPR, _INS) is not None


def _span(tc: Any) -> int:
    span = _property(tc, TCPR, SPAN)
    width = "" if span is None else span.get(VAL, "")
    return int(width) if width.isdigit() else 1


def _start(tr: Any) -> int:
    """The grid columns left out before the first cell."""
    before = _property(tr, TRPR, _BEFORE)
    return int(before.get(VAL, "0")) if before is not None and before.get(VAL, "").isdigit() else 0


def column(tc: Any) -> int:
    """The grid column where a cell begins."""
    tr = _row(tc)
    at = _start(tr)
    for cell in children(tr, TC):
        if cell is tc:
            break
        at += _span(cell)
    return at


def columns(tr: Any) -> list[int]:
    """The grid columns where the cells of a row begin."""
    at, found = _start(tr), []
    for cell in children(tr, TC):
        found.append(at)
        at += _span(cell)
    return found


def cell_at(tr: Any, column: int) -> Any:
    """The cell of a row that covers a grid column, if any."""
    if tr is None:
        return None
    at = _start(tr)
    for cell in children(tr, TC):
        width = _span(cell)
        if at <= column < at + width:
            return cell
        at += width
    return None


def _goes_on(above: Any, at: int, below: Any, text: str) -> bool:
    """Whether the merged cell above goes on through a new row with this text."""
    if above is None or not merge(above):
        return False
    under = cell_at(below, at)
    return (under is not None and merge(under) == "continue") or not text or text == label(above)


def label(tc: Any) -> str:
    """The text of a cell, of a merged one that at the top of its column."""
    tr = _row(tc)
    at, top = column(tc), tc
    while merge(top) == "continue" and (tr := tr.getprevious()) is not None:
        if tr.tag == TR:
            top = cell_at(tr, at) if cell_at(tr, at) is not None else top
    return harmless(TextReader().cell(top)[0])
