"""Pictures of the main states; `pytest --snapshot-update` draws them anew."""

from collections.abc import Callable, Iterator

import pytest

from reviewer.review import ReviewSession
from reviewer.settings import Settings
from reviewer.tui import ambiguous
from reviewer.tui.app import ReviewApp

Start = Callable[..., ReviewSession]

STATES = {
    "queue": ((120, 36), ["j"], {}),
    "decided": ((120, 36), ["j", "a", "x", "1", "f", "space", "k", "k"], {}),
    "small-queue": ((80, 24), ["j"], {}),
    "small-row": ((80, 24), ["j", "enter"], {}),
    "large": ((200, 60), ["j"], {}),
    "edit": ((120, 36), ["j", "e"], {}),
    "reasons": ((120, 36), ["j", "x"], {}),
    "bulk": ((120, 36), ["j", "A", "end", "up", "enter"], {}),
    "filter": ((120, 36), ["/", *"T03", "enter"], {}),
    "keys": ((120, 50), ["?"], {}),
    "closing": ((120, 36), ["j", "a", "c"], {}),
    "light": ((120, 36), ["j"], {"theme": "light"}),
    "high-contrast": ((120, 36), ["j"], {"theme": "high-contrast"}),
    "ansi": ((120, 36), ["j"], {"theme": "ansi"}),
}


@pytest.mark.parametrize("state", STATES)
def test_state(state: str, start: Start, snap_compare: Callable[..., bool]) -> None:
    size, keys, values = STATES[state]
    app = ReviewApp(start(), Settings(**values), notice="没有配置模型，由内置起草提出建议。")
    assert snap_compare(app, terminal_size=size, press=keys)


def test_without_colour(start: Start, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(ReviewApp(start(), Settings()), terminal_size=(120, 36), press=["j", "a", "k"])


@pytest.fixture
def wide() -> Iterator[None]:
    ambiguous.use(2)
    yield
    ambiguous.use(1)


def test_where_ambiguous_characters_are_wide(start: Start, snap_compare: Callable[..., bool], wide: None) -> None:
    from rich.cells import cell_len

    assert cell_len("≥①“") == 6 and cell_len("─│") == 2 and cell_len("人abc") == 5
    assert snap_compare(ReviewApp(start(), Settings(), wide=True), terminal_size=(120, 36), press=["j"])


def test_widths_are_as_before_once_put_back(wide: None) -> None:
    from rich.cells import cell_len

    ambiguous.use(1)
    assert cell_len("≥①“") == 3 and cell_len("人") == 2
