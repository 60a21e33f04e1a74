import json
from collections import Counter

from reviewer.domain.proposal import RowProposal
from reviewer.verify import judge_lines, verify

from .sound_variants import variants


def test_sound_proposals_are_not_refused(sound, document, library):
    made, refused = 0, Counter()
    for proposal in sound:
        for what, variant in variants(proposal):
            made += 1
            verdict = verify([variant], document.project(proposal.project), document, library)[0]
            refused.update((what, c.reason) for c in verdict.checks if c.result == "fail")
    assert made >= 300
    assert refused.total() <= 0.02 * made, refused


def test_each_line_is_judged_by_itself_and_in_order(sound, document, library):
    def line(proposal):
        entry = {f: getattr(proposal, f) for f in RowProposal.model_fields}
        return json.dumps({"project": proposal.project, "sound": [], "proposals": [entry]}, ensure_ascii=False)

    lines = [line(sound[0]), "rubbish", "", '{"project": "nowhere", "sound": [], "proposals": []}', line(sound[1])]
    verdicts = judge_lines(lines, document, library)["verdicts"]
    assert [(v["line"], v["verified"]) for v in verdicts] == [(1, True), (2, False), (4, False), (5, True)]
    assert verdicts[1]["checks"][0]["check"] == "reply"
    assert {"line", "project", "row", "action", "verified", "checks"} == set(verdicts[0])
