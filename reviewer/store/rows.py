"""The queue's rows as the journal leaves them: kept beside it in the same transaction, rebuilt from it at any time."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from reviewer.domain.entry import EntryKind
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.proposal import BLANK
from reviewer.domain.row import (
    A_FILE,
    A_PROJECT,
    ASKS,
    FIRST_ADDITION,
    FLAGGED,
    POLICY,
    PROPOSED,
    STATES,
    UNDECIDED,
    VERIFIED,
)  # fmt: skip
from reviewer.store.connection import Connection
from reviewer.store.projects import Projects

SCHEMA = (
    "CREATE TABLE rows (id BIGINT PRIMARY KEY, place BIGINT NOT NULL, project TEXT NOT NULL, "
    "line INTEGER, addition TEXT NOT NULL, level2 TEXT NOT NULL, name TEXT NOT NULL, same TEXT NOT NULL, "
    "codes TEXT NOT NULL DEFAULT '', severity INTEGER NOT NULL DEFAULT -1, "
    "proposal INTEGER NOT NULL DEFAULT 0, action TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '', "
    "words TEXT NOT NULL DEFAULT '', verified INTEGER NOT NULL DEFAULT 0, asks INTEGER NOT NULL DEFAULT 0, "
    "state INTEGER NOT NULL DEFAULT 0, decision INTEGER NOT NULL DEFAULT 0, who TEXT NOT NULL DEFAULT '', "
    "policy INTEGER NOT NULL DEFAULT 0, flagged INTEGER NOT NULL DEFAULT 0, blank INTEGER NOT NULL DEFAULT 0, "
    "note INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0, touched INTEGER NOT NULL DEFAULT 0, "
    "flags INTEGER GENERATED ALWAYS AS (state + CASE WHEN proposal > 0 THEN "
    f"{PROPOSED} ELSE 0 END + verified * {VERIFIED} + CASE WHEN state < {UNDECIDED} THEN asks ELSE blank END * {ASKS} "
    f"+ policy * {POLICY} + flagged * {FLAGGED}) STORED, "
    "said INTEGER GENERATED ALWAYS AS "
    "(CASE WHEN codes <> '' OR proposal > 0 OR settled > 0 OR note > 0 THEN 1 ELSE 0 END) STORED)",
    "CREATE INDEX rows_said ON rows (said, id, flags)",
    "CREATE INDEX rows_touched ON rows (touched)",
    "CREATE INDEX rows_same ON rows (same, said, flags)",
    "CREATE TABLE additions (digest TEXT PRIMARY KEY, id BIGINT NOT NULL)",
    "CREATE TABLE taken (seq INTEGER PRIMARY KEY, id BIGINT NOT NULL, step TEXT NOT NULL, "
    "who TEXT NOT NULL, action TEXT NOT NULL, policy INTEGER NOT NULL, blank INTEGER NOT NULL, "
    "undone INTEGER NOT NULL, turned INTEGER NOT NULL)",
    "CREATE INDEX taken_id ON taken (id)",
    "CREATE INDEX taken_step ON taken (step)",
    "CREATE INDEX taken_who ON taken (who, undone, seq)",
)
TABLES = ("rows", "additions", "taken")
_RANKS: dict[str, int] = {name: rank for rank, name in enumerate(reversed(SEVERITY_WORDS))}
_DECIDES = {"accept": "accepted", "edit": "edited", "reject": "rejected", "defer": "deferred"}


class Rows:
    """Takes in every entry that the journal writes, within the journal's transaction."""

    def __init__(self, connection: Connection, projects: Projects) -> None:
        self._connection = connection
        self._projects = projects
        connection.execute("CREATE TABLE IF NOT EXISTS shapes (name TEXT PRIMARY KEY, shape TEXT NOT NULL)")
        shape = hashlib.sha256("\n".join(SCHEMA).encode()).hexdigest()
        known = connection.execute("SELECT shape FROM shapes WHERE name = 'rows'").fetchall()
        self.stale = [(shape,)] != known
        """Whether the tables are new and want every entry again; what an other version made of them is let go."""
        if self.stale:
            for table in TABLES:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in SCHEMA:
                connection.execute(statement)
            connection.execute(
                "INSERT INTO shapes VALUES ('rows', ?) ON CONFLICT (name) DO UPDATE SET shape = excluded.shape",
                (shape,),
            )

    def drop(self, position: int) -> None:
        """Let the rows of a file go."""
        first = position * A_FILE * A_PROJECT
        for table in TABLES:
            self._run(f"DELETE FROM {table} WHERE id >= ? AND id < ?", first, first + A_FILE * A_PROJECT)

    def take(self, seq: int, kind: EntryKind, project: str, line: int | None, brief: str, body: str) -> None:
        """Take one entry in; what is about a project that the review does not hold is passed over."""
        if kind == "decision":
            self._take_decision(seq, project, line, json.loads(body))
        elif (place := self._projects.place(project)) is not None:
            if kind == "findings":
                self._take_findings(seq, place, project, brief)
            elif kind == "note":
                at, note = self._row(place, project, line), seq if brief else 0
                self._run("UPDATE rows SET note = ?, touched = ? WHERE id = ?", note, seq, at)
            else:
                self._take_proposal(seq, place, project, line, brief, json.loads(body)["proposal"])

    def _take_findings(self, seq: int, place: int, project: str, brief: str) -> None:
        self._run("UPDATE projects SET findings = ? WHERE place = ?", seq, place)
        codes: dict[int, list[str]] = {}
        worst: dict[int, int] = {}
        for word in brief.split():
            row, code, severity = word.split(":")
            line = 0 if row == "-" else int(row)
            codes.setdefault(line, []).append(code)
            worst[line] = max(worst.get(line, -1), _RANKS[severity])
        self._run("UPDATE rows SET codes = '', severity = -1, touched = ? WHERE place = ? AND codes <> ''", seq, place)
        for line, own in codes.items():
            at = self._row(place, project, line or None)
            said = f" {' '.join(dict.fromkeys(own))} "
            self._run("UPDATE rows SET codes = ?, severity = ?, touched = ? WHERE id = ?", said, worst[line], seq, at)

    def _take_proposal(
        self, seq: int, place: int, project: str, line: int | None, brief: str, proposal: dict[str, Any]
    ) -> None:
        action, known, asks, digest, addition = brief.split(":", 4)
        at = self._row(place, project, line, addition)
        if line is None:
            self._run("INSERT INTO additions VALUES (?, ?) ON CONFLICT (digest) DO NOTHING", digest, at)
        fields = ("level2", "name", "definition", "target", "basis", "question", "reason")
        words = "\n".join(str(proposal[f]) for f in fields if proposal.get(f))
        self._run(
            "UPDATE rows SET proposal = ?, action = ?, digest = ?, words = ?, verified = ?, asks = ?, touched = ? "
            "WHERE id = ?",
            seq, action, digest, words, int(known == "1"), int(asks), seq, at,
        )  # fmt: skip

    def _take_decision(self, seq: int, project: str, line: int | None, decision: dict[str, Any]) -> None:
        step, action = decision.get("step", ""), decision["action"]
        if action in ("undo", "redo"):
            self._run("UPDATE taken SET undone = ?, turned = ? WHERE step = ?", int(action == "undo"), seq, step)
            for (at,) in self._connection.execute("SELECT DISTINCT id FROM taken WHERE step = ?", (step,)).fetchall():
                self._settle(at, seq)
            return
        if action == "conclude":
            self._run("UPDATE projects SET conclusion = ? WHERE key = ?", decision.get("reason") or "", project)
            return
        at = self.at(project, line, decision["proposal"])
        if at is not None:
            policy = int(decision.get("policy", False))
            blank = int(any(BLANK in text for text in (decision.get("after") or {}).values()))
            self._run(
                "INSERT INTO taken VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
                seq, at, step, decision["who"], action, policy, blank,
            )  # fmt: skip
            self._settle(at, seq)

    def _settle(self, at: int, seq: int) -> None:
        """Work out a row's state from the decisions whose step was not undone."""
        state, decision, by, policy, flagged, blank = "open", 0, "", 0, 0, 0
        for number, action, who, policed, asked in self._connection.execute(
            "SELECT seq, action, who, policy, blank FROM taken WHERE id = ? AND undone = 0 ORDER BY seq", (at,)
        ).fetchall():
            if action == "flag":
                flagged = 1 - flagged
            elif action in _DECIDES:
                state, decision, by, policy, blank = _DECIDES[action], number, who, policed, asked
        self._run(
            "UPDATE rows SET state = ?, decision = ?, who = ?, policy = ?, flagged = ?, blank = ?, settled = ?, "
            "touched = ? WHERE id = ?",
            STATES.index(state), decision, by, policy, flagged, blank, seq, seq, at,
        )  # fmt: skip

    def at(self, project: str, line: int | None, digest: str) -> int | None:
        """The row that a decision with this proposal is about; None where the review holds no such project."""
        place = self._projects.place(project)
        if place is None:
            return None
        if line is None and digest:
            rows = self._connection.execute("SELECT id FROM additions WHERE digest = ?", (digest,)).fetchall()
            return int(rows[0][0]) if rows else None
        return self._row(place, project, line)

    def settled(self, numbers: Sequence[int], after: int) -> bool:
        """Whether one of these rows was decided, or a decision about it undone, after this entry."""
        late = self._connection.execute("SELECT id FROM rows WHERE touched > ? AND settled > ?", (after, after))
        return not {at for (at,) in late.fetchall()}.isdisjoint(numbers)

    def _row(self, place: int, project: str, line: int | None, addition: str = "") -> int:
        """The number of a row, which is there from then on."""
        if line is None and addition:
            rows = self._connection.execute(
                "SELECT id FROM rows WHERE id BETWEEN ? AND ? AND addition = ?",
                (place * A_PROJECT + FIRST_ADDITION, (place + 1) * A_PROJECT - 1, addition),
            ).fetchall()
            if rows:
                return int(rows[0][0])
            (last,) = self._connection.execute(
                "SELECT COALESCE(MAX(id) + 1, ?) FROM rows WHERE id BETWEEN ? AND ?",
                (place * A_PROJECT + FIRST_ADDITION, place * A_PROJECT + FIRST_ADDITION, (place + 1) * A_PROJECT - 1),
            ).fetchone()
            level2, _slash, name = addition.partition("/")
            self._insert(last, place, project, None, addition, level2, name)
            return int(last)
        at = place * A_PROJECT + (line or 0)
        if not self._connection.execute("SELECT 1 FROM rows WHERE id = ?", (at,)).fetchall():
            # The whole project at once: its text is read once, however many rows are spoken of.
            known = {row: (level2, name) for row, level2, name in self._projects.rows(place)}
            for row in {0, line or 0} | known.keys():
                self._insert(place * A_PROJECT + row, place, project, row or None, "", *known.get(row, ("", "")))
        return at

    def _insert(
        self, at: int, place: int, project: str, line: int | None, addition: str, level2: str, name: str
    ) -> None:
        self._run(
            "INSERT INTO rows (id, place, project, line, addition, level2, name, same) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO NOTHING",
            at, place, project, line, addition, level2, name, "".join(name.split()),
        )  # fmt: skip

    def _run(self, sql: str, *values: object) -> None:
        self._connection.execute(sql, values)
