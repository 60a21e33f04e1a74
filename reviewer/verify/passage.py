"""Where a quote stands, in words for whoever reads the proposal; found as the verification finds it."""

from collections.abc import Callable
from functools import lru_cache

from reviewer.domain.document import Document, Section
from reviewer.domain.passage import Passage
from reviewer.domain.project import FIELD_WORDS, Project
from reviewer.verify.source import CELL, Text, project_text, prose_text

_PLACES = {
    "name": "项目名称", "total": "资金总额", "fiscal": "财政拨款", "other": "其他资金", "purpose": "资金用途",
    "plan": "支出计划", "label": "支出计划", "goal": "绩效目标", "extra": "其他栏",
}  # fmt: skip

Locate = Callable[[str], Passage | None]


def passages(project: Project, document: Document) -> Locate:
    """A function that tells where a quote stands, in the project or else in the department's prose; None where nowhere.

    What it gives is as the document prints it, white space apart, with `｜` between cells.
    """
    own = project_text(project)

    def locate(quote: str) -> Passage | None:
        return _find(own, quote) or _find(_prose(document.sections), quote)

    return locate


@lru_cache(maxsize=4)
def _prose(sections: tuple[Section, ...]) -> Text:
    """Made once a document."""
    return prose_text(sections)


def _find(text: Text, quote: str) -> Passage | None:
    spans = text.find(quote)
    if not spans:
        return None
    start, end = spans[0]
    touched = [n for n, begin in enumerate(text.starts) if begin < end and begin + len(text.printed[n]) > start]
    first, last = touched[0], touched[-1]
    printed = CELL.join(text.printed[first : last + 1])
    left, right = start - text.starts[first], end - text.starts[first]
    row = text.pieces[first].row
    return Passage(
        f"第{row}行" if first < last and row is not None else _place(text, first),
        *(part.replace(CELL, "｜") for part in (printed[:left], printed[left:right], printed[right:])),
    )


def _place(text: Text, at: int) -> str:
    piece = text.pieces[at]
    if piece.field == "prose":
        return f"部门文字“{piece.text.partition(chr(10))[0].strip()[:20]}”"
    if piece.row is not None:
        return f"第{piece.row}行{FIELD_WORDS.get(piece.field, _PLACES['extra'])}"
    if piece.field == "goal":
        return f"绩效目标第{sum(p.field == 'goal' for p in text.pieces[: at + 1])}条"
    return text.printed[at - 1] if piece.field == "head" else _PLACES[piece.field]
