"""Documents to like projects side by side, for `compare`."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from reviewer.checks.comparison import Alike, compare
from reviewer.domain.document import Document
from reviewer.domain.kind import choose_kind
from reviewer.domain.project import Project
from reviewer.pipeline.knowledge import Knowledge


class Group(NamedTuple):
    """Projects of one kind, from any number of documents, with what they measure differently."""

    kind: str
    projects: tuple[Project, ...]
    measures: tuple[Alike, ...]


def compare_all(documents: Iterable[Document], knowledge: Knowledge) -> tuple[Group, ...]:
    """The groups of at least two projects of a kind that differ in something."""
    groups: dict[str, list[Project]] = {}
    for document in documents:
        for project in document.projects:
            groups.setdefault(choose_kind(project, knowledge.library).name, []).append(project)
    found = [Group(kind, tuple(alike), compare(alike, knowledge.words)) for kind, alike in groups.items()]
    return tuple(group for group in found if group.measures)


def compared_record(groups: Sequence[Group]) -> dict[str, Any]:
    """The JSON of `compare`."""
    return {"groups": [_group(group) for group in groups]}


def _group(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "projects": [{"file": p.file, "key": p.key, "no": p.no, "name": p.name} for p in group.projects],
        "measures": [
            {
                "measure": alike.measure,
                "differs": list(alike.differs),
                "rows": [
                    {
                        "file": p.file,
                        "project": p.key,
                        "row": i.row,
                        "name": i.name,
                        "target": i.target.raw,
                        "basis": i.basis,
                    }
                    for p, i in alike.rows
                ],
            }
            for alike in group.measures
        ],
    }
