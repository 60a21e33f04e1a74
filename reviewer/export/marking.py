"""Which words changed between two texts, for marking them in a cell, a page or a tracked change."""

import difflib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_TOKENS = re.compile(r"[A-Za-z0-9_.]+|\s+|.", re.DOTALL)


class Piece(NamedTuple):
    """A run of text that both texts hold, or only one of them."""

    kind: Literal["same", "old", "new"]
    text: str


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The two texts woven into one: a replaced stretch gives its old piece before its new one."""
    if before == after or not (before and after):
        if before:
            yield Piece("same" if after else "old", before)
        elif after:
            yield Piece("new", after)
        return
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Piece("old", "".join(old[i:j]))
        if k < m:
            yield Piece("new", "".join(new[k:m]))
