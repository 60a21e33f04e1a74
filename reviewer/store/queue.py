"""What a queue asks of the rows: which there are, in which order, and a page of them."""

from collections.abc import Sequence

from reviewer.domain.row import (
    A_PROJECT,
    ASKS,
    FIRST_ADDITION,
    FLAGGED,
    MANY,
    PROPOSED,
    STATE,
    STATES,
    VERIFIED,
    Filter,
    Key,
    Row,
)  # fmt: skip
from reviewer.store.connection import Connection
from reviewer.store.projects import like

PAGE = 400
"""Rows that one query fetches."""

_ORDERS = {
    "document": "id",
    "severity": "severity DESC, id",
    "code": "CASE WHEN codes = '' THEN 1 ELSE 0 END, codes, id",
    "state": "state, id",
    "amount": "(SELECT -amount FROM projects WHERE projects.place = rows.place), id",
    "unit": "(SELECT unit FROM projects WHERE projects.place = rows.place), id",
    "project": "(SELECT name FROM projects WHERE projects.place = rows.place), id",
    "dimension": "level2, id",
    "verified": f"flags & {PROPOSED} DESC, verified, id",
    "asking": f"flags & {ASKS} DESC, id",
    "reviewer": "CASE WHEN who = '' THEN 1 ELSE 0 END, who, id",
}
_ROW = (
    "id, project, line, addition, level2, name, codes, severity, proposal, action, digest, flags, decision, who, note"
)


class Queue:
    """Reads only; every answer is one query."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def select(self, filter_: Filter, sort: str) -> list[tuple[int, int]]:
        """Number and flags of the rows that fit, sorted."""
        where, values = _where(filter_)
        return self._connection.rows(  # type: ignore[return-value]
            f"SELECT id, flags FROM rows WHERE {where} ORDER BY {_ORDERS[sort]}", tuple(values)
        )

    def fresh(self, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """Number and flags of these rows as they stand, in their order."""
        known: dict[object, object] = {}
        for first in range(0, len(numbers), PAGE):
            some = tuple(numbers[first : first + PAGE])
            for number, flags in self._connection.rows(
                f"SELECT id, flags FROM rows WHERE id IN ({_marks(some)})", some
            ):
                known[number] = flags
        return [(n, known[n]) for n in numbers if n in known]  # type: ignore[misc]

    def removals(self, numbers: Sequence[int]) -> int:
        """How many of these rows are to go, by their newest proposal."""
        pages = (tuple(numbers[first : first + PAGE]) for first in range(0, len(numbers), PAGE))
        return sum(
            len(self._connection.rows(f"SELECT id FROM rows WHERE action = 'remove' AND id IN ({_marks(some)})", some))
            for some in pages
        )

    def page(self, numbers: Sequence[int]) -> list[Row]:
        """The rows of these numbers, in no order."""
        out: list[Row] = []
        for first in range(0, len(numbers), PAGE):
            some = tuple(numbers[first : first + PAGE])
            for row in self._connection.rows(f"SELECT {_ROW} FROM rows WHERE id IN ({_marks(some)})", some):
                number, project, line, addition, level2, name, codes, *rest = row
                key = Key(project, line, addition)  # type: ignore[arg-type]
                out.append(Row(number, key, level2, name, tuple(str(codes).split()), *rest))  # type: ignore[arg-type]
        return out

    def number(self, place: int, key: Key) -> int | None:
        """The number of a row of the project at `place`; None where nothing is said of it."""
        if key.addition:
            first, last = place * A_PROJECT + FIRST_ADDITION, (place + 1) * A_PROJECT - 1
        else:
            first = last = place * A_PROJECT + (key.row or 0)
        rows = self._connection.rows(
            "SELECT id FROM rows WHERE id BETWEEN ? AND ? AND addition = ? AND said = 1", (first, last, key.addition)
        )
        return int(str(rows[0][0])) if rows else None

    def of(self, place: int) -> list[int]:
        """The numbers of a project's rows of which something is said."""
        rows = self._connection.rows(
            "SELECT id FROM rows WHERE said = 1 AND id >= ? AND id < ? ORDER BY id",
            (place * A_PROJECT, (place + 1) * A_PROJECT),
        )
        return [int(str(row[0])) for row in rows]

    def decided_of(self, place: int) -> tuple[int, int]:
        """How many rows of the project at a place are decided, and how many there are to decide."""
        rows = self._connection.rows(
            "SELECT COALESCE(SUM(CASE WHEN flags & 7 > 1 THEN 1 ELSE 0 END), 0), COUNT(*) FROM rows "
            "WHERE said = 1 AND id >= ? AND id < ?",
            (place * A_PROJECT, (place + 1) * A_PROJECT),
        )
        return rows[0]  # type: ignore[return-value]

    def first_open(self) -> int | None:
        """The first row that nobody has decided."""
        rows = self._connection.rows("SELECT id FROM rows WHERE said = 1 AND flags & 7 < 2 ORDER BY id LIMIT 1")
        return int(str(rows[0][0])) if rows else None

    def flags(self) -> dict[int, int]:
        """How many rows there are of each combination of flags."""
        return dict(self._connection.rows("SELECT flags, COUNT(*) FROM rows WHERE said = 1 GROUP BY flags"))  # type: ignore[arg-type]

    def alike(self, same: str) -> dict[int, int]:
        """How many rows of a name there are of each combination of flags, counted up to MANY."""
        sql = "SELECT flags FROM rows WHERE same = ? AND said = 1 LIMIT ?"
        rows = self._connection.rows(f"SELECT flags, COUNT(*) FROM ({sql}) AS some GROUP BY flags", (same, MANY))
        return dict(rows)  # type: ignore[arg-type]

    def touched(self, after: int) -> list[tuple[int, int, int]]:
        """Number and flags of the rows that an entry after this one changed, and whether anything is said of them."""
        # Sorted here: asked for in order, a database walks all rows instead of the few that were touched.
        return sorted(self._connection.rows("SELECT id, flags, said FROM rows WHERE touched > ?", (after,)))  # type: ignore[arg-type]

    def taken(self, number: int) -> list[tuple[int, bool]]:
        """The entries of every decision about a row, oldest first, and whether it was undone."""
        rows = self._connection.rows("SELECT seq, undone FROM taken WHERE id = ? ORDER BY seq", (number,))
        return [(int(str(seq)), bool(undone)) for seq, undone in rows]

    def step(self, step: str) -> list[int]:
        """The rows of a step."""
        rows = self._connection.rows("SELECT id FROM taken WHERE step = ? ORDER BY seq", (step,))
        return list(dict.fromkeys(int(str(row[0])) for row in rows))

    def next_undo(self, who: str) -> str | None:
        """A reviewer's own newest step that stands."""
        rows = self._connection.rows(
            "SELECT step FROM taken WHERE who = ? AND undone = 0 ORDER BY seq DESC LIMIT 1", (who,)
        )
        return str(rows[0][0]) if rows else None

    def next_redo(self, who: str) -> str | None:
        """A reviewer's own step undone last, as long as nothing was decided since."""
        rows = self._connection.rows(
            "SELECT step FROM taken WHERE who = ? AND undone = 1 "
            "AND turned > (SELECT MAX(seq) FROM taken WHERE who = ?) ORDER BY turned DESC LIMIT 1",
            (who, who),
        )
        return str(rows[0][0]) if rows else None

    def by_unit(self) -> list[tuple[str, int, int]]:
        """Decided and all rows of each unit, in the documents' order."""
        return self._connection.rows(  # type: ignore[return-value]
            "SELECT unit, SUM(CASE WHEN flags & 7 > 1 THEN 1 ELSE 0 END), COUNT(*) FROM rows "
            "JOIN projects ON projects.place = rows.place WHERE said = 1 GROUP BY unit ORDER BY MIN(id)"
        )

    def by_codes(self) -> list[tuple[str, int, int]]:
        """Decided and all rows of each combination of codes, in the documents' order."""
        return self._connection.rows(  # type: ignore[return-value]
            "SELECT codes, SUM(CASE WHEN flags & 7 > 1 THEN 1 ELSE 0 END), COUNT(*) FROM rows "
            "WHERE said = 1 GROUP BY codes ORDER BY MIN(id)"
        )

    def changed(self) -> list[str]:
        """The projects with a row accepted or edited, in the documents' order."""
        rows = self._connection.rows(
            "SELECT project FROM rows WHERE said = 1 AND flags & 7 IN (2, 3) GROUP BY project ORDER BY MIN(id)"
        )
        return [str(row[0]) for row in rows]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _where(f: Filter) -> tuple[str, list[object]]:
    parts: list[str] = ["said = 1"]
    values: list[object] = []

    def add(sql: str, *some: object) -> None:
        parts.append(sql)
        values.extend(some)

    if f.states:
        wanted = [STATES.index(s) for s in STATES if s in f.states]
        add(f"flags & 7 IN ({_marks(wanted)})", *wanted)
    if f.severities:
        add(f"severity IN ({_marks([*f.severities])})", *f.severities)
    if f.codes:
        add("(" + " OR ".join(["codes LIKE ?"] * len(f.codes)) + ")", *(f"% {c} %" for c in f.codes))
    for wanted_mark, bit in ((f.asks, ASKS), (f.flagged, FLAGGED)):
        if wanted_mark is not None:
            add(f"flags & {bit} {'>' if wanted_mark else '='} 0")
    if f.verified is not None:
        add(f"flags & {PROPOSED | VERIFIED} = {PROPOSED | VERIFIED if f.verified else PROPOSED}")
        # What a reviewer wrote stands by that person's word, whatever was said of the suggestion.
        add(f"flags & {STATE} <> {STATES.index('edited')}")
    if f.who:
        add("who LIKE ? ESCAPE '!'", like(f.who))
    if f.level2:
        add("level2 LIKE ? ESCAPE '!'", like(f.level2))
    if f.same:
        add("same = ?", f.same)
    if f.unit:
        add("place IN (SELECT place FROM projects WHERE unit LIKE ? ESCAPE '!')", like(f.unit))
    if f.project:
        add(
            "place IN (SELECT place FROM projects WHERE title LIKE ? ESCAPE '!' OR key = ?)", like(f.project), f.project
        )
    for word in f.text:
        sought = like(word)
        add(
            "(name LIKE ? ESCAPE '!' OR level2 LIKE ? ESCAPE '!' OR words LIKE ? ESCAPE '!' "
            "OR place IN (SELECT place FROM projects WHERE title LIKE ? ESCAPE '!'))",
            sought, sought, sought, sought,
        )  # fmt: skip
    return " AND ".join(parts), values
