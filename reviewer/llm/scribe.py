"""Writes a run's exchanges into the ledger, many in one commit; an answer counts only once it is on the disk."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple, Protocol

from reviewer.domain.exchange import Exchange

WINDOW = 0.005
"""Seconds for which answers are gathered into one commit."""
NOTED = 0.25
"""Seconds after which a noted state goes to the disk though no answer does."""
TOGETHER = 8
"""Requests that go on at once after a commit."""
SLICE = 0.05
"""Seconds after which a transaction ends and others have their turn: the screen, another process of the review."""

Then = Callable[[], Any]


class Book(Protocol):
    """store.ledger.Ledger is one."""

    def put(self, exchanges: Iterable[Exchange]) -> None: ...
    def known(self, fingerprints: Sequence[str]) -> dict[str, Exchange]: ...
    def writing(self) -> AbstractContextManager[None]: ...


class Kept(NamedTuple):
    """An exchange on its way: `written` once it is durable, then `done` with what its `then` gave."""

    exchange: Exchange
    then: Then
    written: asyncio.Future[None]
    done: asyncio.Future[Any]

    def freed(self) -> None:
        """Whoever waits for the disk goes on."""
        if not self.written.done():
            self.written.set_result(None)


class Scribe:
    """`note` a state that may be lost with the process; `keep` one that may not."""

    def __init__(self, book: Book, beside: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """`beside` opens the transaction of what else is written while answers are dealt with."""
        self.book = book
        self._beside = beside
        self._noted: dict[str, Exchange] = {}
        self._kept: list[Kept] = []
        self._durable: deque[Kept] = deque()
        self._turning: asyncio.Task[None] | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._disk = ThreadPoolExecutor(1)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction for everything that follows from some answers."""
        with self.book.writing(), self._beside():
            yield

    def note(self, exchange: Exchange) -> None:
        """Goes to the disk with the next answer, or soon."""
        self._noted[exchange.fingerprint] = exchange
        self._arm()

    def keep(self, exchange: Exchange, then: Then) -> Kept:
        """Write an exchange; `then` is called once it is durable, in one transaction with its neighbours."""
        loop = asyncio.get_running_loop()
        kept = Kept(exchange, then, loop.create_future(), loop.create_future())
        self._kept.append(kept)
        self._begin()
        return kept

    @property
    def backlog(self) -> int:
        """Answers that nothing was done with yet."""
        return len(self._kept) + len(self._durable)

    def _arm(self) -> None:
        """Let what is noted wait for company: a commit costs the same for one state as for many."""
        if self._turning is None and self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(NOTED, self._begin)

    def _disarm(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def _begin(self) -> None:
        self._disarm()
        if self._turning is None:
            self._turning = asyncio.get_running_loop().create_task(self._turn())

    async def _turn(self) -> None:
        """Write and deal until no answer waits; what comes meanwhile goes into the next commit."""
        try:
            waits = True
            while waits:
                if not self._durable:
                    await asyncio.sleep(WINDOW)
                kept, noted = self._gathered()
                if noted:
                    # In a thread: a disk takes its time, and the other requests need none of it.
                    error = await asyncio.get_running_loop().run_in_executor(self._disk, self._put, noted)
                    if not self._written(kept, noted, error):
                        return
                    # A few at a time: the requests that take their places are on their way before the next are made,
                    # and the answers to them come a few at a time, too.
                    for place, one in enumerate(kept, 1):
                        one.freed()
                        if place % TOGETHER == 0 or place == len(kept):
                            await asyncio.sleep(0)
                if self._durable:
                    self._deal()
                    await asyncio.sleep(0)
                waits = bool(self._kept or self._durable)
        finally:
            self._turning = None
            if self._noted:
                self._arm()

    async def close(self) -> None:
        """Write and deal with everything that waits. Raises what could not be written."""
        if self._turning is not None:
            await asyncio.wait({self._turning})
        self._disarm()
        self._disk.shutdown()
        kept, noted = self._gathered()
        if noted:
            error = self._put(noted)
            self._written(kept, noted, error)
            if error is not None and not kept:
                raise error
            for one in kept:
                one.freed()
        while self._durable:
            self._deal()

    def _gathered(self) -> tuple[list[Kept], dict[str, Exchange]]:
        kept, self._kept = self._kept, []
        noted, self._noted = self._noted, {}
        noted.update((one.exchange.fingerprint, one.exchange) for one in kept)
        return kept, noted

    def _put(self, noted: dict[str, Exchange]) -> Exception | None:
        try:
            self.book.put(noted.values())
        except Exception as error:  # noqa: BLE001  (whoever waits raises it)
            return error
        return None

    def _written(self, kept: list[Kept], noted: dict[str, Exchange], error: Exception | None) -> bool:
        """What was written is durable; an error goes to those who wait, notes go with the next answer."""
        if error is None:
            self._durable.extend(kept)
            return True
        for one in kept:
            _fail(one, error)
        if not kept:
            self._noted = noted | self._noted
        return bool(kept)

    def _deal(self) -> None:
        """What follows from durable answers, for a slice of time."""
        until = time.monotonic() + SLICE
        dealt: list[tuple[Kept, Any]] = []
        try:
            with self.writing():
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


def _fail(one: Kept, error: Exception) -> None:
    for future in (one.written, one.done):
        if not future.done():
            future.set_exception(error)
            # Whoever waits for the other one raises it.
            future.exception()
