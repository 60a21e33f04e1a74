"""Talks to any OpenAI-compatible endpoint; openai is imported only here, and only when a call is made."""

from reviewer.llm.endpoint import Endpoint, endpoint
from reviewer.llm.limiter import Clock
from reviewer.llm.meter import Limits, cost
from reviewer.llm.run import Run
from reviewer.llm.taker import Gauge, Taken, Taker, Watch
from reviewer.llm.tokens import estimate_reply, estimate_request, estimate_tokens, exact_counter
from reviewer.llm.tries import Tries

__all__ = [
    "Clock",
    "Endpoint",
    "Gauge",
    "Limits",
    "Run",
    "Taken",
    "Taker",
    "Tries",
    "Watch",
    "cost",
    "endpoint",
    "estimate_reply",
    "estimate_request",
    "estimate_tokens",
    "exact_counter",
]
