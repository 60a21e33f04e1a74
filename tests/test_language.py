"""The English catalogue: the same placeholders as the source, compiled as written, and in use with --lang."""

import gettext
import re
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

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


def test_errors_are_english_with_lang_en(tmp_path):
    command = [sys.executable, "-m", "reviewer", "--lang", "en", "show", str(tmp_path / "none.txt")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(PACKAGE).parent, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("No file none.txt")
