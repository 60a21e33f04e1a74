"""Whether a row that takes a figure of the text for its own says nothing that the text does not say of it."""

import re
from collections.abc import Iterator

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.target import parse_target
from reviewer.domain.units import scale
from reviewer.verify.generic import ACTS, COUNTED, HAN, SUM
from reviewer.verify.number import DATE, YEAR, half_width, mentions
from reviewer.verify.role import DEEDS, GENERIC, GRANT, PRICED, PUPILS, grams
from reviewer.verify.source import CLAUSE
from reviewer.verify.speech import Speech

WORK = re.compile("工程|建筑")
BUILT = re.compile("新建|扩建|改建|改扩建|改造|修缮|维修")
"""What a project that says no more than 工程 may do; one that says which does no other."""
BOUGHT = re.compile("购[置买入]|采购|配[备置]")
"""Words for the same."""
PAYMENTS = tuple(
    (re.compile(named), re.compile(told))
    for named, told in (
        ("工资|薪酬|薪金|报酬", "工资|薪|报酬|待遇|派遣|人员(?:经费|支出|成本|费)"),
        ("补[助贴]|津贴", "补|贴|免|资助|救助|助学|扶持|帮扶|配套|代缴|养老|低保|生均"),
        ("奖[金励学]", "奖"),
        ("租金|房租|租赁费", "租"),
        ("利息|贴息", "息"),
        ("慰问", "慰问"),
        ("保险费|保费|社保费", "保"),
    )
)
"""What money is paid as, and the words of a project that pays such."""
SEVERAL = re.compile("[、和及与等]")
"""Stands between the things that a definition adds up."""
HAPPENS = re.compile(
    f"{DEEDS.pattern}|培训|考试|大赛|参赛|体检|接种|疫苗|住院|手术|门诊|确诊|患病|医[药疗]|接收安置|辅导|入党|立功|免学费|[住转]校|勤工|"
    "资格证|证书|绿化|铺设|新建|拆除|拆迁|维修|改造|除雪|清淤|租赁|移交|搬迁"
)
"""What becomes of people and things, or is done to them: a figure of those who are paid tells nothing of it."""
WAGES, INSURED = re.compile("工资|薪|人员经费"), re.compile("保险费|社保费|缴费")
"""Both are paid from the money for staff."""
SPENT = re.compile("购置|购买|采购|支付|缴纳|发放|印制|印刷|组织|举办|租|修|建|维护|聘")
"""What money is spent on, unlike what it is to achieve (提高教学质量)."""


def borrowed(proposal: Proposal, after: RowText, before: RowText, speech: Speech) -> str | None:
    """The words for which the row takes a figure that the text gives for something else, or None."""
    if proposal.origin not in ("stated", "derived", None) or "满意" in after.name:
        return None
    if all(m.unit in (DATE, YEAR) for m in mentions(after.target)):
        return None
    told = "，".join(_tellers(proposal, after, before))
    found = [*_unsaid(after.name, told, speech)] if proposal.name is not None else []
    if proposal.definition is not None and proposal.origin == "stated":
        found += _hidden(after, told, speech)
    if proposal.target is not None:
        found += _part(after, speech)
    return next(iter(found), None)


def _tellers(proposal: Proposal, after: RowText, before: RowText) -> Iterator[str]:
    """The row and the quotes that have a number of the target, or of its formula."""
    wanted = {m.value for m in mentions(after.target)}
    if wanted & {m.value for m in mentions(before.target)}:
        yield f"{before.name}，{before.definition}，{before.target}"
    for quote in proposal.evidence:
        if proposal.formula or wanted & {m.value for m in mentions(quote)}:
            yield quote


def _unsaid(name: str, told: str, speech: Speech) -> Iterator[str]:
    """Words that neither the project nor `told` has, and a sort of payment while the project makes none such."""
    plain = GRANT.sub("资助金", PUPILS.sub(r"\1学生", half_width(name)))
    known = [not HAN.match(char) for char in plain]
    head, pairs = f"{speech.head}，{told}", speech.pairs | grams(told)
    own = [words for words, said in ((BUILT, WORK), (BOUGHT, BOUGHT)) if said.search(head)]
    for general in (GENERIC, PRICED, SUM, ACTS, COUNTED, *own):
        for found in general.finditer(plain):
            known[found.start() : found.end()] = [True] * len(found[0])
    for at in range(len(plain) - 1):
        if plain[at : at + 2] in pairs:
            known[at : at + 2] = [True, True]
    yield from re.findall(r"\S{2,}", "".join(" " if said else char for char, said in zip(plain, known, strict=True)))
    yield from _payments(name, head)


def _payments(words: str, told: str) -> Iterator[str]:
    for paid, pays in PAYMENTS:
        if (found := paid.search(words)) and not pays.search(told):
            yield found[0]


def _hidden(after: RowText, told: str, speech: Speech) -> Iterator[str]:
    """What the definition says to be counted, or to be the one thing that is paid, in a word of other projects."""
    clause = CLAUSE.split("".join(after.definition.split()))[0]
    unit = scale(parse_target(after.target).unit or "").unit
    if unit == "%" or "÷" in clause or (unit == "元" and SEVERAL.search(after.definition)):
        return
    head = f"{speech.head}，{told}"
    yield from (deed for deed in HAPPENS.findall(clause) if deed not in head and not grams(deed) <= speech.pairs)
    yield from _payments(clause, head)


def _part(after: RowText, speech: Speech) -> Iterator[str]:
    """The name, where it is of one of several things that the whole of the money is spent on."""
    target = parse_target(after.target)
    if scale(target.unit or "").unit != "元" or target.number is None:
        return
    spent = [grams(ACTS.sub(" ", part)) for part in re.split("[，,；;。]", speech.purpose) if SPENT.search(part)]
    if INSURED.search(after.name) and not WAGES.search(after.name) and WAGES.search(speech.head):
        yield after.name
    mine, common = grams(after.name), grams(speech.title)
    if any(part & mine - common for part in spent) and any(part and not part & mine for part in spent):
        yield after.name
