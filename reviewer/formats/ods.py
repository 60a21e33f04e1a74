"""OpenDocument spreadsheets: the text that each cell shows stands in the file itself.

A cell's address is `ods:Sheet!C7`. Hidden sheets are left out and reported.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reviewer.domain.grid import Block, Cell, Grid, Loss
from reviewer.errors import InputError
from reviewer.formats.harmless import file_name
from reviewer.formats.package import Package, damaged, refuse_doctype
from reviewer.formats.spreadsheet import as_blocks, column_name
from reviewer.language import _

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELL_LIMIT = 10_000_000
_SHEET_LIMIT = 100_000_000
"""Bytes of XML that one sheet may take."""


def blocks(path: Path) -> Iterator[Block]:
    """The visible sheets in order, each a grid (or paragraphs, for instructions)."""
    from lxml import etree

    with Package(path) as package:
        stream = package.part("content.xml", block=_SHEET_LIMIT)
        hidden: set[str] = set()
        try:
            walk = etree.iterparse(
                stream,
                events=("end",),
                tag=(_TABLE + "table", _STYLE + "style"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
            )
            for _event, element in walk:
                refuse_doctype(element, path, "content.xml")
                if element.tag == _STYLE + "style":
                    properties = element.find(_STYLE + "table-properties")
                    if properties is not None and properties.get(_TABLE + "display") == "false":
                        hidden.add(element.get(_STYLE + "name", ""))
                    continue
                name = element.get(_TABLE + "name", "")
                if element.get(_TABLE + "style-name") in hidden:
                    yield Loss(f"ods:{name}", _("工作表已隐藏，未读入"))
                elif rows := _rows(element, f"ods:{name}!", path):
                    yield from as_blocks(Grid(rows, f"ods:{name}", name))
                stream.restart()
                element.clear()
        except etree.XMLSyntaxError as error:
            raise damaged(path, "content.xml") from error


def _rows(table: Any, prefix: str, path: Path) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    tall: list[tuple[int, int, int, int]] = []
    kept: list[int] = []
    number = made = 0
    for row in table.iter(_TABLE + "table-row"):
        repeated = _count(row.get(_TABLE + "number-rows-repeated"))
        cells = _cells(row)
        if not any(text for text, *_place in cells):
            number += repeated
            continue
        made += repeated * (cells[-1][1] + 1)
        if made > _CELL_LIMIT:
            raise InputError(
                _("{name} 的一个工作表重复的格太多，读不了：请删去多余的格后再试。").format(name=file_name(path))
            )
        for _copy in range(repeated):
            number += 1
            line: list[Cell] = []
            for text, column, width, height in cells:
                if height > 1:
                    tall.append((len(rows), len(line), number, number + height))
                line.append(Cell(text, f"{prefix}{column_name(column)}{number}", column, width))
            rows.append(tuple(line))
            kept.append(number)
    for index, place, top, below in tall:
        height = sum(top <= n < below for n in kept[index : index + below - top])
        cells_ = list(rows[index])
        cells_[place] = cells_[place]._replace(height=max(height, 1))
        rows[index] = tuple(cells_)
    return tuple(rows)


def _cells(row: Any) -> list[tuple[str, int, int, int]]:
    """Text, column, width and height of each cell up to the last filled one; covered cells left out."""
    cells: list[tuple[str, int, int, int]] = []
    column = 0
    for cell in row:
        if cell.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            continue
        repeated = _count(cell.get(_TABLE + "number-columns-repeated"))
        if cell.tag == _TABLE + "table-cell":
            text = _text(cell)
            width = _count(cell.get(_TABLE + "number-columns-spanned"))
            height = _count(cell.get(_TABLE + "number-rows-spanned"))
            # An empty cell repeated to the edge of the sheet is the rest of the row.
            for place in range(repeated if text else min(repeated, 256)):
                cells.append((text, column + place, width, height))
        column += repeated
        if column > 16_384:
            break
    while cells and not cells[-1][0]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    lines = []
    for paragraph in cell.iterchildren(_TEXT + "p", _TEXT + "h"):
        parts: list[str] = []
        _collect(paragraph, parts)
        lines.append("".join(parts))
    return "\n".join(lines).strip()


def _collect(element: Any, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if child.tag == _TEXT + "line-break":
            parts.append("\n")
        elif child.tag == _TEXT + "s":
            parts.append(" " * min(_count(child.get(_TEXT + "c")), 100))
        elif child.tag == _TEXT + "tab":
            parts.append("\t")
        elif isinstance(child.tag, str) and child.tag not in (_OFFICE + "annotation", _TEXT + "note"):
            _collect(child, parts)
        parts.append(child.tail or "")


def _count(value: str | None) -> int:
    return min(max(int(value), 1), 1_048_576) if value and value.isascii() and value.isdigit() else 1
