"""What an export is made from, and one file of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from reviewer.domain.decided import DecidedRow, Tally, tally
from reviewer.domain.decision import Conclusion
from reviewer.domain.document import Document
from reviewer.domain.edit import Edit
from reviewer.domain.laid import Laid
from reviewer.domain.project import Project
from reviewer.export import words


class Reviewed(Protocol):
    """Each project of a document with what stands about its rows; can be walked more than once."""

    def __iter__(self) -> Iterator[tuple[Project, list[DecidedRow]]]: ...


class WriteBack(Protocol):
    """formats.write_back is one."""

    def __call__(self, original: Path, edits: Iterable[Edit], out: Path, *, clean: bool = False) -> None: ...


class LayOut(Protocol):
    """formats.lay_out is one."""

    def __call__(self, laid: Laid, out: Path, *, clean: bool = False) -> None: ...


class Letter(NamedTuple):
    """What the letters to the units say beside the findings."""

    bureau: str = ""
    """Who signs; left to fill in where empty."""
    due: str = ""
    """The day by which the unit answers, as it is to be printed; left to fill in where empty."""


class Order(NamedTuple):
    """One document of a review, decided so far, with all that any product needs to know."""

    document: Document
    original: Path
    """Where the document as submitted should lie."""
    reviewed: Reviewed
    total: Tally
    review: str = ""
    """Identity of the review, which the papers that come back carry."""
    conclusions: Mapping[str, Conclusion] = {}
    """What the reviewer concluded about a project, by key."""
    letter: Letter = Letter()
    headings: Mapping[str, str] = {}
    """The bureau's own headings for the flat sheet."""
    write_back: WriteBack | None = None
    lay_out: LayOut | None = None
    clean: bool = False

    def units(self) -> Iterator[tuple[str, Reviewed]]:
        """The projects by budget unit, in the document's order; all of them are held at once."""
        groups: dict[str, list[tuple[Project, list[DecidedRow]]]] = {}
        for project, rows in self.reviewed:
            groups.setdefault(words.unit(project), []).append((project, rows))
        return ((unit, tuple(group)) for unit, group in groups.items())


class Product(NamedTuple):
    """A file to write: what its name has after the document's, and what writes it."""

    ending: str
    write: Callable[[Path], None]


def count(reviewed: Reviewed) -> Tally:
    """The front line's figures of these projects."""
    return tally(row for _project, rows in reviewed for row in rows)
