"""What the field's words mean: measures with their units, directions and dimensions; empty labels; slogans; bases.

The file (prompts/library/words.toml) carries Chinese keys, so that a reviewer who does not program can extend it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Direction = str
"""多: more is better; 少: less is better; 定: set by rule; empty where nobody can say."""


class Measure(NamedTuple):
    """A kind of quantity by the word that a name ends with."""

    word: str
    kind: str
    units: tuple[str, ...]
    """Classes of units that fit (keys of `Words.units`); empty: anything but a share."""
    direction: Direction
    dimension: str


class Concept(NamedTuple):
    """A subject: `words` name it in a row, `related` show that a project has to do with it."""

    name: str
    words: re.Pattern[str]
    related: re.Pattern[str]


class Core(NamedTuple):
    """What money of this sort buys: projects that speak of `words` need a row in one of `units`."""

    name: str
    words: re.Pattern[str]
    units: tuple[str, ...]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many words, the longer first."""
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or r"(?!)")


class Words:
    """The words of a file, ready to be looked up; `tables` is the file as read. Raises KeyError, TypeError."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.units: dict[str, frozenset[str]] = {name: frozenset(units) for name, units in tables["units"].items()}
        self.unit_class: dict[str, str] = {u: name for name, units in reversed(self.units.items()) for u in units}
        self.measures: dict[str, Measure] = {
            word: Measure(word, m["类"], tuple(m["单位"]), m["方向"], m["维度"])
            for m in tables["measures"]
            for word in m["词"]
        }
        self.empty_heads: frozenset[str] = frozenset(tables["empty_heads"]["词"])
        heads = (*self.measures, *self.empty_heads)
        self._longest = max(map(len, heads))
        self._suffixes = frozenset(heads)
        names = tables["empty_names"]
        stem, tail = any_of(names["词根"]).pattern, any_of(names["词尾"]).pattern
        self.empty_name = re.compile(f"(?:(?:{stem})+(?:{tail})*(?:指标)?|{any_of(names['另有']).pattern})\\Z")
        self.not_applicable: frozenset[str] = frozenset(names["不适用"])
        self.slogan = re.compile(f"(?:{any_of(tables['slogans']['开头']).pattern})")
        inputs = tables["inputs"]
        self.input_measure = re.compile(f"(?:{any_of(inputs['词']).pattern})\\Z")
        self.input_money = any_of(inputs["资金"])
        self.management = any_of(inputs["管理"])
        self.checkable = any_of(tables["states"]["可核"])
        self.sources = re.compile(any_of(tables["bases"]["来源"]).pattern + r"|[【〔\[（(]\s*\d{4}\s*[】〕\]）)]")
        self.extremes: dict[str, int] = dict(tables["extremes"])
        self.concepts = tuple(Concept(c["名"], any_of(c["词"]), any_of(c["相关"])) for c in tables["concepts"])
        self.slips: dict[str, str] = dict(tables["slips"]["改为"])
        self.slip = any_of((*self.slips, *tables["slips"]["叠字"]))
        self.subjects = tuple(Concept(c["名"], any_of(c["词"]), any_of(c["相关"])) for c in tables["subjects"])
        self.cores = tuple(Core(c["名"], any_of(c["词"]), tuple(c["单位"])) for c in tables["cores"])

    def head(self, name: str) -> str:
        """The longest known word that the name ends with; empty where none is known."""
        for length in range(min(self._longest, len(name)), 0, -1):
            if name[-length:] in self._suffixes:
                return name[-length:]
        return ""

    def measure(self, name: str) -> Measure | None:
        """What is measured by a name, told by its last word; None where that word is unknown or no measure."""
        return self.measures.get(self.head(name))

    def fits(self, measure: Measure, unit: str) -> bool | None:
        """Whether a target in `unit` can belong to the measure; None where the unit is unknown."""
        head = unit.partition("/")[0]
        known = self.unit_class.get(unit) or self.unit_class.get(head)
        if known is None:
            return None
        if not measure.units:
            return known not in ("比率", "分数")
        return any(head in self.units[name] or unit in self.units[name] for name in measure.units)
