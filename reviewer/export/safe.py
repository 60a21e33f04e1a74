"""Text that came from a document or a department, made harmless for what it is written into.

Controls, escape sequences and bidirectional overrides become visible marks everywhere; what a spreadsheet would take
for a formula stays text; a file name holds nothing that a file system or a shell reads.
"""

import re

_CONTROLS = {c: chr(0x2400 + c) for c in range(32) if c not in (9, 10)} | {127: "␡"}
_C1 = dict.fromkeys(range(0x80, 0xA0), "�")
_BIDI = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "�")
_TABLE = _CONTROLS | _C1 | _BIDI | _NOT_XML
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f؜‎‏\u202a-\u202e\u2066-\u2069\ud800-\udfff￾￿]")
_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")

EXCEL_LIMIT = 32_767
"""Characters that a cell of a workbook can hold."""


def clean(text: str) -> str:
    """The text with controls, bidi marks and lone surrogates made visible; line breaks and TABs stay."""
    if not _SUSPECT.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\ud800-\udfff]", "�", text.translate(_TABLE))


def csv_text(text: str) -> str:
    """For a .csv: what a spreadsheet would take for a formula gets a leading ', which our reader strips again."""
    text = clean(text)
    return "'" + text if _FORMULA.match(text) else text


def excel_text(text: str) -> str:
    """For a string cell of a workbook: cut, with a word on it, where a cell cannot hold it all."""
    text = clean(text)
    if len(text) <= EXCEL_LIMIT:
        return text
    kept = EXCEL_LIMIT - 40
    return f"{text[:kept]}……（余下 {len(text) - kept} 字见原文）"


def file_name(text: str, limit: int = 60) -> str:
    """A part of a file name: no separators, no reserved names, no leading dot or dash, at most `limit` characters."""
    text = re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "_", clean(text)).strip("._- ")[:limit].strip("._- ")
    return f"_{text}" if _RESERVED.match(text) or not text else text
