"""`show` and `check`: the projects as read, the findings, as text, JSON or a workbook."""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from reviewer.cli.failures import Failures
from reviewer.cli.progress import Bar
from reviewer.cli.text import checked_lines, json_text, reading_lines
from reviewer.domain.finding import Finding
from reviewer.domain.project import Project
from reviewer.domain.record import problem_record, project_record
from reviewer.errors import CommandError, InputError
from reviewer.language import _
from reviewer.pipeline.checking import Checked, Identity, check_all, finding_record, identity
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reading import files, read_all
from reviewer.settings import Settings

FINDINGS = 1
"""Exit code of `check` where something was found."""
FORMS = ("text", "json", "xlsx")
IN_MEMORY = 1 << 22
"""Characters of findings that are held before they go to a temporary file."""


def show(paths: list[Path], form: str, *, out: Path | None = None, force: bool = False) -> int:
    """Print the projects of every file; the highest exit code of the files that failed."""
    _known(form, out)
    failures = Failures()
    named = files(paths)
    with Bar(_("读取"), len(named)) as bar:
        documents = read_all(_stepped(named, bar), failures)
        if form == "text":
            for document in documents:
                _print_lines(reading_lines(document))
        else:
            unjudged = (Checked(d, ((p, ()) for p in d.projects)) for d in documents)
            _record(unjudged, form, _workbook(named, out, "projects"), force=force, findings=False)
    return failures.code


def check(
    paths: list[Path],
    form: str,
    settings: Settings,
    *,
    baseline: Path | None,
    out: Path | None = None,
    force: bool = False,
) -> int:
    """Print what the checks find; the highest code of the files that failed, else 1 where something was found."""
    _known(form, out)
    failures = Failures()
    known = read_baseline(baseline) if baseline else frozenset()
    named = files(paths)
    seen = _Seen()
    with Bar(_("检查"), len(named)) as bar:
        checked = seen.watch(check_all(read_all(_stepped(named, bar), failures), Knowledge(settings), known))
        if form == "text":
            for one in checked:
                _print_lines(checked_lines(one))
        else:
            _record(checked, form, _workbook(named, out, "findings"), force=force, findings=True)
    return failures.code or (FINDINGS if seen.any else 0)


class _Seen:
    """Whether anything was found, told while the findings pass by."""

    def __init__(self) -> None:
        self.any = False

    def watch(self, checked: Iterable[Checked]) -> Iterator[Checked]:
        for one in checked:
            yield Checked(one.document, self._each(one.projects))

    def _each(
        self, projects: Iterator[tuple[Project, tuple[Finding, ...]]]
    ) -> Iterator[tuple[Project, tuple[Finding, ...]]]:
        for project, found in projects:
            self.any = self.any or bool(found)
            yield project, found


def _record(checked: Iterable[Checked], form: str, path: Path, *, force: bool, findings: bool) -> None:
    if form == "json":
        _print_json(checked, findings=findings)
        return
    from reviewer.pipeline.listing import write_listing

    write_listing(checked, path, force=force, findings=findings)
    print(_("已写出 {path}").format(path=path))


def _workbook(named: list[Path], out: Path | None, what: str) -> Path:
    """The workbook's path: --out, else beside the first file."""
    return out or named[0].with_name(f"{named[0].stem}.{what}.xlsx")


def _print_json(checked: Iterable[Checked], *, findings: bool) -> None:
    """One object, written as it comes; findings wait aside until the projects are out."""
    import tempfile

    problems: list[dict[str, Any]] = []
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8") as aside:
        sys.stdout.write('{\n "projects": [')
        put_project, put_finding = _items(sys.stdout), _items(aside)
        for one in checked:
            for project, found in one.projects:
                put_project(project_record(project))
                for finding in found:
                    put_finding(finding_record(finding))
            problems += map(problem_record, one.document.problems)
        sys.stdout.write('\n ],\n "problems": [')
        put_problem = _items(sys.stdout)
        for problem in problems:
            put_problem(problem)
        sys.stdout.write("\n ]")
        if findings:
            sys.stdout.write(',\n "findings": [')
            aside.seek(0)
            while piece := aside.read(1 << 16):
                sys.stdout.write(piece)
            sys.stdout.write("\n ]")
        sys.stdout.write("\n}\n")


def _items(file: TextIO | Any) -> Callable[[dict[str, Any]], None]:
    """Writes the items of a JSON list one after another."""
    comma = ""

    def put(record: dict[str, Any]) -> None:
        nonlocal comma
        file.write(f"{comma}\n  {json_text(record)}")
        comma = ","

    return put


def read_baseline(file: Path) -> frozenset[Identity]:
    """The findings of an earlier `check --format json`. Raises InputError where the file is none."""
    import json

    try:
        findings = json.loads(file.read_text(encoding="utf-8"))["findings"]
        return frozenset(identity(f["code"], f["project"], f["row"], f["quote"]) for f in findings)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            _("读不了基线 {file}（{why}）：它应当是 reviewer check --format json 的输出。").format(file=file, why=error)
        ) from None


def _stepped(paths: list[Path], bar: Bar) -> Iterable[Path]:
    for path in paths:
        yield path
        bar.step()


def _known(form: str, out: Path | None) -> None:
    if out and form in ("text", "json"):
        raise CommandError(_("--out 只写工作簿（--format xlsx）；{form} 请用 > 文件 存下。").format(form=form))
    if form not in FORMS:
        raise CommandError(_("--format 只能是 text、json 或 xlsx，不是 {form}。").format(form=form))


def _print_lines(lines: Iterator[str]) -> None:
    """Many lines at a time: where the output is not buffered each write is a call to the system."""
    while some := list(islice(lines, 500)):
        sys.stdout.write("\n".join((*some, "")))
