"""`score`: the bureau's form for each project and each document, as text, JSON, or a marks file to fill in."""

import sys
from collections.abc import Iterator
from pathlib import Path

from reviewer.cli.failures import Failures
from reviewer.cli.text import head_line, json_text, one_line
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.score import BY_HAND, Form, FormScore, PointScore
from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reading import files, read_all
from reviewer.pipeline.scoring import Scored, blank_marks, read_marks, score_all, scored_record
from reviewer.settings import Settings

SHOWN = 3
"""Defects named behind a point; the rest are counted."""


def score(paths: list[Path], form: str, settings: Settings, *, marks: Path | None) -> int:
    """Print the scores; the highest exit code of the files that failed."""
    if form not in ("text", "json", "toml"):
        raise CommandError(_("--format 只能是 text、json 或 toml，不是 {form}。").format(form=form))
    failures, knowledge = Failures(), Knowledge(settings)
    given = read_marks(marks, knowledge.form) if marks else {}
    scored = score_all(read_all(files(paths), failures), knowledge, given)
    if form == "json":
        sys.stdout.write(json_text(scored_record(knowledge.form, scored), indent=1))
        print()
    else:
        for line in blank_marks(scored) if form == "toml" else _lines(knowledge.form, scored):
            print(line)
    return failures.code


def _lines(form: Form, scored: Iterator[Scored]) -> Iterator[str]:
    yield f"{form.title}（{form.note}）"
    yield form.formula
    for one in scored:
        for project, result in one.projects:
            yield ""
            yield head_line(project)
            yield from _result(result)
        yield ""
        name = one_line(Path(one.document.file).name)
        yield _("{file}：{n} 个项目的平均").format(file=name, n=len(one.projects))
        yield from _result(one.whole, shown=0)


def _result(result: FormScore, shown: int = SHOWN) -> Iterator[str]:
    for part in result.points:
        yield one_line(f"{part.point.name}  {part.text} / {part.point.marks}{_why(part, shown)}", "   ")
    waiting = sum(p.marks is None for p in result.points)
    if waiting:
        yield "   " + _("还有 {n} 个要点待人工打分，不评等级").format(n=waiting)
    else:
        yield one_line(f"{_('合计')} {result.total} / 100  {result.grade}：{result.consequence}", "   ")


def _why(part: PointScore, shown: int) -> str:
    """What cost the point its marks, or what a person is asked."""
    if part.by_hand:
        return f"  {_('人工')}"
    asked = f"  {part.point.question}" if part.text == BY_HAND else ""
    if not shown or not part.findings:
        return asked or (_("  扣分处 {n}").format(n=len(part.findings)) if part.findings else "")
    said = "；".join(
        f"{f'第{f.row}行' if f.row else '项目'} {SEVERITY_WORDS[f.severity]} {f.message}" for f in part.findings[:shown]
    )
    rest = len(part.findings) - shown
    return f"{asked}  {said}" + (_("；另有 {n} 处").format(n=rest) if rest > 0 else "")
