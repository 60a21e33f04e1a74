"""Word documents written back: only the accepted cells and rows change, each as a tracked change with its reason."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from reviewer.domain.edit import Edit, Front
from reviewer.formats.docx import BODY, TBL, children, main_part
from reviewer.formats.docx_change import paragraph
from reviewer.formats.docx_comments import Comments, PackageComments
from reviewer.formats.docx_marker import Author, Ids, Marker
from reviewer.formats.docx_table import Tables
from reviewer.formats.docx_text import W, child_of, copied
from reviewer.formats.package import PART_LIMIT, Package, damaged, parse_xml, rewrite


def write(original: Path, edits: Sequence[Edit], out: Path, *, clean: bool = False) -> None:
    """Copy `original` to `out` with the edits tracked, or taken at once with `clean`.

    Raises InputError where an address is not there, a cell no longer holds what the edit expects, or cannot change.
    """
    if not edits:
        shutil.copyfile(original, out)
        return
    with Package(original) as package:
        main = main_part(package)
        if main is None:
            raise damaged(original)
        data = package.read(main, limit=PART_LIMIT)
        root = parse_xml(data, original, main)
        body = root.find(BODY)
        if body is None:
            raise damaged(original, main)
        marker = Marker(Ids(data), clean=clean)
        comments = None if clean else PackageComments(package, main)
        tables = Tables(list(children(body, TBL)), marker, comments, original)
        tables.apply([edit for edit in edits if not isinstance(edit, Front)])
        for edit in edits:
            if isinstance(edit, Front):
                _put_front(body, edit, marker, comments)
        if clean:
            marker.take()
        xml = marker.written(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        changed = (comments.parts() if comments else {}) | {main: xml}
    rewrite(original, out, changed)


def _put_front(body: Any, edit: Front, marker: Marker, comments: Comments | None) -> None:
    """The lines as a small boxed note before the first paragraph.

    The note's looks are a tracked change of that paragraph's: LibreOffice leaves it those of the note when it refuses
    the note itself. A document that begins with a table gets the lines in the comment alone.
    """
    author = Author(edit.author, edit.when)
    first = next(body.iterchildren(), None)
    if first is not None and first.tag == W + "p":
        made = paragraph("\n".join(edit.lines), etree.fromstring(_NOTE), etree.fromstring(_SMALL), author, marker)
        change = marker.element("form", author)
        old = child_of(first, W + "pPr")
        old = copied(old) if old is not None else etree.Element(W + "pPr")
        for child in [c for c in old if c.tag in _NOT_KEPT]:
            old.remove(child)
        change.append(old)
        made[0].append(change)
        body.insert(0, made)
    else:
        made = next(body.iter(W + "p"), None)
    if made is None or comments is None:
        return
    told = "\n".join(filter(None, (*edit.lines, edit.comment)))
    content = [child for child in made if child.tag != W + "pPr"]
    if content:
        comments.add(content[0], content[-1], told, author)
    else:
        comments.add_empty(made, told, author)


_NOT_KEPT = frozenset(W + name for name in ("rPr", "sectPr", "pPrChange"))
_BOX = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="7F7F7F"/>' for side in ("top", "left", "bottom", "right")
)
_NOTE = (
    f'<w:pPr xmlns:w="{W[1:-1]}"><w:pBdr>{_BOX}</w:pBdr>'
    '<w:spacing w:before="0" w:after="120"/><w:ind w:left="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
)
_SMALL = f'<w:rPr xmlns:w="{W[1:-1]}"><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
