"""The budgets of one policy's projects, added up."""

import re
from decimal import Decimal

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.verify.formula import sums
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import printed
from reviewer.verify.number import mentions
from reviewer.verify.source import Fact

SEVERAL = re.compile(
    "(?:各|[两三四五六多几])(?:个|类|种|级|条|项|笔)?(?:来源|渠道|资金|项目|财政|层级)|同一政策|各级|合并(?!计)"
)
"""Words for a sum over several projects' money."""


def policy_budgets(proposal: Proposal, ground: Ground) -> tuple[Fact, ...]:
    """The budgets of the policy's other projects, where the formula adds every one to the project's own; else none."""
    own = next((f for f in ground.own.facts if f.piece.field == "total"), None)
    others = [f for text in ground.siblings for f in text.facts if f.piece.field == "sibling"]
    if own is None or not others or not ground.together(proposal.evidence):
        return ()
    added = next(iter(sums(proposal.formula or "")), [])
    said = sorted(n.value for part in added for n in mentions(part))
    amounts = sorted(printed(f) or f.number.value for f in (own, *others))
    return tuple(others) if said in (amounts, sorted(f.number.value for f in (own, *others))) else ()


def policy_total(proposal: Proposal, after: RowText, ground: Ground) -> Decimal | None:
    """The whole policy's money in 元, where the formula adds it up and the row says that it counts it; else None."""
    others = policy_budgets(proposal, ground) if SEVERAL.search(after.name + after.definition) else ()
    own = [f for f in ground.own.facts if f.piece.field == "total"][:1]
    return sum((f.number.value for f in (*own, *others)), Decimal(0)) if others else None
