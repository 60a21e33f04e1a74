"""A request to a model and what came back."""

from decimal import Decimal
from typing import Literal

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


class Exchange(Value):
    """A request's state and, once answered, its raw reply; kept in the ledger."""

    request: Request
    state: State
    error: ErrorClass | None = None
    reason: str | None = None
    """For blocked and failed: the sentence for the reviewer."""
    tries: int = 0
    reply: str | None = None
    """The reply's text, raw."""
    usage: Usage = Usage()
    model: str | None = None
    """As the provider reported it."""
    cost: Decimal = Decimal(0)
