"""Whether a row asks as much of the project as the department's own row does."""

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.target import amount_of, parse_target
from reviewer.domain.verdict import Check
from reviewer.verify.role import measures
from reviewer.verify.table import FILLER

LEAST, MOST = frozenset(["≥", ">", "="]), frozenset(["≤", "<", "="])


def demand(proposal: Proposal, after: RowText, before: RowText) -> Check:
    """Undecided where the same measure gets a target that is easier to reach (≥98% lowered to ≥90%).

    The document may well give the lower figure; that the department is asked for less is for a person to say. A target
    out of reach (T02) is lowered on purpose.
    """
    if "T02" not in proposal.resolves and _same_measure(before, after) and _easier(before.target, after.target):
        reason = f"目标值由“{before.target}”改为“{after.target}”，要求比原表低，请审核人判断。"
        return Check(check="demand", result="cannot_decide", reason=reason)
    return Check(check="demand", result="pass", reason="不比原表要求低。")


def _easier(before: str, after: str) -> bool:
    """Whether a target of the same unit is easier to reach."""
    old, new = parse_target(before), parse_target(after)
    was, now = amount_of(old), amount_of(new)
    if was is None or now is None or was[1] != now[1]:
        return False
    if new.operator == "≥":
        return old.operator in LEAST and now < was
    return new.operator == "≤" and old.operator in MOST and now > was


def _same_measure(before: RowText, after: RowText) -> bool:
    """Whether both names are of one rate, or are the same but for words that any indicator has."""
    shared = measures(before.name) & measures(after.name)
    return bool(shared) or FILLER.sub("", before.name) == FILLER.sub("", after.name)
