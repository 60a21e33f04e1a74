"""Whether a day of the document is one of the thing that a row speaks of."""

import re
from collections.abc import Iterable

from reviewer.domain.project import RowText
from reviewer.verify.gram import grams
from reviewer.verify.number import DATE
from reviewer.verify.source import Fact

CALENDAR = re.compile("[年月日号底末初前至]+|工程|全部|实施|建设|周期|起止|时间|期限|日期|工期")
"""Words about days, and about the project's whole term."""
END = re.compile("[，,；;。\n]")
PART = re.compile("[春夏秋冬]季|[上下]半年|[一二三四]季度|[一二三四]期|第[一二三四][批次轮]")
"""Parts of a year, or of what is done in several goes, each with days of its own."""
DONE = re.compile("竣工|建成|交付|结束|完成(?=全部|$|[，。；])")
"""Words for one thing: 完工."""


def same_day(after: RowText, fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether the day is one of the thing at hand, or of none in particular (2021年12月31日前完成).

    A thing that the text tells another day of has that one: 秋季学期 is none that 春季学期 is told for.
    """
    if fact.piece.field == "head":
        return True
    said = _said(fact)
    if not said:
        return True
    told = set(PART.findall(f"{fact.before}{fact.after}"))
    if (asked := set(PART.findall(after.name))) and told and not asked & told:
        return False
    others = [_said(f) for f in facts if f.number.unit == DATE and f.number.text != fact.number.text]
    mine = _pairs(after.name)
    if not any(mine & words for words in (said, *others)):
        mine |= _pairs(after.definition)
    own = _fit(said, mine)
    return own[0] > 0 and not any(_nearer(_fit(words, mine), own) for words in others)


def same_date(one: str, other: str) -> bool:
    """Whether two dates are one day: 11月底 and 11月30日, with or without the year."""
    return one == other or _last_day(one) == _last_day(other)


def _last_day(date: str) -> str:
    """The date with 底 written as the month's last day; February keeps it, whose last day depends on the year."""
    found = re.fullmatch(r"(.*?)(\d+)月底", date)
    days = {4: 30, 6: 30, 9: 30, 11: 30}
    return f"{found[1]}{found[2]}月{days.get(int(found[2]), 31)}日" if found and found[2] != "2" else date


def _fit(said: frozenset[str], mine: frozenset[str]) -> tuple[int, float]:
    """How many of a day's words the row has, and which share of them."""
    return len(said & mine), len(said & mine) / max(1, len(said))


def _nearer(other: tuple[int, float], own: tuple[int, float]) -> bool:
    return other != own and other[0] >= own[0] and other[1] >= own[1]


def _said(fact: Fact) -> frozenset[str]:
    if fact.piece.field == "target":
        return _pairs(fact.clause)
    text = "".join(fact.piece.text.split())[fact.number.end :]
    before = fact.clause.partition(fact.number.text)[0] if fact.thin else fact.before
    return _pairs(f"{before}，{END.split(text)[0]}")


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pair for pair in grams(DONE.sub("完工", CALENDAR.sub(" ", text))) if len(pair) > 1)
