"""What the panes say about a row, in words: what changes, why, the whole table, the prose, who proposed."""

import re
from collections.abc import Iterable, Sequence

from reviewer.domain.decided import STATE_WORDS
from reviewer.domain.difference import difference
from reviewer.domain.finding import DEFECT_WORDS, SEVERITY_WORDS
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, Project, RowText
from reviewer.domain.proposal import ACTION_WORDS, BLANK, ORIGIN_WORDS, Proposal
from reviewer.domain.row import MANY
from reviewer.language import _
from reviewer.review import Item, Key, ReviewSession
from reviewer.tui.page import Page, Piece, Role, Row, row, shown

_NUMBER = re.compile(r"\d[\d,.]*")
A_PAGE = 100
"""Projects that a unit's page lists."""
_SEVERITY_ROLES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "info"}
_RESULTS: dict[str, tuple[str, Role]] = {
    "pass": ("通过", "ok"),
    "fail": ("未过", "error"),
    "cannot_decide": ("无法判断", "warning"),
}


def heading(session: ReviewSession, item: Item) -> Row:
    """Where the row stands: unit, project, row, amount."""
    head = session.head(item.key.project)
    whole = "新增一行" if item.key.addition else "项目整体"
    where = whole if item.key.row is None else f"第{item.key.row}行"
    return row((f"{head.no}.{head.name}", "head"), f"  {where}  {head.total}")


def compare(session: ReviewSession, item: Item) -> Page:
    """Before and after of the row, cell by cell; the decision with its text where one stands."""
    page: Page = [heading(session, item)]
    judged = session.judged(item)
    before = session.before(item)
    page.append(_standing(session, item))
    if note := session.note(item):
        page.append(row((note, "warning")))
    if judged is None:
        if before:
            page += [row((f"{FIELD_WORDS[f]}  ", "dim"), getattr(before, f) or "（空）") for f in ROW_FIELDS]
        else:
            page += _project_head(session.project(item.key))
        page.append(row((_("只有问题，没有建议：采用即问题成立，写入意见；不用则说明理由。"), "dim")))
        return page
    proposal = judged.proposal
    page.append(row((_("建议"), "head"), f"：{ACTION_WORDS[proposal.action]}"))
    page += _cells(before or RowText(), proposal.text(before or RowText()), whole=before is None)
    if item.state == "edited" and (decision := session.decision(item)):
        page += [row(), row((_("审核人改为"), "head")), *_cells(before or RowText(), decision.after)]
    return page


def _standing(session: ReviewSession, item: Item) -> Row:
    state = STATE_WORDS[item.state]
    marked: tuple[str, Role] = ("  ! 已标记" if item.flagged else "", "warning")
    d = session.decision(item)
    if d is None:
        return row((f"[{state}]", "dim"), marked)
    said = f"[{state}] {d.who} {d.when[:16].replace('T', ' ')}"
    said += f"  理由：{d.reason}" if d.reason else ""
    said += "  （按规则批量）" if d.policy else ""
    said += "  建议此后有更新" if session.outdated(item) else ""
    return row((said, "ok"), marked)


def _cells(before: RowText, after: RowText | None, *, whole: bool = False) -> Page:
    page: Page = []
    for field in ROW_FIELDS:
        old = getattr(before, field)
        new = "" if after is None else getattr(after, field)
        label = Piece(f"{FIELD_WORDS[field]}  ", "dim")
        if old == new:
            page.append((label, Piece(old or "（空）", "plain" if old else "dim")))
        elif whole:
            page.append((label, Piece(f"{{+{new}+}}", "added")))
        else:
            page.append((label, *shown(difference(old, new))))
    return page


def _project_head(project: Project) -> Page:
    return [
        row(("资金用途  ", "dim"), project.purpose or "（空）"),
        *(row((f"绩效目标{n}  ", "dim"), goal) for n, goal in enumerate(project.goals, 1)),
        row(("支出计划  ", "dim"), "  ".join(p or "（空）" for p in project.spending_plan)),
    ]


def why(session: ReviewSession, item: Item) -> Page:
    """Two questions kept apart: does the finding hold, is the suggestion usable."""
    page: Page = [row((_("一、问题成立吗？"), "head"))]
    findings = sorted(session.findings(item), key=lambda f: ("error", "warning", "info").index(f.severity))
    for f in findings:
        role = _SEVERITY_ROLES[f.severity]
        page.append(row((SEVERITY_WORDS[f.severity], role), f" {DEFECT_WORDS.get(f.code, '其他问题')}：{f.message}"))
        if f.quote:
            page.append(row("  原文：", (f"“{f.quote}”", "quote")))
    if not findings:
        page.append(row((_("检查没有报出问题。"), "dim")))
    judged = session.judged(item)
    if judged:
        page += [row(), row((_("二、建议能用吗？"), "head"))]
        page += _grounds(session, item, judged.proposal)
        page.append(row())
        if judged.verdict is None:
            page.append(row((_("尚未核验"), "warning")))
        else:
            verified = judged.verdict.verified
            page.append(
                row(_("核验："), (_("全部通过"), "ok") if verified else (_("有未过的项，不能批量采用"), "error"))
            )
            for check in judged.verdict.checks:
                word, role = _RESULTS[check.result]
                # Names of checks are identifiers for programs; the reason says it to people.
                named = "" if check.check.isascii() else f"{check.check}："
                page.append(row("  ", (word, role), f" {named}{check.reason}"))
    page += _alike(session, item)
    page += [
        row(("批注：", "dim"), f"{c.reason}（{c.who} {c.when[:16].replace('T', ' ')}）") for c in session.comments(item)
    ]
    return page


def _grounds(session: ReviewSession, item: Item, proposal: Proposal) -> Page:
    page: Page = []
    if proposal.reason:
        page.append(row(_("理由："), proposal.reason))
    for number, tag in tags(session, item, proposal):
        page.append(row("  ", (number, "added"), " ← ", (tag, _TAGS.get(tag, "info"))))
    if proposal.formula:
        page.append(row("  计算式：", (proposal.formula, "quote")))
    for quote in proposal.evidence:
        place, left, right = locate(session, item.key, quote)
        if place:
            page.append(row(f"  {place}：{left}", (f"“{quote}”", "quote"), right))
        else:
            page.append(row("  ", (f"“{quote}”", "quote"), ("（文中没有找到这句）", "error")))
    if proposal.proposer.source:
        page.append(row("  出处：", proposal.proposer.source))
    if proposal.question:
        page.append(row(("请单位填写：", "ask"), proposal.question))
    return page


NOWHERE = "文中没有找到"
"""The tag of a number that a proposal says is stated, and is not."""
_TAGS: dict[str, Role] = {"待填": "ask", NOWHERE: "error"}


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
        known = set(_NUMBER.findall(old))
        for number in dict.fromkeys(n for n in _NUMBER.findall(new) if n not in known):
            quoted = any(
                number in _NUMBER.findall(q) and locate(session, item.key, q)[0] for q in (*proposal.evidence, number)
            )
            if quoted:
                tagged.append((number, "文中原句"))
            elif proposal.formula and proposal.origin != "ask":
                tagged.append((number, "计算式"))
            else:
                tagged.append((number, NOWHERE if proposal.origin == "stated" else origin))
        if BLANK in new:
            tagged.append((BLANK, "待填"))
    return list(dict.fromkeys(tagged))


def places(session: ReviewSession, key: Key) -> Iterable[tuple[str, str]]:
    """Everything that a quote may stand in, nearest first: name of the place and its text."""
    project = session.project(key)
    yield "项目名称", project.name
    yield "资金用途", project.purpose or ""
    for n, goal in enumerate(project.goals, 1):
        yield f"绩效目标第{n}条", goal
    yield "预算数", " ".join(v for v in project.budget.model_dump().values() if v)
    for indicator in project.indicators:
        text = indicator.text()
        for field in ROW_FIELDS:
            yield f"第{indicator.row}行{FIELD_WORDS[field]}", getattr(text, field)
    for section in session.document(key).sections:
        yield f"部门文字“{section.title.strip()[:20]}”", section.text


def locate(session: ReviewSession, key: Key, quote: str) -> tuple[str, str, str]:
    """Where a quote stands, white space apart, with some text either side; empty where it does not."""
    sought = re.compile(r"\s*".join(re.escape(ch) for ch in "".join(quote.split())))
    for place, text in places(session, key):
        if quote.strip() and (found := sought.search(text)):
            left, right = text[max(0, found.start() - 12) : found.start()], text[found.end() : found.end() + 12]
            return place, " ".join(left.split()), " ".join(right.split())
    return "", "", ""


def _alike(session: ReviewSession, item: Item) -> Page:
    """How rows of the same name were decided."""
    p = session.alike(item)
    if not p.total:
        return []
    parts = [f"{STATE_WORDS[s]} {n}" for s, n in p.states.items()]
    parts += [f"按规则采用 {p.by_policy}"] if p.by_policy else []
    more = "以上" if p.total >= MANY - 1 else ""
    said = f"另有 {p.total} 处{more}：{'，'.join(parts)}（L 只看它们）"
    return [row(), row((f"同名“{item.name}”  ", "dim"), said)]


def table(session: ReviewSession, key: Key) -> Page:
    """The whole project's table, before and after what was decided and proposed."""
    project = session.project(key)
    page: Page = [row((f"{project.no}.{project.name}", "head")), *_project_head(project), row()]
    for indicator in project.indicators:
        item = session.item(Key(key.project, indicator.row))
        before = indicator.text()
        after: RowText | None = before
        state = "无改动"
        if item:
            state = STATE_WORDS[item.state]
            after = session.after(item) if not item.undecided else (session.proposed(item) if item.proposal else before)
        page.append(row((f"{indicator.row}. [{state}]", "dim")))
        page += _brief(before, after)
    for item in session.of(key.project):
        if item.key.addition:
            page += [row((f"+ [{STATE_WORDS[item.state]}] 新增", "dim")), *_brief(RowText(), session.proposed(item))]
    return page


def _brief(before: RowText, after: RowText | None) -> Page:
    if before == after:
        return [row("   " + " | ".join(v for v in before.model_dump().values() if v))]
    pieces: list[Piece] = [Piece("   ")]
    for field in ROW_FIELDS:
        segments = shown(difference(getattr(before, field), getattr(after, field) if after else ""))
        pieces += [*segments, Piece(" | ")] if segments else []
    return [tuple(pieces[:-1])]


def unit(session: ReviewSession, name: str, places: Sequence[int]) -> Page:
    """A unit's projects in the queue with their money, and how many rows of each are decided."""
    decided, total = session.decided_between(places[0], places[-1])
    page: Page = [
        row((name or _("（未注明单位）"), "head")),
        row(_("{p} 个项目，{n} 行，已决 {done}").format(p=len(places), n=total, done=decided)),
        row(),
    ]
    for place in places[:A_PAGE]:
        head = session.head_at(place)
        done, every = session.decided_of(place)
        page.append(row(f"{done:>3}/{every:<3} {head.no}.{head.name}  ", (head.total, "dim")))
    return page


def siblings(session: ReviewSession, key: Key) -> Page:
    """The projects of the same policy beside this one: names that are alike."""
    from rapidfuzz import fuzz, process

    names = {k: name for k, name in session.names().items() if k != key.project}
    page: Page = []
    for _name, score, other in process.extract(session.project(key).name, names, scorer=fuzz.ratio, limit=6):
        if score >= 60:
            page += [*table(session, Key(other, None)), row()]
    return page or [row((_("没有名称相近的项目。"), "dim"))]


def prose(session: ReviewSession, item: Item) -> Page:
    """The department's prose, with the row's quotes marked where they stand."""
    judged = session.judged(item)
    quotes = [q for q in judged.proposal.evidence if q.strip()] if judged else []
    pattern = re.compile("|".join(re.escape(q) for q in quotes) or r"(?!)")
    page: Page = []
    for section in session.document(item.key).sections:
        page.append(row((section.title.strip(), "head")))
        for line in section.text.splitlines():
            pieces, end = [], 0
            for found in pattern.finditer(line):
                pieces += [Piece(line[end : found.start()]), Piece(f"“{found[0]}”", "quote")]
                end = found.end()
            page.append((*pieces, Piece(line[end:])))
        page.append(row())
    return page or [row((_("文件里表格之外没有文字。"), "dim"))]


def proposer(session: ReviewSession, item: Item) -> Page:
    """Who proposed: model and prompt, or the built-in drafter; and every decision ever taken about the row."""
    page: Page = [heading(session, item)]
    if judged := session.judged(item):
        by = judged.proposal.proposer
        kind = {"model": "模型", "draft": "内置起草", "person": "人工"}[by.kind]
        page.append(row((_("建议来自："), "dim"), kind, f" {by.model}" if by.model else ""))
        page += [row(("提示词摘要：", "dim"), by.prompt)] if by.prompt else []
        page += [row(("出处：", "dim"), by.source)] if by.source else []
    page += [row(), row((_("决定记录"), "head"))]
    words = {"accept": "采用", "reject": "不用", "edit": "修改", "defer": "稍后", "flag": "标记", "comment": "批注"}
    for d, undone in session.taken(item):
        page.append(
            row(
                f"{d.when[:19].replace('T', ' ')} {d.who} {words.get(d.action, d.action)} {d.reason or ''}",
                ("  （已撤销）" if undone else "", "dim"),
            )
        )
    return page


def closing(session: ReviewSession) -> Page:
    """What is left before the review is handed over."""
    standing = session.standing()
    progress = session.progress()
    page: Page = [
        row((_("收尾"), "head")),
        row(_("已决 {done}/{total}，按规则批量 {policy}").format(
            done=progress.decided, total=progress.total, policy=progress.by_policy)),
        row(_("未决 {n} 条，其中未核验 {u}，待填 {a}").format(
            n=standing.undecided, u=standing.unverified, a=standing.asking)),
        row(),
        row((_("按单位（已决/全部）"), "head")),
        *(row(f"  {unit or '（未注明单位）'}  {done}/{total}") for unit, (done, total) in standing.by_unit.items()),
        row((_("按问题（已决/全部）"), "head")),
        *(row(f"  {DEFECT_WORDS.get(code, code)}  {done}/{total}") for code, (done, total) in standing.by_code.items()),
        row((_("改后的表新报出的问题"), "head")),
    ]  # fmt: skip
    for f in standing.new:
        name = session.project(f.project).name
        page.append(row("  ", (SEVERITY_WORDS[f.severity], _SEVERITY_ROLES[f.severity]), f" {name}：{f.message}"))
    if not standing.new:
        page.append(row(("  " + _("没有"), "dim")))
    return page
