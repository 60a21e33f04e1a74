"""Reading beside the peers: Word against a bare lxml loop and python-docx, Excel against calamine. CPU time, medians.

Prints a `name ratio` line each and exits 1 when a floor is missed.
"""

import gc
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from docx import Document
from lxml import etree
from python_calamine import load_workbook

from reviewer.formats import docx, open_source

SAMPLE = Path(__file__).parents[1] / "data" / "dingzhou-2021.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median CPU time of one run."""
    times = []
    for _round in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def bare_loop() -> list[str]:
    """Every cell's text by lxml alone, without merges, addresses or paragraphs."""
    with zipfile.ZipFile(SAMPLE) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return ["".join(t.text or "" for t in tc.iter(W + "t")) for tc in root.iter(W + "tc")]


def python_docx() -> list[str]:
    """Every cell's text as python-docx documents it."""
    return [cell.text for table in Document(str(SAMPLE)).tables for row in table.rows for cell in row.cells]


def list_of(rows: int, path: Path) -> None:
    """A flat list of twelve columns with percents and numbers among them."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, percent = book.add_worksheet("清单"), book.add_format({"num_format": "0%"})
        for r in range(rows):
            for c in range(12):
                if c == 7:
                    sheet.write_number(r, c, 0.95, percent)
                elif c == 8:
                    sheet.write_number(r, c, r)
                else:
                    sheet.write_string(r, c, f"指标{r % 5000}-{c}")


def main() -> int:
    missed = 0

    def said(name: str, ratio: float, *, most: float | None = None, least: float | None = None) -> None:
        nonlocal missed
        print(f"{name} {ratio:.2f}")
        missed += (most is not None and ratio > most) or (least is not None and ratio < least)

    own = seconds(lambda: list(docx.blocks(SAMPLE)), 15)
    said("docx/lxml", own / seconds(bare_loop, 15), most=2.0)
    said("python-docx/docx", seconds(python_docx, 3) / own, least=8.0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        list_of(60_000, path)
        alone = seconds(lambda: load_workbook(str(path)).get_sheet_by_index(0).to_python(), 5)
        said("xlsx/calamine", seconds(lambda: list(open_source(path).blocks), 5) / alone, most=3.0)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
