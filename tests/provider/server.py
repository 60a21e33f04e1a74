"""A scripted OpenAI-compatible server on loopback, in a thread of its own; what it answers, a function decides.

By itself: `python tests/provider/server.py MODE` prints its address; MODE is one of MODES.
"""

import asyncio
import json
import re
import sys
import threading
from collections.abc import Callable
from typing import Any

from aiohttp import web

Script = Callable[[dict[str, Any], int], Any]
"""(body, number of the request) -> a reply's text, or (status, body text, headers)."""


def rows_asked(body: dict[str, Any]) -> tuple[str, list[int]]:
    """The project's key and the rows that a request asks about."""
    text = next(m["content"] for m in body["messages"] if m["role"] == "user")
    key = re.search(r"project[^\n]*?([0-9A-Z]{15,24}|#\d+)", text)
    table = re.findall(r"^(\d+)｜", text, re.M)
    return (key[1] if key else ""), [int(n) for n in table]


def sound(body: dict[str, Any], _number: int) -> str:
    """A valid reply that finds nothing wrong."""
    key, rows = rows_asked(body)
    return json.dumps({"project": key, "sound": rows, "proposals": []}, ensure_ascii=False)


def lying(body: dict[str, Any], _number: int) -> str:
    """A valid reply that invents a head-count and a document number for every row."""
    key, rows = rows_asked(body)
    entry = {
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
    proposals = [{"row": row, **entry} for row in rows]
    return json.dumps({"project": key, "sound": [], "proposals": proposals}, ensure_ascii=False)


def rubbish(_body: dict[str, Any], _number: int) -> str:
    return "对不起，我不能……<html>"


def refusing(_body: dict[str, Any], _number: int) -> tuple[int, str, dict[str, str]]:
    return 401, '{"error": {"message": "invalid api key"}}', {}


MODES: dict[str, Script] = {"up": sound, "lying": lying, "rubbish": rubbish, "refusing": refusing}


class Provider:
    """`with Provider(script) as p:` then `p.url`; `p.bodies` is what it was asked, in order."""

    def __init__(self, script: Script = sound, *, knows: tuple[str, ...] = ("json_schema", "json_object")) -> None:
        self.script = script
        self.knows = knows
        self.bodies: list[dict[str, Any]] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

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
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _complete(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.bodies.append(body)
        mode = (body.get("response_format") or {}).get("type")
        if mode and mode not in self.knows:
            error = {"error": {"message": f"response_format type {mode} is not supported"}}
            return web.json_response(error, status=400)
        said = self.script(body, len(self.bodies))
        if isinstance(said, tuple):
            status, text, headers = said
            return web.Response(status=status, text=text, headers=headers)
        if isinstance(said, dict):
            return web.json_response(said)
        return web.json_response(
            {
                "model": "scripted-1",
                "choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": said}}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 100},
            }
        )


if __name__ == "__main__":
    with Provider(MODES[sys.argv[1]]) as _provider:
        print(_provider.url, flush=True)
        threading.Event().wait()
