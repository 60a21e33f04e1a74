"""How many requests may be under way: halved when the provider throttles, recovering, paced by the minute."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import NamedTuple

MINUTE = 60.0


class Clock(NamedTuple):
    """Time as the engine sees it; a test gives another."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Limiter:
    """`await enter(tokens)` before a request, `leave()` after it; everybody waits while `pause` lasts.

    At most `most` requests at once, `requests` and `tokens` a minute where given. A request that alone passes `tokens`
    is let through when nothing else was sent for a minute.
    """

    def __init__(
        self, most: int, *, requests: int | None = None, tokens: int | None = None, clock: Clock | None = None
    ) -> None:
        self.most = most
        self.allowed = float(most)
        self.under_way = 0
        self.clock = clock or Clock()
        self._requests = requests
        self._tokens = tokens
        self._sent: deque[tuple[float, int]] = deque()
        self._spent = 0
        self._paused_until = 0.0
        self._halved = float("-inf")
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self, tokens: int = 0) -> float:
        """Wait for a place; the time at which it was given, for `throttled`."""
        while True:
            now = self.clock.now()
            if self._paused_until > now:
                await self.clock.sleep(self._paused_until - now)
            elif self.under_way >= max(1, int(self.allowed)):
                await self._freed()
            elif (wait := self._pace(now, tokens)) > 0:
                await self.clock.sleep(wait)
            else:
                break
        self.under_way += 1
        if self._requests or self._tokens:
            self._sent.append((now, tokens))
            self._spent += tokens
        return now

    async def _freed(self) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        await place

    def _pace(self, now: float, tokens: int) -> float:
        """Seconds until the last minute has room for this request."""
        if not (self._requests or self._tokens):
            return 0.0
        while self._sent and self._sent[0][0] <= now - MINUTE:
            self._spent -= self._sent.popleft()[1]
        full = self._requests is not None and len(self._sent) >= self._requests
        heavy = self._tokens is not None and self._sent and self._spent + tokens > self._tokens
        return max(self._sent[0][0] + MINUTE - now, 0.001) if full or heavy else 0.0

    def leave(self) -> None:
        """The request has ended, however it did."""
        self.under_way -= 1
        self._wake()

    def _wake(self) -> None:
        free = max(1, int(self.allowed)) - self.under_way
        while free > 0 and self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                free -= 1

    def succeeded(self) -> None:
        """An answer came: one more at once for each round of answers, up to where the run started."""
        if self.allowed < self.most:
            self.allowed = min(self.most, self.allowed + 1 / max(self.allowed, 1.0))
            self._wake()

    def throttled(self, entered: float) -> None:
        """The provider wants fewer. Of the requests that were under way together, the first refusal counts."""
        if entered >= self._halved:
            self._halved = self.clock.now()
            self.allowed = max(1.0, self.allowed / 2)

    @property
    def paused(self) -> float:
        """Seconds for which nobody sends."""
        return max(0.0, self._paused_until - self.clock.now())

    def pause(self, seconds: float) -> None:
        """Nobody sends for so long."""
        self._paused_until = max(self._paused_until, self.clock.now() + seconds)
