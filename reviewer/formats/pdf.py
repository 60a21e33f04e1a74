"""PDF: ruled tables joined over page breaks, running heads dropped; pages without any rules are read as text.

A cell's address is `pdf:p3/t1/r2/c1`, a line's `pdf:p3/l5`: page, table on it, row, cell, from 1.
"""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reviewer.domain.grid import Block, Grid, Loss, Paragraph
from reviewer.errors import InputError
from reviewer.formats import text
from reviewer.formats.harmless import file_name
from reviewer.formats.package import damaged
from reviewer.formats.pdf_line import Line, forced, join, lines
from reviewer.formats.pdf_table import Piece, Table
from reviewer.language import _

_PAGE_NUMBER = re.compile(r"[\s\-—–·第页共/\dofpageOFPAGE.]{1,24}")
_ADDRESS = re.compile(r"txt:(\d+)")
_MARGIN = 0.085
"""Part of the page at its top and bottom where running heads and page numbers stand."""


def blocks(path: Path) -> Iterator[Block]:
    """Paragraphs and tables in reading order. InputError where the file is damaged, protected or without any text."""
    pages = _pages(path)
    ruled = False
    gathered: list[_Page] = []
    written = 0
    waiting = _with_neighbours(pages)
    for page in waiting:
        written += page.written
        gathered.append(page)
        if page.pieces:
            ruled = True
            break
    if ruled:
        flow = _Flow()
        for page in gathered:
            yield from flow.page(page)
        for page in waiting:
            yield from flow.page(page)
        yield from flow.end()
        return
    if not written:
        raise InputError(
            _("{name} 没有文字（像是扫描件或图片）：请提供 Word、Excel 或带文字的 PDF，或先做文字识别。").format(
                name=file_name(path)
            )
        )
    yield from _as_text(gathered)


class _Page:
    """What one page holds, freed of the page itself."""

    def __init__(self, number: int, page: Any) -> None:
        self.number = number
        self.height = float(page.height)
        chars = [c for c in page.chars if c.get("upright", True)]
        self.written = any(not c["text"].isspace() for c in chars)
        self.pictured = bool(page.images)
        tables = [t for t in page.find_tables() if len(t.cells) > 1] if page.rects or page.lines or page.curves else []
        self.pieces = [
            Piece(table, chars, f"pdf:p{number}/t{index}")
            for index, table in enumerate(sorted(tables, key=lambda t: t.bbox[1]), 1)
        ]
        outside = [c for c in chars if not any(_inside(c, p) for p in self.pieces)]
        self.lines = lines(outside)

    def edge(self) -> set[tuple[str, int]]:
        """The lines in the margins, numbers aside, with their height on the page."""
        return {(re.sub(r"\d+", "#", line.text), round(line.top / 4)) for line in self.lines if self._marginal(line)}

    def drop(self, running: set[tuple[str, int]]) -> None:
        """Leave out what the neighbouring pages have in the same place, and page numbers."""
        self.lines = [
            line
            for line in self.lines
            if not (
                self._marginal(line)
                and (
                    _PAGE_NUMBER.fullmatch(line.text)
                    or any((re.sub(r"\d+", "#", line.text), round(line.top / 4) + d) in running for d in (-1, 0, 1))
                )
            )
        ]

    def _marginal(self, line: Line) -> bool:
        return line.bottom < _MARGIN * self.height or line.top > (1 - _MARGIN) * self.height


def _inside(char: dict[str, Any], piece: Piece) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(piece.x0 <= x <= piece.x1 and piece.top <= y <= piece.bottom)


def _pages(path: Path) -> Iterator[_Page]:
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    # pdfminer reports every oddity of a font on standard error; what matters here is raised.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        # Opened here: of a file that it cannot parse, pdfplumber leaves its own handle open.
        with path.open("rb") as file, pdfplumber.open(file) as document:
            for number, page in enumerate(document.pages, 1):
                yield _Page(number, page)
                page.close()
    except PdfminerException as error:
        if "Password" in repr(error) or "Encryption" in repr(error):
            raise InputError(_("{name} 有密码保护：请去掉密码另存后再试。").format(name=file_name(path))) from error
        raise damaged(path) from error
    except (InputError, GeneratorExit, MemoryError):
        raise
    except Exception as error:
        raise damaged(path) from error


def _with_neighbours(pages: Iterator[_Page]) -> Iterator[_Page]:
    """Each page without its running heads: what the page before or after has in the same place."""
    before: set[tuple[str, int]] = set()
    page = next(pages, None)
    while page is not None:
        following = next(pages, None)
        own = page.edge()
        page.drop(before | (following.edge() if following else set()))
        yield page
        before, page = own, following


class _Flow:
    """Tables and paragraphs over the pages, one table kept open at a page's end."""

    def __init__(self) -> None:
        self._table: Table | None = None
        self._ended = 0.0
        self._deepest = 0.0
        self._title = ""

    def page(self, page: _Page) -> Iterator[Block]:
        if not page.written and page.pictured:
            yield from self.end()
            yield Loss(f"pdf:p{page.number}", _("这一页是图片，没有文字，未读入"))
            return
        pieces = list(page.pieces)
        self._deepest = max([self._deepest, *(p.bottom for p in pieces), *(x.bottom for x in page.lines)])
        if self._table and pieces and self._continues(page, pieces[0]):
            self._table.extend(pieces.pop(0))
        places: list[tuple[float, Piece | list[Line]]] = [(piece.top, piece) for piece in pieces]
        places += [(group[0].top, group) for group in _paragraphs(page.lines, page.pieces)]
        for _top, item in sorted(places, key=lambda place: place[0]):
            yield from self.end()
            if isinstance(item, Piece):
                self._table = Table(item, self._title)
                self._title = ""
            else:
                self._title = _joined(item)
                yield Paragraph(self._title, f"pdf:p{page.number}/l{page.lines.index(item[0]) + 1}")
        self._ended = self._table.bottom if self._table else 0.0

    def end(self) -> Iterator[Block]:
        """The table that was open."""
        if self._table:
            yield self._table.grid()
            self._table = None

    def _continues(self, page: _Page, piece: Piece) -> bool:
        """The same rules at the top of the page, nothing above it, and no room for its first row on the page before."""
        assert self._table is not None
        above = any(line.bottom <= piece.top + 1 for line in page.lines)
        room = self._deepest - self._ended
        return not above and self._table.fits(piece) and room < piece.first_height() + 20


def _paragraphs(found: list[Line], pieces: list[Piece]) -> Iterator[list[Line]]:
    """Lines that wrapping broke, together: the line above is full, and no table stands between."""
    if not found:
        return
    left, right = min(line.x0 for line in found), max(line.x1 for line in found)
    group: list[Line] = []
    for line in found:
        if group:
            parted = any(group[-1].bottom <= piece.top <= line.top for piece in pieces)
            far = line.top - group[-1].bottom > 1.5 * (line.bottom - line.top)
            indented = line.x0 > left + 0.8 * (line.bottom - line.top)
            if parted or far or indented or not forced(group[-1], line, right - group[-1].x0, 0.0):
                yield group
                group = []
        group.append(line)
    yield group


def _joined(group: list[Line]) -> str:
    words = group[0].text
    for line in group[1:]:
        words = join(words, line.text)
    return words


def _as_text(pages: list[_Page]) -> Iterator[Block]:
    """A document without rules: its lines as a text file, each address turned back into page and line."""
    places = [(page.number, index, line.text) for page in pages for index, line in enumerate(page.lines, 1)]
    told = {str(n): f"pdf:p{page}/l{index}" for n, (page, index, _text) in enumerate(places, 1)}

    def address(given: str) -> str:
        return _ADDRESS.sub(lambda found: told.get(found[1], found[0]), given)

    for block in text.blocks("\n".join(line for _page, _index, line in places)):
        if isinstance(block, Grid):
            rows = tuple(tuple(c._replace(address=address(c.address)) for c in row) for row in block.rows)
            yield Grid(rows, address(block.address), block.title)
        elif isinstance(block, Paragraph):
            yield block._replace(address=address(block.address))
        else:
            yield Loss(address(block.place), block.reason)
    for page in pages:
        if not page.written and page.pictured:
            yield Loss(f"pdf:p{page.number}", _("这一页是图片，没有文字，未读入"))
