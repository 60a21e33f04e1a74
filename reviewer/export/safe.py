"""Text that came from a document or a department, made harmless for what it is written into.

What a spreadsheet would take for a formula stays text; a file name holds nothing that a file system or a shell reads.
"""

import re

from reviewer.domain.harmless import harmless

_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")

EXCEL_LIMIT = 32_767
"""Characters that a cell of a workbook can hold."""


def csv_text(text: str) -> str:
    """For a .csv: what a spreadsheet would take for a formula gets a leading ', which our reader strips again."""
    text = harmless(text)
    return "'" + text if _FORMULA.match(text) else text


def excel_text(text: str) -> str:
    """For a string cell of a workbook: cut, with a word on it, where a cell cannot hold it all."""
    text = harmless(text)
    if len(text) <= EXCEL_LIMIT:
        return text
    kept = EXCEL_LIMIT - 40
    return f"{text[:kept]}……（余下 {len(text) - kept} 字见原文）"


def file_name(text: str, limit: int = 60) -> str:
    """A part of a file name: no separators, no reserved names, no leading dot or dash, at most `limit` characters."""
    text = re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "_", harmless(text)).strip("._- ")[:limit].strip("._- ")
    return f"_{text}" if _RESERVED.match(text) or not text else text
