"""Word documents written back: only the accepted cells and rows change, each as a tracked change with its reason."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reviewer.domain.edit import Edit, Front
from reviewer.formats.docx import BODY, TBL, children, main_part
from reviewer.formats.docx_change import Author, Ids, Marker, paragraph
from reviewer.formats.docx_comments import Comments, PackageComments
from reviewer.formats.docx_table import Tables
from reviewer.formats.docx_text import W
from reviewer.formats.package import PART_LIMIT, Package, damaged, rewrite


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
        root = package.tree(main, limit=PART_LIMIT)
        body = root.find(BODY)
        if body is None:
            raise damaged(original, main)
        marker = Marker(Ids(root), clean=clean)
        comments = PackageComments(package, main)
        tables = Tables(list(children(body, TBL)), marker, comments, original)
        tables.apply([edit for edit in edits if not isinstance(edit, Front)])
        for edit in edits:
            if isinstance(edit, Front):
                body[:0] = front(edit, marker, comments)
        changed = comments.parts() | {main: _bytes(root)}
    rewrite(original, out, changed)


def front(edit: Front, marker: Marker, comments: Comments) -> list[Any]:
    """The lines as paragraphs: a title, then plain lines."""
    from lxml import etree

    author = Author(edit.author, edit.when)
    made = []
    for number, line in enumerate(edit.lines):
        form = etree.Element(W + "pPr")
        properties = etree.Element(W + "rPr")
        if number == 0:
            etree.SubElement(form, W + "jc", {W + "val": "center"})
            etree.SubElement(properties, W + "b")
            etree.SubElement(properties, W + "sz", {W + "val": "32"})
        made.append(paragraph(line, form, properties, author, marker))
    if edit.comment and not marker.clean:
        comments.add(made[0][1], made[0][-1], edit.comment, author)
    return made


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
