"""The review screen: three panes over a ReviewSession. It shows the session and sends it what was pressed."""

import unicodedata
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key as KeyPress
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Input, Static

from reviewer.domain.finding import DEFECT_WORDS
from reviewer.domain.project import RowText
from reviewer.errors import ReviewerError
from reviewer.language import _
from reviewer.review import Heading, Item, Key, Line, Preview, ReviewSession, parse_filter
from reviewer.review.filter import SORT_WORDS, SORTS
from reviewer.settings import Settings
from reviewer.tui import pages
from reviewer.tui.dialogs import BulkScreen, ChoiceScreen, EditScreen, LineScreen, PageScreen, ReasonScreen
from reviewer.tui.keys import commands
from reviewer.tui.page import Page, plain, row
from reviewer.tui.page_view import PageView
from reviewer.tui.queue_view import QueueView
from reviewer.tui.themes import HIGH_CONTRAST, NAMES

POLL_SECONDS = 0.5
"""How often the screen looks for what another process, or the run behind it, wrote."""
NARROW = 100
PANES = ("queue", "compare", "why")

_T = TypeVar("_T")

AskAgain = Callable[[Item, str], Awaitable[str]]
"""Ask the model again for one row, with the reviewer's hint; records the proposal and returns a sentence."""
Stream = Callable[[], Awaitable[None]]
"""The run that goes on behind the screen; it records into the same review."""


class ReviewApp(App[None]):
    """Every handler changes the session first and draws after it: what is drawn is on the disk."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        session: ReviewSession,
        settings: Settings,
        *,
        ask_again: AskAgain | None = None,
        stream: Stream | None = None,
        notice: str = "",
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.ask_again = ask_again
        self.stream = stream
        self.notice = notice
        self.wide = wide
        self.filter = parse_filter("")
        self.sort = "document"
        self.folded: set[str] = set()
        self.said = ""
        self._told: dict[str, str] = {}
        self.running = stream is not None
        self.register_theme(HIGH_CONTRAST)
        for command in commands():
            keys = settings.keys.get(command.id, command.keys)
            for key in keys.split(","):
                self.bind(_key_name(key.strip()), command.action, description=command.title, show=False)
        if (theme := NAMES.get(settings.theme or "dark", settings.theme or "")) in self.available_themes:
            self.theme = theme

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        notice = Static(self.notice, id="notice", markup=False)
        notice.display = bool(self.notice)
        yield notice
        with Horizontal(id="body"):
            yield QueueView(self.session, id="queue")
            with Vertical(id="right"):
                yield PageView(id="compare")
                yield PageView(id="why")
        yield Input(placeholder=_("未决 必改 待填 未核验 单位:… 项目:… 维度:… 问题名 文字；留空为全部"), id="filter")
        yield Static(id="status", markup=False)
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        if self.wide:
            self.add_class("ascii")
        self.queue.border_title = _("1 清单")
        self.query_one("#compare").border_title = _("2 对比")
        self.query_one("#why").border_title = _("3 依据")
        key, line, sort = self.session.resume()
        self.filter, self.sort = parse_filter(line, DEFECT_WORDS), sort
        self.query_one("#keys", Static).update(self._key_line())
        self.rebuild(key)
        self.queue.focus()
        self.call_after_refresh(lambda: self.queue.move(self.queue.cursor))
        self.set_interval(POLL_SECONDS, self.poll)
        if self.stream:
            self.run_worker(self._run(self.stream), exclusive=False, group="run")

    async def _run(self, stream: Stream) -> None:
        try:
            await stream()
            self.said = _("建议已全部到齐。")
        except ReviewerError as error:
            self.said = str(error)
            self.notify(str(error), severity="error", timeout=20)
        finally:
            self.running = False
            self.poll()
            self._draw_frame()

    # drawing

    @property
    def base(self) -> Screen[object]:
        """The screen with the panes, whatever dialog lies over it."""
        return self.screen_stack[0]

    @property
    def queue(self) -> QueueView:
        return self.base.query_one("#queue", QueueView)

    @property
    def item(self) -> Item | None:
        """The row under the cursor; on a project's heading, none."""
        line = self.queue.line
        return line if isinstance(line, Item) else None

    def rebuild(self, key: Key | None = None) -> None:
        """Take the queue from the session again and put the cursor on a row, or leave it where it is."""
        items = self.session.view(self.filter, self.sort)
        grouped = self.sort == "document"
        self.queue.show(self.session.lines(items, self.folded, grouped=grouped), grouped=grouped)
        self.view_size = len(items)
        at = self.queue.find(self.session.item(key)) if key else None
        if at is None and self.item is None:
            at = self._seek(self.queue.cursor, 1, _is_row)
        self.queue.cursor = at if at is not None else self.queue.cursor
        self.queue.move(self.queue.cursor)
        self.draw()

    def draw(self) -> None:
        """Show the row under the cursor, and the figures."""
        compare, why = self._panes()
        base = self.base
        base.query_one("#compare", PageView).show(compare)
        base.query_one("#why", PageView).show(why)
        self._draw_frame()

    def _panes(self) -> tuple[Page, Page]:
        line = self.queue.line
        if line is None:
            return [row(_("没有符合筛选的行；按 / 改筛选，留空为全部。"))], []
        if isinstance(line, Item):
            return pages.compare(self.session, line), pages.why(self.session, line)
        if line.project:
            return pages.table(self.session, Key(line.project, None)), []
        return [row((line.unit, "head")), row(_("{n} 行").format(n=line.rows))], []

    def _draw_frame(self) -> None:
        p = self.session.progress()
        done = 10 * p.decided // p.total if p.total else 0
        name = Path(self.session.documents[0].file).name if self.session.documents else ""
        n = p.states
        states = (
            f"{_('采用')} {n.get('accepted', 0)} {_('修改')} {n.get('edited', 0)} {_('不用')} {n.get('rejected', 0)}"
        )
        left = p.total - p.decided - p.by_policy
        figures = _("{done}/{total} 已决（{states}）未决 {left}").format(
            done=p.decided, total=p.total, states=states, left=left
        )
        policy = _(" 按规则 {n}").format(n=p.by_policy) if p.by_policy else ""
        running = _(" 建议陆续到来…") if self.running else ""
        self._tell("#head", f"{name} [{'#' * done}{'.' * (10 - done)}] {figures}{policy}{running}")
        shown = f"{_('筛选')}: {self.filter.line or _('全部')} {self.view_size}"
        subtitle = shown + (f" | {SORT_WORDS[self.sort]}" if self.sort != "document" else "")
        if self.queue.border_subtitle != subtitle:
            self.queue.border_subtitle = subtitle
        self._tell("#status", self.said)

    def _tell(self, where: str, text: str) -> None:
        """Put a text on its line; the layout stays, for a new layout costs more than all else a key does."""
        if self._told.get(where) != text:
            self._told[where] = text
            self.base.query_one(where, Static).update(text, layout=False)

    def _key_line(self) -> str:
        out = []
        for command in commands():
            if command.shown:
                first, *others = self.settings.keys.get(command.id, command.keys).split(",")
                spare = next((k for k in others if k.startswith("f") and k[1:].isdigit()), "")
                key = {"space": _("空格")}.get(first, first) + (f"/{spare.upper()}" if spare else "")
                out.append(f"{key} {command.title.split('（')[0]}")
        return "  ".join(out)

    def on_queue_view_moved(self) -> None:
        self.draw()

    def on_queue_view_chosen(self) -> None:
        self.action_open()

    def on_resize(self, event: Resize) -> None:
        self.base.set_class(event.size.width < NARROW, "narrow")

    def on_key(self, event: KeyPress) -> None:
        """Letters that an input method turned into Chinese decide nothing; say how to go on."""
        if event.character and event.character >= "\u2e80" and len(self.screen_stack) == 1:
            self.say(_("输入法在中文状态：请切到英文，或用 F2 采用、F3 不用、F4 修改、F5 稍后、F8 撤销。"))

    def say(self, text: str) -> None:
        self.said = text
        self._tell("#status", text)

    def poll(self) -> None:
        """Show what another process or the run behind the screen wrote meanwhile."""
        if not self._guard(self.session.refresh):
            return
        item = self.item
        self.rebuild(item.key if item else None)

    def _guard(self, call: Callable[[], _T]) -> _T | None:
        """Do something with the session; what cannot be stored is said, and the row stays undecided."""
        try:
            return call()
        except ReviewerError as error:
            self.say(str(error))
            self.notify(str(error), severity="error", timeout=15)
            return None

    # deciding

    def _decide(self, decide: Callable[[Item], bool], word: str) -> None:
        item = self.item
        if item is None:
            return
        kept = self._guard(lambda: decide(item))
        if kept is None:
            return
        if kept:
            self.say(f"{word}：{self._label(item)}（u {_('撤销')}）")
            self._advance()
        else:
            who = item.decision.who if item.decision else "?"
            self.say(_("{who} 刚刚决定了这一行，没有覆盖；再按一次才改。").format(who=who))
            self.rebuild(item.key)

    def _label(self, item: Item) -> str:
        return f"{self.session.project(item.key).no}.{item.key.row or ''} {item.name}"

    def _advance(self) -> None:
        """To the next undecided row; the queue keeps the rows it shows until the filter is used again."""
        at = self._seek(self.queue.cursor + 1, 1, _undecided)
        if at is None:
            at = self._seek(0, 1, _undecided)
        if at is None:
            self.draw()
            self.queue.refresh()
            if not self.session.progress().states.get("open"):
                self.say(_("全部已决。按 c 看收尾，按 q 离开。"))
            return
        self.queue.redraw(self.queue.cursor)
        self.queue.move(at)

    def _seek(self, start: int, step: int, fits: Callable[[Line], bool]) -> int | None:
        lines = self.queue.lines
        at = start
        while 0 <= at < len(lines):
            if fits(lines[at]):
                return at
            at += step
        return None

    def action_accept(self) -> None:
        self._decide(self.session.accept, _("采用"))

    def action_reject(self) -> None:
        if self.item is None:
            return

        def chosen(reason: str | None) -> None:
            if reason:
                self._decide(lambda item: self.session.reject(item, reason), f"{_('不用')}（{reason}）")

        self.push_screen(ReasonScreen(), chosen)

    def action_edit(self) -> None:
        item = self.item
        if item is None or (item.key.row is None and not item.key.addition):
            self.say(_("项目整体没有可改的单元格。"))
            return
        before = self.session.before(item)
        stands = self.session.after(item) if item.state in ("accepted", "edited") else self.session.proposed(item)

        def done(text: RowText | None) -> None:
            if text is not None:
                self._decide(lambda i: self.session.edit(i, text), _("修改"))

        start = stands or before or RowText()
        self.push_screen(EditScreen(start, before, lambda text: self.session.try_text(item, text)), done)

    def action_later(self) -> None:
        self._decide(self.session.defer, _("稍后"))

    def action_flag(self) -> None:
        if (item := self.item) and self._guard(partial(self.session.flag, item)):
            self.say((_("已标记：") if item.flagged else _("取消标记：")) + self._label(item))
            self.queue.redraw(self.queue.cursor)
            self.draw()

    def action_comment(self) -> None:
        if (item := self.item) is None:
            return

        def done(words: str | None) -> None:
            if words and self._guard(lambda: self.session.comment(item, words)):
                self.say(_("已批注：") + self._label(item))
                self.draw()

        self.push_screen(LineScreen(_("批注（回车保存，Esc 返回）")), done)

    def action_undo(self) -> None:
        self._turned(self._guard(self.session.undo), _("已撤销"), _("没有可撤销的决定。"))

    def action_redo(self) -> None:
        self._turned(self._guard(self.session.redo), _("已重做"), _("没有可重做的决定。"))

    def _turned(self, items: list[Item] | None, word: str, nothing: str) -> None:
        if items is None:
            return
        if not items:
            self.say(nothing)
            return
        first = items[0]
        self.folded -= {first.key.project, f"unit:{self.session.unit(first.key.project)}"}
        if self.queue.find(first) is None and first not in self.session.view(self.filter, self.sort):
            self.filter = parse_filter("")
        self.said = f"{word}：{self._label(first)}" + (f" 等 {len(items)} 行" if len(items) > 1 else "")
        self.rebuild(first.key)

    # many at once

    def action_mark(self) -> None:
        self.queue.marked_from = None if self.queue.marked_from is not None else self.queue.cursor
        self.queue.refresh()
        self.say(_("选一段：移动到末行，按 A 批量；再按 v 取消。") if self.queue.marked_from is not None else "")

    def action_bulk(self) -> None:
        item = self.item
        groups: dict[str, tuple[str, list[Item]]] = {}
        if marked := self.queue.marked():
            groups["range"] = (_("选中的一段"), marked)
        groups["filter"] = (_("筛选出的行"), self.session.view(self.filter, self.sort))
        if item:
            groups["like"] = (_("与本行相同的行"), self.session.like(item))
            for code in item.codes:
                groups[code] = (DEFECT_WORDS.get(code, code), [i for i in self.session.items if code in i.codes])
        choices = [
            (f"{action}:{name}", f"{word}：{title}（{len(rows)}）")
            for name, (title, rows) in groups.items()
            for action, word in (("accept", _("采用")), ("reject", _("不用")))
        ]

        def chosen(choice: str | None) -> None:
            action, _colon, name = (choice or "").partition(":")
            if action == "accept":
                self._preview(self.session.preview(groups[name][1], "accept"))
            elif action == "reject":

                def reasoned(reason: str | None) -> None:
                    if reason:
                        self._preview(self.session.preview(groups[name][1], "reject", reason))

                self.push_screen(ReasonScreen(), reasoned)

        self.push_screen(ChoiceScreen(_("批量：先看，再确认"), choices), chosen)

    def _preview(self, preview: Preview) -> None:
        samples = []
        for item in preview.take[:5]:
            before, after = self.session.before(item), self.session.proposed(item)
            old = f"{before.name} {before.target}" if before else "（新增）"
            new = f"{after.name} {after.target}" if after else "（删去）"
            samples.append(f"{self._label(item)}: {old} -> {new}" if preview.action == "accept" else self._label(item))

        def done(sure: bool | None) -> None:
            if sure and self._guard(lambda: self.session.bulk(preview)):
                self.queue.marked_from = None
                self.said = _("批量处理了 {n} 条，u 一次全部撤销。").format(n=len(preview.take))
                item = self.item
                self.rebuild(item.key if item else None)

        self.push_screen(BulkScreen(preview, samples), done)

    # moving

    def action_next(self, step: int) -> None:
        at = self._seek(self.queue.cursor + step, step, _undecided)
        if at is not None:
            self.queue.move(at)

    def action_step(self, step: int) -> None:
        self.queue.move(self.queue.cursor + step)

    def action_edge(self, to: int) -> None:
        self.queue.move(to if to >= 0 else len(self.queue.lines) - 1)

    def action_project(self, step: int) -> None:
        line = self.queue.line
        here = line.key.project if isinstance(line, Item) else line.project if line else ""
        at = self._seek(self.queue.cursor, step, lambda x: isinstance(x, Item) and x.key.project != here)
        if at is None:
            return
        while step < 0 and at > 0 and isinstance(self.queue.lines[at - 1], Item):
            at -= 1
        self.queue.move(at)

    def action_go(self) -> None:
        def done(words: str | None) -> None:
            if not words:
                return
            for exact in (True, False):
                for document in self.session.documents:
                    for p in document.projects:
                        if (words in (str(p.no), p.code)) if exact else (words in self.session.title(p.key)):
                            self._go_project(p.key)
                            return
            self.say(_("没有编号、编码或名称含“{words}”的项目。").format(words=words))

        self.push_screen(LineScreen(_("到项目：编号、编码或名称")), done)

    def _go_project(self, key: str) -> None:
        self.folded -= {key, f"unit:{self.session.unit(key)}"}
        self.rebuild()
        fits = self._seek(0, 1, lambda x: isinstance(x, Item) and x.key.project == key)
        if fits is None and self.filter.line:
            self.filter = parse_filter("")
            self.rebuild()
            fits = self._seek(0, 1, lambda x: isinstance(x, Item) and x.key.project == key)
        if fits is not None:
            self.queue.move(fits)
        else:
            self.say(_("这个项目没有报出问题，也没有建议。"))

    def action_open(self) -> None:
        line = self.queue.line
        if line is None:
            return
        if isinstance(line, Heading):
            name = line.project or f"unit:{line.unit}"
            self.folded ^= {name}
            cursor = self.queue.cursor
            items = self.session.view(self.filter, self.sort)
            self.queue.show(self.session.lines(items, self.folded, grouped=True), grouped=True)
            self.queue.move(cursor)
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
            item = self.item
            self.filter = parse_filter(event.value, DEFECT_WORDS)
            self._close_filter()
            self.rebuild(item.key if item else None)

    def _close_filter(self) -> None:
        self.base.query_one("#filter", Input).display = False
        self.queue.focus()

    async def key_escape(self) -> None:
        if self.focused and self.focused.id == "filter":
            self._close_filter()
        elif self.queue.marked_from is not None:
            self.action_mark()
        else:
            self.queue.focus()
            self._zoomed("")

    def action_sort(self) -> None:
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        item = self.item
        self.rebuild(item.key if item else None)

    def action_like(self) -> None:
        if (item := self.item) and item.name:
            self.filter = parse_filter(f"文字:{''.join(item.name.split())}", DEFECT_WORDS)
            self.rebuild(item.key)

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
        item = self.item
        line = self.queue.line
        if name == "closing":
            self.push_screen(PageScreen(_("收尾"), pages.closing(self.session)))
        elif name in ("prose", "proposer") and item:
            page = pages.prose(self.session, item) if name == "prose" else pages.proposer(self.session, item)
            self.push_screen(PageScreen(_("部门文字") if name == "prose" else _("建议与决定的来历"), page))
        elif item or (isinstance(line, Heading) and line.project):
            key = Key(line.project, None) if isinstance(line, Heading) else item.key  # type: ignore[union-attr]
            page = pages.table(self.session, key) if name == "table" else pages.siblings(self.session, key)
            self.push_screen(PageScreen(_("整张表") if name == "table" else _("同一政策的项目"), page))

    def action_help(self) -> None:
        page: Page = [
            row(f"{self.settings.keys.get(c.id, c.keys).replace(',', '  '):<22}", f"{c.title}  ", (c.id, "dim"))
            for c in commands()
        ]
        page += [
            row(),
            row(_("清单里的标记：? 未决  A 采用  E 修改  X 不用  - 稍后  ! 已标记；行末 ? 待填  ~ 未核验")),
            row(_("对比里的标记：[-删去-] {+加上+} [~全角→半角~]")),
        ]
        self.push_screen(PageScreen(_("按键（可在 reviewer.toml 的 [keys] 中改）"), page))

    def action_copy(self) -> None:
        if item := self.item:
            self.copy_to_clipboard(plain(pages.compare(self.session, item)))
            self.say(_("已复制（终端不支持时，请按 z 只看一栏再选取）。"))

    def action_again(self) -> None:
        item = self.item
        if item is None or self.ask_again is None:
            self.say(_("没有配置模型，不能重拟；设置 REVIEWER_MODEL、OPENAI_BASE_URL 和 OPENAI_API_KEY 后可用。"))
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
                self.say(_("已请模型重拟：") + self._label(item))
                self.run_worker(run(hint), exclusive=False)

        self.push_screen(LineScreen(_("请模型重拟本行；可写一句提示（回车发出，Esc 返回）")), done)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette has every action, with its keys beside it."""
        for command in commands():
            if command.id != "palette":
                keys = self.settings.keys.get(command.id, command.keys)
                run = partial(self.call_later, self.run_action, command.action)
                yield SystemCommand(f"{command.title} ({keys})", command.id, run)
        yield from super().get_system_commands(screen)

    def action_leave(self) -> None:
        if item := self.item:
            self._guard(lambda: self.session.remember(item.key, self.filter.line, self.sort))
        self.exit()


def _is_row(line: Line) -> bool:
    return isinstance(line, Item)


def _undecided(line: Line) -> bool:
    return isinstance(line, Item) and line.undecided


def _key_name(key: str) -> str:
    """Textual's name of a key that is written as its character (`/` is `slash`)."""
    if len(key) != 1 or key.isalnum():
        return key
    return unicodedata.name(key).lower().replace("-", "_").replace(" ", "_").replace("solidus", "slash")
