"""`batch` and `cache`: what is done with the model's side apart from a run."""

import sys
from pathlib import Path

from reviewer.language import _
from reviewer.settings import Settings


def plan(review: Path, out: Path, settings: Settings) -> int:
    """Write the shards and say how many requests they hold."""
    from reviewer.pipeline.batching import plan_batch

    count, names = plan_batch(review, out, settings)
    print(_("{n} 个请求，{s} 个分片，写在 {out}。").format(n=count, s=len(names), out=out))
    return 0


def collect(review: Path, files: list[Path], settings: Settings) -> int:
    """Take answers back; 6 where a line gave no answer."""
    from reviewer.pipeline.batching import collect as take

    done = take(review, files, settings)
    print(_("收回 {n} 份答复；{m} 份需要再问一次（再运行 batch plan）。").format(n=done.taken, m=done.further))
    for line in done.left:
        print(line, file=sys.stderr)
    return 6 if done.left else 0


def stats(settings: Settings) -> int:
    """How many replies the cache holds."""
    from reviewer.store.replies import Replies

    replies = Replies(settings.cache / "replies.sqlite")
    count, size = replies.stats()
    print(_("{path}：{n} 份答复，{k} KB。").format(path=replies.path, n=count, k=size // 1024))
    return 0


def prune(settings: Settings, days: int) -> int:
    """Delete replies that were not used for so many days."""
    from reviewer.store.replies import Replies

    print(_("删去 {n} 份。").format(n=Replies(settings.cache / "replies.sqlite").prune(days)))
    return 0
