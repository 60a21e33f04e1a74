"""A reply that comes piece by piece, put together; given up where it runs on in white space."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from reviewer.llm.reply import BLANK


async def gather(pieces: AsyncIterator[Any]) -> dict[str, Any]:
    """The whole reply in the form of one that came at once; the caller closes the stream."""
    text: list[str] = []
    arguments: list[str] = []
    refusal: list[str] = []
    whole: dict[str, Any] = {"usage": None, "model": None}
    finish: str | None = None
    seen = False
    blank = 0
    async for piece in pieces:
        if not isinstance(piece, Mapping):
            continue
        for key in ("usage", "model", "error"):
            if piece.get(key):
                whole[key] = piece[key]
        choices = piece.get("choices")
        if not isinstance(choices, list) or not choices:
            continue
        seen = True
        finish = choices[0].get("finish_reason") or finish
        delta = choices[0].get("delta") or {}
        said = [delta.get("content") or "", *_called(delta)]
        text.append(said[0])
        arguments.extend(said[1:])
        refusal.append(delta.get("refusal") or "")
        blank = _trailing("".join(said), blank)
        if blank > BLANK:
            finish = "whitespace"
            break
    message = {"content": "".join(text), "refusal": "".join(refusal)}
    if any(arguments):
        message["tool_calls"] = [{"function": {"arguments": "".join(arguments)}}]  # type: ignore[assignment]
    return {**whole, "choices": [{"finish_reason": finish, "message": message}] if seen else []}


def _called(delta: Mapping[str, Any]) -> list[str]:
    calls = delta.get("tool_calls") or []
    return [str((call.get("function") or {}).get("arguments") or "") for call in calls if isinstance(call, Mapping)]


def _trailing(said: str, before: int) -> int:
    """White space at the end of everything that came so far."""
    bare = len(said.rstrip())
    return before + len(said) if bare == 0 else len(said) - bare
