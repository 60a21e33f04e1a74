"""From findings to verified proposals in the review: by a model, by recorded replies, by the built-in drafter."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from reviewer.domain.chunk import Chunk
from reviewer.domain.document import Document
from reviewer.domain.entry import Judged
from reviewer.domain.family import families
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.kind import plain_name
from reviewer.domain.project import Project
from reviewer.domain.proposal import Proposal, Proposer, RowProposal
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import findings_by_project
from reviewer.store.review_file import ReviewFile

PASSAGES = 4
"""Passages of the department's prose in one request."""
SIBLINGS = 12
"""Projects of the same policy in one request."""
ALIKE = 3
"""Projects of a like name in one request."""
LIKE = 60.0
"""Least likeness (0 to 100) of two projects' names."""


class Read(NamedTuple):
    """What a reply gave: its proposals judged, what is wrong with it, and the rows that it left out."""

    judged: tuple[Judged, ...]
    faults: tuple[str, ...]
    missing: tuple[int, ...]
    valid: bool
    """Whether it is valid by the schema, whatever verification says."""
    cut: bool = False
    """Whether it ended before the model was done."""


class Desk:
    """Everything about one document that a proposal needs to be made and judged."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document = document
        self.knowledge = knowledge

    @cached_property
    def findings(self) -> dict[str, Findings]:
        return findings_by_project(self.document, self.knowledge)

    def found(self, project: Project) -> tuple[Finding, ...]:
        return self.findings[project.key].found

    def judge(self, project: Project, proposals: Sequence[Proposal]) -> tuple[Judged, ...]:
        """The proposals of one project, verified together."""
        from reviewer.verify import verify

        k = self.knowledge
        verdicts = verify(proposals, project, self.document, k.library, k.checks.project)
        return tuple(Judged(p, v) for p, v in zip(proposals, verdicts, strict=True))

    def draft(self, project: Project, rows: Iterable[int] | None = None) -> tuple[Judged, ...]:
        """The built-in drafter's proposals for these rows, verified.

        For every row, or None, the whole project is drafted: rows that it lacks are added.
        """
        from reviewer.draft import draft

        k = self.knowledge
        wanted = None if rows is None else frozenset(rows)
        if wanted and wanted.issuperset(r.row for r in project.indicators):
            wanted = None
        made = draft(project, self.found(project), self.document, k.library, k.words, rows=wanted, policy=k.policy)
        return self.judge(project, made)

    def read(self, text: str, chunk: Chunk, project: Project, proposer: Proposer, *, cut: bool = False) -> Read:
        """A model's reply: what is valid of it, judged; and every sentence that goes back to the model.

        `cut`: the provider says that it ended before the model was done.
        """
        from reviewer.validate import read_reply

        reading = read_reply(text, chunk, project)
        judged = self.judge(project, [named(p, project, proposer) for p in reading.proposals])
        failed = tuple(sentence for j in judged for sentence in failures(j))
        return Read(judged, (*reading.faults, *failed), reading.missing, reading.ok, cut or reading.cut)

    @cached_property
    def _policies(self) -> dict[str, tuple[Project, ...]]:
        """A project's key -> all projects of its policy."""
        return {p.key: tuple(family) for family in families(self.document.projects) for p in family}

    @cached_property
    def _units(self) -> dict[tuple[str | None, str | None], tuple[list[str], list[Project]]]:
        """The names and projects of each unit."""
        units: dict[tuple[str | None, str | None], tuple[list[str], list[Project]]] = {}
        for project in self.document.projects:
            names, projects = units.setdefault((project.unit_code, project.unit_name), ([], []))
            names.append(plain_name(project))
            projects.append(project)
        return units

    def siblings(self, project: Project) -> tuple[Project, ...]:
        """The document's other projects of the same policy, paid from several sources."""
        return tuple(p for p in self._policies[project.key] if p.key != project.key)[:SIBLINGS]

    def alike(self, project: Project) -> tuple[Project, ...]:
        """Projects of the same unit with a like name, the likest first; those of the same policy left out."""
        from rapidfuzz import fuzz, process

        names, projects = self._units[project.unit_code, project.unit_name]
        left_out = {p.key for p in self._policies[project.key]}
        likest = process.extract(
            plain_name(project), names, scorer=fuzz.partial_ratio, score_cutoff=LIKE, limit=ALIKE + len(left_out)
        )
        found = (projects[place] for _name, _score, place in likest)
        return tuple(p for p in found if p.key not in left_out)[:ALIKE]


def named(proposal: RowProposal, project: Project, proposer: Proposer) -> Proposal:
    """The proposal of a reply with its project and who made it."""
    return Proposal(**proposal.model_dump(), project=project.key, proposer=proposer)


def failures(judged: Judged) -> Iterator[str]:
    """Each failed check of a proposal as a sentence for the model."""
    where = "新增行" if judged.proposal.row is None else f"第 {judged.proposal.row} 行"
    for check in judged.verdict.checks if judged.verdict else ():
        if check.result == "fail":
            yield f"{where}的建议未通过“{check.check}”：{check.reason}"


class Standing:
    """What the review already holds of each project's newest submission, so that nothing is written twice."""

    def __init__(self, review: ReviewFile) -> None:
        self.digests: set[str] = set()
        self.rows: dict[str, set[int]] = {}
        self.notes: dict[tuple[str, int | None], str] = {}
        self.proposed: set[str] = set()
        """Projects of whose newest submission something was proposed, beyond what an earlier one handed on."""
        since = review.since
        # What an earlier submission hands on is written before the checks look at the new one.
        handed_on = set(since)
        for entry in review.journal.entries():
            if entry.seq <= since.get(entry.project, 0):
                continue
            if entry.kind == "findings":
                handed_on.discard(entry.project)
            elif entry.kind == "note":
                self.notes[entry.project, entry.row] = entry.brief
            elif entry.kind == "proposal":
                self._add(entry.project, entry.row, entry.brief.split(":")[3])
                if entry.project not in handed_on:
                    self.proposed.add(entry.project)

    def _add(self, project: str, row: int | None, digest: str) -> None:
        self.digests.add(digest)
        if row is not None:
            self.rows.setdefault(project, set()).add(row)

    def keep(self, review: ReviewFile, judged: Iterable[Judged]) -> int:
        """Record what is new; returns how many proposals were."""
        new = [j for j in judged if j.proposal.digest not in self.digests]
        if new:
            review.journal.record_proposals([j.proposal for j in new], [j.verdict for j in new if j.verdict])
            for j in new:
                self._add(j.proposal.project, j.proposal.row, j.proposal.digest)
                self.proposed.add(j.proposal.project)
        return len(new)

    def note(self, review: ReviewFile, project: str, rows: Iterable[int | None], words: str) -> None:
        """Record for some rows why the model has nothing to say of them, where that does not stand already."""
        new = [row for row in rows if self.notes.get((project, row), "") != words]
        review.journal.record_notes(project, new, words)
        self.notes.update({(project, row): words for row in new})

    def unnote(self, review: ReviewFile, project: str, rows: Iterable[int]) -> None:
        """The model answered for these rows after all."""
        if self.notes:
            self.note(review, project, (row for row in rows if (project, row) in self.notes), "")


def draft_all(review: ReviewFile, knowledge: Knowledge, on_project: Callable[[Project], None] | None = None) -> None:
    """The built-in drafter's proposals for every project of which nothing is proposed yet.

    A row that an earlier submission handed on, decided, stays as it is.
    """
    standing = Standing(review)
    for document in review.documents:
        desk = Desk(document, knowledge)
        for project in document.projects:
            if project.key not in standing.proposed:
                have = standing.rows.get(project.key, ())
                standing.keep(review, (j for j in desk.draft(project) if j.proposal.row not in have))
            if on_project:
                on_project(project)
