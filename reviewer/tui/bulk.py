"""Many rows at once: which, what to do with them, a look at it, the confirmation."""

from collections.abc import Sequence

from reviewer.domain.finding import DEFECT_WORDS
from reviewer.domain.row import Filter
from reviewer.language import _
from reviewer.review import Item, Preview, View
from reviewer.tui.compare import label
from reviewer.tui.dialogs import BulkScreen, ChoiceScreen, reasons
from reviewer.tui.frame import Frame

SAMPLES = 5


def begin(app: Frame) -> None:
    """Ask which rows: a marked range, those like this one, this project's, with one of its defects, those shown.

    Each offer tells how many of its rows the step can take; one that could take none is no offer. All rows come last,
    far from the keys that come easily. The same rows under another name are not offered again.
    """
    session, item = app.session, app.item
    groups: dict[str, tuple[str, View]] = {}
    marked = app.marked_rows()
    if marked is not None:
        groups["range"] = (_("选中的一段"), marked)
    if app.filter.line:
        groups["filter"] = (_("筛选出的行"), app.view)
    if item and item.name:
        groups["like"] = (_("与本行同名的行"), session.like(item))
    if line := app.queue.line:
        project = line.key.project if isinstance(line, Item) else line.project
        if project:
            groups["project"] = (_("本项目的行"), session.among(project))
    for code in item.codes if item else ():
        title = _("问题为“{name}”的行").format(name=DEFECT_WORDS.get(code, code))
        groups[code] = (title, session.view(Filter(codes=frozenset({code}))))
    if not app.filter.line:
        groups["filter"] = (_("全部行"), app.view)
    choices = []
    offered: list[Sequence[int]] = []
    for name, (title, rows) in groups.items():
        if rows.numbers in offered:
            continue
        offered.append(rows.numbers)
        seen = session.preview(rows, "accept")
        for action, word in (("accept", _("采用")), ("reject", _("不用"))):
            n = len(seen.take) if action == "accept" else len(rows) - len(seen.decided)
            offer = _("{word}：{title}（可批量 {n}，共 {total}）").format(word=word, title=title, n=n, total=len(rows))
            if n:
                choices.append((f"{action}:{name}", offer))

    if not choices:
        app.say(_("没有可以批量处理的行，都已决定。"))
        return

    def chosen(choice: str | None) -> None:
        action, _colon, name = (choice or "").partition(":")
        if action == "accept":
            _show(app, session.preview(groups[name][1], "accept"))
        elif action == "reject":

            def reasoned(reason: str | None) -> None:
                if reason:
                    _show(app, session.preview(groups[name][1], "reject", reason))

            app.push_screen(reasons(), reasoned)

    app.push_screen(ChoiceScreen(_("批量：先看，再确认（按数字或 ↑↓ 回车；Esc 返回）"), choices, wide=True), chosen)


def _show(app: Frame, preview: Preview) -> None:
    """What the step would do; then do it, if the reviewer is sure."""
    session = app.session
    samples = []
    for item in preview.take[:SAMPLES]:
        before, after = session.before(item), session.proposed(item)
        old = f"{before.name} {before.target}" if before else _("（新增）")
        new = f"{after.name} {after.target}" if after else _("（删去）")
        where = f"{session.head(item.key.project).no}.{item.key.row or ''}"
        samples.append(f"{where} {old} -> {new}" if preview.action == "accept" else label(session, item))

    def done(sure: bool | None) -> None:
        if not sure:
            return
        kept = app.guard(lambda: session.bulk(preview))
        if kept:
            app.queue.marked_from = None
            app.said = _("批量处理了 {n} 条，u 一次全部撤销。").format(n=len(preview.take))
        elif kept is False:
            app.said = _("其中有的行刚被别人决定，这一步没有做；请重新批量。")
        app.rebuild(app.item.key if app.item else None)

    app.push_screen(BulkScreen(preview, samples, session.removals(preview)), done)
