"""Files and folders to documents, one after another; a file that fails costs only itself."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reviewer.domain.document import Document
from reviewer.errors import InputError, ReviewerError
from reviewer.formats import PICTURES, SUFFIXES, open_source
from reviewer.language import _
from reviewer.parse import parse

Failed = Callable[[Path, ReviewerError], None]


def read(path: Path) -> Document:
    """The document in `path`. Raises InputError where it is missing, unreadable, or holds no table."""
    return parse(open_source(path))


def files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those of the named folders that can hold a table, by name; each file once.

    Raises InputError for a path that does not exist and a folder without such a file.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(f for f in path.rglob("*") if f.is_file() and _is_document(f.relative_to(path)))
        if not inside:
            raise InputError(
                _("文件夹 {path} 里没有能读的文件（{kinds}）。").format(path=path, kinds=" ".join(SUFFIXES))
            )
        found += inside
    once: dict[str, Path] = {}
    for file in found:
        # Path.resolve raises for a link that leads to itself; whoever opens that says what it is.
        once.setdefault(os.path.realpath(file), file)
    return list(once.values())


def _is_document(file: Path) -> bool:
    """Office's lock files (~$…) and hidden files are none."""
    return file.suffix.lower() in (*SUFFIXES, *PICTURES) and not any(
        part.startswith((".", "~$")) for part in file.parts
    )


def read_all(paths: Iterable[Path], failed: Failed) -> Iterator[Document]:
    """Each document as it is read; `failed` is told of every file that cannot be."""
    for path in paths:
        try:
            yield read(path)
        except ReviewerError as error:
            failed(path, error)
