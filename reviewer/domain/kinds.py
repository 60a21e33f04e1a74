"""What the library knows of project kinds: their indicators, the bureau's norms, the nouns that names are made of.

The files (prompts/library) carry Chinese keys, the same words as a bureau's own library sheet; each field states its
key as alias.
"""

import re
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict, Field

from reviewer.domain.target import Operator
from reviewer.domain.value import Value

Dimension = Literal["数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续影响", "满意度"]
DIMENSIONS: tuple[Dimension, ...] = (
    "数量",
    "质量",
    "时效",
    "成本",
    "经济效益",
    "社会效益",
    "生态效益",
    "可持续影响",
    "满意度",
)
Direction = Literal["正向", "反向", "固定"]
"""正向: more is better; 反向: less is better; 固定: set by rule, neither more nor less."""
GAP = 6
"""Characters that … in a norm's word may stand for."""
BasisKind = Literal["计划标准", "历史标准", "行业标准", "预算支出标准", "其他标准"]
ValueSource = Literal["文中", "预算", "单位成本", "惯例", "填报"]
"""Where the number is looked for: 文中 in the project's text, 预算 the budget, 单位成本 budget ÷ the core's stated
number, 惯例 a norm, 填报 only the department knows it."""


class Entry(Value):
    """A piece of the library's files: keys are the Chinese aliases, field names work in code."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class KindIndicator(Entry):
    """A well-made indicator of a kind; {对象}, {款项}, {事项} and {时限} are filled from the project's words."""

    name: str = Field(alias="指标")
    dimension: Dimension = Field(alias="维度")
    definition: str = Field(alias="口径")
    operator: Operator = Field(alias="性质")
    unit: str = Field(alias="单位")
    direction: Direction = Field(alias="方向")
    source: str = Field(alias="来源")
    """Where the figure is found when it is scored: 花名册, 银行回单, 验收单."""
    basis: BasisKind = Field(alias="依据")
    value: ValueSource = Field(alias="取值", default="填报")
    norm: str | None = Field(alias="惯例", default=None)
    """Name of the norm, where `value` is 惯例."""
    core: bool = Field(alias="核心", default=False)
    ask: str = Field(alias="提问", default="")
    """The question to the department where the figure is not in the text."""
    limit: str = Field(alias="时限", default="")
    """The form of {时限} where the text states none, with 【待填】 in the place of the day."""
    like: tuple[str, ...] = Field(alias="同类", default=())
    """Words that show that an existing row measures the same thing."""
    only: str | None = Field(alias="限于", default=None)
    """A pattern that the project's own words must match for the indicator to be offered."""
    origin: str = ""
    """The entry's name in a bureau's own library ("本局库 第12条"); empty for the built-in one."""


class ProjectKind(Entry):
    """One kind of project: how to know it, and the indicators that fit it."""

    name: str = Field(alias="类别")
    about: str = Field(alias="说明")
    words: dict[str, int] = Field(alias="认词")
    """Pattern -> weight; looked for in the project's name, purpose and goals."""
    people: str = Field(alias="对象", default="")
    """What {对象} is called where the project's words do not say; empty where the kind has none."""
    item: str = Field(alias="款项", default="")
    subject: str = Field(alias="事项", default="")
    tails: tuple[str, ...] = Field(alias="去尾", default=())
    """Endings of the project's name that do not belong to {事项}."""
    absent: dict[Dimension, str] = Field(alias="不设", default={})
    """Dimensions that do not apply, with the reason given when a row there is removed."""
    indicators: tuple[KindIndicator, ...] = Field(alias="指标")

    @cached_property
    def core(self) -> KindIndicator | None:
        return next((i for i in self.indicators if i.core), None)

    @cached_property
    def patterns(self) -> tuple[tuple[re.Pattern[str], int], ...]:
        return tuple((re.compile(word), weight) for word, weight in self.words.items())


class Norm(Entry):
    """A value by habit, never a national rule; `words` are the measures that it may stand for."""

    name: str = Field(alias="惯例")
    words: tuple[str, ...] = Field(alias="用于")
    """Found in the indicator's name; … stands for a few characters (按时…率)."""
    operator: Operator = Field(alias="性质")
    value: Decimal = Field(alias="值")
    unit: str = Field(alias="单位")
    needs_limit: bool = Field(alias="须有时限", default=False)
    """Holds only where the definition states a time limit (or 【待填】 in its place)."""
    mark: str = Field(alias="标注")
    """What the basis says of it."""

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(re.escape(word).replace("…", rf"[^，。；、]{{0,{GAP}}}")) for word in self.words)

    def fits(self, indicator_name: str) -> bool:
        return any(pattern.search(indicator_name) for pattern in self._patterns)


class Industry(Entry):
    """An industry: `words` are its own things and people, `related` show that a project has to do with it."""

    name: str = Field(alias="名")
    words: tuple[str, ...] = Field(alias="词")
    related: tuple[str, ...] = Field(alias="相关")


class Toponyms(Entry):
    """Names of places that say for certain that a place is meant."""

    cities: tuple[str, ...] = Field(alias="城市", default=())
    roads: tuple[str, ...] = Field(alias="路名", default=())
    sorts: tuple[str, ...] = Field(alias="泛称", default=())
    """Words before 医院, 公园 or 镇 that tell a sort of them, and no name."""


class Nouns(Entry):
    """The nouns and phrases by which a project's object is recognised in its own words."""

    people: tuple[str, ...] = Field(alias="人员")
    bodies: tuple[str, ...] = Field(alias="机构")
    payments: tuple[str, ...] = Field(alias="款项")
    levels: tuple[str, ...] = Field(alias="资金层级")
    tails: tuple[str, ...] = Field(alias="尾词")
    verbs: tuple[str, ...] = Field(alias="动词")
    places: tuple[str, ...] = Field(alias="地域")
    units: dict[str, tuple[str, ...]] = Field(alias="单位")
    """Unit -> the ways a text writes it."""
    rates: dict[str, str] = Field(alias="比率口径", default={})
    """Ending of a rate's name -> how it is counted; {对象} as in an indicator."""
    industries: tuple[Industry, ...] = Field(alias="行业", default=())
    toponyms: Toponyms = Field(alias="地名", default=Toponyms())


class BureauEntry(Value):
    """One row of a bureau's own library (.xlsx); `number` counts the entries from 1."""

    number: int
    industry: str = ""
    kind: str = ""
    indicator: KindIndicator


class Library(Value):
    """Everything in prompts/library, and the bureau's own entries, which win."""

    norms: tuple[Norm, ...]
    nouns: Nouns
    kinds: tuple[ProjectKind, ...]
    entries: tuple[BureauEntry, ...] = ()

    @cached_property
    def text(self) -> str:
        """All its words."""
        return self.model_dump_json()

    def norm(self, name: str) -> Norm | None:
        return next((n for n in self.norms if n.name == name), None)

    def kind(self, name: str) -> ProjectKind | None:
        return next((k for k in self.kinds if k.name == name), None)
