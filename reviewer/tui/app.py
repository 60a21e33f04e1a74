"""The review screen: what each key does. It changes the session first and draws after it."""

from collections.abc import Callable, Iterable
from functools import partial

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widgets import Input

from reviewer.domain.finding import DEFECT_WORDS
from reviewer.domain.project import RowText
from reviewer.domain.row import SORTS
from reviewer.errors import ReviewerError
from reviewer.language import _
from reviewer.review import Heading, Item, Key, View, parse_filter
from reviewer.review.filter import SORT_WORDS
from reviewer.tui import bulk, pages
from reviewer.tui.compare import compare, label
from reviewer.tui.dialogs import ChoiceScreen, EditScreen, LineScreen, PageScreen, reasons
from reviewer.tui.frame import PANES, Frame
from reviewer.tui.keys import commands
from reviewer.tui.page import plain


class ReviewApp(Frame):
    """The frame with its actions: deciding, moving, filtering, pages."""

    # deciding

    def _decide(self, decide: Callable[[Item], bool], word: str, item: Item | None = None, seen: int = -1) -> None:
        """Decide about the row; `seen` is the decision that stood when a dialog over it was opened."""
        item = item or self.item
        if item is None:
            return
        kept = seen in (-1, item.row.decision) and self.guard(lambda: decide(item))
        if kept is None:
            return
        if kept:
            # Whoever decides has read where the suggestions come from; `o` tells it again. How a run stands, stays.
            self.base.query_one("#notice").display = self.running and bool(self.notice)
            self.say(_("{word}：{row}（u 撤销）").format(word=word, row=label(self.session, item)))
            self._advance()
        else:
            self.say(_("{who} 刚刚决定了这一行，没有覆盖；再按一次才改。").format(who=item.who or "?"))
            self.rebuild(item.key)

    def _advance(self) -> None:
        """To the next undecided row; the queue keeps the rows it shows until the filter is used again."""
        lines, here = self.queue.lines, self.queue.cursor
        if isinstance(item := self.queue.line, Item):
            lines.note(here, item)
        at = lines.following(here + 1)
        if at is None:
            at = lines.following(0)
        if at is None:
            self.draw()
            self.queue.refresh()
            if not self.session.progress().states.get("open"):
                self.say(f"{self.said}  {_('全部已决。按 c 看收尾，按 q 离开。')}")
            return
        self.queue.redraw(here)
        self.go(at)

    def action_accept(self) -> None:
        self._decide(self.session.accept, _("采用"))

    def action_reject(self) -> None:
        if (item := self.item) is None:
            return
        seen = item.row.decision

        def chosen(reason: str | None) -> None:
            if reason:
                self._decide(
                    lambda i: self.session.reject(i, reason), _("不用（{reason}）").format(reason=_(reason)), item, seen
                )

        self.push_screen(reasons(), chosen)

    def action_edit(self) -> None:
        item = self.item
        if item is None or (item.key.row is None and not item.key.addition):
            self.say(_("项目整体没有可改的单元格。"))
            return
        before = self.session.before(item)
        stands = self.session.after(item) if item.state in ("accepted", "edited") else self.session.proposed(item)

        seen = item.row.decision

        def done(text: RowText | None) -> None:
            if text is not None:
                self._decide(lambda i: self.session.edit(i, text), _("修改"), item, seen)

        judged = self.session.judged(item)
        removes = item.undecided and judged is not None and judged.proposal.action == "remove"
        start = stands or before or RowText()
        check = partial(self.session.try_text, item)
        self.push_screen(EditScreen(start, before, check, removes=removes), done)

    def action_later(self) -> None:
        """Leave the row undecided. One that is decided is opened again by the second press only: `later` means on."""
        item = self.item
        if item and not item.undecided and not self._reopens:
            self._reopens = True
            self.say(_("这一行已决，没有改动；再按一次空格改回未决，j 到下一条未决。"))
            return
        self._decide(self.session.defer, _("稍后"))

    def action_flag(self) -> None:
        if (item := self.item) and self.guard(partial(self.session.flag, item)):
            self.say((_("已标记：") if item.flagged else _("取消标记：")) + label(self.session, item))
            self.queue.redraw(self.queue.cursor)
            self.draw()

    def action_comment(self) -> None:
        if (item := self.item) is None:
            return

        def done(words: str | None) -> None:
            if words and self.guard(lambda: self.session.comment(item, words)):
                self.say(_("已批注：") + label(self.session, item))
                self.draw()

        self.push_screen(LineScreen(_("批注（回车保存，Esc 返回）")), done)

    def action_undo(self) -> None:
        self._turned(self.guard(self.session.undo), _("已撤销"), _("没有可撤销的决定（只撤销自己的）。"))

    def action_redo(self) -> None:
        self._turned(self.guard(self.session.redo), _("已重做"), _("没有可重做的决定。"))

    def _turned(self, items: View | None, word: str, nothing: str) -> None:
        if items is None:
            return
        if not items:
            self.say(nothing)
            return
        first = items[0]
        self.folded -= {first.key.project, f"unit:{self.session.unit(first.key.project)}"}
        if self.queue.find(first) is None and first not in self.session.view(self.filter, self.sort):
            self.filter = parse_filter("")
        self.said = _("{word}：{row}").format(word=word, row=label(self.session, first)) + (
            _(" 等 {n} 行").format(n=len(items)) if len(items) > 1 else ""
        )
        self.rebuild(first.key)

    # many at once

    def action_mark(self) -> None:
        self.queue.marked_from = None if self.queue.marked_from is not None else self.queue.cursor
        self.queue.refresh()
        self.say(_("选一段：移动到末行，按 A 批量；再按 v 取消。") if self.queue.marked_from is not None else "")

    def action_bulk(self) -> None:
        bulk.begin(self)

    # moving

    def action_next(self, step: int) -> None:
        at = self.queue.lines.following(self.queue.cursor + step, step)
        if at is not None:
            self.go(at)

    def action_step(self, step: int) -> None:
        self.go(self.queue.cursor + step)

    def action_edge(self, to: int) -> None:
        self.go(to if to >= 0 else len(self.queue.lines) - 1)

    def action_project(self, step: int) -> None:
        lines, here = self.queue.lines, self.queue.cursor
        if not lines:
            return
        place = lines.place(here)
        at = self.seek(here, step, lambda n: lines.is_row(n) and lines.place(n) != place)
        if at is None:
            return
        while step < 0 and at > 0 and lines.is_row(at - 1) and lines.place(at - 1) == lines.place(at):
            at -= 1
        self.go(at)
        self.queue.lead()

    def action_go(self) -> None:
        def done(words: str | None) -> None:
            head = self.session.seek(words) if words else None
            if head:
                self._go_project(head.key)
            elif words:
                self.say(_("没有编号、编码或名称含“{words}”的项目。").format(words=words))

        self.push_screen(LineScreen(_("到项目：编号、编码或名称")), done)

    def _go_project(self, key: str) -> None:
        self.folded -= {key, f"unit:{self.session.unit(key)}"}
        rows = self.session.of(key)
        if not rows:
            self.say(_("这个项目没有报出问题，也没有建议。"))
            return
        shown = [i for i in rows if i in self.view]
        if not shown:
            self.filter = parse_filter("")
        self.said = ""
        if not self.base.has_class("narrow") and not self.base.has_class("zoom"):
            self.queue.focus()
        # Where the work goes on: a key pressed by habit must not decide a second time what is decided.
        self.rebuild(next((i for i in shown or rows if i.undecided), (shown or rows)[0]).key)
        self.queue.lead()

    def on_queue_view_chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        line = self.queue.line
        if line is None:
            return
        if isinstance(line, Heading):
            name = line.project or f"unit:{line.unit}"
            self.folded ^= {name}
            lines = self.session.lines(self.view, self.folded, grouped=True)
            self.queue.show(lines, self.queue.cursor, self.sort)
            self.draw()
        else:
            self.action_pane(2)

    # filter and sort

    def action_filter(self) -> None:
        box = self.base.query_one("#filter", Input)
        box.value = self.filter.line
        box.display = True
        box.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "filter":
            self._close_filter()
            self._filtered(event.value)

    def _filtered(self, line: str) -> None:
        self.filter = parse_filter(line, DEFECT_WORDS)
        self.rebuild()
        found = _("筛选出 {n} 行；Esc 看全部。") if self.filter.line else _("全部 {n} 行。")
        self.say(found.format(n=len(self.view)))

    def _close_filter(self) -> None:
        self.base.query_one("#filter", Input).display = False
        self.queue.focus()

    async def key_escape(self) -> None:
        if self.focused and self.focused.id == "filter":
            self._close_filter()
        elif self.queue.marked_from is not None:
            self.action_mark()
        elif self.filter.line and self.focused is self.queue:
            self._filtered("")
        else:
            self.queue.focus()
            self._zoomed("")

    def action_sort(self) -> None:
        def chosen(sort: str | None) -> None:
            if sort:
                self.sort, self.said = sort, ""
                self.rebuild()

        choices = [(sort, _(SORT_WORDS[sort])) for sort in SORTS]
        self.push_screen(
            ChoiceScreen(_("清单按什么排（按数字；Esc 返回）"), choices, at=SORTS.index(self.sort)), chosen
        )

    def action_like(self) -> None:
        if (item := self.item) and item.name:
            self._filtered(f"名称:{''.join(item.name.split())}")

    # panes and pages

    def action_pane(self, number: int) -> None:
        if self.base.has_class("narrow") or self.base.has_class("zoom"):
            self._zoomed(PANES[number - 1])
        self.base.query_one(f"#{PANES[number - 1]}").focus()

    def _zoomed(self, pane: str) -> None:
        for name in PANES:
            self.base.set_class(name == pane, f"on-{name}")

    def action_turn(self, step: int) -> None:
        here = self.focused.id if self.focused and self.focused.id in PANES else "queue"
        self.action_pane((PANES.index(here or "queue") + step) % 3 + 1)

    def action_zoom(self) -> None:
        zoom = not self.base.has_class("zoom")
        self.base.set_class(zoom, "zoom")
        here = self.focused.id if self.focused and self.focused.id in PANES else "queue"
        self._zoomed((here or "") if zoom else "")

    def action_page(self, name: str) -> None:
        line = self.queue.line
        if name == "closing":
            self.push_screen(PageScreen(_("收尾"), partial(pages.closing, self.session)))
        elif isinstance(line, Item) and name == "prose":
            page = pages.prose(self.session, line)
            self.push_screen(PageScreen(_("引文与部门文字"), page, lambda r: any(p.role == "quote" for p in r)))
        elif isinstance(line, Item) and name == "proposer":
            self.push_screen(PageScreen(_("建议与决定的来历"), pages.proposer(self.session, line)))
        elif line and (key := line.key if isinstance(line, Item) else Key(line.project, None)).project:
            if name == "siblings":
                self.push_screen(PageScreen(_("同一政策的项目"), pages.siblings(self.session, key)))
            elif name == "table":
                page = pages.table(self.session, key)
                self.push_screen(PageScreen(_("整张表"), page, lambda r: bool(r) and r[0].text == ">"))
        else:
            self.say(_("请先移到一行上。"))

    def action_help(self) -> None:
        title = _("按键（可在 reviewer.toml 的 [keys] 中按末列的名字改）")
        self.push_screen(PageScreen(title, pages.keys(self.settings.keys, self.size.width)))

    def action_copy(self) -> None:
        if item := self.item:
            self.copy_to_clipboard(plain(compare(self.session, item)))
            self.say(_("已复制（终端不支持时，请按 z 只看一栏再选取）。"))

    def action_again(self) -> None:
        item = self.item
        if item is None or self.ask_again is None:
            self.say(_("没有配置模型，不能重拟；设置 REVIEWER_MODEL、OPENAI_BASE_URL 和 OPENAI_API_KEY 后可用。"))
            return
        if item.key.row is None:
            self.say(_("只有表里的行可以请模型重拟。"))
            return
        ask = self.ask_again

        async def run(hint: str) -> None:
            try:
                self.say(await ask(item, hint))
            except ReviewerError as error:
                self.say(str(error))
            self.poll()

        def done(hint: str | None) -> None:
            if hint is not None:
                self.say(_("已请模型重拟：") + label(self.session, item))
                self.run_worker(run(hint), exclusive=False)

        where = self.guard(self.where) if self.where else ""
        if where is not None:
            title = _("请模型重拟本行；可写一句提示（回车发出，Esc 返回）")
            self.push_screen(LineScreen(f"{title}\n{where}" if where else title), done)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette has every action, with its keys beside it."""
        for command in commands():
            if command.id != "palette":
                keys = self.settings.keys.get(command.id, command.keys).replace(",", "  ")
                run = partial(self.call_later, self.run_action, command.action)
                yield SystemCommand(command.title, keys, run)

    def action_command_palette(self) -> None:
        self.push_screen(CommandPalette(placeholder=_("找动作：打几个字，↑↓ 选，回车执行，Esc 返回")))

    def action_leave(self) -> None:
        if item := self.item:
            self.guard(lambda: self.session.remember(item.key, self.filter.line, self.sort))
        self.exit()
