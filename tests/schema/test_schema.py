"""What the commands write fits the published schemas, which are those of the shapes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

import reviewer.schema
from reviewer.cli import main
from reviewer.schema.shapes import SHAPES, schema

DATA = Path(__file__).parent.parent / "data"
FILES = Path(reviewer.schema.__file__).parent


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The real output of a command on the sample, by the command."""
    folder = tmp_path_factory.mktemp("written")
    sample = folder / "报送.docx"
    shutil.copyfile(DATA / "dingzhou-2021.docx", sample)
    review = f"{sample}.review"
    replies = folder / "replies.jsonl"
    entry = dict.fromkeys(("level1", "level2", "name", "definition", "basis", "formula", "question", "reason"))
    entry |= {"row": 2, "action": "replace", "resolves": ["T01"], "target": "≥90%", "origin": "stated"}
    entry |= {"evidence": ["≥90百分比"]}
    reply = {"project": "13068221072ZTS8N0AQI9", "sound": [1], "proposals": [entry]}
    replies.write_text(f"{json.dumps(reply, ensure_ascii=False)}\nnot a reply\n", encoding="utf-8")

    def run(capsys, command):
        if command == "export":
            # In a process of its own: what --offline forbids, it forbids to the end of the process.
            subprocess.run([sys.executable, "-m", "reviewer", "propose", "--offline", str(sample)], check=True)
            assert main(["decide", review, "--accept", "verified"]) == 0
            assert main(["export", review, "--to", "json", "--force"]) == 0
            capsys.readouterr()
            return (folder / "报送.revised.json").read_text(encoding="utf-8")
        files = {"verify": [sample, replies], "eval": [DATA / "gold" / "gold.json", sample]}.get(command, [sample])
        assert main([command, *map(str, files), "--format", "json"]) in (0, 1)
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("command", SHAPES)
def test_output_fits_the_shape(written, capsys, command):
    text = written(capsys, command)
    read = SHAPES[command].model_validate_json(text, strict=True)
    assert any(bool(part) for part in read.model_dump().values())
    value = json.loads(text)
    value["unheard-of"] = 1
    with pytest.raises(ValidationError):
        SHAPES[command].model_validate(value)


@pytest.mark.parametrize("command", SHAPES)
def test_the_file_is_that_of_the_shape(command):
    held = json.loads((FILES / f"{command}.schema.json").read_text(encoding="utf-8"))
    assert held == schema(command), "python -m reviewer.schema writes it anew"
    assert held["additionalProperties"] is False and held["required"]


def test_every_schema_has_a_shape():
    assert {f.name.removesuffix(".schema.json") for f in FILES.glob("*.json")} == set(SHAPES)
