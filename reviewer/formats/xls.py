"""Legacy Excel and WPS workbooks (.xls, .et): calamine's values with the number formats of the BIFF records."""

import struct
from collections.abc import Iterator
from pathlib import Path

from reviewer.domain.grid import Block, Loss
from reviewer.formats import number_format
from reviewer.formats.ole import Container
from reviewer.formats.spreadsheet import Styles, open_workbook, sheet_blocks
from reviewer.language import _

_BOF, _EOF, _FORMAT, _XF, _BOUNDSHEET, _DATE1904 = 0x809, 0x0A, 0x41E, 0xE0, 0x85, 0x22
_NUMBER, _RK, _MULRK, _FORMULA = 0x203, 0x27E, 0xBD, 0x06


def blocks(path: Path) -> Iterator[Block]:
    """The visible sheets in order, each a grid; hidden sheets as losses."""
    container = Container.open(path)
    formats = _Formats(container.stream("Workbook"))
    workbook = open_workbook(path)
    for index, meta in enumerate(workbook.sheets_metadata):
        if str(meta.typ) != "SheetTypeEnum.WorkSheet":
            continue
        if str(meta.visible) != "SheetVisibleEnum.Visible":
            yield Loss(f"xls:{meta.name}", _("工作表已隐藏，未读入"))
            continue
        yield from sheet_blocks(path, workbook, index, "xls", formats.of(meta.name), since_1904=formats.since_1904)


class _Formats:
    """The number formats of a BIFF8 workbook; what cannot be read leaves the format unknown."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.since_1904 = False
        self._own: dict[int, str] = {}
        self._styles: list[int] = []
        self._sheets: dict[str, int] = {}
        for kind, start, size in self._records(0):
            try:
                self._note(kind, data[start : start + size])
            except (struct.error, IndexError):
                continue

    def of(self, sheet: str) -> Styles | None:
        """The lookup of one sheet, or None where its formats cannot be known."""
        offset = self._sheets.get(sheet)
        if offset is None or not self._styles:
            return None
        found: dict[int, int] = {}
        for kind, start, size in self._records(offset):
            if kind in (_NUMBER, _RK, _FORMULA) and size >= 6:
                row, column, style = struct.unpack_from("<3H", self._data, start)
                found[row << 16 | column] = style
            elif kind == _MULRK and size >= 6:
                row, first = struct.unpack_from("<2H", self._data, start)
                for place in range((size - 6) // 6):
                    found[row << 16 | first + place] = struct.unpack_from("<H", self._data, start + 4 + 6 * place)[0]

        def look(row: int, column: int) -> str | None:
            style = found.get(row << 16 | column)
            if style is None or style >= len(self._styles):
                return None
            id_ = self._styles[style]
            return self._own.get(id_) or number_format.BUILT_IN.get(id_)

        return Styles(look)

    def _records(self, offset: int) -> Iterator[tuple[int, int, int]]:
        """Kind, start and size of each record of one substream."""
        while offset + 4 <= len(self._data):
            kind, size = struct.unpack_from("<2H", self._data, offset)
            yield kind, offset + 4, size
            if kind == _EOF:
                return
            offset += 4 + size

    def _note(self, kind: int, body: bytes) -> None:
        if kind == _FORMAT:
            id_, length, flags = struct.unpack_from("<HHB", body)
            raw = body[5 : 5 + (2 * length if flags & 1 else length)]
            self._own[id_] = raw.decode("utf-16-le" if flags & 1 else "latin-1", "replace")
        elif kind == _XF:
            self._styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _DATE1904:
            self.since_1904 = body[:1] == b"\x01"
        elif kind == _BOUNDSHEET:
            offset, _state, length, flags = struct.unpack_from("<IHBB", body)
            raw = body[8 : 8 + (2 * length if flags & 1 else length)]
            self._sheets[raw.decode("utf-16-le" if flags & 1 else "latin-1", "replace")] = offset
