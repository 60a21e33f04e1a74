"""The endpoint that the user configured, and the key for it."""

import os
from typing import NamedTuple
from urllib.parse import urlsplit

from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.llm.profile import Profile, resolve
from reviewer.settings import Settings


class Endpoint(NamedTuple):
    """Where requests go, and with what limits. The key is read when a call is made and kept in memory only."""

    base_url: str
    model: str
    timeout: float
    max_output_tokens: int
    profile: Profile

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc or self.base_url

    @property
    def name(self) -> str:
        """Under which what was learned of it is remembered."""
        return f"{self.base_url} {self.model}"

    @property
    def output_tokens(self) -> int:
        """Most output tokens that a request asks for."""
        return min(self.max_output_tokens, self.profile.max_output or self.max_output_tokens)


def endpoint(settings: Settings) -> Endpoint:
    """The configured endpoint. Raises ConfigurationError: no model named, no web address, a profile that is wrong."""
    if not settings.model:
        raise ConfigurationError(_("没有指定模型，请设置环境变量 REVIEWER_MODEL 或加 --model。"))
    url = settings.base_url.strip().rstrip("/")
    if not _is_address(url):
        raise ConfigurationError(
            _(
                "服务地址“{url}”不是网址：要以 http:// 或 https:// 开头，后面是主机名；"
                "请改正环境变量 OPENAI_BASE_URL 或设置 base_url。"
            ).format(url=url)
        )
    profile = resolve(url, settings.model, settings.profiles, settings.profiles_dir)
    return Endpoint(url, settings.model, settings.timeout, settings.max_output_tokens, profile)


def _is_address(url: str) -> bool:
    """Whether a request can go there at all: what cannot is no service that may yet answer."""
    try:
        parts = urlsplit(url)
        # Reading the port is what finds one that is none.
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and url.isprintable()
    except ValueError:
        return False


def api_key() -> str:
    """The key from OPENAI_API_KEY. Raises ConfigurationError where there is none."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not key:
        raise ConfigurationError(_("没有密钥，请设置环境变量 OPENAI_API_KEY（本地服务可填任意字）。"))
    if not key.isascii() or not key.isprintable():
        raise ConfigurationError(_("环境变量 OPENAI_API_KEY 里有不能用作密钥的字符，请重新复制密钥。"))
    return key
