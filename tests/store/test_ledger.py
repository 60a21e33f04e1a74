"""The ledger and the cache of replies: what they are given they give back, from earlier versions' files, too."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.domain.exchange import Answer, Exchange, Usage
from reviewer.errors import StorageError
from reviewer.store.connection import connect
from reviewer.store.ledger import Ledger
from reviewer.store.replies import Replies

ANSWER = Answer('{"甲": "乙\\n"}', "m-1", Usage(700, 400, 64, 10), "stop", True)
EXCHANGES = (
    Exchange("a" * 64, "K1", "answered", 1, 3, (4, 5), 2, 1, None, None, 2, Usage(1400, 800, 64, 10), 0.25, ANSWER),
    Exchange("b" * 64, "K1", "blocked", 0, error="blocked", reason="拦下了", tries=1),
    Exchange("c" * 64, "#2", "waiting", 0),
    Exchange("d" * 64, "#2", "answered", 0, answer=Answer("")),
)
OLD = {
    "text": ANSWER.text, "model": "m-1", "usage": {"prompt": 700, "completion": 400, "cached": 64, "reasoning": 10},
    "finish": "stop", "called": True,
}  # fmt: skip
"""The answer as it was kept before its text had a column."""


def ledger_of_earlier(path: Path) -> None:
    body = {
        "fingerprint": "a" * 64, "project": "K1", "chunk": 1, "chunks": 3, "rows": [4, 5], "attempt": 2, "depth": 1,
        "state": "answered", "tries": 2, "usage": {"prompt": 1400, "completion": 800, "cached": 64, "reasoning": 10},
        "cost": 0.25, "answer": OLD,
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as old, old:
        old.execute("CREATE TABLE exchanges (fingerprint TEXT PRIMARY KEY, project TEXT, state TEXT, body TEXT)")
        old.execute("INSERT INTO exchanges VALUES (?, 'K1', 'answered', ?)", ("a" * 64, json.dumps(body)))


def test_an_exchange_is_given_back_as_it_was_put(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "r")) as connection:
        Ledger(connection).put(EXCHANGES)
    with closing(connect(tmp_path / "r")) as connection:
        ledger = Ledger(connection)
        assert ledger.known([e.fingerprint for e in EXCHANGES]) == {e.fingerprint: e for e in EXCHANGES}
        assert ledger.answered() == [EXCHANGES[0], EXCHANGES[3]]
        assert ledger.find("bb") == EXCHANGES[1]
        ledger.enlist([EXCHANGES[0]._replace(state="waiting", answer=None)])
        assert ledger.get("a" * 64) == EXCHANGES[0]


def test_more_exchanges_than_fit_in_a_statement_are_put_together(tmp_path: Path) -> None:
    many = [Exchange(f"{n:064}", "K", "answered", n, answer=ANSWER) for n in range(777)]
    with closing(connect(tmp_path / "r")) as connection:
        ledger = Ledger(connection)
        ledger.put(many)
        assert ledger.answered() == many


def test_a_ledger_of_an_earlier_version_is_read_and_written(tmp_path: Path) -> None:
    ledger_of_earlier(tmp_path / "r")
    for _n in range(2):
        with closing(connect(tmp_path / "r")) as connection:
            ledger = Ledger(connection)
            assert ledger.get("a" * 64) == EXCHANGES[0]
            ledger.put(EXCHANGES[1:])
            assert ledger.known([e.fingerprint for e in EXCHANGES]) == {e.fingerprint: e for e in EXCHANGES}


@pytest.mark.parametrize("answer", [ANSWER, Answer("x")])
def test_a_reply_is_given_back_as_it_was_put(answer: Answer, tmp_path: Path) -> None:
    with Replies(tmp_path / "c") as replies:
        replies.put("k", Answer("an other"))
        replies.put("k", answer)
    with Replies(tmp_path / "c") as replies:
        assert replies.known(["k", "l"]) == {"k": answer}
        assert replies.holding(["k", "l"]) == {"k"}


def test_a_cache_of_an_earlier_version_is_read_and_written(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "replies.sqlite")) as old, old:
        old.execute(
            "CREATE TABLE replies (fingerprint TEXT PRIMARY KEY, body TEXT NOT NULL, "
            "kept TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, used TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"
        )
        body = json.dumps(OLD, ensure_ascii=False)
        old.execute("INSERT INTO replies (fingerprint, body) VALUES ('k', ?)", (body,))
    for _n in range(2):
        with Replies(tmp_path) as replies:
            assert replies.get("k") == ANSWER
            replies.put("l", Answer("新"))
            assert replies.get("l") == Answer("新")
    with Replies(tmp_path / "d") as replies:
        replies.put("l", Answer("新"))
        assert replies.stats() == (1, len("新".encode()) + len(json.dumps({
            "model": None, "usage": Usage()._asdict(), "finish": None, "called": False,
        }, separators=(",", ":"))))  # fmt: skip


@pytest.mark.parametrize(
    "damage",
    [
        "rubbish",
        "UPDATE replies SET body = '{'",
        "UPDATE replies SET body = '[]'",
        "UPDATE endpoints SET learned = '{'",
        "DROP TABLE endpoints; CREATE TABLE endpoints (x)",
    ],
)
def test_a_damaged_cache_is_said_to_be_the_cache(damage: str, tmp_path: Path) -> None:
    with Replies(tmp_path) as replies:
        replies.put("k", ANSWER)
        replies.remember("e", {"ratio": 1.0})
    if damage == "rubbish":
        (tmp_path / "replies.sqlite").write_bytes(b"rubbish" * 1000)
    else:
        with closing(sqlite3.connect(tmp_path / "replies.sqlite")) as file:
            file.executescript(damage)
    with (
        pytest.raises(StorageError, match="已损坏；它只是答复的缓存，请删去后再运行"),
        Replies(tmp_path) as r,
    ):
        r.known(["k"])
        r.learned("e")
