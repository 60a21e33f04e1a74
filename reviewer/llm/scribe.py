"""Writes a run's exchanges into the ledger, many in one commit; an answer counts only once it is on the disk."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from reviewer.domain.exchange import Exchange

WINDOW = 0.005
"""Seconds for which answers are gathered into one commit."""
SLICE = 0.05
"""Seconds after which a transaction ends and others have their turn: the screen, another process of the review."""

Then = Callable[[], Any]


class Book(Protocol):
    """store.ledger.Ledger is one."""

    def put(self, exchanges: Iterable[Exchange]) -> None: ...
    def get(self, fingerprint: str) -> Exchange | None: ...
    def writing(self) -> AbstractContextManager[None]: ...


class _Kept(NamedTuple):
    exchange: Exchange
    then: Then
    done: asyncio.Future[Any]


class Scribe:
    """`note` a state that may be lost with the process; `await keep` one that may not."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._noted: dict[str, Exchange] = {}
        self._kept: list[_Kept] = []
        self._durable: deque[_Kept] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def note(self, exchange: Exchange) -> None:
        """Goes to the disk with the next answer."""
        self._noted[exchange.fingerprint] = exchange
        self._set_timer()

    async def keep(self, exchange: Exchange, then: Then) -> Any:
        """Returns what `then` does, called once the exchange is durable, in one transaction with its neighbours."""
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._kept.append(_Kept(exchange, then, done))
        self._set_timer()
        return await done

    def _set_timer(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WINDOW, self._turn)

    def _turn(self) -> None:
        self._timer = None
        self._write()
        self._deal()
        if self._durable:
            self._set_timer()

    def flush(self) -> None:
        """Write and deal with everything that waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._write()
        while self._durable:
            self._deal()

    def _write(self) -> None:
        """Make durable what waits. An error goes to those who wait for it."""
        kept, self._kept = self._kept, []
        noted, self._noted = self._noted, {}
        noted.update((one.exchange.fingerprint, one.exchange) for one in kept)
        if not noted:
            return
        try:
            self.book.put(noted.values())
        except Exception as error:
            for one in kept:
                _fail(one, error)
            if not kept:
                raise
        else:
            self._durable.extend(kept)

    def _deal(self) -> None:
        """What follows from durable answers, for a slice of time."""
        until = time.monotonic() + SLICE
        dealt: list[tuple[_Kept, Any]] = []
        try:
            with self.book.writing():
                while self._durable and (not dealt or time.monotonic() < until):
                    dealt.append((self._durable[0], self._durable[0].then()))
                    self._durable.popleft()
        except Exception as error:  # noqa: BLE001  (whoever waits raises it)
            for one, _result in dealt:
                _fail(one, error)
            if self._durable:
                _fail(self._durable.popleft(), error)
            return
        for one, result in dealt:
            if not one.done.done():
                one.done.set_result(result)


def _fail(one: _Kept, error: Exception) -> None:
    if not one.done.done():
        one.done.set_exception(error)
