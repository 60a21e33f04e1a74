"""Whether the thing that a new row counts, or pays, is one that the project has to do with."""

from collections.abc import Iterator

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.figure import borrowed
from reviewer.verify.fit import dimension_of
from reviewer.verify.generic import ANYBODY, COUNTED, DONE, HAN, SUM, WELL
from reviewer.verify.role import BUYING, GENERIC, PRICED, SORTS, grams
from reviewer.verify.speech import Speech

OWN = ("数量", "质量", "时效", "成本")
"""Dimensions of what a project itself does; what comes of it may be called by other words."""

AKIN = 0.25
"""Share of a name's characters, at most, that a word of another project may have by chance."""


def subject(proposal: Proposal, after: RowText, before: RowText, speech: Speech) -> Check:
    """Whether what the project does is called by a word that the project, or its kind, has.

    Of a cost both are: whom or what it is for, and what is paid (退役士兵人均安家补助).
    How well and when may be said of things of a sort (设备验收合格率).
    What comes of it may be called by other words, but not by those of another kind of project.
    A row that takes a figure of the text for its own says nothing that the text does not say.
    """
    if proposal.origin == "provided" or after.name == "不适用":
        return Check(check="subject", result="pass", reason="数由单位提供，或写明不适用。")
    if proposal.name is not None and not _follows(after, speech):
        return Check(check="subject", result="fail", reason=f"项目里没有一处说到“{after.name}”所量之物。")
    if strange := borrowed(proposal, after, before, speech):
        return Check(check="subject", result="fail", reason=f"目标值是原文的数，而原文说的不是“{strange}”。")
    return Check(check="subject", result="pass", reason="所量之物与本项目有关。")


def _follows(after: RowText, speech: Speech) -> bool:
    """Whether the row is something that the project does, or that may come of it.

    Characters of the project's own words make a word of what comes of it its own: 存档 of 档案.
    """
    strange = [thing for thing in _things(after) if thing and not thing & speech.pairs]
    if not strange or dimension_of(after) in OWN:
        return not strange
    if not any(thing & speech.kinds for thing in strange) or grams(after.name) & grams(speech.head):
        return True
    chars = HAN.findall(ANYBODY.sub("", COUNTED.sub("", GENERIC.sub("", after.name))))
    return sum(char in speech.head for char in chars) > AKIN * len(chars)


def _things(after: RowText) -> Iterator[frozenset[str]]:
    """Pairs of characters of each thing that the name speaks of, beyond words for anything and anybody."""
    where = dimension_of(after)
    well = where in ("质量", "时效")
    if well and SORTS.search(after.name):
        return
    words = BUYING.sub(" ", DONE.sub(" ", COUNTED.sub("", after.name)))
    words = WELL.sub(" ", words) if well or where not in OWN else words
    words = words if where in OWN else ANYBODY.sub(" ", words)
    for part in PRICED.split(SUM.sub(" ", words)) if where == "成本" else [PRICED.sub(" ", words)]:
        yield frozenset(pair for pair in grams(part) if len(pair) > 1)
