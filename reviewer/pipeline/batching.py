"""A review's requests as batch files, at a provider's batch interface, and their answers back into the review."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from reviewer.domain.exchange import Exchange, Request, Settled, State
from reviewer.language import _
from reviewer.llm import Endpoint, Taker, batch, cost
from reviewer.llm.ladder import Shape
from reviewer.llm.submit import Interface, Job
from reviewer.pipeline.asking import PlanTaker, Stores
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.plan import Plan
from reviewer.pipeline.proposing import Standing
from reviewer.settings import Settings
from reviewer.store.connection import intact
from reviewer.store.ledger import Ledger
from reviewer.store.replies import Replies
from reviewer.store.review_file import ReviewFile

TOGETHER = 32
"""Answers taken in one transaction."""


class Collected(NamedTuple):
    """What came back: answers taken, requests that need one further, and why lines gave nothing."""

    taken: int
    further: int
    left: tuple[str, ...]


def plan_batch(path: Path, folder: Path, settings: Settings) -> batch.Planned:
    """Write what the review still needs asked, the further requests of what was collected included."""
    from reviewer.prompt import reply_schema

    with ReviewFile.open(path) as review, Replies(settings.cache) as replies:
        plan = Plan(review, Knowledge(settings))
        shape = Shape.of(plan.endpoint.profile, replies.learned(plan.endpoint.name))
        requests = _enlisted(plan.open(Stores(review, replies).known), review)
        return batch.plan(requests, plan.endpoint, shape, reply_schema(), folder)


def _enlisted(requests: Iterator[Request], review: ReviewFile) -> Iterator[Request]:
    """The requests, each in the ledger as waiting before it goes into a shard."""
    while some := list(islice(requests, 256)):
        review.ledger.enlist(Exchange.of(r, "waiting") for r in some)
        yield from some


def collect(path: Path, files: Iterable[Path], settings: Settings) -> Collected:
    """Take answers in any order, with errors, twice: each is stored under its fingerprint, its proposals recorded."""
    with ReviewFile.open(path) as review, Replies(settings.cache) as replies:
        plan = Plan(review, Knowledge(settings))
        collector = Collector(plan.endpoint, review.ledger, replies, PlanTaker(plan, Standing(review)))
        for file in files:
            collector.collect(file)
        return collector.collected()


class Collector:
    """Takes answers files into a ledger, some lines at a time; nothing of a line is kept in memory."""

    def __init__(self, to: Endpoint, ledger: Ledger, replies: Replies, taker: Taker) -> None:
        self._to, self._ledger, self._replies, self._taker = to, ledger, replies, taker
        self._manifest = batch.Manifest()
        self._price = to.profile.price(to.model)
        self._taken = self._further = 0
        self._left: list[str] = []

    def collect(self, file: Path) -> None:
        """Every line of a file. Raises InputError where it cannot be read."""
        lines = batch.answers(file, self._to)
        while some := list(islice(lines, TOGETHER)):
            self.take(some, file.parent)

    def take(self, lines: list[batch.Returned], folder: Path) -> None:
        """The raw replies first; what becomes of them only once they are on the disk."""
        known = [(self._exchange(line, folder), line) for line in lines]
        arrived = {e.fingerprint: e for e, _line in known if e is not None}
        self._ledger.put(arrived.values())
        with self._ledger.writing(), self._replies.writing():
            for exchange, line in known:
                if exchange is None:
                    self._left.append(_unknown(line))
                elif exchange.answer is None:
                    self._fail(exchange, line)
                else:
                    self._answered(exchange)

    def _exchange(self, line: batch.Returned, folder: Path) -> Exchange | None:
        found = self._ledger.find(line.custom_id) if line.custom_id else None
        found = found or (self._manifest.find(line.custom_id, folder) if line.custom_id else None)
        if found is None or found.settled:
            return found
        if line.answer is None:
            failure = line.failure
            if failure is None:
                return found
            state: State = "blocked" if failure.kind == "blocked" else "failed"
            return found._replace(state=state, error=failure.kind, reason=failure.reason)
        usage = found.usage + line.answer.usage
        return found._replace(
            state="answered",
            error=None,
            reason=None,
            answer=line.answer,
            tries=found.tries + 1,
            usage=usage,
            cost=cost(usage, self._price, factor=self._to.profile.batch.factor),
        )

    def _answered(self, exchange: Exchange) -> None:
        request, answer = exchange.request, exchange.answer
        assert answer is not None
        taken = self._taker.take(request, answer)
        if taken.valid:
            self._replies.put(request.fingerprint, answer)
        self._taken += 1
        self._further += len(taken.further)

    def _fail(self, exchange: Exchange, line: batch.Returned) -> None:
        reason = exchange.reason or (line.failure.reason if line.failure else "")
        self._left.append(f"{line.place}：{reason}")
        if exchange.state == "blocked":
            self._taker.settled(Settled(exchange.request, "blocked", None, "blocked", reason))

    def collected(self) -> Collected:
        return Collected(self._taken, self._further, tuple(self._left))


def _unknown(line: batch.Returned) -> str:
    if not line.custom_id:
        return _("{place} 不是批量接口的答复行").format(place=line.place)
    return _("{place}：{key} 不是这份审核的请求").format(place=line.place, key=line.custom_id)


def submit(path: Path, folder: Path, settings: Settings, tell: Callable[[Job], None]) -> tuple[Job, ...]:
    """Hand every shard of `folder` over once; what was handed over is in the review, so that nothing goes twice."""
    with ReviewFile.open(path) as review:
        return asyncio.run(_submit(Plan(review, Knowledge(settings)), folder, tell))


def _handed_over(review: ReviewFile) -> dict[str, Job]:
    """What is known of each shard at the provider, by its digest. Raises StorageError where that is damaged."""
    with intact(review.path):
        return {shard: Job.model_validate_json(body) for shard, body in review.ledger.submitted().items()}


async def _submit(plan: Plan, folder: Path, tell: Callable[[Job], None]) -> tuple[Job, ...]:
    ledger = plan.review.ledger
    jobs: list[Job] = []
    async with Interface(plan.endpoint) as interface:
        known = _handed_over(plan.review)
        for shard in batch.shards(folder):
            job = known.get(shard.sha256)
            if job is None:
                job = await interface.upload(folder / shard.name, shard)
                ledger.submit(shard.sha256, job.model_dump_json())
            if not job.batch:
                job = await interface.create(job)
                ledger.submit(shard.sha256, job.model_dump_json())
            tell(job)
            jobs.append(job)
    return tuple(jobs)


def status(path: Path, settings: Settings, out: Path | None, tell: Callable[[Job], None]) -> tuple[Job, ...]:
    """Ask how every shard stands that was handed over; fetch what is ready into `out`."""
    with ReviewFile.open(path) as review:
        return asyncio.run(_status(Plan(review, Knowledge(settings)), out, tell))


async def _status(plan: Plan, out: Path | None, tell: Callable[[Job], None]) -> tuple[Job, ...]:
    ledger = plan.review.ledger
    jobs: list[Job] = []
    async with Interface(plan.endpoint) as interface:
        for key, job in _handed_over(plan.review).items():
            if job.batch and not job.ended:
                job = await interface.status(job)
                ledger.submit(key, job.model_dump_json())
            if out is not None:
                job = await _fetch(interface, job, out)
                ledger.submit(key, job.model_dump_json())
            tell(job)
            jobs.append(job)
    return tuple(jobs)


async def _fetch(interface: Interface, job: Job, out: Path) -> Job:
    stem = job.shard.removesuffix(".jsonl")
    for where, ending in ((job.output, "out"), (job.errors, "errors")):
        file = out / f"{stem}.{ending}.jsonl"
        if where and (where not in job.fetched or not file.is_file()):
            await interface.fetch(where, file)
            job = job.model_copy(update={"fetched": (*job.fetched, where)})
    return job
