"""Text that is fit to be shown and exported: no control characters, no instructions to a machine."""

import unicodedata

from reviewer.domain.instruction import instruction
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check

LONGEST = {"name": 60, "target": 120, "definition": 400, "basis": 300, "question": 300, "reason": 600}
"""Characters that a field may have."""


def wording(proposal: Proposal) -> Check:
    """Whether all text of the proposal is free of control characters and instructions, and of sensible length."""
    fields = ("level1", "level2", "name", "definition", "target", "basis", "formula", "question", "reason")
    for field in fields:
        text = getattr(proposal, field) or ""
        if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn") and c != "\n" for c in text):
            return Check(check="text", result="fail", reason=f"{field} 里有看不见的控制字符。")
        if found := instruction(text):
            return Check(check="text", result="fail", reason=f"{field} 里有写给机器的指令“{found}”。")
        if len(text) > LONGEST.get(field, 400):
            return Check(check="text", result="fail", reason=f"{field} 过长。")
        if "<<<" in text or "�" in text:
            return Check(check="text", result="fail", reason=f"{field} 里有不该有的字符。")
    if proposal.action in ("replace", "add") and proposal.name is not None and not proposal.name.strip():
        return Check(check="text", result="fail", reason="指标名是空的。")
    return Check(check="text", result="pass", reason="文字无异常。")
