"""What can go wrong with a call, in six classes, told from status, code and text of the provider."""

import re
from collections.abc import Mapping
from typing import Any

from reviewer.domain.exchange import ErrorClass
from reviewer.language import _

_LENGTH = re.compile(
    r"context.?length|maximum context|too many tokens|max.{0,12}tokens|上下文|超长|input.{0,10}too long", re.I
)
_FILTER = re.compile(
    r"content.?filter|content_policy|data_inspection|sensitive|risk.?control|敏感|违规|安全审核|1301", re.I
)
_QUOTA = re.compile(
    r"insufficient.?(?:quota|balance|fund)|arrear|欠费|余额|billing|exceeded your current quota|1113", re.I
)
_FORMAT = re.compile(
    r"response_format|json_schema|json_object|tool|schema|structured|guided|must contain the word", re.I
)


class CallError(Exception):
    """A call that brought no usable reply: its class, the sentence for a person, seconds to wait where told."""

    def __init__(self, kind: ErrorClass, reason: str, *, wait: float | None = None, status: int = 0) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.wait = wait
        self.status = status


def of_status(status: int, body: str, headers: Mapping[str, str], host: str) -> CallError:
    """The failure behind an HTTP error."""
    said = " ".join(body.split())[:200]
    if _QUOTA.search(body) or status == 402:
        return CallError("pause_run", _("{host} 额度或余额不足：{said}").format(host=host, said=said), status=402)
    if status in (401, 403) and not _FILTER.search(body):
        return CallError(
            "pause_run",
            _("{host} 拒绝了密钥或权限（{status}），请检查 OPENAI_API_KEY。").format(host=host, status=status),
            status=status,
        )
    if status in (400, 403, 422) and _FILTER.search(body):
        return CallError("blocked", _("{host} 的内容审查拦下了这个项目，没有答复。").format(host=host), status=status)
    if status in (400, 413, 422) and _LENGTH.search(body):
        return CallError("split_chunk", _("这个项目超过了模型的上下文长度。"), status=status)
    if status in (400, 404, 422):
        kind: ErrorClass = "bug" if _FORMAT.search(body) or status == 400 else "pause_run"
        return CallError(
            kind, _("{host} 不接受请求（{status}）：{said}").format(host=host, status=status, said=said), status=status
        )
    return CallError(
        "retry_later",
        _("{host} 暂时不可用（{status}）").format(host=host, status=status),
        wait=retry_after(headers),
        status=status,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from a Retry-After header."""
    value = headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        return None


def unreachable(host: str, error: Exception) -> CallError:
    """No answer at all: refused, reset, timed out."""
    return CallError("retry_later", _("连不上 {host}（{why}）").format(host=host, why=type(error).__name__))


def empty(reply: Mapping[str, Any], host: str) -> CallError:
    """A reply of status 200 without text: filtered, refused or hollow."""
    choice = (reply.get("choices") or [{}])[0] or {}
    message = choice.get("message") or {}
    if choice.get("finish_reason") in ("content_filter", "sensitive") or message.get("refusal"):
        return CallError("blocked", _("{host} 的内容审查拦下了这个项目，没有答复。").format(host=host))
    return CallError("bad_output", _("{host} 的答复是空的。").format(host=host))
