"""A request to a model, what came back, and what a run of many comes to."""

from typing import Literal, NamedTuple

from reviewer.domain.value import Value

State = Literal["waiting", "in_flight", "answered", "blocked", "failed"]
ErrorClass = Literal["retry_later", "pause_run", "split_chunk", "blocked", "bad_output", "bug"]


class Message(Value):
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    content: str


class Request(Value):
    """What is asked for one chunk. `fingerprint` is the cache key (store/replies states what enters it)."""

    project: str
    chunk: int
    """Counts from 0 within the project."""
    rows: tuple[int, ...]
    messages: tuple[Message, ...]
    fingerprint: str
    attempt: int = 1
    """2 for the one further request that a chunk may have."""


class Usage(Value):
    """Tokens as the provider reported them."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    reasoning: int = 0


class Answer(Value):
    """A reply as it came: text, who gave it, what it cost in tokens."""

    text: str
    model: str | None = None
    """As the provider reported it."""
    usage: Usage = Usage()
    finish: str | None = None
    """finish_reason as reported."""


class Exchange(Value):
    """A request's state and, once answered, its raw reply; kept in the ledger."""

    fingerprint: str
    project: str
    chunk: int
    attempt: int
    state: State
    error: ErrorClass | None = None
    reason: str | None = None
    """For blocked and failed: the sentence for the reviewer."""
    tries: int = 0
    answer: Answer | None = None


class Settled(NamedTuple):
    """A request that ended: answered (from the model or from a store), blocked or failed."""

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
    blocked: int = 0
    failed: int = 0
    requests: int = 0
    """Sent, tries included."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
