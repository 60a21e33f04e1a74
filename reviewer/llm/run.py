"""Brings many requests to their end: stores, ladder, tries, limits, what a chunk still needs."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any

from reviewer.domain.exchange import Answer, Exchange, Message, Request, Settled, State, Totals, Usage
from reviewer.errors import ConfigurationError, ReviewerError, ServiceError
from reviewer.language import _
from reviewer.llm import ladder
from reviewer.llm.endpoint import Endpoint
from reviewer.llm.failure import CallError
from reviewer.llm.known import BLOCK, Known, looked_up
from reviewer.llm.ladder import Shape
from reviewer.llm.limiter import Clock, Limiter
from reviewer.llm.meter import Limits, Meter, cost
from reviewer.llm.scribe import SLICE, TOGETHER, Book, Kept, Scribe
from reviewer.llm.taker import Cache, Gauge, Taker, Watch
from reviewer.llm.tokens import estimate_request
from reviewer.llm.tries import Spent, Tries

Call = Callable[[Sequence[Message], Shape], Awaitable[Answer]]


class Run:
    """`await Run(…).bring(requests)`. An answer is in the ledger before anything else happens with it.

    `call` of None sends nothing: what is not stored is left as it is.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        call: Call | None,
        taker: Taker,
        *,
        replies: Cache,
        ledger: Book,
        limits: Limits,
        tries: Tries | None = None,
        clock: Clock | None = None,
        on_settled: Watch = lambda _settled, _gauge: None,
    ) -> None:
        self.endpoint, self.call, self.taker = endpoint, call, taker
        self.replies, self.limits, self.on_settled = replies, limits, on_settled
        self.tries = tries or Tries()
        self.clock = clock or Clock()
        self.scribe = Scribe(ledger, replies.writing)
        profile = endpoint.profile
        self.price = profile.price(endpoint.model)
        self.meter = Meter(limits, self.price, now=self.clock.now)
        self.limiter = Limiter(
            limits.concurrency,
            requests=profile.requests_per_minute,
            tokens=profile.tokens_per_minute,
            clock=self.clock,
        )
        learned = replies.learned(endpoint.name)
        self.shape = Shape.of(profile, learned)
        self.proved = self.shape.mode == learned.get("mode")
        self.stop: ReviewerError | None = None
        self.further = 0
        self._answers = 0
        self._given_up = 0
        self._refused = 0
        self._ratio = max(self.shape.ratio, 1.1)
        self._most = endpoint.output_tokens
        self._room = asyncio.Event()
        self._pending: set[asyncio.Future[tuple[Request, ...]]] = set()
        self._group: asyncio.TaskGroup | None = None

    def gauge(self) -> Gauge:
        limiter = self.limiter
        return Gauge(self.meter.totals(), self.further, limiter.under_way, int(limiter.allowed), limiter.paused)

    async def bring(self, requests: Iterable[Request]) -> tuple[Totals, ReviewerError | None]:
        """Bring every request to its end; the figures, and what stopped the run before that (None: nothing did)."""
        waiting = self._looked_up(requests)
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                for worker in range(1, self.limits.concurrency + 1):
                    group.create_task(self._work(waiting))
                    # A few at a time, as the scribe frees them.
                    if worker % TOGETHER == 0:
                        await asyncio.sleep(0)
        except BaseExceptionGroup as errors:
            raise _first(errors) from None
        finally:
            self._group = None
            await self.scribe.close()
            if self._answers:
                self.replies.remember(self.endpoint.name, self.shape.learned())
        return self.meter.totals(), self.stop

    async def _work(self, waiting: Iterator[Known]) -> None:
        while self.stop is None:
            ready: deque[Known] = deque()
            fresh: Known | None = None
            for one in waiting:
                if not one.settled:
                    fresh = one
                    break
                ready.append(one)
                if len(ready) == BLOCK:
                    break
            if fresh is None and not ready:
                break
            await self._bring_all(await self._take_stored(ready))
            if fresh is not None and self.stop is None:
                await self._bring_all(await self._settle(fresh))
        await self._drain()

    def _looked_up(self, requests: Iterable[Request]) -> Iterator[Known]:
        return looked_up(requests, self.scribe.book, self.replies)

    async def _take_stored(self, ready: deque[Known]) -> list[Request]:
        """What stored answers still need asked; a slice of time in one transaction. Empties `ready` as it goes on."""
        further: list[Request] = []
        new = [one.adopted for one in ready if one.found is not None]
        while ready:
            until = time.monotonic() + SLICE
            with self.scribe.writing():
                if new:
                    self.scribe.book.put(new)
                    new = []
                while ready and time.monotonic() < until:
                    further += self._take_known(ready.popleft())
            await asyncio.sleep(0)
        return further

    def _take_known(self, one: Known) -> tuple[Request, ...]:
        request, known = one.request, one.exchange
        if one.found is not None:
            return self._answered(request, one.found, stored=True, cached=True)
        assert known is not None
        if known.answer is not None:
            asked = _again(request) if known.attempt > request.attempt else request
            return self._answered(asked, known.answer, stored=True, cached=one.cached)
        failure = CallError(known.error or "blocked", known.reason or "")
        return self._failed(request, failure, stored=True)

    async def _bring_all(self, requests: Sequence[Request]) -> None:
        """What a chunk still needs, to its end."""
        waiting = [*self._looked_up(requests)]
        while waiting and self.stop is None:
            one = waiting.pop(0)
            further = await (self._take_stored(deque((one,))) if one.settled else self._settle(one))
            waiting += self._looked_up(further)

    async def _settle(self, one: Known) -> Sequence[Request]:
        """Ask what is in no store, and deal with what comes; what its chunk still needs."""
        request = one.request
        if self.call is None:
            self._settled(Settled(request, "waiting", None), ())
            await asyncio.sleep(0)
            return ()
        spent = Spent(one.exchange, self.tries)
        try:
            answer = await self._ask(request, spent)
        except CallError as failure:
            failed = failure
            state: State = "blocked" if failed.kind == "blocked" else "failed"
            exchange = self._exchange(request, state, spent, error=failed.kind, reason=failed.reason)
            kept = self.scribe.keep(exchange, lambda: self._failed(request, failed))
            await self._durable(kept)
            # What it says of the others is to be known before the next request goes out.
            return tuple(await kept.done)
        if answer is None:
            if spent.tries:
                self.scribe.note(self._exchange(request, "waiting", spent))
            return ()
        got, asked = answer, _again(request) if spent.hollow else request
        exchange = self._exchange(asked, "answered", spent, answer=got)
        kept = self.scribe.keep(exchange, lambda: self._answered(asked, got, stored=False))
        await self._durable(kept)
        if self.scribe.backlog > self.limits.concurrency or self.stop is not None:
            return tuple(await kept.done)
        # The next request goes out while the answer is read.
        self._pending.add(kept.done)
        kept.done.add_done_callback(self._dealt)
        return ()

    async def _durable(self, kept: Kept) -> None:
        """Wait for the disk; the next request may take the place."""
        try:
            await kept.written
        finally:
            self.limiter.leave()

    def _dealt(self, done: "asyncio.Future[tuple[Request, ...]]") -> None:
        self._pending.discard(done)
        if self._group is not None and not done.cancelled() and (done.exception() or done.result()):
            self._group.create_task(self._follow(done))

    async def _follow(self, done: "asyncio.Future[tuple[Request, ...]]") -> None:
        await self._bring_all(await done)
        await self._drain()

    async def _drain(self) -> None:
        """Wait for answers that nothing was done with yet: what they need is brought by their own tasks."""
        while self._pending:
            await asyncio.wait({*self._pending})

    def _answered(self, request: Request, answer: Answer, *, stored: bool, cached: bool = False) -> tuple[Request, ...]:
        taken = self.taker.take(request, answer)
        if taken.valid and not cached:
            self.replies.put(request.fingerprint, answer)
        self.meter.add("stored" if stored else "answered")
        self._settled(Settled(request, "answered", answer, stored=stored), taken.further)
        return taken.further

    def _failed(self, request: Request, failure: CallError, *, stored: bool = False) -> tuple[Request, ...]:
        parts = self.taker.split(request) if failure.kind == "split_chunk" else ()
        if parts:
            self.further += len(parts) - 1
            return parts
        blocked = failure.kind == "blocked"
        state: State = "blocked" if blocked else "failed"
        self.meter.add(state)
        if not stored:
            self._judge(failure)
        self._settled(Settled(request, state, None, failure.kind, failure.reason, stored=stored), ())
        return ()

    def _settled(self, settled: Settled, further: tuple[Request, ...]) -> None:
        self.further += len(further)
        self.taker.settled(settled)
        self.on_settled(settled, self.gauge)

    def _judge(self, failure: CallError) -> None:
        """Whether a request that was given up says that the others will be, too."""
        if failure.kind == "pause_run":
            self._halt((ConfigurationError if failure.setting else ServiceError)(_stopped(failure)))
        elif failure.kind == "retry_later":
            self._given_up += 1
            if not self._answers or self._given_up >= self.tries.refusals:
                self._halt(ServiceError(_stopped(failure)))
        elif failure.kind == "bug":
            self._refused += 1
            if not self._answers and self._refused >= self.tries.refusals:
                self._halt(ConfigurationError(_stopped(failure)))

    def _halt(self, error: ReviewerError) -> None:
        if self.stop is None:
            self.stop = error
        self._freed()

    async def _ask(self, request: Request, spent: Spent) -> Answer | None:
        """The answer, or None where the run was stopped before it came. Raises CallError.

        With an answer or an error the request keeps its place among those under way: until that is durable, it can be
        lost, and no more than `concurrency` may be.
        """
        estimate = estimate_request(request.messages)
        while True:
            entered = await self._enter(estimate)
            if entered is None:
                return None
            ticket = self.meter.sent(self._prompt(estimate), self._output())
            spent.tries += 1
            self.scribe.note(self._exchange(request, "in_flight", spent))
            shape = self.shape
            usage = Usage()
            try:
                answer = await self._call(request, shape)
                usage = answer.usage
            except CallError as failure:
                usage = failure.usage
                self.meter.add("lost", int(failure.lost))
                spent.usage += usage
                wait = self._next_try(request, shape, failure, spent, entered)
            else:
                spent.usage += usage
                self._learn(shape, estimate, answer)
                return answer
            finally:
                self.meter.came(ticket, usage)
                self._freed()
            self.limiter.leave()
            if wait:
                await self.clock.sleep(wait)

    async def _call(self, request: Request, shape: Shape) -> Answer:
        assert self.call is not None
        return await self.call(request.messages, shape)

    async def _enter(self, estimate: int) -> float | None:
        """Wait until the request may be sent; None where the run is stopped."""
        while self.stop is None:
            fits = self.meter.fits(self._prompt(estimate), self._output())
            if fits:
                entered = await self.limiter.enter(self._prompt(estimate))
                if self.stop is None and self.meter.fits(self._prompt(estimate), self._output()):
                    return entered
                self.limiter.leave()
            elif fits is None:
                self._room.clear()
                await self._room.wait()
            else:
                self._halt(self.meter.stopped())
        return None

    def _freed(self) -> None:
        self._room.set()

    def _prompt(self, estimate: int) -> int:
        """Input tokens that a request will hardly pass."""
        return round(estimate * self._ratio)

    def _output(self) -> int:
        """Output tokens that no request can pass."""
        return min(self._most, self.shape.max_output or self._most)

    def _learn(self, shape: Shape, estimate: int, answer: Answer) -> None:
        self._answers += 1
        self._given_up = 0
        self.limiter.succeeded()
        self.meter.mode = shape.mode
        if shape.mode == "tools" and not answer.called and self.shape.mode == "tools":
            # The endpoint takes tools and minds them not: the next mode may bind it.
            self.shape = ladder.next_mode(self.shape, self.endpoint) or self.shape
        if not self.proved:
            self.proved = True
            self.replies.remember(self.endpoint.name, self.shape.learned())
        if answer.usage.prompt:
            ratio = answer.usage.prompt / estimate
            self._ratio = ratio * 1.05 if self._answers == 1 else max(self._ratio, ratio * 1.02)
            if self._answers == 1:
                self.shape = self.shape._replace(ratio=round(ratio, 3))

    def _next_try(self, request: Request, shape: Shape, failure: CallError, spent: Spent, entered: float) -> float:
        """Seconds to wait before the next try. Raises the failure where there is none."""
        if failure.throttled:
            self.limiter.throttled(entered)
        if failure.kind in ("bug", "split_chunk"):
            if spent.step() and self._reshape(request, shape, failure):
                return 0.0
        elif (wait := spent.again(failure, request.attempt, first=not self._answers)) is not None:
            if failure.wait is None:
                return wait
            # As told, everybody together.
            self.limiter.pause(failure.wait)
            self.on_settled(None, self.gauge)
            return 0.0
        raise failure

    def _reshape(self, request: Request, shape: Shape, failure: CallError) -> bool:
        """Whether the request can go in another shape; the first to be refused changes it for all."""
        if shape != self.shape._replace(ratio=shape.ratio):
            return True
        if failure.kind == "split_chunk":
            changed = ladder.roomier(shape, self.endpoint, failure.said, request.messages)
        else:
            changed = ladder.stepped(shape, self.endpoint, failure.said, proved=self.proved)
        if changed is None:
            return False
        self.proved = self.proved and changed.mode == shape.mode
        self.shape = changed
        return True

    def _exchange(self, request: Request, state: State, spent: Spent, **known: Any) -> Exchange:
        return Exchange.of(
            request, state, tries=spent.tries, usage=spent.usage, cost=cost(spent.usage, self.price), **known
        )


def _again(request: Request) -> Request:
    """A request that was asked twice already has had its chunk's further request."""
    return request._replace(attempt=2)


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error that a person should read: one of ours before any other."""
    leaves = list(_leaves(errors))
    return next((e for e in leaves if isinstance(e, ReviewerError)), leaves[0])


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _stopped(failure: CallError) -> str:
    return _("{why}。已收到的都存下了，修好后再运行同一条命令就接着做。").format(why=failure.reason.rstrip("。"))
