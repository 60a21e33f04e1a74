"""Tables that come as bare lines of text: cells with spaces between them, or one cell a line with labels broken.

PDF text and text pasted from a page look like this. The lines of such a table become a grid; what only its order
tells is a Loss beside it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph
from reviewer.domain.target import parse_target
from reviewer.domain.units import dimension
from reviewer.parse.alignment import aligned, headings_of, ways
from reviewer.parse.columns import Column, columns_of
from reviewer.parse.title import TITLE
from reviewer.parse.vocabulary import GOALS, column_field, fold, head_field, level, listed_column, listed_label

_NOTE = re.compile(r"[(（][^()（）]*[)）]")
_NUMBERED = re.compile(r"[\"“]?\s*(\d{1,2})\s*[.．、)）](?!\d)")
_INLINE = re.compile(r"([^:：]{2,12})[:：](.*)")
_FOOT = re.compile(r"(?:填报人|填表人|制表人|审核人|单位负责人|联系电话|联系人|注)\s*[:：]")
_MEASURED = frozenset(("quantity", "range", "date", "graded", "blank"))
_PAGE = re.compile(r"[-—第\s]*\d{1,3}[-—页\s]*(?:[/,，]?共?\d{1,3}页?)?")
_OPEN = re.compile(r"[(（][^)）]*$")
_CLOSES = re.compile(r"[^(（)）]{0,8}[)）]")
_POINTS = re.compile("分值|得分|权重")
_GROUP = Column("group", "", -1, 0)
_LONGEST = 4
_MANY = 60
"""Cells between two labels beyond which only equal rows are looked for."""


class Token(NamedTuple):
    """A piece of a line; `line` is the rank of its line."""

    text: str
    address: str
    line: int


def is_table(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the lines hold the headings of a table of indicators."""
    return any("一级" in p.text for p in paragraphs) and bool(_headings(paragraphs))


def blocks(paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    """The lines with their tables as grids, each behind its title."""
    headings = _headings(paragraphs)
    starts: list[int] = []
    for rank, heading in enumerate(headings):
        floor = headings[rank - 1] + 1 if rank else 0
        starts.append(_start(paragraphs, floor, heading))
    yield from paragraphs[: starts[0]]
    for rank, heading in enumerate(headings):
        end = starts[rank + 1] if rank + 1 < len(headings) else len(paragraphs)
        yield from _table(paragraphs, starts[rank], heading, end)


def _headings(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The lines where headings begin: 一级指标 with 二级指标 or 三级指标 on it or on the next lines."""
    found = []
    for rank, paragraph in enumerate(paragraphs):
        tokens = paragraph.text.split()
        following = paragraphs[rank + 1].text.split()[:1] if rank + 1 < len(paragraphs) else []
        broken = tokens[-1:] == ["一级"] and following == ["指标"]
        if broken or any(fold(t) == "一级指标" for t in tokens):
            near = "".join("".join(p.text.split()) for p in paragraphs[rank : rank + 8])
            if "三级指标" in near or ("指标值" in near and "二级指标" in near):
                found.append(rank)
    return found


def _start(paragraphs: Sequence[Paragraph], floor: int, heading: int) -> int:
    """Where the table begins: at the last title before its headings, else at its first label."""
    for rank in range(heading - 1, floor - 1, -1):
        if TITLE.fullmatch(paragraphs[rank].text):
            return rank
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
    rows += _head(_tokens(paragraphs, first, heading), losses)
    tokens = _tokens(paragraphs, heading, end)
    printed, body = _printed(tokens)
    row = tuple(Cell(t.text, t.address, c) for c, t in enumerate(printed))
    columns = columns_of(row, ordinal=True)
    if columns is None:
        yield from paragraphs[first:end]
        return
    rows.append(row)
    lines = _lines(tokens[body:])
    in_lines = len({t.line for t in printed}) < len(printed) / 2
    rows += (_rows if in_lines else _cells)(lines, headings_of(columns), losses)
    yield Grid(tuple(rows), paragraphs[start].address, paragraphs[start].text)
    yield from losses
    for line in lines:
        if _FOOT.match(line[0].text):
            yield from (p for p in paragraphs[line[0].line : end])
            break


def _tokens(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[Token]:
    """The pieces of some lines; a bracket that one line opens and the next one closes is put together."""
    tokens: list[Token] = []
    for rank, p in enumerate(paragraphs[start:end], start):
        for text in p.text.split():
            opened = _opened(tokens, rank - 1) if _CLOSES.fullmatch(text) else None
            if opened is not None:
                tokens[opened] = tokens[opened]._replace(text=tokens[opened].text + text)
            else:
                tokens.append(Token(text, p.address, rank))
    return tokens


def _opened(tokens: Sequence[Token], line: int) -> int | None:
    """The last token of a line that opens a bracket and leaves it open."""
    for rank in range(len(tokens) - 1, -1, -1):
        if tokens[rank].line < line:
            return None
        if tokens[rank].line == line and _OPEN.search(tokens[rank].text):
            return rank
    return None


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = []
    for token in tokens:
        if lines and lines[-1][0].line == token.line:
            lines[-1].append(token)
        else:
            lines.append([token])
    return lines


def _label(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The head's label that starts at a token and how many tokens it runs over, the longest first."""
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        piece = tokens[at : at + length]
        if length > 1 and any(len(t.text) > 12 for t in piece):
            continue
        text = "".join(t.text for t in piece)
        if listed_label(text) if length > 1 else head_field(text):
            return text, length
    return None


def _head(tokens: list[Token], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """Labels with all that follows up to the next label; two goal labels before their texts are told by order."""
    at = 0
    goals: list[Cell] = []
    label: Cell | None = None
    value: list[Token] = []
    while True:
        found = _label(tokens, at) if at < len(tokens) else None
        inline = _INLINE.fullmatch(tokens[at].text) if at < len(tokens) and found is None else None
        known = inline is not None and (head_field(inline[1]) or inline[1].endswith("单位"))
        if at < len(tokens) and found is None and not known:
            value.append(tokens[at])
            at += 1
            continue
        if label is not None:
            is_goal = head_field(label.text) in GOALS
            if is_goal and not value:
                goals.append(label)
            elif is_goal and len(named := _named(goals, label)) > 1:
                yield from _in_order(named, value, losses)
                goals = []
            else:
                yield (label, Cell(_text(value, is_goal), value[0].address if value else label.address, 1))
        value = []
        if at >= len(tokens):
            return
        token = tokens[at]
        if found is None:
            yield (Cell(token.text, token.address),)
            label = None
            at += 1
            continue
        text, length = found
        at += length
        note, used = _note(tokens, at)
        label = Cell(text + note, token.address)
        at += used


def _note(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """A bracketed note behind a label, on a line of its own or beside it."""
    if at >= len(tokens) or tokens[at].text[0] not in "(（":
        return "", 0
    text = ""
    for used, token in enumerate(tokens[at : at + 5], 1):
        text += token.text
        if _NOTE.fullmatch(text):
            return text, used
    return "", 0


def _named(goals: Sequence[Cell], label: Cell) -> list[Cell]:
    """The goal labels that wait for a text; a bare 绩效目标 over them only heads them."""
    return [c for c in (*goals, label) if head_field(c.text) != "goal"] or [label]


def _in_order(labels: list[Cell], value: list[Token], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    pieces = _pieces(value, len(labels))
    names = "”“".join(c.text for c in labels)
    if len(pieces) != len(labels):
        losses.append(Loss(labels[0].address, f"“{names}”的文字连在一起，不能确定各是哪一段，全部列在一起"))
        yield (labels[0], Cell(_text(value, True), value[0].address, 1))
        return
    losses.append(Loss(labels[0].address, f"“{names}”先印出，文字随后，只能按先后顺序对应，请核对"))
    for label, piece in zip(labels, pieces, strict=True):
        yield (label, Cell(_text(piece, True), piece[0].address, 1))


def _pieces(value: list[Token], count: int) -> list[list[Token]]:
    """The text cut where the numbering starts again, else where sentences end, if that gives `count` pieces."""
    lines = [line for line in _lines(value) if "".join(t.text for t in line) not in ('"', "“", "”")]
    again: list[list[Token]] = []
    last = 0
    for line in lines:
        found = _NUMBERED.match(line[0].text)
        number = int(found[1]) if found else None
        if not again or (number is not None and number <= last):
            again.append([])
        last = number if number is not None else last
        again[-1] += line
    if len(again) == count:
        return again
    ended: list[list[Token]] = [[]]
    for line in lines:
        ended[-1] += line
        if line[-1].text[-1] in '。！!"”':
            ended.append([])
    return [piece for piece in ended if piece]


def _text(value: Sequence[Token], goal: bool) -> str:
    """Tokens as the text they were: spaces within a line kept, lines joined unless a new goal begins."""
    out = ""
    for line in _lines(value):
        text = " ".join(t.text for t in line).strip('"')
        if not text:
            continue
        if goal and out and (_NUMBERED.match(text) or out[-1] in "。；;！"):
            out += "\n"
        out += text
    return out


def _printed(tokens: Sequence[Token]) -> tuple[list[Token], int]:
    """The headings in order, and where the rows begin; a heading that only groups rows is left out."""
    headings: list[Token] = []
    first = tokens[0].line
    whole = sum(t.line == first and column_field(t.text) is not None for t in tokens) > 2
    taken: set[str] = set()
    at = 0
    while at < len(tokens):
        for length in range(min(3, len(tokens) - at), 0, -1):
            text = "".join(t.text for t in tokens[at : at + length])
            field = listed_column(text) if length > 1 else column_field(text)
            if field is not None and (field not in taken or field in ("extra", "target")):
                break
        else:
            if not whole or tokens[at].line != first:
                break
            length, text, field = 1, tokens[at].text, "extra"
        if field == "group" and "name" in taken:
            break
        if field != "group" or (whole and headings and tokens[at].line == first):
            headings.append(tokens[at]._replace(text=text))
        taken.add(field or "")
        at += length
    return headings, at


def _rows(lines: list[list[Token]], headings: Sequence[Column], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """A row a line: texts under their headings by what fits; before them may stand a group's label."""
    columns = [_GROUP, *headings]
    for line in lines:
        if _FOOT.match(line[0].text):
            return
        tokens = _whole(line)
        found = _joined_where(tokens, columns) if len(tokens) > len(headings) else None
        tokens, path = found or (tokens, aligned([t.text for t in tokens], columns, blanks=True))
        fields = {columns[rank].field for rank in path or ()}
        labels = bool(path) and fields <= {"level1", "level2", "group"} and len(fields - {"group"}) > 0
        if not path or not (labels or ("name" in fields and fields & {"target", "value", "grade"})):
            if _PAGE.fullmatch("".join(t.text for t in line)):
                continue
            said = " ".join(t.text for t in line)[:40]
            losses.append(Loss(line[0].address, f"“{said}”这一行分不清各列，没有读入"))
            continue
        yield _row(tokens, [rank - 1 for rank in path], headings)


def _joined_where(tokens: list[Token], columns: Sequence[Column]) -> tuple[list[Token], list[int]] | None:
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
    return best[0][1], best[0][2]


def _row(tokens: Sequence[Token], path: Sequence[int], headings: Sequence[Column]) -> tuple[Cell, ...]:
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


def _cells(lines: list[list[Token]], headings: Sequence[Column], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """A cell a line: level labels, broken over lines or not, part the rows; between them cells by count."""
    level1 = ""
    labels = {0: "", 1: ""}
    segment: list[Token] = []
    texts = [t[0]._replace(text="".join(x.text for x in t)) for t in lines]
    at = 0
    while at <= len(texts):
        found = _broken(texts, at) if at < len(texts) else None
        ended = at == len(texts) or bool(_FOOT.match(texts[at].text))
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
        elif top and (not level1 or below != level1.removesuffix("指标")) and _follows(texts, at + length, text):
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


def _belongs(level1: str, below: str, text: str) -> bool:
    return level1.removesuffix("指标") == below or (text.removesuffix("指标") == "成本" and level1.startswith("产出"))


def _follows(texts: Sequence[Token], at: int, label: str) -> bool:
    """Whether 成本指标 or 满意度指标 is a level-1 label here: a label under it comes next."""
    found = _broken(texts, at) if at < len(texts) else None
    return found is not None and level(found[0])[1] == label.removesuffix("指标")


def _broken(texts: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The level label that starts at a line and how many lines it runs over; 绩效指标 beside the table is none."""
    for length in range(min(_LONGEST, len(texts) - at), 0, -1):
        piece = texts[at : at + length]
        text = "".join(t.text for t in piece)
        if length > 1 and any(t.text.endswith("指标") for t in piece[:-1]):
            continue
        if text.endswith("指标") and (level(text) != (False, None) or listed_column(text) == "group"):
            return text, length
    return None


def _counted(
    segment: list[Token], headings: Sequence[Column], labels: dict[int, str], losses: list[Loss]
) -> Iterator[tuple[Cell, ...]]:
    """The cells between two labels as rows: by what fits under the headings, or where a measured value ends each."""
    places = [rank for rank, c in enumerate(headings) if c.field not in ("level1", "level2", "group")]
    rest = [headings[rank] for rank in places]
    numbers = any(c.field in ("weight", "value") or _POINTS.search(c.heading) for c in rest)
    segment = [t for t in segment if not _PAGE.fullmatch(t.text) or t.text.isdigit()]
    if len(segment) % len(rest) and not numbers:
        segment = [t for t in segment if not _PAGE.fullmatch(t.text)]
    if not segment:
        return
    groups = _divided(segment, rest)
    if not groups:
        said = "、".join(t.text for t in segment)[:60]
        losses.append(Loss(segment[0].address, f"“{said}”分不清哪是名称哪是指标值，没有读入"))
        return
    for rank, group in enumerate(groups):
        row = list(_row([t for t, _ in group], [places[at] for _, at in group], headings))
        for c, column in enumerate(headings):
            if column.field in ("level1", "level2") and rank == 0:
                row[c] = row[c]._replace(text=labels[0 if column.field == "level1" else 1])
        yield tuple(row)


def _divided(segment: list[Token], rest: Sequence[Column]) -> list[list[tuple[Token, int]]]:
    """The rows that a run of cells makes up, each cell with the rank of its column; nothing where it is not certain."""
    width, count = len(rest), len(segment)
    equal = [list(zip(segment[at : at + width], range(width), strict=False)) for at in range(0, count, width)]
    if width == 2:
        if count % 2 or any(_measured(group[0][0]) for group in equal):
            return [list(zip(group, range(2), strict=True)) for group in _ended(segment)]
        return equal
    if count > _MANY:
        return equal if count % width == 0 else []
    texts = [token.text for token in segment]
    best: list[tuple[int, int, Sequence[int]]] = []
    for rows in range(-(-count // width), count // 2 + 1):
        for score, path in ways(texts, rest, blanks=True, rows=rows):
            found = {(rank // width, rest[rank % width].field) for rank in path}
            if all((n, "name") in found and {(n, "target"), (n, "value")} & found for n in range(rows)):
                best.append((score, rows, path))
    best.sort(key=lambda way: -way[0])
    if not best or any(score == best[0][0] and path != best[0][2] for score, _, path in best[1:]):
        return equal if count % width == 0 and not best else []
    groups: list[list[tuple[Token, int]]] = [[] for _ in range(best[0][1])]
    for token, rank in zip(segment, best[0][2], strict=True):
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
        elif not name:
            return []
        else:
            groups.append([name[0]._replace(text="".join(t.text for t in name)), token])
            name = []
    return [] if name else groups
