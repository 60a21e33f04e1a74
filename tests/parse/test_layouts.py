"""Every layout in tests/data/layouts reads as the JSON beside it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.record import problem_record, project_record
from reviewer.formats import open_source
from reviewer.parse import parse

LAYOUTS = Path(__file__).parent.parent / "data" / "layouts"
FILES = sorted(path for path in LAYOUTS.iterdir() if path.suffix != ".json")


def differences(expected: Any, got: Any, path: str = "") -> list[str]:
    """Where a reading leaves what is expected; only the fields that the expectation states are looked at."""
    if isinstance(expected, dict):
        inner = got if isinstance(got, dict) else {}
        return [d for key, value in expected.items() for d in differences(value, inner.get(key), f"{path}.{key}")]
    if isinstance(expected, list):
        if not isinstance(got, list) or len(expected) != len(got):
            return [f"{path}: {expected!r} != {got!r}"]
        pairs = enumerate(zip(expected, got, strict=True))
        return [d for i, (one, two) in pairs for d in differences(one, two, f"{path}[{i}]")]
    if isinstance(expected, str) and isinstance(got, str):
        expected, got = "".join(expected.split()), "".join(got.split())
    return [] if expected == got else [f"{path}: {expected!r} != {got!r}"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_reads_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    got = parse(open_source(path))
    assert differences(expected["projects"], list(map(project_record, got.projects))) == []
    said = "；".join(problem_record(problem)["reason"] for problem in got.problems)
    for problem in expected.get("problems", ()):
        assert all(word in said for word in problem.get("says", ()))
