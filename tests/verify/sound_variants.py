"""Other ways to write a sound proposal that stay sound."""

import re
from decimal import Decimal

FULL = str.maketrans("0123456789%", "０１２３４５６７８９％")
DIGIT_WORDS = "零一二三四五六七八九"


def variants(p):
    """(what was done, proposal); the proposal itself first."""

    def with_(**fields):
        return p.model_copy(update=fields)

    yield "as it is", p
    if p.action == "remove":
        return
    if p.target and p.target[0] in "≥≤=":
        yield "spaces in the target", with_(target=re.sub(r"(\d[\d.]*)", r" \1 ", p.target))
        yield "full-width digits", with_(target=p.target.translate(FULL))
    if p.target and (found := re.search(r"([\d.]+)万元$", p.target)):
        yield (
            "元 for 万元 with its factor",
            with_(target=p.target[: found.start()] + f"{Decimal(found[1]) * 10000:f}元"),
        )
    if p.evidence:
        yield (
            "white space in the quote",
            with_(evidence=tuple(" ".join(q) if len(q) < 8 and not q[0].isdigit() else q for q in p.evidence)),
        )
        yield "quotes twice", with_(evidence=(*p.evidence, *p.evidence))
        yield "another true quote beside", with_(evidence=(*p.evidence, "≥90百分比"))
    if p.definition:
        yield "one counts once", with_(definition=p.definition + "，同一对象只计1次")
        yield "two kinds", with_(definition=p.definition + "，以上两项合计")
        yield (
            "a share times 100 %",
            with_(definition=p.definition + "（÷×100%）" if "÷" not in p.definition else p.definition + "×100%"),
        )
        yield "at the end of the year", with_(definition=p.definition + "，统计至12月31日")
        yield "against the years before", with_(definition=p.definition + "，与上年、近三年比较")
        if p.target and "【" not in p.target and p.origin in ("stated", "derived") and re.search(r"\d", p.target):
            number = re.sub(r"^[≥≤=]", "", p.target)
            yield "the target said again", with_(definition=f"{p.definition}，{p.name}为{number}")
        yield "kinds of people", with_(definition=p.definition + "，第三方抽查，一次性发放的一并计入")
    if p.basis:
        yield "the bureau's kind of basis alone", with_(basis=p.basis.split("：")[0])
        yield "other brackets", with_(basis=p.basis.translate(str.maketrans("【】", "〔〕")))
        yield "no basis said", with_(basis=None)
    yield "a longer reason", with_(reason="原指标值为≥90百分比，与所量之物不相配，改为可核查的指标。")
