"""How many tokens a text is, before anybody has counted them."""

from collections.abc import Callable, Iterable
from importlib import import_module

from reviewer.domain.exchange import Message

WIDE = 0.95
NARROW = 0.27
"""Tokens of a Chinese and of another character in prompts and tables, fitted to o200k."""
FRAME = 4
"""Tokens around each message."""
OPENAI = ("gpt-", "o1", "o3", "o4", "chatgpt")
"""Names of models with the vocabulary o200k."""
A_ROW = 140
"""Tokens of a reply for one row, as recorded replies have them."""


def estimate_tokens(text: str) -> int:
    """About how many tokens. Chunks are cut by it, so it is the same on every machine."""
    wide = (len(text.encode()) - len(text)) / 2
    return round(wide * WIDE + (len(text) - wide) * NARROW) + 1


def estimate_request(messages: Iterable[Message]) -> int:
    """About how many input tokens a request has."""
    return sum(estimate_tokens(m.content) + FRAME for m in messages)


def estimate_reply(rows: int) -> int:
    """About how many output tokens a reply about so many rows has."""
    return A_ROW * max(rows, 1) + 60


def exact_counter(model: str) -> Callable[[Iterable[Message]], int] | None:
    """Counts exactly where the model's vocabulary is known and the extra `tokens` is installed; else None."""
    if not model.lower().startswith(OPENAI):
        return None
    try:
        encode = import_module("bpe_openai").get_encoding("o200k_base").encode
    except ImportError:
        return None

    def count(messages: Iterable[Message]) -> int:
        # What looks like a control token is text of the document here.
        return sum(len(encode(m.content, disallowed_special=())) + FRAME for m in messages)

    return count
