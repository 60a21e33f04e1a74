"""The parts of a new Word document that are the same in each: types, relations, styles, page numbers."""

from reviewer.formats.docx_comments import CONTENT, KIND
from reviewer.formats.docx_text import W

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = f'xmlns:w="{W[1:-1]}"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

DOCUMENT_HEAD = f'{_HEAD}<w:document {_W} xmlns:r="{_R}"><w:body>'


def section(width: int, height: int, margin: int) -> str:
    """The page: its size, its margins, its number at the foot; lengths in twentieths of a point."""
    lying = ' w:orient="landscape"' if width > height else ""
    sides = " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{width}" w:h="{height}"{lying}/>'
        f'<w:pgMar {sides} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )


def _style(name: str, kind: str, title: str, body: str, *, default: bool = False) -> str:
    marks = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{marks} w:styleId="{name}"><w:name w:val="{title}"/>{body}</w:style>'


def _heading(level: int, size: int) -> str:
    return _style(
        f"Heading{level}",
        "paragraph",
        f"heading {level}",
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>'
        f'<w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>',
    )


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLES = (
    f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="宋体"/>'
    '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    + _style("Normal", "paragraph", "Normal", "<w:qFormat/>", default=True)
    + "".join(_heading(level, size) for level, size in ((1, 32), (2, 28), (3, 24)))
    + _style(
        "Title",
        "paragraph",
        "Title",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr>',
    )
    + _style(
        "Line",
        "paragraph",
        "Line",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="240"/><w:jc w:val="center"/></w:pPr>',
    )
    + _style(
        "Prose",
        "paragraph",
        "Prose",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="360" w:lineRule="auto"/>'
        '<w:ind w:firstLineChars="200" w:firstLine="420"/><w:jc w:val="both"/></w:pPr>',
    )
    + _style(
        "Cell", "paragraph", "Cell", '<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
    )
    + _style(
        "ContentsTitle",
        "paragraph",
        "TOC Heading",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="28"/></w:rPr>',
    )
    + _style(
        "TOC1",
        "paragraph",
        "toc 1",
        '<w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs></w:pPr>',
    )
    + _style(
        "TableNormal",
        "table",
        "Normal Table",
        '<w:tblPr><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>",
        default=True,
    )
    + _style(
        "TableGrid",
        "table",
        "Table Grid",
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>',
    )
    + "</w:styles>"
)
_FOOTER = (
    f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)
_NAMED = {
    "document": f"{_TYPE}.document.main+xml",
    "styles": f"{_TYPE}.styles+xml",
    "footer": f"{_TYPE}.footer+xml",
    "comments": CONTENT,
}
_OVERRIDES = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{kind}"/>' for part, kind in _NAMED.items())

PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>{_OVERRIDES}</Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/footer" Target="footer.xml"/>'
    f'<Relationship Id="rId3" Type="{KIND}" Target="comments.xml"/></Relationships>',
    "word/styles.xml": _STYLES,
    "word/footer.xml": _FOOTER,
}
"""Every part but the document and its comments, by name."""
