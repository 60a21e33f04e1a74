"""The goal text of a form as its single goals."""

import re

_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}\s*[.．、)）](?!\d)|[(（]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]|[一二三四五六七八九十]{1,2}[、.．]"
    r"|[①-⑳]|目标\s*[\d一二三四五六七八九十]{1,2}\s*[:：])"
)


def goals_of(text: str) -> list[str]:
    """Each goal with its own number; without numbers each line is one, with them a line without belongs to the last."""
    lines = [line.strip() for line in text.strip().strip('"').splitlines()]
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
