"""Requests without a document, and a taker that validates replies and nothing else: the engine by itself."""

from collections.abc import Iterator
from functools import lru_cache

from reviewer.domain.chunk import Chunk
from reviewer.domain.exchange import Answer, Message, Request, Settled
from reviewer.domain.project import Project
from reviewer.llm import Taken
from reviewer.llm.endpoint import Endpoint
from reviewer.llm.profile import resolve
from reviewer.store.replies import Fingerprint
from reviewer.validate import read_reply

SYSTEM = Message(role="system", content="你是审核员，只输出 JSON。" * 20)


def endpoint(url: str, profiles: dict | None = None, **fields) -> Endpoint:
    given = {"timeout": 20.0, "max_output_tokens": 2000, **fields}
    return Endpoint(url, "m", profile=resolve(url, "m", profiles or {}), **given)


def request(to: Endpoint, key: str, rows: tuple[int, ...], more: tuple[Message, ...] = (), **fields) -> Request:
    listed = "、".join(map(str, rows))
    user = Message(role="user", content=f"项目键（照抄到 project）：{key}\n本次负责的行：{listed}\n" + "文字" * 100)
    messages = (SYSTEM, user, *more)
    mark = Fingerprint(to.base_url, to.model, to.profile.sampling)(messages)
    return Request(project=key, chunk=0, rows=rows, messages=messages, fingerprint=mark, **fields)


def requests(to: Endpoint, count: int, rows: tuple[int, ...] = (1, 2, 3)) -> Iterator[Request]:
    for n in range(count):
        yield request(to, f"#{n}", rows)


@lru_cache(maxsize=4)
def about(key: str, rows: tuple[int, ...]) -> tuple[Chunk, Project]:
    """What a reply is read against."""
    return Chunk(project=key, index=0, count=1, rows=rows), Project(file="x", key=key, no=1, name="项目")


class Validating:
    """Keeps what became of each item: `ends[key]` every end, `open[key]` the requests that have none yet."""

    def __init__(self, to: Endpoint) -> None:
        self.to = to
        self.ends: dict[str, list[str]] = {}
        self.open: dict[str, int] = {}

    def take(self, request: Request, answer: Answer) -> Taken:
        reading = read_reply(answer.text, *about(request.project, request.rows))
        further: tuple[Request, ...] = ()
        if request.attempt == 1:
            if (reading.cut or answer.cut) and reading.missing:
                if len(reading.missing) < len(request.rows):
                    further = (self._part(request, reading.missing),)
                else:
                    further = self._halves(request)
            elif reading.faults:
                more = (Message(role="assistant", content=answer.text), Message(role="user", content="请改正"))
                further = (request_again(self.to, request, more),)
        self._count(request, len(further) - 1, "valid" if reading.ok else "faulty")
        return Taken(reading.ok, further)

    def _part(self, asked: Request, rows: tuple[int, ...]) -> Request:
        return request(self.to, asked.project, rows, depth=asked.depth + 1)

    def split(self, request: Request) -> tuple[Request, ...]:
        parts = self._halves(request)
        if parts:
            self._count(request, len(parts) - 1, "split")
        return parts

    def _halves(self, request: Request) -> tuple[Request, ...]:
        middle = len(request.rows) // 2
        if not middle or request.depth == 4:
            return ()
        return tuple(self._part(request, rows) for rows in (request.rows[:middle], request.rows[middle:]))

    def settled(self, settled: Settled) -> None:
        if settled.state in ("blocked", "failed"):
            self._count(settled.request, -1, settled.state)

    def _count(self, request: Request, more: int, how: str) -> None:
        self.ends.setdefault(request.project, []).append(how)
        self.open[request.project] = self.open.get(request.project, 1) + more


def request_again(to: Endpoint, asked: Request, more: tuple[Message, ...]) -> Request:
    return request(to, asked.project, asked.rows, more, attempt=2, depth=asked.depth)


class Forgetful:
    """Takes every answer and keeps nothing."""

    def take(self, request: Request, answer: Answer) -> Taken:
        return Taken(read_reply(answer.text, *about(request.project, request.rows)).ok)

    def split(self, _request: Request) -> tuple[Request, ...]:
        return ()

    def settled(self, _settled: Settled) -> None:
        pass
