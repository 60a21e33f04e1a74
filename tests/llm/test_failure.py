"""Errors of providers in their own words, and the class each belongs to."""

from types import SimpleNamespace

import pytest
from aiohttp import ClientConnectorError

from reviewer.llm.failure import of_status, retry_after, unreachable
from reviewer.llm.profile import resolve
from reviewer.llm.tries import Spent, Tries

GENERIC = resolve("https://x.example", "m", {})
ZHIPU = resolve("https://open.bigmodel.cn/api/paas/v4", "glm", {})
DASHSCOPE = resolve("https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen", {})

REFUSED = ClientConnectorError(SimpleNamespace(host="x", port=1, ssl=True), ConnectionRefusedError())


def body(message, code=None, **more):
    return {"error": {"message": message, "code": code, **more}}


@pytest.mark.parametrize(
    ("status", "said", "profile", "kind"),
    [
        (429, body("Rate limit reached for requests. Visit https://x.example/account/billing", "rate_limit_exceeded"),
         GENERIC, "retry_later"),
        (429, body("You exceeded your current quota, please check your plan", "insufficient_quota"),
         GENERIC, "pause_run"),
        (429, body("Allocated quota exceeded, please increase your quota limit.", "Throttling.AllocationQuota"),
         DASHSCOPE, "retry_later"),
        (429, body("您当前使用该API的并发数过高", "1302"), ZHIPU, "retry_later"),
        (429, body("您的账户已欠费，请充值后重试", "1113"), ZHIPU, "pause_run"),
        (400, body("系统检测到输入或生成内容可能包含不安全或敏感内容", "1301"), ZHIPU, "blocked"),
        (400, body("Input data may contain inappropriate content.", "data_inspection_failed"), DASHSCOPE, "blocked"),
        (400, body("Access denied, account in arrears", "Arrearage"), DASHSCOPE, "pause_run"),
        (400, body("Range of input length should be [1, 30720]", "invalid_parameter_error"), DASHSCOPE, "split_chunk"),
        (400, body("This model's maximum context length is 8192 tokens", "context_length_exceeded"),
         GENERIC, "split_chunk"),
        (400, body("the request exceeds the available context size (8192 tokens), try increasing it"),
         GENERIC, "split_chunk"),
        (413, "Request Entity Too Large: prompt is too long", GENERIC, "split_chunk"),
        (400, body("This response_format type is unavailable now"), GENERIC, "bug"),
        (400, body("Invalid schema for response_format 'reply': 'oneOf' is not permitted"), GENERIC, "bug"),
        (422, body("Failed to deserialize the JSON body"), GENERIC, "bug"),
        (401, body("Incorrect API key provided"), GENERIC, "pause_run"),
        (402, body("Insufficient Balance"), GENERIC, "pause_run"),
        (403, body("You are not allowed to sample from this model"), GENERIC, "pause_run"),
        (403, body("content policy: risk control"), GENERIC, "blocked"),
        (404, "<html>404 page not found</html>", GENERIC, "pause_run"),
        (408, "", GENERIC, "retry_later"),
        (500, "boom", GENERIC, "retry_later"),
        (502, "<html>Bad Gateway</html>", GENERIC, "retry_later"),
        (503, body("no slot available"), GENERIC, "retry_later"),
        (529, body("overloaded"), GENERIC, "retry_later"),
    ],
)  # fmt: skip
def test_the_class(status, said, profile, kind):
    failure = of_status(status, said, {}, "x.example", profile)
    assert failure.kind == kind
    assert failure.reason
    assert "\n" not in failure.reason


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "300"}, 300.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "Fri, 01 Jan 2021 00:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers, seconds):
    assert retry_after(headers) == seconds


def test_a_profile_may_know_more():
    own = {"own": {"match": ["x.example*"], "errors": {"blocked": ["E-77"], "split_chunk": ["E-78"]}}}
    profile = resolve("https://x.example", "m", own)
    assert of_status(500, body("E-77"), {}, "x", profile).kind == "blocked"
    assert of_status(400, body("x", "E-78"), {}, "x", profile).kind == "split_chunk"


@pytest.mark.parametrize(("first", "error", "sends"), [
    (True, REFUSED, 3),
    (False, REFUSED, 5),
    (True, ConnectionResetError(), 5),
])  # fmt: skip
def test_only_a_run_without_any_answer_yet_gives_up_soon_where_nobody_takes_the_connection(first, error, sends):
    failure = unreachable("x.example", error)
    spent = Spent(None, Tries())
    waits = [spent.again(failure, 1, first=first) for _send in range(sends)]
    assert waits[-1] is None
    assert all(wait is not None for wait in waits[:-1])
