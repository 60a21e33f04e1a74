"""Replies as a bureau's reviewers write them, for the sample, other departments, other trades and layouts."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import reviewer
from reviewer.domain.proposal import RowProposal
from reviewer.formats import open_source
from reviewer.parse import parse
from reviewer.pipeline.knowledge import Knowledge
from reviewer.settings import Settings
from reviewer.verify import judge_lines

from .mutants import mutants

DATA = Path(__file__).parents[1] / "data"
FOLDERS = (Path(reviewer.__file__).parent / "sample", DATA / "departments", DATA / "trades", DATA / "layouts")
EVERY = 61
"""Of the mutants one in so many is judged: a prime, so that every way of being wrong has its share."""


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(Settings())


@cache
def document(stem):
    return parse(open_source(next(f for folder in FOLDERS for f in folder.glob(f"{stem}.*") if f.suffix != ".json")))


def replies(name):
    lines = (DATA / "replies" / name).read_text(encoding="utf-8").splitlines()
    for value in map(json.loads, lines):
        empty = dict.fromkeys(RowProposal.model_fields) | {"evidence": [], "resolves": []}
        yield value["document"], value["no"], empty | value["entry"]


def verdict(case, knowledge, check):
    stem, no, entry = case
    project = next(p for p in document(stem).projects if p.no == no)
    line = json.dumps({"project": project.key, "sound": [], "proposals": [entry]}, ensure_ascii=False)
    (made,) = judge_lines([line], document(stem), knowledge.library, check)["verdicts"]
    return made


def test_sound_replies_pass(knowledge):
    cases = list(replies("sound.jsonl"))
    refused = [
        (stem, no, entry["name"], [c["reason"] for c in made["checks"] if c["result"] == "fail"])
        for stem, no, entry in cases
        if not (made := verdict((stem, no, entry), knowledge, knowledge.checks.project))["verified"]
    ]
    assert len(refused) <= 0.02 * len(cases), refused


def test_replies_that_are_wrong_from_the_start_are_caught(knowledge):
    cases = list(replies("wrong.jsonl"))
    missed = [case for case in cases if verdict(case, knowledge, knowledge.checks.project)["verified"]]
    assert len(missed) <= 0.01 * len(cases), missed


def test_sound_replies_made_wrong_are_caught(knowledge):
    made, missed = Counter(), []
    every = (m for case in replies("sound.jsonl") for m in mutants(case))
    for place, (what, case) in enumerate(every):
        if place % EVERY == 0:
            made[what] += 1
            if verdict(case, knowledge, None)["verified"]:
                missed.append((what, case))
    assert made.total() >= 1000
    assert len(missed) <= 0.01 * made.total(), missed
