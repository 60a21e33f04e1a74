"""Whether a number is one of a part, or for each of several, of what a row counts in all."""

import re

from reviewer.verify.gram import BUYING, bare, grams
from reviewer.verify.likeness import each, said, whole_of
from reviewer.verify.source import Fact

ADDED = re.compile("之和|相加")
"""Says that a definition adds up what it lists."""
SINGLE = re.compile("[每单均]")
"""Says that a row is of one of several, not of all."""


def of_a_part(name: str, words: str, fact: Fact, facts: tuple[Fact, ...]) -> Fact | None:
    """The number that tells this one to be no whole: its whole, another of the list, or itself where it is for each."""
    if fact.piece.row is not None:
        return None
    if not fact.number.per and each(fact) and not SINGLE.search(name + words):
        return fact
    if ADDED.search(words) and (other := _listed_with(fact, words, facts)):
        return other
    whole = whole_of(fact, facts)
    if whole is None or whole.number.value == fact.number.value:
        return None
    own = grams(said(fact)) - grams(said(whole))
    others = frozenset().union(*(grams(said(f)) for f in facts if f != fact and whole_of(f, facts) == whole)) - own
    rest = name
    for pair in grams(said(whole)) - own:
        rest = rest.replace(pair, "，")
    called = own & grams(name) or BUYING.sub("", said(fact).replace("其中", "")).strip("，")[:1] in rest
    return whole if own and not called and (not own & grams(words) or others & grams(words)) else None


def _listed_with(fact: Fact, words: str, facts: tuple[Fact, ...]) -> Fact | None:
    """Another number of the same list, of which the words speak too: 一级管网4.6公里、二级管网18.9公里."""
    like = [
        f for f in facts if (f.place, f.number.unit, f.number.per) == (fact.place, fact.number.unit, fact.number.per)
    ]
    rest = (f for f in like if f.number.value != fact.number.value and whole_of(f, facts) != fact)
    mine = grams(said(fact))
    return next((f for f in rest if whole_of(fact, facts) != f and (grams(bare(said(f))) - mine) & grams(words)), None)
