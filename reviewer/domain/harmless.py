"""Text that a file or a department brings, made harmless before anyone prints it: controls and bidi marks visible."""

import re
from collections.abc import Iterable

_BREAKS = {
    0x0B: "\n",
    0x0C: "\n",
    0x0D: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
    0x1E: "-",
    0x1F: None,
    0xAD: None,
}
"""What Word writes for line breaks and hyphens; zero-width characters go without a trace of their own."""
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_CONTROLS = {c: chr(0x2400 + c) for c in range(32) if c not in (9, 10, *_BREAKS)} | {127: "␡"}
_UNSEEN = dict.fromkeys((*range(0x80, 0x85), *range(0x86, 0xA0), 0x200E, 0x200F, 0x061C), "�") | dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "�"
)
_TABLE: dict[int, str | None] = {**_INVISIBLE, **_CONTROLS, **_UNSEEN, **_BREAKS}


def _class_of(codes: Iterable[int]) -> str:
    """A character class; the surrogates as one range, since two thousand members take milliseconds to compile."""
    return "[" + "".join(f"\\u{c:04x}" for c in codes if not 0xD800 <= c < 0xE000) + "\\ud800-\\udfff]"


_ODD = _class_of(_TABLE)
_HARMFUL = _class_of((*_CONTROLS, *_UNSEEN))


def odd(text: str) -> bool:
    """Whether a text holds what is replaced; what can be printed line by line, most of a file, needs no pattern."""
    return not text.isprintable() and not text.replace("\n", "").isprintable() and re.search(_ODD, text) is not None


def harmful(text: str) -> bool:
    """Whether a text holds controls or bidi marks, which are worth a word to the reader."""
    return not text.isprintable() and re.search(_HARMFUL, text) is not None


def harmless(text: str) -> str:
    """The text with plain line breaks, invisible characters gone, and every control or bidi mark visible."""
    return text.replace("\r\n", "\n").translate(_TABLE) if odd(text) else text


def one_line(text: str) -> str:
    """The same for a name in a sentence: no line break and no TAB either."""
    return re.sub(r"\s+", " ", harmless(text)).strip() or "?"
