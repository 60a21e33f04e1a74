"""From a review to the files handed over."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reviewer.domain.decided import tally
from reviewer.errors import StorageError
from reviewer.export import export_review
from reviewer.formats import write_back
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import session
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
) -> Written:
    """Write each document of the review in every asked format.

    Raises CommandError (unknown format, file in the way, 【待填】 left with `final`) and StorageError.
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
        current = session(review, Knowledge(settings))
        rows = [(d, list(current.decided(d))) for d in current.documents]
    paths = [
        written
        for document, decided in rows
        for written in export_review(
            document,
            decided,
            formats=formats,
            out_dir=folder,
            original_path=beside(path, document.file),
            force=force,
            final=final,
            write_back=write_back,
            clean=clean,
        )
    ]
    return Written(tuple(paths), tally(r for _d, decided in rows for r in decided).line())


def beside(review: Path, name: str) -> Path:
    """The document's path: as it was given, else beside the review, where the two were moved together."""
    given = Path(name)
    moved = review.parent / given.name
    return given if given.is_file() or not moved.is_file() else moved
