"""What a run has spent and may still spend."""

import time
from collections.abc import Callable
from typing import NamedTuple

from reviewer.domain.exchange import Totals, Usage
from reviewer.errors import ConfigurationError, LimitError
from reviewer.language import _
from reviewer.llm.profile import Price

MILLION = 1_000_000


class Limits(NamedTuple):
    """Where a run stops by itself."""

    concurrency: int = 8
    max_requests: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None


def cost(usage: Usage, price: Price | None, *, factor: float = 1.0) -> float | None:
    """What the usage costs in the price's currency; None where a price is missing."""
    if price is None or price.output is None:
        return None
    cached = price.input if price.cached is None else price.cached
    hits = min(usage.cached, usage.prompt)
    spent = (usage.prompt - hits) * price.input + hits * cached + usage.completion * price.output
    return spent * factor / MILLION


class Meter:
    """Counts what is sent and what comes back; says beforehand whether one more request fits the limits.

    A limit holds whatever the replies turn out to be: a request under way is reserved at its estimated input and the
    most output it may have.
    """

    def __init__(self, limits: Limits, price: Price | None, *, now: Callable[[], float] = time.monotonic) -> None:
        if limits.max_cost is not None and cost(Usage(), price) is None:
            raise ConfigurationError(
                _("--max-cost 需要这个模型的单价，而档案里没有；请写进 reviewer.toml 的 [[profiles.名称.prices]]。")
            )
        self.limits = limits
        self.price = price
        self.counts: dict[str, int] = {}
        self.usage = Usage()
        self.mode: str | None = None
        self._now = now
        self._start = now()
        self._reserving = limits.max_tokens is not None or limits.max_cost is not None
        self._reserved: dict[int, Usage] = {}
        self._tickets = 0

    def add(self, name: str, number: int = 1) -> None:
        """Count under a name of Totals."""
        self.counts[name] = self.counts.get(name, 0) + number

    def fits(self, prompt: int, completion: int) -> bool | None:
        """Whether a request of at most so many tokens may be sent.

        False: not any more; None: not before another one has ended.
        """
        limits = self.limits
        if limits.max_requests is not None and self.counts.get("requests", 0) >= limits.max_requests:
            return False
        if not self._reserving:
            return True
        spent, wanted = self.usage, Usage(prompt=prompt, completion=completion)
        if self._within(sum(self._reserved.values(), spent + wanted)):
            return True
        return None if self._reserved and self._within(spent + wanted) else False

    def _within(self, usage: Usage) -> bool:
        limits = self.limits
        if limits.max_tokens is not None and usage.prompt + usage.completion > limits.max_tokens:
            return False
        return limits.max_cost is None or (cost(usage, self.price) or 0.0) <= limits.max_cost

    def sent(self, prompt: int, completion: int) -> int:
        """A request of at most so many tokens goes out; a ticket for `came`."""
        self.add("requests")
        self._tickets += 1
        if self._reserving:
            self._reserved[self._tickets] = Usage(prompt=prompt, completion=completion)
        return self._tickets

    def came(self, ticket: int, usage: Usage) -> None:
        """The request ended and cost this."""
        self._reserved.pop(ticket, None)
        self.usage += usage

    def stopped(self) -> LimitError:
        """The sentence for a limit that the next request would pass."""
        limits = self.limits
        if limits.max_requests is not None and self.counts.get("requests", 0) >= limits.max_requests:
            name, value = "--max-requests", str(limits.max_requests)
        elif limits.max_cost is None:
            name, value = "--max-tokens", str(limits.max_tokens)
        elif limits.max_tokens is None:
            name, value = "--max-cost", f"{limits.max_cost:g}"
        else:
            name, value = "--max-tokens / --max-cost", f"{limits.max_tokens} / {limits.max_cost:g}"
        return LimitError(
            _("再发就可能超过 {name} {value}，已停下；再运行同一条命令就接着做。").format(name=name, value=value)
        )

    def totals(self) -> Totals:
        """The figures so far."""
        u = self.usage
        return Totals(
            **self.counts,
            prompt_tokens=u.prompt,
            completion_tokens=u.completion,
            cached_tokens=u.cached,
            reasoning_tokens=u.reasoning,
            cost=cost(u, self.price),
            currency=self.price.currency if self.price else None,
            seconds=round(self._now() - self._start, 1),
            mode=self.mode,
        )
