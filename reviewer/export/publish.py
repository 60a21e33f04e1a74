"""Files that are complete or absent: written aside, then renamed; nothing is overwritten unless asked for."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from reviewer.errors import CommandError, StorageError
from reviewer.language import _


class Job(NamedTuple):
    """A file to be, and what writes it to the path that it is given."""

    path: Path
    write: Callable[[Path], None]


def publish_all(jobs: Sequence[Job], *, force: bool) -> list[Path]:
    """Write all files aside, then rename them; where one cannot be written there is none of them. The paths, in order.

    Raises CommandError where a name is taken (without `force`), StorageError, and what the writing raises.
    """
    paths = [job.path for job in jobs]
    if not force:
        refuse_existing(paths)
    with ExitStack() as waiting:
        for job in jobs:
            job.write(waiting.enter_context(publish(job.path)))
    return paths


def refuse_existing(paths: list[Path]) -> None:
    """Refuse, before anything is written, where one of these stands already. Raises CommandError."""
    for path in paths:
        if path.exists():
            raise CommandError(_("{path} 已存在；要覆盖请加 --force，或用 --out 换一个文件夹。").format(path=path))


@contextmanager
def publish(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to; renamed to it once the block ends well, else removed.

    Raises StorageError that names the folder where the disk is full or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}.", suffix=".part", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _failed(path, error) from None
    aside = Path(name)
    try:
        yield aside
        with aside.open("rb+") as written:
            os.fsync(written.fileno())
        aside.chmod(0o666 & ~_umask())
        aside.replace(path)
    except OSError as error:
        raise _failed(path, error) from None
    finally:
        aside.unlink(missing_ok=True)


def _failed(path: Path, error: OSError) -> StorageError:
    why = error.strerror or str(error)
    return StorageError(
        _("写不了 {path}：{why}。请检查磁盘空间和文件夹权限，或用 --out 换一个文件夹。").format(path=path, why=why)
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
