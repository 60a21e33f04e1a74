"""Chooses the kind of a project from its own words."""

import re

from reviewer.domain.kinds import KindIndicator, Library, ProjectKind
from reviewer.domain.project import Project

GENERAL = "一般项目"
"""The kind for a project whose words fit none."""
ENOUGH = 9
"""The least score that tells a kind: one strong word of the name, or weak ones in name and purpose."""
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}[〔\[【（(]\d{4}[〕\]】）)]第?\d+号?(?:文件?)?")
YEAR = re.compile(r"^(?:\d{4}年度?)+")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
SHORTEST_UNIT = 4


def without_numbers(text: str) -> str:
    """The text without document numbers (冀财教【2020】174号), which say nothing of the project."""
    return DOCUMENT_NUMBER.sub("", text)


def plain_name(project: Project) -> str:
    """The project's name without document number, year, brackets and the unit that carries it out."""
    text = YEAR.sub("", BRACKETS.sub("", without_numbers(project.name)).strip())
    unit = re.sub(r"^\d+", "", project.unit_name or "")
    for size in range(len(unit), SHORTEST_UNIT - 1, -1):
        if text.startswith(unit[-size:]) and len(text) > size + 2:
            return text[size:]
    return text


def own_entries(project: Project, kind: ProjectKind, library: Library) -> tuple[KindIndicator, ...]:
    """The entries of the bureau's own library that hold for the project's kind and industry."""
    text, unit = project.name + (project.purpose or ""), project.unit_name or ""
    return tuple(
        e.indicator
        for e in library.entries
        if (not e.kind or e.kind == kind.name or e.kind in text)
        and (not e.industry or e.industry in unit or e.industry in text or bool(e.kind))
    )


def choose_kind(project: Project, library: Library) -> ProjectKind:
    """The kind whose words weigh most; of equal ones the first, without enough the general one.

    A word counts thrice in the name and as much again at its end (…运营补贴 is a subsidy), twice in the purpose, once
    in the goals. Where the purpose plainly tells a kind and has no word of the name's kind, the money's use decides.
    """
    name, bracketed = plain_name(project), " ".join(BRACKETS.findall(without_numbers(project.name)))
    purpose = without_numbers(project.purpose or "")
    if name and project.name.endswith(purpose):
        purpose = name
    head = name
    for tail in library.nouns.tails:
        head = head.removesuffix(tail)
    goals = without_numbers(" ".join(project.goals))
    best, score = None, 0
    used: tuple[int, ProjectKind] | None = None
    for kind in library.kinds:
        bought = sum(weight for p, weight in kind.patterns if p.search(purpose))
        if bought >= ENOUGH and (used is None or bought > used[0]):
            used = (bought, kind)
        total = sum(
            weight * (3 * bool(p.search(name) or p.search(bracketed)) + 2 * bool(p.search(purpose)))
            + weight * (bool(p.search(goals)) + 3 * any(m.end() == len(head) for m in p.finditer(name)))
            for p, weight in kind.patterns
        )
        if total > score:
            best, score = kind, total
    if used and best and not any(p.search(purpose) for p, _weight in best.patterns):
        return used[1]
    if best is not None and score >= ENOUGH:
        return best
    return library.kind(GENERAL) or best or library.kinds[0]
