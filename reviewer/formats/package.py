"""Zip packages (Office Open XML, OpenDocument) opened without trusting them: bounded sizes, no entities, no network."""

import struct
import zipfile
from pathlib import Path
from typing import IO, Any, cast

from reviewer.errors import InputError, StorageError
from reviewer.formats.harmless import file_name
from reviewer.language import _

PART_LIMIT = 200_000_000
"""Bytes that one part may unpack to; 10,000 projects in Word are some 150 MB."""
_SWOLLEN = 50_000_000
"""Bytes from which a part that shrinks to a two-hundredth is no text of anybody's."""
_LEVEL = 5
"""How hard parts are packed: three quarters of the time of zlib's own 6 for a tenth more bytes of a Word document."""
BLOCK_LIMIT = 32_000_000
"""Bytes of XML that one table may take; its tree is some twenty times as large in memory."""


def damaged(path: Path, detail: str = "") -> InputError:
    """The sentence for a package that cannot be unpacked."""
    reason = f"（{detail}）" if detail else ""
    return InputError(
        _("{name} 已损坏或不完整{reason}：请用 Office 或 WPS 打开后另存一份再试。").format(
            name=file_name(path), reason=reason
        )
    )


def oversized(path: Path, part: str, limit: int) -> InputError:
    """The sentence for a part that unpacks to more than it may."""
    return InputError(
        _("{name} 中的 {part} 解压后超过 {limit} MB，疑为压缩炸弹，已停止读取：请拆分文件后再试。").format(
            name=file_name(path), part=part, limit=limit // 1_000_000
        )
    )


class Part:
    """The bytes of one part as a file to read, stopped at the limits; `restart` begins the count of a block."""

    def __init__(self, path: Path, name: str, raw: IO[bytes], limit: int, block: int | None) -> None:
        self._path, self._name, self._raw = path, name, raw
        self._limit, self._block = limit, block
        self._total = self._since = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; InputError past a limit or where the zip is damaged."""
        size = 65_536 if size < 0 else min(size, 65_536)
        try:
            data = self._raw.read(size)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise damaged(self._path, self._name) from error
        except Exception as error:
            # zlib.error and lzma.LZMAError share no base but Exception.
            if type(error).__module__ in ("zlib", "_lzma", "lzma"):
                raise damaged(self._path, self._name) from error
            raise
        self._total += len(data)
        self._since += len(data)
        if self._total > self._limit:
            raise oversized(self._path, self._name, self._limit)
        if self._block and self._since > self._block:
            raise oversized(self._path, self._name, self._block)
        return data

    def restart(self) -> None:
        """A block ended: the next one has the whole block limit again."""
        self._since = 0


class Package:
    """A zip opened for reading; every failure is an InputError that names the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise damaged(path) from error
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._zip.close()

    def infos(self) -> list[zipfile.ZipInfo]:
        """The entries in the order of the file."""
        return self._zip.infolist()

    def size(self, name: str) -> int:
        """The bytes that a part says it unpacks to; 0 for one that is not there."""
        return self._zip.getinfo(name).file_size if name in self.names else 0

    def part(self, name: str, *, limit: int = PART_LIMIT, block: int | None = None) -> Part:
        """One part as a stream; InputError when it is missing, encrypted or declares more than `limit`."""
        try:
            info = self._zip.getinfo(name)
            swollen = info.file_size > _SWOLLEN and info.file_size > 200 * info.compress_size
            if info.file_size > limit or swollen:
                raise oversized(self.path, name, _SWOLLEN if swollen else limit)
            raw = self._zip.open(info)
        except KeyError as error:
            raise damaged(self.path, _("缺少 {part}").format(part=name)) from error
        except RuntimeError as error:
            raise InputError(
                _("{name} 有密码保护：请去掉密码另存后再试。").format(name=file_name(self.path))
            ) from error
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged(self.path, name) from error
        return Part(self.path, name, raw, limit, block)

    def read(self, name: str, *, limit: int = PART_LIMIT) -> bytes:
        """One part whole."""
        stream = self.part(name, limit=limit)
        pieces = []
        while piece := stream.read():
            pieces.append(piece)
        return b"".join(pieces)

    def tree(self, name: str, *, limit: int = BLOCK_LIMIT) -> Any:
        """The root element of an XML part, in memory."""
        return parse_xml(self.read(name, limit=limit), self.path, name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The relations of a part ("" for the package): id -> (last word of the type, full name of the target)."""
        folder, _slash, stem = name.rpartition("/")
        rels = f"{folder}/_rels/{stem}.rels" if folder else f"_rels/{stem}.rels"
        if rels not in self.names:
            return {}
        found = {}
        for relation in self.tree(rels):
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            full = target[1:] if target.startswith("/") else _joined(folder, target)
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], full)
        return found

    def main_part(self) -> str | None:
        """The part that the package's own relations name as the document."""
        return next((target for kind, target in self.relations("").values() if kind == "officeDocument"), None)


def rewrite(path: Path, out: Path, changed: dict[str, bytes]) -> None:
    """Copy a package to `out` with some parts changed or added; every other part keeps its bytes.

    `out` is complete or absent: it is written aside and renamed. StorageError where it cannot be written.
    """
    aside = out.with_name(f".{out.name}.part")
    try:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as target:
            last = {info.filename: info for info in source.infolist()}
            for name, info in last.items():
                if name in changed:
                    target.writestr(info, changed[name], compresslevel=_LEVEL)
                else:
                    _copy(source, target, info)
            for name, data in changed.items():
                if name not in last:
                    target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, _LEVEL)
        aside.replace(out)
    except (zipfile.BadZipFile, EOFError, struct.error) as error:
        raise damaged(path) from error
    except OSError as error:
        raise StorageError(
            _("{name} 写不进去（{why}）：请检查磁盘空间和权限。").format(
                name=file_name(out), why=error.strerror or error
            )
        ) from error
    finally:
        aside.unlink(missing_ok=True)


def _copy(source: zipfile.ZipFile, target: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Copy an entry as it lies in the file, packed: unpacking and packing again takes half the time of a rewrite."""
    read, written = cast(IO[bytes], source.fp), cast(IO[bytes], target.fp)
    read.seek(info.header_offset)
    name, extra = _LENGTHS.unpack(read.read(_LENGTHS.size))
    read.seek(name + extra, 1)
    # What was streamed has its sizes behind it; here they are known and stand before it.
    info.flag_bits &= ~_STREAMED
    info.header_offset = target.start_dir
    written.seek(info.header_offset)
    written.write(info.FileHeader())
    written.write(read.read(info.compress_size))
    target.start_dir = written.tell()
    target.filelist.append(info)
    target.NameToInfo[info.filename] = info


_LENGTHS = struct.Struct("<26xHH")
"""The start of an entry, before its name: how long the name and the further fields are."""
_STREAMED = 0x08


def _joined(folder: str, target: str) -> str:
    pieces = folder.split("/") if folder else []
    for piece in target.split("/"):
        if piece == "..":
            pieces = pieces[:-1]
        elif piece != ".":
            pieces.append(piece)
    return "/".join(pieces)


def parse_xml(data: bytes, path: Path, name: str) -> Any:
    """The root of an XML text; a document type or an error is an InputError."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(path, name) from error
    refuse_doctype(root, path, name)
    return root


def refuse_doctype(element: Any, path: Path, name: str) -> None:
    """InputError where the XML declares entities or a document type: Office never writes one, attacks do."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise InputError(
            _("{name} 的 {part} 里声明了 XML 实体，正常的 Office 文件没有，已拒绝读取。").format(
                name=file_name(path), part=name
            )
        )
