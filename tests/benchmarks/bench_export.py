"""Writing beside the peers: tracked Word against python-docx, the record against XlsxWriter, memory against itself.

CPU time, ours and the peer's by turns, the least of each; prints a `name ratio` line each and exits 1 when a bound is
missed.
"""

import gc
import itertools
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import xlsxwriter

from reviewer.domain.decided import DecidedRow, tally
from reviewer.domain.document import Document
from reviewer.domain.project import Project
from reviewer.export import Order, jobs
from reviewer.formats import lay_out, write_back
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import Settings

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from tests.export.conftest import decided_rows, project  # noqa: E402 - the repository's root is no package

SAMPLE = ROOT / "tests" / "data" / "dingzhou-2021.docx"


class Many:
    """So many projects of four rows with everything decided: a hundred that are there, again and again."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._some = [(one, list(decided_rows(one))) for one in map(project, range(1, 101))]

    def __iter__(self) -> Iterator[tuple[Project, list[DecidedRow]]]:
        return itertools.islice(itertools.cycle(self._some), self._count)


KEPT = {"record": 2_000, "docx": 2_500}
"""Bytes kept a project: XlsxWriter remembers merges, a Word file's front lists every 【待填】."""


def many(count: int) -> Order:
    reviewed = Many(count)
    total = tally(row for _project, rows in reviewed for row in rows)
    document = Document(file="表.txt", sha256="0" * 64, format="txt")
    return Order(document, Path("表.txt"), reviewed, total, lay_out=lay_out)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median CPU time of one run."""
    times = []
    for _round in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def least(mine: Callable[[], object], peer: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The least CPU time of each, run by turns: what else the machine does only adds to it."""
    pairs = [(seconds(mine, 1), seconds(peer, 1)) for _round in range(rounds)]
    return min(m for m, _p in pairs), min(p for _m, p in pairs)


def accepted(folder: Path) -> Order:
    """The sample in Word with every proposal accepted."""
    file = folder / "sample.docx"
    file.write_bytes(SAMPLE.read_bytes())
    knowledge = Knowledge(Settings(reviewer="李审核"))
    with open_review([file], None, knowledge) as review:
        draft_all(review, knowledge)
        current = session(review, knowledge)
        for item in list(current.items):
            if item.proposal:
                current.accept(item)
        document = current.documents[0]
        rows = list(current.decided())
    reviewed = tuple((p, [r for r in rows if r.project == p.key]) for p in document.projects)
    return Order(document, file, reviewed, tally(rows), write_back=write_back, lay_out=lay_out)


def written(order: Order, product: str, folder: Path) -> Path:
    (job,) = jobs([order], [product], folder)
    job.write(job.path)
    return job.path


class Recording:
    """Stands for a worksheet of XlsxWriter and keeps every call."""

    def __init__(self, sheet: Any, calls: list[tuple[str, str, Any, Any]]) -> None:
        self._sheet, self._calls = sheet, calls

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._sheet, name)
        if not callable(real):
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            self._calls.append((self._sheet.get_name(), name, args, kwargs))
            return real(*args, **kwargs)

        return call


def calls_of(order: Order, folder: Path) -> list[tuple[str, str, Any, Any]]:
    """Every call that the record makes on its sheets."""
    calls: list[tuple[str, str, Any, Any]] = []
    real = xlsxwriter.Workbook.add_worksheet
    xlsxwriter.Workbook.add_worksheet = lambda book, name: Recording(real(book, name), calls)
    try:
        written(order, "record", folder)
    finally:
        xlsxwriter.Workbook.add_worksheet = real
    return calls


def alone(calls: list[tuple[str, str, Any, Any]], path: Path) -> None:
    """The same cells, merges and words marked in them by XlsxWriter alone, in its constant memory."""
    looks: dict[int, Any] = {}

    def own(value: Any, book: Any) -> Any:
        if not isinstance(value, xlsxwriter.format.Format):
            return value
        if id(value) not in looks:
            looks[id(value)] = made = book.add_format()
            made.__dict__.update({k: v for k, v in value.__dict__.items() if not k.endswith(("index", "indices"))})
        return looks[id(value)]

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheets: dict[str, Any] = {}
        for sheet, name, args, kwargs in calls:
            if sheet not in sheets:
                sheets[sheet] = book.add_worksheet(sheet)
            getattr(sheets[sheet], name)(*(own(a, book) for a in args), **kwargs)


def plain(calls: list[tuple[str, str, Any, Any]], path: Path) -> None:
    """The same texts by XlsxWriter alone as plain cells: no looks, no merges, no words marked."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheets: dict[str, Any] = {}
        for sheet, name, args, _more in calls:
            if name.startswith("write"):
                if sheet not in sheets:
                    sheets[sheet] = book.add_worksheet(sheet)
                text = "".join(a for a in args[2:] if isinstance(a, str)) if "string" in name else str(args[2])
                sheets[sheet].write_string(args[0], args[1], text)


def held(work: Callable[[], object]) -> int:
    """Bytes held at the most while something is done."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main() -> int:
    # As the command line has it.
    gc.set_threshold(100_000, 20, 20)
    missed = 0

    def said(name: str, ratio: float, most: float) -> None:
        nonlocal missed
        print(f"{name} {ratio:.2f}")
        missed += ratio > most

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        order = accepted(folder)
        again = folder / "again.docx"
        mine, peer = least(
            lambda: written(order, "docx", folder), lambda: docx.Document(str(order.original)).save(str(again)), 9
        )
        said("tracked docx/python-docx", mine / peer, 4.0)
        large = many(1_900)
        calls = calls_of(large, folder)
        print("rows", len({(sheet, args[0]) for sheet, name, args, _more in calls if name.startswith("write")}))
        mine, peer = least(lambda: written(large, "record", folder), lambda: alone(calls, folder / "alone.xlsx"), 3)
        said("record xlsx/xlsxwriter", mine / peer, 1.3)
        print(f"record xlsx/plain cells {mine / seconds(lambda: plain(calls, folder / 'plain.xlsx'), 3):.2f}")
        for product, count in (("csv", 10_000), ("json", 10_000), ("md", 10_000), ("record", 1_000), ("docx", 400)):
            written(many(10), product, folder)
            sizes = (count // 10, count)
            small, most = (held(lambda n=n, p=product: written(many(n), p, folder)) for n in sizes)
            print(f"memory {product} MB {small / 1e6:.1f} {most / 1e6:.1f}")
            said(f"memory {product} bytes a project", (most - small) / (sizes[1] - sizes[0]), KEPT.get(product, 50))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
