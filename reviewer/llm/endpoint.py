"""The endpoint that the user configured, and what sending to it means, in one line."""

import os
from typing import NamedTuple
from urllib.parse import urlsplit

from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.settings import Settings

SAMPLING = {"temperature": 0}
"""What enters every request beside model and messages."""


class Endpoint(NamedTuple):
    """Where requests go, and with what limits. The key is read when a call is made and kept in memory only."""

    base_url: str
    model: str
    timeout: float
    max_output_tokens: int

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc or self.base_url

    @property
    def name(self) -> str:
        """Under which the rung of the ladder is remembered."""
        return f"{self.base_url} {self.model}"


def endpoint(settings: Settings) -> Endpoint:
    """The configured endpoint. Raises ConfigurationError where no model is named."""
    if not settings.model:
        raise ConfigurationError(_("没有指定模型，请设置环境变量 REVIEWER_MODEL 或加 --model。"))
    return Endpoint(settings.base_url.rstrip("/"), settings.model, settings.timeout, settings.max_output_tokens)


def api_key() -> str:
    """The key from OPENAI_API_KEY. Raises ConfigurationError where there is none."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not key:
        raise ConfigurationError(_("没有密钥，请设置环境变量 OPENAI_API_KEY（本地服务可填任意字）。"))
    return key


def estimate_tokens(text: str) -> int:
    """About how many tokens: a Chinese character counts as 0.7, other text as a quarter a character."""
    wide = sum(c > "\u2e7f" for c in text)
    return round(wide * 0.7 + (len(text) - wide) / 4) + 1


def confirm_line(to: Endpoint, projects: int, requests: int, tokens: int) -> str:
    """What is about to leave, to whom."""
    return _("将把 {projects} 个项目（{requests} 个请求，约 {tokens} 个输入令牌）发给 {host} 的 {model}。").format(
        projects=projects, requests=requests, tokens=tokens, host=to.host, model=to.model
    )
