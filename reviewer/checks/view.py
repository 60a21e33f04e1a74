"""A project as the rules look at it: names cleaned, words looked up once."""

import re
from functools import cached_property, lru_cache

from reviewer.domain.policy import Policy
from reviewer.domain.project import Indicator, Project
from reviewer.domain.target import BLANK, Operator, Target
from reviewer.domain.units import is_unit
from reviewer.domain.words import HAN, Concept, Measure, Name, Words

_TAIL = re.compile(rf"^[^\d]*\d+(?:\.\d+)?\s*[\"“]?({HAN}{{2,}}[^\d]*)$")
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


@lru_cache(maxsize=4096)
def dimension_of(level1: str, level2: str) -> str:
    """The dimension that a label names; empty where it names none."""
    for label in (level2, level1):
        for word, dimension in _DIMENSIONS:
            if word in label:
                return dimension
    return ""


def tail_of(target: Target) -> str:
    """The words behind a target's number that are no unit: 立案跟结案的比例 in ≥90立案跟结案的比例."""
    if target.number is None or target.unit:
        return ""
    found = _TAIL.search(target.raw)
    return found[1] if found else ""


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
        "not_applicable",
        "project",
        "read",
        "row",
        "share",
        "share_like",
        "target",
        "words",
    )

    def __init__(self, indicator: Indicator, project: "ProjectView", words: Words) -> None:
        self.indicator = indicator
        self.project = project
        self.words = words
        self.row = indicator.row
        self.target = indicator.target
        self.name = indicator.name
        self.definition = indicator.definition or ""
        self.dimension = dimension_of(indicator.level1, indicator.level2)
        read = words.name(indicator.name)
        self.read: Name = read
        self.clean = read.clean
        self.head = read.head
        self.measure: Measure | None = read.measure
        self.empty_label = read.empty_label
        self.not_applicable = read.not_applicable
        unit = self.target.unit
        self.share = unit is not None and words.unit_class.get(unit) == "比率"
        """Whether the target is a percentage."""
        self.share_like = self.share or unit is None or not is_unit(unit)
        """A percentage, written or meant: a bare number, or one followed by words that are no unit."""

    @property
    def ecological(self) -> bool:
        """Whether the name speaks of nature, the environment or saving, as far as the words know."""
        return (self.measure is not None and self.measure.dimension == "生态效益") or self.words.natural(self.clean)

    @property
    def operator(self) -> Operator | None:
        """Which way the target goes: a rise upwards and a fall downwards, if nothing is said; a fall of ≥3% is ≤."""
        operator, change = self.target.operator, self.target.change
        if change is None:
            return operator
        upwards = operator not in ("≤", "<")
        return "≥" if upwards == (change == "rise") else "≤"

    @property
    def asks(self) -> bool:
        """Whether the number is left for the department to give."""
        return BLANK in self.target.raw

    @property
    def wanted(self) -> bool:
        """Whether the name is a thing to be raised or kept, no measure and nothing of which less is better."""
        spared = self.words.topics["少为好"]
        known = self.measure is None and self.head in self.words.empty_heads
        return known and not spared.find(self.clean) and not spared.find(self.definition)

    @property
    def stated(self) -> bool:
        """Whether the target counts something: a number, or a blank for it, with a unit that is no share."""
        if self.target.change:
            return False
        counted = self.target.number is not None or self.target.kind == "blank"
        return counted and not self.share_like and self.target.unit != "分"


class ProjectView:
    """A project with its rows' views."""

    def __init__(self, project: Project, words: Words, policy: Policy | None = None) -> None:
        self.project = project
        self.words = words
        self.policy = policy or Policy()
        self.rows = [RowView(i, self, words) for i in project.indicators]
        self.has_basis = project.has_column("basis")
        self.has_definition = project.has_column("definition")
        self.has_plan = any(project.spending_plan) or "spending_plan" in project.cells or bool(project.code)
        """Whether the form has a place for the spending plan."""

    @cached_property
    def speech(self) -> str:
        """The project's own words: name, purpose, goals."""
        p = self.project
        return "\n".join((p.name, p.purpose or "", *p.goals))

    @cached_property
    def bought(self) -> str:
        """What the money is for, in the project's words: not by its name where the purpose speaks of another thing."""
        p = self.project
        apart = any(s.words.find(p.name) and p.purpose and not s.near(p.purpose) for s in self.words.subjects)
        return "\n".join((p.purpose or "", *p.goals)) if apart else self.speech

    @cached_property
    def inert(self) -> tuple[Concept, ...]:
        """The subjects that the money is spent on by name or purpose and that leave some things untouched."""
        said = f"{self.project.name}\n{self.project.purpose or ''}"
        return tuple(s for s in self.words.subjects if s.untouched and s.words.find(said))
