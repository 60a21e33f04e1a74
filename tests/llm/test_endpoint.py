"""Where requests go: what is no address of a service is refused before anything is tried."""

import pytest

from reviewer.errors import ConfigurationError
from reviewer.llm import endpoint
from reviewer.settings import Settings


@pytest.mark.parametrize(
    "url", ["https://api.example/v1/", "http://127.0.0.1:9", "HTTP://[::1]:8000/v1", " https://网关.例 "]
)
def test_an_address_is_taken(url):
    assert endpoint(Settings(base_url=url, model="m")).base_url == url.strip().rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "foo", "127.0.0.1:9", "localhost:8000/v1", "api.example/v1", "ftp://api.example", "file:///v1", "https://",
        "http:/api.example", "http://:80", "http://x:99999", "http://x:port", "http://[::1", "http://a\nb", "",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ConfigurationError, match="OPENAI_BASE_URL"):
        endpoint(Settings(base_url=url, model="m"))
