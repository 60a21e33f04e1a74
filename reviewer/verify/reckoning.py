"""A proposal's formula, recomputed from quoted numbers."""

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.account import account
from reviewer.verify.addend import left_out, nested, twice
from reviewer.verify.difference import taken_away
from reviewer.verify.factor import mispaired, shared_out
from reviewer.verify.formula import FormulaError, agrees
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import target_numbers
from reviewer.verify.number import Mention
from reviewer.verify.placement import misplaced


def formula(proposal: Proposal, after: RowText, ground: Ground) -> Check:
    """Whether the formula, recomputed from the quoted numbers, gives the target."""
    if not (proposal.formula or "").strip():
        if proposal.origin == "derived":
            return Check(check="formula", result="fail", reason="来历写作“计算”，却没有算式。")
        return Check(check="formula", result="pass", reason="没有算式。")
    wanted = target_numbers(after.target)
    if len(wanted) != 1:
        return Check(check="formula", result="fail", reason="有算式，而目标值不是一个数。")
    if wrong := _fault(proposal, after, wanted[0], ground):
        return Check(check="formula", result="fail", reason=f"{wrong}。")
    return Check(check="formula", result="pass", reason="用引文里的数重算，与目标值相符。")


def _fault(proposal: Proposal, after: RowText, wanted: Mention, ground: Ground) -> str | None:
    try:
        made = account(proposal, after, wanted, ground)
        return (
            agrees(wanted, made.value(), made.words)
            or twice(made, proposal.evidence)
            or nested(made)
            or left_out(made)
            or taken_away(made)
            or mispaired(made)
            or misplaced(made)
            or shared_out(made)
        )
    except FormulaError as error:
        return str(error)
