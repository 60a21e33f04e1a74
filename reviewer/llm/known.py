"""What the stores hold of requests: the review's ledger first, then the cache of replies."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from reviewer.domain.exchange import Answer, Exchange, Request
from reviewer.llm.scribe import Book
from reviewer.llm.taker import Cache

BLOCK = 500
"""Requests that are looked up in the stores together."""


class Known(NamedTuple):
    """A request with what the stores hold of it."""

    request: Request
    exchange: Exchange | None
    """In the ledger."""
    found: Answer | None
    """In the cache of replies; the ledger has yet to learn of it."""
    settled: bool
    """Whether it is at its end by that."""
    cached: bool
    """Whether the cache of replies has, besides, what the ledger has."""

    @property
    def adopted(self) -> Exchange:
        """What the ledger is to learn of `found`; what was spent on the request before stays."""
        if self.exchange is None:
            return Exchange.of(self.request, "answered", answer=self.found)
        return self.exchange._replace(state="answered", error=None, reason=None, answer=self.found)


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
        known: deque[Known] = deque()
        for request in block:
            key = request.fingerprint
            found = answers.get(key)
            known.append(Known(request, noted.get(key), found, found is not None or key in settled, key in cached))
        # Whoever takes one is the last to need it: its text goes with it.
        del block, noted, answers
        while known:
            yield known.popleft()
