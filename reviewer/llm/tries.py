"""The budget of tries, in one place, and what a request has spent of it."""

import random
from typing import NamedTuple

from reviewer.domain.exchange import Exchange, Usage
from reviewer.llm.failure import CallError


class Tries(NamedTuple):
    """Every budget of a request in one place. What a chunk may have beside (one further request) is its taker's."""

    unreachable: int = 5
    """Requests where the service fails or cannot be reached."""
    unconnected: int = 3
    """Requests of a run that never had an answer, where nobody takes the connection."""
    throttled: int = 12
    """Requests that the service defers."""
    hollow: int = 2
    """Requests that are answered without a text."""
    steps: int = 12
    """Changes of the request's shape."""
    longest_wait: float = 60.0
    """Seconds of back-off where the service names none."""
    refusals: int = 3
    """Requests given up in a row after which the run stops."""


class Spent:
    """What a request took so far: tries and tokens over all runs, and of this run's budget."""

    def __init__(self, earlier: Exchange | None, budget: Tries) -> None:
        self.tries = earlier.tries if earlier else 0
        self.usage = earlier.usage if earlier else Usage()
        self.hollow = 0
        self._budget = budget
        self._unreachable = self._throttled = self._steps = 0

    def step(self) -> bool:
        """Whether the request may change its shape once more."""
        self._steps += 1
        return self._steps <= self._budget.steps

    def again(self, failure: CallError, attempt: int, *, first: bool) -> float | None:
        """Seconds to back off before the same request is sent again; None where it is not.

        `first`: the run has had no answer yet, so that a service which cannot be reached is more likely off than busy.
        """
        if failure.kind == "bad_output":
            self.hollow += 1
            return 0.0 if self.hollow < self._budget.hollow and attempt == 1 else None
        if failure.kind != "retry_later":
            return None
        if failure.throttled:
            self._throttled += 1
            return self._wait(self._throttled) if self._throttled < self._budget.throttled else None
        self._unreachable += 1
        most = self._budget.unconnected if first and failure.unconnected else self._budget.unreachable
        return self._wait(self._unreachable) if self._unreachable < most else None

    def _wait(self, tries: int) -> float:
        """Doubling, each request with its own jitter."""
        return min(self._budget.longest_wait, 0.5 * 2.0**tries) * random.uniform(0.5, 1.0)
