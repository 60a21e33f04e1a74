"""Sound replies made wrong in every way at every place, the sample's and other documents': what is caught, by kind."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from reviewer.domain.proposal import RowProposal
from reviewer.draft import draft
from reviewer.formats import open_source
from reviewer.parse import parse
from reviewer.pipeline.knowledge import Knowledge
from reviewer.settings import PACKAGE, Settings
from reviewer.verify import judge_lines, verify

from .attacks import attacks

DATA = Path(__file__).parents[1] / "data"
RECORDED = Settings().recorded / "dingzhou-2021.jsonl"
OTHERS = (
    *(DATA / "departments" / name for name in ("roads-2022.txt", "health-2024.txt")),
    *sorted((DATA / "layouts").glob("*.docx")),
)


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(Settings())


def recorded(_document, _knowledge):
    """A large language model's replies to the sample: project's key -> entries."""
    lines = map(json.loads, RECORDED.read_text(encoding="utf-8").splitlines())
    return {line["project"]: json.loads(line["reply"])["proposals"] for line in lines}


def drafted(document, knowledge):
    """The built-in drafter's proposals, those that are verified."""
    found = knowledge.checks.document(document).found
    made = {}
    for p in document.projects:
        mine = [f for f in found if f.project == p.key]
        proposals = draft(p, mine, document, knowledge.library, knowledge.words)
        verdicts = verify(proposals, p, document, knowledge.library)
        sound = [q for q, v in zip(proposals, verdicts, strict=True) if v.verified]
        made[p.key] = [{f: getattr(q, f) for f in RowProposal.model_fields} for q in sound]
    return made


def cases(document, replies):
    """(kind, project's key, wrong entry) for every attack on the replies."""
    budgets = {p.key: p.budget.total for p in document.projects}
    for key, entries in replies.items():
        others = sorted({total for total in budgets.values() if total and total != budgets[key]})
        for entry in entries:
            for kind, wrong in attacks(entry, [e for e in entries if e is not entry], others):
                yield kind, key, wrong


def judged(document, made, knowledge):
    """How often each kind was tried, and what passed."""
    lines = [json.dumps({"project": key, "proposals": [entry]}, ensure_ascii=False) for _kind, key, entry in made]
    verdicts = judge_lines(lines, document, knowledge.library)["verdicts"]
    passed = [(kind, entry) for (kind, _key, entry), v in zip(made, verdicts, strict=True) if v["verified"]]
    return Counter(kind for kind, *_ in made), passed


@pytest.mark.parametrize(
    ("paths", "replies", "every"),
    [
        pytest.param([PACKAGE / "sample" / "dingzhou-2021.txt"], recorded, 41, id="sample"),
        pytest.param(OTHERS, drafted, 7, id="others"),
    ],
)
def test_sound_replies_made_wrong_are_caught(paths, replies, every, knowledge):
    """Of the attacks one in `every` is judged: a prime, so that each kind has its share."""
    tried, missed = Counter(), defaultdict(list)
    for path in paths:
        document = parse(open_source(path))
        made = list(cases(document, replies(document, knowledge)))[::every]
        count, passed = judged(document, made, knowledge)
        tried += count
        for kind, entry in passed:
            missed[kind].append(entry)
    assert tried.total() >= 1000
    assert sum(map(len, missed.values())) <= 0.01 * tried.total(), missed
    assert all(len(missed[kind]) <= max(1, 0.02 * times) for kind, times in tried.items()), missed
