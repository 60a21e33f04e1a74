"""`decide --code`: codes as everywhere, whole or their beginnings; what is no code takes nothing silently."""

import pytest

from reviewer.cli import main
from reviewer.pipeline.deciding import by_policy
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import Settings


@pytest.fixture
def drafted(small):
    knowledge = Knowledge(Settings())
    with open_review([small], None, knowledge) as review:
        draft_all(review, knowledge)
        yield review


def test_the_beginning_of_codes_stands_for_them(drafted):
    current = session(drafted, Knowledge(Settings()))

    def taken(*codes):
        return {item.key for item in by_policy(current, codes, dry_run=True).take}

    exact = [taken(f"T0{n}") for n in range(1, 5)]
    assert taken("T") == set.union(*exact) != set()
    assert taken("T", "V") == taken("T") | taken("V")
    assert set() < taken("M") < taken()


@pytest.mark.parametrize("code", ["ZZZ", "T01,T1", ""])
def test_what_is_no_code_is_refused(code, drafted, capsys):
    assert main(["decide", str(drafted.path), "--accept", "verified", "--code", code]) == 4
    assert "不是规则代码" in capsys.readouterr().err
    assert drafted.journal.decisions() == []
