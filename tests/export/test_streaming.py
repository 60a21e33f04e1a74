"""Exports walk the projects one by one: ten times as many take no more memory."""

import tracemalloc
from pathlib import Path

import pytest

from reviewer.domain.decided import tally
from reviewer.domain.document import Document
from reviewer.export import Order, jobs

from .conftest import decided_rows, project


class Many:
    """So many projects with everything decided, made anew on every walk."""

    def __init__(self, count):
        self.count = count

    def __iter__(self):
        for number in range(1, self.count + 1):
            one = project(number)
            yield one, list(decided_rows(one))


def peak(wanted, count, folder):
    """Bytes held at the most while one product of so many projects is written."""
    many = Many(count)
    document = Document(file="表.txt", sha256="0" * 64, format="txt")
    total = tally(row for _project, rows in many for row in rows)
    order = Order(document=document, original=Path("表.txt"), reviewed=many, total=total, review="0" * 32)
    (job,) = jobs([order], [wanted], folder)
    job.write(folder / "warm")
    tracemalloc.start()
    job.write(folder / f"{count}")
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


@pytest.mark.parametrize(
    ("wanted", "kept"), [("record", 2_000), ("sheet", 2_000), *((p, 0) for p in ("flat", "html", "csv", "json", "md"))]
)
def test_memory_is_flat(wanted, kept, tmp_path):
    """`kept`: XlsxWriter remembers merged cells and the height of rows to the end, some bytes each."""
    small, large = peak(wanted, 20, tmp_path), peak(wanted, 120, tmp_path)
    assert (tmp_path / "120").stat().st_size > 2 * (tmp_path / "20").stat().st_size
    assert large < 1.2 * small + 500_000 + 100 * kept
