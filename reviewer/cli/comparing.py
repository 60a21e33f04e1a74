"""`compare`: like projects side by side."""

import sys
from collections.abc import Iterator
from pathlib import Path

from reviewer.cli.failures import Failures
from reviewer.cli.text import head_line, json_text, one_line
from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.pipeline.comparing import Group, compare_all, compared_record
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reading import files, read_all
from reviewer.settings import Settings


def compare(paths: list[Path], form: str, settings: Settings) -> int:
    """Print what like projects state differently; the highest exit code of the files that failed."""
    if form not in ("text", "json"):
        raise CommandError(_("--format 只能是 text 或 json，不是 {form}。").format(form=form))
    failures = Failures()
    groups = compare_all(read_all(files(paths), failures), Knowledge(settings))
    if form == "json":
        sys.stdout.write(json_text(compared_record(groups), indent=1))
        print()
    else:
        for line in _lines(groups):
            print(line)
    return failures.code


def _lines(groups: tuple[Group, ...]) -> Iterator[str]:
    if not groups:
        yield _("没有可以并排比较的同类项目")
    for group in groups:
        yield _("{kind}：{n} 个同类项目").format(kind=group.kind, n=len(group.projects))
        for project in group.projects:
            yield one_line(head_line(project), "   ")
        for alike in group.measures:
            yield _("   “{measure}”的写法不一：{differs}").format(
                measure=alike.measure, differs="、".join(alike.differs)
            )
            for project, row in alike.rows:
                basis = f"（{row.basis}）" if row.basis else ""
                yield one_line(f"{project.no}.{row.row}  {row.name}  {row.target.raw}{basis}", "      ")
        yield ""
