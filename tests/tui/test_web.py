"""The screen in a browser: who may come in, and that a decision made there is in the review."""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from reviewer.cli.reviewing import screen_command
from reviewer.review import ReviewSession
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile
from reviewer.tui import web

CHILD = [sys.executable, str(Path(__file__).with_name("child.py"))]


@pytest.fixture
async def address(review: ReviewFile, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    told: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(web.run([*CHILD, str(review.path)], told.put_nowait))
    yield await told.get()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def split(address: str) -> tuple[str, str]:
    home, token = address.split("?token=")
    return home, token


def jar() -> aiohttp.CookieJar:
    return aiohttp.CookieJar(unsafe=True)


async def test_a_visitor_without_the_token_gets_nothing(address: str) -> None:
    home, token = split(address)
    assert home.startswith("http://127.0.0.1:")
    async with aiohttp.ClientSession(cookie_jar=jar()) as stranger:
        for path in ("", "?token=wrong", "screen"):
            async with stranger.get(home + path, headers={"Origin": home[:-1]}) as answer:
                assert answer.status == 403
    async with aiohttp.ClientSession(cookie_jar=jar()) as friend:
        async with friend.get(f"{home}?token={token}") as answer:
            assert answer.status == 200 and "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "http" not in (await answer.text()).replace("http-equiv", "")
        async with friend.get(home) as answer:
            assert answer.status == 200
    async with aiohttp.ClientSession(cookie_jar=jar()) as late, late.get(f"{home}?token={token}") as answer:
        assert answer.status == 403


async def test_other_hosts_and_origins_are_refused(address: str) -> None:
    home, token = split(address)
    async with aiohttp.ClientSession(cookie_jar=jar()) as friend:
        async with friend.get(home, headers={"Host": "evil.example"}, params={"token": token}) as answer:
            assert answer.status == 403
        async with friend.get(f"{home}?token={token}") as answer:
            assert answer.status == 200
        for origin in ({"Origin": "http://evil.example"}, {}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await friend.ws_connect(home + "screen", headers=origin)
            assert refused.value.status == 403


async def accept(address: str, review: ReviewFile) -> None:
    """Accept the first row in a tab at this address, as its page does, and close it."""
    home, token = split(address)
    async with aiohttp.ClientSession(cookie_jar=jar()) as friend:
        await (await friend.get(f"{home}?token={token}")).release()
        socket = await friend.ws_connect(home + "screen", headers={"Origin": home[:-1]})
        await socket.send_str(json.dumps({"width": 120, "height": 36}))
        drawn = ""
        async with asyncio.timeout(20):
            while "3 依据" not in drawn:
                drawn += json.loads((await socket.receive()).data).get("draw", "")
            await socket.send_str(json.dumps({"keys": "j"}))
            await socket.send_str(json.dumps({"keys": "a"}))
            while not review.journal.decisions():
                await asyncio.sleep(0.05)
        await socket.close()


async def test_a_decision_made_there_is_in_the_review_when_the_tab_closes(address: str, review: ReviewFile) -> None:
    await accept(address, review)
    assert [(d.row, d.action) for d in review.journal.decisions()] == [(1, "accept")]
    assert ReviewSession(review, who="甲").progress().decided == 1


async def test_a_tab_is_of_the_reviewer_that_the_command_was_given(review: ReviewFile) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "reviewer", "review", str(review.path), "--web", "--reviewer", "张三", "--offline",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    async with asyncio.timeout(60):
        told = (await process.stdout.readline()).decode()
        await accept(told.partition("：")[2].split()[0], review)
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert [(d.row, d.action, d.who) for d in review.journal.decisions()] == [(1, "accept", "张三")]


def test_a_tab_has_the_model_that_the_command_was_given() -> None:
    settings = Settings(reviewer="张三", model="m", offline=True)
    command = screen_command(Path("-x.review"), settings)
    assert command[3:] == ["review", "--reviewer=张三", "--model=m", "--offline", "--", "-x.review"]


async def test_the_command_itself_shows_the_screen_to_a_browser(review: ReviewFile) -> None:
    driver = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "PYTHONPATH": str(Path(__file__).parents[2])}
    process = await asyncio.create_subprocess_exec(
        *screen_command(review.path, Settings()), env=os.environ | driver, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin and process.stdout
    async with asyncio.timeout(20):
        assert await process.stdout.readline() == web.READY
    await web._end(process)
    assert process.returncode is not None


async def test_the_address_is_told_with_what_to_do_with_it(review: ReviewFile) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "reviewer", "--lang", "zh", "review", str(review.path), "--web",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    async with asyncio.timeout(60):
        told = (await process.stdout.readline()).decode()
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert re.fullmatch(r"在浏览器打开：http://127\.0\.0\.1:\d+/\?token=[\w-]+ （按 Ctrl-C 结束）\n", told)


def chromium() -> str | None:
    return next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)


class Tab:
    """A page of headless Chromium, driven by its debugging protocol on loopback."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._number = socket, 0

    async def call(self, method: str, **values: object) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_str(json.dumps({"id": self._number, "method": method, "params": values}))
        while (said := json.loads((await self._socket.receive()).data)).get("id") != self._number:
            pass
        return said["result"]  # type: ignore[no-any-return]

    async def text(self) -> str:
        said = await self.call("Runtime.evaluate", expression="document.getElementById('screen')?.textContent || ''")
        return str(said["result"].get("value", ""))

    async def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, text=key if kind == "keyDown" else "")


async def test_a_decision_made_in_a_real_browser(address: str, review: ReviewFile, tmp_path: Path) -> None:
    if (program := chromium()) is None:
        pytest.skip("no chromium here")
    profile = tmp_path / "profile"
    process = await asyncio.create_subprocess_exec(
        program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        f"--user-data-dir={profile}", "--window-size=1300,800", "--remote-debugging-port=0", address,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(45), aiohttp.ClientSession() as client:
            while not (told := profile / "DevToolsActivePort").exists() or not told.read_text():
                await asyncio.sleep(0.1)
            port = told.read_text().split()[0]
            async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                target = next(t for t in await answer.json() if t["type"] == "page")
            async with client.ws_connect(target["webSocketDebuggerUrl"]) as socket:
                tab = Tab(socket)
                while "补助资金1" not in await tab.text():
                    await asyncio.sleep(0.1)
                await tab.press("j")
                await tab.press("a")
                while "1/12" not in await tab.text():
                    await asyncio.sleep(0.1)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    assert [(d.row, d.action) for d in review.journal.decisions()] == [(1, "accept")]
