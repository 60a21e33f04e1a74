"""The English catalogue: the same placeholders as the source, compiled as written, and in use with --lang."""

import ast
import gettext
import re
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from reviewer.domain.decided import STATE_WORDS
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.proposal import ACTION_WORDS, ORIGIN_WORDS
from reviewer.review import REASONS
from reviewer.review.filter import SORT_WORDS
from reviewer.settings import PACKAGE

FOLDER = PACKAGE / "locale" / "en" / "LC_MESSAGES"
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


def test_errors_are_english_with_lang_en(tmp_path):
    command = [sys.executable, "-m", "reviewer", "--lang", "en", "show", str(tmp_path / "none.txt")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(PACKAGE).parent, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("No file none.txt")
