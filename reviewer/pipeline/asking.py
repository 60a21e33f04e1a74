"""Asks a model about every project of a review: replies taken, proposals recorded, the drafter for what is left."""

import asyncio
from typing import NamedTuple

from reviewer.domain.chunk import Chunk
from reviewer.domain.exchange import Answer, Exchange, Request, Settled, Totals
from reviewer.errors import ModelError, ReviewerError, ServiceError
from reviewer.language import _
from reviewer.llm import Clock, Limits, Run, Taken, Watch
from reviewer.pipeline.plan import Plan, Survey, chunk_of, survey
from reviewer.pipeline.proposing import Standing
from reviewer.store.replies import Replies
from reviewer.store.review_file import ReviewFile


class Asked(NamedTuple):
    """What a run came to: figures, projects without a valid reply by cause, and what stopped it."""

    totals: Totals
    invalid: tuple[str, ...]
    """Answered, but not validly, or too long for the model: another run does not ask again."""
    unanswered: tuple[str, ...]
    blocked: tuple[str, ...]
    unreached: tuple[str, ...]
    stopped: ReviewerError | None

    def error(self) -> ReviewerError | None:
        """What the command should say and exit with; None where every project is answered."""
        left = (*self.blocked, *self.invalid, *self.unanswered)
        if self.stopped and (self.stopped.exit_code >= ModelError.exit_code or not left):
            return self.stopped
        if left:
            said = [
                _("{n} 个项目没有得到有效答复（{names}{more}），已由内置起草补上。").format(
                    n=len(left), names="、".join(left[:3]), more=_("等") if len(left) > 3 else ""
                )
            ]
            if self.blocked:
                said.append(_("被内容审查拦下的 {n} 个不再重发。").format(n=len(self.blocked)))
            if self.invalid:
                said.append(
                    _(
                        "答复不合要求或表太长的 {n} 个，再运行也不重发：请换一个模型再运行，"
                        "或在界面上按 r 逐行请模型重拟。"
                    ).format(n=len(self.invalid))
                )
            if self.unanswered:
                said.append(_("没有收到答复文字或请求被拒的 {n} 个，再运行一次会重试。").format(n=len(self.unanswered)))
            return ModelError("".join(said))
        if self.unreached:
            return ServiceError(
                _("{n} 个项目多次请求都没有答复（{names}），已由内置起草补上；再运行一次会重试。").format(
                    n=len(self.unreached), names="、".join(self.unreached[:3])
                )
            )
        return None


class PlanTaker:
    """Reads each answer, records what is proposed, asks for what is left, and has the drafter fill the rest."""

    def __init__(self, plan: Plan, standing: Standing) -> None:
        self.plan = plan
        self.standing = standing
        self.invalid: dict[str, str] = {}
        self.unanswered: dict[str, str] = {}
        self.blocked: dict[str, str] = {}
        self.unreached: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self._heard: set[tuple[str, int]] = set()

    def take(self, request: Request, answer: Answer) -> Taken:
        plan, rows = self.plan, frozenset(request.rows)
        read = plan.read(request, answer)
        self.standing.keep(plan.review, read.judged)
        if read.judged or rows.difference(read.missing) or read.valid:
            self._heard.add((request.project, request.chunk))
            self.standing.unnote(plan.review, request.project, rows.difference(read.missing))
        further = plan.needs(request, answer, read)
        if not further:
            if (request.project, request.chunk) not in self._heard:
                self._without(self.invalid, request, _("模型没有给出有效的答复，这里由内置起草。"))
            self._fill(request, read.missing)
        return Taken(read.valid, further)

    def split(self, request: Request) -> tuple[Request, ...]:
        return self.plan.halves(request)

    def settled(self, settled: Settled) -> None:
        request = settled.request
        match settled.state:
            case "blocked":
                self._without(self.blocked, request, settled.reason)
            case "failed" if settled.error in ("retry_later", "pause_run"):
                self._without(self.unreached, request, "")
            case "failed":
                # What is too long stays so; the others are asked again by a later run.
                groups = {"bug": self.refused, "split_chunk": self.invalid}
                self._without(groups.get(settled.error or "", self.unanswered), request, settled.reason)
            case "answered":
                return
        self._fill(request, request.rows)

    def _without(self, group: dict[str, str], request: Request, why: str) -> None:
        """The chunk ends without an answer; its rows say why."""
        _desk, project = self.plan.home(request.project)
        group[project.key] = project.name
        if why:
            self.standing.note(self.plan.review, project.key, request.rows or (None,), why)

    def _fill(self, request: Request, rows: tuple[int, ...]) -> None:
        """The drafter's proposals for rows that the model left without an answer."""
        have = self.standing.rows.get(request.project, set())
        if left := [row for row in rows if row not in have]:
            desk, project = self.plan.home(request.project)
            self.standing.keep(self.plan.review, desk.draft(project, left))


class Stores:
    """What is known of requests: the review's ledger first, then the cache of replies."""

    def __init__(self, review: ReviewFile, replies: Replies) -> None:
        self._ledger = review.ledger
        self._replies = replies

    def known(self, key: str) -> Exchange | None:
        exchange = self._ledger.get(key)
        if exchange is not None and exchange.settled:
            return exchange
        answer = self._replies.get(key)
        if answer is None:
            return exchange
        return Exchange(fingerprint=key, project="", chunk=0, state="answered", answer=answer)


def look_ahead(plan: Plan, *, enlist: bool) -> Survey:
    """What a run would send; `enlist` enters it into the ledger as waiting. Raises StorageError."""
    ledger = plan.review.ledger
    with Replies(plan.knowledge.settings.cache) as replies:
        ratio = float(replies.learned(plan.endpoint.name).get("ratio", 1.0))
        known = Stores(plan.review, replies).known
        return survey(plan, known, ratio=ratio, enlist=ledger.enlist if enlist else None)


def ask(plan: Plan, watch: Watch, *, send: bool = True) -> Asked:
    """`asking` in an event loop of its own. Raises ConfigurationError."""
    return asyncio.run(asking(plan, watch, send=send))


async def asking(plan: Plan, watch: Watch, *, send: bool = True, clock: Clock | None = None) -> Asked:
    """Bring every request of the plan to its end and record what comes as it comes.

    With `send` false only stored answers are taken. Raises ConfigurationError.
    """
    from reviewer.llm.call import Caller
    from reviewer.prompt import reply_schema

    settings = plan.knowledge.settings
    taker = PlanTaker(plan, Standing(plan.review))
    limits = Limits(settings.concurrency, settings.max_requests, settings.max_tokens, settings.max_cost)
    with Replies(settings.cache) as replies:

        async def run(call: Caller | None) -> tuple[Totals, ReviewerError | None]:
            engine = Run(
                plan.endpoint,
                call,
                taker,
                replies=replies,
                ledger=plan.review.ledger,
                limits=limits,
                clock=clock,
                on_settled=watch,
            )
            beat = asyncio.create_task(_beat(engine, watch))
            try:
                return await engine.bring(plan.requests())
            finally:
                beat.cancel()

        if send:
            async with Caller(plan.endpoint, reply_schema()) as call:
                totals, stopped = await run(call)
        else:
            totals, stopped = await run(None)
    return Asked(
        totals,
        invalid=tuple(taker.invalid.values()),
        # Where the endpoint refuses every request, that it does is the news, not that the model gave no answer.
        unanswered=(*taker.unanswered.values(), *(() if stopped else taker.refused.values())),
        blocked=tuple(taker.blocked.values()),
        unreached=tuple(taker.unreached.values()),
        stopped=stopped,
    )


async def _beat(engine: Run, watch: Watch) -> None:
    """Have the watch look every second: a model may think for minutes before its first reply."""
    while True:
        await asyncio.sleep(1)
        watch(None, engine.gauge)


async def ask_again(plan: Plan, project: str, row: int | None, hint: str) -> str:
    """Ask the model once more for one row, with the reviewer's hint; what came of it, in a sentence.

    The proposal is recorded, verified or not. Raises ConfigurationError where no key is set.
    """
    from reviewer.llm.call import Caller
    from reviewer.llm.failure import CallError
    from reviewer.llm.ladder import Shape
    from reviewer.prompt import fenced, reply_schema

    if row is None:
        return _("只有表里的行可以请模型重拟。")
    desk, found = plan.home(project)
    request = plan.first(Chunk(project=project, index=0, count=1, rows=(row,)))
    system, user = request.messages
    asked = user._replace(content=f"{user.content}\n\n审核人的提示：{fenced(hint)}") if hint else user
    with Replies(plan.knowledge.settings.cache) as replies:
        shape = Shape.of(plan.endpoint.profile, replies.learned(plan.endpoint.name))
    try:
        async with Caller(plan.endpoint, reply_schema()) as call:
            answer = await call((system, asked), shape)
    except CallError as error:
        return error.reason
    read = desk.read(answer.text, chunk_of(request), found, plan.proposer, cut=answer.cut)
    new = Standing(plan.review).keep(plan.review, read.judged)
    return _("模型给了新的建议。") if new else _("模型没有给出新的建议。")
