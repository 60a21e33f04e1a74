"""Excel workbooks in Office Open XML: calamine's values with the number formats that the sheets' XML gives them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reviewer.domain.grid import Block, Loss
from reviewer.errors import InputError
from reviewer.formats import number_format
from reviewer.formats.harmless import file_name
from reviewer.formats.package import PART_LIMIT, Package
from reviewer.formats.spreadsheet import Styles, column_number, open_workbook, sheet_blocks
from reviewer.language import _

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELL_LIMIT = 10_000_000
"""Cells of the rectangle that a sheet spans; calamine holds it whole, 32 bytes a cell."""
_TOTAL_LIMIT = 400_000_000
_FAR = re.compile(rb'r="(?:[A-Z]{3}\d|[B-Z][A-Z]\d|[A-Z]{0,2}[1-9]\d{5})')
_FILLED = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]+\d+)\"[^>]*><(?:\w+:)?f\b(?:[^>]*/>|[^<]*</(?:\w+:)?f>|[^>]*>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]+\d+)\"[^>]*\bt=\"e\"")


def main_part(package: Package) -> str | None:
    """The name of the workbook part, or None when the package is no workbook."""
    main = package.main_part()
    if main and main in package.names and main.startswith("xl/"):
        return main
    return next((n for n in ("xl/workbook.xml", "xl/workbook.bin") if n in package.names), None)


def blocks(path: Path, kind: str = "xlsx") -> Iterator[Block]:
    """The visible sheets in order, each a grid; hidden sheets, lost formulas and errors as losses."""
    with Package(path) as package:
        _bounded(package)
        main = main_part(package)
        formats = _Formats(package, main) if main and main.endswith(".xml") else None
        workbook = open_workbook(path)
        for index, meta in enumerate(workbook.sheets_metadata):
            if str(meta.typ) != "SheetTypeEnum.WorkSheet":
                continue
            if str(meta.visible) != "SheetVisibleEnum.Visible":
                yield Loss(f"{kind}:{meta.name}", _("工作表已隐藏，未读入"))
                continue
            styles, since_1904 = None, False
            if formats:
                part = formats.parts.get(meta.name)
                data = package.read(part) if part in package.names else b""
                _check_span(data, path, meta.name)
                styles, since_1904 = formats.of(data), formats.since_1904
                yield from _lost_results(data, f"{kind}:{meta.name}")
                del data
            yield from sheet_blocks(path, workbook, index, kind, styles, since_1904=since_1904)


def _bounded(package: Package) -> None:
    """Every part unpacks to what it declares, and all of them to no more than may be: calamine itself does not look."""
    total = 0
    for info in package.infos():
        total += info.file_size
        if info.file_size > PART_LIMIT or total > _TOTAL_LIMIT:
            raise InputError(
                _("{name} 解压后超过 {limit} MB，疑为压缩炸弹，已停止读取：请拆分文件后再试。").format(
                    name=file_name(package.path), limit=PART_LIMIT // 1_000_000
                )
            )
        if info.compress_size > info.file_size + 1000 or info.compress_size * 1032 > PART_LIMIT:
            stream = package.part(info.filename)
            while stream.read():
                pass


def _check_span(data: bytes, path: Path, sheet: str) -> None:
    if not _FAR.search(data):
        return
    rows = columns = 0
    for letters, digits in _FILLED.findall(data):
        rows = max(rows, int(digits))
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        columns = max(columns, column)
    if rows * columns > CELL_LIMIT:
        raise InputError(
            _(
                "{name} 的工作表「{sheet}」内容散布在 {rows} 行 × {columns} 列，读不了：请删去远处的零星内容后再试。"
            ).format(name=file_name(path), sheet=sheet, rows=rows, columns=columns)
        )


def _lost_results(data: bytes, place: str) -> Iterator[Loss]:
    for sign, pattern, reason in (
        (b"f>", _NO_RESULT, _("公式没有保存结果，读作空格：请在 Excel 或 WPS 中打开并保存一次（共 {count} 格）")),
        (b't="e"', _ERROR, _("单元格是错误值，读作空格（共 {count} 格）")),
    ):
        if sign in data and (found := pattern.findall(data)):
            yield Loss(f"{place}!{found[0].decode()}", reason.format(count=len(found)))


def sheet_parts(package: Package) -> dict[str, str]:
    """The part of each sheet by its name."""
    main = main_part(package)
    if main is None or not main.endswith(".xml"):
        return {}
    relations = package.relations(main)
    parts = {}
    for sheet in package.tree(main).iter("{*}sheet"):
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        if ids and ids[0] in relations:
            parts[sheet.get("name", "")] = relations[ids[0]][1]
    return parts


def sheet_ids(package: Package) -> dict[str, str]:
    """The number by which the calculation order knows each sheet."""
    main = main_part(package)
    if main is None or not main.endswith(".xml"):
        return {}
    return {sheet.get("name", ""): sheet.get("sheetId", "") for sheet in package.tree(main).iter("{*}sheet")}


class _Formats:
    """The number formats of a workbook, and where its sheets lie."""

    def __init__(self, package: Package, main: str) -> None:
        root = package.tree(main)
        relations = package.relations(main)
        self.parts = sheet_parts(package)
        properties = root.find("{*}workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        styles = next((target for kind, target in relations.values() if kind == "styles"), "")
        self._codes = _codes(package.tree(styles)) if styles in package.names else []

    def of(self, data: bytes) -> Styles:
        """The formats of one sheet; General for a cell without one."""
        wanted = [i for i, code in enumerate(self._codes) if not number_format.is_plain(code)]
        found: dict[int, str] = {}
        columns: dict[bytes, int] = {}
        if wanted and data:
            ids = b"|".join(str(i).encode() for i in wanted)
            # A text cell may carry the format too; it shows its text.
            # The plain head lets the search leap from cell to cell; hardly any program writes a prefix.
            head = rb'<c r="' if b'<c r="' in data else rb'<(?:\w+:)?c\s+r="'
            tail = rb')"(?![^>]*\st="(?:s|str|inlineStr|b|e)")'
            pattern = re.compile(head + rb'([A-Z]{1,3})(\d{1,7})"(?:[^>]*?\s|\s)s="(' + ids + tail)
            for letters, digits, style in pattern.findall(data):
                column = columns.get(letters)
                if column is None:
                    column = columns[letters] = column_number(letters.decode())
                found[int(digits) * 16_384 + column] = self._codes[int(style)]

        def look(row: int, column: int) -> str:
            return found.get((row + 1) * 16_384 + column, "General")

        truths = b' t="b"' in data
        return Styles(look, None if truths else frozenset(columns.values()))


def _codes(styles: Any) -> list[str]:
    """The format code of each cell style, by its number."""
    own = {
        int(entry.get("numFmtId")): entry.get("formatCode") or "General"
        for entry in styles.iterfind("{*}numFmts/{*}numFmt")
        if (entry.get("numFmtId") or "").isdigit()
    }
    codes = []
    for style in styles.iterfind("{*}cellXfs/{*}xf"):
        number = style.get("numFmtId") or "0"
        id_ = int(number) if number.isdigit() else 0
        codes.append(own.get(id_) or number_format.BUILT_IN.get(id_, "General"))
    return codes
