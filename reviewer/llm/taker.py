"""What a run is given and what it tells: the cache it asks first, the taker of its answers, the gauge."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from reviewer.domain.exchange import Answer, Request, Settled, Totals


class Cache(Protocol):
    """store.replies.Replies is one."""

    def known(self, keys: Sequence[str]) -> dict[str, Answer]: ...
    def holding(self, keys: Sequence[str]) -> set[str]: ...
    def put(self, key: str, answer: Answer) -> None: ...
    def writing(self) -> AbstractContextManager[None]: ...
    def learned(self, endpoint: str) -> Mapping[str, Any]: ...
    def remember(self, endpoint: str, learned: Mapping[str, Any]) -> None: ...


class Taken(NamedTuple):
    """What became of an answer."""

    valid: bool
    """By the schema: then it is cached."""
    further: tuple[Request, ...] = ()
    """What its chunk still needs asked."""


class Taker(Protocol):
    """Deals with what a run brings. pipeline.asking.PlanTaker is one."""

    def take(self, request: Request, answer: Answer) -> Taken: ...
    def split(self, request: Request) -> tuple[Request, ...]:
        """The same rows in smaller requests; none where it cannot be smaller."""
        ...

    def settled(self, settled: Settled) -> None: ...


class Gauge(NamedTuple):
    """A run at a moment."""

    totals: Totals
    further: int
    """Requests beyond those that were planned."""
    under_way: int
    allowed: int
    """Requests that may be under way at once."""
    paused: float = 0.0
    """Seconds for which the provider asked everybody to wait."""


Watch = Callable[[Settled | None, Callable[[], Gauge]], None]
"""Told of every request that ended, with None of every pause and every second; and how to see how the run stands."""
