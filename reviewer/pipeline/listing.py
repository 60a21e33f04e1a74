"""Projects and findings to a workbook."""

from collections.abc import Iterable
from pathlib import Path

from reviewer.export.listing import Listing
from reviewer.export.publish import publish, refuse_existing
from reviewer.pipeline.checking import Checked


def write_listing(checked: Iterable[Checked], path: Path, *, force: bool, findings: bool) -> None:
    """Write `path` whole or not at all. Raises CommandError where it exists (without `force`), StorageError."""
    if not force:
        refuse_existing([path])
    with publish(path) as aside, Listing(aside, findings=findings) as listing:
        for one in checked:
            for project, found in one.projects:
                listing.add(project, found)
            for problem in one.document.problems:
                listing.problem(problem)
