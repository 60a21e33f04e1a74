"""`reviewer check` on the sample, the whole process, beside `import openai` in one run; exits 1 above the floor.

CPU time of the child processes, medians, taken in turns.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "reviewer" / "sample" / "dingzhou-2021.txt"
FLOOR = 0.35
RUNS = 11


def cpu(*arguments: str) -> float:
    """Seconds of CPU that a Python process of these arguments takes."""
    before = os.times()
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, *arguments], capture_output=True, env=environment, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    check = ("-m", "reviewer", "check", str(SAMPLE))
    peer = ("-c", "import openai")
    cpu(*check), cpu(*peer)
    pairs = [(cpu(*check), cpu(*peer)) for _run in range(RUNS)]
    ratio = median(ours for ours, _theirs in pairs) / median(theirs for _ours, theirs in pairs)
    print(f"check-to-import-openai {ratio:.2f} (floor {FLOOR})")
    return int(ratio > FLOOR)


if __name__ == "__main__":
    sys.exit(main())
