"""The lines of bare text in which the headings of a table of indicators stand."""

from collections.abc import Sequence

from reviewer.domain.grid import Paragraph
from reviewer.parse.vocabulary import column_field, list_field


def headings_in(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The lines where headings begin: 一级指标 with the other columns on it or on the next lines."""
    if not any("指标" in p.text or "一级" in p.text for p in paragraphs):
        return []
    found: list[int] = []
    for rank, paragraph in enumerate(paragraphs):
        tokens = paragraph.text.split()
        following = paragraphs[rank + 1].text.split()[:1] if rank + 1 < len(paragraphs) else []
        broken = tokens[-1:] == ["一级"] and following == ["指标"]
        if not broken and not any(len(t) < 16 and column_field(t) == "level1" for t in tokens):
            continue
        if found and rank - found[-1] < 8 and _cell_headings(paragraphs[found[-1] : rank + 1]):
            continue
        start = _first(paragraphs, rank)
        if found and start <= found[-1]:
            continue
        near = [p.text.split() for p in paragraphs[start : rank + 8]]
        fields = {column_field(t) for line in near for t in line if len(t) < 24}
        if (
            "三级指标" in "".join("".join(line) for line in near)
            or "name" in fields
            or ("level2" in fields and fields & {"target", "value", "grade"})
        ):
            found.append(start)
    return found or _unlevelled(paragraphs)


def _first(paragraphs: Sequence[Paragraph], rank: int) -> int:
    """Where headings begin that come a cell a line: 一级指标 need not be the first of them."""
    start = rank
    while start and len(tokens := paragraphs[start - 1].text.split()) == 1 and _is_heading(tokens[0]):
        start -= 1
    before = {list_field(p.text) or column_field(p.text) for p in paragraphs[start:rank]}
    return start if len(before) > 1 and before & {"name", "code", "target"} else rank


def _is_heading(text: str) -> bool:
    return list_field(text) is not None or column_field(text) not in (None, "group")


def _unlevelled(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The first line where 三级指标 and 指标值 stand beside each other without 一级指标 anywhere."""
    before = None
    for rank, paragraph in enumerate(paragraphs):
        for text in paragraph.text.split() if "指标" in paragraph.text else ():
            field = column_field(text)
            if before == "name" and field == "target":
                return [rank]
            before = field
    return []


def _cell_headings(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether some lines are all headings of one table."""
    return all(column_field(t) for p in paragraphs for t in p.text.split())
