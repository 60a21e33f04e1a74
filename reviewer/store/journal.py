"""The journal of a review: findings, proposals with verdicts, decisions; append-only, each entry hashed to the last.

The SQL is what SQLite and PostgreSQL both speak.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from reviewer.domain.decision import Decision
from reviewer.domain.entry import Entry, EntryKind, Judged
from reviewer.domain.finding import Finding, Findings, Undecided
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Verdict
from reviewer.errors import StorageError
from reviewer.language import _
from reviewer.store.connection import Connection, intact
from reviewer.store.rows import Rows

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS entries (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, project TEXT NOT NULL, "
    "line INTEGER, brief TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS entries_kind ON entries (kind, project)",
    "CREATE TABLE IF NOT EXISTS places (who TEXT PRIMARY KEY, place TEXT NOT NULL)",
)
FIRST = "0" * 64
PAGE = 1_000
"""Entries that are read together to prove them."""

_Line = tuple[EntryKind, str, int | None, str, str]


class Journal:
    """Every method is one transaction; what it returns from is on the disk."""

    def __init__(self, connection: Connection, rows: Rows) -> None:
        """`rows` takes in every entry, in the transaction that writes it."""
        self.connection = connection
        self._rows = rows
        for statement in SCHEMA:
            connection.execute(statement)

    def record_findings(self, key: str, findings: Findings) -> None:
        """Keep what the checks say of a project now; nothing is written where that stands already."""
        rows = self.connection.rows(
            "SELECT body FROM entries WHERE seq = (SELECT findings FROM projects WHERE key = ?)", (key,)
        )
        found, undecided = ([said._asdict() for said in group] for group in findings)
        body = json.dumps({"found": found, "undecided": undecided}, ensure_ascii=False)
        if rows and rows[0][0] == body:
            return
        brief = " ".join(f"{'-' if f.row is None else f.row}:{f.code}:{f.severity}" for f in findings.found)
        self._write([("findings", key, None, brief, body)])

    def record_proposals(self, proposals: Iterable[Proposal], verdicts: Iterable[Verdict] = ()) -> None:
        """Keep proposals with their verdicts (matched by digest); the newest of a row is the one shown."""
        judged = {v.proposal: v for v in verdicts}
        lines: list[_Line] = []
        for p in proposals:
            verdict = judged.get(p.digest)
            known = "-" if verdict is None else str(int(verdict.verified))
            body = json.dumps(
                {"proposal": p.model_dump(mode="json"), "verdict": verdict and verdict.model_dump(mode="json")},
                ensure_ascii=False,
            )
            place = f"{p.level2 or ''}/{p.name or ''}" if p.row is None else ""
            lines.append(("proposal", p.project, p.row, f"{p.action}:{known}:{int(p.asks)}:{p.digest}:{place}", body))
        self._write(lines)

    def record_notes(self, project: str, rows: Iterable[int | None], words: str) -> None:
        """Keep for some rows of a project why the model has nothing to say of them; empty words take that back."""
        self._write([("note", project, row, words, "") for row in rows])

    def append(self, *decisions: Decision, seen: int | None = None) -> bool:
        """Append decisions as one step: all of them are durable when this returns, or none.

        With `seen`, the newest entry that the decider knows, nothing is written where one of the rows was decided
        after it: then False is returned.
        """
        lines: list[_Line] = []
        for d in decisions:
            lines.append(("decision", d.project, d.row, "", d.model_dump_json(exclude_defaults=True)))
        with self.connection.writing():
            if seen is not None:
                numbers = (self._rows.at(d.project, d.row, d.proposal) for d in decisions)
                if self._rows.settled([n for n in numbers if n is not None], seen):
                    return False
            self._write(lines)
        return True

    def _write(self, lines: Sequence[_Line]) -> None:
        if not lines:
            return
        with self.connection.writing():
            last = self.connection.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
            seq, chain = last or (0, FIRST)
            rows = []
            for kind, project, line, brief, body in lines:
                seq, chain = seq + 1, _hash(chain, kind, project, line, brief, body)
                rows.append((seq, kind, project, line, brief, body, chain))
            self.connection.executemany(
                "INSERT INTO entries (seq, kind, project, line, brief, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
            )
            for entry in rows:
                self._rows.take(*entry[:-1])

    def rebuild(self, since: Mapping[str, int]) -> None:
        """Take every entry in again; of a project of a later submission only its own, written after `since`."""
        with self.connection.writing():
            sql = "SELECT seq, kind, project, line, brief, body FROM entries ORDER BY seq"
            with intact(self.connection.path):
                for entry in self.connection.rows(sql):
                    if int(str(entry[0])) > since.get(str(entry[2]), 0):
                        self._rows.take(*entry)  # type: ignore[arg-type]

    def last(self) -> int:
        """The newest entry's number, 0 while there is none."""
        return int(str(self.connection.rows("SELECT COALESCE(MAX(seq), 0) FROM entries")[0][0]))

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries written since entry `after`, by any process, oldest first."""
        rows = self.connection.rows(
            "SELECT seq, kind, project, line, CASE WHEN kind = 'decision' THEN body ELSE brief END "
            "FROM entries WHERE seq > ? ORDER BY seq",
            (after,),
        )
        return [Entry(*row) for row in rows]  # type: ignore[arg-type]

    def proposal(self, seq: int) -> Judged:
        """The proposal of an entry, with its verdict."""
        with intact(self.connection.path):
            value = json.loads(self._body(seq))
            return Judged(
                Proposal.model_validate(value["proposal"]),
                Verdict.model_validate(value["verdict"]) if value["verdict"] else None,
            )

    def findings(self, seq: int) -> Findings:
        """The findings of an entry."""
        with intact(self.connection.path):
            value = json.loads(self._body(seq))
            found, undecided = value["found"], value["undecided"]
            return Findings(tuple(Finding(**f) for f in found), tuple(Undecided(**u) for u in undecided))

    def found(self, project: str) -> int:
        """The number of the entry with what the checks say of a project; 0 where they have not run."""
        rows = self.connection.rows("SELECT findings FROM projects WHERE key = ?", (project,))
        return int(str(rows[0][0])) if rows else 0

    def note(self, seq: int) -> str:
        """Why the model has nothing to say of a row, by the entry that says so."""
        return str(self.connection.rows("SELECT brief FROM entries WHERE seq = ?", (seq,))[0][0])

    def decision(self, seq: int) -> Decision:
        """The decision of an entry."""
        with intact(self.connection.path):
            return Decision.model_validate_json(self._body(seq))

    def decisions(self) -> list[Decision]:
        """Every decision ever taken, oldest first."""
        rows = self.connection.rows("SELECT body FROM entries WHERE kind = 'decision' ORDER BY seq")
        with intact(self.connection.path):
            return [Decision.model_validate_json(str(row[0])) for row in rows]

    def _body(self, seq: int) -> str:
        return str(self.connection.rows("SELECT body FROM entries WHERE seq = ?", (seq,))[0][0])

    def remember(self, who: str, place: str) -> None:
        """Keep where a reviewer is, for the next start; no entry of the chain."""
        with self.connection.writing():
            self.connection.execute(
                "INSERT INTO places (who, place) VALUES (?, ?) ON CONFLICT (who) DO UPDATE SET place = excluded.place",
                (who, place),
            )

    def place(self, who: str) -> str | None:
        """Where a reviewer was."""
        rows = self.connection.rows("SELECT place FROM places WHERE who = ?", (who,))
        return str(rows[0][0]) if rows else None

    def prove(self) -> None:
        """Walk the hash chain; raises StorageError that names the first entry that was changed afterwards."""
        chain, last = FIRST, 0
        # A page at a time: the journal of a province is long.
        sql = "SELECT seq, kind, project, line, brief, body, hash FROM entries WHERE seq > ? ORDER BY seq LIMIT ?"
        while page := self.connection.rows(sql, (last, PAGE)):
            for seq, kind, project, line, brief, body, stored in page:
                chain = _hash(chain, kind, project, line, brief, body)
                if seq != last + 1 or chain != stored:
                    raise StorageError(
                        _("{path} 的第 {seq} 条记录被改动过，决定的先后不再可信；请用备份替换。").format(
                            path=self.connection.path, seq=seq
                        )
                    )
                last += 1


def _hash(before: str, *parts: object) -> str:
    line = json.dumps([before, *parts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()
