"""An indicator of the library with its slots filled and its number found, or asked for."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from reviewer.domain.kind import own_entries
from reviewer.domain.kinds import Dimension, KindIndicator, Library, Norm, ProjectKind
from reviewer.domain.project import Project, amount
from reviewer.domain.proposal import BLANK, Origin
from reviewer.draft.fact import SLOT, Fact, stated
from reviewer.draft.slot import fill

SATISFIED = re.compile(r"([\u4e00-\u9fff]{2,12})满意(?:度|率|程度)(?:指标)?")
NOBODY = frozenset(["服务对象", "社会公众", "群众", "对象", "总体"])
"""Words before 满意度 that do not say who is asked."""
AGAIN = re.compile(r"([\u4e00-\u9fff]{4,})([\u4e00-\u9fff]{1,6})\1")
"""A phrase that a name would say twice: 通村客运经营者通村客运车辆运营补贴."""
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
"""A unit cost of whole hundreds over ten thousand 元 is written in 万元."""
YUAN: dict[str, Decimal] = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}


class Candidate(NamedTuple):
    """One indicator ready to stand in a row of the project."""

    indicator: KindIndicator
    source: str
    """The entry followed: 培训/参加{事项}培训人数, 本局库 第3条."""
    name: str
    definition: str
    target: str
    basis: str
    origin: Origin
    evidence: tuple[str, ...] = ()
    formula: str | None = None
    question: str | None = None

    @property
    def dimension(self) -> Dimension:
        return self.indicator.dimension

    @property
    def bare(self) -> str:
        """A rate's name without the project's words (优良路率), which a row may keep; else the whole name."""
        return SLOT.sub("", self.indicator.name) if self.indicator.unit == "%" else self.name

    @property
    def waits(self) -> bool:
        """Whether the department must give the figure or the time limit."""
        return BLANK in self.target or BLANK in self.definition


class Maker:
    """Fills the indicators of one kind for one project."""

    def __init__(
        self, project: Project, kind: ProjectKind, library: Library, words: dict[str, str], barred: Collection[int] = ()
    ) -> None:
        self.project, self.kind, self.library, self.words, self.barred = project, kind, library, words, barred
        self.head_count = self._head_count()

    def candidates(self) -> tuple[Candidate, ...]:
        """Every indicator that fits the project's words: the bureau's own first, then the kind's, in their order."""
        own = own_entries(self.project, self.kind, self.library)
        made = [self.make(i) for i in (*own, *self.kind.indicators) if self._offered(i)]
        return tuple(c for c in made if c)

    def make(self, indicator: KindIndicator) -> Candidate | None:
        """The indicator filled in; None where it lives by a figure that the text does not give (a unit cost)."""
        limit = self._limit(indicator)
        words = self.words | {"时限": limit}
        name, definition = AGAIN.sub(r"\1\2", fill(indicator.name, words)), fill(indicator.definition, words)
        question = fill(indicator.ask, words) or None
        source = indicator.origin or f"{self.kind.name}/{indicator.name}"
        made = self._value(indicator, name)
        if made is None:
            return None
        target, origin, evidence, formula, mark = made
        if indicator.value == "预算" and origin == "stated":
            mark = "本项目预算数"
        if indicator.value == "单位成本":
            mark = "本项目预算数÷文中数量"
        basis = f"{indicator.basis}：{mark}" if mark else f"{indicator.basis}：{indicator.source}"
        asks = BLANK in target or BLANK in definition
        if asks and not question:
            question = f"“{name}”的目标值（时限）是多少？依据是什么？"
        return Candidate(
            indicator, source, name, definition, target, basis, origin, evidence, formula, question if asks else None
        )

    def _value(
        self, indicator: KindIndicator, name: str
    ) -> tuple[str, Origin, tuple[str, ...], str | None, str] | None:
        """Target, origin, evidence, formula and what the basis says instead of the source."""
        blank = f"{indicator.operator} {BLANK} {indicator.unit}"
        if indicator.value == "预算" and (total := self.project.budget.total) and (number := amount(total)):
            unit = self.project.amount_unit or "万元"
            if unit in YUAN and indicator.unit in YUAN:
                return f"{indicator.operator}{_plain(number)}{unit}", "stated", (total,), None, ""
        if indicator.value == "单位成本":
            if not self.head_count:
                return None
            return self._unit_cost(indicator)
        if indicator.value == "惯例" and (norm := self.library.norm(indicator.norm or "")):
            return f"{norm.operator}{_plain(norm.value)}{norm.unit}", "norm", (), None, norm.mark
        if indicator.origin and (norm := self._habit(name)):
            return f"{norm.operator}{_plain(norm.value)}{norm.unit}", "norm", (), None, norm.mark
        if indicator.value in ("文中", "填报") and (fact := self._stated(indicator)):
            target = f"{indicator.operator}{_plain(fact.number)}{fact.unit}"
            return target, "derived" if fact.formula else "stated", fact.quotes, fact.formula, ""
        return blank, "ask", (), None, ""

    def rate(self, name: str) -> str | None:
        """How a rate of this name is usually counted; None where the library does not say."""
        if (asked := SATISFIED.fullmatch(name)) and asked[1] not in NOBODY:
            return f"对{asked[1]}开展问卷调查，评价为“满意”和“基本满意”的份数÷有效问卷份数"
        found = max((n for n in self.library.nouns.rates if name.endswith(n)), key=len, default=None)
        return fill(self.library.nouns.rates[found], self.words) if found else None

    def norm(self, name: str) -> Norm | None:
        """The norm that may stand for an indicator of this name."""
        return next((n for n in self.library.norms if n.fits(name)), None)

    def _habit(self, name: str) -> Norm | None:
        """The norm for an entry of the bureau's own library, which names none."""
        return next((n for n in self.library.norms if not n.needs_limit and n.fits(name)), None)

    def _stated(self, indicator: KindIndicator) -> Fact | None:
        if indicator.value == "填报":
            return None
        return stated(indicator, self.project, self.words["对象"], self.library.nouns, self.barred)

    def _unit_cost(self, indicator: KindIndicator) -> tuple[str, Origin, tuple[str, ...], str | None, str] | None:
        """Budget ÷ the stated head-count, in the indicator's money unit; None where it does not come out to the cent.

        A share that does not come out is no standard, and proves nothing.
        """
        total, fact = self.project.budget.total, self.head_count
        number, money = amount(total), indicator.unit.split("/")[0]
        unit = self.project.amount_unit or "万元"
        if not number or not total or not fact or not fact.number or money not in YUAN or unit not in YUAN:
            return None
        if fact.number < 1:
            return None
        per = re.sub(r"^[^·]*", f"{money}/{fact.unit}", indicator.unit)
        exact = number * YUAN[unit] / YUAN[money] / fact.number
        share = exact.quantize(CENT)
        if share != exact:
            return None
        if money == "元" and share >= YUAN["万元"] and not share % HUNDRED:
            share, per = share / YUAN["万元"], f"万{per}"
        formula = f"{total}{unit}/{_plain(fact.number)}{fact.unit}"
        return f"{indicator.operator}{_plain(share)}{per}", "derived", (total, *fact.quotes), formula, ""

    def _offered(self, indicator: KindIndicator) -> bool:
        words = " ".join((self.project.name, self.project.purpose or "", *self.project.goals))
        return not indicator.only or bool(re.search(indicator.only, words))

    def _head_count(self) -> Fact | None:
        for indicator in self.kind.indicators:
            if indicator.core and self._offered(indicator) and (fact := self._stated(indicator)):
                return fact
        return None

    def _limit(self, indicator: KindIndicator) -> str:
        """The time limit that the text states in the form of the indicator's, else the form with 【待填】."""
        if not indicator.limit:
            return ""
        pattern = re.escape(indicator.limit).replace(re.escape(BLANK), r"\d{1,2}(?:月\d{1,2}日|月底)?")
        texts = [
            self.project.purpose or "",
            *self.project.goals,
            *(r.definition or "" for r in self.project.indicators),
        ]
        return next((m[0] for t in texts if (m := re.search(pattern, t))), indicator.limit)


def _plain(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
