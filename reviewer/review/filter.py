"""The line of words that a reviewer types for a filter."""

import re
from typing import get_args

from reviewer.domain.decided import STATE_WORDS, RowState
from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.row import Filter

SORT_WORDS = {
    "document": "文件顺序", "severity": "轻重", "code": "问题", "state": "状态", "amount": "金额", "unit": "单位",
    "project": "项目", "dimension": "维度", "verified": "核验", "asking": "待填", "reviewer": "审核人",
}  # fmt: skip
RANKS: dict[str, int] = {severity: rank for rank, severity in enumerate(reversed(SEVERITY_WORDS))}

EVERYTHING = Filter()

_FIELDS = {
    "状态": "state", "代码": "code", "问题": "code", "轻重": "severity", "单位": "unit", "项目": "project",
    "维度": "level2", "核验": "verified", "审核人": "who", "文字": "text", "名称": "same",
}  # fmt: skip
_STATES = {word: state for state, word in STATE_WORDS.items()} | {s: s for s in get_args(RowState)}
_SEVERITIES: dict[str, str] = {**{word: s for s, word in SEVERITY_WORDS.items()}, **{s: s for s in SEVERITY_WORDS}}
_MARKS: dict[str, tuple[str, bool]] = {
    "已核验": ("verified", True), "未核验": ("verified", False), "verified": ("verified", True),
    "unverified": ("verified", False), "待填": ("asks", True), "asking": ("asks", True), "标记": ("flagged", True),
    "已标记": ("flagged", True),     "flagged": ("flagged", True),
}  # fmt: skip
_CODE = re.compile(r"[A-Za-z]\d\d")


def parse_filter(line: str, defects: dict[str, str] | None = None) -> Filter:
    """Read words such as `未决 必改 T01 待填 单位:人社局 维度:数量 补助`; what is no known word is searched as text.

    `defects` gives the Chinese name of each code, so that 指标名空壳 says V01. Never an error.
    """
    names = {name: code for code, name in (defects or {}).items()}
    states: set[str] = set()
    codes: set[str] = set()
    severities: set[int] = set()
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
            severities.add(RANKS[_SEVERITIES[value]])
        elif field in ("", "code") and (value in names or _CODE.fullmatch(value)):
            codes.add(names.get(value, value.upper()))
        elif field in ("", "verified") and value in _MARKS:
            name, wanted = _MARKS[value]
            marks[name] = wanted
        elif field in ("unit", "project", "level2", "who", "same"):
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
        parts.get("same", ""),
        tuple(text),
        " ".join(line.split()),
    )
