"""Papers that come back: question lists filled in by units, review sheets filled in by colleagues."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewer.domain.document import Document
from reviewer.domain.grid import Grid
from reviewer.errors import InputError, ReviewerError
from reviewer.export.keys import FORMAT, Mark
from reviewer.export.questions import read_answers
from reviewer.export.returned import returned
from reviewer.export.sheet import read_choices
from reviewer.formats import open_source
from reviewer.language import _
from reviewer.pipeline.answering import Answering
from reviewer.pipeline.choosing import Choosing
from reviewer.pipeline.intake import Intake, Remark
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import session
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile


class Imported(NamedTuple):
    """What one file brought."""

    file: Path
    paper: str
    """`questions` or `sheet`."""
    counts: dict[str, int]
    """How many lines went which way, in words."""
    remarks: tuple[Remark, ...]


def import_files(
    path: Path, files: Sequence[Path], settings: Settings, failed: Callable[[Path, ReviewerError], None]
) -> Iterator[Imported]:
    """Take each file into the review at `path`; `failed` is told of a file that is none of its papers.

    Raises StorageError where the review cannot be opened or written, or its journal was changed afterwards.
    """
    knowledge = Knowledge(settings)
    with ReviewFile.open(path) as review:
        review.journal.prove()
        for file in files:
            try:
                yield _import(review, file, knowledge)
            except InputError as error:
                failed(file, error)


def _import(review: ReviewFile, file: Path, knowledge: Knowledge) -> Imported:
    sheets = returned(b for b in open_source(file).blocks if isinstance(b, Grid))
    marks = {sheet.mark for sheet in sheets}
    if not marks:
        raise InputError(
            _("{file} 里没有编号列，不是从审核文件导出的问题清单或审核表；请用导出的原表填写，不要另抄一份。").format(
                file=file.name
            )
        )
    if len(marks) > 1:
        raise InputError(_("{file} 里混着几份清单；请一份一个文件。").format(file=file.name))
    mark = marks.pop()
    intake = Intake(review, session(review, knowledge), _documents(review, mark, file), knowledge)
    lines = [line for sheet in sheets for line in sheet.lines]
    taking: Answering | Choosing
    if mark.paper == "questions":
        taking = Answering(intake)
        taking.take(read_answers(lines))
    else:
        taking = Choosing(intake)
        taking.take(read_choices(lines))
    return Imported(file, mark.paper, taking.counts, tuple(taking.remarks))


def _documents(review: ReviewFile, mark: Mark, file: Path) -> tuple[Document, ...]:
    """The documents that the paper may be about. Raises InputError for another review's, or another submission's."""
    if mark.format > FORMAT:
        raise InputError(_("{file} 由更新版本的 reviewer 导出，请先升级程序。").format(file=file.name))
    if mark.review != review.id:
        raise InputError(
            _("{file} 是从另一份审核导出的，不属于 {review}；请核对审核文件。").format(
                file=file.name, review=review.path.name
            )
        )
    documents = tuple(d for d in review.documents if d.sha256.startswith(mark.document))
    if not documents:
        raise InputError(_("{file} 针对的是上一次报送的文件，表已换过；请重新导出后再填。").format(file=file.name))
    return documents
