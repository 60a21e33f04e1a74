"""What a file is, told by its first bytes and what lies inside, never by its name."""

import codecs
from pathlib import Path

from reviewer.errors import InputError
from reviewer.formats.harmless import file_name
from reviewer.language import _

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODF = {"spreadsheet": "ods", "text": "odt"}


def binary_format(path: Path, head: bytes) -> str | None:
    """The format of a file that is not plain text: docx, xlsx, xlsb, ods, odt, doc, xls, rtf, pdf; None for text.

    Raises InputError for images, archives, protected and unknown binary files.
    """
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(path)
    if head.startswith(_COMPOUND):
        return _compound(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    photo = head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
    if photo or head.startswith(_IMAGES[:4]) or (head.startswith(_IMAGES[4:]) and b"\x00" in head):
        raise InputError(
            _("{name} 是图片，不能读取：请提供 Word、Excel 或带文字的 PDF，或先做文字识别。").format(
                name=file_name(path)
            )
        )
    if head.startswith(_ARCHIVES):
        raise InputError(_("{name} 是压缩包：请先解压，再选里面的文件。").format(name=file_name(path)))
    xml = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n")
    if xml.startswith(b"<?xml"):
        if b"Excel.Sheet" in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            return "xml-xls"
        if b"Word.Document" in head or b"schemas.microsoft.com/office/word" in head or b"/xmlPackage" in head:
            return "xml-doc"
    return None


def _zipped(path: Path) -> str:
    from reviewer.formats import docx, xlsx
    from reviewer.formats.package import Package

    with Package(path) as package:
        if docx.main_part(package):
            return "docx"
        if main := xlsx.main_part(package):
            return "xlsb" if main.endswith(".bin") else "xlsx"
        if "mimetype" in package.names:
            kind = package.read("mimetype", limit=1000).decode("ascii", "replace").rpartition(".")[2].strip()
            if found := _ODF.get(kind.removesuffix("-template")):
                if b"encryption-data" in package.read("META-INF/manifest.xml", limit=1_000_000):
                    raise InputError(_("{name} 有密码保护：请去掉密码另存后再试。").format(name=file_name(path)))
                return found
        if "[Content_Types].xml" in package.names:
            raise InputError(
                _("{name} 不是 Word 或 Excel 文件（可能是演示文稿）：请提供绩效目标表本身。").format(
                    name=file_name(path)
                )
            )
    raise InputError(_("{name} 是压缩包：请先解压，再选里面的文件。").format(name=file_name(path)))


def _compound(path: Path) -> str:
    from reviewer.formats import ole

    container = ole.Container.open(path)
    names = container.names()
    if "EncryptedPackage" in names:
        raise InputError(_("{name} 有密码保护：请去掉密码另存后再试。").format(name=file_name(path)))
    if "WordDocument" in names:
        # The eighth bit of the flags at offset 10 says that the text is encrypted.
        head = container.stream("WordDocument", 12)
        if len(head) == 12 and head[11] & 1:
            raise InputError(_("{name} 有密码保护：请去掉密码另存后再试。").format(name=file_name(path)))
        return "doc"
    if "Workbook" in names or "Book" in names:
        return "xls"
    if "PowerPoint Document" in names:
        raise InputError(_("{name} 是演示文稿：请提供绩效目标表本身。").format(name=file_name(path)))
    raise InputError(
        _("{name} 不是 Word 或 Excel 文件，认不出是什么：请另存为 .docx 或 .xlsx。").format(name=file_name(path))
    )
