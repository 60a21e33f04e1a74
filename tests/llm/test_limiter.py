"""The limiter: halving and recovery, requests and tokens a minute, one pause for all."""

import asyncio

from reviewer.llm.limiter import Limiter
from tests.provider.clock import FakeClock


async def test_no_more_at_once_than_allowed():
    limiter = Limiter(2, clock=FakeClock().clock)
    await limiter.enter()
    await limiter.enter()
    third = asyncio.create_task(limiter.enter())
    await asyncio.sleep(0)
    assert not third.done()
    limiter.leave()
    await asyncio.wait_for(third, 1)
    assert limiter.under_way == 2


async def test_halved_once_for_those_under_way_together_and_recovering_to_the_start():
    clock = FakeClock()
    limiter = Limiter(64, clock=clock.clock)
    together = [await limiter.enter() for _n in range(64)]
    clock.time = 1.0
    for entered in together:
        limiter.throttled(entered)
        limiter.leave()
    assert limiter.allowed == 32
    later = await limiter.enter()
    clock.time = 2.0
    limiter.throttled(later)
    limiter.leave()
    assert limiter.allowed == 16
    for _round in range(2000):
        limiter.succeeded()
    assert limiter.allowed == 64
    for n in range(3, 30):
        clock.time = n
        limiter.throttled(clock.time)
    assert limiter.allowed == 1


async def test_recovery_wakes_those_who_wait():
    clock = FakeClock()
    limiter = Limiter(2, clock=clock.clock)
    limiter.throttled(0.0)
    await limiter.enter()
    second = asyncio.create_task(limiter.enter())
    await asyncio.sleep(0)
    assert not second.done()
    limiter.succeeded()
    await asyncio.wait_for(second, 1)


async def test_requests_a_minute():
    clock = FakeClock()
    limiter = Limiter(100, requests=10, clock=clock.clock)
    sent = []
    for _n in range(35):
        sent.append(await limiter.enter())
        limiter.leave()
    for start in sent:
        assert sum(start <= s < start + 60 for s in sent) <= 10
    assert clock.time < 60 * 4


async def test_tokens_a_minute_and_one_request_larger_than_that():
    clock = FakeClock()
    limiter = Limiter(100, tokens=1000, clock=clock.clock)
    sent = []
    for tokens in (400, 400, 400, 5000, 100):
        sent.append((await limiter.enter(tokens), tokens))
        limiter.leave()
    for start, _tokens in sent:
        within = [t for s, t in sent if start <= s < start + 60]
        assert sum(within) <= 1000 or len(within) == 1


async def test_one_pause_for_all():
    clock = FakeClock()
    limiter = Limiter(8, clock=clock.clock)
    limiter.pause(300)
    limiter.pause(5)
    assert limiter.paused == 300
    entered = await asyncio.gather(*(limiter.enter() for _n in range(4)))
    assert set(entered) == {300.0}
