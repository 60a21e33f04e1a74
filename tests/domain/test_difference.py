"""The difference of two texts, readable without colour."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.difference import Segment, difference, marked

TEXTS = st.text(alphabet="发放补助人数≥90百分比％%，,ＡA １1", max_size=24)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_difference(before: str, after: str) -> None:
    segments = difference(before, after)
    assert "".join(s.text for s in segments if s.kind != "added") == before
    new = "".join(s.other if s.kind == "width" else s.text for s in segments if s.kind != "removed")
    assert new == after


@given(TEXTS, TEXTS)
def test_mere_width_is_marked_as_such(before: str, after: str) -> None:
    for segment in difference(before, after):
        if segment.kind == "width":
            assert unicodedata.normalize("NFKC", segment.text) == unicodedata.normalize("NFKC", segment.other)


def test_numbers_and_words_stay_whole() -> None:
    assert marked(difference("≥90百分比", "≥95%")) == "≥[-90百分比-]{+95%+}"
    assert marked(difference("发放人数", "补助发放人数")) == "{+补助+}发放人数"
    assert marked(difference("％", "%")) == "[~％→%~]"


def test_nothing_and_the_same() -> None:
    assert difference("", "") == ()
    assert difference("同", "同") == (Segment("same", "同"),)
