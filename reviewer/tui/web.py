"""The same screen in a browser: a server on loopback, one process of the screen a tab, no shell, no outside address.

The page's address carries a token that is good for one visit; it is exchanged for a cookie. Requests by another host
name (DNS rebinding) or from another origin's page are refused.
"""

import asyncio
import hmac
import json
import os
import secrets
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from aiohttp import WSMsgType, web

from reviewer.language import _

LOOPBACK = "127.0.0.1"
COOKIE = "reviewer_session"
READY = b"__GANGLION__\n"
"""What textual's web driver writes once it is ready for packets."""
_PAGE = Path(__file__).with_name("web.html")


class Gate:
    """Who may come in: the bearer of the unused token, then the bearer of the cookie it was exchanged for."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._cookie = secrets.token_urlsafe(24)
        self._used = False

    def admit(self, token: str) -> str | None:
        """The cookie for the first bearer of the token, None for everyone after."""
        if self._used or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._used = True
        return self._cookie

    def knows(self, cookie: str) -> bool:
        return hmac.compare_digest(cookie.encode(), self._cookie.encode())


def application(command: Sequence[str], port: Callable[[], int], gate: Gate) -> web.Application:
    """The two addresses: `/` the page, `/screen` the websocket that a process of `command` stands behind."""

    @web.middleware
    async def guard(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if request.host not in (f"{LOOPBACK}:{port()}", f"localhost:{port()}"):
            raise web.HTTPForbidden(text="host")
        return await handler(request)

    async def page(request: web.Request) -> web.Response:
        if token := request.query.get("token"):
            cookie = gate.admit(token)
            if cookie is None and not gate.knows(request.cookies.get(COOKIE, "")):
                raise web.HTTPForbidden(text=_("这个地址已用过或不对，请在终端重新运行命令。"))
            answer = web.Response(status=303, headers={"Location": "/"})
            if cookie:
                answer.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", path="/")
            return answer
        if not gate.knows(request.cookies.get(COOKIE, "")):
            raise web.HTTPForbidden(text=_("请用终端里给出的地址打开。"))
        nonce = secrets.token_urlsafe(12)
        policy = f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'"
        headers = {
            "Content-Security-Policy": f"{policy}; frame-ancestors 'none'; base-uri 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        text = _PAGE.read_text(encoding="utf-8").replace("{nonce}", nonce)
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def screen(request: web.Request) -> web.WebSocketResponse:
        origins = (f"http://{LOOPBACK}:{port()}", f"http://localhost:{port()}")
        if request.headers.get("Origin") not in origins or not gate.knows(request.cookies.get(COOKIE, "")):
            raise web.HTTPForbidden(text="origin")
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=1 << 20)
        await socket.prepare(request)
        await _attend(socket, command)
        return socket

    app = web.Application(middlewares=[guard])
    app.add_routes([web.get("/", page), web.get("/screen", screen)])
    return app


async def _attend(socket: web.WebSocketResponse, command: Sequence[str]) -> None:
    """Run the screen for one tab; when the tab closes the process is asked to end. Every decision is on the disk.

    The tab speaks first, of its size: a size told later might be overtaken by the one that the screen begins with.
    """
    try:
        width, height = _size(json.loads((await socket.receive(timeout=30)).data))
    except (ValueError, KeyError, TypeError, TimeoutError):
        await socket.close(code=1003)
        return
    environment = os.environ | {
        "COLUMNS": str(width),
        "ROWS": str(height),
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "PYTHONUTF8": "1",
    }
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdin and process.stdout
    pump = asyncio.create_task(_pump(process.stdout, socket))
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                process.stdin.write(_packet(json.loads(message.data)))
                await process.stdin.drain()
    except (ConnectionError, ValueError, KeyError, TypeError):
        await socket.close(code=1003)
    finally:
        await _end(process)
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)


def _packet(said: dict[str, object]) -> bytes:
    """What a browser says, `{keys}` or `{width, height}`, as a packet of textual's web driver."""
    if "keys" in said:
        kind, payload = b"D", str(said["keys"]).encode()
    else:
        width, height = _size(said)
        kind, payload = b"M", json.dumps({"type": "resize", "width": width, "height": height}).encode()
    return kind + len(payload).to_bytes(4, "big") + payload


def _size(said: dict[str, object]) -> tuple[int, int]:
    """Columns and lines of a tab, within reason."""
    width, height = (max(20, min(500, int(str(said[k])))) for k in ("width", "height"))
    return width, height


async def _pump(stdout: asyncio.StreamReader, socket: web.WebSocketResponse) -> None:
    """Pass what the screen draws on to the tab; ends with the process."""
    try:
        while await stdout.readline() != READY:
            if stdout.at_eof():
                await socket.send_str(json.dumps({"end": True}))
                return
        while True:
            kind = await stdout.readexactly(1)
            payload = await stdout.readexactly(int.from_bytes(await stdout.readexactly(4), "big"))
            if kind == b"D":
                await socket.send_str(json.dumps({"draw": payload.decode(errors="replace")}))
            elif kind == b"M" and json.loads(payload).get("type") == "exit":
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    if not socket.closed:
        await socket.send_str(json.dumps({"end": True}))
        await socket.close()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask the screen to leave, then insist."""
    if process.returncode is None and process.stdin:
        payload = b'{"type": "quit"}'
        try:
            process.stdin.write(b"M" + len(payload).to_bytes(4, "big") + payload)
            await process.stdin.drain()
            process.stdin.close()
        except ConnectionError:
            pass
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
    await process.wait()


async def run(command: Sequence[str], say: Callable[[str], None], *, port: int = 0) -> None:
    """Serve until cancelled; `say` is told the address with its token. Port 0 takes a free one."""
    gate = Gate()
    taken = [port]
    runner = web.AppRunner(application(command, lambda: taken[0], gate), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, LOOPBACK, port)
        await site.start()
        taken[0] = runner.addresses[0][1]
        say(f"http://{LOOPBACK}:{taken[0]}/?token={gate.token}")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
