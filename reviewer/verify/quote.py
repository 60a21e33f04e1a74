"""Whether what a proposal quotes stands in the document."""

from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.ground import Ground
from reviewer.verify.source import Text


def quotes(proposal: Proposal, ground: Ground, others: dict[str, Text]) -> Check:
    """Whether every quote stands verbatim in the project's text or the department's prose."""
    for quote in proposal.evidence:
        if not quote.strip():
            return Check(check="quote", result="fail", reason="引文是空的。")
        if any(text.find(quote) for text in (ground.own, ground.prose)):
            if ground.own.alone(quote):
                return Check(
                    check="quote", result="fail", reason=f"引文“{quote}”只有数字，原文有几处，看不出是哪一处。"
                )
            continue
        if proposal.formula and any(text.find(quote) for text in ground.siblings):
            continue
        where = next((key for key, text in others.items() if text.find(quote)), None)
        what = f"不在本项目原文里，而在项目 {where} 里" if where else "在原文里找不到"
        return Check(check="quote", result="fail", reason=f"引文“{quote[:30]}”{what}。")
    if not proposal.evidence:
        return Check(check="quote", result="pass", reason="没有引文。")
    return Check(check="quote", result="pass", reason=f"{len(proposal.evidence)} 处引文都在原文里。")
