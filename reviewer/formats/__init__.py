"""Bytes <-> grids of cells with addresses; one module a format. Knows files, not projects."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from reviewer.domain.grid import Block, Source
from reviewer.errors import InputError
from reviewer.formats.harmless import file_name, neutralised
from reviewer.language import _

if TYPE_CHECKING:
    from reviewer.domain.edit import Edit
    from reviewer.domain.laid import Laid

SUFFIXES = (
    *(".docx", ".doc", ".wps", ".rtf", ".odt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".pdf"),
    *(".html", ".htm", ".md", ".csv", ".tsv", ".txt"),
)
"""Suffixes by which a folder's files are taken up; what a file is, its content tells."""
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic")
"""Suffixes of pictures: a photographed form in a folder is refused by name, not passed over."""

_TEXT_LIMIT = 200_000_000


def open_source(path: Path) -> Source:
    """The file at `path` as blocks, its format told by its content.

    Raises InputError where it is missing, empty, protected, damaged or of no known format; a damage further in is
    raised while the blocks are walked.
    """
    from reviewer.formats.detect import binary_format

    digest, head = _digest(path)
    if not head.strip():
        raise InputError(_("{name} 是空文件，请换一个。").format(name=file_name(path)))
    kind = binary_format(path, head)
    if kind is None:
        kind, blocks = _text(path)
    else:
        blocks = _binary(path, kind)
    return Source(str(path), digest, kind, neutralised(blocks))


def write_back(original: Path, edits: "Iterable[Edit]", out: Path, *, clean: bool = False) -> None:
    """Copy `original` to `out` with the edits in it: .docx as tracked changes (`clean`: taken), .xlsx in place.

    Without an edit the copy is byte for byte the same. Raises InputError for another format, an address that is not
    there or a cell that no longer holds what the edit expects.
    """
    from reviewer.formats.detect import binary_format

    head = _digest(original)[1]
    kind = binary_format(original, head)
    if kind == "docx":
        from reviewer.formats import docx_edit

        docx_edit.write(original, list(edits), out, clean=clean)
    elif kind == "xlsx":
        from reviewer.formats import xlsx_edit

        xlsx_edit.write(original, list(edits), out, clean=clean)
    else:
        raise InputError(_("{name} 不能原样写回，只有 .docx 和 .xlsx 可以。").format(name=file_name(original)))


def lay_out(laid: "Laid", out: Path, *, clean: bool = False) -> None:
    """Write a new .docx: the tables as they were read with their edits as tracked changes (`clean`: taken)."""
    from reviewer.formats import docx_new

    docx_new.write(laid, out, clean=clean)


def _digest(path: Path) -> tuple[str, bytes]:
    """sha256 of the file in hex, and its first bytes."""
    digest = sha256()
    head = b""
    try:
        if not path.is_dir() and not S_ISREG(path.stat().st_mode):
            raise InputError(_("{name} 是管道或设备，不是文件：请先存成文件再读。").format(name=file_name(path)))
        with path.open("rb") as file:
            while piece := file.read(1_048_576):
                head = head or piece[:65_536]
                digest.update(piece)
    except FileNotFoundError:
        raise InputError(_("找不到文件 {name}，请检查名称和位置。").format(name=file_name(path))) from None
    except IsADirectoryError:
        raise InputError(_("{name} 是文件夹，不是文件。").format(name=file_name(path))) from None
    except (OSError, ValueError) as error:
        raise InputError(
            _("读不了文件 {name}（{why}）。").format(name=file_name(path), why=getattr(error, "strerror", "") or error)
        ) from None
    return digest.hexdigest(), head


def _text(path: Path) -> tuple[str, Iterator[Block]]:
    """A text file's format (html, md, csv, tsv, txt) and blocks."""
    if path.stat().st_size > _TEXT_LIMIT:
        raise InputError(
            _("{name} 超过 {limit} MB：请拆分后再试。").format(name=file_name(path), limit=_TEXT_LIMIT // 1_000_000)
        )
    data = path.read_bytes()
    if b"<" in data[:4000] and b"charset" in data[:4096]:
        from reviewer.formats import html

        if (page := html.decode(data)) is not None and html.is_html(page):
            return "html", html.blocks(page, path)
    from reviewer.formats.encoding import decode

    text = decode(data, file_name(path))
    del data
    if text.lstrip("\ufeff \t\r\n")[:1] == "<":
        from reviewer.formats import html

        if html.is_html(text):
            return "html", html.blocks(text, path)
    if "|" in text:
        from reviewer.formats import markdown

        if markdown.is_markdown(text):
            return "md", markdown.blocks(text)
    from reviewer.formats import csv

    if mark := csv.delimiter(csv.sample(text), table=path.suffix.lower() in (".csv", ".tsv")):
        return "tsv" if mark == "\t" else "csv", csv.blocks(text, mark)
    from reviewer.formats import text as lines

    return "txt", lines.blocks(text)


def _binary(path: Path, kind: str) -> Iterator[Block]:
    if kind == "docx":
        from reviewer.formats import docx

        return docx.blocks(path)
    if kind in ("xlsx", "xlsb"):
        from reviewer.formats import xlsx

        return xlsx.blocks(path, kind)
    if kind == "xls":
        from reviewer.formats import xls

        return xls.blocks(path)
    if kind == "ods":
        from reviewer.formats import ods

        return ods.blocks(path)
    if kind == "pdf":
        from reviewer.formats import pdf

        return pdf.blocks(path)
    return _converted(path, kind)


def _converted(path: Path, kind: str) -> Iterator[Block]:
    from reviewer.formats import docx, xlsx
    from reviewer.formats.convert import converted

    suffix = {"xml-doc": "xml", "xml-xls": "xml"}.get(kind, kind)
    if kind == "xml-xls":
        with converted(path, suffix, "xlsx") as result:
            yield from xlsx.blocks(result)
    else:
        with converted(path, suffix, "docx") as result:
            yield from docx.blocks(result)
