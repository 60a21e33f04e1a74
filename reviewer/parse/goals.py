"""The goal text of a form as its single goals."""

import re
from itertools import pairwise

_TEXT = r"(?!\d(?!\d{2}|\d?月))"
"""Behind a goal's number: its text, which may begin with a date or a number of many digits, but no decimals."""
_NUMBERED = re.compile(
    rf"\s*(?:\d{{1,2}}\s*[.．、)）]{_TEXT}|[(（]\s*[\d一二三四五六七八九十]{{1,3}}\s*[)）]|[一二三四五六七八九十]{{1,2}}[、.．]"
    r"|[①-⑳]|目标\s*[\d一二三四五六七八九十]{1,2}\s*[:：])"
)
_FIRST = re.compile(rf"\s*(?:目标\s*)?1\s*[.．、:：)）]{_TEXT}")
_NEXT = re.compile(rf"[。；;]\s*(?:目标\s*)?(\d+)\s*[.．、:：)）]{_TEXT}")


def goals_of(text: str) -> list[str]:
    """Each goal with its own number; without numbers each line is one, with them a line without belongs to the last."""
    lines: list[str] = []
    # A line with a second goal in it has its number 2.
    for line in text.strip().strip('"').splitlines():
        for piece in _apart(line) if "2" in line and _FIRST.match(line) else (line,):
            goal = piece.strip()
            if goal and goal != '"':
                lines.append(goal)
    numbered = [_NUMBERED.match(line) is not None for line in lines]
    if all(numbered) or not any(numbered):
        return lines
    goals = lines[:1]
    for line, begins in zip(lines[1:], numbered[1:], strict=True):
        if begins:
            goals.append(line)
        else:
            goals[-1] += line
    return goals


def _apart(line: str) -> list[str]:
    """The goals in a line that begins with the first: their numbers run on, each behind the end of a sentence."""
    starts = [0]
    for found in _NEXT.finditer(line):
        if found[1] == str(len(starts) + 1):
            starts.append(found.start() + 1)
    return [line[start:end] for start, end in pairwise([*starts, len(line)])]
