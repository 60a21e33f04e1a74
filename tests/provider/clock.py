"""A clock that jumps to the end of every wait."""

import asyncio

from reviewer.llm import Clock


class FakeClock:
    """`clock.clock` for the engine; `clock.slept` is every wait that was asked for, `clock.time` what has passed."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []
        self.clock = Clock(now=lambda: self.time, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        until = self.time + seconds
        await asyncio.sleep(0)
        self.time = max(self.time, until)
