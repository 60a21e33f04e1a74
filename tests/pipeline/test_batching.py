"""Batch files out and back: deterministic, in any order, with errors, twice."""

import json

import pytest

from reviewer.pipeline.batching import collect, plan_batch
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import PACKAGE, Settings
from tests.provider.server import lying, sound

SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"


@pytest.fixture
def settings(tmp_path):
    return Settings(base_url="http://127.0.0.1:9/v1", model="m", cache_dir=tmp_path / "cache")


@pytest.fixture
def review(tmp_path, settings):
    text = SAMPLE.read_text(encoding="utf-8")
    file = tmp_path / "小样.txt"
    file.write_text(text[: text.index("4.企业家及企业家队伍建设经费绩效目标表")], encoding="utf-8")
    with open_review([file], None, Knowledge(settings)) as opened:
        return opened.path


def answered(folder, script):
    """The answers that a provider would give to the shards of `folder`, last line first."""
    lines = [json.loads(line) for line in (folder / "shard-00001.jsonl").read_text(encoding="utf-8").splitlines()]
    out = folder / "shard-00001.out.jsonl"
    body = [
        {
            "custom_id": line["custom_id"],
            "response": {
                "status_code": 200,
                "body": {"model": "b", "choices": [{"message": {"content": script(line["body"], 0)}}]},
            },
        }
        for line in reversed(lines)
    ]
    out.write_text("\n".join(json.dumps(b, ensure_ascii=False) for b in body), encoding="utf-8")
    return out


def test_plan_is_deterministic_and_custom_ids_are_the_fingerprints(review, settings, tmp_path):
    assert plan_batch(review, tmp_path / "a", settings)[0] == 3
    plan_batch(review, tmp_path / "b", settings)
    for name in ("shard-00001.jsonl", "manifest.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert all(entry["fingerprint"].startswith(key) and len(key) == 32 for key, entry in manifest["requests"].items())


def test_collect_in_any_order_and_twice(review, settings, tmp_path):
    plan_batch(review, tmp_path, settings)
    out = answered(tmp_path, sound)
    assert collect(review, [out], settings) == (3, 0, ())
    assert collect(review, [out], settings) == (3, 0, ())
    assert plan_batch(review, tmp_path / "next", settings)[0] == 0


def test_faulty_lines_are_reported_and_asked_again(review, settings, tmp_path):
    plan_batch(review, tmp_path, settings)
    out = answered(tmp_path, sound)
    lines = out.read_text(encoding="utf-8").splitlines()
    failed = json.dumps({"custom_id": json.loads(lines[0])["custom_id"], "error": {"message": "expired"}})
    out.write_text("\n".join([failed, "not json", *lines[1:]]), encoding="utf-8")
    done = collect(review, [out], settings)
    assert done.taken == 2
    assert len(done.left) == 2
    assert plan_batch(review, tmp_path / "next", settings)[0] == 1


def test_replies_that_fail_verification_are_planned_once_more(review, settings, tmp_path):
    plan_batch(review, tmp_path, settings)
    assert collect(review, [answered(tmp_path, lying)], settings).further == 3
    assert plan_batch(review, tmp_path / "again", settings)[0] == 3
    again = answered(tmp_path / "again", lying)
    assert collect(review, [again], settings).further == 0
    assert plan_batch(review, tmp_path / "last", settings)[0] == 0
    knowledge = Knowledge(settings)
    with open_review([review.with_suffix("")], None, knowledge) as opened:
        assert not [i for i in session(opened, knowledge).items if i.verified]
