"""A review's requests as batch files, and their answers back into the review."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from reviewer.domain.exchange import Exchange
from reviewer.llm import batch
from reviewer.pipeline.asking import Plan, Taker
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import Standing
from reviewer.settings import Settings
from reviewer.store.ledger import Ledger
from reviewer.store.replies import Replies
from reviewer.store.review_file import ReviewFile


class Collected(NamedTuple):
    """What came back: answers taken, requests that need one further, and why lines gave nothing."""

    taken: int
    further: int
    left: tuple[str, ...]


def plan_batch(path: Path, folder: Path, settings: Settings) -> tuple[int, list[str]]:
    """Write what the review still needs asked, the further requests of what was collected included."""
    from reviewer.prompt import reply_schema

    with ReviewFile.open(path) as review:
        plan = Plan(review, Knowledge(settings))
        ledger = Ledger(review.connection)
        open_requests = (r for t in plan.tasks() for r in plan.unanswered(t, ledger.answer))
        return batch.plan(open_requests, plan.endpoint, reply_schema(), folder)


def collect(path: Path, files: Iterable[Path], settings: Settings) -> Collected:
    """Take answers in any order, with errors, twice: each is stored under its fingerprint, its proposals recorded."""
    with ReviewFile.open(path) as review:
        plan = Plan(review, Knowledge(settings))
        ledger = Ledger(review.connection)
        replies = Replies(settings.cache / "replies.sqlite")
        taker = Taker(plan, Standing(review))
        known = {
            batch.custom_id(r.fingerprint): r for t in plan.tasks() for r in (t.request, *plan.known(t, ledger.answer))
        }
        taken = further = 0
        left: list[str] = []
        for one in batch.answers(files, plan.endpoint.host):
            request = known.get(one.custom_id)
            if request is None or one.answer is None:
                left.append(one.reason or f"{one.custom_id} 不是这份审核的请求")
                continue
            ledger.put(
                Exchange(
                    fingerprint=request.fingerprint,
                    project=request.project,
                    chunk=request.chunk,
                    attempt=request.attempt,
                    state="answered",
                    answer=one.answer,
                )
            )
            valid, more = taker.take(request, one.answer)
            if valid:
                replies.put(request.fingerprint, one.answer)
            taken += 1
            further += more is not None
        replies.close()
    return Collected(taken, further, tuple(left))
