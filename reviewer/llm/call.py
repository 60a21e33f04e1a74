"""The one function that makes a call: plain replies over the aiohttp transport, the client's own retries off."""

import asyncio
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from reviewer.domain.exchange import Answer, Message, Usage
from reviewer.llm.endpoint import Endpoint, api_key
from reviewer.llm.failure import of_status, unreachable
from reviewer.llm.ladder import Shape, request_body
from reviewer.llm.pieces import gather
from reviewer.llm.reply import read_answer
from reviewer.llm.schema import in_dialect
from reviewer.llm.tokens import estimate_request, estimate_tokens

PATIENCE = 10
"""Times the time-out that a reply may take which comes piece by piece and does not stall."""

MACHINE = ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async")
EACH = ("Retry-Count", "Read-Timeout")
"""X-Stainless-… headers by which the client tells a provider about this machine: alike in all requests, and one by one.
None is sent with a request; that also takes a tenth off what it costs here."""


def silent(names: Iterable[str]) -> dict[str, Any]:
    """Headers for the client that leave these of its own out."""
    from openai import Omit

    return {f"X-Stainless-{name}": Omit() for name in names}


class Caller:
    """A client for one endpoint: `async with Caller(to, schema) as call: await call(messages, shape)`.

    openai is imported with the first call: a run whose answers are all stored does without it.
    """

    def __init__(self, endpoint: Endpoint, schema: Mapping[str, Any]) -> None:
        self.endpoint = endpoint
        self.schema = in_dialect(schema, endpoint.profile.dialect)
        self._key = api_key()
        self._opened: tuple[Any, Any] | None = None
        self._silent: dict[str, Any] = {}

    def _open(self) -> tuple[Any, Any]:
        """The openai module and the client."""
        if self._opened is not None:
            return self._opened
        # A department's papers must not be traced to a third party by a variable set for other work.
        os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
        import openai

        to = self.endpoint
        header = to.profile.key_header
        self._silent = silent(EACH)
        client = openai.AsyncOpenAI(
            base_url=to.base_url,
            api_key=self._key,
            max_retries=0,
            timeout=to.timeout,
            default_headers=silent(MACHINE) | ({header: self._key} if header else {}),
            default_query=dict(to.profile.query) or None,
            http_client=openai.DefaultAioHttpClient(),
        )
        self._opened = (openai, client)
        return self._opened

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            await self._opened[1].close()

    async def __call__(self, messages: Sequence[Message], shape: Shape) -> Answer:
        """The answer to `messages`. Raises CallError."""
        body = request_body(self.endpoint, shape, self.schema, messages)
        answer = await self.ask(body)
        if body.get("stream") and not answer.usage.prompt:
            # A stream that was stopped on its way states no tokens.
            prompt = round(estimate_request(messages) * shape.ratio)
            return answer._replace(usage=Usage(prompt, estimate_tokens(answer.text)))
        return answer

    async def ask(self, body: Mapping[str, Any]) -> Answer:
        """The answer to a request's body. Raises CallError."""
        return read_answer(await self.fetch(body), self.endpoint.host, self.endpoint.profile)

    async def fetch(self, body: Mapping[str, Any]) -> Any:
        """The reply to a request's body as it comes. Raises CallError."""
        (openai, _client), to = self._open(), self.endpoint
        stream = bool(body.get("stream"))
        try:
            # A reply that drips for ever keeps every single read within its time-out.
            async with asyncio.timeout(to.timeout * (PATIENCE if stream else 1)):
                return await (self._stream(body) if stream else self._plain(body))
        except openai.APIStatusError as error:
            raise of_status(
                error.status_code, error.body or error.message, error.response.headers, to.host, to.profile
            ) from None
        except openai.APIConnectionError as error:
            raise unreachable(to.host, error) from None
        except openai.APIError as error:
            raise of_status(500, error.body or error.message, {}, to.host, to.profile) from None
        except (TimeoutError, openai.OpenAIError, OSError, ValueError) as error:
            raise unreachable(to.host, error) from None

    async def models(self) -> Any:
        """What the endpoint lists of its models; None where it lists none."""
        openai, client = self._open()
        try:
            return await client.get("/models", cast_to=object, options={"headers": self._silent})
        except openai.OpenAIError:
            return None

    async def _plain(self, body: Mapping[str, Any]) -> Any:
        if self.endpoint.profile.client == "create":
            return await self._created(body)
        client = self._open()[1]
        return await client.post("/chat/completions", body=body, cast_to=object, options={"headers": self._silent})

    async def _created(self, body: Mapping[str, Any]) -> Any:
        """The client's documented way: slower, for the day on which the short one is closed."""
        rest = {k: v for k, v in body.items() if k not in ("model", "messages")}
        raw = await self._open()[1].chat.completions.with_raw_response.create(
            model=body["model"], messages=body["messages"], extra_body=rest, extra_headers=self._silent
        )
        return json.loads(raw.text)

    async def _stream(self, body: Mapping[str, Any]) -> Any:
        openai, client = self._open()
        stream = await client.post(
            "/chat/completions",
            body=body,
            cast_to=object,
            options={"headers": self._silent},
            stream=True,
            stream_cls=openai.AsyncStream[object],
        )
        try:
            return await gather(stream)
        finally:
            await stream.close()
