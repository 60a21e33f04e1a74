"""What changes in a row: before and after, cell by cell, with the decision where one stands."""

from rich.cells import cell_len

from reviewer.domain.decided import STATE_WORDS
from reviewer.domain.difference import Segment, difference
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, Project, RowText
from reviewer.domain.proposal import ACTION_WORDS
from reviewer.language import _
from reviewer.review import Item, ReviewSession
from reviewer.tui.page import Page, Piece, Role, Row, row, shown
from reviewer.tui.wrapping import fit

LABEL = max(cell_len(word) for word in FIELD_WORDS.values())
A_LINE = 48
"""Cells up to which what goes and what comes stand in one line."""
ALIKE = 0.4
"""Share of a text that must stay for its changes to be marked within it; else old and new stand whole."""


def heading(session: ReviewSession, item: Item) -> Row:
    """Where the row stands: state, project, row, amount."""
    head = session.head(item.key.project)
    whole = _("新增一行") if item.key.addition else _("项目整体")
    where = whole if item.key.row is None else _("第{n}行").format(n=item.key.row)
    state: tuple[str, Role] = (f"[{_(STATE_WORDS[item.state])}] ", "dim" if item.undecided else "ok")
    flagged: tuple[str, Role] = (f"  ! {_('已标记')}" if item.flagged else "", "warning")
    return row(state, (f"{head.no}.{head.name}", "head"), f"  {where}  {head.total}", flagged)


def label(session: ReviewSession, item: Item) -> str:
    """The row in a few words: 12.7 空气pm10指数."""
    where = f"{session.head(item.key.project).no}.{item.key.row or ''}"
    if item.key.row is None and not item.key.addition:
        return where + _("项目整体")
    return f"{where}{'+' if item.key.addition else ' '}{item.name}"


def compare(session: ReviewSession, item: Item) -> Page:
    """Before and after of the row, cell by cell; the decision with its text where one stands."""
    page: Page = [heading(session, item), *_decided(session, item)]
    for c in session.comments(item):
        page.append(row((f"{_('批注')}  ", "dim"), f"{c.reason}（{c.who} {c.when[:16].replace('T', ' ')}）"))
    if note := session.note(item):
        page.append(row((note, "warning")))
    judged = session.judged(item)
    before = session.before(item)
    if item.state == "edited":
        # What stands comes first; what was suggested is there to be looked up.
        page += [row((_("审核人改为"), "head")), *cells(before, session.after(item)), row()]
    if judged is None:
        page.append(row((_("只有问题，没有建议：采用即问题成立，写入意见；不用则说明理由。"), "dim")))
        if before:
            return page + cells(before, before)
        project = session.project(item.key)
        return [*page, *project_head(project), row(), *_rows(project)]
    proposal = judged.proposal
    suggested = _("原来的建议：{action}") if item.state == "edited" else _("建议：{action}")
    page.append(row((suggested.format(action=_(ACTION_WORDS[proposal.action])), "head")))
    return page + cells(before, proposal.text(before or RowText()))


def _rows(project: Project) -> Page:
    """The table as it stands, a line a row: what a finding about the whole of it is judged by.

    Short, so that the table is seen at once: a basis copied from the row above is 同上.
    """
    page: Page = []
    above: str | None = None
    for i in project.indicators:
        basis = _("同上") if i.basis and i.basis == above else i.basis
        told = (i.level2.removesuffix("指标"), i.name, i.target.raw, basis)
        page.append(row((f"{i.row:>2}  ", "dim"), "｜".join(t for t in told if t)))
        above = i.basis
    return page


def _decided(session: ReviewSession, item: Item) -> Page:
    d = session.decision(item)
    if d is None:
        return []
    said = f"{d.who} {d.when[:16].replace('T', ' ')}"
    said += "  " + _("理由：{reason}").format(reason=_(d.reason)) if d.reason else ""
    said += f"  {_('（按规则批量）')}" if d.policy else ""
    outdated: tuple[str, Role] = (f"  {_('建议此后有更新')}" if session.outdated(item) else "", "warning")
    return [row((said, "ok"), outdated)]


def cells(before: RowText | None, after: RowText | None) -> Page:
    """Every cell; what stays is dim, so that the eye finds what changes. None before: a new row; after: it goes."""
    page: Page = []
    for field in ROW_FIELDS:
        old = getattr(before, field) if before else ""
        new = getattr(after, field) if after else ""
        label = Piece(fit(FIELD_WORDS[field], LABEL) + "  ", "dim")
        if old == new:
            page.append((label, Piece(old or _("（空）"), "dim")))
            continue
        segments = changed(old, new)
        long = sum(cell_len(s.text) + 4 for s in segments) > A_LINE
        if long and [s.kind for s in segments] == ["removed", "added"]:
            page += [(label, *shown(segments[:1])), (Piece(" " * (LABEL + 2), "dim"), *shown(segments[1:]))]
        else:
            page.append((label, *shown(segments)))
    return page


def changed(old: str, new: str) -> tuple[Segment, ...]:
    """The difference, where enough stays to read it by; else the old text and the new, each whole."""
    segments = difference(old, new)
    kept = sum(len(s.text) for s in segments if s.kind in ("same", "width"))
    if old and new and kept < ALIKE * max(len(old), len(new)):
        return (Segment("removed", old), Segment("added", new))
    return segments


def project_head(project: Project) -> Page:
    """Purpose, goals and spending plan."""
    plan = "  ".join(p or _("（空）") for p in project.spending_plan)
    lines = [
        (_("资金用途"), project.purpose or _("（空）")),
        *((_("绩效目标{n}").format(n=n), goal) for n, goal in enumerate(project.goals, 1)),
        (_("支出计划"), plan),
    ]
    return [row((fit(label, LABEL) + "  ", "dim"), text) for label, text in lines]
