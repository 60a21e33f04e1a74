from collections import Counter

from reviewer.verify import verify

from .wrong import wrong


def test_wrong_proposals_are_caught(sound, document, library):
    """At least 99 % of all, and no way to be wrong that mostly gets through."""
    made, missed = Counter(), Counter()
    for what, proposal in wrong(sound):
        made[what] += 1
        verdict = verify([proposal], document.project(proposal.project), document, library)[0]
        missed[what] += verdict.verified
    assert made.total() >= 300
    assert missed.total() <= 0.01 * made.total(), missed
    assert all(missed[what] <= 0.34 * made[what] for what in made), missed
