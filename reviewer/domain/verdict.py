"""What verification says of a proposal, check by check."""

from typing import Literal

from reviewer.domain.value import Value

Result = Literal["pass", "fail", "cannot_decide"]


class Check(Value):
    """One check with its result and the reason in a sentence."""

    check: str
    result: Result
    reason: str


class Verdict(Value):
    """All checks of one proposal."""

    project: str
    row: int | None
    action: str
    proposal: str
    """Digest of the proposal judged."""
    checks: tuple[Check, ...]

    @property
    def verified(self) -> bool:
        """None failed."""
        return all(c.result != "fail" for c in self.checks)
