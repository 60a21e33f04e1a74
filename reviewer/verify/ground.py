"""What the document has that the numbers of a proposal may rest on."""

import re
from decimal import Decimal
from typing import NamedTuple

from reviewer.domain.kinds import Library
from reviewer.domain.project import Project, amount
from reviewer.verify.number import DATE, YEAR, Mention
from reviewer.verify.source import Fact, Text
from reviewer.verify.speech import Speech

BUDGET = re.compile("预算|资金总额|资金申请总额|总投资")
YEAR_END = re.compile(r"(\d{4})年12月(?:31日|底)")


class Ground(NamedTuple):
    """What a proposal's numbers may rest on."""

    project: Project
    own: Text
    prose: Text
    library: Library
    years: frozenset[int] = frozenset()
    """The budget year and the one before it."""
    siblings: tuple[Text, ...] = ()
    """Name and budget of each other project of the same policy; a formula may add the budgets up."""
    spoken: Speech = Speech()
    """The words in which the project, and its kind, is spoken of."""

    def of_the_year(self, number: Mention) -> bool:
        """Whether it is the budget year, the one before it, or the end of one of them: naming them states no fact."""
        if number.unit == YEAR:
            return number.value in self.years
        end = YEAR_END.fullmatch(number.text) if number.unit == DATE else None
        return end is not None and Decimal(end[1]) in self.years

    @property
    def subject(self) -> str:
        """What the project says that it is about."""
        return f"{self.project.name}，{self.project.purpose or ''}"

    @property
    def forms(self) -> dict[str, tuple[str, ...]]:
        return self.library.nouns.units

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (*self.own.facts, *self.prose.facts)

    def quoted(self, evidence: tuple[str, ...]) -> tuple[Fact, ...]:
        """The numbers of the document that lie within the quotes.

        The year's budget said once more in the prose, also in another unit (22,614.51万元), is the budget.
        """
        found: list[Fact] = []
        for quote in evidence:
            for text in (self.own, self.prose):
                found += text.inside(text.find(quote))
        total = next((f for f in self.own.facts if f.piece.field == "total"), None)
        return tuple(total if total and _says_budget(f, total) else f for f in found)

    def together(self, evidence: tuple[str, ...]) -> tuple[Fact, ...]:
        """The budgets of the policy's other projects that lie within the quotes."""
        found = [f for quote in evidence for text in self.siblings for f in text.inside(text.find(quote))]
        return tuple(f for f in found if f.piece.field == "sibling")

    def beside(self, fact: Fact) -> tuple[Fact, ...]:
        """The numbers among which this one is told: the project's own, and those of the prose that it is from."""
        return self.facts if fact.piece.field == "prose" else self.own.facts

    def parts(self) -> tuple[bool, bool]:
        """Whether fiscal and other funds equal the total."""
        total = amount(self.project.budget.total)
        return total == amount(self.project.budget.fiscal), total == amount(self.project.budget.other)


def _says_budget(fact: Fact, total: Fact) -> bool:
    same_sum = (fact.number.value, fact.number.unit, fact.number.per) == (total.number.value, "元", frozenset())
    return same_sum and fact.piece.field in ("prose", "head") and bool(BUDGET.search(fact.clause))
