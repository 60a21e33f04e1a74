"""The rules alone against two reviewers' labels: the floors that people rely on."""

from pathlib import Path

import pytest

from reviewer.evaluate import evaluate
from reviewer.formats import open_source
from reviewer.parse import parse
from reviewer.pipeline.judging import read_gold

HERE = Path(__file__).parents[1]


FLOORS = {"V03": 0.9, "M03": 0.9, "M04": 0.9, "T02": 0.9, "B02": 0.9, "V01": 0.9, "V02": 0.9, "M01": 0.85, "M02": 0.85}


@pytest.fixture(scope="module")
def scores(checks):
    document = parse(open_source(HERE.parent / "reviewer/sample/dingzhou-2021.txt"))
    claims = {}
    for finding in checks.document(document).found:
        claims.setdefault(finding.project, set()).add((finding.row, finding.code))
    return evaluate(read_gold(HERE / "data/gold/gold.json"), claims)


def test_row_codes_together(scores):
    assert scores["micro"]["f1"] >= 0.90
    assert scores["micro"]["precision"] >= 0.85


@pytest.mark.parametrize(
    ("code", "floor"),
    FLOORS.items(),
)
def test_f1_a_code(scores, code, floor):
    assert scores["codes"][code]["f1"] >= floor


@pytest.mark.parametrize("code", ["M05", "P01", "P02"])
def test_precision_where_the_model_finds_the_rest(scores, code):
    assert scores["codes"][code]["precision"] >= 0.85
    assert scores["codes"][code]["recall"] >= 0.75
