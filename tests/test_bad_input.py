"""Each bad input and failure: one clear sentence, the design's exit code, no traceback, nothing stored lost."""

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.cli import main

SAMPLE = Path(__file__).parent.parent / "reviewer" / "sample" / "dingzhou-2021.txt"


def reviewer(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own, with no model configured unless `variables` name one."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "REVIEWER_"))}
    return subprocess.run(
        [sys.executable, "-m", "reviewer", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=kept | {"REVIEWER_LANG": "zh"} | variables,
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """What was said on stderr, after the promises that hold for every failure."""
    assert "Traceback" not in done.stderr + done.stdout
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert lines, "a failure says nothing"
    return lines[-1]


@pytest.fixture
def sample(tmp_path):
    file = tmp_path / "绩效 目标.txt"
    file.write_bytes(SAMPLE.read_bytes())
    return file


@pytest.fixture
def review(sample):
    done = reviewer("propose", "--offline", sample)
    assert done.returncode == 0, done.stderr
    return Path(f"{sample}.review")


@pytest.mark.parametrize("command", ["show", "check", "run", "propose"])
def test_missing_file(command, tmp_path):
    done = reviewer(command, tmp_path / "没有.txt")
    assert done.returncode == 3
    assert "没有.txt" in complaint(done)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.txt", b""),
        ("无表.txt", "这里只有一段话，没有任何表格。".encode()),
        ("乱码.txt", bytes(range(256)) * 20),
        ("假.docx", b"PK\x03\x04 not a zip"),
        ("假.xlsx", b"hello"),
    ],
)
def test_file_without_a_table(name, data, tmp_path):
    file = tmp_path / name
    file.write_bytes(data)
    done = reviewer("show", file)
    assert done.returncode == 3
    assert name in complaint(done)


def test_one_bad_file_costs_only_itself(sample, tmp_path):
    bad = tmp_path / "空.txt"
    bad.write_bytes(b"")
    done = reviewer("show", bad, sample)
    assert done.returncode == 3
    assert "空.txt" in complaint(done)
    assert done.stdout.count("绩效目标") >= 65


def test_unknown_command_and_flag():
    for arguments in (["nope"], ["show"], ["show", "--nope", "x"], ["check", "x", "--format", "pdf"]):
        done = reviewer(*arguments)
        assert done.returncode == 2, arguments
        complaint(done)


def test_unknown_setting_names_the_nearest(sample):
    (sample.parent / "reviewer.toml").write_text('modle = "x"\n', encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "REVIEWER_"))}
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", "check", sample.name],
        capture_output=True,
        text=True,
        cwd=sample.parent,
        env=kept | {"PYTHONPATH": str(SAMPLE.parents[2]), "REVIEWER_LANG": "zh"},
        check=False,
    )
    assert done.returncode == 4
    assert "modle" in complaint(done)
    assert "model" in complaint(done)


def test_batch_plan_without_a_model(review, tmp_path):
    done = reviewer("batch", "plan", review, "--out", tmp_path / "b")
    assert done.returncode == 4
    assert "REVIEWER_MODEL" in complaint(done)


def test_propose_with_a_model_but_no_key(sample):
    done = reviewer("propose", sample, "--yes", REVIEWER_MODEL="m", OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert done.returncode in (4, 5)
    complaint(done)


def test_server_down_keeps_a_usable_review(sample):
    done = reviewer(
        "propose", sample, "--yes", REVIEWER_MODEL="m", OPENAI_API_KEY="k", OPENAI_BASE_URL="http://127.0.0.1:9/v1"
    )
    assert done.returncode == 5
    assert "127.0.0.1:9" in complaint(done)
    out = reviewer("export", f"{sample}.review", "--to", "json")
    assert out.returncode == 0, out.stderr


def test_missing_review(tmp_path):
    for command in (["review"], ["decide", "--accept", "verified"], ["export", "--to", "csv"]):
        done = reviewer(command[0], tmp_path / "没有.review", *command[1:])
        assert done.returncode in (3, 7)
        assert "没有.review" in complaint(done)


@pytest.mark.parametrize("damage", [b"garbage" * 1000, b""])
def test_damaged_review(review, damage):
    review.write_bytes(damage)
    done = reviewer("export", review, "--to", "csv")
    assert done.returncode == 7
    assert review.name in complaint(done)
    assert review.read_bytes() == damage


def test_locked_review(review):
    holder = sqlite3.connect(review)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        done = reviewer("decide", review, "--accept", "verified")
    finally:
        holder.close()
    assert done.returncode == 7
    assert review.name in complaint(done)


def test_changed_document_is_refused_and_carry_named(sample, review):
    text = sample.read_text(encoding="utf-8")
    sample.write_text(text.replace("满意度", "满意率", 1), encoding="utf-8")
    done = reviewer("propose", "--offline", sample)
    assert done.returncode == 7
    assert "--carry" in complaint(done)
    done = reviewer("propose", "--offline", "--carry", sample)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="uses /dev/full")
def test_full_disk_while_printing(sample):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reviewer", "show", str(sample)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=SAMPLE.parents[2],
            check=False,
        )
    assert done.returncode == 7
    assert "Traceback" not in done.stderr


def test_folder_that_cannot_be_written(review, tmp_path):
    blocked = tmp_path / "文件"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    done = reviewer("export", review, "--to", "csv", "--out", blocked)
    assert done.returncode == 7
    assert "文件" in complaint(done)


def test_export_never_overwrites_without_force(review):
    assert reviewer("export", review, "--to", "csv").returncode == 0
    done = reviewer("export", review, "--to", "csv")
    assert done.returncode in (2, 7)
    assert "--force" in complaint(done)
    assert reviewer("export", review, "--to", "csv", "--force").returncode == 0


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_without_any_reply(form, sample, tmp_path):
    replies = tmp_path / "答复.jsonl"
    replies.write_text('rubbish\n{"sound": []}\n', encoding="utf-8")
    done = reviewer("verify", sample, replies, "--format", form)
    assert done.returncode == 3
    assert "答复.jsonl" in complaint(done)
    assert done.stdout.count("这一行不是") == 2
    replies.write_text("", encoding="utf-8")
    assert reviewer("verify", sample, replies).returncode == 3
    replies.write_text('rubbish\n{"project": "K", "sound": [], "proposals": []}\n', encoding="utf-8")
    assert reviewer("verify", sample, replies).returncode == 0


def test_the_way_on_can_be_pasted(sample):
    said = reviewer("run", "--offline", sample).stdout.splitlines()[-1]
    words = shlex.split(said.partition("：reviewer ")[2])
    assert words == ["review", f"{sample}.review"]
    assert reviewer(*words).returncode == 0


def test_no_words_at_all_print_the_help():
    done = reviewer()
    assert done.returncode == 0
    assert "用法：reviewer" in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="a pipe without a reader is told otherwise there")
@pytest.mark.parametrize("words", ["show", "check", "check --format json", "score", "compare", "rules", "--help"])
def test_a_reader_that_goes_away_is_no_finding_and_no_failure(words, sample):
    command, *flags = words.split()
    files = [] if command in ("rules", "--help") else [str(sample)]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", command, *flags, *files],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        cwd=SAMPLE.parents[2],
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_error_of_our_own_has_a_code_of_its_own(monkeypatch, capsys):
    def broken(_code=None):
        raise RuntimeError("broken")

    monkeypatch.setattr("reviewer.checks.describe", broken)
    monkeypatch.delenv("REVIEWER_DEBUG", raising=False)
    assert main(["rules"]) == 70
    assert "RuntimeError: broken" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        '[{"rows": [1], "project": "x"}]', '[{"rows": []}]', '[{"rows": [{"row": 1, "defects": 3}], "project": "x"}]',
        '[{"rows": 1, "project": "x"}]', "{}", "[", "[" * 200_000, "1", "",
    ],
)  # fmt: skip
def test_labels_that_are_none(text, sample, tmp_path):
    gold = tmp_path / "标注.json"
    gold.write_text(text, encoding="utf-8")
    done = reviewer("eval", gold, sample)
    assert done.returncode == 3
    assert "标注.json" in complaint(done)
    assert not re.search("Input|should|valid", complaint(done))


def test_labels_of_which_nobody_disputes_anything(sample, tmp_path):
    gold = tmp_path / "标注.json"
    gold.write_text('\ufeff[{"project": "x", "rows": [{"row": 1}]}]', encoding="utf-8")
    assert reviewer("eval", gold, sample).returncode == 0


def test_a_list_within_lists_that_never_end(sample, tmp_path):
    deep = tmp_path / "深.json"
    deep.write_text("[" * 200_000, encoding="utf-8")
    toml = tmp_path / "深.toml"
    toml.write_text("a = " + "[" * 200_000, encoding="utf-8")
    for words in (["check", sample, "--baseline", deep], *(["score", sample, "--marks", f] for f in (deep, toml))):
        done = reviewer(*words)
        assert done.returncode == 3
        assert "深." in complaint(done)


@pytest.mark.parametrize("to", ["", " , "])
def test_an_export_to_nothing(review, to):
    done = reviewer("export", review, "--to", to)
    assert done.returncode == 2
    assert "--to" in complaint(done)


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("command", ["show", "check"])
def test_a_workbook_s_place_for_what_is_printed(sample, command, form):
    out = sample.parent / "foo.json"
    done = reviewer(command, sample, "--format", form, "--out", out)
    assert done.returncode == 2
    assert "--out" in complaint(done)
    assert done.stdout == ""


def test_a_document_in_place_of_answers(review, tmp_path):
    answers = tmp_path / "表.docx"
    answers.write_bytes(bytes(range(256)) * 400)
    done = reviewer("batch", "collect", review, answers, REVIEWER_MODEL="m")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "表.docx" in complaint(done)
    line = '{"custom_id": "x", "response": null}\n'
    answers.write_text(f"rubbish\n{line}rubbish\n", encoding="utf-8")
    done = reviewer("batch", "collect", review, answers, REVIEWER_MODEL="m")
    assert done.returncode == 6
    assert len(done.stderr.splitlines()) == 3


@pytest.mark.skipif(os.name == "nt", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize(
    ("closing", "code", "streams"), [(">&-", 2, ["stderr"]), ("2>&-", 0, ["stdout"]), ("<&-", 0, ["stdout"])]
)
def test_a_closed_stream(sample, closing, code, streams):
    command = shlex.join([sys.executable, "-m", "reviewer", "run", str(sample)])
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} {closing}"],
        capture_output=True,
        text=True,
        cwd=SAMPLE.parents[2],
        env={k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "REVIEWER_"))} | {"LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert [name for name in ("stdout", "stderr") if getattr(done, name)] == streams
    assert Path(f"{sample}.review").exists() == (code == 0)
