"""Whether a day of the document is one of the thing that a row speaks of."""

import re
from collections.abc import Iterable

from reviewer.domain.project import RowText
from reviewer.verify.gram import grams
from reviewer.verify.number import DATE
from reviewer.verify.source import Fact

CALENDAR = re.compile("[年月日号底末初前至]+|实施|建设|周期|起止|时间|期限|日期|工期")
"""Words about days, and about the project's whole term."""
DONE = re.compile("竣工|建成|交付|结束|完成(?=全部|$|[，。；])")
"""Words for one thing: 完工."""


def same_day(after: RowText, fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether the day is one of the thing at hand, or of none in particular (2021年12月31日前完成).

    A thing that the text tells another day of has that one: 秋季学期 is none that 春季学期 is told for.
    """
    if fact.piece.field == "head":
        return True
    said, mine = _said(fact), _pairs(f"{after.name}，{after.definition}")
    others = [_said(f) & mine for f in facts if f.number.unit == DATE and f.number.text != fact.number.text]
    if not said:
        return True
    nearer = any(said & mine < other for other in others)
    return not nearer and len(said & mine) > max((len(other - said) for other in others), default=0)


def _said(fact: Fact) -> frozenset[str]:
    return _pairs(fact.clause if fact.piece.field == "target" else f"{fact.before}，{fact.after}")


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pair for pair in grams(DONE.sub("完工", CALENDAR.sub(" ", text))) if len(pair) > 1)
