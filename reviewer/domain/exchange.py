"""A request to a model, what came back, and what a run of many comes to."""

from typing import Any, Literal, NamedTuple

from reviewer.domain.value import Value

State = Literal["waiting", "in_flight", "answered", "blocked", "failed"]
ErrorClass = Literal["retry_later", "pause_run", "split_chunk", "blocked", "bad_output", "bug"]


class Message(NamedTuple):
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    content: str


class Request(NamedTuple):
    """What is asked for one chunk. `fingerprint` is the cache key (store/replies states what enters it)."""

    project: str
    chunk: int
    """Counts from 0 within the project."""
    rows: tuple[int, ...]
    messages: tuple[Message, ...]
    fingerprint: str
    chunks: int = 1
    """Of the project; one more than there are for a part of a chunk."""
    attempt: int = 1
    """2 for the one further request that a chunk may have."""
    depth: int = 0
    """How often the chunk was made smaller."""


class Usage(NamedTuple):
    """Tokens as the provider reported them."""

    prompt: int = 0
    """All input tokens, the cached ones included."""
    completion: int = 0
    """All output tokens, the reasoning ones included."""
    cached: int = 0
    reasoning: int = 0

    def __add__(self, other: "Usage") -> "Usage":  # type: ignore[override]  # tuples are laid end to end
        if not (self.prompt or self.completion):
            return other
        if not (other.prompt or other.completion):
            return self
        return Usage(
            prompt=self.prompt + other.prompt,
            completion=self.completion + other.completion,
            cached=self.cached + other.cached,
            reasoning=self.reasoning + other.reasoning,
        )


class Answer(NamedTuple):
    """A reply as it came: text, who gave it, what it cost in tokens."""

    text: str
    model: str | None = None
    """As the provider reported it."""
    usage: Usage = Usage()
    finish: str | None = None
    """finish_reason as reported; `whitespace` where the reply was stopped because only white space came."""

    called: bool = False
    """Whether it came as the call of a tool."""

    @property
    def cut(self) -> bool:
        """Whether the reply ended before the model was done."""
        return self.finish in ("length", "max_tokens", "whitespace")


class Exchange(NamedTuple):
    """A request's state and, once answered, its raw reply; kept in the ledger."""

    fingerprint: str
    project: str
    state: State
    chunk: int
    chunks: int = 1
    rows: tuple[int, ...] = ()
    attempt: int = 1
    depth: int = 0
    error: ErrorClass | None = None
    reason: str | None = None
    """For blocked and failed: the sentence for the reviewer."""
    tries: int = 0
    """Requests sent for it, over all runs."""
    usage: Usage = Usage()
    """Over all tries, the answer's included."""
    cost: float | None = None
    """Of that usage, in the price list's currency; None where no price is known."""
    answer: Answer | None = None

    @classmethod
    def of(cls, request: Request, state: State, **known: Any) -> "Exchange":
        """The exchange of a request in this state."""
        r = request
        return cls(r.fingerprint, r.project, state, r.chunk, r.chunks, r.rows, r.attempt, r.depth, **known)

    @property
    def request(self) -> Request:
        """The request without its messages."""
        return Request(messages=(), **{name: getattr(self, name) for name in SHARED})

    @property
    def settled(self) -> bool:
        """Whether it is at its end: answered, blocked, or refused as too long. It is not asked again."""
        return self.answer is not None or self.state == "blocked" or self.error == "split_chunk"


SHARED = ("fingerprint", "project", "chunk", "chunks", "rows", "attempt", "depth")
"""What a request and its exchange both say."""


class Settled(NamedTuple):
    """A request that ended: answered (by the model or from a store), blocked or failed."""

    request: Request
    state: State
    answer: Answer | None
    error: ErrorClass | None = None
    reason: str = ""
    stored: bool = False
    """Whether the answer was there already and nothing was sent."""


class Totals(Value):
    """The figures of a run, as printed and as JSON."""

    answered: int = 0
    stored: int = 0
    """Of the requests, those whose answer was there already."""
    blocked: int = 0
    failed: int = 0
    requests: int = 0
    """Sent, tries included."""
    lost: int = 0
    """Sent without a whole reply (time-outs, broken connections): the provider may have charged for them unseen."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float | None = None
    """In `currency`; None where no price is known."""
    currency: str | None = None
    seconds: float = 0.0
    mode: str | None = None
    """Structured-output mode in which the endpoint was asked last."""

    @property
    def settled(self) -> int:
        return self.answered + self.stored + self.blocked + self.failed

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    @property
    def cached_share(self) -> float:
        """Cached part of the input tokens, 0 to 1."""
        return self.cached_tokens / self.prompt_tokens if self.prompt_tokens else 0.0
