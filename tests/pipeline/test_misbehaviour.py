"""Each way in which a provider is known to misbehave, and what becomes of the chunk."""

import asyncio
import contextlib
import json
from email.utils import formatdate

import pytest
from aiohttp import web

from reviewer.errors import ConfigurationError, LimitError, ModelError, ServiceError
from tests.provider.server import Provider, Raw, entry, lying, rows_asked, rubbish, sound, whole

STREAMING = {"own": {"match": ["127.0.0.1:*"], "stream": True}}


def error(status, message, headers=None, **more):
    return status, json.dumps({"error": {"message": message, **more}}), headers or {}


def first(misbehave, count=1, then=sound):
    """The first `count` requests are treated badly, the others well."""

    def script(body, number):
        said = misbehave(body, number) if callable(misbehave) else misbehave
        return said if number <= count else then(body, number)

    return script


def assert_all_answered(ran):
    assert ran.asked.error() is None
    assert {e.state for e in ran.ledger} == {"answered"}
    assert not [row for row in ran.rows if row.note]


# modes


def test_json_schema_refused(run):
    with Provider(knows=("tools", "json_object")) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert ran.totals.mode == "tools"
    assert [e.answer.called for e in ran.ledger] == [True] * 3


def test_every_mode_refused_but_the_prompt_alone(run):
    with Provider(knows=()) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert ran.totals.mode == "prompt"
    assert len(provider.bodies) <= 3 + 2 * 3


def test_tools_taken_and_ignored_are_given_up(run):
    with Provider(lambda body, n: whole(sound(body, n)), knows=("tools", "json_object")) as provider:
        ran = run(provider, concurrency=1)
    assert_all_answered(ran)
    assert provider.modes() == ["json_schema", "tools", "json_object", "json_object"]


def test_json_object_demands_the_word_json(run):
    def script(body, number):
        said = "".join(m["content"] for m in body["messages"])
        if "json" not in said.lower():
            return error(400, "'messages' must contain the word 'json' in some form")
        return sound(body, number)

    with Provider(script, knows=("json_object",)) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert ran.totals.mode == "json_object"


def test_schema_stands_in_the_prompt_in_every_mode(run):
    with Provider(knows=()) as provider:
        run(provider)
    assert {'"additionalProperties":false' in b["messages"][0]["content"] for b in provider.bodies} == {True}


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("Unsupported value: 'temperature' does not support 0 with this model.", "temperature"),
        ("Unrecognized request argument supplied: temperature", "temperature"),
    ],
)
def test_a_field_that_is_refused_is_left_out(message, field, run):
    def script(body, number):
        return error(400, message) if field in body else sound(body, number)

    with Provider(script) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert ran.totals.mode == "json_schema"
    assert [b for b in provider.bodies if field not in b]


def test_max_completion_tokens_instead_of_max_tokens(run):
    def script(body, number):
        if "max_tokens" in body:
            return error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        return sound(body, number)

    with Provider(script) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert provider.bodies[-1]["max_completion_tokens"] == 8000


def test_an_output_limit_that_is_too_high_is_lowered(run):
    def script(body, number):
        most = "max_tokens is too large: 8000. This model supports at most 4096 completion tokens."
        return error(400, most) if body["max_tokens"] > 4096 else sound(body, number)

    with Provider(script) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert provider.bodies[-1]["max_tokens"] == 4096


def test_one_odd_refusal_does_not_step_everybody_down(run):
    def script(body, number):
        return error(400, "invalid character in input") if number == 2 else sound(body, number)

    with Provider(script) as provider:
        ran = run(provider, concurrency=1)
    assert isinstance(ran.asked.error(), ModelError)
    assert set(provider.modes()) == {"json_schema"}
    assert ran.states == ["answered", "answered", "failed"]


# what stands around the JSON


@pytest.mark.parametrize(
    "wrap",
    [
        '<think>先看第 1 行 {{"project": 1}} …</think>\n{}',
        "没有开头的思考 {{x}}</think>{}",
        "<|begin_of_box|>{}<|end_of_box|>",
        "```json\n{}\n```",
        "我先想想：{{a}}。答案是\n{}",
    ],
)
def test_thinking_fences_and_boxes_around_the_json(wrap, run):
    with Provider(lambda body, n: wrap.replace("{{", "{").replace("}}", "}").replace("{}", sound(body, n))) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert len(provider.bodies) == 3


def test_lists_written_as_text(run):
    def script(body, number):
        reply = json.loads(sound(body, number))
        return json.dumps({**reply, "sound": json.dumps(reply["sound"]), "proposals": "[]"})

    with Provider(script) as provider:
        assert_all_answered(run(provider))
    assert len(provider.bodies) == 3


# later


def test_429_without_retry_after_is_backed_off_from(run):
    with Provider(first(error(429, "Rate limit reached"), 2)) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert len(provider.bodies) == 5
    assert all(0.25 <= s <= 2 for s in ran.clock.slept)


@pytest.mark.parametrize("seconds", ["1", "300", "5000"])
def test_429_with_retry_after_pauses_everybody_for_as_long(seconds, run):
    with Provider(first(error(429, "slow down", {"Retry-After": seconds}))) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert float(seconds) <= ran.clock.time < float(seconds) + 5


def test_retry_after_as_a_date(run):
    import time

    with Provider(first(error(429, "slow down", {"Retry-After": formatdate(time.time() + 90)}))) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert 80 <= ran.clock.time <= 95


@pytest.mark.parametrize(
    "bad",
    [error(500, "internal error"), (502, "<html><body>502 Bad Gateway</body></html>", {}), error(503, "overloaded"),
     {"error": {"message": "upstream", "code": 502}}],
)  # fmt: skip
def test_a_server_that_fails_is_asked_again(bad, run):
    with Provider(first(bad, 2)) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert len(provider.bodies) == 5


def test_a_server_that_always_fails_stops_the_run(run):
    with Provider(lambda _body, _n: error(500, "down")) as provider:
        ran = run(provider)
    assert isinstance(ran.asked.error(), ServiceError)
    assert len(provider.bodies) <= 10


def test_one_request_that_always_fails_leaves_the_others(run):
    def script(body, number):
        key, _rows = rows_asked(body)
        return error(500, "boom") if key == bad[0] else sound(body, number)

    bad = [""]
    with Provider(lambda body, n: (bad.__setitem__(0, bad[0] or rows_asked(body)[0]), script(body, n))[1]) as provider:
        ran = run(provider, concurrency=2)
    assert isinstance(ran.asked.error(), ServiceError)
    assert ran.states == ["answered", "answered", "failed"]


def test_nobody_there(run):
    with Provider() as provider:
        pass
    ran = run(provider)
    assert isinstance(ran.asked.error(), ServiceError)
    assert "拒绝连接" in str(ran.asked.error())
    assert ran.totals.lost == 0


async def _reset(request):
    response = web.StreamResponse(headers={"Content-Length": "5000", "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"model": "x", "choices": [')
    request.transport.abort()
    return response


def test_a_connection_reset_in_mid_body(run):
    with Provider(first(Raw(_reset), 2)) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert ran.totals.lost == 2


async def _drip(request):
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        for _n in range(400):
            await response.write(b" ")
            await asyncio.sleep(0.05)
    return response


def test_a_reply_that_drips_for_ever_is_given_up(run):
    with Provider(first(Raw(_drip))) as provider:
        ran = run(provider, timeout=1.0)
    assert_all_answered(ran)
    assert ran.totals.lost == 1


# hollow, refused, filtered


@pytest.mark.parametrize("hollow", [{"choices": [], "usage": {}}, whole(""), whole("  \n")])
def test_empty_replies_are_asked_once_more(hollow, run):
    with Provider(first(hollow)) as provider:
        ran = run(provider)
    assert_all_answered(ran)
    assert len(provider.bodies) == 4


def test_always_empty_replies_end_with_the_drafter(run):
    with Provider(lambda _body, _n: whole("")) as provider:
        ran = run(provider)
    assert len(provider.bodies) == 6
    assert ran.states == ["failed"] * 3
    assert isinstance(ran.asked.error(), ModelError)
    assert {row.by for row in ran.rows if row.proposal} == {"draft"}


BLOCKS = {
    "dashscope": error(400, "Input text data may contain inappropriate content.", code="data_inspection_failed"),
    "azure": error(400, "The response was filtered", code="content_filter",
                   innererror={"code": "ResponsibleAIPolicyViolation"}),
    "finish": whole("不完整的", finish="content_filter"),
    "zhipu": whole("", finish="sensitive"),
    "refusal": whole("", refusal="I cannot help with that."),
}  # fmt: skip


@pytest.mark.parametrize("shape", BLOCKS)
def test_a_content_filter_is_never_retried_and_the_rows_say_so(shape, run):
    with Provider(first(BLOCKS[shape])) as provider:
        ran = run(provider, concurrency=1)
        assert len(provider.bodies) == 3
        assert ran.states == ["answered", "answered", "blocked"]
        assert isinstance(ran.asked.error(), ModelError)
        (key,) = {row.key.project for row in ran.rows if row.note}
        assert len([row for row in ran.rows if row.note]) == 9
        assert key == rows_asked(provider.bodies[0])[0]
        again = run(provider)
        assert len(provider.bodies) == 3
    assert again.totals.blocked == 1
    assert isinstance(again.asked.error(), ModelError)


# cut off


def cut(body, keep):
    """A valid reply that ends in the middle of the entry after `keep` whole ones."""
    key, rows = rows_asked(body)
    entries = [json.dumps(entry(r), ensure_ascii=False) for r in rows]
    return f'{{"project":"{key}","sound":[],"proposals":[{",".join(entries[:keep])},{entries[keep][:40]}'


def large(body):
    return len(rows_asked(body)[1]) > 4


@pytest.mark.parametrize("finish", ["length", "stop"])
def test_of_a_reply_that_was_cut_off_the_whole_entries_are_kept(finish, run):
    """By finish_reason, and by the JSON alone."""

    def script(body, _number):
        return whole(cut(body, 6), finish=finish) if large(body) else sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
    assert ran.asked.error() is None
    small = [rows_asked(b)[1] for b in provider.bodies if not large(b)]
    assert len(provider.bodies) == 6
    assert sorted(small) == sorted(rows_asked(b)[1][6:] for b in provider.bodies if large(b))
    assert {row.by for row in ran.rows if row.proposal} == {"model"}


def test_a_reply_that_was_cut_off_within_a_character_is_kept(run):
    """Half of a character beyond the 65,536 first ones: JSON can write it, and no store and no other request can."""

    def script(body, _number):
        return whole(cut(body, 6) + "\ud83d", finish="length") if large(body) else sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
    assert ran.asked.error() is None
    assert len(provider.bodies) == 6
    assert {e.answer.text[-1] for e in ran.ledger} == {"�", "}"}


def test_where_nothing_was_kept_the_chunk_is_halved(run):
    def script(body, _number):
        return whole('{"project":"x","sou', finish="length") if large(body) else sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
    assert ran.asked.error() is None
    halves = [rows_asked(b)[1] for b in provider.bodies if not large(b)]
    wholes = [rows_asked(b)[1] for b in provider.bodies if large(b)]
    assert sorted(r for h in halves for r in h) == sorted(r for w in wholes for r in w if len(w) == 9)


def test_replies_that_are_always_cut_off_end(run):
    with Provider(lambda body, _n: whole('{"project":', finish="length")) as provider:
        ran = run(provider)
    assert isinstance(ran.asked.error(), ModelError)
    assert len(provider.bodies) <= 3 * 31
    assert {row.by for row in ran.rows if row.proposal} == {"draft"}


def test_white_space_for_ever_in_one_piece(run):
    def script(body, _number):
        return whole(cut(body, 6) + " \n" * 2000, finish="length") if large(body) else sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
    assert ran.asked.error() is None
    assert {e.answer.finish for e in ran.ledger} == {"whitespace", "stop"}
    assert max(len(e.answer.text) for e in ran.ledger) < 4000


def streamed(text, *, blank=False):
    """The text as a stream of pieces, then white space until the other side leaves."""

    async def write(request):
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)

        async def piece(said, finish=None, **more):
            choice = {"index": 0, "delta": {"content": said}, "finish_reason": finish}
            await response.write(f"data: {json.dumps({'model': 's', 'choices': [choice], **more})}\n\n".encode())

        with contextlib.suppress(ConnectionError):
            for start in range(0, len(text), 50):
                await piece(text[start : start + 50])
            while blank:
                await piece("\n" * 10)
                await asyncio.sleep(0)
            await piece("", "stop")
            usage = {"prompt_tokens": 1000, "completion_tokens": 100}
            await response.write(f"data: {json.dumps({'choices': [], 'usage': usage})}\n\ndata: [DONE]\n\n".encode())
        return response

    return Raw(write)


def test_white_space_for_ever_is_stopped_on_its_way(run):
    def script(body, _number):
        return streamed(cut(body, 6), blank=True) if large(body) else streamed(sound(body, 0))

    with Provider(script) as provider:
        ran = run(provider, profiles=STREAMING)
    assert ran.asked.error() is None
    assert {e.answer.finish for e in ran.ledger} == {"whitespace", "stop"}
    assert all(e.usage.prompt for e in ran.ledger)
    assert {b["stream"] for b in provider.bodies} == {True}


def test_a_stream_is_a_reply_like_any_other(run):
    with Provider(lambda body, n: streamed(sound(body, n))) as provider:
        ran = run(provider, profiles=STREAMING)
    assert_all_answered(ran)
    assert (ran.totals.prompt_tokens, ran.totals.completion_tokens) == (3000, 300)


# bad content


def test_wrong_types_are_sent_back_once(run):
    def script(body, _number):
        reply = json.loads(lying(body, 0))
        for one in reply["proposals"]:
            one["row"] = str(one["row"])
        return json.dumps(reply) if len(body["messages"]) == 2 else sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
    assert len(provider.bodies) == 6
    assert ran.asked.error() is None
    assert "row 的类型不对" in next(b for b in provider.bodies if len(b["messages"]) == 4)["messages"][3]["content"]


def test_unknown_forgotten_and_duplicated_rows_are_sent_back_together(run):
    def script(body, _number):
        key, rows = rows_asked(body)
        bad = [entry(rows[0]), entry(rows[0]), entry(99)]
        reply = {"project": key, "sound": rows[2:], "proposals": bad}
        return json.dumps(reply, ensure_ascii=False) if len(body["messages"]) == 2 else sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
    assert len(provider.bodies) == 6
    assert ran.asked.error() is None
    said = next(b for b in provider.bodies if len(b["messages"]) == 4)["messages"][3]["content"]
    for words in ("有两条", "第 99 行不在", "第 2 行没有有效答复", "43217"):
        assert words in said


def test_a_model_that_ignores_the_schema_gets_one_further_request_a_chunk(run):
    with Provider(rubbish) as provider:
        ran = run(provider)
    assert len(provider.bodies) == 6
    assert ran.states == ["answered"] * 6
    assert isinstance(ran.asked.error(), ModelError)
    assert {row.by for row in ran.rows if row.proposal} == {"draft"}
    assert {bool(row.note) for row in ran.rows if row.key.row is not None} == {True}


# stops


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (error(401, "invalid api key"), ConfigurationError),
        (error(403, "permission denied"), ConfigurationError),
        (error(404, "The model `m` does not exist", code="model_not_found"), ConfigurationError),
        (error(400, "Model Not Exist"), ConfigurationError),
        (error(402, "Insufficient Balance"), ServiceError),
        (error(400, "Access denied, account is not in good standing.", code="Arrearage"), ServiceError),
        (error(429, "You exceeded your current quota", code="insufficient_quota"), ServiceError),
    ],
)
def test_what_pauses_the_run_keeps_everything(bad, kind, run):
    def script(body, number):
        return sound(body, number) if number == 1 else bad

    with Provider(script) as provider:
        ran = run(provider, concurrency=1)
        assert isinstance(ran.asked.error(), kind)
        assert len(provider.bodies) == 2
        assert ran.states == ["answered", "failed"]
        provider.script = sound
        assert_all_answered(run(provider))
        assert len(provider.bodies) == 4


def test_a_request_that_is_refused_for_good_stops_before_all_are_tried(run):
    with Provider(lambda _body, _n: error(422, "invalid request"), knows=()) as provider:
        ran = run(provider)
    assert isinstance(ran.asked.error(), ConfigurationError)


def test_a_service_that_takes_no_connection_is_given_up_soon_but_not_at_once(run):
    with Provider(sound) as provider:
        pass
    ran = run(provider)
    assert isinstance(ran.asked.error(), ServiceError)
    assert "拒绝连接" in str(ran.asked.error())
    assert max(e.tries for e in ran.ledger) == 3
    # Five tries, as for a service that fails, would wait 7.5 seconds at the least.
    assert 1 <= ran.clock.time < 7.5


# length


def test_too_long_for_the_context_is_split(run):
    def script(body, _number):
        return error(400, "This model's maximum context length is exceeded") if large(body) else sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
        assert ran.asked.error() is None
        sent = len(provider.bodies)
        again = run(provider)
        assert len(provider.bodies) == sent
    assert again.asked.error() is None
    assert {e.error for e in ran.ledger if e.state == "failed"} == {"split_chunk"}


def test_too_much_output_for_the_context_is_asked_for_less(run):
    limit = 8192

    def script(body, _number):
        if body["max_tokens"] + 5000 > limit:
            return error(400, f"This model's maximum context length is {limit} tokens. However, you requested 13000.")
        return sound(body, 0)

    with Provider(script) as provider:
        ran = run(provider)
    assert ran.asked.error() is None
    assert {len(rows_asked(b)[1]) for b in provider.bodies} <= {8, 9, 10, 11}
    assert provider.bodies[-1]["max_tokens"] < 3192


# spending


def test_usage_and_model_are_kept_as_reported(run):
    with Provider() as provider:
        ran = run(provider)
    one = ran.ledger[0]
    assert (one.answer.model, one.usage.cached, one.usage.reasoning, one.tries) == ("scripted-1", 600, 10, 1)
    assert ran.totals.cached_share == 0.6


PRICED = {"own": {"match": ["127.0.0.1:*"], "prices": [
    {"currency": "CNY", "input": 2.0, "cached": 0.5, "output": 8.0, "date": "2026-11-01"}]}}  # fmt: skip


def test_cost_by_the_price_list(run):
    with Provider() as provider:
        ran = run(provider, profiles=PRICED)
    assert ran.totals.cost == pytest.approx(3 * (400 * 2.0 + 600 * 0.5 + 100 * 8.0) / 1e6)
    assert ran.totals.currency == "CNY"
    assert sum(e.cost for e in ran.ledger) == pytest.approx(ran.totals.cost)


def test_max_cost_is_never_passed_and_the_next_run_goes_on(run):
    with Provider() as provider:
        chunks = {"chunk_tokens": 120, "max_output_tokens": 1000, "profiles": PRICED}
        ran = run(provider, max_cost=0.021, **chunks)
        assert isinstance(ran.asked.error(), LimitError)
        sent = len(provider.bodies)
        assert 3 <= sent < len(ran.ledger) or ran.states.count("answered") == sent
        assert ran.totals.cost <= 0.021
        rest = run(provider, **chunks)
        assert_all_answered(rest)
    assert len(provider.bodies) == sent + rest.totals.requests == len(rest.ledger)


def test_max_tokens_is_never_passed(run):
    with Provider() as provider:
        ran = run(provider, max_tokens=7500, chunk_tokens=120, max_output_tokens=1000)
    assert isinstance(ran.asked.error(), LimitError)
    assert ran.totals.tokens <= 7500
    assert len(provider.bodies) >= 3


def test_max_cost_without_a_price_is_refused_before_anything_is_sent(run):
    with Provider() as provider, pytest.raises(ConfigurationError, match="单价"):
        run(provider, max_cost=1.0)
    assert not provider.bodies


def test_the_key_is_nowhere_but_in_memory(run, tmp_path):
    with Provider(first(error(401, "bad key key-for-tests"), 1)) as provider:
        run(provider)
    with Provider() as provider:
        run(provider)
    found = [f for f in tmp_path.rglob("*") if f.is_file() and b"key-for-tests" in f.read_bytes()]
    assert found == []


def test_tracing_is_forced_off(run, monkeypatch):
    import os

    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    with Provider() as provider:
        run(provider)
    assert {os.environ["LANGSMITH_TRACING"], os.environ["LANGCHAIN_TRACING_V2"]} == {"false"}


def test_the_long_way_round_by_create(run):
    with Provider() as provider:
        ran = run(provider, profiles={"own": {"match": ["127.0.0.1:*"], "client": "create"}})
    assert_all_answered(ran)
    # How the client reads the reply; nothing about the machine.
    assert {name for name in provider.headers if "stainless" in name} == {"x-stainless-raw-response"}


def test_no_header_tells_about_the_machine(run):
    with Provider() as provider:
        run(provider)
    assert "authorization" in provider.headers
    assert not [name for name in provider.headers if "stainless" in name]
