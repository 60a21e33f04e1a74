"""The lines of bare text in which the headings of a table of indicators stand."""

from collections.abc import Sequence

from reviewer.domain.grid import Paragraph
from reviewer.parse.vocabulary import column_field


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
        near = [p.text.split() for p in paragraphs[rank : rank + 8]]
        fields = {column_field(t) for line in near for t in line if len(t) < 24}
        if (
            "三级指标" in "".join("".join(line) for line in near)
            or "name" in fields
            or ("level2" in fields and fields & {"target", "value", "grade"})
        ):
            found.append(rank)
    return found


def _cell_headings(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether some lines are all headings of one table."""
    return all(column_field(t) for p in paragraphs for t in p.text.split())
