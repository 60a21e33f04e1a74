"""The shape of a request: which structured-output mode, which optional fields; stepped down as an endpoint refuses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reviewer.domain.exchange import Message
from reviewer.llm.endpoint import Endpoint
from reviewer.llm.profile import Mode, Profile
from reviewer.llm.tokens import estimate_request

TOOL = "reply"
"""Name of schema and tool."""
LEAST_OUTPUT = 400
"""Output tokens below which a reply is not worth asking for."""
_FORMAT = re.compile(
    r"response_format|json_schema|json_object|\btools?\b|tool_choice|schema|structured|guided|grammar|json", re.I
)
_LIMIT = re.compile(r"max_(?:completion_)?tokens|max.?output|输出长度", re.I)
_CONTEXT = re.compile(
    r"(?:context|上下文)[^\d]{0,40}?(\d{3,8})|n_ctx\D{0,8}(\d{3,8})|(\d{3,8})[- ]tokens? (?:context|limit)|"
    r"context size \((\d{3,8})", re.I
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\d.])\d{3,7}(?![\d.])")


class Shape(NamedTuple):
    """How an endpoint and model is asked; learned once and remembered."""

    mode: Mode
    without: tuple[str, ...] = ()
    """Optional fields that the endpoint refused."""
    output_limit: str = "max_tokens"
    max_output: int | None = None
    context: int | None = None
    ratio: float = 1.0
    """Input tokens reported beside input tokens estimated."""

    @classmethod
    def of(cls, profile: Profile, learned: Mapping[str, Any]) -> "Shape":
        """The shape to begin with; what was learned earlier counts where the profile still allows it."""
        known: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in learned.items() if k in cls._fields
        }
        if known.get("mode") not in profile.modes:
            known["mode"] = profile.modes[0]
        return cls(**({"output_limit": profile.output_limit, "context": profile.context} | known))

    def learned(self) -> dict[str, Any]:
        """As JSON."""
        return {**self._asdict(), "without": list(self.without)}


def request_body(
    to: Endpoint, shape: Shape, schema: Mapping[str, Any], messages: Sequence[Message], *, stream: bool | None = None
) -> dict[str, Any]:
    """The body of a request. `schema` is in the endpoint's dialect."""
    profile = to.profile
    body: dict[str, Any] = {
        "model": to.model,
        "messages": [{"role": m.role, "content": m.content} for m in messages],
        shape.output_limit: _output(to, shape, messages),
        **_optional(profile),
    }
    if profile.stream if stream is None else stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    for field in shape.without:
        body.pop(field, None)
    if shape.mode == "json_schema":
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": TOOL, "strict": True, "schema": schema},
        }
    elif shape.mode == "tools":
        body["tools"] = [{"type": "function", "function": {"name": TOOL, "strict": True, "parameters": schema}}]
        body["tool_choice"] = {"type": "function", "function": {"name": TOOL}}
    elif shape.mode == "json_object":
        body["response_format"] = {"type": "json_object"}
    return body


def _optional(profile: Profile) -> dict[str, Any]:
    """What a request can do without."""
    return {**profile.sampling, **profile.thinking.off, **profile.body}


def _output(to: Endpoint, shape: Shape, messages: Sequence[Message]) -> int:
    most = min(to.output_tokens, shape.max_output or to.output_tokens)
    if shape.context is None:
        return most
    room = shape.context - round(estimate_request(messages) * max(shape.ratio, 1.0) * 1.05) - 32
    return max(min(most, room), min(LEAST_OUTPUT, most))


def context_named(said: str) -> int | None:
    """The context length that an error names."""
    found = _CONTEXT.search(said)
    return int(next(g for g in found.groups() if g)) if found else None


def roomier(shape: Shape, to: Endpoint, said: str, messages: Sequence[Message]) -> Shape | None:
    """After "too long": a shape that asks for less output, where the input alone fits; None where it does not."""
    context = context_named(said) or shape.context
    if context is None or context == shape.context:
        return None
    room = context - round(estimate_request(messages) * max(shape.ratio, 1.0) * 1.05) - 32
    return shape._replace(context=context) if LEAST_OUTPUT <= room < _output(to, shape, messages) else None


def stepped(shape: Shape, to: Endpoint, said: str, *, proved: bool) -> Shape | None:
    """The shape to try after the endpoint refused this one with these words; None where nothing is left to try.

    `proved`: this mode was answered before, so that only words about it speak against it.
    """
    return next(_steps(shape, to, said, proved), None)


def _steps(shape: Shape, to: Endpoint, said: str, proved: bool) -> Iterator[Shape]:
    smaller = _smaller(shape, to, said)
    other = "max_tokens" if shape.output_limit == "max_completion_tokens" else "max_completion_tokens"
    if "max_completion_tokens" in said and not smaller:
        yield shape._replace(output_limit=other)
    if smaller and _LIMIT.search(said):
        yield shape._replace(max_output=smaller)
    refused = [field for field in _fields(to.profile, said) if field not in shape.without]
    if refused:
        yield shape._replace(without=(*shape.without, *refused))
    down = next_mode(shape, to)
    if down and (not proved or _FORMAT.search(said)):
        yield down


def next_mode(shape: Shape, to: Endpoint) -> Shape | None:
    """The shape with the profile's next structured-output mode; None after the last."""
    later = to.profile.modes[to.profile.modes.index(shape.mode) + 1 :]
    return shape._replace(mode=later[0]) if later else None


def _smaller(shape: Shape, to: Endpoint, said: str) -> int | None:
    most = shape.max_output or to.output_tokens
    numbers = [n for n in map(int, _NUMBER.findall(said)) if LEAST_OUTPUT <= n < most]
    return max(numbers, default=None)


def _fields(profile: Profile, said: str) -> Iterator[str]:
    """The optional fields that an error names, by themselves or by a key inside."""
    optional = {**_optional(profile), **({"stream_options": {}, "stream": {}} if profile.stream else {})}
    for field, value in optional.items():
        inner = value if isinstance(value, dict) else {}
        if any(re.search(rf"\b{re.escape(word)}\b", said) for word in (field, *inner)):
            yield field
