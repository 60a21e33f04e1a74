"""Talks to any OpenAI-compatible endpoint; openai is imported only here, and only when a call is made."""

from reviewer.llm.endpoint import Endpoint, confirm_line, endpoint, estimate_tokens
from reviewer.llm.run import Limits, run

__all__ = ["Endpoint", "Limits", "confirm_line", "endpoint", "estimate_tokens", "run"]
