"""`.txt` bytes to grids and to projects, beside a bare line parser of the same text; exits 1 above the floor.

The peer does what has to be done at least: split lines, gather cells and rows, fill labels down. CPU time, medians.
"""

import re
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reviewer.domain.grid import Source  # noqa: E402
from reviewer.formats import encoding, text  # noqa: E402
from reviewer.parse import parse  # noqa: E402

SAMPLE = ROOT / "reviewer" / "sample" / "dingzhou-2021.txt"
FLOORS = {"txt-to-grids": 2.0, "txt-to-projects": 8.0}
HEAD = re.compile(r"^(\d+)\.(.*?)绩效目标表(?: TC |$)")


def peer(data: bytes) -> int:
    projects: list[list[list[str]]] = []
    row: list[str] | None = None
    for line in data.decode("utf-8").split("\n"):
        if line[:1] == "\t":
            if projects:
                if row is None:
                    row = []
                    projects[-1].append(row)
                row.append(line[1:])
        elif not line:
            row = None
        elif "绩效目标表" in line and HEAD.match(line):
            projects.append([])
            row = None
        elif row:
            row[-1] += "\n" + line
    count = 0
    for rows in projects:
        on, level1, level2 = False, "", ""
        for cells in rows:
            if cells[0] == "一级指标":
                on = True
            elif on and len(cells) == 6:
                level2 = cells[1] or ("" if cells[0] else level2)
                level1 = cells[0] or level1
                count += 1
    return count


def grids(data: bytes) -> int:
    return sum(1 for _ in text.blocks(encoding.decode(data)))


def projects(data: bytes) -> int:
    source = Source("sample.txt", sha256(data).hexdigest(), "txt", text.blocks(encoding.decode(data)))
    return len(parse(source).projects)


def cpu(work: Callable[[bytes], int], data: bytes) -> float:
    start = time.process_time()
    work(data)
    return time.process_time() - start


def main() -> int:
    data = SAMPLE.read_bytes()
    works = {"peer": peer, "txt-to-grids": grids, "txt-to-projects": projects}
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(23):
        for name, work in works.items():
            spent = cpu(work, data)
            if turn > 2:
                times[name].append(spent)
    base = median(times["peer"])
    print(f"peer {base * 1000:.2f} ms")
    missed = False
    for name, floor in FLOORS.items():
        ratio = median(times[name]) / base
        missed |= ratio > floor
        print(f"{name} {ratio:.2f}")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
