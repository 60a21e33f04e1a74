"""The record workbook beside XlsxWriter alone: 60,000 rows on its sheets, with everything said about each indicator.

The peer writes the very same cells, formats and merges, replayed call by call on a workbook of XlsxWriter's own.
Prints `name ratio` lines; exits 1 where the ceiling is missed.
"""

import gc
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import xlsxwriter

from reviewer.domain.decided import DecidedRow
from reviewer.domain.decision import Decision
from reviewer.domain.project import Project
from reviewer.export import workbook
from reviewer.formats import open_source
from reviewer.parse import parse
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import Desk
from reviewer.settings import Settings

SAMPLE = Path(__file__).parents[2] / "reviewer" / "sample" / "dingzhou-2021.txt"
ROWS = 60_000
AN_INDICATOR = 7
"""Rows on all sheets for one indicator of the sample."""
CEILING = 1.3

Reviewed = list[tuple[Project, list[DecidedRow]]]


def decided(knowledge: Knowledge) -> Reviewed:
    """The sample with every proposal of the drafter accepted."""
    document = parse(open_source(SAMPLE))
    desk = Desk(document, knowledge)
    reviewed = []
    for project in document.projects:
        before = {i.row: i.text() for i in project.indicators}
        found = desk.found(project)
        rows = []
        for proposal, verdict in desk.draft(project):
            was = before.get(proposal.row or 0)
            after = proposal.text(was) if was else None
            common = {"project": project.key, "row": proposal.row, "before": was, "after": after}
            decision = Decision(
                **common, proposal=proposal.digest, action="accept", who="审核员", when="2021-03-01T09:30:00+08:00"
            )
            mine = tuple(f for f in found if f.row == proposal.row)
            more = {"findings": mine, "proposal": proposal, "verdict": verdict, "decision": decision}
            rows.append(DecidedRow(**common, **more, state="accepted"))
        reviewed.append((project, rows))
    return reviewed


def repeated(reviewed: Reviewed, rows: int) -> Reviewed:
    """The projects over and over until so many indicators stand in them."""
    own = sum(len(p.indicators) for p, _rows in reviewed)
    return list(islice(cycle(reviewed), len(reviewed) * rows // own))


class Recording:
    """Stands for a worksheet and keeps every call."""

    def __init__(self, sheet, calls):
        self._sheet, self._calls = sheet, calls

    def __getattr__(self, name):
        real = getattr(self._sheet, name)

        def call(*args, **kwargs):
            self._calls.append((self._sheet.get_name(), name, args, kwargs))
            return real(*args, **kwargs)

        return call

    def __hash__(self):
        return id(self)


def recorded(path, reviewed):
    """Every call that the export makes on its worksheets."""
    calls = []
    real = xlsxwriter.Workbook.add_worksheet

    def add(book, name):
        return Recording(real(book, name), calls)

    xlsxwriter.Workbook.add_worksheet = add
    try:
        workbook.write_workbook(path, reviewed, "")
    finally:
        xlsxwriter.Workbook.add_worksheet = real
    return calls


def alone(path, calls):
    """The same calls on a workbook of XlsxWriter's own."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    looks, sheets = {}, {}

    def own(value):
        if not isinstance(value, xlsxwriter.format.Format):
            return value
        if id(value) not in looks:
            looks[id(value)] = made = book.add_format()
            made.__dict__.update({k: v for k, v in value.__dict__.items() if not k.endswith(("index", "indices"))})
        return looks[id(value)]

    for sheet, name, args, kwargs in calls:
        if sheet not in sheets:
            sheets[sheet] = book.add_worksheet(sheet)
        getattr(sheets[sheet], name)(*map(own, args), **kwargs)
    book.close()


def seconds(work, *args):
    gc.collect()
    start = time.process_time()
    work(*args)
    return time.process_time() - start


def main() -> int:
    reviewed = repeated(decided(Knowledge(Settings())), ROWS // AN_INDICATOR)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.xlsx"
        calls = recorded(path, reviewed)
        pairs = [(seconds(workbook.write_workbook, path, reviewed, ""), seconds(alone, path, calls)) for _ in range(3)]
    mine, peer = (min(times) for times in zip(*pairs, strict=True))
    print(f"record/xlsxwriter {mine / peer:.2f} (ceiling {CEILING})")
    print(f"cells {len(calls)}", f"{mine:.1f}s beside {peer:.1f}s", file=sys.stderr)
    return int(mine / peer > CEILING)


if __name__ == "__main__":
    sys.exit(main())
