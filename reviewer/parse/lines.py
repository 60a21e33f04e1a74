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
_LONGEST = 4


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
    columns, body = _columns(tokens)
    if "name" not in columns:
        yield from paragraphs[first:end]
        return
    rows.append(tuple(Cell(t.text, t.address, c) for c, t in enumerate(columns.values())))
    fields = list(columns)
    lines = _lines(tokens[body:])
    if len({t.line for t in columns.values()}) == 1:
        rows += _rows(lines, fields, losses)
    else:
        rows += _cells(lines, fields, losses)
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


def _columns(tokens: Sequence[Token]) -> tuple[dict[str, Token], int]:
    """Field to heading, in order, and where the rows begin; columns that only group rows are left out."""
    columns: dict[str, Token] = {}
    at = 0
    while at < len(tokens):
        for length in range(min(3, len(tokens) - at), 0, -1):
            text = "".join(t.text for t in tokens[at : at + length])
            field = listed_column(text) if length > 1 else column_field(text)
            if field is not None and not (field in columns and field != "extra"):
                break
        else:
            break
        if field == "group" and "name" in columns:
            break
        if field != "group":
            columns[field if field not in columns else f"{field}{at}"] = tokens[at]._replace(text=text)
        at += length
    return columns, at


def _rows(lines: list[list[Token]], fields: list[str], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """A row a line: what stands before the name are a group's label and level labels, as many as are printed."""
    rest = [f for f in fields if f not in ("level1", "level2")]
    for line in lines:
        if _FOOT.match(line[0].text):
            return
        tokens = _whole(line)
        lead = _lead(tokens, len(rest))
        if lead is None:
            said = " ".join(t.text for t in line)[:40]
            losses.append(Loss(line[0].address, f"“{said}”这一行分不清各列，没有读入"))
            continue
        labels = [t for t in tokens[:lead] if level(t.text) != (False, None)][-2:]
        cells = [Cell("", tokens[0].address, 0), Cell("", tokens[0].address, 1)]
        if len(labels) == 2:
            cells = [Cell(t.text, t.address, c) for c, t in enumerate(labels)]
        elif labels:
            column = 1 if level(labels[0].text)[1] is not None else 0
            cells[column] = Cell(labels[0].text, labels[0].address, column)
        yield (*cells, *(Cell(t.text, t.address, c) for c, t in enumerate(tokens[lead:], 2)))


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


def _lead(tokens: Sequence[Token], rest: int) -> int | None:
    """How many tokens stand before the name; None where neither count nor labels tell."""
    lead = len(tokens) - rest
    if 0 <= lead <= 3 and (lead == 0 or level(tokens[lead - 1].text) != (False, None)):
        return lead
    first = next((i for i, t in enumerate(tokens[:2]) if level(t.text) != (False, None)), None)
    if first is None:
        return None
    lead = first + 1
    if lead < len(tokens) and tokens[lead].text.endswith("指标") and level(tokens[lead].text) != (False, None):
        lead += 1
    return lead if 2 <= len(tokens) - lead <= rest else None


def _cells(lines: list[list[Token]], fields: list[str], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """A cell a line: level labels, broken over lines or not, part the rows; between them cells by count."""
    rest = [f for f in fields if f not in ("level1", "level2")]
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
        yield from _counted(segment, rest, labels, losses)
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
    segment: list[Token], rest: list[str], labels: dict[int, str], losses: list[Loss]
) -> Iterator[tuple[Cell, ...]]:
    """The cells between two labels as rows: in equal parts, else a row ends where a measured value stands."""
    segment = [t for t in segment if not _PAGE.fullmatch(t.text) or t.text.isdigit()]
    segment = [t for t in segment if not _PAGE.fullmatch(t.text)] if len(segment) % len(rest) else segment
    if not segment:
        return
    groups = [segment[i : i + len(rest)] for i in range(0, len(segment), len(rest))]
    if len(rest) == 2 and (len(segment) % 2 or any(_measured(name) for name, *_ in groups)):
        groups = _ended(segment)
    if not groups or (len(segment) % len(rest) and len(rest) != 2):
        said = "、".join(t.text for t in segment)[:60]
        losses.append(Loss(segment[0].address, f"“{said}”分不清哪是名称哪是指标值，没有读入"))
        return
    for rank, group in enumerate(groups):
        first = [Cell(labels[c] if rank == 0 else "", group[0].address, c) for c in (0, 1)]
        yield (*first, *(Cell(t.text, t.address, c) for c, t in enumerate(group, 2)))


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
