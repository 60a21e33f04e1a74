"""The comments of a Word document: the reason of each change beside it."""

from collections.abc import Callable
from typing import Any

from reviewer.formats.docx_change import Author, Ids
from reviewer.formats.docx_text import W
from reviewer.formats.harmless import harmless
from reviewer.formats.package import Package

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Comments:
    """Comments on pieces of a document; each is handed to `keep` as a w:comment."""

    def __init__(self, ids: Ids, keep: Callable[[Any], None]) -> None:
        self._ids, self._keep = ids, keep

    def add(self, first: Any, last: Any, text: str, author: Author) -> None:
        """A comment on everything from one element to another."""
        from lxml import etree

        number = self._comment(text, author)
        first.addprevious(etree.Element(W + "commentRangeStart", {W + "id": number}))
        end = etree.Element(W + "commentRangeEnd", {W + "id": number})
        last.addnext(end)
        end.addnext(_reference(number))

    def add_empty(self, p: Any, text: str, author: Author) -> None:
        """A comment on a paragraph without text."""
        from lxml import etree

        number = self._comment(text, author)
        etree.SubElement(p, W + "commentRangeStart", {W + "id": number})
        etree.SubElement(p, W + "commentRangeEnd", {W + "id": number})
        p.append(_reference(number))

    def _comment(self, text: str, author: Author) -> str:
        from lxml import etree

        number = self._ids.next()
        name = harmless(author.name)
        comment = etree.Element(
            W + "comment",
            {W + "id": number, W + "author": name, W + "date": author.date(), W + "initials": name[:1]},
        )
        for line in harmless(text).split("\n"):
            run = etree.SubElement(etree.SubElement(comment, W + "p"), W + "r")
            t = etree.SubElement(run, W + "t")
            t.text = line
            t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        self._keep(comment)
        return number


class PackageComments(Comments):
    """Comments added to a document that is there; `parts` gives what changes in the package besides the document."""

    def __init__(self, package: Package, main: str) -> None:
        from lxml import etree

        self._package, self._main = package, main
        known = next((target for kind, target in package.relations(main).values() if kind == "comments"), None)
        self._known = known if known in package.names else None
        if self._known:
            self._root = package.tree(self._known)
        else:
            self._root = etree.Element(W + "comments", nsmap={"w": W[1:-1]})
        self._before = len(self._root)
        super().__init__(Ids(etree.tostring(self._root)), self._root.append)

    def parts(self) -> dict[str, bytes]:
        """The comments part, and where it is new the relations and content types that name it."""
        if len(self._root) == self._before:
            return {}
        if self._known:
            return {self._known: _bytes(self._root)}
        folder, _slash, stem = self._main.rpartition("/")
        name, number = f"{folder}/comments.xml", 0
        while name in self._package.names:
            number += 1
            name = f"{folder}/comments{number}.xml"
        relations = f"{folder}/_rels/{stem}.rels"
        return {
            name: _bytes(self._root),
            relations: self._relations(relations, name.rpartition("/")[2]),
            "[Content_Types].xml": self._types(name),
        }

    def _relations(self, part: str, target: str) -> bytes:
        from lxml import etree

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
        from lxml import etree

        root = self._package.tree("[Content_Types].xml")
        etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": CONTENT})
        return _bytes(root)


def _reference(number: str) -> Any:
    from lxml import etree

    run = etree.Element(W + "r")
    etree.SubElement(run, W + "commentReference", {W + "id": number})
    return run


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
