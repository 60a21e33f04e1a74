"""The pieces that spaces cut a line of text into."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.domain.grid import Loss, Paragraph
from reviewer.parse.alignment import Alignment

FOOT = re.compile(
    r"(?:填报人|填表人|制表人|审核人|单位负责人|联系电话|联系人|注)\s*[:：]|(?:总分|总计|合计)(?:\s|$)|\w{0,8}审核意见$"
)
"""The foot of a table: who filled it in, notes, the sum of the points."""
PAGE = re.compile(r"[-—第\s]*\d{1,3}[-—页\s]*(?:[/,，]?共?\d{1,3}页|[/]\d{1,3})?")
PAGE_LINE = re.compile(r"(?:第\s*\d{1,4}\s*页|[-—]\s*\d{1,4}\s*[-—])(?:\s*[/,，]?\s*共\s*\d{1,4}\s*页)?")
"""A page's number that cannot be a value."""
LONGEST = 4
"""Lines that one broken label runs over at most."""
_OPEN = re.compile(r"[(（][^)）]*$")
_CLOSES = re.compile(r"[^(（)）]{0,8}[)）]")


class Token(NamedTuple):
    """A piece of a line; `line` is the rank of its line."""

    text: str
    address: str
    line: int


def tokens_of(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[Token]:
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


def lines_of(tokens: Sequence[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = []
    for token in tokens:
        if lines and lines[-1][0].line == token.line:
            lines[-1].append(token)
        else:
            lines.append([token])
    return lines


def doubt(tokens: Sequence[Token], way: Alignment) -> Loss:
    said = "、".join(tokens[n].text for n in way.doubtful)[:40]
    return Loss(tokens[way.doubtful[0]].address, f"“{said}”在哪一列不能确定，请核对")
