"""The comments of a Word document: the reason of each change beside it."""

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from reviewer.domain.harmless import harmless
from reviewer.formats.docx_marker import Author, Ids
from reviewer.formats.docx_text import W
from reviewer.formats.package import Package

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{W[1:-1]}">'
TAIL = "</w:comments>"
"""What stands before and after the comments in their part."""
_MARKS = (
    '<w:p><w:commentRangeStart w:id="\0"/><w:commentRangeEnd w:id="\0"/>'
    '<w:r><w:commentReference w:id="\0"/></w:r></w:p>'
)
"""Where a comment begins, where it ends, and the run that shows it."""
_LINE, _LINE_END = '<w:p><w:r><w:t xml:space="preserve">', "</w:t></w:r></w:p>"


class Comments:
    """Comments on pieces of a document; each is handed to `keep` as the text of a w:comment, in the prefix w."""

    def __init__(self, ids: Ids, keep: Callable[[str], None]) -> None:
        self._keep = keep
        self._signatures: dict[Author, str] = {}
        self._ready = ids.elements(_MARKS)

    def add(self, first: Any, last: Any, text: str, author: Author) -> None:
        """A comment on everything from one element to another."""
        start, end, run = self._comment(text, author)
        first.addprevious(start)
        last.addnext(end)
        end.addnext(run)

    def add_empty(self, p: Any, text: str, author: Author) -> None:
        """A comment on a paragraph without text."""
        p.extend(self._comment(text, author))

    def _comment(self, text: str, author: Author) -> list[Any]:
        """Keep a comment; the three marks of its place."""
        signature = self._signatures.get(author)
        if signature is None:
            initial = quoteattr(harmless(author.name)[:1])
            signature = self._signatures[author] = f"{author.signature()} w:initials={initial}"
        number, marks = next(self._ready)
        lines = escape(harmless(text)).replace("\n", _LINE_END + _LINE)
        self._keep(f'<w:comment w:id="{number}" {signature}>{_LINE}{lines}{_LINE_END}</w:comment>')
        return list(marks)


class PackageComments(Comments):
    """Comments added to a document that is there; `parts` gives what changes in the package besides the document."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        known = next((target for kind, target in package.relations(main).values() if kind == "comments"), None)
        self._known = known if known in package.names else None
        self._root = package.tree(self._known) if self._known else etree.Element(W + "comments")
        self._added: list[str] = []
        super().__init__(Ids(etree.tostring(self._root)), self._added.append)

    def parts(self) -> dict[str, bytes]:
        """The comments part, and where it is new the relations and content types that name it."""
        if not self._added:
            return {}
        whole = "".join((HEAD, *self._added, TAIL)).encode()
        if self._known:
            self._root.extend(etree.fromstring(whole))
            return {self._known: _bytes(self._root)}
        folder, _slash, stem = self._main.rpartition("/")
        name, number = f"{folder}/comments.xml", 0
        while name in self._package.names:
            number += 1
            name = f"{folder}/comments{number}.xml"
        relations = f"{folder}/_rels/{stem}.rels"
        return {
            name: whole,
            relations: self._relations(relations, name.rpartition("/")[2]),
            "[Content_Types].xml": self._types(name),
        }

    def _relations(self, part: str, target: str) -> bytes:
        if part in self._package.names:
            root = self._package.tree(part)
        else:
            root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})  # type: ignore[dict-item]
        taken = {entry.get("Id") for entry in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", {"Id": f"rId{number}", "Type": KIND, "Target": target})
        return _bytes(root)

    def _types(self, name: str) -> bytes:
        root = self._package.tree("[Content_Types].xml")
        etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": CONTENT})
        return _bytes(root)


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
