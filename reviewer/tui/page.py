"""A page of styled text that no terminal library is needed for: lines of pieces, each with the role it plays."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from reviewer.domain.difference import Segment

Role = Literal["plain", "dim", "head", "removed", "added", "width", "error", "warning", "info", "quote", "ok", "ask"]


class Piece(NamedTuple):
    """A run of text in one role; the text alone says everything, so that no colour is needed."""

    text: str
    role: Role = "plain"


Row = tuple[Piece, ...]
Page = list[Row]


def row(*pieces: str | tuple[str, Role]) -> Row:
    """A line from plain texts and (text, role) pairs."""
    return tuple(Piece(p) if isinstance(p, str) else Piece(*p) for p in pieces)


def shown(segments: Iterable[Segment]) -> Row:
    """A difference with its marks: `[-旧-]{+新+}`, `[~全→半~]` for mere full-width forms."""
    pieces = []
    for kind, text, other in segments:
        if kind == "same":
            pieces.append(Piece(text))
        elif kind == "removed":
            pieces.append(Piece(f"[-{text}-]", "removed"))
        elif kind == "added":
            pieces.append(Piece(f"{{+{text}+}}", "added"))
        else:
            pieces.append(Piece(f"[~{text}→{other}~]", "width"))
    return tuple(pieces)


def plain(page: Page) -> str:
    """The page as text, line by line."""
    return "\n".join("".join(p.text for p in line) for line in page)
