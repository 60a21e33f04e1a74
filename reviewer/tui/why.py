"""Why: does the finding hold, and is the suggestion usable; each number with where it comes from."""

import re
from collections.abc import Sequence
from decimal import Decimal

from reviewer.domain.decided import STATE_WORDS
from reviewer.domain.entry import Judged
from reviewer.domain.finding import DEFECT_WORDS, SEVERITY_WORDS, Finding, in_words
from reviewer.domain.project import ROW_FIELDS, RowText, amount
from reviewer.domain.proposal import BLANK, ORIGIN_WORDS, Proposal
from reviewer.domain.row import MANY
from reviewer.domain.verdict import Verdict
from reviewer.language import _
from reviewer.review import Item, Key, ReviewSession
from reviewer.tui.page import Page, Role, Row, row

SEVERITY_ROLES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "info"}
_RESULTS: dict[str, tuple[str, Role]] = {
    "fail": ("未过", "error"),
    "cannot_decide": ("无法判断", "warning"),
    "pass": ("通过", "ok"),
}
_FIGURE = re.compile(r"(\d[\d,.]*)\s*([%％‰]|[个百千万亿]?[^\W\d_])?")
"""A number, and the character or two behind it, which say of what it is."""
NOWHERE = "文中没有找到"
"""The tag of a number that a proposal says is stated, and is not."""
ASKED = "由单位填报"
"""The tag of a 【待填】, which says of itself what it is."""
AROUND = 12
"""Characters of its cell or paragraph that are shown on either side of a quote."""
_TAGS: dict[str, Role] = {"待填": "ask", ASKED: "ask", NOWHERE: "error"}


def why(session: ReviewSession, item: Item, way: str = "") -> Page:
    """Two questions kept apart: does the finding hold, is the suggestion usable; `way` is how to reach like rows."""
    page: Page = [row((_("一、问题成立吗？"), "head"))]
    judged = session.judged(item)
    findings = sorted(_answered(session, item, judged), key=lambda f: ("error", "warning", "info").index(f.severity))
    before = session.before(item)
    seen = set(before or ())
    for f in findings:
        if finding(f) not in page:
            page.append(finding(f))
        # A quote that the sentence holds, that is a cell of the row, or that stands a line above tells nothing twice.
        if f.quote and f.quote not in f.message and f.quote not in seen:
            page.append(row(("      " + _("原文："), "dim"), (f"“{f.quote}”", "quote")))
            seen.add(f.quote)
    if not findings:
        page.append(row((_("检查没有报出问题。"), "dim")))
    if item.state == "edited":
        page += [row(), row((_("二、改后还有问题吗？"), "head")), *_rechecked(session, item)]
    if judged:
        head = _("原来的建议") if item.state == "edited" else _("二、建议能用吗？")
        page += [row(), row((head, "head")), *_grounds(session, item, judged)]
        # What passed is long and alike from row to row: what differs stands before it.
        page += [*_alike(session, item, way), *_verified(judged.verdict)]
    elif alike := _alike(session, item, way):
        page += [row(), *alike]
    return page


def _rechecked(session: ReviewSession, item: Item) -> Page:
    """What the checks say of the reviewer's own text, and what it asks; verification judged the suggestion."""
    text = session.after(item)
    found = session.try_text(item, text) if text else ()
    page = [finding(f) for f in found] or [row((_("检查没有报出问题。"), "ok"))]
    asked = session.row(item).question
    return [*page, row((f"{_('要问')}  ", "ask"), asked)] if asked else page


def _answered(session: ReviewSession, item: Item, judged: Judged | None) -> Sequence[Finding]:
    """The row's findings; of a row to be added, those about the whole project that it is there to mend."""
    whole = session.item(Key(item.key.project, None)) if item.key.addition and judged else None
    if whole is None or judged is None:
        return session.findings(item)
    return [f for f in session.findings(whole) if f.code in judged.proposal.resolves]


def finding(f: Finding) -> Row:
    """A finding in words."""
    word = (f"{_(SEVERITY_WORDS[f.severity])}  ", SEVERITY_ROLES[f.severity])
    return row(word, f"{DEFECT_WORDS.get(f.code, '其他问题')}：{f.message}")


def _grounds(session: ReviewSession, item: Item, judged: Judged) -> Page:
    page: Page = []
    proposal = judged.proposal
    if proposal.reason:
        page.append(row((f"{_('理由')}  ", "dim"), proposal.reason))
    if tagged := tags(session, item, judged):
        pieces: list[str | tuple[str, Role]] = [(f"{_('数字')}  ", "dim")]
        for number, tag in tagged:
            pieces += [(number, "added"), " ← ", (_(tag), _TAGS.get(tag, "info")), "   "]
        page.append(row(*pieces))
    if proposal.formula:
        page.append(row((f"{_('算式')}  ", "dim"), (proposal.formula, "quote")))
    stands = _passed(judged.verdict, "quote")
    for quote in proposal.evidence:
        page.append(row((f"{_('引文')}  ", "dim"), *_quoted(session, item, quote, stands=stands)))
    if proposal.proposer.source:
        page.append(row((f"{_('出处')}  ", "dim"), source(proposal)))
    if proposal.question:
        page.append(row((f"{_('要问')}  ", "ask"), proposal.question))
    return page


def _quoted(session: ReviewSession, item: Item, quote: str, *, stands: bool) -> list[str | tuple[str, Role]]:
    """The quote in its place; the verification has the last word on whether it stands in the document."""
    said: tuple[str, Role] = (f"“{quote}”", "quote")
    if found := session.locate(item.key, quote):
        return [f"{found.place}：{found.left[-AROUND:]}", said, found.right[:AROUND]]
    return [said] if stands else [said, (_("（文中没有找到这句）"), "error")]


def _passed(verdict: Verdict | None, check: str) -> bool:
    return verdict is not None and any(c.check == check and c.result == "pass" for c in verdict.checks)


def source(proposal: Proposal) -> str:
    """What was followed, in words: a kind of the built-in library with its pattern, or an entry of the bureau's."""
    said = proposal.proposer.source or ""
    if proposal.proposer.kind == "draft" and "/" in said:
        kind, _slash, pattern = said.partition("/")
        return f"内置指标库“{kind}”：{re.sub('({[^}]*})+', '…', pattern)}"
    return said


def _verified(verdict: Verdict | None) -> Page:
    if verdict is None:
        return [row((_("尚未核验"), "warning"))]
    unsure = sum(c.result == "cannot_decide" for c in verdict.checks)
    result: tuple[str, Role] = (_("全部通过"), "ok")
    if not verdict.verified:
        result = (_("有未过的项，不能批量采用"), "error")
    elif unsure:
        result = (_("没有未过的项，{n} 项请审核人判断").format(n=unsure), "warning")
    page: Page = [row((f"{_('核验')}  ", "dim"), result)]
    for outcome, (word, role) in _RESULTS.items():
        # Names of checks are identifiers for programs; the reason says it to people.
        said = [
            in_words(c.reason if c.check.isascii() else f"{c.check}：{c.reason}")
            for c in verdict.checks
            if c.result == outcome
        ]
        # What failed stands a line each; what passed is there to be read, and must not push the rest out of sight.
        for line in ["；".join(r.rstrip("。") for r in said)] if said and outcome == "pass" else said:
            page.append(row((f"      {_(word)}  ", role), line))
    return page


def tags(session: ReviewSession, item: Item, judged: Judged) -> list[tuple[str, str]]:
    """Every number that the proposal brings in, with where it comes from in words."""
    proposal = judged.proposal
    before = session.before(item) or RowText()
    after = proposal.text(before)
    if after is None:
        return []
    origin = ORIGIN_WORDS[proposal.origin] if proposal.origin else "惯例"
    if proposal.origin == "norm" and (proposal.proposer.source or "").startswith("本局库"):
        origin = "本局库"
    tagged = []
    for field in ROW_FIELDS:
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        known = _figures(old)
        for number, what in _FIGURE.findall(new):
            value = amount(number.rstrip(".,"))
            if value in known:
                continue
            if any(value in _figures(q) and session.locate(item.key, q) for q in proposal.evidence):
                tag = "文中原句"
            elif proposal.formula and proposal.origin != "ask":
                tag = "计算式"
            elif proposal.origin == "stated":
                found = session.locate(item.key, number) or _passed(judged.verdict, "number")
                tag = "文中原句" if found else NOWHERE
            else:
                tag = origin
            tagged.append((number + what, tag))
        if BLANK in new:
            tagged.append((BLANK, ASKED))
    return list(dict.fromkeys(tagged))


def _figures(text: str) -> set[Decimal | None]:
    """The numbers in a text by their value: 22 and 22.00 are one."""
    return {amount(number.rstrip(".,")) for number, _what in _FIGURE.findall(text)}


def _alike(session: ReviewSession, item: Item, way: str) -> Page:
    """How rows of the same name were decided."""
    p = session.alike(item)
    if not p.total:
        return []
    parts = [f"{_(STATE_WORDS[s])} {n}" for s, n in p.states.items()]
    parts += [_("按规则采用 {n}").format(n=p.by_policy)] if p.by_policy else []
    more = _("以上") if p.total >= MANY - 1 else ""
    said = _("另有 {n} 处{more}叫“{name}”：{states}").format(
        n=p.total, more=more, name=item.name, states="，".join(parts)
    )
    return [row((f"{_('同名')}  ", "dim"), said + way)]
