"""Rows of a Word table inserted and deleted, tracked or at once, with merged cells kept whole."""

import copy
from collections.abc import Callable
from typing import Any

from reviewer.formats.docx import HMERGE, SPAN, TC, TCPR, TR, TRPR, VAL, VMERGE, children
from reviewer.formats.docx_change import Author, Marker, looks, mark_of, runs
from reviewer.formats.docx_text import W
from reviewer.formats.harmless import harmless

_MARKS = frozenset(W + n for n in ("ins", "del", "trPrChange", "cnfStyle"))


def insert_row(after: Any, model: Any, texts: tuple[str, ...], author: Author, marker: Marker) -> Any:
    """A row like `model` behind the row `after`, its texts from the first cell on; the new row.

    A column that is merged downwards goes on through the new row, or ends above it when the text is another label.
    """
    from lxml import etree

    row = etree.Element(TR)
    properties = model.find(TRPR)
    properties = copy.deepcopy(properties) if properties is not None else etree.Element(TRPR)
    for child in list(properties):
        if child.tag in _MARKS:
            properties.remove(child)
    if not marker.clean:
        properties.append(marker.element("ins", author))
    if len(properties):
        row.append(properties)
    below = _following(after)
    for number, tc in enumerate(children(model, TC)):
        text = harmless(texts[number]) if number < len(texts) else ""
        row.append(_cell(tc, text, _goes_on(tc, below, text), author, marker))
    after.addnext(row)
    return row


def _cell(model: Any, text: str, goes_on: bool, author: Author, marker: Marker) -> Any:
    from lxml import etree

    tc = etree.Element(TC)
    properties = model.find(TCPR)
    if properties is not None:
        properties = copy.deepcopy(properties)
        for child in list(properties):
            if child.tag in (W + "cellIns", W + "cellDel", W + "cellMerge", W + "tcPrChange"):
                properties.remove(child)
            elif child.tag == VMERGE:
                if goes_on:
                    child.attrib.pop(VAL, None)
                else:
                    properties.remove(child)
        tc.append(properties)
    p = etree.SubElement(tc, W + "p")
    old = next(model.iter(W + "p"), None)
    form = old.find(W + "pPr") if old is not None else None
    if form is not None:
        form = copy.deepcopy(form)
        for child in form.findall(f"{W}rPr/{W}ins") + form.findall(f"{W}rPr/{W}del"):
            child.getparent().remove(child)
        for child in form.findall(W + "numPr") + form.findall(W + "pPrChange") + form.findall(W + "sectPr"):
            form.remove(child)
        p.append(form)
    if not marker.clean:
        mark_of(p).insert(0, marker.element("ins", author))
    if text and not goes_on:
        p.extend(runs(text, looks(None, model), author, marker))
    return tc


def delete_row(tr: Any, author: Author, marker: Marker, move: Callable[[Any, Any], None]) -> None:
    """Delete a row; a label that is merged from it downwards stays with the rows below.

    `move(to, source)` replaces the text of one cell by that of another, tracked.
    """
    following = _following(tr)
    while following is not None and following.find(f"{TRPR}/{W}del") is not None:
        following = _following(following)
    heirs = [
        (tc, heir) for tc in children(tr, TC) if _merge(tc) == "restart" and (heir := _below(tc, following)) is not None
    ]
    if heirs and not marker.clean and (pairs := _alike(tr, following, heirs)):
        # Word cannot track that a merged cell moves down. So the next row's texts move up, and that row goes.
        for tc, source in pairs:
            move(tc, source)
        tr = following
    else:
        for tc, heir in heirs:
            _inherit(tc, heir)
    if marker.clean:
        parent = tr.getparent()
        parent.remove(tr)
        table = parent
        if table.tag == W + "tbl" and next(children(table, TR), None) is None:
            table.getparent().remove(table)
        return
    properties = tr.find(TRPR)
    if properties is None:
        properties = tr.makeelement(TRPR, {}, tr.nsmap)
        tr.insert(sum(child.tag in (W + "tblPrEx",) for child in tr), properties)
    if properties.find(W + "del") is None:
        change = properties.find(W + "trPrChange")
        mark = marker.element("del", author)
        if change is None:
            properties.append(mark)
        else:
            change.addprevious(mark)
    for p in list(tr.iter(W + "p")):
        end = mark_of(p)
        if end.find(W + "del") is None:
            end.insert(int(end.find(W + "ins") is not None), marker.element("del", author))
        for run in [r for r in p.iter(W + "r") if r.getparent().tag not in (W + "del", W + "moveFrom")]:
            if next(run.iter(W + "tbl", W + "txbxContent"), None) is not None:
                continue
            mark = marker.element("del", author)
            run.addprevious(mark)
            mark.append(run)
            for t in list(run.iter(W + "t")):
                t.tag = W + "delText"
            for code in list(run.iter(W + "instrText")):
                code.tag = W + "delInstrText"


def _alike(tr: Any, following: Any, heirs: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The cells of two rows side by side, the merged ones aside; empty where the rows are not made alike."""
    upper = [tc for tc in children(tr, TC) if all(tc is not owner for owner, _heir in heirs)]
    lower = [tc for tc in children(following, TC) if all(tc is not heir for _owner, heir in heirs)]
    alike = len(upper) == len(lower) and all(
        column(a) == column(b) and not _merge(b) and _merge(a) != "restart" for a, b in zip(upper, lower, strict=True)
    )
    return list(zip(upper, lower, strict=True)) if alike else []


def _inherit(tc: Any, heir: Any) -> None:
    """The cell below becomes the top of the merged column, with the label."""
    merge = heir.find(f"{TCPR}/{VMERGE}")
    merge.set(VAL, "restart")
    for child in [c for c in heir if c.tag != TCPR]:
        heir.remove(child)
    for child in [c for c in tc if c.tag != TCPR]:
        heir.append(copy.deepcopy(child))


def _following(tr: Any) -> Any:
    return next((row for row in tr.itersiblings(TR)), None)


def _merge(tc: Any) -> str:
    found = tc.find(f"{TCPR}/{VMERGE}")
    return "" if found is None else found.get(VAL) or "continue"


def column(tc: Any) -> int:
    """The grid column where a cell begins."""
    tr = tc.getparent()
    while tr.tag != TR:
        tr = tr.getparent()
    before = tr.find(f"{TRPR}/{W}gridBefore")
    at = int(before.get(VAL, "0")) if before is not None and before.get(VAL, "").isdigit() else 0
    for cell in children(tr, TC):
        if cell is tc:
            break
        span = cell.find(f"{TCPR}/{SPAN}")
        at += int(span.get(VAL, "1")) if span is not None and span.get(VAL, "").isdigit() else 1
    return at


def _below(tc: Any, following: Any) -> Any:
    """The cell right below that continues the merge, if any."""
    if following is None:
        return None
    at = column(tc)
    return next((cell for cell in children(following, TC) if column(cell) == at and _merge(cell) == "continue"), None)


def _goes_on(tc: Any, below: Any, text: str) -> bool:
    if not _merge(tc) or tc.find(f"{TCPR}/{HMERGE}") is not None:
        return False
    return _below(tc, below) is not None or not text or text == _label(tc)


def _label(tc: Any) -> str:
    """The text at the top of a merged column."""
    tr = tc.getparent()
    while tr.tag != TR:
        tr = tr.getparent()
    at, top = column(tc), tc
    while _merge(top) == "continue" and (tr := tr.getprevious()) is not None:
        if tr.tag == TR:
            top = next((cell for cell in children(tr, TC) if column(cell) == at), top)
    return "".join(t.text or "" for t in top.iter(W + "t")).strip()
