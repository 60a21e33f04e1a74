"""kill -9 at any moment of a run, then the same command: nothing lost, next to nothing paid twice, the same result."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from aiohttp import web

from reviewer.domain.exchange import Message
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import session
from reviewer.settings import PACKAGE, Settings
from reviewer.store.replies import Fingerprint, Replies
from reviewer.store.review_file import ReviewFile, begun
from tests.pipeline.conftest import SAMPLE, exchanges
from tests.pipeline.test_misbehaviour import cut, error
from tests.provider.server import Provider, Raw, lying, rows_asked, sound, usage, whole

AT_ONCE = 4
PROJECTS = "13."


def moody(body, _number):
    """The same request gets the same answer, whenever it is asked: good, invented, cut off, blocked, or late."""
    key, rows = rows_asked(body)
    mood = sum(map(ord, key)) % 6
    if mood == 1 and len(body["messages"]) == 2:
        return lying(body, 0)
    if mood == 2 and len(rows) > 4:
        return whole(cut(body, 3), finish="length")
    if mood == 3:
        return error(400, "inappropriate content", code="data_inspection_failed")
    if mood == 4 and len(rows) > 6:
        return error(400, "This model's maximum context length was exceeded")
    return sound(body, 0)


def late(body, number):
    said = moody(body, number)

    async def write(_request):
        await asyncio.sleep(random.uniform(0.02, 0.25))
        if isinstance(said, tuple):
            return web.Response(status=said[0], text=said[1])
        return web.json_response(said if isinstance(said, dict) else {**whole(said), "usage": usage()})

    return Raw(write)


class Scene:
    """One review in a folder of its own."""

    def __init__(self, folder, provider):
        self.folder, self.provider = folder, provider
        self.file = folder / "表.txt"
        folder.mkdir()
        text = SAMPLE.read_text(encoding="utf-8")
        self.file.write_text(text[: text.index("\n" + PROJECTS)], encoding="utf-8")
        self.settings = Settings(base_url=provider.url, model="m", cache_dir=folder / "cache")

    def start(self):
        environment = os.environ | {
            "OPENAI_BASE_URL": self.provider.url,
            "OPENAI_API_KEY": "k",
            "REVIEWER_MODEL": "m",
            "REVIEWER_CACHE": str(self.folder / "cache"),
            "REVIEWER_LANG": "zh",
        }
        command = [sys.executable, "-m", "reviewer", "propose", str(self.file), "--yes", "--concurrency", str(AT_ONCE)]
        return subprocess.Popen(
            command, env=environment, cwd=Path(PACKAGE).parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def finish(self):
        running = self.start()
        _out, said = running.communicate(timeout=300)
        assert running.returncode == 6, said
        assert "Traceback" not in said

    def answered(self):
        """The requests whose reply had arrived, by fingerprint."""
        if not begun(self.file.with_name("表.txt.review")):
            return set()
        with ReviewFile.open(self.file.with_name("表.txt.review")) as review:
            return {e.fingerprint for e in exchanges(review) if e.settled}

    def result(self):
        """Everything that the run came to, times and tries apart."""
        with ReviewFile.open(self.file.with_name("表.txt.review")) as review:
            review.journal.prove()
            ledger = {
                e.fingerprint: (e.state, e.error, e.attempt, e.rows, e.answer and e.answer.text)
                for e in exchanges(review)
            }
            now = session(review, Knowledge(self.settings))
            rows = {(i.key, i.digest, i.verified, now.note(i)) for i in now.items}
        with Replies(self.settings.cache) as replies:
            cached = {key for key in ledger if replies.get(key)}
        return ledger, rows, cached

    def asked(self):
        """How often each request was sent since the bodies were last cleared."""
        bodies = self.provider.bodies
        mark = Fingerprint(self.provider.url, "m", {"temperature": 0})
        return Counter(
            mark([Message(**m) for m in b["messages"]])
            for b in bodies
            if (b.get("response_format") or {}).get("type") == "json_schema"
        )


def crashes(tmp_path, count, seed):
    chance = random.Random(seed)
    with Provider(late, knows=("json_schema",)) as provider:
        reference = Scene(tmp_path / "whole", provider)
        reference.finish()
        requests = len(provider.bodies)
        expected = reference.result()
        assert {state for state, *_rest in expected[0].values()} >= {"answered", "blocked", "failed"}
        hits = 0
        for n in range(count):
            scene = Scene(tmp_path / f"killed-{n}", provider)
            provider.bodies.clear()
            running = scene.start()
            # The moment is told by what was asked so far: how long a run takes depends on the machine.
            moment = chance.randrange(requests)
            while len(provider.bodies) < moment and running.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.1))
            running.send_signal(signal.SIGKILL)
            running.communicate()
            arrived, before = scene.answered(), scene.asked()
            hits += bool(arrived) and len(arrived) < len(expected[0])
            provider.bodies.clear()
            scene.finish()
            after = scene.asked()
            assert not arrived & after.keys(), "a reply that had arrived was asked for again"
            twice = sum((before + after).values()) - len(before + after)
            assert twice <= AT_ONCE, json.dumps(sorted((before & after).values()))
            assert scene.result() == expected
    return hits


def test_killed_at_random_moments(tmp_path):
    assert crashes(tmp_path, 5, 1) >= 1


@pytest.mark.soak
def test_killed_at_a_hundred_random_moments(tmp_path):
    assert crashes(tmp_path, 100, time.time_ns()) >= 30
