"""The demonstration: recorded replies where there are some, the drafter elsewhere; nothing is sent."""

from pathlib import Path

import pytest

from reviewer.pipeline.demonstrating import demo_review, play, recorded
from reviewer.pipeline.evaluating import score_review
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import session
from reviewer.settings import Settings

GOLD = Path(__file__).parents[1] / "data" / "gold" / "gold.json"


@pytest.fixture
def settings(tmp_path):
    return Settings(cache_dir=tmp_path, offline=True)


def test_every_recorded_reply_is_valid_and_shown_as_recorded(settings):
    replies = recorded(settings)
    assert replies
    knowledge = Knowledge(settings)
    steps = []
    with demo_review(settings, knowledge) as review:
        notice = play(review, knowledge, lambda: steps.append(None))
        shown = session(review, knowledge)
        judged = [j for i in shown.items if (j := shown.judged(i))]
        quoted = [
            (i, q) for i in shown.items if (j := shown.judged(i)) and j.verdict.verified for q in j.proposal.evidence
        ]
        assert [q for i, q in quoted if not shown.locate(i.key, q)] == [] and len(quoted) > 50
    by_model = [j for j in judged if j.proposal.proposer.kind == "model"]
    assert {j.proposal.project for j in by_model} == {r.project for r in replies}
    assert all("录自大语言模型" in (j.proposal.proposer.model or "") for j in by_model)
    assert sum(bool(j.verdict and j.verdict.verified) for j in by_model) >= 0.95 * len(by_model)
    assert {j.proposal.project for j in judged} == {p.key for d in shown.documents for p in d.projects}
    assert "65 个项目都用录下的" in notice and len(steps) == 65


def test_an_older_recording_says_so(settings, tmp_path):
    prompts = tmp_path / "prompts"
    prompts.mkdir()
    for file in settings.prompts.glob("*.md"):
        (prompts / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    system = prompts / "system.md"
    system.write_text(system.read_text(encoding="utf-8") + "\n请再核对一遍。\n", encoding="utf-8")
    (prompts / "library").symlink_to(settings.prompts / "library")
    older = settings._replace(prompts_dir=prompts)
    knowledge = Knowledge(older)
    with demo_review(older, knowledge) as review:
        assert "录下的答复较旧" in play(review, knowledge)


def test_the_recording_stands_beside_the_labels(settings):
    knowledge = Knowledge(settings)
    with demo_review(settings, knowledge) as review:
        play(review, knowledge)
    said = score_review(GOLD, settings.cache / "demo" / "dingzhou-2021.txt.review", settings)
    replies, codes = said["replies"], said["codes"]
    assert said["micro"]["f1"] >= 0.88
    assert min(codes[code]["precision"] for code in ("M05", "P01", "P02")) >= 0.85
    assert replies["valid_share"] >= 0.98
    assert replies["verified_share"] >= 0.95
    assert replies["requests_per_project"] <= 1.1
    assert replies["tokens"]["completion_per_proposal"] <= 200
    assert replies["forgotten"] == []
