"""The screen in real terminals."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reviewer.formats import open_source
from reviewer.parse import parse
from reviewer.settings import PACKAGE
from reviewer.store.review_file import ReviewFile

SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"
CHILD = Path(__file__).with_name("child.py")


def test_tmux_shows_the_screen_and_takes_keys(review: ReviewFile, tmp_path: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("no tmux here")
    socket = str(tmp_path / "tmux")

    def tmux(*words: str) -> str:
        done = subprocess.run(["tmux", "-S", socket, "-u", *words], capture_output=True, text=True, check=True)
        return done.stdout

    def until(words: str) -> str:
        for _n in range(150):
            if words in (text := tmux("capture-pane", "-p", "-t", "t")):
                return text
            time.sleep(0.1)
        raise AssertionError(f"{words} never shown:\n{text}")

    root = Path(__file__).parents[2]
    command = f"env -u COLUMNS -u LINES PYTHONPATH={root} PYTHONUTF8=1 {sys.executable} {CHILD} {review.path}"
    tmux("new-session", "-d", "-s", "t", "-x", "120", "-y", "36", command)
    try:
        until("项目整体")
        tmux("send-keys", "-t", "t", "j")
        text = until("{+=600人+}")
        assert "必改  单位错配：人数不能用百分比。" in text
        tmux("send-keys", "-t", "t", "F2")
        until("1/12")
        tmux("send-keys", "-t", "t", "?")
        until("按键（可在")
        tmux("send-keys", "-t", "t", "Escape")
        until("1 清单")
        tmux("send-keys", "-t", "t", "q")
        time.sleep(0.5)
    finally:
        subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True, check=False)
    assert [(d.row, d.action) for d in review.journal.decisions()] == [(1, "accept")]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is Unix")
@pytest.mark.parametrize("command", ["review", "run"])
def test_whoever_leaves_the_screen_reads_how_to_go_on(command: str, tmp_path: Path) -> None:
    from tests.tui.terminal import Terminal

    file = tmp_path / "表.txt"
    shutil.copyfile(SAMPLE, file)
    review = tmp_path / "表.txt.review"
    if command == "review":
        ReviewFile.create(review, [parse(open_source(file))]).close()
    terminal = Terminal(review if command == "review" else file, command=command)
    terminal.wait_for("q 离开", 60)
    terminal.press("q")
    terminal.wait_for("接着审", 30)
    terminal.close()
    _screen, _leaving, after = terminal.drawn.rpartition("\x1b[?1049l")
    assert f"已决 0 条（另按规则 0 条）；接着审：reviewer review {review}" in after


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is Unix")
def test_a_terminal_that_draws_wide_is_noticed() -> None:
    import os
    import pty

    code = "from reviewer.tui import ambiguous; print('width', ambiguous.detect('auto'), flush=True)"
    for answer, expected in ((b"\x1b[1;3R", "width 2"), (b"\x1b[1;2R", "width 1"), (b"", "width 1")):
        pid, fd = pty.fork()
        if pid == 0:
            os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
            os.execv(sys.executable, [sys.executable, "-c", code])
        seen = b""
        while b"\x1b[6n" not in seen:
            seen += os.read(fd, 1024)
        if answer:
            os.write(fd, answer)
        while expected.encode() not in seen and b"\n" not in seen:
            seen += os.read(fd, 1024)
        os.waitpid(pid, 0)
        os.close(fd)
        assert expected in seen.decode()
