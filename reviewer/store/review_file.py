"""The review file: one SQLite file beside the document, with the documents as read, the journal and the ledger."""

import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

from reviewer.domain.decision import Decision
from reviewer.domain.document import Document
from reviewer.domain.proposal import Proposal
from reviewer.domain.row import A_FILE
from reviewer.domain.verdict import Verdict
from reviewer.errors import StorageError
from reviewer.language import _
from reviewer.store.body import body, read_document
from reviewer.store.connection import Connection, connect, intact, unreadable
from reviewer.store.journal import Journal
from reviewer.store.ledger import Ledger
from reviewer.store.matching import Paper, found, match, way
from reviewer.store.projects import Projects
from reviewer.store.queue import Queue
from reviewer.store.rows import Rows

FORMAT = 4
"""1: the documents held their projects. 2: no entry of the journal was a note. 3: an exchange's body held its reply.

An earlier program refuses a later format; this one reads them all. The queue's shape has no part in it: where it
differs, the queue is built anew from the journal.
"""

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS review (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS documents (position INTEGER NOT NULL, submission INTEGER NOT NULL, "
    "name TEXT NOT NULL, sha256 TEXT NOT NULL, since INTEGER NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY (position, submission))",
)


def begun(path: Path) -> bool:
    """Whether the file holds anything: one whose creation was cut off is there, and empty. Raises StorageError."""
    if not path.exists():
        return False
    with closing(connect(path)) as connection:
        return _filled(connection)


def _filled(connection: Connection) -> bool:
    return bool(connection.rows("SELECT 1 FROM sqlite_master LIMIT 1"))


class ReviewFile:
    """An open review: `documents` (each file's newest submission), `journal`, `ledger`, and the `connection` all share.

    `projects` and `queue` give single projects and pages of rows, so that a screen opens without the whole.

    Keys are unique in a review: where two files have a project of the same key, the later file's is `2/KEY`, so the
    stages work on `documents` and never on what the parser gave.
    """

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.connection = connection
        with connection.writing():
            for statement in SCHEMA:
                connection.execute(statement)
            self.projects = Projects(connection)
            self._rows = Rows(connection, self.projects)
            self.journal = Journal(connection, self._rows)
            self.ledger = Ledger(connection)
        self.queue = Queue(connection)
        self._papers: tuple[Document, ...] | None = None
        self._documents: tuple[Document, ...] | None = None

    @classmethod
    def create(cls, path: Path, documents: Iterable[Document]) -> Self:
        """Start a review; StorageError where the file exists or cannot be written."""
        review = cls._begin(path, documents)
        if review is None:
            raise StorageError(_("{path} 已存在，请用 reviewer review 打开它，或另取名字。").format(path=path))
        return review

    @classmethod
    def _begin(cls, path: Path, documents: Iterable[Document]) -> Self | None:
        """Start a review; None where the file holds one, which another process may have begun this very moment.

        On an error the file stays, empty: to remove it might take it from under a process that waits to write it.
        """
        connection = connect(path)
        try:
            # In one transaction: killed at any moment, there is either the whole review or none.
            with connection.writing():
                if not _filled(connection):
                    review = cls(path, connection)
                    connection.execute("INSERT INTO review (name, value) VALUES ('format', ?)", (str(FORMAT),))
                    connection.execute("INSERT INTO review (name, value) VALUES ('id', ?)", (uuid.uuid4().hex,))
                    review.add(documents)
                    return review
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing review; StorageError where it is missing, damaged, locked or of a newer format."""
        if not path.is_file():
            raise StorageError(_("找不到审核文件 {path}，请先运行 reviewer run 或 propose。").format(path=path))
        connection = connect(path)
        try:
            known = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'review'")
            rows = connection.rows("SELECT value FROM review WHERE name = 'format'") if known else []
            if not rows:
                raise StorageError(_("{path} 不是审核文件，请检查文件名。").format(path=path))
            with intact(path):
                format_ = int(str(rows[0][0]))
            if format_ > FORMAT:
                raise StorageError(_("{path} 由更新版本的 reviewer 写成，请先升级程序再打开。").format(path=path))
            review = cls(path, connection)
            review._bring_up(format_)
            review._refuse_gaps()
            return review
        except BaseException:
            connection.close()
            raise

    @classmethod
    def resume(cls, path: Path, documents: Iterable[Document], *, carry: bool = False) -> Self:
        """Open the review of these documents, or start it; files that it does not hold yet are added.

        A file that changed since (another sha256) is refused, unless `carry`: then it becomes the next submission,
        and the decisions whose cells are unchanged stay. `store.matching` tells which file is which.
        """
        documents = tuple(documents)
        if not begun(path) and (started := cls._begin(path, documents)):
            return started
        review = cls.open(path)
        try:
            # Under the lock from the first look, so that two commands do not both take the same file in.
            with review.connection.writing():
                matched = match(review.lying, documents, carry=carry)
                if matched.changed and not carry:
                    raise StorageError(
                        _("{file} 在审核开始后改过；若是新一次报送，请加 --carry，未变的决定会保留。").format(
                            file=next(iter(matched.changed.values())).file
                        )
                    )
                review.add(matched.new)
                for position, document in matched.changed.items():
                    review.carry(position, document)
        except BaseException:
            review.close()
            raise
        return review

    @property
    def id(self) -> str:
        """What tells this review and its copies from every other; what it hands out carries it."""
        rows = self.connection.rows("SELECT value FROM review WHERE name = 'id'")
        return str(rows[0][0]) if rows else self.papers[0].sha256[:32]

    @property
    def papers(self) -> tuple[Document, ...]:
        """The newest submission of each file without its projects, in the order in which the files came."""
        if self._papers is None:
            rows = self.connection.rows("SELECT position, body FROM documents ORDER BY position, submission")
            newest = {row[0]: str(row[1]) for row in rows}
            with intact(self.path):
                self._papers = tuple(map(read_document, newest.values()))
        return self._papers

    @property
    def lying(self) -> tuple[Paper, ...]:
        """The same, each with where it lies."""
        rows = self.connection.rows("SELECT position, name FROM documents ORDER BY position, submission")
        ways = {int(str(position)): str(way) for position, way in rows}
        return tuple(
            Paper(position, paper, found(self.path, ways[position], Path(paper.file)))
            for position, paper in enumerate(self.papers, 1)
        )

    @property
    def documents(self) -> tuple[Document, ...]:
        """The newest submission of each file with all its projects."""
        if self._documents is None:
            self._documents = tuple(
                paper._replace(projects=self.projects.of(position)) for position, paper in enumerate(self.papers, 1)
            )
        return self._documents

    @property
    def since(self) -> dict[str, int]:
        """For each project of a later submission, the journal entry after which its own entries begin."""
        rows = self.connection.rows(
            "SELECT key, MAX(since) FROM projects JOIN documents ON documents.position = projects.position GROUP BY key"
        )
        return {str(key): int(str(since)) for key, since in rows if since}

    def add(self, documents: Iterable[Document]) -> None:
        """Take in further files."""
        taken = Counter(self.projects.names())
        position = len(self.papers)
        with self.connection.writing():
            for document in documents:
                position += 1
                own = _distinct(document, position, set(taken))
                taken.update(p.key for p in own.projects)
                self._store(position, own, since=0)

    def _store(self, position: int, document: Document, *, since: int) -> None:
        text = body(document._replace(projects=()))
        to_it = way(self.path, Path(document.file))
        values = (position, document.submission, to_it, document.sha256, since, text)
        self.connection.execute(
            "INSERT INTO documents (position, submission, name, sha256, since, body) VALUES (?, ?, ?, ?, ?, ?)", values
        )
        self.projects.add(position, document.projects)
        self._papers = self._documents = None

    def _bring_up(self, format_: int) -> None:
        """Bring a review of an earlier format to this one, and the queue to the shape that this version gives it."""
        if format_ == FORMAT and not self._rows.stale:
            return
        with self.connection.writing():
            if format_ == 1:
                for position, document in enumerate(self.papers, 1):
                    self.projects.add(position, document.projects)
                    self._put(position, document._replace(projects=()))
            self.connection.execute("UPDATE review SET value = ? WHERE name = 'format'", (str(FORMAT),))
            if self._rows.stale:
                self.journal.rebuild(self.since)

    def _refuse_gaps(self) -> None:
        """Refuse a review that lacks its documents or their projects: an export of it would seem to be done."""
        held = self.connection.rows(
            "SELECT EXISTS (SELECT 1 FROM projects WHERE place >= position * ? AND place < (position + 1) * ?) "
            "FROM documents",
            (A_FILE, A_FILE),
        )
        if not held or (0,) in held:
            raise unreadable(self.path)

    def _put(self, position: int, document: Document) -> None:
        self.connection.execute(
            "UPDATE documents SET body = ? WHERE position = ? AND submission = ?",
            (body(document), position, document.submission),
        )
        self._papers = self._documents = None

    def carry(self, position: int, document: Document) -> int:
        """Take a changed file in as the next submission of the one at `position`; returns how many decisions stay.

        A decision stays where exactly one row of the project has the text that was decided on, whatever its number.
        """
        old = self.documents[position - 1]
        others = {p.key for i, d in enumerate(self.documents, 1) if i != position for p in d.projects}
        new = _distinct(document, position, others)._replace(submission=old.submission + 1)
        kept = self._unchanged(old, new)
        with self.connection.writing():
            # The earlier submission lies whole in its own place; only the newest one's projects are in the queue.
            self._put(position, old)
            self.projects.drop(position)
            self._rows.drop(position)
            self._store(position, new, since=self.journal.last())
            for proposal, verdict, decisions in kept:
                if proposal:
                    self.journal.record_proposals((proposal,), (verdict,) if verdict else ())
                self.journal.append(*decisions)
        return len(kept)

    def _unchanged(self, old: Document, new: Document) -> list[tuple[Proposal | None, Verdict | None, list[Decision]]]:
        since = self.since
        decisions: dict[tuple[str, int], list[Decision]] = {}
        proposals: dict[tuple[str, int], int] = {}
        undone: set[str] = set()
        for entry in self.journal.entries():
            if entry.seq <= since.get(entry.project, 0):
                continue
            with intact(self.path):
                decision = Decision.model_validate_json(entry.brief) if entry.kind == "decision" else None
            if decision and decision.action in ("undo", "redo"):
                (undone.add if decision.action == "undo" else undone.discard)(decision.step)
            elif entry.row is not None and decision:
                decisions.setdefault((entry.project, entry.row), []).append(decision)
            elif entry.row is not None and entry.kind == "proposal":
                proposals[entry.project, entry.row] = entry.seq
        kept = []
        for (key, row), taken in decisions.items():
            before, after = old.project(key), new.project(key)
            text = next((i.text() for i in before.indicators if i.row == row), None) if before else None
            same = [i.row for i in after.indicators if i.text() == text] if after and text else []
            stand = [d for d in taken if d.step not in undone]
            if len(same) != 1 or not stand:
                continue
            judged = self.journal.proposal(proposals[key, row]) if (key, row) in proposals else None
            proposal = judged.proposal.model_copy(update={"row": same[0]}) if judged else None
            verdict = judged.verdict if judged else None
            if proposal and verdict:
                verdict = verdict.model_copy(update={"row": same[0], "proposal": proposal.digest})
            moved = {"row": same[0], "proposal": proposal.digest if proposal else ""}
            kept.append((proposal, verdict, [d.model_copy(update=moved) for d in stand]))
        return kept

    def close(self) -> None:
        """Close, and leave no empty journal of SQLite's beside the review unless another process has it open."""
        with suppress(sqlite3.Error):
            self.connection.execute("PRAGMA busy_timeout = 0")
            self.connection.execute("PRAGMA journal_mode = DELETE")
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def _distinct(document: Document, position: int, taken: set[str]) -> Document:
    """The document with the keys that another file uses already made its own."""
    if not any(p.key in taken for p in document.projects):
        return document
    projects = tuple(p._replace(key=f"{position}/{p.key}") if p.key in taken else p for p in document.projects)
    return document._replace(projects=projects)
