"""The engine beside plain clients and caches, each in a process of its own against one server; medians, in turns.

From prompt to stored, validated reply: CPU an item, wall time at a latency, memory; replay from the cache; a hundred
thousand items through batch plan and collect. Exits 1 where a bound is missed.
"""

import asyncio
import gc
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.provider.fast import TEXT  # noqa: E402

ITEMS, AT_ONCE, ROUNDS, REPLAYS, LATENCY = 1000, 64, 3, 5, 500
ROWS = (1, 2, 3, 4, 5)
SEED = (ROOT / "reviewer" / "sample" / "dingzhou-2021.txt").read_text(encoding="utf-8")
BOUNDS = {
    "cpu ours/create": 0.5,
    "cpu ours/parse": 0.25,
    "memory ours/create": 1.0,
    f"wall/ideal at {LATENCY} ms": 1.15,
    "replay langchain/ours, into a new review": 1 / 8,
    "replay diskcache/ours, into a new review": 1 / 0.8,
    "replay diskcache/ours, the same command again": 1 / 0.8,
    "bytes an item, plan and collect": 150.0,
}


def prompts() -> list[str]:
    """Distinct texts of about 2 KB."""
    span = len(SEED) - 800
    return [f"#{n}\n" + SEED[(n * 53) % span : (n * 53) % span + 760] for n in range(ITEMS)]


def peak() -> float:
    """Most memory of this process so far, MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


# each `async def name(port, folder)` does a batch; the first, small one is out of the clock


async def ours(port: int, folder: Path, texts: list[str]) -> None:
    from reviewer.domain.exchange import Message, Request
    from reviewer.llm import Limits, Run
    from reviewer.llm.call import Caller
    from reviewer.prompt import reply_schema
    from reviewer.store.connection import connect
    from reviewer.store.ledger import Ledger
    from reviewer.store.replies import Fingerprint, Replies
    from tests.llm.engine import SYSTEM, Validating, endpoint

    to = endpoint(f"http://127.0.0.1:{port}/v1")
    mark = Fingerprint(to.base_url, to.model, to.profile.sampling)

    def asked():
        for text in texts:
            messages = (SYSTEM, Message(role="user", content=text))
            yield Request(project="K", chunk=0, rows=ROWS, messages=messages, fingerprint=mark(messages))

    connection = connect(folder / "ledger")
    with closing(connection), closing(Replies(folder / "replies")) as replies:
        async with Caller(to, reply_schema()) as call:
            run = Run(to, call, Validating(to), replies=replies, ledger=Ledger(connection), limits=Limits(AT_ONCE))
            totals, stopped = await run.bring(asked())
        assert stopped is None
        assert totals.answered + totals.stored == len(texts)
        assert Ledger(connection).states() == {"answered": len(texts)}


def bodies(texts: list[str]):
    from tests.llm.engine import SYSTEM

    for text in texts:
        yield [{"role": "system", "content": SYSTEM.content}, {"role": "user", "content": text}]


async def gathered(act, texts: list[str]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(messages):
        async with gate:
            return await act(messages)

    await asyncio.gather(*(one(m) for m in bodies(texts)))


async def create(port: int, _folder: Path, texts: list[str]) -> None:
    import openai

    async with openai.AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="x", max_retries=0) as client:
        await gathered(lambda m: client.chat.completions.create(model="m", messages=m), texts)


async def parse(port: int, _folder: Path, texts: list[str]) -> None:
    import openai

    from reviewer.domain.proposal import Reply

    async with openai.AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="x", max_retries=0) as client:
        act = client.chat.completions.parse
        await gathered(lambda m: act(model="m", messages=m, response_format=Reply), texts)


async def langchain(_port: int, folder: Path, texts: list[str]) -> None:
    from langchain_community.cache import SQLiteCache
    from langchain_core.globals import set_llm_cache
    from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
    from langchain_core.messages import AIMessage

    from reviewer.validate import read_reply
    from tests.llm.engine import about

    set_llm_cache(SQLiteCache(str(folder / "langchain.db")))
    model = GenericFakeChatModel(messages=iter(lambda: AIMessage(TEXT), None))
    asked = [[(m["role"], m["content"]) for m in one] for one in bodies(texts)]
    replies = await model.abatch(asked, config={"max_concurrency": AT_ONCE})
    chunk, project = about("K", ROWS)
    assert all(read_reply(reply.content, chunk, project).ok for reply in replies)


async def diskcached(_port: int, folder: Path, texts: list[str]) -> None:
    import diskcache

    from reviewer.validate import read_reply
    from tests.llm.engine import about

    chunk, project = about("K", ROWS)
    with diskcache.Cache(str(folder / "disk")) as cache:
        for messages in bodies(texts):
            key = hashlib.sha256(json.dumps(messages, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
            text = cache.get(key)
            if text is None:
                cache.set(key, text := TEXT)
            assert read_reply(text, chunk, project).ok


def batches(count: int, folder: Path) -> None:
    """So many requests planned, answered, collected."""
    from reviewer.domain.exchange import Exchange
    from reviewer.llm import batch
    from reviewer.llm.ladder import Shape
    from reviewer.pipeline.batching import Collector
    from reviewer.prompt import reply_schema
    from reviewer.store.connection import connect
    from reviewer.store.ledger import Ledger
    from reviewer.store.replies import Replies
    from tests.llm.engine import Forgetful, endpoint, requests

    to = endpoint("http://127.0.0.1:9/v1")
    connection = connect(folder / "ledger")
    ledger = Ledger(connection)

    def enlisted():
        some = []
        for request in requests(to, count, ROWS):
            some.append(Exchange.of(request, "waiting"))
            if len(some) == 256:
                ledger.enlist(some)
                some = []
            yield request
        ledger.enlist(some)

    planned = batch.plan(enlisted(), to, Shape.of(to.profile, {}), reply_schema(), folder)
    assert planned.requests == count
    with closing(Replies(folder / "replies")) as replies:
        collector = Collector(to, ledger, replies, Forgetful())
        for shard in planned.shards:
            out = folder / "out.jsonl"
            with (folder / shard.name).open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as answers:
                for line in lines:
                    asked = json.loads(line)
                    key = asked["body"]["messages"][1]["content"].split("：", 1)[1].split("\n", 1)[0]
                    body = {"choices": [{"message": {"content": TEXT.replace('"K"', json.dumps(key))}}]}
                    answer = {"custom_id": asked["custom_id"], "response": {"status_code": 200, "body": body}}
                    answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
            collector.collect(out)
        done = collector.collected()
    assert (done.taken, done.further, done.left) == (count, 0, ())
    assert ledger.states() == {"answered": count}
    connection.close()


def child(name: str, port: str, folder: str) -> None:
    """One batch in this process; prints its figures."""
    if name.isdigit():
        batches(int(name), Path(folder))
        print(json.dumps({"peak": peak()}))
        return
    # As the command line has it, for all alike.
    gc.set_threshold(100_000, 20, 20)
    act = globals()[name]
    texts = prompts()

    async def both():
        with tempfile.TemporaryDirectory() as warm:
            await act(int(port), Path(warm), texts[:1])
        start, cpu = time.perf_counter(), time.process_time()
        await act(int(port), Path(folder), texts)
        return time.perf_counter() - start, time.process_time() - cpu

    wall, cpu = asyncio.run(both())
    print(json.dumps({"wall": wall, "cpu": cpu * 1000 / ITEMS, "peak": peak()}))


def ran(name: str, port: int, folder: Path) -> dict[str, float]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"OPENAI_API_KEY": "x", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, __file__, "child", name, str(port), str(folder)]
    return json.loads(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout)


class Server:
    def __init__(self, latency: int) -> None:
        command = [sys.executable, str(ROOT / "tests" / "provider" / "fast.py"), str(latency)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline())

    def count(self) -> int:
        return json.load(urlopen(f"http://127.0.0.1:{self.port}/stats"))["n"]

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._process.terminate()
        self._process.wait()


def clients() -> dict[str, float]:
    """CPU and memory without latency; wall time with it."""
    seen: dict[str, list[dict[str, float]]] = {"ours": [], "create": [], "parse": []}
    with Server(0) as server:
        for _round in range(ROUNDS):
            for name, figures in seen.items():
                with tempfile.TemporaryDirectory() as folder:
                    figures.append(ran(name, server.port, Path(folder)))
    cpu = {name: median(f["cpu"] for f in figures) for name, figures in seen.items()}
    memory = {name: median(f["peak"] for f in figures) for name, figures in seen.items()}
    print("ms an item:", {k: round(v, 2) for k, v in cpu.items()}, "MB:", {k: round(v) for k, v in memory.items()})
    with Server(LATENCY) as server:
        walls = []
        for _round in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                walls.append(ran("ours", server.port, Path(folder))["wall"])
    ideal = ITEMS * LATENCY / 1000 / AT_ONCE
    print("wall:", [round(w, 2) for w in walls], "ideal:", round(ideal, 2), "load:", os.getloadavg()[0])
    return {
        "cpu ours/create": cpu["ours"] / cpu["create"],
        "cpu ours/parse": cpu["ours"] / cpu["parse"],
        "memory ours/create": memory["ours"] / memory["create"],
        f"wall/ideal at {LATENCY} ms": min(walls) / ideal,
    }


def replays() -> dict[str, float]:
    """Nothing is sent: items a second, by CPU, the least of each, for what else runs here only adds to it.

    All give a stored reply, validated. `again` finds it in its review, as when the same command is run once more;
    `anew` finds it in the cache and, beyond what the peers do, writes request and reply into a new review, durably.
    """
    with tempfile.TemporaryDirectory() as kept, Server(0) as server:
        acts = {"anew": "ours", "again": "ours", "langchain": "langchain", "diskcached": "diskcached"}
        for act in ("ours", "langchain", "diskcached"):
            ran(act, server.port, Path(kept))
        before = server.count()
        seen: dict[str, list[float]] = {name: [] for name in acts}
        for _round in range(REPLAYS):
            (Path(kept) / "ledger").unlink()
            for name, act in acts.items():
                seen[name].append(ran(act, server.port, Path(kept))["cpu"])
        # The first, small batch of each process of ours is asked anew.
        assert server.count() - before == 2 * REPLAYS, "a replay sent a request"
    cpu = {name: min(figures) for name, figures in seen.items()}
    print("replay, ms an item:", {k: round(v, 3) for k, v in cpu.items()}, "load:", os.getloadavg()[0])
    return {
        "replay langchain/ours, into a new review": cpu["anew"] / cpu["langchain"],
        # The cache itself is read only here; the same command again finds its replies in the review.
        "replay diskcache/ours, into a new review": cpu["anew"] / cpu["diskcached"],
        "replay diskcache/ours, the same command again": cpu["again"] / cpu["diskcached"],
    }


def flat() -> dict[str, float]:
    """Memory of 100,000 items beside that of 10,000."""
    peaks = []
    for count in (10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            peaks.append(ran(str(count), 0, Path(folder))["peak"])
    print("plan and collect, MB:", [round(p) for p in peaks])
    return {"bytes an item, plan and collect": (peaks[1] - peaks[0]) * 1024**2 / 90_000}


def main() -> int:
    measured = {**clients(), **replays(), **flat()}
    missed = 0
    for name, value in measured.items():
        over = value > BOUNDS[name]
        missed += over
        print(f"{name} {value:.3f} (bound {BOUNDS[name]:.3f}){' MISSED' if over else ''}")
    return int(missed > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:])
    else:
        sys.exit(main())
