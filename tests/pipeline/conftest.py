import asyncio
import copy

import pytest

from reviewer.pipeline.asking import asking
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.plan import Plan
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import PACKAGE, Settings
from tests.provider.clock import FakeClock

SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"


@pytest.fixture
def small(tmp_path):
    """The sample's first three projects."""
    text = SAMPLE.read_text(encoding="utf-8")
    file = tmp_path / "小样.txt"
    file.write_text(text[: text.index("4.企业家及企业家队伍建设经费绩效目标表")], encoding="utf-8")
    return file


@pytest.fixture
def knowledge(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "key-for-tests")

    def make(url, **fields):
        chosen = {"model": "m", "cache_dir": tmp_path / "cache", "concurrency": 2, **fields}
        return Knowledge(Settings(base_url=url, **chosen))

    return make


@pytest.fixture
def run(small, knowledge):
    """`run(provider, **settings)`: one run over the small sample, on a clock that jumps over every wait."""

    def go(provider, **fields):
        k = knowledge(provider.url, **fields)
        clock = FakeClock()
        with open_review([small], None, k) as review:
            plan = Plan(review, k)
            asked = asyncio.run(asking(plan, lambda _settled, _gauge: None, clock=clock.clock))
            ledger = {e.fingerprint: e for e in exchanges(review)}
            now = session(review, k)
            rows = [Seen(item, now) for item in now.items]
        return Ran(asked, copy.copy(list(ledger.values())), rows, clock)

    return go


def exchanges(review):
    keys = [key for (key,) in review.connection.rows("SELECT fingerprint FROM exchanges")]
    return list(review.ledger.known(keys).values())


class Seen:
    """A row as the reviewer sees it."""

    def __init__(self, item, now):
        self.key, self.proposal, self.verified = item.key, item.proposal, item.verified
        self.note = now.note(item)
        judged = now.judged(item)
        self.by = judged.proposal.proposer.kind if judged else None


class Ran:
    """What a run left behind."""

    def __init__(self, asked, ledger, rows, clock):
        self.asked, self.ledger, self.rows, self.clock = asked, ledger, rows, clock

    @property
    def totals(self):
        return self.asked.totals

    @property
    def states(self):
        return sorted(e.state for e in self.ledger)
