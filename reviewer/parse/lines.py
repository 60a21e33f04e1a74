"""Tables that come as bare lines of text: cells with spaces between them, or one cell a line with labels broken.

PDF text and text pasted from a page look like this. The lines of such a table become a grid; what only its order
tells is a Loss beside it.
"""

from collections.abc import Container, Iterator, Sequence

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.parse.alignment import headings_of
from reviewer.parse.cell_rows import cell_rows, list_rows
from reviewer.parse.columns import columns_of, like_headings, refined
from reviewer.parse.line_head import head_rows
from reviewer.parse.line_rows import line_rows
from reviewer.parse.title import SPAN, TITLE
from reviewer.parse.token import FOOT, Token, lines_of, tokens_of
from reviewer.parse.vocabulary import column_field, head_field, list_field, listed_column

_SECOND = ("grade", "operator", "value", "unit")
_NOT_READ = "表头没有全部读懂，这张表没有读入"
_ONCE = ("level1", "level2", "name", "group")
"""Fields that the headings of one set of columns name once."""


def blocks(paragraphs: Sequence[Paragraph], headings: Sequence[int]) -> Iterator[Block]:
    """The lines with their tables as grids, each behind its title; `headings`: the lines where headings begin."""
    starts: list[int] = []
    for rank, heading in enumerate(headings):
        floor = headings[rank - 1] + 1 if rank else 0
        start = _start(paragraphs, floor, heading)
        spanned = start == heading > floor and SPAN.fullmatch(paragraphs[heading - 1].text.strip())
        starts.append(start - 1 if spanned else start)
    yield from paragraphs[: starts[0]]
    for rank, heading in enumerate(headings):
        end = starts[rank + 1] if rank + 1 < len(headings) else len(paragraphs)
        yield from _table(paragraphs, starts[rank], heading, end)


def _start(paragraphs: Sequence[Paragraph], floor: int, heading: int) -> int:
    """Where the table begins: at the last title before its headings, else at its first label."""
    titles = [rank for rank in range(floor, heading) if TITLE.fullmatch(paragraphs[rank].text)]
    own = [rank for rank in titles if not SPAN.fullmatch("".join(paragraphs[rank].text.split()))]
    if own or (titles and floor):
        return own[-1] if own else titles[-1]
    for rank in range(floor, heading):
        if head_field("".join(paragraphs[rank].text.split()[:1])) in ("name", "code", "unit_name"):
            return rank
    return heading


def _table(paragraphs: Sequence[Paragraph], start: int, heading: int, end: int) -> Iterator[Block]:
    first = start
    if TITLE.fullmatch(paragraphs[start].text) and start < heading:
        yield paragraphs[start]
        first = start + 1
    rows: list[tuple[Cell, ...]] = []
    losses: list[Loss] = []
    rows += head_rows(tokens_of(paragraphs, first, heading), losses)
    tokens = tokens_of(paragraphs, heading, end)
    printed, body = _printed(tokens)
    row = tuple(Cell(t.text, t.address, c) for c, t in enumerate(printed))
    columns = columns_of(row, ordinal=True)
    if columns is None:
        yield Loss(paragraphs[heading].address, _NOT_READ)
        yield from paragraphs[first:end]
        return
    rows.append(row)
    lines = lines_of(tokens[body:])
    in_lines = len({t.line for t in printed}) < len(printed) / 2
    valued = any(c.field in ("target", "value", "grade") for c in columns.columns)
    again = body < len(tokens) and column_field(tokens[body].text) in _ONCE
    levels_first = columns.flat or columns.columns[0].field in ("level1", "group", "extra")
    levelled = any(c.field in ("level1", "level2") for c in columns.columns)
    if not levelled or (not in_lines and (again or not valued or not levels_first)):
        yield Loss(printed[0].address, _NOT_READ)
        yield from paragraphs[first:end]
        return
    if in_lines and lines:
        second = tuple(Cell(t.text, t.address, c) for c, t in enumerate(lines[0]))
        if (whole := refined(columns, second)) is not None:
            columns = whole
            rows.append(second)
            lines = lines[1:]
        elif like_headings([t.text for t in lines[0]], columns):
            yield Loss(second[0].address, _NOT_READ)
            yield from paragraphs[first:end]
            return
    read = line_rows if in_lines else list_rows if columns.flat else cell_rows
    rows += read(lines, headings_of(columns), losses)
    yield Grid(tuple(rows), paragraphs[start].address, paragraphs[start].text)
    yield from losses
    for line in lines:
        if FOOT.match(line[0].text):
            yield from (p for p in paragraphs[line[0].line : end])
            break


def _printed(tokens: Sequence[Token]) -> tuple[list[Token], int]:
    """The headings in order, and where the rows begin; a heading that only groups rows is left out."""
    headings: list[Token] = []
    first = tokens[0].line
    whole = sum(t.line == first and column_field(t.text) is not None for t in tokens) > 2
    taken: set[str] = set()
    at = 0
    while at < len(tokens):
        for length in range(min(3, len(tokens) - at), 0, -1):
            piece = tokens[at : at + length]
            text = "".join(t.text for t in piece)
            field = listed_column(text) if length > 1 else column_field(text)
            if field is not None and (field not in taken or field not in _ONCE) and not _apart(piece, taken):
                break
        else:
            text = tokens[at].text
            own = "level1" not in taken and list_field(text) is not None
            if not own and (not whole or tokens[at].line != first):
                break
            length, field = 1, "extra"
        if (field == "group" and "name" in taken) or (whole and tokens[at].line != first and field in _SECOND):
            break
        if field != "group" or (whole and headings and tokens[at].line == first):
            headings.append(tokens[at]._replace(text=text))
        taken.add(field or "")
        at += length
    return headings, at


def _apart(piece: Sequence[Token], taken: Container[str]) -> bool:
    """Whether pieces are headings each by itself: 指标值 and 依据 on one line, or where none stands for 指标值 yet."""
    if len(piece) == 1:
        return False
    fields = [column_field(t.text) or list_field(t.text) for t in piece]
    return all(fields) and (piece[0].line == piece[-1].line or fields[0] not in taken)
