"""The ledger of a review: every request's state, tries, tokens, cost and raw reply, written as it changes."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import chain, islice
from typing import Any

from pydantic_core import from_json, to_json

from reviewer.domain.exchange import Answer, Exchange, State, Usage
from reviewer.store.answer import with_text, without_text
from reviewer.store.connection import Connection, intact, widen

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS exchanges (fingerprint TEXT PRIMARY KEY, project TEXT NOT NULL, state TEXT NOT NULL, "
    "body TEXT NOT NULL, reply TEXT)",
    "CREATE TABLE IF NOT EXISTS batches (shard TEXT PRIMARY KEY, body TEXT NOT NULL)",
)

TOGETHER = 150
"""Exchanges in one statement: SQLite of any age takes their values."""
_VALUES = "(?, ?, ?, CAST(? AS TEXT), ?)"
_COLUMNS = 3
"""Fields of an exchange that are columns; the others are its body's."""
_NAMES = Exchange._fields[_COLUMNS:]
_USUAL = tuple(Exchange._field_defaults.get(name, ...) for name in _NAMES)


class Ledger:
    """Shares the review file's connection; every write is durable when it returns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        with connection.writing():
            for statement in SCHEMA:
                connection.execute(statement)
            widen(connection, "exchanges", "reply")

    def writing(self) -> AbstractContextManager[None]:
        """One transaction for everything that is written to the review within it."""
        return self._connection.writing()

    def put(self, exchanges: Iterable[Exchange]) -> None:
        """The newest states of some requests, all of them or none."""
        # Written out before the lock is taken, which others wait for.
        waiting = iter([_row(exchange) for exchange in exchanges])
        with self._connection.writing():
            # Many rows in a statement: after every row, executemany would wait for its turn among the threads.
            while some := list(islice(waiting, TOGETHER)):
                self._connection.execute(
                    "INSERT INTO exchanges (fingerprint, project, state, body, reply) VALUES "
                    f"{', '.join([_VALUES] * len(some))} ON CONFLICT (fingerprint) "
                    "DO UPDATE SET state = excluded.state, body = excluded.body, reply = excluded.reply",
                    [*chain.from_iterable(some)],
                )

    def enlist(self, exchanges: Iterable[Exchange]) -> None:
        """Enter requests that wait; those of which something is known stay as they are."""
        lines = [_row(exchange) for exchange in exchanges]
        with self._connection.writing():
            self._connection.executemany(
                f"INSERT INTO exchanges (fingerprint, project, state, body, reply) VALUES {_VALUES} "
                "ON CONFLICT (fingerprint) DO NOTHING",
                lines,
            )

    def get(self, fingerprint: str) -> Exchange | None:
        """What is known of a request."""
        return self.known((fingerprint,)).get(fingerprint)

    def known(self, fingerprints: Sequence[str]) -> dict[str, Exchange]:
        """What is known of some requests, by fingerprint."""
        marks = ", ".join("?" * len(fingerprints))
        found = self._read(f"WHERE fingerprint IN ({marks})", *fingerprints)
        return {exchange.fingerprint: exchange for exchange in found}

    def find(self, start: str) -> Exchange | None:
        """The request whose fingerprint starts with these hex digits."""
        found = self._read("WHERE fingerprint >= ? AND fingerprint < ? LIMIT 1", start, f"{start}g")
        return found[0] if found else None

    def answer(self, fingerprint: str) -> Answer | None:
        """The raw reply that arrived for this request, valid or not; None where none did."""
        exchange = self.get(fingerprint)
        return exchange.answer if exchange else None

    def answered(self) -> list[Exchange]:
        """Every request whose reply arrived, with it."""
        return [e for e in self._read("WHERE state = 'answered' ORDER BY fingerprint") if e.answer]

    def _read(self, which: str, *values: str) -> list[Exchange]:
        rows = self._connection.rows(f"SELECT fingerprint, project, state, body, reply FROM exchanges {which}", values)
        with intact(self._connection.path):
            return [_exchange(*row) for row in rows]  # type: ignore[arg-type]

    def states(self) -> dict[str, int]:
        """How many requests stand in each state."""
        rows = self._connection.rows("SELECT state, COUNT(*) FROM exchanges GROUP BY state")
        return {str(state): int(str(count)) for state, count in rows}

    def submitted(self) -> dict[str, str]:
        """What is known of each shard that was handed to a provider, as JSON, by the shard's name and digest."""
        return {str(s): str(b) for s, b in self._connection.rows("SELECT shard, body FROM batches ORDER BY shard")}

    def submit(self, shard: str, body: str) -> None:
        """Keep what is known of a shard."""
        with self._connection.writing():
            self._connection.execute(
                "INSERT INTO batches (shard, body) VALUES (?, ?) "
                "ON CONFLICT (shard) DO UPDATE SET body = excluded.body",
                (shard, body),
            )


def _row(exchange: Exchange) -> tuple[str, str, str, bytes, str | None]:
    """A row of the table. What is as in most exchanges is left out of its body."""
    answer = exchange.answer
    body: dict[str, Any] = {
        name: v for name, v, usual in zip(_NAMES, exchange[_COLUMNS:], _USUAL, strict=True) if v != usual
    }
    if "usage" in body:
        body["usage"] = exchange.usage._asdict()
    if answer is not None:
        body["answer"] = without_text(answer)
    reply = answer.text if answer else None
    return exchange.fingerprint, exchange.project, exchange.state, to_json(body), reply


def _exchange(fingerprint: str, project: str, state: State, body: str, reply: str | None) -> Exchange:
    """The exchange of a row. Earlier versions of reviewer kept all of it in its body."""
    known = {**from_json(body), "fingerprint": fingerprint, "project": project, "state": state}
    known["rows"] = tuple(known.get("rows", ()))
    known["usage"] = Usage(**known.get("usage", {}))
    if known.get("answer") is not None:
        known["answer"] = with_text(reply, known["answer"])
    return Exchange(**known)
