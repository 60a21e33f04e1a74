"""Opens the review of some files, or begins it, with what the checks find in them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.domain.document import Document
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import Project
from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.review import ReviewSession
from reviewer.store.review_file import ReviewFile

if TYPE_CHECKING:
    from reviewer.verify.passage import Locate

SUFFIX = ".review"


def review_path(files: Sequence[Path], name: Path | None) -> Path:
    """Where the review lies: beside the only file, else as named. Raises CommandError where no name was given."""
    if name is not None:
        return name if name.suffix == SUFFIX else name.with_name(name.name + SUFFIX)
    if len(files) == 1:
        return files[0].with_name(files[0].name + SUFFIX)
    raise CommandError(_("几个文件一起审核时，请用 --review 名称 指定审核文件。"))


def open_review(files: Sequence[Path], name: Path | None, knowledge: Knowledge, *, carry: bool = False) -> ReviewFile:
    """The review of `files`: resumed where it exists and the files are unchanged, else begun.

    Raises StorageError for a file that changed since (it names --carry), InputError for one that cannot be read.
    """
    from reviewer.pipeline.reading import read

    path = review_path(files, name)
    review = ReviewFile.resume(path, [read(file) for file in files], carry=carry)
    record_findings(review, knowledge)
    return review


def record_findings(review: ReviewFile, knowledge: Knowledge) -> None:
    """Keep what the checks find in the review's documents; nothing is written where that stands already."""
    for document in review.documents:
        # Looked for before the lock is taken, which others wait for.
        found = findings_by_project(document, knowledge)
        with review.connection.writing():
            for key, said in found.items():
                review.journal.record_findings(key, said)


def findings_by_project(document: Document, knowledge: Knowledge) -> dict[str, Findings]:
    """What the checks say of each project, by key."""
    said = knowledge.checks.document(document)
    found: dict[str, list[Finding]] = {p.key: [] for p in document.projects}
    for finding in said.found:
        found[finding.project].append(finding)
    return {
        key: Findings(found=tuple(group), undecided=tuple(u for u in said.undecided if u.project == key))
        for key, group in found.items()
    }


def session(review: ReviewFile, knowledge: Knowledge) -> ReviewSession:
    """The reviewer's session on an open review."""
    return ReviewSession(
        review,
        who=knowledge.settings.who,
        check=lambda project: knowledge.checks.project(project),
        passages=_passages,
    )


def _passages(project: Project, document: Document) -> "Locate":
    # Only the rows that quote need it: the screen opens without.
    from reviewer.verify import passages

    return passages(project, document)
