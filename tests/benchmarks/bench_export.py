"""Writing beside the peers: tracked Word against python-docx, the record against XlsxWriter, memory against itself.

CPU time, medians; prints a `name ratio` line each and exits 1 when a bound is missed.
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

import docx
import xlsxwriter
from python_calamine import load_workbook

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
        rows = list(current.decided(document))
    reviewed = tuple((p, [r for r in rows if r.project == p.key]) for p in document.projects)
    return Order(document, file, reviewed, tally(rows), write_back=write_back, lay_out=lay_out)


def written(order: Order, product: str, folder: Path) -> Path:
    (job,) = jobs(order, [product], folder)
    job.write(job.path)
    return job.path


def alone(sheets: dict[str, list[list[str]]], path: Path) -> None:
    """The same cells by XlsxWriter alone, in its constant memory."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        look = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text != "":
                        sheet.write_string(number, column, text, look)


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
        peer = seconds(lambda: docx.Document(str(order.original)).save(str(folder / "again.docx")), 5)
        said("tracked docx/python-docx", seconds(lambda: written(order, "docx", folder), 5) / peer, 4.0)
        book = load_workbook(str(written(many(1_900), "record", folder)))
        sheets = {n: [[str(c) for c in r] for r in book.get_sheet_by_name(n).to_python()] for n in book.sheet_names}
        print("rows", sum(map(len, sheets.values())))
        peer = seconds(lambda: alone(sheets, folder / "alone.xlsx"), 3)
        said("record xlsx/xlsxwriter", seconds(lambda: written(many(1_900), "record", folder), 3) / peer, 1.3)
        for product, count in (("csv", 10_000), ("json", 10_000), ("md", 10_000), ("record", 1_000), ("docx", 400)):
            written(many(10), product, folder)
            sizes = (count // 10, count)
            small, large = (held(lambda n=n, p=product: written(many(n), p, folder)) for n in sizes)
            print(f"memory {product} MB {small / 1e6:.1f} {large / 1e6:.1f}")
            said(f"memory {product} bytes a project", (large - small) / (sizes[1] - sizes[0]), KEPT.get(product, 50))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
