"""Comma, semicolon or TAB separated values; a cell's address is `csv:R/C`, counted from 1."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from reviewer.domain.grid import Block, Grid, Loss, Row
from reviewer.language import _

_DELIMITERS = ",\t;，"
_GUARDED = re.compile("'+[=+\\-@＝＋－＠\t\r\n]")
"""A leading ' that keeps a spreadsheet from taking the text for a formula; our own export writes it."""

csv.field_size_limit(16_000_000)


def sample(text: str) -> str:
    """What tells a list's separator: the beginning of a text, and at least four lines of it, however long they are."""
    end = 0
    for _line in range(4):
        end = text.find("\n", end) + 1 or end
    return text[: max(100_000, end)]


def delimiter(sample: str, *, table: bool = False) -> str | None:
    """The separator that gives most lines of the sample the same three or more cells, or None for running text.

    `table` says that the name of the file speaks for a list; two columns are then enough, and rows may end early.
    """
    for mark in _DELIMITERS:
        if mark not in sample:
            continue
        try:
            rows = [row for row in islice(_rows(sample, mark), 200) if any(row)]
        except csv.Error:
            continue
        if len(rows) < 2:
            continue
        if len(rows) > 2:
            rows.pop()  # the sample may end in the middle of it
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count)
        if usual >= (2 if table else 3) and widths.count(usual) >= 0.8 * len(rows):
            return mark
        if table and mark != "，" and sum(width > 1 for width in widths) >= 0.8 * len(rows):
            return mark
    return None


def blocks(text: str, mark: str) -> Iterator[Block]:
    """The list as one grid; empty rows are left out, a row that cannot be read ends it with a Loss."""
    rows: list[Row] = []
    start = number = 0
    try:
        for number, row in enumerate(_rows(text, mark), 1):
            texts = [_unguarded(value).strip() for value in row]
            if any(texts):
                rows.append(Row(texts, f"csv:{number}/"))
                start = start or number
    except csv.Error as error:
        yield Loss(f"csv:{number + 1}", _("这一行读不出：{error}").format(error=error))
    if rows:
        yield Grid(tuple(rows), f"csv:{start}", merged=False)


def _rows(text: str, mark: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=mark != "\t")


def _unguarded(value: str) -> str:
    return value[1:] if _GUARDED.match(value) else value
