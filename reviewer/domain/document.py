"""A document: the department's prose, its projects, and what could not be read for certain.

Plain tuples down to the target: of their thousands most are made by the parser, which needs no validation.
"""

from typing import NamedTuple

from reviewer.domain.project import Project


class Problem(NamedTuple):
    """What could not be read for certain; shown to the reviewer, never guessed over."""

    file: str
    place: str
    """Address or a place in words."""
    reason: str
    project: str | None = None
    """Key of the project."""
    row: int | None = None
    field: str | None = None


class Section(NamedTuple):
    """A piece of the department's prose outside the tables."""

    title: str
    text: str
    address: str = ""


class Document(NamedTuple):
    """One submitted file as read."""

    file: str
    """The path as the user gave it."""
    sha256: str
    format: str
    """txt, docx, xlsx, pdf …, told by content."""
    department: str | None = None
    submission: int = 1
    sections: tuple[Section, ...] = ()
    projects: tuple[Project, ...] = ()
    problems: tuple[Problem, ...] = ()

    def project(self, key: str) -> Project | None:
        return next((p for p in self.projects if p.key == key), None)
