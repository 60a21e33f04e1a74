"""The English catalogue: the same placeholders as the source, compiled as written, and in use with --lang."""

import ast
import gettext
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from reviewer.domain.decided import STATE_WORDS
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.proposal import ACTION_WORDS, ORIGIN_WORDS
from reviewer.review import REASONS
from reviewer.review.filter import SORT_WORDS
from reviewer.settings import PACKAGE

FOLDER = PACKAGE / "locale" / "en" / "LC_MESSAGES"
SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"
HAN = re.compile("[\u4e00-\u9fff]")
SLOT = re.compile(r"\{[a-z_]*\}")


def catalogue():
    with (FOLDER / "reviewer.po").open("rb") as file:
        return [m for m in read_po(file, locale="en") if m.id]


def test_placeholders_are_those_of_the_source():
    messages = catalogue()
    assert len(messages) > 150
    assert [m.id for m in messages if sorted(SLOT.findall(m.id)) != sorted(SLOT.findall(m.string))] == []


def test_compiled_as_written():
    compiled = gettext.translation("reviewer", PACKAGE / "locale", languages=["en"])
    assert [m.id for m in catalogue() if compiled.gettext(m.id) != m.string] == []


def strings() -> tuple[set[str], set[str]]:
    """What the source translates, as far as it is written out there, and every string in it."""
    said, every = set(), set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                every.add(node.value)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                said |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return said, every


def test_whatever_the_source_translates_is_in_the_catalogue_and_nothing_else():
    said, every = strings()
    known = {m.id for m in catalogue()}
    assert len(said) > 400
    assert sorted(said - known) == []
    assert sorted(known - every) == []


def test_the_words_of_states_reasons_sorts_and_results_are_in_the_catalogue():
    known = {m.id for m in catalogue()}
    words = {*STATE_WORDS.values(), *SEVERITY_WORDS.values(), *ACTION_WORDS.values(), *ORIGIN_WORDS.values(), *REASONS}
    assert sorted({*words, *SORT_WORDS.values()} - known) == []


def appended() -> set[str]:
    """The sentences that the source puts straight behind another."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            behind = node.value if isinstance(node, ast.AugAssign) else getattr(node, "right", None)
            if isinstance(getattr(node, "op", None), ast.Add) and behind:
                words = re.match(r"_\('(.+?)'\)", ast.unparse(behind))
                found |= {words[1]} if words and words[1].endswith("。") else set()
    return found


def test_a_sentence_behind_another_stands_apart_in_english():
    english = {m.id: m.string for m in catalogue()}
    assert len(appended()) > 1
    assert [words for words in appended() if english[words][0] not in " ;"] == []


def reviewer(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reviewer", *words],
        capture_output=True,
        text=True,
        cwd=Path(PACKAGE).parent,
        env=os.environ | {"REVIEWER_LANG": "zh", "COLUMNS": "80"},
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "en", "show", "none.txt"),
        ("show", "--lang", "en", "none.txt"),
        ("show", "none.txt", "--lang=en"),
        ("batch", "collect", "none.review", "--lang", "en", "none.jsonl"),
    ],
)
def test_errors_are_english_wherever_lang_en_stands(words):
    done = reviewer(*words)
    assert done.returncode in (3, 7)
    assert re.match("No (review )?file none", done.stderr), done.stderr
    assert not HAN.search(done.stderr)


def test_the_language_of_the_settings_file_is_in_use_unless_variable_or_flag_say_otherwise(tmp_path):
    (tmp_path / "reviewer.toml").write_text('lang = "en"\n', encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if k not in ("REVIEWER_LANG", "LANG", "LC_ALL", "LC_MESSAGES")}
    kept |= {"PYTHONPATH": str(PACKAGE.parent)}

    def said(*words: str, **variables: str) -> str:
        command = [sys.executable, "-m", "reviewer", "check", "none.txt", *words]
        return subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=kept | variables, check=False
        ).stderr

    assert said().startswith("No file none.txt")
    assert said(REVIEWER_LANG="zh").startswith("找不到文件")
    assert said("--lang", "zh").startswith("找不到文件")
    assert said("--lang", "en", REVIEWER_LANG="zh").startswith("No file none.txt")


def test_what_stands_behind_two_dashes_is_a_file():
    done = reviewer("show", "--", "--lang", "en")
    assert done.stderr.count("找不到文件") == 2


@pytest.mark.parametrize("words", [("--lang", "fr", "rules"), ("rules", "--lang=fr"), ("rules", "--lang")])
def test_an_unknown_language_is_refused_with_those_that_there_are(words):
    done = reviewer(*words)
    assert done.returncode == 2
    assert "zh 中文，en English" in done.stderr
    assert done.stdout == ""


MISTAKES = [
    "check", "chck x", "zzz x", "check --nopx x", "check --forma x", "check x --format", "review x --plain=3",
    "verify x", "propose x --concurrency 0", "propose x --concurrency z", "propose x --max-cost z", "batch",
    "review x y z",
]  # fmt: skip
"""Command lines that typer refuses with a sentence of its own."""


@pytest.mark.parametrize("line", MISTAKES)
def test_a_wrong_command_line_is_refused_in_the_language_in_use(line):
    for lang in ("zh", "en"):
        done = reviewer(*line.split(), "--lang", lang)
        assert done.returncode == 2
        said = re.sub(r"--[a-z-]+|\b(?:reviewer|files|replies|chck|check|zzz)\b", "", done.stderr)
        assert bool(HAN.search(said)) == (lang == "zh")
        assert bool(re.search("[A-Za-z]{2}", said)) == (lang == "en"), said


@pytest.mark.parametrize("command", [[], ["check"], ["batch"], ["batch", "plan"]])
def test_help_is_in_the_language_in_use(command):
    english = ("Usage", "Options", "Arguments", "Commands", "default", "required", "Show this")
    chinese = reviewer(*command, "--help").stdout
    assert chinese.startswith("用法：reviewer")
    assert [word for word in english if word in chinese] == []
    assert not HAN.search(reviewer(*command, "--help", "--lang", "en").stdout)


def test_english_cards_and_findings_name_defect_and_severity_in_english():
    card = reviewer("rules", "V01", "--lang", "en").stdout.splitlines()
    assert card[0] == "V01 placeholder-name  Placeholder name (error)"
    assert [line.split()[0] for line in card[1:]] == ["What", "Why", "Standard", "Before", "After"]
    listed = reviewer("rules", "--lang", "en").stdout.splitlines()
    assert len(listed) == 27
    assert [line for line in listed if HAN.search(line.partition(":")[0])] == []
    found = reviewer("check", "--lang", "en", str(SAMPLE)).stdout
    assert not re.search("必改|建议  |提示  ", found)
    assert not HAN.search(found.splitlines()[-1])
