"""A review scored against labels: its findings, what replies claim, and how the replies fared."""

import json
from pathlib import Path

import pytest

from reviewer.domain.exchange import Answer, Exchange, Usage
from reviewer.pipeline.evaluating import score_review
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import open_review
from reviewer.settings import Settings

HEALTH = Path(__file__).parents[1] / "data" / "departments" / "health-2024.txt"
KEY = "5200324C0B05"
ROWS = tuple(range(1, 10))
EMPTY = dict.fromkeys(
    ("level1", "level2", "name", "definition", "target", "basis", "origin", "formula", "question", "reason")
)


def entry(row, action="remove", **fields):
    return {"row": row, "action": action, **EMPTY, "evidence": [], "resolves": [], **fields}


def reply(*entries, sound=()):
    return json.dumps({"project": KEY, "sound": list(sound), "proposals": list(entries)}, ensure_ascii=False)


@pytest.fixture
def scored(tmp_path):
    """What `eval` says of a review whose ledger holds these replies for one project, with this label of row 4."""

    def score(*replies, defects=("V02", "M05")):
        settings = Settings(cache_dir=tmp_path)
        path = tmp_path / "h.review"
        with open_review([HEALTH], path, Knowledge(settings)) as review:
            review.ledger.put(
                Exchange(
                    fingerprint=str(attempt) * 64, project=KEY, chunk=0, rows=ROWS, attempt=attempt, state="answered",
                    answer=Answer(text=text, usage=Usage(prompt=100, completion=40)),
                )
                for attempt, text in enumerate(replies, 1)
            )  # fmt: skip
        label = {"row": 4, "defects": list(defects), "disputed": []}
        gold = tmp_path / "gold.json"
        gold.write_text(json.dumps([{"project": KEY, "defects": [], "disputed": ["P01", "P02"], "rows": [label]}]))
        return score_review(gold, path, settings)

    return score


COUNT = entry(
    4,
    "replace",
    resolves=["V02", "M05"],
    name="开展健康知识宣传活动场次",
    definition="年内举办的宣传活动场次",
    target="≥ 【待填】 场",
    origin="ask",
    question="全年举办多少场？",
)


def test_claims_count_beside_findings(scored):
    assert scored(reply(COUNT, sound=(1, 2, 3, 5, 6, 7, 8, 9)))["codes"]["M05"]["tp"] == 1
    assert scored(reply(COUNT), defects=("V02",))["codes"]["M05"]["fp"] == 1


def test_the_further_reply_has_the_last_word_and_forgotten_rows_are_named(scored):
    wrong = COUNT | {"target": "≥12场", "origin": "stated", "evidence": ["12场"], "question": None}
    said = scored(reply(wrong, sound=(1, 2, 3)), reply(COUNT, sound=(1, 2, 3, 5, 6, 7)))["replies"]
    assert (said["requests"], said["requests_per_project"]) == (2, 2.0)
    assert (said["valid_at_first"], said["valid_share"]) == (0, 0.0)
    assert (said["proposals"], said["verified"], said["waiting"]) == (1, 1, 1)
    assert said["sound_rows"] == 6
    assert said["forgotten"] == [{"project": KEY, "row": 8}, {"project": KEY, "row": 9}]
    assert said["tokens"] == {"prompt": 200, "completion": 80, "cached": 0, "completion_per_proposal": 80.0}


def test_a_review_without_replies_has_no_shares(scored):
    said = scored()["replies"]
    assert (said["projects"], said["valid_share"], said["verified_share"], said["forgotten"]) == (0, None, None, [])


def test_text_that_is_no_reply_is_not_valid_and_forgets_every_row(scored):
    said = scored("抱歉，我不能")["replies"]
    assert (said["valid_at_first"], len(said["forgotten"])) == (0, 9)
