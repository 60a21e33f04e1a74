"""Brings many requests to their end: cache, ledger, ladder, retries, limits, the one further request."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from reviewer.domain.exchange import Answer, Exchange, Message, Request, Settled, State, Totals
from reviewer.errors import ConfigurationError, LimitError, ReviewerError, ServiceError
from reviewer.language import _
from reviewer.llm.call import RUNGS
from reviewer.llm.endpoint import Endpoint
from reviewer.llm.failure import CallError

TRIES = 5
"""Calls for one request before it is given up."""
LONGEST_WAIT = 60.0
"""Seconds of back-off where the server names none."""

Call = Callable[[Sequence[Message], int], Awaitable[Answer]]


class Cache(Protocol):
    """store.replies.Replies is one."""

    def get(self, key: str) -> Answer | None: ...
    def put(self, key: str, answer: Answer) -> None: ...
    def rung(self, endpoint: str) -> int: ...
    def remember(self, endpoint: str, rung: int) -> None: ...


class Book(Protocol):
    """store.ledger.Ledger is one."""

    def put(self, exchange: Exchange) -> None: ...
    def answer(self, fingerprint: str) -> Answer | None: ...


class Limits(NamedTuple):
    """Where a run stops by itself."""

    concurrency: int = 8
    max_requests: int | None = None
    max_tokens: int | None = None


Take = Callable[[Request, Answer], tuple[bool, Request | None]]
"""Told every answer; returns whether it is valid by the schema, and the one further request that its chunk needs."""


class _Run:
    def __init__(
        self,
        endpoint: Endpoint,
        call: Call,
        replies: Cache,
        ledger: Book,
        limits: Limits,
        take: Take,
        on_settled: Callable[[Settled], None],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.endpoint, self.call, self.replies, self.ledger = endpoint, call, replies, ledger
        self.limits, self.take, self.on_settled, self.sleep = limits, take, on_settled, sleep
        self.rung = min(replies.rung(endpoint.name), len(RUNGS) - 1)
        self.counts: dict[str, int] = dict.fromkeys(Totals.model_fields, 0)
        self.stop: ReviewerError | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def one(self, request: Request) -> None:
        """One chunk to its end, its further request included."""
        further: Request | None = request
        while further is not None and self.stop is None:
            further = await self._settle(further)

    async def _settle(self, request: Request) -> Request | None:
        known = self.replies.get(request.fingerprint) or self.ledger.answer(request.fingerprint)
        if known is not None:
            return self._answered(request, known, stored=True)
        try:
            answer = await self._ask(request)
        except CallError as failure:
            self._failed(request, failure)
            return None
        if answer is None:
            return None
        self.ledger.put(_exchange(request, "answered", answer=answer))
        return self._answered(request, answer, stored=False)

    def _answered(self, request: Request, answer: Answer, *, stored: bool) -> Request | None:
        valid, further = self.take(request, answer)
        if valid and not stored:
            self.replies.put(request.fingerprint, answer)
        self.counts["stored" if stored else "answered"] += 1
        self.on_settled(Settled(request, "answered", answer, stored=stored))
        return further

    def _failed(self, request: Request, failure: CallError) -> None:
        blocked = failure.kind == "blocked"
        state: State = "blocked" if blocked else "failed"
        self.ledger.put(_exchange(request, state, error=failure.kind, reason=failure.reason))
        self.counts[state] += 1
        if failure.kind == "pause_run":
            refused = failure.status in (401, 403, 404)
            self.stop = (ConfigurationError if refused else ServiceError)(_stopped(failure))
        elif failure.kind == "retry_later":
            self.stop = ServiceError(_stopped(failure))
        self.on_settled(Settled(request, state, None, failure.kind, failure.reason))

    async def _ask(self, request: Request) -> Answer | None:
        """The answer, or None where the run was stopped before it was asked. Raises CallError."""
        tries = 0
        while True:
            await self.open.wait()
            if self.stop is not None or self._limited():
                return None
            tries += 1
            rung = self.rung
            self.ledger.put(_exchange(request, "in_flight", tries=tries))
            self.counts["requests"] += 1
            try:
                answer = await self.call(request.messages, rung)
            except CallError as failure:
                if failure.kind == "bug" and rung < len(RUNGS) - 1:
                    self._step_down(rung)
                    tries -= 1
                elif failure.kind == "retry_later" and tries < TRIES:
                    await self._back_off(failure, tries)
                else:
                    raise
            else:
                self.counts["prompt_tokens"] += answer.usage.prompt
                self.counts["completion_tokens"] += answer.usage.completion
                self.counts["cached_tokens"] += answer.usage.cached
                return answer

    def _step_down(self, rung: int) -> None:
        """The endpoint does not know this mode: the next one, for every request and every later run."""
        if self.rung == rung:
            self.rung = rung + 1
            self.replies.remember(self.endpoint.name, self.rung)

    async def _back_off(self, failure: CallError, tries: int) -> None:
        """Wait as told, everybody together; else by doubling, each with its own jitter."""
        if failure.wait is not None:
            self.open.clear()
            try:
                await self.sleep(failure.wait)
            finally:
                self.open.set()
        else:
            await self.sleep(min(LONGEST_WAIT, 0.5 * 2**tries) * random.uniform(0.5, 1.0))

    def _limited(self) -> bool:
        limits, counts = self.limits, self.counts
        tokens = counts["prompt_tokens"] + counts["completion_tokens"]
        if limits.max_requests is not None and counts["requests"] >= limits.max_requests:
            self.stop = LimitError(
                _("到了 --max-requests {n}，已停下；再运行同一条命令就接着做。").format(n=limits.max_requests)
            )
        elif limits.max_tokens is not None and tokens >= limits.max_tokens:
            self.stop = LimitError(
                _("到了 --max-tokens {n}，已停下；再运行同一条命令就接着做。").format(n=limits.max_tokens)
            )
        return self.stop is not None


async def run(
    requests: Iterable[Request],
    endpoint: Endpoint,
    call: Call,
    *,
    replies: Cache,
    ledger: Book,
    limits: Limits,
    take: Take,
    on_settled: Callable[[Settled], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> tuple[Totals, ReviewerError | None]:
    """Bring every request to its end; the figures, and what stopped the run before that (None: nothing did).

    `take` is told every answer and returns whether it is valid by the schema (then it is cached) and the one further
    request that its chunk needs. An answer is in the ledger before anything else happens with it.
    """
    state = _Run(endpoint, call, replies, ledger, limits, take, on_settled, sleep)
    waiting = iter(requests)

    async def worker() -> None:
        for request in waiting:
            if state.stop is not None:
                return
            await state.one(request)

    async with asyncio.TaskGroup() as group:
        for _worker in range(limits.concurrency):
            group.create_task(worker())
    return Totals(**state.counts), state.stop


def _exchange(request: Request, state: State, **known: Any) -> Exchange:
    return Exchange(
        fingerprint=request.fingerprint,
        project=request.project,
        chunk=request.chunk,
        attempt=request.attempt,
        state=state,
        **known,
    )


def _stopped(failure: CallError) -> str:
    return _("{why}。已收到的都存下了，修好后再运行同一条命令就接着做。").format(why=failure.reason.rstrip("。"))
