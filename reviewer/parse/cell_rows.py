"""Rows of indicators that come a cell a line, labels broken over lines among them."""

import re
from collections.abc import Iterator, Sequence

from reviewer.domain.grid import Cell, Loss
from reviewer.domain.target import parse_target
from reviewer.parse.alignment import Way, fit, settled, ways
from reviewer.parse.columns import Column
from reviewer.parse.line_rows import row_under
from reviewer.parse.token import FOOT, LONGEST, PAGE, Token, doubt
from reviewer.parse.vocabulary import fold, level, listed_column, stands_under

_MEASURED = frozenset(("quantity", "range", "date", "graded", "blank"))
_POINTS = re.compile("分值|得分|权重")
_MANY = 60
"""Cells between two labels beyond which only equal rows are looked for."""


def cell_rows(lines: list[list[Token]], headings: Sequence[Column], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """A cell a line: level labels, broken over lines or not, part the rows; between them cells by count."""
    level1 = ""
    labels = {0: "", 1: ""}
    segment: list[Token] = []
    texts = [t[0]._replace(text="".join(x.text for x in t)) for t in lines]
    bare = _bare_labels(texts)
    if texts and _broken(texts, 0, bare) is None:
        losses.append(Loss(texts[0].address, f"表头之后先是“{texts[0].text[:40]}”，不是一级指标，这张表没有读入"))
        return
    at = 0
    while at <= len(texts):
        found = _broken(texts, at, bare) if at < len(texts) else None
        ended = at == len(texts) or bool(FOOT.match(texts[at].text))
        if found and labels[1] and not segment and not found[0].endswith("指标"):
            found = None  # right behind a level-2 label stands a name, whatever it is called
        if found is None and not ended:
            segment.append(texts[at])
            at += 1
            continue
        yield from _counted(segment, headings, labels, losses)
        if segment:
            labels = {0: "", 1: ""}
        segment = []
        if ended or found is None:
            return
        text, length = found
        top, below = level(text)
        if below is None:
            level1 = text if top else level1
            labels = {0: text if top else "", 1: ""}
        elif top and (not level1 or below != level1.removesuffix("指标")) and _follows(texts, at + length, text, bare):
            level1, labels = text, {0: text, 1: ""}
        else:
            if not level1 or level(f"{level1}")[0] is False or not _belongs(level1, below, text):
                level1 = f"{below}指标"
                labels[0] = level1
                losses.append(
                    Loss(texts[at].address, f"“{text}”之前没有另外印出一级指标，按表式读作“{level1}”，请核对")
                )
            labels[1] = text
        at += length


def list_rows(lines: list[list[Token]], headings: Sequence[Column], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """A flat list that comes a cell a line: rows as long as the headings, if every cell suits its own."""
    tokens = [token for line in lines for token in line]
    width = len(headings)
    rows = [tokens[at : at + width] for at in range(0, len(tokens), width)]
    for row in rows:
        if len(row) < width or any(fit(t.text, c.field, c.heading) < 0 for t, c in zip(row, headings, strict=True)):
            said = "、".join(token.text for token in row)[:40]
            losses.append(Loss(row[0].address, f"清单逐格成行，从“{said}”起与各列对不上，整张清单没有读入"))
            return
    for row in rows:
        yield row_under(row, range(width), headings)


def _belongs(level1: str, below: str, text: str) -> bool:
    return level1.removesuffix("指标") == below or stands_under(level1, text)


def _follows(texts: Sequence[Token], at: int, label: str, bare: bool) -> bool:
    """Whether 成本指标 or 满意度指标 is a level-1 label here: a label under it comes next."""
    found = _broken(texts, at, bare) if at < len(texts) else None
    return found is not None and stands_under(label, found[0])


def _bare_labels(texts: Sequence[Token]) -> bool:
    """Whether level-2 labels stand without 指标 here: right behind a level-1 label one does."""
    return any(
        level(texts[at].text)[0] and level(texts[at + 1].text)[1] is not None and _broken(texts, at + 1) is None
        for at in range(len(texts) - 1)
    )


def _broken(texts: Sequence[Token], at: int, bare: bool = False) -> tuple[str, int] | None:
    """The level label that starts at a line and how many lines it runs over; 绩效指标 beside the table is none.

    `bare` says that labels stand without 指标 too.
    """
    for length in range(min(LONGEST, len(texts) - at), 0, -1):
        if not fold(texts[at + length - 1].text).endswith("标"):
            continue
        piece = texts[at : at + length]
        text = "".join(t.text for t in piece)
        if length > 1 and any(t.text.endswith("指标") for t in piece[:-1]):
            continue
        if fold(text).endswith("指标") and (level(text) != (False, None) or listed_column(text) == "group"):
            return text, length
    if bare and level(texts[at].text) != (False, None):
        return texts[at].text, 1
    return None


def _counted(
    segment: list[Token], headings: Sequence[Column], labels: dict[int, str], losses: list[Loss]
) -> Iterator[tuple[Cell, ...]]:
    """The cells between two labels as rows: by what fits under the headings, or where a measured value ends each."""
    places = [rank for rank, c in enumerate(headings) if c.field not in ("level1", "level2", "group")]
    rest = [headings[rank] for rank in places]
    numbers = any(c.field in ("weight", "value") or _POINTS.search(c.heading) for c in rest)
    segment = [t for t in segment if not PAGE.fullmatch(t.text) or t.text.isdigit()]
    if not segment:
        return
    groups = _divided(segment, rest, losses)
    if not groups and not numbers:
        groups = _divided([t for t in segment if not PAGE.fullmatch(t.text)], rest, losses)
    if not groups:
        said = "、".join(t.text for t in segment)[:60]
        losses.append(Loss(segment[0].address, f"“{said}”分不清哪是名称哪是指标值，没有读入"))
        return
    for rank, group in enumerate(groups):
        row = list(row_under([t for t, _ in group], [places[at] for _, at in group], headings))
        for c, column in enumerate(headings):
            if column.field in ("level1", "level2") and rank == 0:
                row[c] = row[c]._replace(text=labels[0 if column.field == "level1" else 1])
        yield tuple(row)


def _divided(segment: list[Token], rest: Sequence[Column], losses: list[Loss]) -> list[list[tuple[Token, int]]]:
    """The rows that a run of cells makes up, each cell with the rank of its column; nothing where it is not certain."""
    width, count = len(rest), len(segment)
    if count < 2:
        return []
    equal = [list(zip(segment[at : at + width], range(width), strict=False)) for at in range(0, count, width)]
    if width == 2:
        if count % 2 or any(_measured(group[0][0]) for group in equal):
            return [list(zip(group, range(2), strict=True)) for group in _ended(segment)]
        return equal
    if count > _MANY:
        return equal if count % width == 0 else []
    texts = [token.text for token in segment]
    best: list[Way] = []
    for rows in range(-(-count // width), count // 2 + 1):
        for score, path in ways(texts, rest, blanks=True, rows=rows):
            found = {(rank // width, rest[rank % width].field) for rank in path}
            if all((n, "name") in found and {(n, "target"), (n, "value")} & found for n in range(rows)):
                best.append((score, path))
    best.sort(key=lambda way: -way[0])
    way = settled(best, rest) if best else None
    if way is None:
        return equal if count % width == 0 and not best else []
    if way.doubtful:
        losses.append(doubt(segment, way))
    groups: list[list[tuple[Token, int]]] = [[] for _ in range(way.path[-1] // width + 1)]
    for token, rank in zip(segment, way.path, strict=True):
        groups[rank // width].append((token, rank % width))
    return groups


def _measured(token: Token) -> bool:
    return parse_target(token.text).kind in _MEASURED


def _ended(segment: list[Token]) -> list[list[Token]]:
    """Names broken over lines: each row ends with a measured value; nothing where the last does not."""
    groups: list[list[Token]] = []
    name: list[Token] = []
    for token in segment:
        if not _measured(token):
            name.append(token)
        elif not name or (len(name) > 1 and not re.search(r"[^\W_]", token.text)):
            return []  # …… behind two texts may be a row of its own that a template leaves open
        else:
            groups.append([name[0]._replace(text="".join(t.text for t in name)), token])
            name = []
    return [] if name else groups
