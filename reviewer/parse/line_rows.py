"""Rows of indicators that come a line each, their cells parted by spaces."""

from collections.abc import Iterator, Sequence

from reviewer.domain.grid import Cell, Loss
from reviewer.domain.target import parse_target
from reviewer.domain.units import dimension
from reviewer.parse.alignment import Alignment, aligned, ways
from reviewer.parse.columns import Column
from reviewer.parse.token import FOOT, PAGE, Token, doubt
from reviewer.parse.vocabulary import column_field

_GROUP = Column("group", "", -1, 0)
_SPACES = 12
"""Pieces that a line may have beyond its columns, where one of its cells holds spaces."""


def line_rows(lines: list[list[Token]], headings: Sequence[Column], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """A row a line: texts under their headings by what fits; before them may stand a group's label."""
    columns = (_GROUP, *headings)
    apart = any(column.field == "unit" for column in headings)
    flat = any(column.field.startswith("head.") for column in headings)
    lost = False  # of a list: whose project a row is that names none cannot be told behind a row that was not read
    for line in lines:
        if FOOT.match(line[0].text):
            return
        tokens = line if apart or len(line) > _SPACES + 2 * len(headings) else _whole(line)
        found = _joined_where(tokens, columns) if 0 < len(tokens) - len(headings) < _SPACES else None
        tokens, way = found or (tokens, aligned(tuple(t.text for t in tokens), columns, blanks=True))
        path = way.path if way else []
        fields = {columns[rank].field for rank in path}
        labels = bool(path) and fields <= {"level1", "level2", "group"} and len(fields - {"group"}) > 0
        own = fields & {"head.name", "head.code"}
        read = bool(path) and (labels or ("name" in fields and bool(fields & {"target", "value", "grade"})))
        if not read or (lost and not own):
            if PAGE.fullmatch("".join(t.text for t in line)):
                continue
            said = " ".join(t.text for t in line)[:40]
            losses.append(Loss(line[0].address, f"“{said}”这一行分不清各列，没有读入"))
            lost = flat
            continue
        lost = False
        if way and way.doubtful:
            losses.append(doubt(tokens, way))
        if path[0] == 0 and column_field(tokens[0].text) != "group":
            losses.append(Loss(tokens[0].address, f"“{tokens[0].text[:40]}”不属于任何一列，没有读入"))
        yield row_under(tokens, [rank - 1 for rank in path], headings)


def _joined_where(tokens: list[Token], columns: Sequence[Column]) -> tuple[list[Token], Alignment] | None:
    """The tokens with the run of them put together that fits best: a text with spaces in it is one cell."""
    best: list[tuple[int, list[Token], list[int]]] = []
    for length in range(2, len(tokens) - len(columns) + 5):
        for at in range(len(tokens) - length + 1):
            whole = tokens[at]._replace(text=" ".join(t.text for t in tokens[at : at + length]))
            pieces = [*tokens[:at], whole, *tokens[at + length :]]
            found = ways([t.text for t in pieces], columns, blanks=True)
            if found:
                best.append((found[0][0] - length, pieces, list(found[0][1])))
    best.sort(key=lambda way: -way[0])
    if not best or best[0][0] < 0 or (len(best) > 1 and best[1][0] == best[0][0]):
        return None
    return best[0][1], Alignment(best[0][2], [])


def row_under(tokens: Sequence[Token], path: Sequence[int], headings: Sequence[Column]) -> tuple[Cell, ...]:
    """A cell for each heading, empty where no text belongs to it; what stands before them is left out."""
    under = {rank: token for rank, token in zip(path, tokens, strict=True) if rank >= 0}
    return tuple(
        Cell(under[c].text, under[c].address, c) if c in under else Cell("", tokens[0].address, c)
        for c in range(len(headings))
    )


def _whole(line: list[Token]) -> list[Token]:
    """A number and its unit that a space parts are one value."""
    out: list[Token] = []
    for token in line:
        before = parse_target(out[-1].text) if out else None
        if before is not None and before.kind == "quantity" and before.unit is None and dimension(token.text):
            out[-1] = out[-1]._replace(text=f"{out[-1].text} {token.text}")
        else:
            out.append(token)
    return out
