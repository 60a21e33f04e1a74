"""The screen at 1,000, 10,000 and 100,000 proposals beside DataTable and visidata; CPU time, medians, one run.

Prints `name ratio` lines with the floor of each and exits 1 where one is missed.
"""

import asyncio
import fcntl
import gc
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
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


def first_seen(text: str, *words: str) -> float:
    """CPU seconds that a command has spent when this text appears on its terminal."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm-256color", "REVIEWER_NAME": "a", "REVIEWER_LANG": "zh"}
        os.execvp(words[0], words)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    shown, until = b"", time.monotonic() + 120
    while text.encode() not in shown and time.monotonic() < until:
        if select.select([fd], [], [], 0.05)[0]:
            shown += os.read(fd, 65536)
    os.kill(pid, signal.SIGKILL)
    usage = os.wait4(pid, 0)[2]
    os.close(fd)
    assert text.encode() in shown
    return usage.ru_utime + usage.ru_stime


EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("发放人数")
Empty().run()
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
    csv = folder / "rows.csv"
    csv.write_text("状态,问题,名称\n" + "".join(f"?,必改,发放人数{n}\n" for n in range(10_000)), encoding="utf-8")
    commands = {
        "empty": (sys.executable, "-c", EMPTY),
        "visidata": (sys.executable, "-m", "visidata", str(csv)),
        **{str(n): (sys.executable, "-m", "reviewer", "review", str(p)) for n, p in paths.items()},
    }
    # Taken in turn, so that whatever else the machine does falls on all alike.
    rounds = [{name: first_seen("发放人数", *words) for name, words in commands.items()} for _n in range(5)]
    paint = {name: statistics.median(r[name] for r in rounds) for name in commands}
    out.append(("first paint at 100,000 / an empty app", paint[str(HUGE)] / paint["empty"], 3))
    out.append(("first paint at 100,000 / ours at 1,000", paint[str(HUGE)] / paint["1000"], 1.5))
    out.append(("command to first row at 10,000 / visidata", paint["10000"] / paint["visidata"], 1.5))

    sessions = {n: session(n) for n in paths}

    def key(app: App[None]) -> float:
        return asyncio.run(per_key(app, presses("down"), 40))

    turns = [(key(Table(1_000)), {n: key(ReviewApp(s, Settings())) for n, s in sessions.items()}) for _n in range(3)]
    for n in sessions:
        ratio = statistics.median(keys[n] / table for table, keys in turns)
        out.append((f"key to paint at {n:,} / DataTable at 1,000", ratio, 2))

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

    return out


if __name__ == "__main__":
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, value, most in run(Path(folder)):
            missed |= value > most
            print(f"{name} {value:.2f} (at most {most}){' MISSED' if value > most else ''}", flush=True)
    sys.exit(missed)
