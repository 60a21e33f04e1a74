"""Text that is fit to be shown and exported: no control characters, no instructions to a machine."""

import re
import unicodedata

from reviewer.domain.instruction import instruction
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check

LONGEST = {"name": 60, "target": 120, "definition": 400, "basis": 300, "question": 300, "reason": 600}
"""Characters that a field may have."""
ODD = re.compile(r"[¹⁰⁴-⁹₀-₉¼-¾⅐-⅞⓪㉑-㉟㊱-㊿⑴-⒛⓫-⓿❶-➓㈠-㈩㊀-㊉]|[①-⑳Ⅰ-ⅿ](?=[①-⑳人名户家次件台套份场期万元%％])")
"""Digits in rings, brackets, small print and Roman numerals where a number is meant; ① before an item is none."""


def wording(proposal: Proposal) -> Check:
    """Whether all text of the proposal is free of control characters and instructions, and of sensible length."""
    fields = ("level1", "level2", "name", "definition", "target", "basis", "formula", "question", "reason")
    for field in fields:
        text = getattr(proposal, field) or ""
        if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn") and c != "\n" for c in text):
            return Check(check="text", result="fail", reason=f"{field} 里有看不见的控制字符。")
        if found := instruction(text):
            return Check(check="text", result="fail", reason=f"{field} 里有写给机器的指令“{found}”。")
        if odd := ODD.search(text):
            return Check(check="text", result="fail", reason=f"{field} 里的“{odd[0]}”不是常用的数字写法。")
        if len(text) > LONGEST.get(field, 400):
            return Check(check="text", result="fail", reason=f"{field} 过长。")
        if "<<<" in text or "�" in text:
            return Check(check="text", result="fail", reason=f"{field} 里有不该有的字符。")
    if proposal.action in ("replace", "add") and proposal.name is not None and not proposal.name.strip():
        return Check(check="text", result="fail", reason="指标名是空的。")
    return Check(check="text", result="pass", reason="文字无异常。")
