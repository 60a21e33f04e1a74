"""The goal text of a form as its single goals."""

import re

_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}\s*[.．、)）](?!\d)|[(（]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]|[一二三四五六七八九十]{1,2}[、.．]"
    r"|[①-⑳]|目标\s*[\d一二三四五六七八九十]{1,2}\s*[:：])"
)
_FIRST = re.compile(r"\s*(?:目标\s*)?1\s*[.．、:：)）](?!\d)")
_NEXT = r"(?<=[。；;])\s*(?:目标\s*)?{}\s*[.．、:：)）](?!\d)"


def goals_of(text: str) -> list[str]:
    """Each goal with its own number; without numbers each line is one, with them a line without belongs to the last."""
    lines = [piece.strip() for line in text.strip().strip('"').splitlines() for piece in _apart(line)]
    lines = [line for line in lines if line and line != '"']
    if not any(_NUMBERED.match(line) for line in lines):
        return lines
    out: list[str] = []
    for line in lines:
        if out and not _NUMBERED.match(line):
            out[-1] += line
        else:
            out.append(line)
    return out


def _apart(line: str) -> list[str]:
    """A line as the goals in it where their numbers run from 1 on, each behind the end of a sentence."""
    if not _FIRST.match(line):
        return [line]
    out, at, number = [], 0, 2
    while found := re.compile(_NEXT.format(number)).search(line, at):
        out.append(line[at : found.start()])
        at, number = found.start(), number + 1
    return [*out, line[at:]]
