import itertools
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.verify import judge_lines, verify
from reviewer.verify.number import half_width, mentions

from .conftest import DOCUMENT, PROJECTS, proposal

TEXT = st.text(
    alphabet="0123456789.,%％０５一二两三百千万亿元人次/·年月日每成分之【】〔〕待填≥≤=（）()+-*×÷ \n培训学生率满意费",
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(
    name=TEXT,
    target=TEXT,
    definition=TEXT,
    formula=TEXT,
    quote=TEXT,
    origin=st.sampled_from(["stated", "derived", "norm", "ask", "provided", None]),
)
def test_no_proposal_makes_it_fail(library, name, target, definition, formula, quote, origin):
    made = proposal("grant", 1, name, target, origin, [quote], definition, definition, formula=formula)
    verdict = verify([made], PROJECTS["grant"], DOCUMENT, library)[0]
    assert all(c.reason for c in verdict.checks)


@given(TEXT)
def test_places_of_numbers_hold_and_do_not_overlap(text):
    found = mentions(text)
    assert len(half_width(text)) == len(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@settings(deadline=None)
@given(
    st.text(max_size=60)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=4),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["project", "proposals", "sound", "row", "action", "response", "choices"]), x
            )
        ),
    ).map(json.dumps)
)
def test_no_line_makes_it_fail(library, line):
    for verdict in judge_lines([line], DOCUMENT, library)["verdicts"]:
        assert verdict["line"] == 1
        assert verdict["checks"]
