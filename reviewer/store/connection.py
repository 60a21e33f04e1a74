"""A connection to a SQLite file of ours: serialised writing, durable commits, and errors as sentences."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.errors import StorageError
from reviewer.language import _

BUSY_SECONDS = 10.0


class Connection(sqlite3.Connection):
    """One connection for all threads of the process; journal and ledger of a review share it.

    Reading: `rows(sql, values)`. Writing: `with connection.writing(): connection.execute(…)`, one transaction, durable
    when the block ends. Any sqlite3 error becomes a StorageError that names the file.
    """

    path: Path
    lock: threading.RLock

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """All rows of a query at once, so that no read lock outlives the call."""
        with self.lock, said(self.path):
            return self.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that holds the write lock from its first statement; rolled back whole on any error.

        Within another `writing` block it is part of that one.
        """
        with self.lock, said(self.path):
            if self.in_transaction:
                yield
                return
            self.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.execute("COMMIT")
            except BaseException:
                if self.in_transaction:
                    self.execute("ROLLBACK")
                raise


def connect(path: Path) -> Connection:
    """Open or create the file: rollback journal (it can lie on a share), every commit synced to the disk."""
    with said(path):
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, factory=Connection
        )
        connection.path = path
        connection.lock = threading.RLock()
        try:
            # Replies are about 2 KB: on the usual page of 4 KB there is room for one.
            connection.execute("PRAGMA page_size=8192")
            connection.execute("PRAGMA journal_mode=TRUNCATE").fetchall()
            connection.execute("PRAGMA synchronous=FULL")
            # A long transaction that outgrew a small cache would write, and sync, the same pages again and again.
            connection.execute("PRAGMA cache_size=-16384")
        except BaseException:
            connection.close()
            raise
    return connection


def widen(connection: sqlite3.Connection, table: str, column: str) -> None:
    """Give a table from before it had it this column of text, NULL in what is there."""
    if column not in {name for _number, name, *_rest in connection.execute(f"PRAGMA table_info({table})").fetchall()}:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")


@contextmanager
def said(path: Path, damaged: str = "") -> Iterator[None]:
    """Turn a sqlite3 error into one sentence: what, which file, what to do; `damaged` instead of a review's words."""
    try:
        yield
    except sqlite3.Error as error:
        raise storage_error(path, error, damaged) from error


@contextmanager
def intact(path: Path, damaged: str = "") -> Iterator[None]:
    """Turn the failure to read a value back, which the file holds but nobody here wrote, into one sentence."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable(path, damaged) from error


def unreadable(path: Path, damaged: str = "") -> StorageError:
    """The sentence for a file whose content is not what was written there."""
    return StorageError(
        (damaged or _("{path} 里有内容已损坏，读不回来；请用备份替换，或改名后重新审核。")).format(path=path)
    )


def storage_error(path: Path, error: sqlite3.Error, damaged: str = "") -> StorageError:
    """The sentence for an error of SQLite, by its primary result code; `damaged` where its content is the reason."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    sentences = {
        sqlite3.SQLITE_BUSY: _("{path} 正被另一个程序占用，请等它结束后重试。"),
        sqlite3.SQLITE_LOCKED: _("{path} 正被另一个程序占用，请等它结束后重试。"),
        sqlite3.SQLITE_FULL: _("磁盘已满，{path} 没有写入；已有内容未受影响，请腾出空间后重试。"),
        sqlite3.SQLITE_READONLY: _("{path} 或其所在文件夹是只读的，请改为可写或复制到别处再试。"),
        sqlite3.SQLITE_PERM: _("没有权限写 {path}，请改为可写或复制到别处再试。"),
        sqlite3.SQLITE_CANTOPEN: _("打不开 {path}，请检查文件夹是否存在、是否可写。"),
        sqlite3.SQLITE_CORRUPT: damaged or _("{path} 已损坏，请用备份替换，或改名后重新审核。"),
        sqlite3.SQLITE_NOTADB: damaged or _("{path} 不是审核文件，或已损坏；请用备份替换，或改名后重新审核。"),
        sqlite3.SQLITE_IOERR: _("读写 {path} 时磁盘出错，请检查磁盘或网络盘后重试；已提交的决定都在。"),
    }
    fallback = damaged or _("{path} 无法使用（{why}），请用备份替换，或改名后重新审核。")
    return StorageError(sentences.get(code, fallback).format(path=path, why=error))
