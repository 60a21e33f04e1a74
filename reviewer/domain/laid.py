"""A document laid out anew: what is printed where, before a format writes it."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from reviewer.domain.edit import Front, TableEdit

Look = Literal["label", "text"]


class Span(NamedTuple):
    """A text over `width` columns; a label is printed bold; `joined` goes on with the cell above it."""

    text: str
    width: int = 1
    look: Look = "text"
    joined: bool = False


Line = tuple[Span, ...]


class LaidTable(NamedTuple):
    """A table under its title, as it was read, with what is changed in it.

    The edits' addresses are `docx:tbl1/trR/tcC`: row and cell of `lines`, from 1.
    """

    title: str
    lines: Sequence[Line]
    edits: Sequence[TableEdit]


class LaidText(NamedTuple):
    """A piece of prose under its title."""

    title: str
    text: str


class Laid(NamedTuple):
    """The whole document in order; `contents` are the titles of its list of contents."""

    front: Front
    contents: Iterable[str]
    texts: Iterable[LaidText]
    tables: Iterable[LaidTable]
