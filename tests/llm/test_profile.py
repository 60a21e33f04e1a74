"""Profiles: which one an endpoint gets, what users add, and what they are told where it is wrong."""

import pytest

from reviewer.domain.exchange import Usage
from reviewer.errors import ConfigurationError
from reviewer.llm.profile import MODES, SHIPPED, Price, UsageFields, names, resolve


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://bureau.openai.azure.com/openai/v1/", "azure"),
        ("https://api.deepseek.com", "deepseek"),
        ("https://api.deepseek.com/v1", "deepseek"),
        ("https://api.deepseek.com/beta", "deepseek-beta"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "dashscope"),
        ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "dashscope"),
        ("https://open.bigmodel.cn/api/paas/v4", "zhipu"),
        ("https://api.moonshot.cn/v1", "kimi"),
        ("https://ark.cn-beijing.volces.com/api/v3", "doubao"),
        ("https://api.siliconflow.cn/v1", "siliconflow"),
        ("http://localhost:8000/v1", "vllm"),
        ("http://127.0.0.1:11434/v1", "ollama"),
        ("http://localhost:8080/v1", "llamacpp"),
        ("https://gateway.example/v1", "generic"),
    ],
)
def test_the_address_decides(url, name):
    assert resolve(url, "m", {}).name == name


def test_every_shipped_profile_is_valid_and_has_a_title():
    for name in names({}):
        made = resolve(f"https://{name}.example", "m", {name: {"like": name, "match": [f"{name}.example*"]}})
        assert made.title
        assert set(made.modes) <= set(MODES)
        assert made.batch.rows <= 5000
        assert made.batch.megabytes <= 95
        assert all(p.date for p in made.prices)
    assert len(list(SHIPPED.glob("*.toml"))) >= 13


def test_what_deepseek_is_known_for():
    made = resolve("https://api.deepseek.com", "deepseek-v4-flash", {})
    assert made.modes[0] == "json_object"
    assert made.thinking.off == {"thinking": {"type": "disabled"}}
    assert resolve("https://api.deepseek.com/beta", "x", {}).modes[0] == "tools"
    assert made.price("deepseek-flash").currency == "CNY"


def test_a_model_may_differ_from_its_provider():
    assert resolve("https://open.bigmodel.cn/api/paas/v4", "glm-4.6", {}).thinking.off
    made = resolve("https://open.bigmodel.cn/api/paas/v4", "GLM-5.3", {})
    assert (made.thinking.off, made.thinking.always) == ({}, True)
    assert resolve("https://api.moonshot.cn/v1", "kimi-k2.5", {}).sampling == {}


def test_a_users_own_profile_goes_first_and_takes_the_rest_from_another():
    own = {"office": {"like": "vllm", "match": ["127.0.0.1:8000/*"], "modes": ["json_object"], "batch": {"rows": 100}}}
    made = resolve("http://127.0.0.1:8000/v1", "m", own)
    assert (made.name, made.modes, made.stream, made.batch.rows) == ("office", ("json_object",), True, 100)
    assert made.batch.variant == "file"


@pytest.mark.parametrize("name", ["nope", "a file"])
def test_a_folder_of_profiles_that_is_none_is_refused(tmp_path, name):
    (tmp_path / "a file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=f"{name}.*profiles_dir"):
        resolve("https://x.example/v1", "m", {}, tmp_path / name)


def test_a_folder_of_profiles(tmp_path):
    (tmp_path / "bureau.toml").write_text('match = ["gw.bureau.example*"]\nmodes = ["prompt"]\n', encoding="utf-8")
    assert resolve("https://gw.bureau.example/v1", "m", {}, tmp_path).modes == ("prompt",)
    (tmp_path / "bureau.toml").write_text("match = [", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"bureau\.toml"):
        resolve("https://gw.bureau.example/v1", "m", {}, tmp_path)


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ({"modes": ["json"]}, "modes"),
        ({"mode": ["prompt"]}, "mode"),
        ({"batch": {"rows": 50000}}, "rows"),
        ({"prices": [{"input": 1.0}]}, "prices"),
        ({"like": "nobody"}, "nobody"),
        ({"like": "own"}, "own"),
        ({"like": ["vllm"]}, "like 不对：要写一段文字"),
        ({"match": 5}, "match 不对：要写一个列表"),
        ({"models": [5]}, "models.0 不对：要写成一个表"),
        ({"requests_per_minute": 0}, "requests_per_minute 不对：不能小于 1"),
        ({"context": -1}, "context 不对：不能小于 1"),
        ({"batch": {"rows": 0}}, "batch.rows 不对：不能小于 1"),
        ({"batch": {"megabytes": 0}}, "batch.megabytes 不对：要大于 0"),
        ({"prices": [{"input": float("inf"), "currency": "CNY", "date": ""}]}, "prices.0.input 不对：要写一个数"),
        ({"modes": []}, "modes 不对：不能是空的"),
        ({"thinking": 3}, "thinking 不对：要写成一个表"),
        ({"stream": "maybe"}, "stream 不对：要写 true 或 false"),
    ],
)
def test_a_wrong_profile_is_named_in_a_sentence(table, word):
    with pytest.raises(ConfigurationError, match=word):
        resolve("https://x.example", "m", {"own": {"match": ["x.example*"], **table}})


def test_usage_wherever_a_provider_states_it():
    plain = {"prompt_tokens": 100, "completion_tokens": 20}
    fields = UsageFields()
    assert fields.read({**plain, "prompt_tokens_details": {"cached_tokens": 60}}) == Usage(
        prompt=100, completion=20, cached=60
    )
    assert fields.read({**plain, "prompt_cache_hit_tokens": 64}).cached == 64
    assert fields.read({**plain, "completion_tokens_details": {"reasoning_tokens": 9}}).reasoning == 9
    for nothing in (None, [], {"prompt_tokens": None}, {"prompt_tokens": "x"}, {"prompt_tokens_details": 3}):
        assert fields.read(nothing) == Usage()


def test_prices_are_by_model():
    own = {"own": {"match": ["x.example*"], "prices": [
        {"model": "big*", "currency": "CNY", "input": 9, "output": 27, "date": "2026-11-01"},
        {"currency": "CNY", "input": 1, "output": 2, "date": "2026-11-01"}]}}  # fmt: skip
    made = resolve("https://x.example", "m", own)
    assert made.price("BIG-1").input == 9
    assert made.price("small") == Price(currency="CNY", input=1, output=2, date="2026-11-01")
