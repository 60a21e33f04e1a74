"""What the stores hold: read once, and nothing of it forgotten."""

from contextlib import closing

from reviewer.domain.exchange import Answer, Exchange, Usage
from reviewer.llm import Limits, Run
from reviewer.store.connection import connect
from reviewer.store.ledger import Ledger
from reviewer.store.replies import Replies
from tests.llm.engine import Validating, endpoint, request
from tests.provider.fast import TEXT

ROWS = (1, 2, 3, 4, 5)


async def brought(tmp_path, asked, put):
    """The ledger and the figures after a run that sends nothing."""
    to = endpoint("http://127.0.0.1:9/v1")
    with closing(connect(tmp_path / "r")) as connection, closing(Replies(tmp_path / "c")) as replies:
        ledger = Ledger(connection)
        put(ledger, replies)
        run = Run(to, None, Validating(to), replies=replies, ledger=ledger, limits=Limits(2))
        totals, stopped = await run.bring(asked)
        assert stopped is None
        return totals, ledger.known([one.fingerprint for one in asked])


async def test_what_was_spent_before_stays_where_the_cache_has_the_answer(tmp_path):
    one = request(endpoint("http://127.0.0.1:9/v1"), "K", ROWS)
    failed = Exchange.of(one, "failed", error="retry_later", reason="断了", tries=3, usage=Usage(900, 10), cost=0.5)
    answer = Answer(TEXT, "m", Usage(700, 400), "stop")

    def put(ledger, replies):
        ledger.put([failed])
        replies.put(one.fingerprint, answer)

    totals, known = await brought(tmp_path, [one], put)
    assert (totals.stored, totals.requests) == (1, 0)
    expected = failed._replace(state="answered", error=None, reason=None, answer=answer)
    assert known == {one.fingerprint: expected}


async def test_a_request_that_comes_twice_is_answered_twice_from_the_cache(tmp_path):
    one = request(endpoint("http://127.0.0.1:9/v1"), "K", ROWS)
    totals, known = await brought(
        tmp_path, [one, one], lambda _ledger, replies: replies.put(one.fingerprint, Answer(TEXT))
    )
    assert (totals.stored, totals.requests) == (2, 0)
    assert known[one.fingerprint] == Exchange.of(one, "answered", answer=Answer(TEXT))
