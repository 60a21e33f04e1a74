"""Why: does the finding hold, and is the suggestion usable; each number with where it comes from."""

import re
from collections.abc import Iterable
from decimal import Decimal

from reviewer.domain.decided import STATE_WORDS
from reviewer.domain.finding import DEFECT_WORDS, SEVERITY_WORDS, Finding
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, RowText, amount
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
_TAGS: dict[str, Role] = {"待填": "ask", NOWHERE: "error"}


def why(session: ReviewSession, item: Item) -> Page:
    """Two questions kept apart: does the finding hold, is the suggestion usable."""
    page: Page = [row((_("一、问题成立吗？"), "head"))]
    findings = sorted(session.findings(item), key=lambda f: ("error", "warning", "info").index(f.severity))
    seen: set[str] = set()
    for f in findings:
        page.append(finding(f))
        # A quote that the sentence holds, or that stands a line above, tells nothing a second time.
        if f.quote and f.quote not in f.message and f.quote not in seen:
            page.append(row((f"      {_('原文')}：", "dim"), (f"“{f.quote}”", "quote")))
            seen.add(f.quote)
    if not findings:
        page.append(row((_("检查没有报出问题。"), "dim")))
    if judged := session.judged(item):
        page += [row(), row((_("二、建议能用吗？"), "head")), *_grounds(session, item, judged.proposal)]
        page += _verified(judged.verdict)
    page += _alike(session, item)
    for c in session.comments(item):
        page.append(row((f"{_('批注')}  ", "dim"), f"{c.reason}（{c.who} {c.when[:16].replace('T', ' ')}）"))
    return page


def finding(f: Finding) -> Row:
    """A finding in words."""
    word = (f"{SEVERITY_WORDS[f.severity]}  ", SEVERITY_ROLES[f.severity])
    return row(word, f"{DEFECT_WORDS.get(f.code, '其他问题')}：{f.message}")


def _grounds(session: ReviewSession, item: Item, proposal: Proposal) -> Page:
    page: Page = []
    if proposal.reason:
        page.append(row((f"{_('理由')}  ", "dim"), proposal.reason))
    if tagged := tags(session, item, proposal):
        pieces: list[str | tuple[str, Role]] = [(f"{_('数字')}  ", "dim")]
        for number, tag in tagged:
            pieces += [(number, "added"), " ← ", (tag, _TAGS.get(tag, "info")), "   "]
        page.append(row(*pieces))
    if proposal.formula:
        page.append(row((f"{_('算式')}  ", "dim"), (proposal.formula, "quote")))
    for quote in proposal.evidence:
        place, left, right = locate(session, item.key, quote)
        if place:
            page.append(row((f"{_('引文')}  ", "dim"), f"{place}：{left}", (f"“{quote}”", "quote"), right))
        else:
            page.append(row((f"{_('引文')}  ", "dim"), (f"“{quote}”", "quote"), (_("（文中没有找到这句）"), "error")))
    if proposal.proposer.source:
        page.append(row((f"{_('出处')}  ", "dim"), source(proposal)))
    if proposal.question:
        page.append(row((f"{_('要问')}  ", "ask"), proposal.question))
    return page


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
    all_passed = verdict.verified
    result = (_("全部通过"), "ok") if all_passed else (_("有未过的项，不能批量采用"), "error")
    page: Page = [row((f"{_('核验')}  ", "dim"), result)]  # type: ignore[arg-type]
    for check in sorted(verdict.checks, key=lambda c: [*_RESULTS].index(c.result)):
        word, role = _RESULTS[check.result]
        # Names of checks are identifiers for programs; the reason says it to people.
        named = "" if check.check.isascii() else f"{check.check}："
        page.append(row((f"      {word}  ", role), f"{named}{check.reason}"))
    return page


def tags(session: ReviewSession, item: Item, proposal: Proposal) -> list[tuple[str, str]]:
    """Every number that the proposal brings in, with where it comes from in words."""
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
            if any(value in _figures(q) and locate(session, item.key, q)[0] for q in proposal.evidence):
                tag = "文中原句"
            elif proposal.formula and proposal.origin != "ask":
                tag = "计算式"
            elif proposal.origin == "stated":
                found = any(value in _figures(text) for _place, text in places(session, item.key))
                tag = "文中原句" if found else NOWHERE
            else:
                tag = origin
            tagged.append((number + what, tag))
        if BLANK in new:
            tagged.append((BLANK, "待填"))
    return list(dict.fromkeys(tagged))


def _figures(text: str) -> set[Decimal | None]:
    """The numbers in a text by their value: 22 and 22.00 are one."""
    return {amount(number.rstrip(".,")) for number, _what in _FIGURE.findall(text)}


def places(session: ReviewSession, key: Key) -> Iterable[tuple[str, str]]:
    """Everything that a quote may stand in, nearest first: name of the place and its text."""
    project = session.project(key)
    yield "项目名称", project.name
    yield "资金用途", project.purpose or ""
    for n, goal in enumerate(project.goals, 1):
        yield f"绩效目标第{n}条", goal
    budget = project.budget
    for place, figure in (("资金总额", budget.total), ("财政拨款", budget.fiscal), ("其他资金", budget.other)):
        yield place, figure or ""
    for indicator in project.indicators:
        text = indicator.text()
        for field in ROW_FIELDS:
            yield f"第{indicator.row}行{FIELD_WORDS[field]}", getattr(text, field)
    for section in session.document(key).sections:
        yield f"部门文字“{section.title.strip()[:20]}”", section.text


def sought(quote: str) -> re.Pattern[str]:
    """A pattern that finds the quote, white space apart."""
    return re.compile(r"\s*".join(re.escape(ch) for ch in "".join(quote.split())) or r"(?!)")


def locate(session: ReviewSession, key: Key, quote: str) -> tuple[str, str, str]:
    """Where a quote stands, white space apart, with some text either side; empty where it does not."""
    pattern = sought(quote)
    for place, text in places(session, key):
        if found := pattern.search(text):
            left, right = text[max(0, found.start() - 12) : found.start()], text[found.end() : found.end() + 12]
            return place, " ".join(left.split()), " ".join(right.split())
    return "", "", ""


def _alike(session: ReviewSession, item: Item) -> Page:
    """How rows of the same name were decided."""
    p = session.alike(item)
    if not p.total:
        return []
    parts = [f"{_(STATE_WORDS[s])} {n}" for s, n in p.states.items()]
    parts += [_("按规则采用 {n}").format(n=p.by_policy)] if p.by_policy else []
    more = _("以上") if p.total >= MANY - 1 else ""
    said = _("另有 {n} 处{more}叫“{name}”：{states}（L 只看它们，A 一并处理）").format(
        n=p.total, more=more, name=item.name, states="，".join(parts)
    )
    return [row(), row((f"{_('同名')}  ", "dim"), said)]
