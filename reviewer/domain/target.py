"""A target value and its grammar."""

from decimal import Decimal
from typing import Literal

from reviewer.domain.value import Value

Kind = Literal["quantity", "range", "date", "graded", "state", "blank", "unparsed"]
Operator = Literal["≥", "≤", "=", ">", "<"]


class Target(Value):
    """What a target cell says; `raw` is always kept.

    `blank` is `≥ 【待填】 人`: operator and unit known, the number asked for.
    """

    raw: str
    kind: Kind
    operator: Operator | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    """The upper end of a range, whose lower end is `number`."""
    unit: str | None = None


def parse_target(raw: str) -> Target:
    """Read a target cell; what the grammar does not know is `unparsed`, never an error."""
    raise NotImplementedError
