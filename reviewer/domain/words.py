"""What the field's words mean: measures with their units, directions and dimensions; empty labels; slogans; bases.

The file (prompts/library/words.toml) carries Chinese keys, so that a reviewer who does not program can extend it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from reviewer.domain.lexicon import Lexicon

Direction = str
"""多: more is better; 少: less is better; 定: set by rule; empty where nobody can say."""
LOOK = "看"
"""A direction that the stems in the whole name tell (`rates`)."""
HAN = r"[^\W\d_A-Za-z]"
"""A Chinese character in a pattern; the range from \\u4e00 to \\u9fff takes half a millisecond to compile."""
_STATED = re.compile(
    r"[【〔\[（(]\s*\d{4}\s*[】〕\]）)]|\d(?:\.\d+)?\s*万?元|\d\s*号|[的在]\s*\d+(?:\.\d+)?%|[表册单账簿书函证库志]$"
)
"""Besides words: a document number, a standard in 元, a share of a known number, a paper of some sort."""


class Measure(NamedTuple):
    """A kind of quantity by the word that a name ends with."""

    word: str
    kind: str
    units: tuple[str, ...]
    """Classes of units that fit (keys of `Words.units`); empty: anything but a share."""
    direction: Direction
    dimension: str


class Name(NamedTuple):
    """What the words say of an indicator's name."""

    clean: str
    """Without asides, spaces and trailing marks."""
    head: str
    """The longest known word that it ends with; empty where none is known."""
    measure: Measure | None
    """What is measured; None where the last word is unknown or no measure."""
    not_applicable: bool
    empty_label: bool
    """It only restates a dimension, or declares the row not applicable."""
    slogan: str
    """The verb of purpose that it begins with; empty where it begins otherwise."""
    falls: bool
    """It speaks of a decrease, so more of it is better."""
    concepts: tuple[tuple["Concept", str], ...]
    """The subjects that it names, with the word that names each."""
    management: bool
    """A demand on how money is managed."""
    input: bool
    """Money received, spent or passed on."""
    limit: int | None
    """Percent above which a change of this sort happens nowhere."""


class Mended(NamedTuple):
    """A slip in a text, and the text without it."""

    written: str
    right: str
    text: str
    sure: bool
    """Whether the slip is a known one; else it is near to a term."""


class Concept(NamedTuple):
    """A subject: `words` name it in a row, `related` show that a project has to do with it."""

    name: str
    words: "AnyOf"
    related: "AnyOf"
    untouched: "AnyOf | None" = None
    """What money for this subject cannot influence."""
    apart: tuple[str, ...] = ()
    """Words that hold one of `words` and speak of something else."""

    def named(self, text: str) -> str:
        """The word by which a text names the subject; empty where it does not."""
        for word in self.apart:
            text = text.replace(word, " ")
        return self.words.find(text)

    def near(self, text: str) -> bool:
        """Whether a text has to do with the subject."""
        return bool(self.related.find(text))


class Core(NamedTuple):
    """What money of this sort buys: projects that speak of `words` need a row in one of `units`."""

    name: str
    words: "AnyOf"
    units: tuple[str, ...]


def either(words: Iterable[str]) -> str:
    """Many words as alternatives, the longer first."""
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or r"(?!)"


class AnyOf:
    """Words that a text may hold, the longer first; to compile a pattern for each such list takes longer than a run."""

    __slots__ = ("words",)

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(sorted(words, key=len, reverse=True))

    def find(self, text: str) -> str:
        """The longest of the words that the text holds; empty where it holds none."""
        for word in self.words:
            if word in text:
                return word
        return ""

    def first(self, text: str) -> str:
        """The longest of the words that the text begins with."""
        return next(w for w in self.words if text.startswith(w)) if text.startswith(self.words) else ""

    def last(self, text: str) -> str:
        """The longest of the words that the text ends with."""
        return next(w for w in self.words if text.endswith(w)) if text.endswith(self.words) else ""


_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_EDGES = re.compile(r"^(?:指标\s*\d+\s*[:：])?[\d.、\s\"“”]*|[\s,，。;；:：%％\"“”]+$")
NATURE = 2
"""The first concepts of the file are nature and saving."""
KEPT = 65_536
"""Names whose reading is kept; a document of 10,000 projects has far fewer."""


@lru_cache(maxsize=KEPT)
def clean(text: str) -> str:
    """A name without asides, spaces, numbering and trailing marks: 指标1：发放及时率（%） -> 发放及时率."""
    return _EDGES.sub("", "".join(_ASIDE.sub("", text).split()))


class Words:
    """The words of a file, ready to be looked up; `tables` is the file as read. Raises KeyError, TypeError."""

    def __init__(self, tables: Mapping[str, Any], lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon
        """The field's fixed terms, where they were loaded with the words."""
        self.units: dict[str, frozenset[str]] = {name: frozenset(units) for name, units in tables["units"].items()}
        self.unit_class: dict[str, str] = {u: name for name, units in reversed(self.units.items()) for u in units}
        self.measures: dict[str, Measure] = {
            word: Measure(word, m["类"], tuple(m["单位"]), m["方向"], m["维度"])
            for m in tables["measures"]
            for word in m["词"]
        }
        self.tasks: tuple[str, ...] = tuple(tables["tasks"]["词"])
        self.empty_heads: frozenset[str] = frozenset((*tables["empty_heads"]["词"], *self.tasks))
        heads = (*self.measures, *self.empty_heads)
        self._longest = max(map(len, heads))
        self._suffixes = frozenset(heads)
        self._good: frozenset[str] = frozenset(tables["rates"]["多"])
        self._handled = AnyOf(tables["handled"]["词"])
        self._mishap = AnyOf(tables["handled"]["祸"])
        self._harm = AnyOf(tables["handled"]["除外"])
        self._stems: frozenset[str] = self._good | frozenset(tables["rates"]["少"])
        self._longest_stem = max(map(len, self._stems))
        names, slogans = tables["empty_names"], tables["slogans"]
        stem, tail = either(names["词根"]), either(names["词尾"])
        self.empty_name = re.compile(f"(?:(?:{stem})+(?:{tail})*(?:指标)?|{either(names['另有'])})\\Z")
        self.not_applicable: frozenset[str] = frozenset(names["不适用"])
        self._slogan = AnyOf(slogans["开头"])
        self.state = AnyOf(slogans["状态"])
        self._falls = AnyOf(slogans["减"])
        self._timely = AnyOf(slogans["按时"])
        inputs = tables["inputs"]
        self._spent = AnyOf(inputs["词"])
        self._money = AnyOf(inputs["资金"])
        self._management = AnyOf(inputs["管理"])
        self.grades: tuple[str, ...] = tuple(tables["states"]["等级"])
        self.checkable = AnyOf(tables["states"]["可核"])
        bases = tables["bases"]
        self._sources = AnyOf(bases["来源"])
        self._weak_sources = AnyOf(bases["或是"])
        self.no_sources = AnyOf(bases["不是"])
        self._extremes: dict[str, int] = dict(tables["extremes"])
        self.concepts = tuple(map(_concept, tables["concepts"]))
        self._slips: dict[str, str] = dict(tables["slips"]["改为"])
        self._slip = AnyOf((*self._slips, *tables["slips"]["叠字"]))
        self.slips_in = lru_cache(maxsize=KEPT)(self._slips_in)
        """The slips of a text; the same text is read once."""
        self.subjects = tuple(map(_concept, tables["subjects"]))
        self.cores = tuple(Core(c["名"], AnyOf(c["词"]), tuple(c["单位"])) for c in tables["cores"])
        self.results = AnyOf(tables["results"]["词"])
        self.running_costs = AnyOf(tables["running_costs"]["词"])
        self.topics: dict[str, AnyOf] = {name: AnyOf(words) for name, words in tables["topics"].items()}
        self._names: dict[str, Name] = {}
        self._bases: dict[str, bool] = {}
        self._natural: dict[str, bool] = {}

    def head(self, name: str) -> str:
        """The longest known word that the name ends with; empty where none is known."""
        for length in range(min(self._longest, len(name)), 0, -1):
            if name[-length:] in self._suffixes:
                return name[-length:]
        return ""

    def measure(self, name: str) -> Measure | None:
        """What is measured by a name, told by its last word; None where that word is unknown or no measure."""
        found = self.measures.get(self.head(name))
        if found is None:
            return None
        if found.direction == LOOK:
            return found._replace(direction=self._way(name))
        if found.kind == "事件" and self._handled.find(name) and not self._harm.find(found.word):
            return found._replace(kind="个数", direction="多", dimension="数量")
        if found.kind == "个数" and self._mishap.find(name) and not self._handled.find(name):
            return found._replace(kind="事件", direction="少", dimension="")
        return found

    def name(self, text: str) -> Name:
        """What an indicator's name says; the same text is read once."""
        known = self._names.get(text)
        if known is None:
            if len(self._names) >= KEPT:
                self._names.clear()
            known = self._names[text] = self._read(clean(text))
        return known

    def _read(self, text: str) -> Name:
        bare = text.removesuffix("指标") or text
        head, measure = self.head(bare), self.measure(bare)
        slogan = self._slogan.first(text)
        timely = self._timely.find(text)
        if measure is None and timely and (not slogan or text.startswith(timely)):
            head, measure, slogan = timely, self.measures.get("及时", measure), ""
        spent = self._spent.last(text)
        empty = text in self.not_applicable or bool(self.empty_name.match(text))
        return Name(
            clean=text,
            head=head,
            measure=measure,
            not_applicable=text in self.not_applicable,
            empty_label=empty,
            slogan=slogan if not self.state.find(text) else "",
            falls=bool(self._falls.find(text)),
            concepts=tuple((c, said) for c in self.concepts if (said := c.named(text))),
            management=bool(self._management.find(text)),
            input=bool(spent and (self._money.find(text) or text == spent)),
            limit=next((limit for word, limit in self._extremes.items() if text.endswith(word)), None),
        )

    def _way(self, name: str) -> Direction:
        """Whether a rate is better high or low: the stem nearest to the end decides, and none leaves it open."""
        for end in range(len(name), 0, -1):
            for start in range(max(0, end - self._longest_stem), end):
                if name[start:end] in self._stems:
                    return "多" if name[start:end] in self._good else "少"
        return ""

    def natural(self, text: str) -> bool:
        """Whether a text speaks of nature, the environment or saving, as far as the words know; read once."""
        known = self._natural.get(text)
        if known is None:
            if len(self._natural) >= KEPT:
                self._natural.clear()
            known = self._natural[text] = self._is_natural(text)
        return known

    def _is_natural(self, text: str) -> bool:
        return any(concept.words.find(text) or concept.near(text) for concept in self.concepts[:NATURE])

    def source(self, basis: str) -> bool:
        """Whether a basis says where a value comes from; the same text is read once."""
        known = self._bases.get(basis)
        if known is None:
            if len(self._bases) >= KEPT:
                self._bases.clear()
            known = self._bases[basis] = self._is_source(basis)
        return known

    def _is_source(self, basis: str) -> bool:
        if self._sources.find(basis) or _STATED.search(basis):
            return True
        formula = "占" in basis or "÷" in basis
        return bool(self._weak_sources.find(basis)) and not formula and not self.no_sources.last(basis)

    def _slips_in(self, text: str) -> tuple[Mended, ...]:
        found: list[Mended] = []
        start = end = -1
        if written := self._slip.find(text):
            start = text.find(written)
            end = start + len(written)
            right = self._slips.get(written) or written[: len(written) // 2]
            found.append(Mended(written, right, text[:start] + right + text[end:], True))
        for slip in self.lexicon.slips(text) if self.lexicon else ():
            after = slip.start + len(slip.written)
            if after <= start or end <= slip.start:
                found.append(Mended(slip.written, slip.meant, text[: slip.start] + slip.meant + text[after:], False))
        return tuple(found)

    def fits(self, measure: Measure, unit: str) -> bool | None:
        """Whether a target in `unit` can belong to the measure; None where the unit is unknown."""
        head = unit.partition("/")[0]
        known = self.unit_class.get(unit) or self.unit_class.get(head)
        if known is None:
            return None
        if not measure.units:
            return known not in ("比率", "分数")
        return any(head in self.units[name] or unit in self.units[name] for name in measure.units)


def _concept(table: Mapping[str, Any]) -> Concept:
    untouched = AnyOf(table["不影响"]) if "不影响" in table else None
    return Concept(table["名"], AnyOf(table["词"]), AnyOf(table["相关"]), untouched, tuple(table.get("除外", ())))
