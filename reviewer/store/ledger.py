"""The ledger of a review: every request's state, tries, tokens, cost and raw reply, written as it changes."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import chain, islice

from reviewer.domain.exchange import Answer, Cached, Exchange, Request
from reviewer.store.connection import Connection

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS exchanges (fingerprint TEXT PRIMARY KEY, project TEXT NOT NULL, state TEXT NOT NULL, "
    "body TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS batches (shard TEXT PRIMARY KEY, body TEXT NOT NULL)",
)

TOGETHER = 200
"""Exchanges in one statement: SQLite of any age takes their values."""
_UNSAID = {"messages"}
"""What of a request its exchange does not say."""


class Ledger:
    """Shares the review file's connection; every write is durable when it returns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        with connection.writing():
            for statement in SCHEMA:
                connection.execute(statement)

    def writing(self) -> AbstractContextManager[None]:
        """One transaction for everything that is written to the review within it."""
        return self._connection.writing()

    def put(self, exchanges: Iterable[Exchange]) -> None:
        """The newest states of some requests, all of them or none."""
        self._write((e.fingerprint, e.project, e.state, e.model_dump_json(exclude_defaults=True)) for e in exchanges)

    def adopt(self, found: Iterable[tuple[Request, Cached]]) -> None:
        """Enter requests whose answer another store had, all of them or none."""
        # An exchange says what its request does; the answer's JSON goes in as it is, not read and written anew.
        self._write(
            (
                request.fingerprint,
                request.project,
                "answered",
                b'%s,"state":"answered","answer":%s}'
                % (request.model_dump_json(exclude=_UNSAID)[:-1].encode(), cached.body),
            )
            for request, cached in found
        )

    def _write(self, lines: Iterable[tuple[str, str, str, str | bytes]]) -> None:
        # Written out before the lock is taken, which others wait for.
        waiting = iter([*lines])
        with self._connection.writing():
            # Many rows in a statement: after every row, executemany would wait for its turn among the threads.
            while some := list(islice(waiting, TOGETHER)):
                self._connection.execute(
                    "INSERT INTO exchanges (fingerprint, project, state, body) VALUES "
                    f"{', '.join(['(?, ?, ?, CAST(? AS TEXT))'] * len(some))} "
                    "ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, body = excluded.body",
                    [*chain.from_iterable(some)],
                )

    def enlist(self, exchanges: Iterable[Exchange]) -> None:
        """Enter requests that wait; those of which something is known stay as they are."""
        lines = [(e.fingerprint, e.project, e.state, e.model_dump_json(exclude_defaults=True)) for e in exchanges]
        with self._connection.writing():
            self._connection.executemany(
                "INSERT INTO exchanges (fingerprint, project, state, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (fingerprint) DO NOTHING",
                lines,
            )

    def get(self, fingerprint: str) -> Exchange | None:
        """What is known of a request."""
        rows = self._connection.rows("SELECT body FROM exchanges WHERE fingerprint = ?", (fingerprint,))
        return Exchange.model_validate_json(str(rows[0][0])) if rows else None

    def known(self, fingerprints: Sequence[str]) -> dict[str, Exchange]:
        """What is known of some requests, by fingerprint."""
        marks = ", ".join("?" * len(fingerprints))
        rows = self._connection.rows(
            f"SELECT fingerprint, CAST(body AS BLOB) FROM exchanges WHERE fingerprint IN ({marks})", tuple(fingerprints)
        )
        # As bytes, so that the text is not decoded only to be encoded for the JSON reader.
        return {key: Exchange.model_validate_json(body) for key, body in rows}  # type: ignore[misc, arg-type]

    def find(self, start: str) -> Exchange | None:
        """The request whose fingerprint starts with these hex digits."""
        rows = self._connection.rows(
            "SELECT body FROM exchanges WHERE fingerprint >= ? AND fingerprint < ? LIMIT 1", (start, f"{start}g")
        )
        return Exchange.model_validate_json(str(rows[0][0])) if rows else None

    def answer(self, fingerprint: str) -> Answer | None:
        """The raw reply that arrived for this request, valid or not; None where none did."""
        exchange = self.get(fingerprint)
        return exchange.answer if exchange else None

    def answered(self) -> list[Exchange]:
        """Every request whose reply arrived, with it."""
        rows = self._connection.rows("SELECT body FROM exchanges WHERE state = 'answered' ORDER BY fingerprint")
        return [e for (body,) in rows if (e := Exchange.model_validate_json(str(body))).answer]

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
