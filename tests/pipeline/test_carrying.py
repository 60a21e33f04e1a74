"""A document that comes again, changed: it is proposed for anew, beside the decisions that stay."""

import pytest

from reviewer.pipeline.asking import ask
from reviewer.pipeline.plan import Plan
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reviewing import open_review, session
from tests.provider.server import Provider, lying


def drafted(review, knowledge):
    draft_all(review, knowledge)


def asked(review, knowledge):
    ask(Plan(review, knowledge), lambda _settled, _gauge: None)


def rows_proposed(review, knowledge):
    current = session(review, knowledge)
    return current, {item.key: current.proposed(item) for item in current.items if item.proposal}


def changed(file):
    """The file as it comes again: of other bytes, its tables the same."""
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")


@pytest.mark.parametrize("propose", [drafted, asked])
@pytest.mark.parametrize("decided", [False, True])
def test_a_carried_review_has_the_proposals_that_the_first_one_had(propose, decided, small, knowledge):
    with Provider(lying) as provider:
        k = knowledge(provider.url)
        with open_review([small], None, k) as review:
            propose(review, k)
            current, first = rows_proposed(review, k)
            if decided:
                for item in list(current.items)[::3]:
                    current.accept(item)
            accepted = {item.key for item in current.items if item.state == "accepted" and item.key.row}
        changed(small)
        with open_review([small], None, k, carry=True) as review:
            for _run in range(2):
                propose(review, k)
                current, again = rows_proposed(review, k)
                assert again == first
                assert {item.key for item in current.items if item.state == "accepted"} == accepted
    assert len(first) > 10
    assert bool(accepted) == decided
