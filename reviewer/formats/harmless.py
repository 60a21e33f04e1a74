"""What a file brings on its way to the reader: its text made harmless, and its name fit for a sentence."""

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph, texts_of
from reviewer.domain.harmless import harmful, harmless, odd, one_line
from reviewer.language import _


def file_name(path: Path) -> str:
    """The name of a file for a sentence: one line, whatever characters it holds."""
    return one_line(path.name)


def neutralised(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with harmless text; a Loss follows a block in which controls or bidi marks were replaced."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block._replace(text=harmless(block.text)) if odd(block.text) else block
            if harmful(block.text):
                yield _report(block.address)
        elif isinstance(block, Loss):
            yield Loss(one_line(block.place), harmless(block.reason))
        else:
            rows, first = _rows(block)
            yield block._replace(rows=rows, address=harmless(block.address), title=harmless(block.title))
            if first:
                yield _report(first)


def _rows(grid: Grid) -> tuple[tuple[Sequence[Cell], ...], str]:
    """The rows made harmless, and the address of the first cell that was not."""
    if grid.merged:
        texts: Iterator[str] = map(itemgetter(0), chain.from_iterable(grid.rows))
    else:
        texts = chain.from_iterable(map(texts_of, grid.rows))
    if not odd("".join(texts)):
        return grid.rows, ""
    first = ""
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            if not first and harmful(cell.text):
                first = cell.address
            cells.append(cell._replace(text=harmless(cell.text).strip()))
        rows.append(tuple(cells))
    return tuple(rows), first


def _report(address: str) -> Loss:
    return Loss(one_line(address), _("含有控制字符或改变文字方向的字符，已替换为可见符号"))
