"""The cache of replies: SQLite, keyed by the fingerprint of what was asked of whom; safe to delete."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from pydantic_core import from_json, to_json

from reviewer.domain.exchange import Answer, Message
from reviewer.errors import StorageError
from reviewer.language import _
from reviewer.store.answer import with_text, without_text
from reviewer.store.connection import intact, said, widen

KEY_FORMAT = 2
"""Raised when what enters the fingerprint changes, so that no old reply answers a new question."""
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS replies (fingerprint TEXT PRIMARY KEY, body TEXT NOT NULL, "
    "kept TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, used TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, text TEXT)",
    "CREATE TABLE IF NOT EXISTS endpoints (endpoint TEXT PRIMARY KEY, learned TEXT NOT NULL)",
)


class Fingerprint:
    """sha256 of endpoint, model, sampling and messages; modes, timeouts, retries, ids and dates stay out.

    `mark = Fingerprint(base_url, model, sampling)`, then `mark(messages)` for each request.
    """

    def __init__(self, base_url: str, model: str, sampling: Mapping[str, Any]) -> None:
        head = json.dumps([KEY_FORMAT, base_url, model, dict(sampling)], ensure_ascii=False, sort_keys=True)
        self._head = hashlib.sha256(head.encode())
        self._first = ("", "")
        self._begun = self._head

    def __call__(self, messages: Sequence[Message]) -> str:
        """The fingerprint of these messages, 64 hex digits."""
        # Most requests of a run begin with the same long message: it is digested once.
        first = messages[0]
        if (first.role, first.content) != self._first:
            self._first = (first.role, first.content)
            self._begun = self._head.copy()
            _digest(self._begun, first)
        digest = self._begun.copy()
        for message in messages[1:]:
            _digest(digest, message)
        return digest.hexdigest()


def _digest(digest: "hashlib._Hash", message: Message) -> None:
    # Lengths between the parts, so that no text can pass for the border of another.
    text = message.content.encode("utf-8", "surrogatepass")
    digest.update(f"\0{message.role}\0{len(text)}\0".encode())
    digest.update(text)


class Replies:
    """The replies kept in a folder: `with Replies(settings.cache) as replies`; every put is committed when it returns.

    Raises StorageError naming the file.
    """

    def __init__(self, folder: Path) -> None:
        self.path = path = folder / "replies.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                _("建不了缓存文件夹 {folder}（{why}），请用 REVIEWER_CACHE 指定别处。").format(
                    folder=folder, why=error.strerror or error
                )
            ) from None
        self._used: list[str] = []
        self._damaged = _("{path} 已损坏；它只是答复的缓存，请删去后再运行：审核文件里的答复都在。")
        with self._said():
            self._connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            # As in a review: on the usual page there is room for one reply.
            self._connection.execute("PRAGMA page_size=8192")
            self._connection.execute("PRAGMA journal_mode=WAL")
            # Replies are in the review's ledger, too: what a power cut takes from the cache is not lost.
            self._connection.execute("PRAGMA synchronous=NORMAL")
            for statement in SCHEMA:
                self._connection.execute(statement)
            widen(self._connection, "replies", "text")

    def _said(self) -> AbstractContextManager[None]:
        return said(self.path, self._damaged)

    def get(self, key: str) -> Answer | None:
        """The stored answer, or None."""
        return self.known((key,)).get(key)

    def known(self, keys: Sequence[str]) -> dict[str, Answer]:
        """The stored answers of some requests, by fingerprint."""
        marks = ", ".join("?" * len(keys))
        with self._said():
            rows = self._connection.execute(
                f"SELECT fingerprint, text, body, used FROM replies WHERE fingerprint IN ({marks})",
                (*keys,),
            ).fetchall()
        today = datetime.now(UTC).date().isoformat()
        self._used += [key for key, _text, _body, used in rows if used < today]
        with intact(self.path, self._damaged):
            return {key: with_text(text, from_json(body)) for key, text, body, _used in rows}

    def holding(self, keys: Sequence[str]) -> set[str]:
        """Those of the fingerprints whose answer is stored."""
        marks = ", ".join("?" * len(keys))
        with self._said():
            rows = self._connection.execute(f"SELECT fingerprint FROM replies WHERE fingerprint IN ({marks})", (*keys,))
            return {key for (key,) in rows}

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer that is valid by the schema."""
        with self._said():
            self._connection.execute(
                "INSERT INTO replies (fingerprint, text, body) VALUES (?, ?, CAST(? AS TEXT)) "
                "ON CONFLICT (fingerprint) DO UPDATE SET text = excluded.text, body = excluded.body",
                (key, answer.text, to_json(without_text(answer))),
            )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction for what is put within it; rolled back whole on any error."""
        with self._said():
            self._connection.execute("BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def learned(self, endpoint: str) -> dict[str, Any]:
        """What was learned of an endpoint and model: empty where nothing was."""
        with self._said():
            row = self._connection.execute("SELECT learned FROM endpoints WHERE endpoint = ?", (endpoint,)).fetchone()
        with intact(self.path, self._damaged):
            value = json.loads(row[0]) if row else {}
        return value if isinstance(value, dict) else {}

    def remember(self, endpoint: str, learned: Mapping[str, Any]) -> None:
        """Keep it for later runs."""
        with self._said():
            self._connection.execute(
                "INSERT INTO endpoints (endpoint, learned) VALUES (?, ?) "
                "ON CONFLICT (endpoint) DO UPDATE SET learned = excluded.learned",
                (endpoint, json.dumps(learned)),
            )

    def stats(self) -> tuple[int, int]:
        """How many replies, and their size in bytes."""
        with self._said():
            count, size = self._connection.execute(
                "SELECT COUNT(*), COALESCE(SUM(LENGTH(CAST(body || COALESCE(text, '') AS BLOB))), 0) FROM replies"
            ).fetchone()
        return count, size

    def prune(self, days: int) -> int:
        """Delete what was not used for so many days; returns how many."""
        with self._said():
            cursor = self._connection.execute(
                "DELETE FROM replies WHERE used <= datetime('now', ?)", (f"-{days} days",)
            )
            return cursor.rowcount

    def close(self) -> None:
        """Note the use of what was read, at most once a day each, and close."""
        with self._said():
            try:
                self._connection.execute("BEGIN")
                self._connection.executemany(
                    "UPDATE replies SET used = CURRENT_TIMESTAMP WHERE fingerprint = ?", ((k,) for k in self._used)
                )
                self._connection.execute("COMMIT")
            finally:
                self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
