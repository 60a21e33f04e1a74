"""What the queue shows: a filter, and the line of words that a reviewer types for it."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, get_args

from reviewer.domain.decided import STATE_WORDS, RowState
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.review.item import RANK, Item

SORTS = ("document", "severity", "code", "state", "amount")
SORT_WORDS = {"document": "文件顺序", "severity": "轻重", "code": "问题", "state": "状态", "amount": "金额"}


class Filter(NamedTuple):
    """All parts must hold; an empty part holds always."""

    states: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    unit: str = ""
    project: str = ""
    level2: str = ""
    verified: bool | None = None
    asks: bool | None = None
    flagged: bool | None = None
    who: str = ""
    text: tuple[str, ...] = ()
    line: str = ""
    """As typed, for showing."""

    def keep(
        self,
        items: Iterable[Item],
        *,
        unit: Callable[[str], str],
        title: Callable[[str], str],
        mentions: Callable[[str], set[int]],
    ) -> list[Item]:
        """The items that fit, in the order given.

        `unit` and `title` name a project's unit and the project by its key; `mentions` finds proposals by their words.
        """
        kept = list(items)
        if self.states:
            kept = [i for i in kept if i.state in self.states]
        if self.severities:
            ranks = {RANK[s] for s in self.severities}
            kept = [i for i in kept if i.severity in ranks]
        if self.codes:
            kept = [i for i in kept if not self.codes.isdisjoint(i.codes)]
        if self.verified is not None:
            kept = [i for i in kept if i.proposal and bool(i.verified) == self.verified]
        if self.asks is not None:
            kept = [i for i in kept if i.asks == self.asks]
        if self.flagged is not None:
            kept = [i for i in kept if i.flagged == self.flagged]
        if self.who:
            kept = [i for i in kept if i.decision and self.who in i.decision.who]
        if self.level2:
            kept = [i for i in kept if self.level2 in i.level2]
        if self.unit:
            kept = [i for i in kept if self.unit in unit(i.key.project)]
        if self.project:
            kept = [i for i in kept if self.project in title(i.key.project) or self.project == i.key.project]
        for words in self.text:
            found = mentions(words)
            kept = [
                i
                for i in kept
                if words in i.name or words in i.level2 or i.proposal in found or words in title(i.key.project)
            ]
        return kept


EVERYTHING = Filter()

_FIELDS = {
    "状态": "state", "代码": "code", "问题": "code", "轻重": "severity", "单位": "unit", "项目": "project",
    "维度": "level2", "核验": "verified", "审核人": "who", "文字": "text",
}  # fmt: skip
_STATES = {word: state for state, word in STATE_WORDS.items()} | {s: s for s in get_args(RowState)}
_SEVERITIES: dict[str, str] = {**{word: s for s, word in SEVERITY_WORDS.items()}, **{s: s for s in SEVERITY_WORDS}}
_MARKS: dict[str, tuple[str, bool]] = {
    "已核验": ("verified", True), "未核验": ("verified", False), "verified": ("verified", True),
    "unverified": ("verified", False), "待填": ("asks", True), "asking": ("asks", True), "标记": ("flagged", True),
    "flagged": ("flagged", True),
}  # fmt: skip
_CODE = re.compile(r"[A-Za-z]\d\d")


def parse_filter(line: str, defects: dict[str, str] | None = None) -> Filter:
    """Read words such as `未决 必改 T01 待填 单位:人社局 维度:数量 补助`; what is no known word is searched as text.

    `defects` gives the Chinese name of each code, so that 指标名空壳 says V01. Never an error.
    """
    names = {name: code for code, name in (defects or {}).items()}
    states: set[str] = set()
    codes: set[str] = set()
    severities: set[str] = set()
    marks: dict[str, bool] = {}
    parts: dict[str, str] = {}
    text: list[str] = []
    for word in line.split():
        head, colon, rest = word.replace("：", ":").partition(":")
        field = _FIELDS.get(head, head if head in _FIELDS.values() else "") if colon and rest else ""
        value = rest if field else word
        if field in ("", "state") and value in _STATES:
            states.add(_STATES[value])
        elif field in ("", "severity") and value in _SEVERITIES:
            severities.add(_SEVERITIES[value])
        elif field in ("", "code") and (value in names or _CODE.fullmatch(value)):
            codes.add(names.get(value, value.upper()))
        elif field in ("", "verified") and value in _MARKS:
            name, wanted = _MARKS[value]
            marks[name] = wanted
        elif field in ("unit", "project", "level2", "who"):
            parts[field] = value
        else:
            text.append(value)
    return Filter(
        frozenset(states),
        frozenset(codes),
        frozenset(severities),
        parts.get("unit", ""),
        parts.get("project", ""),
        parts.get("level2", ""),
        marks.get("verified"),
        marks.get("asks"),
        marks.get("flagged"),
        parts.get("who", ""),
        tuple(text),
        " ".join(line.split()),
    )
