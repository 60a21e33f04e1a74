"""The head of a table that comes as lines: labels with what follows them, goals told by their order."""

import re
from collections.abc import Iterator, Sequence

from reviewer.domain.grid import Cell, Loss
from reviewer.parse.title import SPAN
from reviewer.parse.token import LONGEST, Token, lines_of
from reviewer.parse.vocabulary import GOALS, head_field, listed_label

_NOTE = re.compile(r"[(（][^()（）]*[)）]")
_NUMBERED = re.compile(r"[\"“]?\s*(\d{1,2})\s*[.．、)）](?!\d)")
_AMOUNT = re.compile(r"[-+]?[\d,，]*\.?\d+%?|[-—－]+")
_HEADINGS = re.compile(r"[^\W\d]{2,6}(?: [^\W\d]{2,6})+")
_SUM = re.compile("(?:金额)?[合总小]计")
_WINDOW = 120
"""Tokens that a line of labels and the lines under it are looked for in."""
_INLINE = re.compile(r"([^:：]{2,12})[:：](.*)")


def head_rows(tokens: list[Token], losses: list[Loss]) -> Iterator[tuple[Cell, ...]]:
    """Labels with all that follows up to the next label; two goal labels before their texts are told by order."""
    at = 0
    goals: list[Cell] = []
    label: Cell | None = None
    value: list[Token] = []
    over = columns = 0
    """Labels that follow each other without a value, and so many as headed amounts last."""
    while True:
        rows = _table(tokens, at)
        if rows or (at < len(tokens) and SPAN.fullmatch(tokens[at].text)):
            if label is not None:
                yield (label, Cell(_text(value, head_field(label.text) in GOALS), label.address, 1))
                label, value = None, []
            for row in rows or [[tokens[at]]]:
                yield tuple(Cell(t.text, t.address, c) for c, t in enumerate(row))
                at += len(row)
            continue
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
            elif (is_goal or (goals and "完成情况" in label.text)) and len(named := _named(goals, label)) > 1:
                yield from _in_order(named, value, losses)
                goals = []
            else:
                if is_goal and _HEADINGS.fullmatch(said := " ".join(t.text for t in lines_of(value)[0])):
                    losses.append(Loss(value[0].address, f"“{said}”在“{label.text}”的文字里，像是栏名，请核对"))
                over, columns = (0, max(columns, over - 1)) if value else (over + 1, columns)
                amounts = len(value) > 1 and all(_AMOUNT.fullmatch(t.text) for t in value)
                if amounts and len(value) <= columns:
                    yield (label, *(Cell(t.text, t.address, c) for c, t in enumerate(value, 1)))
                elif amounts:  # 320.5 and 330 one after the other are never 320.5330
                    yield (label, Cell(" ".join(t.text for t in value), value[0].address, 1))
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


def _table(tokens: Sequence[Token], at: int) -> list[list[Token]]:
    """A line of labels alone and the lines under it, with a value for each of them; nothing where none stand so."""
    if at >= len(tokens) or (at and tokens[at - 1].line == tokens[at].line):
        return []
    lines = lines_of(tokens[at : at + _WINDOW])
    unknown = [t for t in lines[0] if head_field(t.text) is None]
    if len(lines[0]) < 3 + 2 * len(unknown) or any(c.isdigit() or c in ":：" for t in unknown for c in t.text):
        return []
    rows = [lines[0]]
    for line in lines[1:]:
        amounts = sum(_AMOUNT.fullmatch(t.text) is not None for t in line)
        labels = sum(head_field(t.text) is not None for t in line)
        under = len(rows) == 1 and not labels and not unknown and len(lines[0]) - 1 <= len(line) <= len(lines[0])
        if not under and (amounts == 0 or labels > 1 or not _AMOUNT.fullmatch(line[-1].text)):
            break
        if len(line) < 3 and not under and not _SUM.match(line[0].text):
            break
        rows.append(line)
    return rows if len(rows) > 1 else []


def _label(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The head's label that starts at a token and how many tokens it runs over, the longest first."""
    for length in range(min(LONGEST, len(tokens) - at), 0, -1):
        piece = tokens[at : at + length]
        if length > 1 and (any(len(t.text) > 12 for t in piece) or _AMOUNT.fullmatch(piece[0].text)):
            continue
        text = "".join(t.text for t in piece)
        if listed_label(text) if length > 1 else head_field(text):
            return text, length
    return None


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
    lines = [line for line in lines_of(value) if "".join(t.text for t in line) not in ('"', "“", "”")]
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
    for line in lines_of(value):
        text = " ".join(t.text for t in line).strip('"')
        if not text:
            continue
        if goal and out and (_NUMBERED.match(text) or out[-1] in "。；;！"):
            out += "\n"
        out += text
    return out
