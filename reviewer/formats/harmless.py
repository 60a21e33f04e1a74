"""Text that a file brings, made harmless before anyone prints it: controls and bidi marks made visible."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from pathlib import Path

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.language import _

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


def _odd(text: str) -> bool:
    """Whether a text holds what is replaced; what can be printed as it stands, most of a file, needs no pattern."""
    return not text.isprintable() and re.search(_ODD, text) is not None


def _harmful(text: str) -> bool:
    return not text.isprintable() and re.search(_HARMFUL, text) is not None


def harmless(text: str) -> str:
    """The text with plain line breaks, invisible characters gone, and every control or bidi mark visible."""
    return text.translate(_TABLE) if _odd(text) else text


def file_name(path: Path) -> str:
    """The name of a file for a sentence: one line, whatever characters it holds."""
    return one_line(path.name)


def one_line(text: str) -> str:
    """The same for a name in a sentence: no line break and no TAB either."""
    return re.sub(r"\s+", " ", harmless(text)).strip() or "?"


def neutralised(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with harmless text; a Loss follows a block in which controls or bidi marks were replaced."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block._replace(text=harmless(block.text)) if _odd(block.text) else block
            if _harmful(block.text):
                yield _report(block.address)
        elif isinstance(block, Loss):
            yield Loss(one_line(block.place), harmless(block.reason))
        else:
            rows, first = _rows(block)
            yield block._replace(rows=rows, address=harmless(block.address), title=harmless(block.title))
            if first:
                yield _report(first)


def _rows(grid: Grid) -> tuple[tuple[tuple[Cell, ...], ...], str]:
    """The rows made harmless, and the address of the first cell that was not."""
    joined = "".join(map(itemgetter(0), chain.from_iterable(grid.rows)))
    if not _odd(joined):
        return grid.rows, ""
    first = ""
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            if not first and _harmful(cell.text):
                first = cell.address
            cells.append(cell._replace(text=harmless(cell.text).strip()))
        rows.append(tuple(cells))
    return tuple(rows), first


def _report(address: str) -> Loss:
    return Loss(one_line(address), _("含有控制字符或改变文字方向的字符，已替换为可见符号"))
