"""Sound replies that take another number of their project, in the same unit and with its own words as the quote."""

import json
import re
from collections import defaultdict

import pytest

from reviewer.pipeline.knowledge import Knowledge
from reviewer.settings import Settings
from reviewer.verify import judge_lines
from reviewer.verify.grounding import target_numbers
from reviewer.verify.number import DATE, VAGUE, YEAR
from reviewer.verify.source import project_text

from .test_replies import document, replies

PRINTED = re.compile(r"\d[\d,]*(?:\.\d+)?")
UNTAKEN = (DATE, YEAR, VAGUE, "")
MISTAKEN = 0.04
"""Share of the swapped that may pass: some texts call two things by one name (选手240名, 选拔12名选手)."""


def swapped(project, entry):
    """The entry with each other number of the project that counts in its unit, once each."""
    (number,) = target_numbers(entry["target"])
    taken = {number.value}
    for fact in project_text(project).facts:
        other = fact.number
        alike = (other.unit, other.per) == (number.unit, number.per) and other.unit not in UNTAKEN
        if fact.piece.field not in ("purpose", "goal") or not alike or other.value in taken:
            continue
        taken.add(other.value)
        quote = re.sub("^[，、（(]", "", fact.before) + other.text + fact.after
        target = PRINTED.sub(PRINTED.match(other.text)[0], entry["target"], count=1)
        if "/" not in entry["target"]:
            target = entry["target"].replace(number.text, other.text)
        yield entry | {"target": target, "evidence": [quote], "formula": None}


@pytest.fixture(scope="module")
def made():
    """Document -> its swapped replies, each in a line."""
    lines = defaultdict(list)
    for stem, no, entry in replies("sound.jsonl"):
        stated = entry["origin"] == "stated" and entry["action"] in ("replace", "add") and entry["target"]
        if not stated or len(target_numbers(entry["target"])) != 1:
            continue
        project = next(p for p in document(stem).projects if p.no == no)
        for other in swapped(project, entry):
            lines[stem].append({"project": project.key, "sound": [], "proposals": [other]})
    return lines


def test_a_number_of_another_thing_is_seldom_taken(made):
    knowledge = Knowledge(Settings())
    passed, count = [], 0
    for stem, asked in made.items():
        lines = [json.dumps(line, ensure_ascii=False) for line in asked]
        verdicts = judge_lines(lines, document(stem), knowledge.library, knowledge.checks.project)["verdicts"]
        by_line = {v["line"]: v for v in verdicts}
        passed += [line["proposals"][0] for n, line in enumerate(asked, 1) if by_line[n]["verified"]]
        count += len(lines)
    assert count > 300
    assert len(passed) <= MISTAKEN * count, [(p["name"], p["target"], p["evidence"]) for p in passed]
