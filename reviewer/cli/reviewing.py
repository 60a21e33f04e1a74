"""`run`, `demo`, `propose`, `review`, `decide`: from a file to decided rows."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.cli.text import json_text
from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reviewer.cli.asking import Again
    from reviewer.review import ReviewSession


def run(
    paths: list[Path], name: Path | None, settings: Settings, *, yes: bool, carry: bool, plain: bool, web: bool
) -> int:
    """The main job: check, propose, open the screen; where there is no terminal, a summary."""
    from reviewer.cli.asking import begin_live, propose_into
    from reviewer.pipeline.reading import files

    knowledge = Knowledge(settings)
    with open_review(files(paths), name, knowledge, carry=carry) as review:
        if _full_screen(plain=plain, web=web) and (live := begin_live(review, knowledge, yes=yes)):
            _screen(review, knowledge, live, notice=live.notice, stream=live.stream)
            return live.finish()
        outcome = propose_into(review, knowledge, yes=yes)
        _open(review, knowledge, outcome.notice, plain=plain, web=web)
    return outcome.code


def demo(settings: Settings, *, plain: bool, web: bool) -> int:
    """The same on the sample with recorded replies."""
    from reviewer.cli.progress import Bar
    from reviewer.pipeline.demonstrating import demo_review, play

    knowledge = Knowledge(settings)
    with demo_review(settings, knowledge) as review:
        (sample,) = review.documents
        with Bar(_("准备样例"), len(sample.projects)) as bar:
            notice = play(review, knowledge, bar.step)
        _open(review, knowledge, notice, plain=plain, web=web)
    return 0


def propose(
    paths: list[Path],
    name: Path | None,
    settings: Settings,
    *,
    yes: bool,
    carry: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Proposals into the review, without a screen."""
    from reviewer.cli.asking import estimate_only, propose_into
    from reviewer.pipeline.reading import files

    knowledge = Knowledge(settings)
    with open_review(files(paths), name, knowledge, carry=carry) as review:
        if dry_run:
            return estimate_only(review, knowledge, as_json=as_json)
        outcome = propose_into(review, knowledge, yes=yes)
        if as_json:
            print(json_text(outcome.record))
        else:
            _summary(review, knowledge, outcome.notice)
    return outcome.code


def review(path: Path, settings: Settings, *, plain: bool, web: bool) -> int:
    """Open the screen on a review."""
    with ReviewFile.open(path) as opened:
        _open(opened, Knowledge(settings), "", plain=plain, web=web)
    return 0


def decide(path: Path, accept: str, codes: str | None, settings: Settings, *, dry_run: bool) -> int:
    """Accept by policy, and say how many were taken and what was left out."""
    from reviewer.pipeline.deciding import by_policy

    if accept != "verified":
        raise CommandError(
            _("--accept 只能是 verified，不是 {word}：未核验和待填的建议只能由人来定。").format(word=accept)
        )
    # An empty list would stand for every code: that is asked for by leaving the option out.
    wanted = [] if codes is None else [c.strip().upper() for c in codes.split(",") if c.strip()] or [""]
    with ReviewFile.open(path) as opened:
        preview = by_policy(session(opened, Knowledge(settings)), wanted, dry_run=dry_run)
    line = _("将按规则采用 {n} 条") if dry_run else _("按规则采用 {n} 条")
    print(
        (line + _("；未动：未核验 {u} 条，待填 {a} 条，已决 {d} 条，没有建议 {e} 条。")).format(
            n=len(preview.take),
            u=len(preview.unverified),
            a=len(preview.asking),
            d=len(preview.decided),
            e=len(preview.empty),
        )
    )
    return 0


def _open(review: ReviewFile, knowledge: Knowledge, notice: str, *, plain: bool, web: bool) -> None:
    """The screen asked for, or the summary where stdin or stdout is no terminal."""
    if web:
        from reviewer.tui import serve

        serve(screen_command(review.path, knowledge.settings), _tell_address)
    elif plain:
        from reviewer.tui import run_plain

        current = session(review, knowledge)
        run_plain(current, sys.stdin, sys.stdout)
        _tell_way_on(review, current)
    elif _full_screen(plain=plain, web=web):
        model = None
        if knowledge.settings.model:
            from reviewer.cli.asking import again

            model = again(review, knowledge)
        _screen(review, knowledge, model, notice=notice)
    else:
        _summary(review, knowledge, notice)


def screen_command(review: Path, settings: Settings) -> list[str]:
    """The command that shows a review's screen to whom, and with the model, that was said to the command of now."""
    command = [sys.executable, "-m", "reviewer", "review", f"--reviewer={settings.who}"]
    if settings.model:
        command.append(f"--model={settings.model}")
    if settings.offline:
        command.append("--offline")
    return [*command, "--", str(review)]


def _screen(
    review: ReviewFile,
    knowledge: Knowledge,
    model: "Again | None",
    *,
    notice: str,
    stream: "Callable[[Callable[[str], None]], Awaitable[None]] | None" = None,
) -> None:
    """The full screen until the reviewer leaves it; whoever comes back to the shell reads how to go on."""
    from reviewer.tui import run_screen

    current = session(review, knowledge)
    ask_again, where = (model.ask, model.where) if model else (None, None)
    run_screen(current, knowledge.settings, stream=stream, ask_again=ask_again, where=where, notice=notice)
    _tell_way_on(review, current)


def _tell_way_on(review: ReviewFile, current: "ReviewSession") -> None:
    # On stderr: behind `--web` stdout carries what the screen draws, in a dialogue of lines the answers.
    from reviewer.cli.text import decided_line

    current.refresh()
    print(decided_line(review.path, current.progress()), file=sys.stderr)


def _tell_address(address: str) -> None:
    # At once, for a script that waits for it on a pipe; the blank ends the address for whoever picks it out.
    print(_("在浏览器打开：{address} （按 Ctrl-C 结束）").format(address=address), flush=True)


def _full_screen(*, plain: bool, web: bool) -> bool:
    """Whether the screen opens in this process: on a terminal, or behind `--web`, which names its driver."""
    terminal = "TEXTUAL_DRIVER" in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())
    return terminal and not plain and not web


def _summary(review: ReviewFile, knowledge: Knowledge, notice: str) -> None:
    from reviewer.cli.text import summary_lines

    for line in summary_lines(review.path, session(review, knowledge), notice):
        print(line)
