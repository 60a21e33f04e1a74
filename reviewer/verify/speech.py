"""The words in which a project is spoken of, and those of other industries."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from reviewer.domain.kinds import Industry, Library
from reviewer.domain.project import Project
from reviewer.verify.gram import grams
from reviewer.verify.source import CELL, Text

SHORT = re.compile("(?=([\u4e00-\u9fff])[\u4e00-\u9fff]([\u4e00-\u9fff])[\u4e00-\u9fff])")


class Speech(NamedTuple):
    """What a project is spoken of in."""

    head: str = ""
    """Its name, purpose and goals."""
    title: str = ""
    purpose: str = ""
    pairs: frozenset[str] = frozenset()
    """Pairs of neighbouring characters of all its words."""
    at_home: str = "(?!)"
    """Pattern of the words of the industries that it has to do with."""
    elsewhere: str = "(?!)"
    """Pattern of those of other industries."""

    def foreign(self, words: str) -> str | None:
        """A word of an industry that the project has nothing to do with; an unknown word is none."""
        found = re.search(self.elsewhere, re.sub(self.at_home, " ", words))
        return found[0] if found else None


def spoken(project: Project, own: Text, library: Library) -> Speech:
    """The project's own words, and those of the industries that it has to do with."""
    head = "，".join((project.name, project.purpose or "", *project.goals))
    text = own.joined.replace(CELL, "，")
    pairs = grams(text) | _shortened(text)
    whole = f"{head}，{project.unit_name or ''}"
    near = [i for i in library.nouns.industries if any(word in whole for word in i.related)]
    others = [i for i in library.nouns.industries if i not in near] if near else []
    return Speech(head, project.name, project.purpose or "", pairs, _either(near), _either(others))


def _either(industries: Iterable[Industry]) -> str:
    words = sorted({word for i in industries for word in i.words}, key=len, reverse=True)
    return "|".join(map(re.escape, words)) or "(?!)"


def _shortened(text: str) -> frozenset[str]:
    """The first characters of two words of two characters, by which both are called: 超限治理 is 治超."""
    return frozenset(short for m in SHORT.finditer(text) for short in (m[1] + m[2], m[2] + m[1]))
