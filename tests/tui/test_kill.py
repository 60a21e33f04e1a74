"""kill -9 at a random moment while keys arrive: what the screen had moved on from is in the review."""

import random
import sys
from pathlib import Path

import pytest

from reviewer.review import ReviewSession
from reviewer.store.review_file import ReviewFile
from tests.review.conftest import fill, make_document

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and pseudo-terminals are Unix")

ROWS = 6 * 40


def killed(path: Path, dice: random.Random) -> int:
    """Decide until the kill; returns how many decisions the screen had shown as done, over all earlier ones."""
    from tests.tui.terminal import Terminal

    terminal = Terminal(path)
    terminal.wait_for("清单")
    for _n in range(dice.randrange(3, 25)):
        terminal.press(dice.choice("aaaaa e\x1b".replace("e\x1b", "j")))
        terminal.read(dice.random() * 0.05)
    terminal.press("aaaa")
    terminal.read(dice.random() * 0.15)
    shown = terminal.figure(ROWS)
    terminal.kill()
    return shown


def survives(path: Path, runs: int, seed: int) -> None:
    dice = random.Random(seed)
    with fill(ReviewFile.create(path, [make_document(40)])):
        pass
    for _n in range(runs):
        shown = killed(path, dice)
        with ReviewFile.open(path) as review:
            review.journal.prove()
            session = ReviewSession(review, who="甲")
            assert session.progress().decided >= shown
            before = session.progress()
            undone = [i.key for i in session.undo()]
            assert [i.key for i in session.redo()] == undone
            assert session.progress() == before


def test_five_kills(tmp_path: Path) -> None:
    survives(tmp_path / "r.review", 5, 7)


@pytest.mark.soak
def test_two_hundred_kills(tmp_path: Path) -> None:
    for n in range(20):
        survives(tmp_path / f"{n}.review", 10, n)
