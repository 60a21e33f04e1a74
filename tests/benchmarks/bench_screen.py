"""The screen at 1,000, 10,000 and 100,000 proposals beside DataTable and visidata; CPU time, medians, one run.

Prints `name ratio` lines with the floor of each and exits 1 where one is missed.
"""

import asyncio
import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import DataTable

sys.path.insert(0, str(Path(__file__).parents[2]))

from reviewer.domain.document import Document
from reviewer.domain.finding import Finding, Findings
from reviewer.review import ReviewSession, parse_filter
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile
from reviewer.tui.app import ReviewApp
from tests.review.conftest import project, proposal, verdict

SIZE = (120, 36)
HUGE = int(os.environ.get("ROWS_AT_MOST", "100000"))


def build(path: Path, rows: int) -> None:
    """A review with this many proposals, four a project."""
    projects = tuple(project(n, f"单位{n // 100}") for n in range(1, rows // 4 + 1))
    document = Document(file="表.txt", sha256="a" * 64, format="txt", projects=projects)
    with ReviewFile.create(path, [document]) as review, review.connection.writing():
        for p in projects:
            found = tuple(
                Finding(code=c, severity="error", project=p.key, row=n, message="m", field="target")
                for n, c in enumerate(("M03", "M02", "V01", "T01"), 1)
            )
            review.journal.record_findings(p.key, Findings(found=found))
            made = [proposal(p.key, n, target=f"≥{n}人", reason="理由") for n in range(1, 5)]
            review.journal.record_proposals(made, [verdict(m) for m in made])


class Table(App[None]):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("状态", "问题", "行", "维度", "名称")
        table.add_rows([("?", "必改", str(n), "数量", f"发放人数{n}") for n in range(self.rows)])


async def per_key(app: App[None], act: Callable[[Pilot[None]], Awaitable[None]], times: int) -> float:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await act(pilot)
        spent = []
        for _n in range(times):
            start = time.process_time()
            await act(pilot)
            spent.append(time.process_time() - start)
        return statistics.median(spent)


def presses(key: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(key)

    return act


async def update_cell(pilot: Pilot[None]) -> None:
    table = pilot.app.query_one(DataTable)
    row, column = table.coordinate_to_cell_key(table.cursor_coordinate)
    table.update_cell(row, column, "A", update_width=True)
    await pilot.press("down")


def median(call: Callable[[], float], times: int = 3) -> float:
    return statistics.median(call() for _n in range(times))


def command_cpu(*words: str) -> float:
    """CPU seconds of a whole process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm"}
    subprocess.run(words, env=environment, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


EMPTY = """
import asyncio
from textual.app import App
async def main():
    async with App().run_test(size=(120, 36)) as pilot:
        await pilot.pause()
asyncio.run(main())
"""
FIRST_ROW = """
import asyncio, sys
from pathlib import Path
from reviewer.review import ReviewSession
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile
from reviewer.tui.app import ReviewApp
async def main():
    with ReviewFile.open(Path(sys.argv[1])) as review:
        session = ReviewSession(review, who="a")
        async with ReviewApp(session, Settings()).run_test(size=(120, 36)) as pilot:
            await pilot.pause()
asyncio.run(main())
"""


def run(folder: Path) -> list[tuple[str, float, float]]:
    """Each ratio with its floor."""
    paths = {n: folder / f"{n}.review" for n in (1_000, 10_000, HUGE)}
    for n, path in paths.items():
        build(path, n)

    def session(n: int) -> ReviewSession:
        review = ReviewFile.open(paths[n])
        return ReviewSession(review, who="甲")

    out: list[tuple[str, float, float]] = []
    sessions = {n: session(n) for n in paths}
    empty = median(lambda: command_cpu(sys.executable, "-c", EMPTY))
    paint = {
        n: median(lambda p=p: command_cpu(sys.executable, "-c", FIRST_ROW, str(p)))  # type: ignore[misc]
        for n, p in paths.items()
    }
    out.append(("first paint at 100,000 / an empty app", paint[HUGE] / empty, 3))
    out.append(("first paint at 100,000 / ours at 1,000", paint[HUGE] / paint[1_000], 1.5))

    table_key = asyncio.run(per_key(Table(1_000), presses("down"), 40))
    for n, s in sessions.items():
        key = asyncio.run(per_key(ReviewApp(s, Settings()), presses("down"), 40))
        out.append((f"key to paint at {n:,} / DataTable at 1,000", key / table_key, 2))

    update = asyncio.run(per_key(Table(10_000), update_cell, 20))
    accept = asyncio.run(per_key(ReviewApp(sessions[10_000], Settings()), presses("a"), 20))
    out.append(("accept to paint at 10,000 / DataTable.update_cell", accept / update, 0.4))

    chosen = parse_filter("未决 必改 V01")
    largest = sessions.pop(HUGE)
    sessions.clear()

    def filtering() -> float:
        start = time.process_time()
        assert largest.view(chosen)
        return time.process_time() - start

    out.append(("filter over 100,000, ms", median(filtering, 7) * 1000, 100))
    tracemalloc.start()

    async def memory() -> int:
        async with ReviewApp(largest, Settings()).run_test(size=SIZE) as pilot:
            for _n in range(30):
                await pilot.press("down")
            gc.collect()
            return tracemalloc.get_traced_memory()[0]

    out.append(("memory of the screen over the data at 100,000, MB", asyncio.run(memory()) / 1e6, 20))
    tracemalloc.stop()

    try:
        import visidata  # noqa: F401
    except ImportError:
        return out
    csv = folder / "rows.csv"
    csv.write_text("状态,问题,名称\n" + "".join(f"?,必改,发放人数{n}\n" for n in range(10_000)), encoding="utf-8")
    peer = median(lambda: command_cpu(sys.executable, "-m", "visidata", "-b", str(csv), "-o", str(folder / "x.tsv")))
    out.append(("command to first row at 10,000 / visidata", paint[10_000] / peer, 1.5))
    return out


if __name__ == "__main__":
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, value, most in run(Path(folder)):
            missed |= value > most
            print(f"{name} {value:.2f} (at most {most}){' MISSED' if value > most else ''}", flush=True)
    sys.exit(missed)
