"""Progress on stderr: a bar drawn only on a terminal; and the line of a run with a model, there or in the screen."""

import os
import sys
import time
from typing import TYPE_CHECKING, Self

from reviewer.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress

    from reviewer.domain.exchange import Settled
    from reviewer.llm import Gauge


class Bar:
    """`with Bar(label, total) as bar: bar.step()`; silent where stderr is no terminal."""

    def __init__(self, label: str, total: int) -> None:
        self._label = label
        self._total = total
        self._progress: Progress | None = None
        self._task = 0

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._progress.add_task(self._label, total=self._total)
            self._progress.start()
        return self

    def step(self, label: str | None = None) -> None:
        """One more done; a new label where given."""
        if self._progress is not None:
            self._progress.update(self._task, advance=1, description=label or self._label)  # type: ignore[arg-type]

    def __exit__(self, *_exc: object) -> None:
        if self._progress is not None:
            self._progress.stop()


EVERY = 30.0
"""Seconds between two lines where stderr is no terminal."""


class RunLine:
    """How a run with a model stands, on one line: `watch(settled, look)` after each request.

    The line goes to `tell`, which shows it in place of the last one; without it to stderr.
    """

    def __init__(self, planned: int, host: str, tell: "Callable[[str], None] | None" = None) -> None:
        self._planned = planned
        self._host = host
        self._told = tell
        self._look: Callable[[], Gauge] | None = None
        self._start = self._shown = time.monotonic()
        self._until = 0.0
        """When the pause that was told last is over."""
        self._live = tell is not None or sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def watch(self, settled: "Settled | None", look: "Callable[[], Gauge]") -> None:
        """Draw at most five times a second on a terminal; else a line now and then. A pause is told once, and stays."""
        now = time.monotonic()
        self._look = look
        if settled is None and (until := now + look().paused) > max(now, self._until) + 1:
            self._until = until
            self._print(_("{host} 要求等待 {n} 秒，等完自动继续。").format(host=self._host, n=round(until - now)))
        elif now >= self._until and now - self._shown >= (0.2 if self._live else EVERY):
            self._print(run_words(look(), self._planned, now - self._start))
        else:
            return
        self._shown = now

    def _print(self, line: str) -> None:
        if self._told is not None:
            self._told(line)
        elif self._live:
            from rich.cells import set_cell_size

            width = os.get_terminal_size(sys.stderr.fileno()).columns - 1
            print(f"\r{set_cell_size(line, width)}", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def __exit__(self, *_exc: object) -> None:
        if self._told is not None:
            if self._look is not None:
                self._told(run_words(self._look(), self._planned, time.monotonic() - self._start))
        elif self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def run_words(gauge: "Gauge", planned: int, seconds: float) -> str:
    """Done, failed, blocked, tokens, cached share, cost, speed, concurrency, time left."""
    t = gauge.totals
    total = max(planned + gauge.further, t.settled)
    sent = t.settled - t.stored
    speed = sent / seconds * 60 if seconds > 0 else 0.0
    parts = [
        _("已完成 {n}/{total}").format(n=t.settled, total=total),
        _("失败 {f} 被拦 {b}").format(f=t.failed, b=t.blocked),
        _("令牌 {t}（缓存 {c:.0%}）").format(t=t.tokens, c=t.cached_share),
        *([money(t.cost, t.currency)] if t.cost is not None else []),
        _("每分钟 {s:.0f} 个").format(s=speed),
        _("并发 {u}/{a}").format(u=gauge.under_way, a=gauge.allowed),
    ]
    if speed and total > t.settled:
        parts.append(_("还要 {left}").format(left=duration((total - t.settled) / speed * 60)))
    return "  ".join(parts)


def money(amount: float, currency: str | None) -> str:
    """An amount with its currency, exact enough for a single request."""
    return f"{amount:.2f} {currency}" if amount >= 1 else f"{amount:.4f} {currency}"


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 90:
        return _("{n} 秒").format(n=round(seconds))
    return _("{n} 分钟").format(n=round(seconds / 60)) if seconds < 5400 else _("{n:.1f} 小时").format(n=seconds / 3600)
