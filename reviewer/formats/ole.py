"""Compound files (.doc, .xls, .et, .wps and encrypted Office files): the names and bytes of their streams."""

import struct
from pathlib import Path
from typing import NamedTuple

from reviewer.errors import InputError
from reviewer.formats.harmless import file_name
from reviewer.formats.package import damaged
from reviewer.language import _

_LARGEST = 400_000_000
_END = 0xFFFFFFFA
"""Sector numbers from here on mark ends and free sectors."""


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Container:
    """An opened compound file; every chain is walked at most once over the file, whatever it claims."""

    def __init__(self, data: bytes, path: Path) -> None:
        self._data, self._path = data, path
        try:
            shift, mini_shift = struct.unpack_from("<HH", data, 30)
            if shift not in (9, 12) or mini_shift != 6:
                raise damaged(path)
            self._sector = 1 << shift
            first, _version, self._cutoff, mini_first, _mini, extra, _count = struct.unpack_from("<7I", data, 48)
            self._table = self._allocation(extra)
            self._entries = self._directory(self._chain(first))
            self._mini_table = _numbers(self._chain(mini_first))
            root = self._entries[0]
            self._mini_data = self._chain(root.start) if root.start < _END else b""
        except (struct.error, IndexError) as error:
            raise damaged(path) from error

    @classmethod
    def open(cls, path: Path) -> "Container":
        """Read the file; InputError when it is damaged or larger than such a file can sensibly be."""
        if path.stat().st_size > _LARGEST:
            raise InputError(
                _("{name} 超过 {limit} MB：请拆分后再试。").format(name=file_name(path), limit=_LARGEST // 1_000_000)
            )
        return cls(path.read_bytes(), path)

    def names(self) -> list[str]:
        """The streams and storages at the top, in no certain order."""
        return [entry.name for entry in self._top()]

    def stream(self, name: str, size: int | None = None) -> bytes:
        """The bytes of a stream at the top, or its first `size`; empty where there is none."""
        entry = next((e for e in self._top() if e.name == name), None)
        if entry is None:
            return b""
        wanted = entry.size if size is None else min(size, entry.size)
        if entry.size >= self._cutoff:
            return self._chain(entry.start, wanted)[:wanted]
        pieces, sector, left = [], entry.start, len(self._mini_table)
        while sector < len(self._mini_table) and left >= 0:
            pieces.append(self._mini_data[sector * 64 : sector * 64 + 64])
            sector, left = self._mini_table[sector], left - 1
        return b"".join(pieces)[:wanted]

    def _allocation(self, extra: int) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        seen = 0
        while extra < _END and seen <= len(self._data) // self._sector:
            block = _numbers(self._at(extra))
            if not block:
                break
            sectors.extend(block[:-1])
            extra, seen = block[-1], seen + 1
        table: list[int] = []
        for sector in sectors:
            if sector < _END:
                table.extend(_numbers(self._at(sector)))
            if len(table) * self._sector > len(self._data) + (self._sector // 4) * self._sector:
                break
        return table

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, sector: int, size: int = _LARGEST) -> bytes:
        pieces, have, left = [], 0, len(self._table)
        while sector < len(self._table) and left >= 0 and have < size:
            piece = self._at(sector)
            pieces.append(piece)
            have += len(piece)
            sector, left = self._table[sector], left - 1
        return b"".join(pieces)

    def _directory(self, data: bytes) -> list[_Entry]:
        entries = []
        for offset in range(0, len(data) - 127, 128):
            length = min(struct.unpack_from("<H", data, offset + 64)[0], 64)
            name = data[offset : offset + max(length - 2, 0)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<3I", data, offset + 68)
            start, size = struct.unpack_from("<2I", data, offset + 116)
            entries.append(_Entry(name, data[offset + 66], left, right, child, start, size))
        if not entries:
            raise damaged(self._path)
        return entries

    def _top(self) -> list[_Entry]:
        found, seen = [], set()
        waiting = [self._entries[0].child]
        while waiting:
            index = waiting.pop()
            if index >= len(self._entries) or index in seen:
                continue
            seen.add(index)
            entry = self._entries[index]
            found.append(entry)
            waiting += [entry.left, entry.right]
        return found


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
