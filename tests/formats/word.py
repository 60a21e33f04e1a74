"""Small Word files for the tests."""

import zipfile
from pathlib import Path

from lxml import etree

from reviewer.domain.grid import Block, Grid
from reviewer.formats import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word(path: Path, body: str, **parts: str) -> Path:
    """A minimal Word file with this body."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        package.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr("word/" + name.replace("__", "/").replace("_xml", ".xml"), content)
    return path


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(c if c.startswith('<w:tc') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def read(path: Path) -> list[Block]:
    return list(docx.blocks(path))


def texts(block: Block) -> list[list[str]]:
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows]


def grids(path: Path) -> list[list[list[str]]]:
    return [texts(block) for block in read(path) if isinstance(block, Grid)]


def settle(path: Path, out: Path, *, accept: bool) -> Path:
    """The file with every tracked change accepted or rejected, as Word defines them."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    goes, stays = (("del", "moveFrom"), ("ins", "moveTo")) if accept else (("ins", "moveTo"), ("del", "moveFrom"))
    for row in list(root.iter(W + "tr")):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in goes):
            row.getparent().remove(row)
    for para in list(root.iter(W + "p")):
        if any(para.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in goes):
            following = para.getnext()
            if following is not None and following.tag == W + "p":
                for child in reversed([c for c in para if c.tag != W + "pPr"]):
                    following.insert(1 if len(following) and following[0].tag == W + "pPr" else 0, child)
                para.getparent().remove(para)
    for name in goes:
        for mark in list(root.iter(W + name)):
            if mark.getparent() is not None:
                mark.getparent().remove(mark)
    for name in stays:
        for mark in list(root.iter(W + name)):
            for child in list(mark):
                mark.addprevious(child)
            mark.getparent().remove(mark)
    for split in list(root.iter(W + "cellMerge")):
        if accept:
            split.getparent().find(W + "vMerge").set(W + "val", "restart")
        split.getparent().remove(split)
    for deleted in root.iter(W + "delText"):
        deleted.tag = W + "t"
    for deleted in root.iter(W + "delInstrText"):
        deleted.tag = W + "instrText"
    parts["word/document.xml"] = etree.tostring(root)
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out
