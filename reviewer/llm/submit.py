"""Hands shards to a provider's batch interface, asks how they stand, and fetches the answers.

OpenAI's interface and its variants: GLM (its own address in each line, no window), SiliconFlow (identifiers inside
`data`, answers at an address of their own). What differs stands in the profile.
"""

import contextlib
import json
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from reviewer.domain.value import Value
from reviewer.errors import ConfigurationError, ReviewerError, ServiceError, StorageError
from reviewer.language import _
from reviewer.llm.batch import Shard
from reviewer.llm.call import MACHINE, silent
from reviewer.llm.endpoint import Endpoint, api_key
from reviewer.llm.failure import CallError, of_status, unreachable

ENDED = ("completed", "failed", "expired", "cancelled", "canceled")
BLOCK = 1 << 16


class Job(Value):
    """A shard at the provider."""

    shard: str
    sha256: str
    file: str = ""
    """Identifier of the uploaded shard."""
    batch: str = ""
    """Identifier of the batch; empty while only the file is there."""
    status: str = "uploaded"
    done: int = 0
    failed: int = 0
    total: int = 0
    output: str = ""
    """Identifier or address of the answers."""
    errors: str = ""
    """The same of the requests that failed."""
    fetched: tuple[str, ...] = ()
    """Of these two, what was collected."""

    @property
    def ended(self) -> bool:
        return self.status in ENDED


class Interface:
    """An open connection to the batch interface of an endpoint: `async with Interface(to) as interface`."""

    def __init__(self, to: Endpoint) -> None:
        if to.profile.batch.variant == "file":
            raise ConfigurationError(
                _(
                    "{name} 没有批量接口可交：请用它自己的工具跑分片（如 vllm run-batch），再运行 batch collect。"
                ).format(name=to.profile.title or to.profile.name)
            )
        self.to = to
        self._key = api_key()

    async def __aenter__(self) -> Self:
        import openai

        self._openai = openai
        self._client = openai.AsyncOpenAI(
            base_url=self.to.base_url,
            api_key=self._key,
            max_retries=2,
            timeout=max(self.to.timeout, 600.0),
            default_headers=silent(MACHINE),
            http_client=openai.DefaultAioHttpClient(),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    async def upload(self, path: Path, shard: Shard) -> Job:
        """The shard's file at the provider. Raises ConfigurationError, ServiceError."""
        async with self._said():
            reply = await self._client.post(
                "/files",
                body={"purpose": "batch"},
                files={"file": (shard.name, path.read_bytes(), "application/jsonl")},
                options={"headers": {"Content-Type": "multipart/form-data"}},
                cast_to=object,
            )
        return Job(shard=shard.name, sha256=shard.sha256, file=self._identifier(reply), total=shard.rows)

    async def create(self, job: Job) -> Job:
        """The uploaded shard as a running batch."""
        variant = self.to.profile.batch
        body: dict[str, Any] = {"input_file_id": job.file, "endpoint": variant.url, **variant.extra}
        if variant.window:
            body["completion_window"] = variant.window
        async with self._said():
            reply = await self._client.post("/batches", body=body, cast_to=object)
        return self._updated(job, reply)

    async def status(self, job: Job) -> Job:
        """How the batch stands."""
        async with self._said():
            reply = await self._client.get(f"/batches/{job.batch}", cast_to=object)
        return self._updated(job, reply)

    async def fetch(self, where: str, path: Path) -> None:
        """Write the answers at `where`, an identifier or an address, to `path`, a block at a time."""
        part = path.with_name(path.name + ".part")
        try:
            async with self._said(), self._opened(where) as response:
                with part.open("wb") as file:
                    async for block in response.iter_bytes(BLOCK):
                        file.write(block)
                    file.flush()
                    os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise StorageError(
                _("写不了答复文件 {file}（{why}）。").format(file=path, why=error.strerror or error)
            ) from None

    @contextlib.asynccontextmanager
    async def _opened(self, where: str) -> AsyncIterator[Any]:
        if where.startswith(("http://", "https://")):
            # The address carries its own permission; the key goes to the endpoint only.
            http = self._openai.DefaultAioHttpClient()
            async with http, http.stream("GET", where) as response:
                response.raise_for_status()
                yield response
        else:
            async with self._client.files.with_streaming_response.content(where) as response:
                yield response

    def _updated(self, job: Job, reply: Any) -> Job:
        value = _inner(reply)
        counts = value.get("request_counts")
        counts = counts if isinstance(counts, Mapping) else {}
        known = {
            "batch": job.batch or self._identifier(reply),
            "status": str(value.get("status") or job.status),
            "done": int(counts.get("completed") or 0),
            "failed": int(counts.get("failed") or 0),
            "total": int(counts.get("total") or job.total),
            "output": str(value.get("output_file_id") or ""),
            "errors": str(value.get("error_file_id") or ""),
        }
        return job.model_copy(update=known)

    def _identifier(self, reply: Any) -> str:
        said = _inner(reply).get("id")
        if not isinstance(said, str) or not said:
            raise ServiceError(
                _("{host} 的批量接口没有给出编号：{said}").format(
                    host=self.to.host, said=json.dumps(reply, ensure_ascii=False, default=str)[:160]
                )
            )
        return said

    @contextlib.asynccontextmanager
    async def _said(self) -> AsyncIterator[None]:
        """Errors of the interface as sentences."""
        openai, to = self._openai, self.to
        try:
            yield
        except openai.APIStatusError as error:
            raise _as_error(
                of_status(error.status_code, error.body or error.message, error.response.headers, to.host, to.profile)
            ) from None
        except openai.OpenAIError as error:
            raise _as_error(unreachable(to.host, error)) from None


def _inner(reply: Any) -> Mapping[str, Any]:
    value = reply if isinstance(reply, Mapping) else {}
    data = value.get("data")
    return data if isinstance(data, Mapping) and "id" not in value else value


def _as_error(failure: CallError) -> ReviewerError:
    kind = ConfigurationError if failure.setting else ServiceError
    return kind(_("{why}；已交的都记下了，再运行同一条命令就接着做。").format(why=failure.reason.rstrip("。")))
