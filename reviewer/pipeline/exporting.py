"""From a review to the files handed over."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from reviewer.domain.decided import DecidedRow, Tally, tally
from reviewer.domain.document import Document
from reviewer.domain.project import Project
from reviewer.errors import StorageError
from reviewer.export import Letter, Order, jobs, publish_all
from reviewer.formats import lay_out, write_back
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import session
from reviewer.review import ReviewSession
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile


class Written(NamedTuple):
    """The files written, and the front line of figures."""

    paths: tuple[Path, ...]
    front: str


def export_files(
    path: Path,
    formats: Sequence[str],
    out: Path | None,
    settings: Settings,
    *,
    force: bool,
    final: bool,
    clean: bool = False,
    due: str = "",
) -> Written:
    """Write each document of the review as every asked product, all of it or nothing.

    `due` is the day by which the units answer. Raises CommandError (unknown format, file in the way, an original that
    is not there, 【待填】 left with `final`), InputError (a cell of the original cannot be written) and StorageError (a
    journal that was changed afterwards included: what is handed over is what was decided).
    """
    folder = out or path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _("建不了文件夹 {folder}（{why}），请用 --out 指定别处。").format(
                folder=folder, why=error.strerror or error
            )
        ) from None
    with ReviewFile.open(path) as review:
        review.journal.prove()
        orders = list(_orders(review, settings, due=due, clean=clean))
        paths = publish_all(jobs(orders, formats, folder, final=final), force=force)
    return Written(tuple(paths), Tally.of(order.total for order in orders).line())


class Walk:
    """The projects of a document with what stands about their rows, looked up anew on every walk: never all at once."""

    def __init__(self, current: ReviewSession, position: int, document: Document) -> None:
        self._session = current
        self._position = position
        self._document = document

    def __iter__(self) -> Iterator[tuple[Project, list[DecidedRow]]]:
        groups = groupby(self._session.decided(self._position), key=lambda row: row.project)
        key, rows = next(groups, ("", iter(())))
        for project in self._document.projects:
            if key != project.key:
                yield project, []
                continue
            yield project, list(rows)
            key, rows = next(groups, ("", iter(())))


def _orders(review: ReviewFile, settings: Settings, *, due: str, clean: bool) -> Iterator[Order]:
    """Each document of the review, decided so far."""
    current = session(review, Knowledge(settings))
    for document, paper in zip(current.documents, review.lying, strict=True):
        yield Order(
            document=document,
            original=paper.lies,
            reviewed=Walk(current, paper.position, document),
            total=tally(current.decided(paper.position)),
            review=review.id,
            conclusions=current.conclusions,
            letter=Letter(settings.bureau, due),
            headings=settings.flat_headings,
            write_back=write_back,
            lay_out=lay_out,
            clean=clean,
        )
