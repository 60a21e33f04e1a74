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

MARKUP = re.compile(
    r"(?:https?|ftp|file|javascript|data|mailto)\s*:|&(?:lt|gt|#)|\b[a-z0-9-]+\.(?:com|cn|net|org)\b|www\."
    r"|</?[a-zA-Z!][^<>]*>|\[[^\]]*\]\([^)]*\)|\*\*|__|`|^\s*#+ "
    r"|^\s*[=+@-]\s*[A-Za-z]+\s*\(",
    re.I | re.M,
)
"""Addresses, tags and formulas: a form shows and prints them, or runs them."""
PRESSING = re.compile(
    r"(?:直接|一键|一律|立即|全部)(?:予以)?(?:采用|采纳|批准)|请.{0,10}(?:采用|采纳)|(?:忽略|跳过|无视).{0,6}(?:检查|核验|校验|复核)"
    r"|(?:系统|AI|程序|模型)(?:已经?|自动)?(?:核验|核对|核实|验证|校验|审核)|(?:无需|无须|不必|不用|免于)(?:再|人工)?(?:复核|审核|核对|核验)|按\s*(?:[A-Za-z]\s*|回车)键|按\s*Enter|点击"
    r"|请(?:予以?|准予|直接)?(?:通过|批准)(?![率人数])|可直接(?:采用|采纳|确认|通过)|已通过(?:系统)?(?:校验|核验)|不要(?:修改|改动|删除)本"
    r"|(?:审核|核验|评审|审查)(?:结论|结果|意见)\s*[:：]|(?:准予|同意)(?:通过|采用|采纳)"
)
"""Words that press the reviewer to take a proposal over instead of saying what it measures."""

EMPTY = re.compile(r"待定|待补充?|同上|如上|见附件|详见附件|略|暂?无|[—\-/.…]+")
"""A definition that says nothing."""


def wording(proposal: Proposal) -> Check:
    """Whether all text of the proposal is free of control characters and instructions, and of sensible length."""
    fields = ("level1", "level2", "name", "definition", "target", "basis", "formula", "question", "reason")
    for field in fields:
        text = getattr(proposal, field) or ""
        if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn") and c != "\n" for c in text):
            return Check(check="text", result="fail", reason=f"{field} 里有看不见的控制字符。")
        if found := instruction(text):
            return Check(check="text", result="fail", reason=f"{field} 里有写给机器的指令“{found}”。")
        if pressing := PRESSING.search(text):
            return Check(
                check="text", result="fail", reason=f"{field} 里的“{pressing[0]}”是在催促采用，不是指标的内容。"
            )
        if markup := MARKUP.search(text):
            return Check(check="text", result="fail", reason=f"{field} 里有网址、标记或公式“{markup[0][:30]}”。")
        if odd := ODD.search(text):
            return Check(check="text", result="fail", reason=f"{field} 里的“{odd[0]}”不是常用的数字写法。")
        if len(text) > LONGEST.get(field, 400):
            return Check(check="text", result="fail", reason=f"{field} 过长。")
        if "\n" in text and field in ("level1", "level2", "name", "target", "formula"):
            return Check(check="text", result="fail", reason=f"{field} 里有换行。")
        if "<<<" in text or "�" in text:
            return Check(check="text", result="fail", reason=f"{field} 里有不该有的字符。")
    if proposal.action in ("replace", "add") and proposal.name is not None and not proposal.name.strip():
        return Check(check="text", result="fail", reason="指标名是空的。")
    if proposal.definition and EMPTY.fullmatch("".join(proposal.definition.split()).rstrip("。")):
        return Check(check="text", result="fail", reason=f"描述“{proposal.definition.strip()}”没有说怎么计量。")
    return Check(check="text", result="pass", reason="文字无异常。")
