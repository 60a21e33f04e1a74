"""`reviewer check` on the sample, the whole process, beside `import openai` in one run; exits 1 above the floor.

CPU time of the child processes, medians, taken in turns.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "reviewer" / "sample" / "dingzhou-2021.txt"
FLOOR = 0.35
RUNS = 21


def cpu(*arguments: str) -> float:
    """Seconds of CPU that a Python process of these arguments takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, *arguments], capture_output=True, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    check = ("-m", "reviewer", "check", str(SAMPLE))
    peer = ("-c", "import openai")
    cpu(*check), cpu(*peer)
    pairs = [(cpu(*check), cpu(*peer)) for _run in range(RUNS)]
    ratio = median(ours for ours, _theirs in pairs) / median(theirs for _ours, theirs in pairs)
    print(f"check-to-import-openai {ratio:.3f} (floor {FLOOR})")
    return int(ratio > FLOOR)


if __name__ == "__main__":
    sys.exit(main())
