"""Bytes of a text file to text: utf-8, utf-16 and gb18030 are told apart by what decodes without a fault."""

import codecs

from reviewer.errors import InputError
from reviewer.language import _

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, name: str = "") -> str:
    """The text of `data`, line ends as line feeds. Raises InputError, naming the file `name`, where it is no text."""
    text = _text(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _text(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding) or _fail(name)
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _try(data, encoding)
            if text and _plausible(text):
                return text
        _fail(name)
    for encoding in ("utf-8", "gb18030"):
        text = _try(data, encoding)
        if text is not None:
            return text
    return _fail(name)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    """Chinese or plain letters for the most part, as text read in the wrong byte order is not."""
    sample = text[:2000]
    good = sum(c.isascii() or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in sample)
    return good > 0.9 * len(sample)


def _fail(name: str) -> str:
    raise InputError(_("{name} 不是能认出的文本（utf-8、utf-16 或 gb18030），请另存为其中一种。").format(name=name))
