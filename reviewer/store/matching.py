"""Which of the files in hand a review holds already: by their content, else by where they lie."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewer.domain.document import Document
from reviewer.errors import StorageError
from reviewer.language import _


class Matched(NamedTuple):
    """What a review does not hold yet, and what it holds in another state, by position in the review."""

    new: list[Document]
    changed: dict[int, Document]


class Paper(NamedTuple):
    """A document that the review holds, and where it lies."""

    position: int
    document: Document
    lies: Path


def match(held: Sequence[Paper], given: Sequence[Document], *, carry: bool) -> Matched:
    """Match the files `given` with those that a review holds.

    Content tells a file even where it was moved; among equal contents, and where the content is another, the place
    does. A bare name tells nothing while the file that is held lies where it lay: departments name their files alike.
    Raises StorageError where a file may be another one or, under `carry` or where the one that is held is gone, a
    later submission of it.
    """
    papers = list(held)
    rest = list(given)

    def pairs(fits: Callable[[Document, Paper], bool]) -> dict[int, Document]:
        """Take out every file and paper that fit each other, each once."""
        nonlocal rest
        found: dict[int, Document] = {}
        unmatched = []
        for document in rest:
            paper = next((paper for paper in papers if fits(document, paper)), None)
            if paper is None:
                unmatched.append(document)
            else:
                papers.remove(paper)
                found[paper.position] = document
        rest = unmatched
        return found

    pairs(lambda document, paper: _same(document, paper) and _there(document, paper))
    pairs(_same)
    changed = pairs(_there)
    new = []
    for document in rest:
        alike = [paper for paper in papers if Path(paper.document.file).name == Path(document.file).name]
        gone = [paper for paper in alike if not paper.lies.is_file()]
        if carry and len(alike) == len(gone) == 1:
            changed[gone[0].position] = document
        elif alike and (carry or gone):
            raise StorageError(
                _(
                    "{file} 与审核里的 {held} 同名而不在一处，分不清是不是它的新一次报送："
                    "若是，请放到 {held} 的位置再加 --carry；若是另一份文件，请改个名字。"
                ).format(file=document.file, held=alike[0].document.file)
            )
        else:
            new.append(document)
    return Matched(new, changed)


def _same(document: Document, paper: Paper) -> bool:
    return document.sha256 == paper.document.sha256


def _there(document: Document, paper: Paper) -> bool:
    return Path(document.file).resolve() == paper.lies.resolve()


def way(review: Path, file: Path) -> str:
    """The way from the review's folder to a file: it holds from every folder, and where both are moved together."""
    try:
        return Path(os.path.relpath(file.resolve(), review.parent.resolve())).as_posix()
    except ValueError:
        # On another drive of Windows.
        return str(file.resolve())


def found(review: Path, way: str, file: Path) -> Path:
    """Where a document of a review lies: by the way to it, as it was given, or beside the review.

    Earlier versions of reviewer kept its bare name as the way.
    """
    first = review.parent / way
    return next((p for p in (first, file, review.parent / file, review.parent / file.name) if p.is_file()), first)
