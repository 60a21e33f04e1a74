"""Two thousand requests to a provider that misbehaves in every known way at once."""

import json
from collections import Counter
from contextlib import closing

from reviewer.errors import ConfigurationError, ServiceError
from reviewer.llm import Limits, Run
from reviewer.llm.call import Caller
from reviewer.prompt import reply_schema
from reviewer.store.connection import connect
from reviewer.store.ledger import Ledger
from reviewer.store.replies import Replies
from tests.llm.engine import Validating, endpoint, requests
from tests.pipeline.test_misbehaviour import BLOCKS, _drip, _reset, cut, error
from tests.provider.clock import FakeClock
from tests.provider.server import Provider, Raw, entry, rows_asked, sound, whole

ITEMS = 2000
ONCE = {
    1: error(429, "slow down"),
    2: error(429, "slow down", {"Retry-After": "300"}),
    3: error(500, "internal"),
    4: (502, "<html>Bad Gateway</html>", {}),
    5: Raw(_reset),
    6: Raw(_drip),
    7: {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 0}},
    8: error(503, "overloaded", {"Retry-After": "2"}),
}
"""Happens to the first request of an item."""
ALWAYS = {9: "refusal", 10: "dashscope", 11: "azure", 12: "finish", 13: "zhipu"}
STOPS = {401: error(401, "bad key"), 900: error(402, "Insufficient Balance"), 1700: error(403, "no permission")}
"""By the number of the request: the run stops, the user mends it, the same command goes on."""


def wrong_types(body):
    reply = json.loads(sound(body, 0))
    return json.dumps({**reply, "sound": [str(r) for r in reply["sound"]]})


def wrong_rows(body):
    key, rows = rows_asked(body)
    return json.dumps({"project": key, "sound": [99], "proposals": [entry(rows[0]), entry(rows[0])]})


class Moody:
    """Knows json_object only, and wants to see the word."""

    def __init__(self):
        self.asked = Counter()

    def __call__(self, body, number):
        if (body.get("response_format") or {}).get("type") == "json_object":
            assert "json" in "".join(m["content"] for m in body["messages"]).lower()
        if number in STOPS:
            return STOPS[number]
        key, rows = rows_asked(body)
        self.asked[key] += 1
        mood, first = int(key[1:]) % 25, len(body["messages"]) == 2
        if mood == 6 and int(key[1:]) > ITEMS / 5:
            # Each of these costs a real time-out.
            return sound(body, number)
        if mood in ONCE and self.asked[key] == 1:
            return ONCE[mood]
        if mood in ALWAYS:
            return BLOCKS[ALWAYS[mood]]
        match mood:
            case 14 if len(rows) == 3:
                return whole(cut(body, 1), finish="length")
            case 15 if len(rows) == 3:
                return cut(body, 1)
            case 16 if len(rows) == 3:
                return whole('{"project": "' + " \n" * 900, finish="length")
            case 17 if first:
                return wrong_types(body)
            case 18 if first:
                return wrong_rows(body)
            case 19 if len(rows) > 1:
                return error(400, "This model's maximum context length was exceeded")
            case 20:
                return "对不起，我不能<html>"
            case 21:
                return f"<think>先想 {{x}}</think>```json\n{sound(body, number)}\n```"
        return sound(body, number)


async def test_every_item_ends_in_one_state_and_spend_is_what_the_server_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    connection = connect(tmp_path / "r.review")
    ledger = Ledger(connection)
    moody, clock = Moody(), FakeClock()
    spent, lost, stops, runs = Counter(), 0, [], 0
    with Provider(moody, knows=("json_object",)) as provider, closing(Replies(tmp_path / "c.sqlite")) as replies:
        to = endpoint(provider.url, timeout=3.0)
        while runs < 6:
            runs += 1
            taker = Validating(to)
            async with Caller(to, reply_schema()) as call:
                engine = Run(to, call, taker, replies=replies, ledger=ledger, limits=Limits(64), clock=clock.clock)
                totals, stopped = await engine.bring(requests(to, ITEMS))
            spent["prompt"] += totals.prompt_tokens
            spent["completion"] += totals.completion_tokens
            lost += totals.lost
            if stopped is None:
                break
            stops.append(type(stopped))
    assert stops == [ConfigurationError, ServiceError, ConfigurationError]
    assert spent == provider.spent
    keys = [key for (key,) in connection.rows("SELECT fingerprint FROM exchanges")]
    exchanges = list(ledger.known(keys).values())
    assert sum(e.usage.prompt for e in exchanges) == provider.spent["prompt"]
    assert {e.state for e in exchanges} == {"answered", "blocked", "failed"}
    assert {e.error for e in exchanges if e.state == "failed"} == {"split_chunk"}
    assert set(taker.ends) == {f"#{n}" for n in range(ITEMS)}
    assert set(taker.open.values()) == {0}
    per_item = Counter()
    for e in exchanges:
        per_item[e.project] += e.tries
    assert sum(per_item.values()) == len(provider.bodies)
    assert max(per_item.values()) < 12
    blocked = {int(e.project[1:]) % 25 for e in exchanges if e.state == "blocked"}
    assert blocked == set(ALWAYS)
    assert lost >= ITEMS / 25 * 1.2 * 0.9
    connection.close()
