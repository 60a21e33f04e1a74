"""`show` and `check`: the projects as read, the findings, as text or JSON."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reviewer.cli.failures import Failures
from reviewer.cli.progress import Bar
from reviewer.cli.text import checked_lines, reading_lines
from reviewer.domain.record import reading_record
from reviewer.errors import CommandError, InputError
from reviewer.language import _
from reviewer.pipeline.checking import Checked, Identity, check_all, checked_record, identity
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reading import files, read_all
from reviewer.settings import Settings

FINDINGS = 1
"""Exit code of `check` where something was found."""


def show(paths: list[Path], form: str) -> int:
    """Print the projects of every file; the highest exit code of the files that failed."""
    _known(form)
    failures = Failures()
    named = files(paths)
    with Bar(_("读取"), len(named)) as bar:
        documents = read_all(_stepped(named, bar), failures)
        if form == "json":
            record = reading_record(documents)
        else:
            for document in documents:
                _print_lines(reading_lines(document))
    if form == "json":
        _print_json(record)
    return failures.code


def check(paths: list[Path], form: str, settings: Settings, *, baseline: Path | None) -> int:
    """Print what the checks find; the highest code of the files that failed, else 1 where something was found."""
    _known(form)
    failures = Failures()
    known = read_baseline(baseline) if baseline else frozenset()
    named = files(paths)
    found = False
    kept: list[Checked] = []
    with Bar(_("检查"), len(named)) as bar:
        for one in check_all(read_all(_stepped(named, bar), failures), Knowledge(settings), known):
            found = found or bool(one.findings)
            if form == "json":
                kept.append(one)
            else:
                _print_lines(checked_lines(one))
    if form == "json":
        _print_json(checked_record(kept))
    return failures.code or (FINDINGS if found else 0)


def read_baseline(file: Path) -> frozenset[Identity]:
    """The findings of an earlier `check --format json`. Raises InputError where the file is none."""
    try:
        findings = json.loads(file.read_text(encoding="utf-8"))["findings"]
        return frozenset(identity(f["code"], f["project"], f["row"], f["quote"]) for f in findings)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            _("读不了基线 {file}（{why}）：它应当是 reviewer check --format json 的输出。").format(file=file, why=error)
        ) from None


def _stepped(paths: list[Path], bar: Bar) -> Iterable[Path]:
    for path in paths:
        yield path
        bar.step()


def _known(form: str) -> None:
    if form not in ("text", "json"):
        raise CommandError(_("--format 只能是 text 或 json，不是 {form}。").format(form=form))


def _print_lines(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _print_json(record: dict[str, Any]) -> None:
    json.dump(record, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
