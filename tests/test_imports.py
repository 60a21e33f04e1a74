"""The commands that read and export start fast: none of the heavy libraries is loaded for them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.settings import ENVIRONMENT

SAMPLE = Path(__file__).parent.parent / "reviewer" / "sample" / "dingzhou-2021.txt"
HEAVY = ("openai", "langchain_text_splitters", "textual", "importlib.metadata")
"""The last is no library of ours: pydantic loads it, and with it email and zipfile, to look for plugins."""
READING = (*HEAVY, "pydantic")
"""What only reads and checks has nothing from a model or a file of ours to validate."""

PROBE = """
import sys
from reviewer.cli import main
code = main(sys.argv[1:])
sys.stderr.write("LOADED " + " ".join(m for m in {heavy!r} if m in sys.modules) + "\\n")
sys.exit(code)
"""


def loaded(*arguments: str, of: tuple[str, ...] = HEAVY) -> str:
    # Without settings: those of a user or of another test are validated, by pydantic.
    environment = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(heavy=of), *arguments],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return done.stderr.rpartition("LOADED ")[2].strip()


@pytest.mark.parametrize("arguments", [["--help"], ["show", str(SAMPLE)], ["check", str(SAMPLE)], ["rules", "V01"]])
def test_commands_that_read_load_no_heavy_library(arguments):
    assert loaded(*arguments, of=READING) == ""


def test_export_loads_no_heavy_library(tmp_path):
    sample = tmp_path / "表.txt"
    sample.write_bytes(SAMPLE.read_bytes())
    subprocess.run(
        [sys.executable, "-m", "reviewer", "propose", "--offline", str(sample)], capture_output=True, check=True
    )
    assert loaded("export", f"{sample}.review", "--to", "xlsx,csv,json,md") == ""


def test_a_command_is_made_ready_alone():
    code = (
        "from reviewer.cli.commands import app, called\n"
        "one = called(['import', 'x'])\n"
        "print([c.name for c in one.registered_commands], one.registered_groups)\n"
        "print(called(['batch', 'plan']) is app, called(['nope']) is app, called([]) is app)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['import'] []", "True True True"]


def test_the_probe_sees_a_heavy_library():
    code = "import openai; " + PROBE.format(heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=False)
    assert "LOADED openai" in done.stderr
