"""Projects, findings and summaries as lines of text."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.domain.document import Document
from reviewer.domain.finding import SEVERITY_WORDS, Finding
from reviewer.domain.project import Indicator, Project
from reviewer.language import _

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls and marks of direction that JSON leaves as they are."""

if TYPE_CHECKING:
    from reviewer.pipeline.checking import Checked
    from reviewer.review import Progress, ReviewSession


def head_line(project: Project) -> str:
    """No., name, code, unit, amount."""
    money = f"{project.budget.total or '—'}{project.amount_unit or ''}"
    return one_line(
        f"{project.no}. {project.name}  [{project.code or project.key}]  {project.unit_name or ''}  {money}"
    )


def reading_lines(document: Document) -> Iterator[str]:
    """A document as read: each project, then what could not be read for certain."""
    for project in document.projects:
        yield from project_lines(project)
    yield from problem_lines(document)


def project_lines(project: Project) -> Iterator[str]:
    """A project as read: its head, then a line an indicator."""
    yield head_line(project)
    plan = " / ".join(p or "—" for p in project.spending_plan) if any(project.spending_plan) else ""
    for label, text in ((_("用途"), project.purpose), (_("支出计划"), plan), *project.extra):
        if text:
            yield f"   {label}：{one_line(text)}"
    for goal in project.goals:
        yield f"   {_('绩效目标')}：{one_line(goal)}"
    yield from map(indicator_line, project.indicators)
    yield ""


def indicator_line(row: Indicator) -> str:
    """Row, levels, name, target, definition, basis; then the form's further columns, each with its heading."""
    cells = [row.level1, row.level2, row.name, row.target.raw, row.definition or "", row.basis or ""]
    cells += [f"{heading}：{text}" for heading, text in ((_("权重"), row.weight), *row.extra) if text]
    return f"   {row.row:>3}  " + " | ".join(one_line(c) for c in cells)


def problem_lines(document: Document) -> Iterator[str]:
    """What could not be read for certain, a line each."""
    for problem in document.problems:
        yield _("读不准：{file} {place}：{reason}").format(
            file=one_line(Path(document.file).name), place=problem.place, reason=one_line(problem.reason)
        )


def checked_lines(checked: "Checked") -> Iterator[str]:
    """The findings by project, then the count of each severity."""
    tally: Counter[str] = Counter()
    for project, found in checked.projects:
        if found:
            yield head_line(project)
            yield from map(finding_line, found)
            yield ""
            tally.update(f.severity for f in found)
    yield from problem_lines(checked.document)
    counts = _("，").join(f"{_(word)} {tally[severity]}" for severity, word in SEVERITY_WORDS.items())
    yield _("{file}：{projects} 个项目，{rows} 条指标；{counts}").format(
        file=one_line(Path(checked.document.file).name),
        projects=len(checked.document.projects),
        rows=sum(len(p.indicators) for p in checked.document.projects),
        counts=counts,
    )


def finding_line(finding: Finding) -> str:
    """Severity in words, row, message and the code that `rules` explains."""
    where = _("第{row}行").format(row=finding.row) if finding.row else _("项目")
    fix = _("；可改为 {fix}").format(fix=finding.fix) if finding.fix else ""
    return one_line(
        f"   {_(SEVERITY_WORDS[finding.severity])}  {where}  {finding.message}{fix}  ({finding.code})", "   "
    )


def summary_lines(path: Path, session: "ReviewSession", notice: str) -> Iterator[str]:
    """Where a review stands, for a run without a screen."""
    items = list(session.items)
    progress = session.progress()
    proposed = [i for i in items if i.proposal]
    if notice:
        yield notice
    yield _(
        "{projects} 个项目，{rows} 处待审；有建议 {n} 条：核验通过 {v} 条，其中待单位填报 {a} 条；未核验 {u} 条。"
    ).format(
        projects=sum(len(d.projects) for d in session.documents),
        rows=len(items),
        n=len(proposed),
        v=sum(bool(i.verified) for i in proposed),
        a=sum(bool(i.verified and i.asks) for i in proposed),
        u=sum(not i.verified for i in proposed),
    )
    yield decided_line(path, progress)


def decided_line(path: Path, progress: "Progress") -> str:
    """How far a review is, where its decisions lie and how to go on."""
    if 0 < progress.total == progress.decided + progress.by_policy:
        return _("{n} 条全部已决；导出：reviewer export {path} --to docx,opinion,questions").format(
            n=progress.total, path=as_typed(path)
        )
    return _("已决 {n} 条（另按规则 {p} 条）；接着审：reviewer review {path}").format(
        n=progress.decided, p=progress.by_policy, path=as_typed(path)
    )


def as_typed(path: Path) -> str:
    """A path as it can be pasted into a command: quoted where it holds a blank or a sign that the shell acts on."""
    if sys.platform == "win32":
        return f'"{path}"' if re.search(r"[\s&()^;,=]", str(path)) else str(path)
    from shlex import quote

    return str(path) if re.fullmatch(r"[\w@%+=:,./-]+", str(path)) else quote(str(path))


def json_text(value: object, indent: int | None = None) -> str:
    """A value as JSON in which every character that a terminal would obey is escaped; it reads back the same."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if text.isprintable() else _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str, lead: str = "") -> str:
    """Line breaks and control characters of a document must not move the terminal's cursor."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return lead + text.strip()
