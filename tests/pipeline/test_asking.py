"""A whole review with a scripted model: the promises about replies, invention, resuming and failures."""

import asyncio
import json
from importlib.util import find_spec

import pytest
from aiohttp import web

from reviewer.cli.asking import begin_live
from reviewer.cli.progress import RunLine
from reviewer.domain.exchange import Totals
from reviewer.errors import ConfigurationError, ModelError, ServiceError
from reviewer.llm import Gauge
from reviewer.pipeline.asking import ask, ask_again, look_ahead
from reviewer.pipeline.plan import Plan
from reviewer.pipeline.reviewing import open_review, session
from tests.provider.server import Provider, Raw, lying, refusing, rubbish, sound, whole


def asked(file, knowledge):
    """One run; (outcome, items of the review)."""
    with open_review([file], None, knowledge) as review:
        outcome = ask(Plan(review, knowledge), lambda _settled, _gauge: None)
        return outcome, list(session(review, knowledge).items)


def test_second_run_sends_nothing(small, knowledge):
    with Provider(sound) as provider:
        k = knowledge(provider.url)
        first, _items = asked(small, k)
        sent = len(provider.bodies)
        again, _items = asked(small, k)
    assert first.totals.answered == 3
    assert first.error() is None
    assert sent == 3
    assert len(provider.bodies) == sent
    assert again.totals.stored == 3
    assert again.totals.requests == 0


def test_first_request_is_by_strict_schema_and_names_the_rows(small, knowledge):
    with Provider(sound) as provider:
        asked(small, knowledge(provider.url))
    body = provider.bodies[0]
    assert body["response_format"]["type"] == "json_schema"
    assert body["response_format"]["json_schema"]["strict"] is True
    system = {b["messages"][0]["content"] for b in provider.bodies}
    assert len(system) == 1
    assert len(system.pop()) > 1500


def test_falls_back_to_json_object_once_and_remembers(small, knowledge):
    with Provider(sound, knows=("json_object",)) as provider:
        k = knowledge(provider.url)
        outcome, _items = asked(small, k)
        modes = provider.modes()
        assert outcome.totals.answered == 3
        assert modes.count("json_schema") <= 2
        assert modes.count("tools") <= 2
        assert modes.count("json_object") == 3
        other = small.with_name("另.txt")
        other.write_text(small.read_text(encoding="utf-8").replace("代办员", "协理员"), encoding="utf-8")
        provider.bodies.clear()
        asked(other, k)
    assert provider.bodies
    assert set(provider.modes()) == {"json_object"}


def test_inventions_are_asked_about_once_and_never_verified(small, knowledge):
    with Provider(lying) as provider:
        _outcome, items = asked(small, knowledge(provider.url))
    assert len(provider.bodies) == 6
    repair = next(b for b in provider.bodies if len(b["messages"]) == 4)
    assert "43217" in repair["messages"][3]["content"]
    proposed = [i for i in items if i.proposal]
    assert len(proposed) >= 27
    assert not [i for i in proposed if i.verified]


def test_rubbish_leaves_the_drafter_to_propose(small, knowledge):
    with Provider(rubbish) as provider:
        outcome, items = asked(small, knowledge(provider.url))
    assert isinstance(outcome.error(), ModelError)
    assert len(provider.bodies) == 6
    assert [i for i in items if i.proposal and i.verified]


@pytest.mark.parametrize(
    ("script", "again"), [(rubbish, False), (lambda _body, _number: whole(""), True)], ids=["rubbish", "nothing"]
)
def test_what_is_said_of_another_run_is_what_it_does(script, again, small, knowledge):
    with Provider(script) as provider:
        k = knowledge(provider.url)
        first, _items = asked(small, k)
        sent = len(provider.bodies)
        second, _items = asked(small, k)
    assert ("会重试" in str(first.error()), "不重发" in str(first.error())) == (again, not again)
    assert str(second.error()) == str(first.error())
    assert (len(provider.bodies) > sent) == again


def test_refused_key_stops_the_run(small, knowledge):
    with Provider(refusing) as provider:
        outcome, _items = asked(small, knowledge(provider.url))
    assert isinstance(outcome.error(), ConfigurationError)
    assert "key-for-tests" not in str(outcome.error())
    assert len(provider.bodies) <= 2


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [(402, '{"error":{"message":"Insufficient Balance"}}', ServiceError), (429, "insufficient_quota", ServiceError)],
)
def test_no_balance_stops_the_run(status, body, kind, small, knowledge):
    with Provider(lambda _body, _number: (status, body, {})) as provider:
        outcome, _items = asked(small, knowledge(provider.url))
    assert isinstance(outcome.error(), kind)
    assert len(provider.bodies) <= 2


def test_rate_limit_is_waited_out(small, knowledge):
    def script(body, number):
        return (429, "slow down", {"Retry-After": "0"}) if number <= 2 else sound(body, number)

    with Provider(script) as provider:
        outcome, _items = asked(small, knowledge(provider.url))
    assert outcome.error() is None
    assert outcome.totals.answered == 3


def test_content_filter_is_never_retried_and_the_project_is_drafted(small, knowledge):
    def script(body, number):
        return (400, '{"error":{"code":"data_inspection_failed"}}', {}) if number == 1 else sound(body, number)

    with Provider(script) as provider:
        outcome, items = asked(small, knowledge(provider.url))
    assert len(outcome.blocked) == 1
    assert len(provider.bodies) == 3
    assert isinstance(outcome.error(), ModelError)
    assert [i for i in items if i.proposal]


def test_limit_of_requests_is_resumable(small, knowledge):
    with Provider(sound) as provider:
        stopped, _items = asked(small, knowledge(provider.url, max_requests=1))
        assert stopped.error().exit_code == 8
        rest, _items = asked(small, knowledge(provider.url))
    assert rest.error() is None
    assert len(provider.bodies) == 3


def test_forgotten_rows_are_asked_again_once(small, knowledge):
    def script(body, _number):
        reply = json.loads(sound(body, 0))
        reply["sound"] = reply["sound"][:-2] if len(body["messages"]) == 2 else reply["sound"]
        return json.dumps(reply)

    with Provider(script) as provider:
        outcome, _items = asked(small, knowledge(provider.url))
    assert len(provider.bodies) == 6
    assert outcome.error() is None


async def test_one_row_is_asked_again_with_the_reviewers_hint(small, knowledge):
    with Provider(lying) as provider:
        k = knowledge(provider.url)
        with open_review([small], None, k) as review:
            plan = Plan(review, k)
            project = review.documents[0].projects[0]
            said = await ask_again(plan, project.key, 5, "请改成人数")
            (item,) = [i for i in session(review, k).items if i.proposal]
    assert said == "模型给了新的建议。"
    assert (item.key.project, item.key.row) == (project.key, 5)
    (body,) = provider.bodies
    assert "请改成人数" in body["messages"][1]["content"]


def test_a_run_behind_the_screen_tells_how_it_stands(small, knowledge):
    told = []
    with Provider(lying) as provider:
        k = knowledge(provider.url)
        with open_review([small], None, k) as review:
            live = begin_live(review, k, yes=True)
            asyncio.run(live.stream(told.append))
            assert live.finish() == 0
    # Three projects and, since every number in them was invented, one further request each.
    assert told[-1].startswith("已完成 6/6  失败 0 被拦 0  令牌 6600（缓存 60%）")
    assert "并发 0/2" in told[-1]


def test_a_model_that_thinks_long_is_seen_to_be_at_it(small, knowledge):
    async def think(_request):
        await asyncio.sleep(1.5)
        return web.json_response({"error": {"message": "insufficient balance"}}, status=402)

    told = []
    with Provider(lambda _body, _number: Raw(think)) as provider:
        k = knowledge(provider.url)
        with open_review([small], None, k) as review:
            live = begin_live(review, k, yes=True)
            asyncio.run(live.stream(told.append))
    assert told[0].startswith("已完成 0/3") and "并发 2/2" in told[0]


def test_a_pause_is_told_once_and_stays():
    told = []
    line = RunLine(3, "host", told.append)
    for paused in (30.0, 29.0, 28.0, 90.0):
        line.watch(None, lambda paused=paused: Gauge(Totals(), 0, 0, 8, paused))
    assert told == ["host 要求等待 30 秒，等完自动继续。", "host 要求等待 90 秒，等完自动继续。"]


@pytest.mark.skipif(find_spec("bpe_openai") is None, reason="exact counts need the extra `tokens`")
@pytest.mark.filterwarnings("ignore:open_binary is deprecated")
def test_before_a_run_tokens_are_exact_where_the_vocabulary_is_known(small, knowledge):
    from reviewer.llm import exact_counter

    file = small.with_name("控制符.txt")
    file.write_text(small.read_text(encoding="utf-8").replace("资金用途", "资金用途<|endoftext|>", 1), encoding="utf-8")
    for model in ("gpt-4o", "m"):
        k = knowledge("http://127.0.0.1:9/v1", model=model)
        with open_review([file], None, k) as review:
            plan = Plan(review, k)
            ahead = look_ahead(plan, enlist=False)
            assert ahead.exact == (model == "gpt-4o")
            if ahead.exact:
                count = exact_counter(model)
                assert ahead.input_tokens == sum(count(request.messages) for request in plan.requests())
