"""Checks beside reading: indicators a second on one core, and how 10,000 projects compare with 1,000.

Prints `name ratio` lines; exits 1 where a floor is missed. The peer of speed is one pass of the same regular work: the
same rows as JSON written and read once, so that a slow machine slows both.
"""

import gc
import json
import sys
import time
from pathlib import Path

from reviewer.checks import Checks
from reviewer.domain.document import Document
from reviewer.domain.record import project_record
from reviewer.formats import open_source
from reviewer.library import load_words
from reviewer.parse import parse
from reviewer.settings import Settings

SAMPLE = Path(__file__).parents[2] / "reviewer" / "sample" / "dingzhou-2021.txt"
A_SECOND = 20_000
GROWTH = 11.0


def repeated(sample: Document, count: int) -> Document:
    """The sample's projects over and over, each with a code of its own."""
    originals = sample.projects
    projects = tuple(originals[n % len(originals)]._replace(key=f"K{n}", code=f"K{n}", no=n + 1) for n in range(count))
    return sample._replace(projects=projects)


def seconds(work, *args) -> float:
    gc.collect()
    start = time.process_time()
    work(*args)
    return time.process_time() - start


def through(checks: Checks, document: Document) -> None:
    """Every project with its findings, taken one by one as `check` prints them."""
    for _project, _said in checks.each(document):
        pass


def main() -> int:
    checks = Checks(load_words(Settings().prompts / "library"))
    sample = parse(open_source(SAMPLE))
    small, large = repeated(sample, 1_000), repeated(sample, 10_000)
    through(checks, small)
    one = sorted(seconds(through, checks, small) for _ in range(7))[3]
    ten = sorted(seconds(through, checks, large) for _ in range(3))[1]
    rows = sum(len(p.indicators) for p in small.projects)
    peer = sorted(
        seconds(lambda: json.loads(json.dumps([project_record(p) for p in small.projects]))) for _ in range(3)
    )
    speed, growth = rows / one, ten / one
    print(f"checks/show-json {one / peer[1]:.2f}")
    print(f"indicators-a-second {speed:.0f} (floor {A_SECOND})")
    print(f"10000/1000-projects {growth:.2f} (ceiling {GROWTH})")
    return int(speed < A_SECOND or growth > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
