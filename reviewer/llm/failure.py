"""What can go wrong with a call, in six classes, told from status, code and text of the provider."""

import re
import socket
import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from reviewer.domain.exchange import ErrorClass, Usage
from reviewer.language import _
from reviewer.llm.profile import Profile

_LENGTH = re.compile(
    r"context.?(?:length|size|window)|maximum context|too many tokens|prompt is too long|exceed_context|上下文|超长|"
    r"input.{0,20}too long|range of input length|exceeds? the (?:available|model).{0,30}(?:context|length)", re.I
)  # fmt: skip
_FILTER = re.compile(
    r"content.?filter|content_policy|content.?management|data_?inspection|sensitive|risk.?control|敏感|违规|安全审核",
    re.I,
)
_QUOTA = re.compile(
    r"insufficient.?(?:user.?)?(?:quota|balance|fund|credit)|arrear|overdue|欠费|余额不足|余额已用完|"
    r"billing_(?:hard_limit|not_active)|exceeded your current quota|account.{0,20}(?:deactivated|suspended)", re.I
)  # fmt: skip
_NO_MODEL = re.compile(
    r"model.{0,3}not.{0,3}(?:found|exist)|model `?[^ ]+`? (?:does not exist|not found)|no such model|模型不存在|"
    r"not.{0,10}access.{0,10}model|unknown model", re.I
)  # fmt: skip
THROTTLED = (429, 529)
"""Statuses that mean: fewer requests, please."""
MENDABLE = (400, 401, 403, 404, 422)
"""Statuses that speak of what was sent."""


class CallError(Exception):
    """A call that brought no usable reply."""

    def __init__(
        self,
        kind: ErrorClass,
        reason: str,
        *,
        said: str = "",
        wait: float | None = None,
        status: int = 0,
        usage: Usage | None = None,
        lost: bool = False,
    ) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        """The sentence for a person."""
        self.said = said
        """The provider's own words."""
        self.wait = wait
        """Seconds that the provider asks to wait."""
        self.status = status
        self.usage = usage or Usage()
        """What the call cost all the same."""
        self.lost = lost
        """Whether a reply may have been made, and charged for, that never arrived whole."""

    @property
    def setting(self) -> bool:
        """Whether the user must mend a setting (key, permission, address, model) rather than wait or pay."""
        return self.kind in ("pause_run", "bug") and self.status in MENDABLE and not _QUOTA.search(self.said)

    @property
    def throttled(self) -> bool:
        return self.status in THROTTLED

    @property
    def unconnected(self) -> bool:
        """Whether nothing was sent: nobody took the connection."""
        return self.kind == "retry_later" and not self.status and not self.lost


def of_status(status: int, body: Any, headers: Mapping[str, str], host: str, profile: Profile) -> CallError:
    """The failure behind an HTTP error. `body` is what the provider sent, parsed or as text."""
    said = words(body)
    kind = _kind(status, said, profile)
    return CallError(
        kind,
        _sentence(kind, status, said, host),
        said=said,
        status=status,
        wait=retry_after(headers) if kind == "retry_later" else None,
    )


def _kind(status: int, said: str, profile: Profile) -> ErrorClass:
    for kind, patterns in profile.errors.items():
        if any(re.search(pattern, said, re.I) for pattern in patterns):
            return kind
    if status == 402 or (status in (400, 403, 429) and _QUOTA.search(said)):
        return "pause_run"
    if status in (400, 403, 422, 451) and _FILTER.search(said):
        return "blocked"
    if status in (400, 413, 422, 500) and _LENGTH.search(said):
        return "split_chunk"
    if status in (401, 403) or (status in (400, 404, 422) and _NO_MODEL.search(said)):
        return "pause_run"
    if status == 404:
        return "pause_run"
    if 400 <= status < 500 and status not in (408, 409, 425, 429):
        return "bug"
    return "retry_later"


def _sentence(kind: ErrorClass, status: int, said: str, host: str) -> str:
    short = said[:160]
    match kind:
        case "blocked":
            return blocked(host)
        case "split_chunk":
            return _("这个项目超过了模型的上下文长度。")
        case "pause_run" if status == 404 or _NO_MODEL.search(said):
            return _("{host} 上没有这个地址或模型，请检查 OPENAI_BASE_URL 和 REVIEWER_MODEL：{said}").format(
                host=host, said=short
            )
        case "pause_run" if status in (401, 403) and not _QUOTA.search(said):
            return _("{host} 拒绝了密钥或权限（{status}），请检查 OPENAI_API_KEY。").format(host=host, status=status)
        case "pause_run":
            return _("{host} 额度或余额不足：{said}").format(host=host, said=short)
        case "bug":
            return _("{host} 不接受请求（{status}）：{said}").format(host=host, status=status, said=short)
        case _:
            return _("{host} 暂时不可用（{status}）").format(host=host, status=status)


def blocked(host: str) -> str:
    """The sentence for a content filter."""
    return _("{host} 的内容审查拦下了这个项目，没有答复。").format(host=host)


def words(body: Any) -> str:
    """Code, type and message of an error's body on one line; the text where it has another form."""
    inner = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(inner, dict):
        nested = inner.get("innererror") or inner.get("inner_error")
        parts = [inner.get(k) for k in ("code", "type", "param", "message", "msg")]
        parts += [nested.get("code")] if isinstance(nested, dict) else []
        text = " ".join(str(p) for p in parts if p) or str(inner)
    else:
        text = str(inner or "")
    return " ".join(text.split())[:1000]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from Retry-After (seconds or a date) or retry-after-ms."""
    if milliseconds := headers.get("retry-after-ms"):
        value, unit = milliseconds, 0.001
    else:
        value, unit = headers.get("retry-after", ""), 1.0
    try:
        return max(0.0, float(value) * unit)
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def unreachable(host: str, error: BaseException) -> CallError:
    """No whole answer: refused, reset, timed out."""
    chain = list(_causes(error))
    names = [type(one).__name__ for one in chain]
    if any(isinstance(one, ConnectionRefusedError) for one in chain):
        why = _("拒绝连接")
    elif any(isinstance(one, socket.gaierror) for one in chain):
        why = _("没有这个主机名")
    elif any("Timeout" in name for name in names):
        why = _("超时")
    else:
        why = names[-1]
    return CallError(
        "retry_later",
        _("连不上 {host}（{why}）").format(host=host, why=why),
        lost=not any(name.startswith(("ConnectError", "ConnectTimeout", "ClientConnector")) for name in names),
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from, the deepest last."""
    while error is not None:
        yield error
        error = error.__cause__ or getattr(error, "os_error", None)
