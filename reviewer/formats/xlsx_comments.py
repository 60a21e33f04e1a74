"""Comments in a sheet: the old text and the reason beside a changed cell, with the drawing that Excel asks for."""

import re
from typing import Any, NamedTuple

from reviewer.formats.package import Package, parse_xml
from reviewer.formats.spreadsheet import column_number
from reviewer.formats.xlsx import S
from reviewer.formats.xlsx_rows import letters

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_DRAWING = frozenset(
    S + name
    for name in (
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"),
        "extLst",
    )
)
_VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
    'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


class Note(NamedTuple):
    """One comment: the cell (C7), who writes it, its text."""

    reference: str
    author: str
    text: str


class SheetNotes:
    """Adds comments to a sheet; `pending` are the parts that other sheets of the workbook changed already."""

    def __init__(self, package: Package, part: str, root: Any, pending: dict[str, bytes]) -> None:
        self._package, self._part, self._root, self._pending = package, part, root, pending
        self._relations = package.relations(part)

    def add(self, notes: list[Note]) -> dict[str, bytes]:
        """The parts that change besides the sheet; the sheet's tree gets its drawing."""
        if not notes:
            return {}
        changed: dict[str, bytes] = {}
        new: list[tuple[str, str, str]] = []
        comments = self._related("comments")
        if comments is None:
            comments = self._free("xl/comments{}.xml")
            new.append((f"{_R}/comments", comments, _COMMENTS))
            data = f'<comments xmlns="{S[1:-1]}"><authors/><commentList/></comments>'.encode()
        else:
            data = self._package.read(comments)
        changed[comments] = self._commented(data, comments, notes)
        vml = self._related("vmlDrawing") if self._root.find(S + "legacyDrawing") is not None else None
        if vml is None:
            vml = self._free("xl/drawings/vmlDrawing{}.vml", changed)
            new.append((f"{_R}/vmlDrawing", vml, _VML))
            drawing = _VML_HEAD + "</xml>"
        else:
            drawing = self._package.read(vml).decode("utf-8", "replace")
        changed[vml] = _drawn(drawing, notes).encode()
        if new:
            changed |= self._named(new)
        return changed

    def _related(self, kind: str) -> str | None:
        found = next((target for k, target in self._relations.values() if k == kind), None)
        return found if found in self._package.names else None

    def _free(self, pattern: str, taken: dict[str, bytes] | None = None) -> str:
        number = 1
        while (name := pattern.format(number)) in self._package.names or name in self._pending or name in (taken or {}):
            number += 1
        return name

    def _commented(self, data: bytes, name: str, notes: list[Note]) -> bytes:
        from lxml import etree

        root = parse_xml(data, self._package.path, name)
        authors, listed = root.find(S + "authors"), root.find(S + "commentList")
        known = [author.text or "" for author in authors]
        for note in notes:
            if note.author not in known:
                known.append(note.author)
                etree.SubElement(authors, S + "author").text = note.author
            old = next((c for c in listed if c.get("ref") == note.reference), None)
            if old is None:
                attributes = {"ref": note.reference, "authorId": str(known.index(note.author))}
                old = etree.SubElement(etree.SubElement(listed, S + "comment", attributes), S + "text")
                words = note.text
            else:
                old = old.find(S + "text")
                words = f"\n{note.text}"
            t = etree.SubElement(etree.SubElement(old, S + "r"), S + "t")
            t.text = words
            t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _named(self, new: list[tuple[str, str, str]]) -> dict[str, bytes]:
        """The sheet's relations and the content types with the new parts in them."""
        from lxml import etree

        folder, _slash, stem = self._part.rpartition("/")
        name = f"{folder}/_rels/{stem}.rels"
        if name in self._package.names:
            relations = self._package.tree(name)
        else:
            relations = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})  # type: ignore[dict-item]
        taken = {entry.get("Id") for entry in relations}
        types_name = "[Content_Types].xml"
        types = parse_xml(
            self._pending.get(types_name) or self._package.read(types_name), self._package.path, types_name
        )
        for kind, part, content in new:
            number = 1
            while f"rId{number}" in taken:
                number += 1
            taken.add(f"rId{number}")
            etree.SubElement(
                relations,
                f"{{{_RELATIONS}}}Relationship",
                {"Id": f"rId{number}", "Type": kind, "Target": f"/{part}"},
            )
            etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": content})
            if content == _VML:
                self._refer(f"rId{number}")
        return {name: _bytes(relations), types_name: _bytes(types)}

    def _refer(self, relation: str) -> None:
        from lxml import etree

        old = self._root.find(S + "legacyDrawing")
        if old is not None:
            old.set(f"{{{_R}}}id", relation)
            return
        drawing = etree.Element(S + "legacyDrawing", {f"{{{_R}}}id": relation})
        later = next((child for child in self._root if child.tag in _AFTER_DRAWING), None)
        if later is None:
            self._root.append(drawing)
        else:
            later.addprevious(drawing)


def _drawn(drawing: str, notes: list[Note]) -> str:
    """The drawing with a hidden box for each note; one that stands there already is left alone."""
    shapes = []
    taken = {int(n) for n in re.findall(r'id="_x0000_s(\d+)"', drawing)}
    number = max(taken, default=1024)
    for note in notes:
        column = column_number(letters(note.reference))
        row = int(note.reference[len(letters(note.reference)) :]) - 1
        if f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column>" in re.sub(r"\s+", "", drawing):
            continue
        number += 1
        shapes.append(
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
            f'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:textbox/>'
            f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{column + 1},15,{row},2,{column + 4},15,{row + 5},4</x:Anchor><x:AutoFill>False</x:AutoFill>"
            f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    head, end, tail = drawing.rpartition("</xml>")
    return head + "".join(shapes) + end + tail


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
