"""Ctrl-C in the middle of a run: exit code 130, one sentence, and a review that the next run completes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from reviewer.settings import PACKAGE
from tests.provider.server import Provider, sound

SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"


def test_interrupted_run_leaves_a_usable_review(tmp_path):
    file = tmp_path / "表.txt"
    file.write_bytes(SAMPLE.read_bytes())

    def slow(body, number):
        time.sleep(0.2)
        return sound(body, number)

    with Provider(slow) as provider:
        environment = os.environ | {
            "OPENAI_BASE_URL": provider.url,
            "OPENAI_API_KEY": "k",
            "REVIEWER_MODEL": "m",
            "REVIEWER_CACHE": str(tmp_path / "cache"),
            "REVIEWER_LANG": "zh",
        }
        command = [sys.executable, "-m", "reviewer", "propose", str(file), "--yes", "--concurrency", "1"]
        where = {"env": environment, "cwd": Path(PACKAGE).parent, "stdin": subprocess.DEVNULL, "text": True}
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **where)
        while len(provider.bodies) < 3 and running.poll() is None:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _out, said = running.communicate(timeout=60)
        assert running.returncode == 130, said
        assert "Traceback" not in said
        assert said.splitlines()[-1].startswith("已中断")
        arrived = len(provider.bodies)
        assert arrived < 65
        provider.script = sound
        again = subprocess.run(command, capture_output=True, check=False, **where)
        assert again.returncode == 0, again.stderr
        assert 65 <= len(provider.bodies) <= 66
