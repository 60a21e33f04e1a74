"""Keys and themes as a user sets them."""

import pytest

from reviewer.errors import ConfigurationError
from reviewer.tui import keys, themes


def test_keys_as_they_ship_do_one_thing_each() -> None:
    keys.check({})
    taken = [name for command in keys.commands() for name in keys.names(command.keys)]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("setting", "words"),
    [({"acept": "t"}, "是不是 accept"), ({"zzz": "t"}, r"按 \?"), ({"accept": "x"}, "x 同时是“采用”和“不用")],
)
def test_what_cannot_be_meant_is_refused(setting: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        keys.check(setting)


def test_keys_may_be_swapped_and_written_as_characters() -> None:
    keys.check({"accept": "x,F3", "reject": "a,F2"})
    assert list(keys.names("F3, /,？,A")) == ["f3", "slash", "fullwidth_question_mark", "A"]


def test_an_unknown_theme_is_refused() -> None:
    themes.check("high-contrast")
    themes.check("nord")
    with pytest.raises(ConfigurationError, match="light、dark、high-contrast、ansi"):
        themes.check("blue")
