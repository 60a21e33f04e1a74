"""Reads what a provider sends back: the text wherever it stands, the tokens, and why there is none."""

from collections.abc import Mapping
from typing import Any

from reviewer.domain.exchange import Answer
from reviewer.language import _
from reviewer.llm.failure import CallError, blocked, of_status
from reviewer.llm.profile import Profile

BLANK = 200
"""White space in a row after which nothing more is expected of a reply."""
FILTERED = ("content_filter", "sensitive", "content_filtered")
"""finish_reason of a content filter."""


def read_answer(reply: Any, host: str, profile: Profile) -> Answer:
    """The answer in a provider's reply. Raises CallError, with the tokens it cost, where it holds none."""
    if not isinstance(reply, Mapping):
        raise CallError("retry_later", _("{host} 的答复不是接口的格式。").format(host=host), lost=True)
    usage = profile.usage.read(reply.get("usage"))
    choices = reply.get("choices")
    if not isinstance(choices, list) or not choices:
        error = reply.get("error")
        if error:
            code = error.get("code") if isinstance(error, Mapping) else None
            raise of_status(code if isinstance(code, int) and code >= 400 else 500, reply, {}, host, profile)
        raise CallError("bad_output", _("{host} 的答复是空的。").format(host=host), usage=usage)
    choice = choices[0] if isinstance(choices[0], Mapping) else {}
    message = choice.get("message")
    message = message if isinstance(message, Mapping) else {}
    finish = choice.get("finish_reason")
    finish = _sound(finish) if isinstance(finish, str) else None
    if finish in FILTERED:
        raise CallError("blocked", blocked(host), usage=usage)
    if message.get("refusal"):
        raise CallError(
            "blocked", _("模型拒绝回答这个项目：{said}").format(said=_short(message["refusal"])), usage=usage
        )
    if finish == "network_error":
        raise CallError("retry_later", _("{host} 暂时不可用（{status}）").format(host=host, status=finish), usage=usage)
    text, blank = _text(message)
    if blank:
        finish = "whitespace"
    answer = Answer(
        text=text,
        model=_sound(reply["model"]) if isinstance(reply.get("model"), str) else None,
        usage=usage,
        finish=finish,
        called=_arguments(message) is not None,
    )
    if not text and not answer.cut:
        raise CallError("bad_output", _("{host} 的答复是空的。").format(host=host), usage=usage)
    return answer


def _text(message: Mapping[str, Any]) -> tuple[str, bool]:
    """The reply's text, of a tool call or of the message, and whether it ran on in white space."""
    text = _arguments(message) or message.get("content")
    if isinstance(text, list):
        text = "".join(str(part.get("text", "")) for part in text if isinstance(part, Mapping))
    if not isinstance(text, str):
        return "", False
    bare = text.rstrip()
    return _sound(bare), len(text) - len(bare) > BLANK


def _sound(text: str) -> str:
    """The text as it can be stored and sent: half a character, as where a reply was cut off within one, becomes �."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _arguments(message: Mapping[str, Any]) -> str | None:
    calls = message.get("tool_calls")
    first = calls[0] if isinstance(calls, list) and calls else None
    function = first.get("function") if isinstance(first, Mapping) else None
    said = function.get("arguments") if isinstance(function, Mapping) else None
    return said if isinstance(said, str) and said.strip() else None


def _short(said: Any) -> str:
    return " ".join(str(said).split())[:80]
