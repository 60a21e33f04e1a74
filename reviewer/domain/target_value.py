"""What a target cell says, without the grammar that reads it: what only shows a table needs no more."""

from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["quantity", "range", "date", "graded", "state", "blank", "unparsed"]
Operator = Literal["≥", "≤", "=", ">", "<"]
Change = Literal["rise", "fall"]


class Target(NamedTuple):
    """What a target cell says; `raw` is always kept.

    `blank` is `≥ 【待填】 人`: operator and unit known, the number asked for. A quantity whose words behind the number
    are no unit (≥98档案管理) is `unparsed` and still carries operator and number.
    """

    raw: str
    kind: Kind
    operator: Operator | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    """The upper end of a range, whose lower end is `number`."""
    unit: str | None = None
    change: Change | None = None
    """Where the number is that of a change against an earlier state (同比增长5%以上): which way it goes."""


BLANK = "【待填】"
"""Stands where a figure is that only the department knows; every one comes with a question."""
