"""The one function that makes a call: plain replies over the aiohttp transport, the client's own retries off."""

import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from reviewer.domain.exchange import Answer, Message, Usage
from reviewer.llm.endpoint import SAMPLING, Endpoint, api_key
from reviewer.llm.failure import CallError, empty, of_status, unreachable

RUNGS = ("json_schema", "json_object", "prompt")
"""Structured-output modes, the strictest first; the schema stands in the prompt in every mode."""


class Caller:
    """An open client for one endpoint: `async with Caller(to, schema) as call: await call(messages, rung)`."""

    def __init__(self, endpoint: Endpoint, schema: Mapping[str, Any]) -> None:
        self.endpoint = endpoint
        self.schema = schema
        self._key = api_key()

    async def __aenter__(self) -> Self:
        # A department's papers must not be traced to a third party by a variable set for other work.
        os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
        import openai

        self._openai = openai
        self._client = openai.AsyncOpenAI(
            base_url=self.endpoint.base_url,
            api_key=self._key,
            max_retries=0,
            timeout=self.endpoint.timeout,
            http_client=openai.DefaultAioHttpClient(),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    async def __call__(self, messages: Sequence[Message], rung: int) -> Answer:
        """The answer to `messages` in the mode of `rung`. Raises CallError."""
        openai, host = self._openai, self.endpoint.host
        try:
            reply = await self._client.post(
                "/chat/completions", body=request_body(self.endpoint, self.schema, messages, rung), cast_to=object
            )
        except openai.APIStatusError as error:
            raise of_status(error.status_code, _body(error), error.response.headers, host) from None
        except openai.APIConnectionError as error:
            raise unreachable(host, error) from None
        except (openai.OpenAIError, ValueError) as error:
            raise unreachable(host, error) from None
        if not isinstance(reply, dict):
            raise CallError("retry_later", empty({}, host).reason)
        return read_answer(reply, host)


def request_body(to: Endpoint, schema: Mapping[str, Any], messages: Sequence[Message], rung: int) -> dict[str, Any]:
    """The body of a request in the mode of `rung`."""
    body: dict[str, Any] = {
        "model": to.model,
        "messages": [{"role": m.role, "content": m.content} for m in messages],
        "max_tokens": to.max_output_tokens,
        **SAMPLING,
    }
    if RUNGS[rung] == "json_schema":
        named = {"name": "reply", "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    elif RUNGS[rung] == "json_object":
        body["response_format"] = {"type": "json_object"}
    return body


def _body(error: Any) -> str:
    try:
        return str(error.body or error.message)
    except AttributeError:
        return str(error)


def read_answer(reply: Mapping[str, Any], host: str) -> Answer:
    """The answer in a provider's reply. Raises CallError where it holds no text."""
    choices = reply.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    text = (choice.get("message") or {}).get("content")
    if not isinstance(text, str) or not text.strip():
        raise empty(reply if isinstance(choices, list) else {}, host)
    return Answer(
        text=text, model=reply.get("model"), usage=_usage(reply.get("usage")), finish=choice.get("finish_reason")
    )


def _usage(said: Any) -> Usage:
    if not isinstance(said, dict):
        return Usage()
    prompt, completion = said.get("prompt_tokens_details") or {}, said.get("completion_tokens_details") or {}
    return Usage(
        prompt=said.get("prompt_tokens") or 0,
        completion=said.get("completion_tokens") or 0,
        cached=prompt.get("cached_tokens") or said.get("prompt_cache_hit_tokens") or 0,
        reasoning=completion.get("reasoning_tokens") or 0,
    )
