"""`batch`: a review's requests by a provider's batch interface."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.cli.confirming import ask_to_send
from reviewer.language import _
from reviewer.settings import Settings

if TYPE_CHECKING:
    from reviewer.llm.submit import Job


def plan(review: Path, out: Path, settings: Settings) -> int:
    """Write the shards and say how many requests they hold."""
    from reviewer.pipeline.batching import plan_batch

    planned = plan_batch(review, out, settings)
    print(_("{n} 个请求，{s} 个分片，写在 {out}。").format(n=planned.requests, s=len(planned.shards), out=out))
    return 0


def submit(review: Path, folder: Path, settings: Settings, *, yes: bool) -> int:
    """Hand the shards to the provider's batch interface, after a confirmation."""
    from reviewer.llm import batch, endpoint
    from reviewer.pipeline.batching import submit as hand_over

    to = endpoint(settings)
    rows = sum(s.rows for s in batch.shards(folder))
    line = _("将把 {folder} 里的 {n} 个请求交给 {host} 的 {model} 批量处理。")
    ask_to_send(line.format(folder=folder, n=rows, host=to.host, model=to.model), settings, yes=yes)
    hand_over(review, folder, settings, _tell)
    return 0


def status(review: Path, settings: Settings, out: Path | None) -> int:
    """How the shards stand; 5 where one ended without answers."""
    from reviewer.pipeline.batching import status as look

    jobs = look(review, settings, out, _tell)
    if not jobs:
        print(_("还没有交出过分片；请先运行 reviewer batch submit。"))
    return 5 if any(job.ended and job.status != "completed" for job in jobs) else 0


def _tell(job: "Job") -> None:
    print(
        _("{shard}：{status}，完成 {done}/{total}，出错 {failed}（批号 {batch}）").format(
            shard=job.shard, status=job.status, done=job.done, total=job.total, failed=job.failed, batch=job.batch
        )
    )


def collect(review: Path, files: list[Path], settings: Settings) -> int:
    """Take answers back; 6 where a line gave no answer."""
    from reviewer.pipeline.batching import collect as take

    done = take(review, files, settings)
    print(_("收回 {n} 份答复；{m} 份需要再问一次（再运行 batch plan）。").format(n=done.taken, m=done.further))
    for line in done.left:
        print(line, file=sys.stderr)
    return 6 if done.left else 0
