"""Markdown tables and headings; a cell's address is `md:LINE/C`, counted from 1."""

import itertools
import re
from collections.abc import Iterator
from html import unescape

from reviewer.domain.grid import Block, Grid, Paragraph, Row

RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.M)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1\Z", re.S)


def is_markdown(text: str) -> bool:
    """Whether a table with a rule under its first row stands in the text."""
    return any("|" in found[0] and "-" in found[0] for found in RULE.finditer(text))


def blocks(text: str) -> Iterator[Block]:
    """Tables and paragraphs in reading order; heading levels from 1."""
    rows: list[Row] = []
    title, start, fenced = "", 0, False
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
            continue
        if "|" in line and not fenced:
            if rows and RULE.match(line):
                continue
            texts = [_shown(text) for text in _split(line)]
            if any(texts):
                rows.append(Row(texts, f"md:{number}/"))
                start = start or number
            continue
        if rows:
            yield Grid(tuple(rows), f"md:{start}", title, merged=False)
            rows, title, start = [], "", 0
        if stripped := line.strip():
            heading = _HEADING.match(line)
            title = _shown(heading[2] if heading else stripped)
            yield Paragraph(title, f"md:{number}", len(heading[1]) if heading else 0)
    if rows:
        yield Grid(tuple(rows), f"md:{start}", title, merged=False)


def _split(line: str) -> list[str]:
    inner = line.strip()
    bars = [found.end() - 1 for found in _BAR.finditer(inner)]
    edges = [-1, *bars, len(inner)]
    cells = [inner[a + 1 : b] for a, b in itertools.pairwise(edges)]
    if bars and bars[0] == 0:
        cells = cells[1:]
    return cells[:-1] if bars and bars[-1] == len(inner) - 1 and len(cells) > 1 else cells


def _shown(text: str) -> str:
    text = text.strip()
    if bold := _BOLD.match(text):
        text = bold[2]
    text = _BREAK.sub("\n", text)
    return unescape(_ESCAPE.sub(r"\1", text)).replace("\xa0", " ").strip()
