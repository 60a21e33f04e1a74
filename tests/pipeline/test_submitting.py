"""Shards at a provider's batch interface: handed over once, looked at, fetched, collected."""

import json

import pytest

from reviewer.errors import ConfigurationError, InputError, ServiceError, StorageError
from reviewer.llm import batch
from reviewer.pipeline.batching import collect, plan_batch, status, submit
from reviewer.pipeline.reviewing import open_review
from reviewer.store.review_file import ReviewFile
from tests.pipeline.conftest import exchanges
from tests.provider.server import Provider, answer_line, lying, sound


@pytest.fixture
def scene(small, knowledge, tmp_path):
    """`scene(provider, **settings)`: (review file, settings, folder of shards)."""

    def make(provider, **fields):
        k = knowledge(provider.url, **fields)
        with open_review([small], None, k) as review:
            path = review.path
        folder = tmp_path / "shards"
        plan_batch(path, folder, k.settings)
        return path, k.settings, folder

    return make


def quiet(_job):
    pass


def own(**batch_fields):
    return {"profiles": {"own": {"match": ["127.0.0.1:*"], "batch": {"variant": "openai", **batch_fields}}}}


@pytest.mark.parametrize("wrapped", [False, True])
def test_from_plan_to_collected(wrapped, scene, tmp_path):
    with Provider() as provider:
        provider.wrapped = wrapped
        path, settings, folder = scene(provider)
        (job,) = submit(path, folder, settings, quiet)
        assert (job.status, job.total) == ("in_progress", 3)
        assert provider.files["file-0"] == (folder / "shard-00001.jsonl").read_bytes()
        (same,) = submit(path, folder, settings, quiet)
        assert same.batch == job.batch
        assert len(provider.batches) == 1
        assert status(path, settings, tmp_path, quiet)[0].ended is False
        provider.finish()
        (done,) = status(path, settings, tmp_path, quiet)
        assert (done.status, done.done) == ("completed", 3)
        fetched = tmp_path / "shard-00001.out.jsonl"
        assert collect(path, [fetched], settings) == (3, 0, ())
    assert plan_batch(path, tmp_path / "next", settings).requests == 0


def test_what_is_damaged_of_a_shard_handed_over_is_said(scene, tmp_path):
    with Provider() as provider:
        path, settings, folder = scene(provider)
        submit(path, folder, settings, quiet)
        with ReviewFile.open(path) as review:
            review.ledger.submit(*review.ledger.submitted(), "{")
        for again in (lambda: submit(path, folder, settings, quiet), lambda: status(path, settings, tmp_path, quiet)):
            with pytest.raises(StorageError, match=r"review 里有内容已损坏"):
                again()


def test_what_a_provider_wants_in_each_line_and_in_the_batch(scene):
    with Provider() as provider:
        fields = own(url="/v4/chat/completions", window=None, extra={"auto_delete_input_file": True})
        path, settings, folder = scene(provider, **fields)
        submit(path, folder, settings, quiet)
    lines = [json.loads(line) for line in provider.files["file-0"].splitlines()]
    assert {line["url"] for line in lines} == {"/v4/chat/completions"}
    asked = provider.batches["batch-0"]
    assert asked["endpoint"] == "/v4/chat/completions"
    assert asked["auto_delete_input_file"] is True
    assert "completion_window" not in asked


def test_an_interrupted_submission_goes_on_where_it_stopped(scene, monkeypatch):
    with Provider() as provider:
        path, settings, folder = scene(provider, **own(rows=1))
        assert len(list(folder.glob("shard-*.jsonl"))) == 3
        told = []

        def stop(job):
            told.append(job)
            if len(told) == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            submit(path, folder, settings, stop)
        submit(path, folder, settings, quiet)
    assert len(provider.files) == 3
    assert len(provider.batches) == 3


def test_where_there_is_no_interface_the_users_own_tool_runs_the_shards(scene):
    with Provider() as provider:
        path, settings, folder = scene(provider, **own(variant="file"))
        with pytest.raises(ConfigurationError, match="vllm run-batch"):
            submit(path, folder, settings, quiet)
        lines = (folder / "shard-00001.jsonl").read_text(encoding="utf-8").splitlines()
        out = folder / "shard-00001.out.jsonl"
        out.write_text("".join(answer_line(json.loads(line), sound) for line in lines), encoding="utf-8")
        assert collect(path, [out], settings).taken == 3


def test_a_refused_key_and_a_service_that_is_away(scene):
    with Provider() as provider:
        path, settings, folder = scene(provider)
    with pytest.raises(ServiceError, match="再运行同一条命令"):
        submit(path, folder, settings, quiet)


def test_a_folder_without_a_plan(scene, tmp_path):
    with Provider() as provider:
        path, settings, _folder = scene(provider)
        with pytest.raises(InputError, match="batch plan"):
            submit(path, tmp_path, settings, quiet)


def test_shards_are_cut_by_rows_and_by_size(scene, small, knowledge, tmp_path):
    with Provider() as provider:
        _path, _settings, folder = scene(provider, **own(rows=2))
        shards = batch.shards(folder)
        assert [s.rows for s in shards] == [2, 1]
        sizes = [(folder / s.name).stat().st_size for s in shards]
        assert [s.size for s in shards] == sizes
        k = knowledge(provider.url, **own(megabytes=sizes[1] * 1.2 / 1024**2))
        with open_review([small], None, k) as review:
            path = review.path
        planned = plan_batch(path, tmp_path / "small", k.settings)
    assert [s.rows for s in planned.shards] == [1, 1, 1]


def test_answers_are_known_by_the_manifest_where_the_review_does_not_know_them(scene, small, knowledge, tmp_path):
    with Provider() as provider:
        path, settings, folder = scene(provider)
        lines = (folder / "shard-00001.jsonl").read_text(encoding="utf-8").splitlines()
        out = folder / "shard-00001.out.jsonl"
        out.write_text("".join(answer_line(json.loads(line), sound) for line in lines), encoding="utf-8")
        path.unlink()
        with open_review([small], None, knowledge(provider.url)):
            pass
        assert collect(path, [out], settings).taken == 3


def test_blocked_and_failed_lines(scene, small, knowledge, tmp_path):
    with Provider() as provider:
        path, settings, folder = scene(provider)
        ids = [json.loads(x)["custom_id"] for x in (folder / "shard-00001.jsonl").read_text("utf-8").splitlines()]
        blocked = {"response": {"status_code": 400, "body": {"error": {"code": "data_inspection_failed"}}}}
        failed = {"response": {"status_code": 500, "body": {"error": {"message": "boom"}}}}
        expired = {"response": None, "error": {"code": "batch_expired", "message": "expired"}}
        out = tmp_path / "out.jsonl"
        bodies = zip(ids, (blocked, failed, expired), strict=True)
        out.write_text("\n".join(json.dumps({"custom_id": i, **b}) for i, b in bodies), encoding="utf-8")
        done = collect(path, [out], settings)
        assert (done.taken, len(done.left)) == (0, 3)
        with open_review([small], None, knowledge(provider.url)) as review:
            assert sorted(e.state for e in exchanges(review)) == ["blocked", "failed", "failed"]
        assert plan_batch(path, tmp_path / "next", settings).requests == 2


def test_a_batch_costs_what_the_price_list_says(scene, small, knowledge, tmp_path):
    priced = own(factor=0.5)
    priced["profiles"]["own"]["prices"] = [{"currency": "CNY", "input": 2.0, "output": 8.0, "date": "2026-11-01"}]
    with Provider(lying) as provider:
        path, settings, folder = scene(provider, **priced)
        submit(path, folder, settings, quiet)
        provider.finish(lying)
        status(path, settings, tmp_path, quiet)
        collect(path, [tmp_path / "shard-00001.out.jsonl"], settings)
        with open_review([small], None, knowledge(provider.url)) as review:
            costs = [e.cost for e in exchanges(review) if e.answer]
    assert costs == [pytest.approx((1000 * 2.0 + 100 * 8.0) / 1e6 / 2)] * 3
