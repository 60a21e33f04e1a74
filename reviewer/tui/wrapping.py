"""Wrapping by terminal cells: wide characters count two, and no line begins with a closing mark."""

from collections.abc import Sequence

from rich.cells import cell_len

from reviewer.tui.page import Page, Piece, Row

NEVER_FIRST = frozenset("，。、；：？！）》」』】〕”’％%,.;:?!)]}")
NEVER_LAST = frozenset("（《「『【〔“‘([{")


def wrap(page: Page, width: int) -> Page:
    """The page with every line at most `width` cells wide.

    What follows hangs below the text: behind a line's leading blanks, or behind its first piece where two blanks end
    that (a label).
    """
    return [piece for line in page for piece in _wrap_line(line, max(width, 8))]


def _wrap_line(line: Row, width: int) -> Page:
    text = "".join(p.text for p in line)
    if cell_len(text) <= width:
        return [line]
    label = line[0].text if line[0].text.endswith("  ") else ""
    indent = min(cell_len(label) or len(text) - len(text.lstrip(" ")), width // 3)
    cells = [(ch, piece.role) for piece in line for ch in piece.text]
    lines: Page = []
    start = 0
    while start < len(cells):
        room = width - (indent if lines else 0)
        stop, used = start, 0
        while stop < len(cells) and used + cell_len(cells[stop][0]) <= room:
            used += cell_len(cells[stop][0])
            stop += 1
        if stop < len(cells):
            stop = _break(cells, start, stop)
        pieces: list[Piece] = [Piece(" " * indent)] if lines and indent else []
        for ch, role in cells[start:stop]:
            if pieces and pieces[-1].role == role:
                pieces[-1] = Piece(pieces[-1].text + ch, role)
            else:
                pieces.append(Piece(ch, role))
        lines.append(tuple(pieces))
        start = stop
    return lines


def _break(cells: Sequence[tuple[str, str]], start: int, stop: int) -> int:
    """The nearest allowed place to break at or before `stop`, else `stop` itself."""
    for at in range(stop, max(start + 1, stop - 12), -1):
        before, after = cells[at - 1][0], cells[at][0]
        inside_word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        if after not in NEVER_FIRST and before not in NEVER_LAST and not inside_word:
            return at
    return stop


def fit(text: str, width: int) -> str:
    """The text cut or filled to exactly `width` cells; what is cut ends in two dots."""
    if cell_len(text) > width:
        kept, used = "", 0
        for ch in text:
            if used + cell_len(ch) > max(width - 2, 0):
                break
            kept += ch
            used += cell_len(ch)
        text = kept + "." * min(2, width - used)
    return text + " " * (width - cell_len(text))
