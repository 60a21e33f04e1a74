"""A scripted OpenAI-compatible server on loopback, in a thread of its own; what it answers, a function decides.

By itself: `python tests/provider/server.py MODE` prints its address; MODE is one of MODES.
"""

import asyncio
import json
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiohttp import web

Script = Callable[[dict[str, Any], int], Any]
"""(body, number of the request) -> a reply's text, a reply's whole body (dict), (status, body text, headers), or a
`Raw` that writes the answer itself."""

PROMPT_TOKENS, COMPLETION_TOKENS = 1000, 100
"""What every reply costs."""


class Raw:
    """`await write(request)` answers by hand: half a body, a drip, a stream."""

    def __init__(self, write: Callable[[web.Request], Any], *, counted: bool = False) -> None:
        self.write = write
        self.counted = counted
        """Whether the reply arrives whole and is to be counted as spent."""


def rows_asked(body: dict[str, Any]) -> tuple[str, list[int]]:
    """The project's key and the rows that a request asks about."""
    text = next(m["content"] for m in body["messages"] if m["role"] == "user")
    key = re.search(r"project[^\n]*?([0-9A-Z]{15,24}|#\d+)", text)
    mine = re.search(r"^本次负责的行：([\d、]+)", text, re.M)
    rows = [int(n) for n in mine[1].split("、")] if mine else [int(n) for n in re.findall(r"^(\d+)｜", text, re.M)]
    return (key[1] if key else ""), rows


def sound(body: dict[str, Any], _number: int) -> str:
    """A valid reply that finds nothing wrong."""
    key, rows = rows_asked(body)
    return json.dumps({"project": key, "sound": rows, "proposals": []}, ensure_ascii=False)


def lying(body: dict[str, Any], _number: int) -> str:
    """A valid reply that invents a head-count and a document number for every row."""
    key, rows = rows_asked(body)
    return json.dumps({"project": key, "sound": [], "proposals": [entry(r) for r in rows]}, ensure_ascii=False)


def entry(row: int) -> dict[str, Any]:
    """A proposal that is valid by the schema and true in nothing."""
    return {
        "row": row,
        "action": "replace",
        "resolves": ["V02"],
        "level1": None,
        "level2": None,
        "name": "发放补助的人数",
        "definition": "按花名册统计的人数",
        "target": "≥43217人",
        "basis": "计划标准：冀财社〔2099〕999号",
        "origin": "stated",
        "evidence": ["计划发放43217人"],
        "formula": None,
        "question": None,
        "reason": "改为人数",
    }


def rubbish(_body: dict[str, Any], _number: int) -> str:
    return "对不起，我不能……<html>"


def refusing(_body: dict[str, Any], _number: int) -> tuple[int, str, dict[str, str]]:
    return 401, '{"error": {"message": "invalid api key"}}', {}


MODES: dict[str, Script] = {"up": sound, "lying": lying, "rubbish": rubbish, "refusing": refusing}


def whole(text: str, *, finish: str = "stop", **message: Any) -> dict[str, Any]:
    """A reply's body around a text."""
    return {
        "model": "scripted-1",
        "choices": [{"finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}],
        "usage": usage(),
    }


def usage() -> dict[str, Any]:
    return {
        "prompt_tokens": PROMPT_TOKENS,
        "completion_tokens": COMPLETION_TOKENS,
        "prompt_tokens_details": {"cached_tokens": 600},
        "completion_tokens_details": {"reasoning_tokens": 10},
    }


def mode_of(body: dict[str, Any]) -> str:
    """The structured-output mode in which a request asks."""
    if body.get("tools"):
        return "tools"
    return (body.get("response_format") or {}).get("type", "prompt")


class Provider:
    """`with Provider(script) as p:` then `p.url`; `p.bodies` is what it was asked, in order."""

    def __init__(self, script: Script = sound, *, knows: tuple[str, ...] = ("json_schema", "json_object")) -> None:
        self.script = script
        self.knows = knows
        self.bodies: list[dict[str, Any]] = []
        self.headers: set[str] = set()
        """Names of the headers of all requests."""
        self.spent: Counter[str] = Counter()
        """Tokens of the replies that were sent whole."""
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.models: list[dict[str, Any]] = []
        """What it lists of its models."""
        self.wrapped = False
        """Whether identifiers stand inside `data`, as SiliconFlow has them."""
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def modes(self) -> list[str]:
        """In what mode each request asked."""
        return [mode_of(body) for body in self.bodies]

    def __enter__(self) -> "Provider":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_exc: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self.start())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        self._loop.close()

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=200 * 1024**2)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/files", self._upload)
        app.router.add_get("/v1/files/{id}/content", self._content)
        app.router.add_post("/v1/batches", self._create)
        app.router.add_get("/v1/batches/{id}", self._state)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        self.headers.update(name.lower() for name in request.headers)
        mode = mode_of(body)
        if mode != "prompt" and mode not in self.knows:
            error = {"error": {"message": f"response_format type {mode} is not supported"}}
            return web.json_response(error, status=400)
        said = self.script(body, len(self.bodies))
        if isinstance(said, Raw):
            if said.counted:
                self._count(usage())
            return await said.write(request)
        if isinstance(said, tuple):
            status, text, headers = said
            return web.Response(status=status, text=text, headers=headers)
        reply = said if isinstance(said, dict) else whole(said)
        if mode == "tools" and not isinstance(said, dict):
            call = {"type": "function", "function": {"name": "reply", "arguments": said}}
            reply = whole("", tool_calls=[call])
        self._count(reply.get("usage") or {})
        return web.json_response(reply)

    async def _models(self, _request: web.Request) -> web.Response:
        if not self.models:
            raise web.HTTPNotFound
        return web.json_response({"object": "list", "data": self.models})

    def _count(self, said: dict[str, Any]) -> None:
        self.spent["prompt"] += said.get("prompt_tokens", 0)
        self.spent["completion"] += said.get("completion_tokens", 0)

    # the batch interface

    def _wrap(self, value: dict[str, Any]) -> web.Response:
        return web.json_response({"code": 20000, "status": True, "data": value} if self.wrapped else value)

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        name = f"file-{len(self.files)}"
        self.files[name] = form["file"].file.read()  # type: ignore[union-attr]
        return self._wrap({"id": name, "purpose": form["purpose"]})

    async def _create(self, request: web.Request) -> web.Response:
        asked = await request.json()
        name = f"batch-{len(self.batches)}"
        self.batches[name] = {**asked, "id": name, "status": "in_progress", "request_counts": None}
        return self._wrap(self.batches[name])

    def finish(self, script: Script = sound) -> None:
        """Answer every batch, last line first."""
        for batch in self.batches.values():
            lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
            out = f"out-{batch['id']}"
            answers = [answer_line(line, script) for line in reversed(lines)]
            self.files[out] = "".join(answers).encode()
            count = {"completed": len(lines), "failed": 0, "total": len(lines)}
            batch |= {"status": "completed", "output_file_id": out, "request_counts": count}

    async def _state(self, request: web.Request) -> web.Response:
        return self._wrap(self.batches[request.match_info["id"]])

    async def _content(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["id"]], content_type="application/jsonl")


def answer_line(line: dict[str, Any], script: Script) -> str:
    """One line of an answers file."""
    body = whole(script(line["body"], 0))
    answer = {"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}, "error": None}
    return json.dumps(answer, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    with Provider(MODES[sys.argv[1]]) as _provider:
        print(_provider.url, flush=True)
        threading.Event().wait()
