"""What the bureau has settled for its checks and proposals."""

from decimal import Decimal
from typing import NamedTuple

from reviewer.domain.finding import Severity


class Policy(NamedTuple):
    """The bureau's choices as `Settings` has validated them; in reviewer.toml they stand under the same names."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    satisfaction_norm: Decimal | None = None
    """Where the bureau has set one, a lower target is reported."""
    demand_every_dimension: bool = False
    running_costs_need_targets: bool = True
