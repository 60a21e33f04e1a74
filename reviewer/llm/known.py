"""What the stores hold of requests: the review's ledger first, then the cache of replies."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from reviewer.domain.exchange import Cached, Exchange, Request
from reviewer.llm.scribe import Book
from reviewer.llm.taker import Cache

BLOCK = 500
"""Requests that are looked up in the stores together."""


class Known(NamedTuple):
    """A request with what the stores hold of it."""

    request: Request
    exchange: Exchange | None
    """In the ledger."""
    found: Cached | None
    """In the cache of replies; the ledger has yet to learn of it."""
    settled: bool
    """Whether it is at its end by that."""
    cached: bool
    """Whether the cache of replies has, besides, what the ledger has."""


def looked_up(requests: Iterable[Request], book: Book, replies: Cache) -> Iterator[Known]:
    """The requests with what the stores hold of them, looked up a block at a time."""
    waiting = iter(requests)
    while block := list(islice(waiting, BLOCK)):
        keys = [request.fingerprint for request in block]
        noted = book.known(keys)
        settled = {key for key, exchange in noted.items() if exchange.settled}
        answers = replies.known([key for key in keys if key not in settled]) if len(settled) < len(keys) else {}
        # A run that was killed may have stored an answer in the ledger and not yet here.
        cached = replies.holding([*settled]) if settled else set()
        for request in block:
            key = request.fingerprint
            found = answers.get(key)
            yield Known(request, noted.get(key), found, found is not None or key in settled, key in cached)
