"""The ledger of a review: every request's state and raw reply, written the moment it changes."""

from reviewer.domain.exchange import Answer, Exchange
from reviewer.store.connection import Connection

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS exchanges (fingerprint TEXT PRIMARY KEY, project TEXT NOT NULL, state TEXT NOT NULL, "
    "body TEXT NOT NULL)"
)


class Ledger:
    """Shares the review file's connection; every write is durable when it returns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        with connection.writing():
            connection.execute(SCHEMA)

    def put(self, exchange: Exchange) -> None:
        """The newest state of a request."""
        with self._connection.writing():
            self._connection.execute(
                "INSERT INTO exchanges (fingerprint, project, state, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, body = excluded.body",
                (exchange.fingerprint, exchange.project, exchange.state, exchange.model_dump_json()),
            )

    def answer(self, fingerprint: str) -> Answer | None:
        """The raw reply that arrived for this request, valid or not; None where none did."""
        rows = self._connection.rows("SELECT body FROM exchanges WHERE fingerprint = ?", (fingerprint,))
        return Exchange.model_validate_json(str(rows[0][0])).answer if rows else None

    def states(self) -> dict[str, int]:
        """How many requests stand in each state."""
        rows = self._connection.rows("SELECT state, COUNT(*) FROM exchanges GROUP BY state")
        return {str(state): int(str(count)) for state, count in rows}
