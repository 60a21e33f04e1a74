"""Text that is fit to be shown and exported: no control characters, no instructions to a machine."""

import re
import unicodedata

from reviewer.domain.instruction import instruction
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.pressing import pressing

LONGEST = {"name": 60, "target": 120, "definition": 400, "basis": 300, "question": 300, "reason": 600}
"""Characters that a field may have."""
ODD = re.compile(
    r"[¹⁰⁴-⁹₀-₉¼-¾⅐-⅞⓪㉑-㉟㊱-㊿⑴-⒛⓫-⓿❶-➓㈠-㈩㊀-㊉]|[Ⅰ-ⅿ](?=[人名户家次件台套份场期万元年月日天周岁个%％])"
)
"""Digits in rings, brackets, small print and Roman numerals where a number is meant."""
RING = re.compile("[①-⑳]")
"""A ringed digit numbers an item, where there are several and they count up from ①."""
MARKUP = re.compile(
    r"(?:https?|ftp|file|javascript|data|mailto)\s*:|&(?:lt|gt|#)|\b[a-z0-9-]+\.(?:com|cn|net|org)\b|www\."
    r"|[\"'“”]\s*:\s*(?:true|false|null|[\"'“\[{\d])|[{\[]\s*[\"'“][A-Za-z_]+[\"'”]"
    r"|</?[a-zA-Z!][^<>]*>|\[[^\]]*\]\([^)]*\)|\*\*|__|`|^\s*#+ "
    r"|^\s*[=+@-]\s*[A-Za-z]+\s*\(",
    re.I | re.M,
)
"""Addresses, tags and formulas: a form shows and prints them, or runs them."""
UNSEEN = frozenset(["Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"])
"""Categories of characters that no form prints: controls, marks of direction and width, separators of lines."""
BLANK_LETTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and marks that are drawn as nothing."""
EMPTY = re.compile(r"待定|待补充?|同上|如上|见附件|详见附件|略|暂?无|[—\-/.…]+")
"""A definition that says nothing."""


def wording(proposal: Proposal) -> Check:
    """Whether all text of the proposal is free of control characters and instructions, and of sensible length."""
    fields = ("level1", "level2", "name", "definition", "target", "basis", "formula", "question", "reason")
    for field in fields:
        text = getattr(proposal, field) or ""
        if _unseen(text):
            return Check(check="text", result="fail", reason=f"{field} 里有看不见的控制字符。")
        if found := instruction(text):
            return Check(check="text", result="fail", reason=f"{field} 里有写给机器的指令“{found}”。")
        if urged := pressing(field, text):
            return Check(check="text", result="fail", reason=f"{field} 里的“{urged}”是在催促采用，不是指标的内容。")
        if markup := MARKUP.search(text):
            return Check(check="text", result="fail", reason=f"{field} 里有网址、标记或公式“{markup[0][:30]}”。")
        if odd := _odd(field, text):
            return Check(check="text", result="fail", reason=f"{field} 里的“{odd}”不是常用的数字写法。")
        if len(text) > LONGEST.get(field, 400):
            return Check(check="text", result="fail", reason=f"{field} 过长。")
        if "\n" in text and field in ("level1", "level2", "name", "target", "formula"):
            return Check(check="text", result="fail", reason=f"{field} 里有换行。")
        if "<<<" in text or "�" in text:
            return Check(check="text", result="fail", reason=f"{field} 里有不该有的字符。")
    if any(_unseen(quote.replace("\t", " ").replace("\r", "")) for quote in proposal.evidence):
        return Check(check="text", result="fail", reason="引文里有看不见的控制字符。")
    if proposal.action in ("replace", "add") and proposal.name is not None and not proposal.name.strip():
        return Check(check="text", result="fail", reason="指标名是空的。")
    if proposal.definition and EMPTY.fullmatch("".join(proposal.definition.split()).rstrip("。")):
        return Check(check="text", result="fail", reason=f"描述“{proposal.definition.strip()}”没有说怎么计量。")
    return Check(check="text", result="pass", reason="文字无异常。")


def _unseen(text: str) -> bool:
    """Whether a character hides in the text."""
    return bool(BLANK_LETTERS.search(text)) or any(unicodedata.category(c) in UNSEEN and c != "\n" for c in text)


def _odd(field: str, text: str) -> str | None:
    """A number in a writing that no form uses, or None."""
    if odd := ODD.search(text):
        return odd[0]
    rings = RING.findall(text)
    counted = (
        field not in ("name", "target")
        and len(rings) > 1
        and all(ord(ring) == ord("①") + n for n, ring in enumerate(rings))
    )
    return rings[0] if rings and not counted else None
