"""The projects of a review, each by itself, so that a screen reads the few that it shows."""

import json
from collections.abc import Iterable

from reviewer.domain.project import Project, amount
from reviewer.domain.row import A_FILE, Head
from reviewer.store.body import body, read_project
from reviewer.store.connection import Connection, intact

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS projects (place BIGINT PRIMARY KEY, position INTEGER NOT NULL, "
    "key TEXT NOT NULL UNIQUE, no INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, "
    "title TEXT NOT NULL, total TEXT NOT NULL, amount REAL NOT NULL, findings INTEGER NOT NULL, "
    "conclusion TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS projects_unit ON projects (place, unit)",
)
_HEAD = "place, key, no, name, unit, total"


class Projects:
    """The projects of every file's newest submission."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        for statement in SCHEMA:
            connection.execute(statement)

    def add(self, position: int, projects: Iterable[Project]) -> None:
        """Take in the projects of the file at `position`, within a transaction."""
        lines = []
        for index, p in enumerate(projects):
            unit = " ".join(filter(None, (p.unit_code, p.unit_name)))
            title = f"{p.no}.{p.name} {p.code or ''}"
            total = f"{p.budget.total}{p.amount_unit or ''}" if p.budget.total else ""
            money = float(amount(p.budget.total) or 0)
            place = position * A_FILE + index
            lines.append(
                (
                    place,
                    position,
                    p.key,
                    p.no,
                    p.code or "",
                    p.name,
                    unit,
                    title,
                    total,
                    money,
                    0,
                    "",
                    body(p),
                )
            )
        self._connection.executemany(f"INSERT INTO projects VALUES ({', '.join('?' * 13)})", lines)

    def drop(self, position: int) -> None:
        """Let the projects of a file go, within a transaction."""
        self._connection.execute("DELETE FROM projects WHERE position = ?", (position,))

    def of(self, position: int) -> tuple[Project, ...]:
        """All projects of a file."""
        rows = self._connection.rows("SELECT body FROM projects WHERE position = ? ORDER BY place", (position,))
        with intact(self._connection.path):
            return tuple(read_project(str(row[0])) for row in rows)

    def project(self, key: str) -> Project:
        """One project; KeyError where the review has none of this key."""
        rows = self._connection.rows("SELECT body FROM projects WHERE key = ?", (key,))
        if not rows:
            raise KeyError(key)
        with intact(self._connection.path):
            return read_project(str(rows[0][0]))

    def place(self, key: str) -> int | None:
        rows = self._connection.rows("SELECT place FROM projects WHERE key = ?", (key,))
        return int(str(rows[0][0])) if rows else None

    def head(self, place: int) -> Head:
        return Head(*self._connection.rows(f"SELECT {_HEAD} FROM projects WHERE place = ?", (place,))[0])  # type: ignore[arg-type]

    def seek(self, words: str) -> Head | None:
        """The first project with this number or code, else the first whose number, name or code holds the words."""
        for where, value in (("CAST(no AS TEXT) = ? OR code = ?", words), ("title LIKE ? ESCAPE '!'", like(words))):
            rows = self._connection.rows(
                f"SELECT {_HEAD} FROM projects WHERE {where} ORDER BY place LIMIT 1", (value,) * where.count("?")
            )
            if rows:
                return Head(*rows[0])  # type: ignore[arg-type]
        return None

    def names(self) -> dict[str, str]:
        """The name of every project, by key."""
        return dict(self._connection.rows("SELECT key, name FROM projects ORDER BY place"))  # type: ignore[arg-type]

    def conclusions(self) -> dict[str, str]:
        """What was concluded about projects, in the journal's words, by key."""
        return dict(self._connection.rows("SELECT key, conclusion FROM projects WHERE conclusion <> ''"))  # type: ignore[arg-type]

    def units(self) -> list[tuple[int, str]]:
        """The place and unit of every project, in order."""
        return self._connection.rows("SELECT place, unit FROM projects ORDER BY place")  # type: ignore[return-value]

    def rows(self, place: int) -> list[tuple[int, str, str]]:
        """Row, level 2 and name of a project's indicators."""
        ((text,),) = self._connection.rows("SELECT body FROM projects WHERE place = ?", (place,))
        with intact(self._connection.path):
            indicators = json.loads(str(text)).get("indicators", ())
            return [(i["row"], i.get("level2", ""), i.get("name", "")) for i in indicators]


def like(words: str) -> str:
    """A pattern for LIKE … ESCAPE '!' that finds the words anywhere."""
    return "%" + words.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
