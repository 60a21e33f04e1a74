"""A real pseudo-terminal with the screen in it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")


class Terminal:
    """Starts the screen of a review, or a command of `reviewer`, in a terminal of its own."""

    def __init__(self, review: Path, size: tuple[int, int] = (120, 36), command: str = "") -> None:
        self.drawn = ""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.pop("COLUMNS", None)
            os.environ.pop("LINES", None)
            os.environ |= {"PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
            words = ["-m", "reviewer", "--lang", "zh", command] if command else [str(CHILD)]
            os.execv(sys.executable, [sys.executable, *words, str(review)])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def read(self, seconds: float) -> str:
        """What was drawn within the time; all of it is kept in `drawn`."""
        until, new = time.monotonic() + seconds, b""
        while (left := until - time.monotonic()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                try:
                    new += os.read(self._fd, 65536)
                except OSError:
                    break
            elif new:
                break
        self.drawn += new.decode(errors="ignore")
        return new.decode(errors="ignore")

    def wait_for(self, words: str, seconds: float = 15) -> None:
        until = time.monotonic() + seconds
        while words not in self.drawn:
            assert time.monotonic() < until, f"never drawn: {words}"
            self.read(0.1)

    def figure(self, total: int) -> int:
        """The newest progress figure that was drawn."""
        found = re.findall(rf"(\d+)/{total} ", self.drawn)
        return int(found[-1]) if found else 0

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        self.read(0.05)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
