"""The words in which a project, and its kind, is spoken of."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from reviewer.domain.kind import choose_kind, own_entries
from reviewer.domain.kinds import Library, ProjectKind
from reviewer.domain.project import Project
from reviewer.verify.role import grams
from reviewer.verify.source import CELL, Text

SHORT = re.compile("(?=([\u4e00-\u9fff])[\u4e00-\u9fff]([\u4e00-\u9fff])[\u4e00-\u9fff])")

SCHOOL = re.compile("学校|学院|中学|小学|大学|幼儿园|中职")
OF_A_SCHOOL = "师生，教师，教职工，教职人员，校舍，校园，全日制，在籍，在校"
"""Whom and what every school has."""


class Speech(NamedTuple):
    """What a project is spoken of in; `pairs` and `kinds` are pairs of neighbouring characters."""

    head: str = ""
    """Its name, purpose and goals."""
    title: str = ""
    purpose: str = ""
    pairs: frozenset[str] = frozenset()
    """Of all its words, and those in which its kind of project is spoken of."""
    kinds: frozenset[str] = frozenset()
    """Of projects of every kind."""


def of_all_kinds(library: Library) -> frozenset[str]:
    """Pairs of the words in which projects of every kind are spoken of."""
    return _pairs(_about(kind) for kind in library.kinds)


def spoken(project: Project, own: Text, library: Library, kinds: frozenset[str] = frozenset()) -> Speech:
    """The project's own words, and those in which its kind of project is spoken of; `kinds`: those of every kind."""
    kind = choose_kind(project, library)
    entries = (name for i in own_entries(project, kind, library) for name in (i.name, i.definition))
    head = "，".join((project.name, project.purpose or "", *project.goals))
    unit = project.unit_name or ""
    school = OF_A_SCHOOL if SCHOOL.search(unit + head) else ""
    pairs = _pairs((own.joined.replace(CELL, "，"), unit, school, _about(kind), *entries))
    return Speech(head, project.name, project.purpose or "", pairs, kinds)


def _pairs(words: Iterable[str]) -> frozenset[str]:
    text = "，".join(words)
    return grams(text) | _shortened(text)


def _shortened(text: str) -> frozenset[str]:
    """The first characters of two words of two characters, by which both are called: 超限治理 is 治超."""
    return frozenset(short for m in SHORT.finditer(text) for short in (m[1] + m[2], m[2] + m[1]))


def _about(kind: ProjectKind) -> str:
    told = (w for i in kind.indicators for w in (i.name, i.definition, i.ask, i.source, *i.like))
    return "，".join((kind.about, kind.people, kind.item, kind.subject, *kind.words, *told))
