"""What a review needs asked of a model: a request a chunk, and what a chunk still needs after an answer."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reviewer.domain.chunk import Chunk
from reviewer.domain.exchange import Answer, Exchange, Message, Request
from reviewer.domain.project import Project
from reviewer.domain.proposal import Proposer
from reviewer.errors import InputError
from reviewer.language import _
from reviewer.llm import Endpoint, endpoint, estimate_tokens
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import PASSAGES, Desk, Read
from reviewer.store.replies import Fingerprint
from reviewer.store.review_file import ReviewFile

DEEPEST = 4
"""Times that a chunk is made smaller: a sixteenth of a table that still does not fit is left to the drafter."""


TOGETHER = 500
"""Requests that are entered into the ledger in one transaction."""


class Plan:
    """Requests and answers of the documents of a review; holds none of them, so that a province's fit."""

    def __init__(self, review: ReviewFile, knowledge: Knowledge) -> None:
        self.review = review
        self.knowledge = knowledge
        self.endpoint: Endpoint = endpoint(knowledge.settings)
        to = self.endpoint
        self._fingerprint = Fingerprint(to.base_url, to.model, to.profile.sampling)
        self.desks = [Desk(d, knowledge) for d in review.documents]
        self.proposer = Proposer(kind="model", model=self.endpoint.model, prompt=knowledge.prompts.digest)
        self._homes = {p.key: (desk, p) for desk in self.desks for p in desk.document.projects}

    @property
    def projects(self) -> int:
        return len(self._homes)

    def home(self, project: str) -> tuple[Desk, Project]:
        """The desk and the project of a key. Raises InputError where the review has none."""
        if project not in self._homes:
            raise InputError(_("这份审核里没有项目 {key}。").format(key=project))
        return self._homes[project]

    def requests(self) -> Iterator[Request]:
        """One request a chunk, in the documents' order."""
        from reviewer.chunk import chunks

        for _desk, project in self._homes.values():
            for chunk in chunks(project, tokens=self.knowledge.settings.chunk_tokens, estimate=estimate_tokens):
                yield self.first(chunk)

    def first(self, chunk: Chunk, depth: int = 0) -> Request:
        """The request about the rows of `chunk`."""
        desk, project = self.home(chunk.project)
        return self._request(chunk, self.messages(desk, project, chunk), depth=depth)

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

    def _request(self, chunk: Chunk, messages: tuple[Message, ...], *, attempt: int = 1, depth: int = 0) -> Request:
        return Request(
            project=chunk.project,
            chunk=chunk.index,
            chunks=chunk.count,
            rows=chunk.rows,
            messages=messages,
            fingerprint=self._fingerprint(messages),
            attempt=attempt,
            depth=depth,
        )

    def read(self, request: Request, answer: Answer) -> Read:
        """The answer as its desk reads it."""
        desk, project = self.home(request.project)
        return desk.read(answer.text, chunk_of(request), project, self.proposer, cut=answer.cut)

    def needs(self, request: Request, answer: Answer, read: Read) -> tuple[Request, ...]:
        """What the chunk still needs asked after this answer.

        Of a reply that was cut off, the missing rows as one smaller chunk, in halves only where nothing was kept; else
        at most one further request with everything that is wrong.
        """
        if request.attempt > 1:
            return ()
        if read.cut and read.missing:
            if len(read.missing) < len(request.rows):
                return self._smaller(request, (read.missing,))
            return self.halves(request)
        if read.faults:
            return (self._further(request, answer, read),)
        return ()

    def halves(self, request: Request) -> tuple[Request, ...]:
        """The request's rows in two requests; none where they cannot be parted."""
        middle = len(request.rows) // 2
        return self._smaller(request, (request.rows[:middle], request.rows[middle:])) if middle else ()

    def _smaller(self, request: Request, parts: Sequence[tuple[int, ...]]) -> tuple[Request, ...]:
        if request.depth == DEEPEST:
            return ()
        whole = chunk_of(request)
        count = max(whole.count, 2)
        return tuple(
            self.first(whole.model_copy(update={"rows": rows, "count": count}), request.depth + 1) for rows in parts
        )

    def _further(self, request: Request, answer: Answer, read: Read) -> Request:
        """The one further request of a chunk: schema errors, failed checks and forgotten rows together."""
        chunk = chunk_of(request)
        asked = request.messages or self.first(chunk, request.depth).messages
        messages = self.knowledge.prompts.repair(asked, answer.text, read.faults)
        return self._request(chunk, messages, attempt=2, depth=request.depth)

    def open(self, known: Callable[[str], Exchange | None]) -> Iterator[Request]:
        """Every request that is not at its end by what is `known`, the further ones of answered ones included."""
        for request in self.requests():
            yield from self._open(request, known)

    def _open(self, request: Request, known: Callable[[str], Exchange | None]) -> Iterator[Request]:
        exchange = known(request.fingerprint)
        if exchange is None or not exchange.settled:
            yield request
            return
        if exchange.answer is not None:
            asked = request._replace(attempt=exchange.attempt)
            further = self.needs(asked, exchange.answer, self.read(asked, exchange.answer))
        else:
            further = self.halves(request) if exchange.error == "split_chunk" else ()
        for one in further:
            yield from self._open(one, known)


class Survey(NamedTuple):
    """What a run would send, before it does."""

    projects: int
    requests: int
    stored: int
    """Requests whose answer is there already."""
    input_tokens: int
    output_tokens: int
    cost: float | None
    currency: str | None
    price_date: str | None
    exact: bool
    """Whether the input is counted by the model's own vocabulary."""


def survey(
    plan: Plan,
    known: Callable[[str], Exchange | None],
    *,
    ratio: float = 1.0,
    enlist: Callable[[list[Exchange]], None] | None = None,
) -> Survey:
    """Count what is to be sent; `enlist` is told of it, a few hundred at a time.

    `ratio`: input tokens reported by this endpoint beside those estimated, as earlier runs found it.
    """
    from reviewer.domain.exchange import Usage
    from reviewer.llm import cost, estimate_reply, estimate_request, exact_counter

    to = plan.endpoint
    exact = exact_counter(to.model)
    count = exact or (lambda messages: round(estimate_request(messages) * ratio))
    requests = stored = prompt = completion = 0
    waiting: list[Exchange] = []
    for request in plan.requests():
        exchange = known(request.fingerprint)
        if exchange is not None and exchange.settled:
            stored += 1
            continue
        requests += 1
        prompt += count(request.messages)
        completion += min(estimate_reply(len(request.rows)), to.output_tokens)
        if enlist:
            waiting.append(Exchange.of(request, "waiting"))
            if len(waiting) == TOGETHER:
                enlist(waiting)
                waiting = []
    if enlist:
        enlist(waiting)
    price = to.profile.price(to.model)
    spent = cost(Usage(prompt=prompt, completion=completion), price)
    return Survey(
        projects=plan.projects,
        requests=requests,
        stored=stored,
        input_tokens=prompt,
        output_tokens=completion,
        cost=spent,
        currency=price.currency if price else None,
        price_date=price.date if price else None,
        exact=exact is not None,
    )


def chunk_of(request: Request) -> Chunk:
    """The chunk that a request is about."""
    return Chunk(project=request.project, index=request.chunk, count=request.chunks, rows=request.rows)
