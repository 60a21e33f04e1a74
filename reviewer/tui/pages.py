"""The pages one key away: a unit, the whole table, like projects, the prose, who proposed, the closing page."""

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len

from reviewer.domain.decided import STATE_WORDS
from reviewer.domain.difference import Segment
from reviewer.domain.finding import DEFECT_WORDS
from reviewer.domain.project import ROW_FIELDS, RowText
from reviewer.language import _
from reviewer.review import Item, Key, ReviewSession
from reviewer.tui.compare import changed, heading, project_head
from reviewer.tui.keys import commands
from reviewer.tui.page import Page, Piece, row, shown
from reviewer.tui.why import finding, source
from reviewer.tui.wrapping import fit

SIBLINGS = 6
A_PAGE = 100
"""Projects that a unit's page lists, and new findings that the closing page does."""


def unit(session: ReviewSession, name: str, places: Sequence[int]) -> Page:
    """A unit's projects in the queue with their money, and how many rows of each are decided."""
    counts = {place: session.decided_of(place) for place in places[:A_PAGE]}
    figures = _("{p} 个项目，已决 {done}/{n} 行").format(
        p=len(places),
        done=sum(done for done, _all in counts.values()),
        n=sum(every for _done, every in counts.values()),
    )
    page: Page = [
        row((name or _("（未注明单位）"), "head")),
        row(figures if len(places) <= A_PAGE else _("{p} 个项目，下面是前 {m} 个").format(p=len(places), m=A_PAGE)),
        row(),
    ]
    for place, (done, every) in counts.items():
        head = session.head_at(place)
        page.append(row(f"{done:>3}/{every:<3} {head.no}.{head.name}  ", (head.total, "dim")))
    return page


def table(session: ReviewSession, key: Key) -> Page:
    """The whole project's table, before and after what was decided and proposed; the row of `key` is marked `>`."""
    project = session.project(key)
    total = session.head(key.project).total
    page: Page = [row((f"{project.no}.{project.name}", "head"), f"  {total}"), *project_head(project), row()]
    for indicator in project.indicators:
        item = session.item(Key(key.project, indicator.row))
        before = indicator.text()
        after: RowText | None = before
        state = _("无改动")
        if item:
            state = _(STATE_WORDS[item.state])
            after = session.after(item) if not item.undecided else (session.proposed(item) if item.proposal else before)
        here = indicator.row == key.row
        page.append(row((">" if here else " ", "head"), (f"{indicator.row}. [{state}]", "head" if here else "dim")))
        page.append(_brief(before, after))
    for item in session.of(key.project):
        if item.key.addition:
            here = item.key == key
            text = f"+ [{_(STATE_WORDS[item.state])}] {_('新增')}"
            page.append(row((">" if here else " ", "head"), (text, "head" if here else "dim")))
            page.append(_brief(RowText(), session.proposed(item)))
    return page


def _brief(before: RowText, after: RowText | None) -> tuple[Piece, ...]:
    if before == after:
        return row("   " + " | ".join(v for v in before if v))
    if after is None:
        whole = " | ".join(v for v in before if v)
        return (Piece("   "), *shown([Segment("removed", whole)]))
    pieces: list[Piece] = [Piece("   ")]
    for field in ROW_FIELDS:
        segments = shown(changed(getattr(before, field), getattr(after, field)))
        pieces += [*segments, Piece(" | ")] if segments else []
    return tuple(pieces[:-1])


def siblings(session: ReviewSession, key: Key) -> Page:
    """The projects of the same policy beside this one: first all of them, then their tables.

    What tells the source of money (the paper's number, 中央, 省级) tells nothing of the policy.
    """
    from rapidfuzz import fuzz, process

    from reviewer.domain.family import SHORTEST, policy_of

    own = policy_of(session.head(key.project).name)
    policies = {k: policy_of(name) for k, name in session.names().items() if k != key.project}
    same = [
        k for k, p in policies.items() if min(len(p), len(own)) >= SHORTEST and (p.endswith(own) or own.endswith(p))
    ]
    near = process.extract(own, policies, scorer=fuzz.ratio, score_cutoff=60, limit=SIBLINGS)
    alike = list(dict.fromkeys([*same, *(other for _policy, _score, other in near)]))[:SIBLINGS]
    if not alike:
        return [row((_("没有名称相近的项目。"), "dim"))]
    heads = [session.head(other) for other in alike]
    page: Page = [row(f"{h.no}.{h.name}  ", (h.total, "dim")) for h in heads]
    for other in alike:
        page += [row(), *table(session, Key(other, None))]
    return page


def prose(session: ReviewSession, item: Item) -> Page:
    """The row's quotes with the cell or paragraph around them; the project's own words and the department's prose."""
    judged = session.judged(item)
    quotes = [q for q in judged.proposal.evidence if q.strip()] if judged else []
    page: Page = [] if quotes else [row((_("这一行的建议没有引文。"), "dim"))]
    for quote in quotes:
        if found := session.locate(item.key, quote):
            page.append(row((f"{found.place}  ", "head"), found.left, (f"“{found.quote}”", "quote"), found.right))
    page.append(row())
    pattern = re.compile("|".join(_sought(q) for q in quotes) or r"(?!)")
    project = session.project(item.key)
    own = "\n".join(t for t in (project.name, project.purpose, *project.goals) if t)
    for title, text in ((_("本项目"), own), *((s.title, s.text) for s in session.document(item.key).sections)):
        page.append(row((title.strip(), "head")))
        page += [_quoted(line, pattern) for line in text.splitlines()]
        page.append(row())
    return page


def _sought(quote: str) -> str:
    """A pattern that finds the quote in a line, white space apart."""
    return r"\s*".join(map(re.escape, "".join(quote.split())))


def _quoted(line: str, pattern: re.Pattern[str]) -> tuple[Piece, ...]:
    pieces, end = [], 0
    for found in pattern.finditer(line):
        pieces += [Piece(line[end : found.start()]), Piece(f"“{found[0]}”", "quote")]
        end = found.end()
    return (*pieces, Piece(line[end:]))


def proposer(session: ReviewSession, item: Item) -> Page:
    """Who proposed: model and prompt, or the built-in drafter; and every decision ever taken about the row."""
    page: Page = [heading(session, item)]
    if judged := session.judged(item):
        by = judged.proposal.proposer
        kind = {"model": _("模型"), "draft": _("内置起草"), "person": _("人工")}[by.kind]
        page.append(row((_("建议来自："), "dim"), kind, f" {by.model}" if by.model else ""))
        page += [row((_("提示词摘要："), "dim"), by.prompt)] if by.prompt else []
        page += [row((_("出处："), "dim"), source(judged.proposal))] if by.source else []
    page += [row(), row((_("决定记录"), "head"))]
    words = {
        "accept": _("采用"), "reject": _("不用"), "edit": _("修改"), "defer": _("稍后"), "flag": _("标记"),
        "comment": _("批注"),
    }  # fmt: skip
    taken = session.taken(item)
    for d, undone in taken:
        said = f"{d.when[:19].replace('T', ' ')} {d.who} {words.get(d.action, d.action)} {d.reason or ''}"
        page.append(row(said, (f"  {_('（已撤销）')}" if undone else "", "dim")))
    return page if taken else [*page, row((_("还没有人决定过。"), "dim"))]


def closing(session: ReviewSession) -> Page:
    """What is left before the review is handed over."""
    closing = session.closing()
    progress = session.progress()
    n = progress.states
    policy = _("；另按规则采用 {n}").format(n=progress.by_policy) if progress.by_policy else ""
    page: Page = [
        row(_("已决 {done}/{total}：采用 {a}，修改 {e}，不用 {x}").format(
            done=progress.decided, total=progress.total,
            a=n.get("accepted", 0), e=n.get("edited", 0), x=n.get("rejected", 0)) + policy),
        row(_("未决 {n} 条，其中未核验 {u}，待填 {a}").format(
            n=closing.undecided, u=closing.unverified, a=closing.asking)),
        row(_("采用和修改的行里有 {n} 条留着【待填】，问题随意见发给单位；采用的建议里有 {u} 条未通过核验").format(
            n=closing.taken_asking, u=closing.taken_unverified)),
        row(_("标记留给复审的 {n} 条，按 / 写“已标记”只看它们").format(n=closing.flagged)),
        row(),
        row((_("改后的表新报出的问题"), "head")),
    ]  # fmt: skip
    for f in closing.new[:A_PAGE]:
        page += [
            row((f"  {session.head(f.project).no}.{session.head(f.project).name}", "dim")),
            row("    ", *finding(f)),
        ]
    if len(closing.new) > A_PAGE:
        page.append(row(_("  共 {n} 条，只列前 {m} 条").format(n=len(closing.new), m=A_PAGE)))
    if not closing.new:
        page.append(row(("  " + _("没有"), "dim")))
    page += [
        row(),
        row((_("按单位（已决/全部）"), "head")),
        *(row(f"  {done:>4}/{total:<4} {u or _('（未注明单位）')}") for u, (done, total) in closing.by_unit.items()),
        row(),
        row((_("按问题（已决/全部）"), "head")),
        *(
            row(f"  {done:>4}/{total:<4} {DEFECT_WORDS.get(code, code)}")
            for code, (done, total) in sorted(closing.by_code.items(), key=lambda kind: -kind[1][1])
        ),
    ]
    return page


def keys(remapped: Mapping[str, str], width: int) -> Page:
    """What the signs mean, which the keys would push out of sight; then every action with its keys and its name.

    In two columns where `width` has room for every entry, so that one look is enough.
    """
    page: Page = [
        row(_("清单：? 未决  A 采用  E 修改  X 不用  - 稍后  ! 已标记；行末：填 待单位填写，未核 未通过核验")),
        row(_("对比：[-删去-] {+加上+} [~全角→半角~]")),
        row(_("筛选：未决 必改 待填 未核验 已标记 单位:人社 项目:培训 维度:数量 审核人:王 问题名或代码 文字")),
        row(),
    ]
    entries = [(remapped.get(c.id, c.keys).replace(",", "  "), f"{c.title}  ", c.id) for c in commands()]
    space = 2 + max(cell_len(keys) for keys, _title, _id in entries)
    column = space + max(cell_len(title + name) for _keys, title, name in entries) + 2
    rows = [row(fit(keys, space), title, (name, "dim")) for keys, title, name in entries]
    if 2 * column > width:
        return page + rows
    half = -(-len(rows) // 2)
    for left, right in zip_longest(rows[:half], rows[half:], fillvalue=()):
        gap = " " * (column - sum(cell_len(piece.text) for piece in left))
        page.append((*left, Piece(gap), *right))
    return page
