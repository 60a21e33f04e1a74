"""Grids to projects: layouts and column headings. Knows meaning, not files."""

from collections import Counter
from collections.abc import Iterator

from reviewer.domain.document import Document, Problem, Section
from reviewer.domain.grid import Source
from reviewer.domain.project import Project
from reviewer.errors import InputError
from reviewer.language import _
from reviewer.parse.reader import Reader


def stream(source: Source) -> Iterator[Project | Section | Problem]:
    """The projects, prose and problems of a file one by one, in reading order; memory stays flat.

    A project whose 项目编码 stood earlier in the file has the key `#no`.
    """
    yield from Reader(source.name).read(source.blocks)


def parse(source: Source) -> Document:
    """The whole of a file. Raises InputError where it holds no table of indicators."""
    sections: list[Section] = []
    projects: list[Project] = []
    problems: list[Problem] = []
    for item in stream(source):
        if isinstance(item, Project):
            projects.append(item)
        elif isinstance(item, Section):
            sections.append(item)
        else:
            problems.append(item)
    if not projects and problems:
        said = "；".join(f"{p.place} {p.reason}".strip() for p in problems[:3])
        raise InputError(_("{name} 里没有读到完整的绩效目标表：{said}。").format(name=source.shown(), said=said))
    if not projects:
        raise InputError(
            _("{name} 里没有找到绩效目标表（没有“三级指标、指标值”这样的表头），请换成含有该表的文件。").format(
                name=source.shown()
            )
        )
    projects, problems = _uniquely_keyed(projects, problems)
    return Document(
        file=source.name,
        sha256=source.sha256,
        format=source.format,
        department=_department(projects),
        sections=tuple(sections),
        projects=tuple(projects),
        problems=tuple(problems),
    )


def _uniquely_keyed(projects: list[Project], problems: list[Problem]) -> tuple[list[Project], list[Problem]]:
    """A 项目编码 that several projects carry is no key: all of them are keyed by their number."""
    repeated = {code for code, count in Counter(p.code for p in projects if p.code).items() if count > 1}
    if not repeated:
        return projects, problems
    renamed = {p.key: f"#{p.no}" for p in projects if p.code in repeated}
    for project in projects:
        if project.code in repeated:
            problems.append(
                Problem(
                    file=project.file,
                    project=f"#{project.no}",
                    field="code",
                    place=project.address,
                    reason=f"项目编码{project.code}在文件中不止一个项目使用，改按序号#{project.no}区分",
                )
            )
    return (
        [p._replace(key=f"#{p.no}") if p.code in repeated else p for p in projects],
        [p._replace(project=renamed[p.project]) if p.project in renamed else p for p in problems],
    )


def _department(projects: list[Project]) -> str | None:
    """The unit whose own budget (本级) is among the projects speaks for the department; else the only unit."""
    names = {p.unit_name for p in projects if p.unit_name}
    own = sorted(n.removesuffix("本级") for n in names if n.endswith("本级"))
    if own:
        return own[0]
    return names.pop() if len(names) == 1 else None
