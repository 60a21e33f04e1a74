"""Cuts a project into chunks within a token budget, and finds the prose that concerns it."""

from collections.abc import Callable
from functools import lru_cache

from reviewer.domain.chunk import Chunk, head_text, row_line
from reviewer.domain.document import Document, Section
from reviewer.domain.kind import plain_name
from reviewer.domain.project import Project

SEPARATORS = ["\n\n", "\n", "。", "；", "！", "？", "：", "，", "、", " ", ""]
"""Where Chinese prose may be cut, best first."""
PASSAGE = 120
"""Characters of a passage."""
ALIKE = 50.0
"""Least likeness (0 to 100) of a passage that is worth its tokens."""
SHORT = 6
"""Characters; of a shorter text (人员经费) any passage holds half."""


def chunks(project: Project, *, tokens: int, estimate: Callable[[str], int]) -> tuple[Chunk, ...]:
    """The project in one chunk, or in several of whole rows where head and rows pass `tokens`.

    `estimate` counts the tokens of a text. A row that alone passes the budget still stands whole in its chunk.
    A project without rows has one chunk, so that its core can be asked for.
    """
    head = estimate(head_text(project))
    groups: list[list[int]] = [[]]
    filled = head
    for row in project.indicators:
        size = estimate(row_line(row)) + 1
        if groups[-1] and filled + size > tokens:
            groups.append([])
            filled = head
        groups[-1].append(row.row)
        filled += size
    return tuple(
        Chunk(project=project.key, index=n, count=len(groups), rows=tuple(group)) for n, group in enumerate(groups)
    )


def passages(document: Document, project: Project, limit: int) -> tuple[str, ...]:
    """At most `limit` passages of the department's prose that are likest to the project, in reading order."""
    if not document.sections or limit <= 0:
        return ()
    wanted = [text for text in (plain_name(project), project.purpose or "", *project.goals) if len(text) > 1]
    scored = []
    for place, passage in enumerate(_cut(document.sections)):
        score = max((_likeness(text, passage) for text in wanted), default=0.0)
        if score >= ALIKE:
            scored.append((-score, place, passage))
    best = sorted(scored)[:limit]
    return tuple(passage for _score, _place, passage in sorted(best, key=lambda item: item[1]))


def _likeness(text: str, passage: str) -> float:
    """0 to 100; a short text is like a passage only where it stands in it."""
    from rapidfuzz import fuzz

    if len(text) < SHORT:
        return 100.0 if text in passage else 0.0
    return fuzz.partial_ratio(text, passage)


@lru_cache(maxsize=8)
def _cut(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The prose in passages, cut where a sentence ends."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS, chunk_size=PASSAGE, chunk_overlap=0, keep_separator="end"
    )
    return tuple(piece.strip() for section in sections for piece in splitter.split_text(section.text) if piece.strip())
