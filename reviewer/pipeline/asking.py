"""Asks a model about every project of a review: requests, replies, the one further request, proposals recorded."""

import asyncio
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reviewer.domain.chunk import Chunk
from reviewer.domain.exchange import Answer, Message, Request, Settled, Totals
from reviewer.domain.project import Project
from reviewer.domain.proposal import Proposer
from reviewer.errors import ModelError, ReviewerError
from reviewer.language import _
from reviewer.llm import Endpoint, Limits, endpoint, estimate_tokens
from reviewer.llm import run as run_requests
from reviewer.llm.endpoint import SAMPLING
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import PASSAGES, Desk, Standing
from reviewer.store.ledger import Ledger
from reviewer.store.replies import Replies, fingerprint
from reviewer.store.review_file import ReviewFile


class Task(NamedTuple):
    """A request with what its reply is read against."""

    request: Request
    chunk: Chunk
    project: Project
    desk: Desk


class Asked(NamedTuple):
    """What a run came to: figures, projects without a valid reply, and what stopped it."""

    totals: Totals
    unanswered: tuple[str, ...]
    blocked: tuple[str, ...]
    stopped: ReviewerError | None

    def error(self) -> ReviewerError | None:
        """What the command should say and exit with; None where every project is answered."""
        if self.stopped:
            return self.stopped
        if self.unanswered or self.blocked:
            names = "、".join((*self.blocked, *self.unanswered)[:3])
            return ModelError(
                _("{n} 个项目没有得到有效答复（{names}{more}），已由内置起草补上；再运行一次会重试没有答复的。").format(
                    n=len(self.unanswered) + len(self.blocked),
                    names=names,
                    more=_("等") if len(self.unanswered) + len(self.blocked) > 3 else "",
                )
            )
        return None


class Plan:
    """Every request that the documents of a review need, with the desk that reads the replies."""

    def __init__(self, review: ReviewFile, knowledge: Knowledge) -> None:
        self.review = review
        self.knowledge = knowledge
        self.endpoint: Endpoint = endpoint(knowledge.settings)
        self.desks = [Desk(d, knowledge) for d in review.documents]
        self.proposer = Proposer(kind="model", model=self.endpoint.model, prompt=knowledge.prompts.digest)
        self._tasks: dict[str, Task] = {}

    def tasks(self) -> Iterator[Task]:
        """One task a chunk, in the documents' order."""
        for desk in self.desks:
            for project in desk.document.projects:
                yield from self._of_project(desk, project)

    def _of_project(self, desk: Desk, project: Project) -> Iterator[Task]:
        from reviewer.chunk import chunks

        for chunk in chunks(project, tokens=self.knowledge.settings.chunk_tokens, estimate=estimate_tokens):
            messages = self.messages(desk, project, chunk)
            task = Task(self.request(chunk, messages), chunk, project, desk)
            self._tasks[task.request.fingerprint] = task
            yield task

    def messages(self, desk: Desk, project: Project, chunk: Chunk) -> tuple[Message, ...]:
        """What is said to the model about the rows of `chunk`."""
        from reviewer.chunk import passages

        k = self.knowledge
        return k.prompts.messages(
            chunk,
            project,
            desk.found(project),
            k.library,
            k.policy,
            siblings=desk.siblings(project),
            alike=desk.alike(project),
            passages=passages(desk.document, project, PASSAGES),
        )

    def request(self, chunk: Chunk, messages: tuple[Message, ...], attempt: int = 1) -> Request:
        to = self.endpoint
        key = fingerprint(to.base_url, to.model, SAMPLING, messages)
        return Request(
            project=chunk.project,
            chunk=chunk.index,
            rows=chunk.rows,
            messages=messages,
            fingerprint=key,
            attempt=attempt,
        )

    def task(self, request: Request) -> Task:
        return self._tasks[request.fingerprint]

    def known(self, task: Task, answer: Callable[[str], Answer | None]) -> Iterator[Request]:
        """The further request of a task whose first answer is at hand and needs one."""
        first = answer(task.request.fingerprint)
        if first is None:
            return
        read = task.desk.read(first.text, task.chunk, task.project, self.proposer)
        if read.faults:
            yield self.further(task, first.text, read.faults)

    def unanswered(self, task: Task, answer: Callable[[str], Answer | None]) -> Iterator[Request]:
        """What a task still needs asked: itself, or its further request."""
        if answer(task.request.fingerprint) is None:
            yield task.request
            return
        yield from (r for r in self.known(task, answer) if answer(r.fingerprint) is None)

    def further(self, task: Task, text: str, faults: tuple[str, ...]) -> Request:
        """The one further request of a chunk: schema errors, failed checks and forgotten rows together."""
        messages = self.knowledge.prompts.repair(task.request.messages, text, faults)
        request = self.request(task.chunk, messages, attempt=2)
        self._tasks[request.fingerprint] = task._replace(request=request)
        return request


class Taker:
    """Reads each answer, records what is proposed, and asks once more where something is wrong."""

    def __init__(self, plan: Plan, standing: Standing) -> None:
        self.plan = plan
        self.standing = standing
        self.invalid: dict[str, str] = {}
        self.blocked: dict[str, str] = {}

    def take(self, request: Request, answer: Answer) -> tuple[bool, Request | None]:
        task = self.plan.task(request)
        read = task.desk.read(answer.text, task.chunk, task.project, self.plan.proposer)
        self.standing.keep(self.plan.review, read.judged)
        if read.faults and request.attempt == 1:
            return read.valid, self.plan.further(task, answer.text, read.faults)
        if not read.judged and not read.valid:
            self.invalid[task.project.key] = task.project.name
        self._fill(task, read.missing)
        return read.valid, None

    def settled(self, settled: Settled) -> None:
        if settled.state in ("blocked", "failed"):
            task = self.plan.task(settled.request)
            (self.blocked if settled.state == "blocked" else self.invalid)[task.project.key] = task.project.name
            self._fill(task, task.chunk.rows)

    def _fill(self, task: Task, rows: tuple[int, ...]) -> None:
        """The drafter's proposals for rows that the model left without an answer."""
        have = self.standing.rows.get(task.project.key, set())
        if left := [row for row in rows if row not in have]:
            self.standing.keep(self.plan.review, task.desk.draft(task.project, left))


def ask(plan: Plan, on_tick: Callable[[Settled], None]) -> Asked:
    """`asking` in an event loop of its own. Raises ConfigurationError."""
    return asyncio.run(asking(plan, on_tick))


async def asking(plan: Plan, on_tick: Callable[[Settled], None]) -> Asked:
    """Bring every request of the plan to its end and record what comes as it comes. Raises ConfigurationError."""
    from reviewer.llm.call import Caller
    from reviewer.prompt import reply_schema

    settings = plan.knowledge.settings
    taker = Taker(plan, Standing(plan.review))

    def settled(one: Settled) -> None:
        taker.settled(one)
        on_tick(one)

    replies = Replies(settings.cache / "replies.sqlite")
    try:
        async with Caller(plan.endpoint, reply_schema()) as call:
            totals, stopped = await run_requests(
                (t.request for t in plan.tasks()),
                plan.endpoint,
                call,
                replies=replies,
                ledger=Ledger(plan.review.connection),
                limits=Limits(settings.concurrency, settings.max_requests, settings.max_tokens),
                take=taker.take,
                on_settled=settled,
            )
    finally:
        replies.close()
    return Asked(totals, tuple(taker.invalid.values()), tuple(taker.blocked.values()), stopped)


async def ask_again(plan: Plan, project: str, row: int | None, hint: str) -> str:
    """Ask the model once more for one row, with the reviewer's hint; what came of it, in a sentence.

    The proposal is recorded, verified or not. Raises ConfigurationError where no key is set.
    """
    from reviewer.llm.call import Caller
    from reviewer.llm.failure import CallError
    from reviewer.prompt import fenced, reply_schema

    desk = next(d for d in plan.desks if d.document.project(project))
    found = desk.document.project(project)
    if found is None or row is None:
        return _("只有表里的行可以请模型重拟。")
    chunk = Chunk(project=project, index=0, count=1, rows=(row,))
    system, user = plan.messages(desk, found, chunk)
    asked = user.model_copy(
        update={"content": f"{user.content}\n\n审核人的提示：{fenced(hint)}" if hint else user.content}
    )
    replies = Replies(plan.knowledge.settings.cache / "replies.sqlite")
    rung = replies.rung(plan.endpoint.name)
    replies.close()
    try:
        async with Caller(plan.endpoint, reply_schema()) as call:
            answer = await call((system, asked), rung)
    except CallError as error:
        return error.reason
    read = desk.read(answer.text, chunk, found, plan.proposer)
    new = Standing(plan.review).keep(plan.review, read.judged)
    return _("模型给了新的建议。") if new else _("模型没有给出新的建议。")
