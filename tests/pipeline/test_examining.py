"""`reviewer doctor`: what it finds at endpoints of different manners, and that its profile is one."""

import json
import tomllib

import pytest

from reviewer.errors import ConfigurationError, ServiceError
from reviewer.llm.profile import resolve
from reviewer.pipeline.examining import diagnose
from tests.pipeline.test_misbehaviour import error
from tests.provider.server import Provider, mode_of, whole


def obedient(body, _number):
    """Binds a reply to its schema in the strict modes."""
    colour = "red" if mode_of(body) in ("json_schema", "tools") else "blue"
    return json.dumps({"colour": colour})


def probes(found):
    return {p.name: p.works for p in found.probes}


def kept(found, url):
    own = tomllib.loads(found.profile)["profiles"]
    return resolve(url, "m", own)


def test_a_strict_endpoint(knowledge):
    with Provider(obedient, knows=("json_schema", "tools", "json_object")) as provider:
        _to, found = diagnose(knowledge(provider.url).settings)
    seen = probes(found)
    assert [seen[m] for m in ("json_schema", "tools", "json_object", "prompt")] == [True] * 4
    assert kept(found, provider.url).modes == ("json_schema", "tools", "json_object", "prompt")
    assert len(provider.bodies) <= 9


def test_an_endpoint_that_takes_a_schema_and_minds_it_not(knowledge):
    with Provider(lambda _b, _n: '{"colour": "blue"}', knows=("json_schema", "json_object")) as provider:
        _to, found = diagnose(knowledge(provider.url).settings)
    seen = probes(found)
    assert (seen["json_schema"], seen["tools"], seen["json_object"]) == (False, False, True)
    assert kept(found, provider.url).modes == ("json_object", "prompt")
    assert found.shape.mode == "json_object"


def test_thinking_and_the_switch_that_ends_it(knowledge):
    def script(body, number):
        off = (body.get("chat_template_kwargs") or {}).get("enable_thinking") is False
        thought = {} if off else {"reasoning_content": "先想想"}
        reply = whole(obedient(body, number), **thought)
        reply["usage"] = {"prompt_tokens": 9, "completion_tokens": 3}
        return reply

    with Provider(script, knows=("json_schema", "json_object")) as provider:
        _to, found = diagnose(knowledge(provider.url).settings)
    assert kept(found, provider.url).thinking.off == {"chat_template_kwargs": {"enable_thinking": False}}


def test_context_length_and_a_temperature_that_is_refused(knowledge):
    def script(body, number):
        if "temperature" in body:
            return error(400, "Unsupported value: 'temperature'")
        if body["max_tokens"] > 100_000:
            return error(400, "This model's maximum context length is 32768 tokens.")
        return obedient(body, number)

    with Provider(script, knows=("json_schema", "tools", "json_object")) as provider:
        _to, found = diagnose(knowledge(provider.url).settings)
    made = kept(found, provider.url)
    assert (made.context, made.sampling) == (32768, {})


@pytest.mark.parametrize(
    ("models", "context"),
    [
        ([{"id": "m", "max_model_len": 40960}, {"id": "other", "max_model_len": 4096}], 40960),
        ([{"id": "model/model.gguf", "meta": {"n_ctx": 8192, "n_ctx_train": 32768}}], 8192),
        ([{"id": "one", "max_model_len": 4096}, {"id": "other", "max_model_len": 4096}], None),
    ],
)
def test_context_length_as_the_list_of_models_gives_it(knowledge, models, context):
    with Provider(obedient) as provider:
        provider.models = models
        _to, found = diagnose(knowledge(provider.url).settings)
    assert kept(found, provider.url).context == context


def test_what_was_found_is_remembered_for_the_next_run(knowledge, run):
    with Provider(obedient, knows=("json_object",)) as provider:
        diagnose(knowledge(provider.url).settings)
        provider.bodies.clear()
        run(provider)
    assert set(provider.modes()) == {"json_object"}


@pytest.mark.parametrize(
    ("bad", "kind"), [(error(401, "bad key"), ConfigurationError), (error(500, "x"), ServiceError)]
)
def test_an_endpoint_that_cannot_be_asked(bad, kind, knowledge):
    with Provider(lambda _b, _n: bad) as provider, pytest.raises(kind):
        diagnose(knowledge(provider.url).settings)
