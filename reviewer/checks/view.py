"""A project as the rules look at it: names cleaned, words looked up once."""

import re
from functools import cached_property, lru_cache

from reviewer.domain.policy import Policy
from reviewer.domain.project import Indicator, Project
from reviewer.domain.proposal import BLANK
from reviewer.domain.units import is_unit
from reviewer.domain.words import Measure, Words

_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_EDGES = re.compile(r"^[\d.、\s]+|[\s,，。;；:：%％]+$")
_DIMENSIONS = (
    ("可持续", "可持续影响"),
    ("经济效益", "经济效益"),
    ("社会效益", "社会效益"),
    ("生态效益", "生态效益"),
    ("环境效益", "生态效益"),
    ("满意", "满意度"),
    ("成本", "成本"),
    ("数量", "数量"),
    ("质量", "质量"),
    ("时效", "时效"),
)


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """A name without asides, spaces and trailing marks: 发放及时率（%） -> 发放及时率."""
    return _EDGES.sub("", "".join(_ASIDE.sub("", text).split()))


@lru_cache(maxsize=4096)
def dimension_of(level1: str, level2: str) -> str:
    """The dimension that a label names; empty where it names none."""
    for label in (level2, level1):
        for word, dimension in _DIMENSIONS:
            if word in label:
                return dimension
    return ""


class RowView:
    """One row with what the words say of it."""

    __slots__ = (
        "clean",
        "definition",
        "dimension",
        "empty_label",
        "head",
        "indicator",
        "measure",
        "name",
        "project",
        "target",
        "words",
    )

    def __init__(self, indicator: Indicator, project: "ProjectView", words: Words) -> None:
        self.indicator = indicator
        self.project = project
        self.words = words
        self.target = indicator.target
        self.name = indicator.name
        self.definition = indicator.definition or ""
        self.clean = clean(indicator.name)
        bare = self.clean.removesuffix("指标") or self.clean
        self.head = words.head(bare)
        self.measure: Measure | None = words.measures.get(self.head)
        self.empty_label = self.clean in words.not_applicable or bool(words.empty_name.match(self.clean))
        self.dimension = dimension_of(indicator.level1, indicator.level2)

    @property
    def row(self) -> int:
        return self.indicator.row

    @property
    def not_applicable(self) -> bool:
        return self.clean in self.words.not_applicable

    @property
    def ecological(self) -> bool:
        """Whether the name speaks of nature or the environment."""
        return bool(self.words.concepts[0].words.search(self.name)) or (
            self.measure is not None and self.measure.dimension == "生态效益"
        )

    @property
    def asks(self) -> bool:
        """Whether the number is left for the department to give."""
        return BLANK in self.target.raw

    @property
    def share(self) -> bool:
        """Whether the target is a percentage."""
        return self.target.unit is not None and self.words.unit_class.get(self.target.unit) == "比率"

    @property
    def stated(self) -> bool:
        """Whether the target counts something: a number with a unit that is no share."""
        return self.target.number is not None and not self.share_like and self.target.unit != "分"

    @property
    def share_like(self) -> bool:
        """A percentage, written or meant: a bare number, or one followed by words that are no unit."""
        unit = self.target.unit
        return self.share or unit is None or not is_unit(unit)


class ProjectView:
    """A project with its rows' views."""

    def __init__(self, project: Project, words: Words, policy: Policy) -> None:
        self.project = project
        self.words = words
        self.policy = policy
        self.rows = [RowView(i, self, words) for i in project.indicators]
        self.has_basis = any((i.basis or "").strip() or "basis" in i.cells for i in project.indicators)
        """Whether the form has a column for the basis."""
        self.has_plan = any(project.spending_plan) or "spending_plan" in project.cells or bool(project.code)
        """Whether the form has a place for the spending plan."""

    @cached_property
    def speech(self) -> str:
        """The project's own words: name, purpose, goals."""
        p = self.project
        return "\n".join((p.name, p.purpose or "", *p.goals))
