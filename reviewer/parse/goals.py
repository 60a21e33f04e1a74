"""The goal text of a form as its single goals."""

import re
from itertools import pairwise

_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}\s*[.．、)）](?!\d)|[(（]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]|[一二三四五六七八九十]{1,2}[、.．]"
    r"|[①-⑳]|目标\s*[\d一二三四五六七八九十]{1,2}\s*[:：])"
)
_FIRST = re.compile(r"\s*(?:目标\s*)?1\s*[.．、:：)）](?!\d)")
_NEXT = re.compile(r"(?<=[。；;])\s*(?:目标\s*)?(\d+)\s*[.．、:：)）](?!\d)")


def goals_of(text: str) -> list[str]:
    """Each goal with its own number; without numbers each line is one, with them a line without belongs to the last."""
    lines = [piece.strip() for line in text.strip().strip('"').splitlines() for piece in _apart(line)]
    lines = [line for line in lines if line and line != '"']
    numbered = [_NUMBERED.match(line) is not None for line in lines]
    if len(lines) < 2 or not any(numbered):
        return lines
    out = lines[:1]
    for line, begins in zip(lines[1:], numbered[1:], strict=True):
        if begins:
            out.append(line)
        else:
            out[-1] += line
    return out


def _apart(line: str) -> list[str]:
    """A line as the goals in it where their numbers run from 1 on, each behind the end of a sentence."""
    if not _FIRST.match(line):
        return [line]
    starts = [0]
    for found in _NEXT.finditer(line):
        if found[1] == str(len(starts) + 1):
            starts.append(found.start())
    return [line[start:end] for start, end in pairwise([*starts, len(line)])]
