"""The screen's frame: three panes over a ReviewSession, the figures above them, and what keeps them up to date."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key as KeyPress
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Input, Static

from reviewer.domain.finding import DEFECT_WORDS
from reviewer.errors import ReviewerError
from reviewer.language import _
from reviewer.review import Item, Key, ReviewSession, View, parse_filter
from reviewer.review.filter import SORT_WORDS
from reviewer.settings import Settings
from reviewer.tui import pages
from reviewer.tui.compare import compare, project_head
from reviewer.tui.keys import commands, names
from reviewer.tui.page import Page, plain, row
from reviewer.tui.page_view import PageView
from reviewer.tui.queue_view import QueueView
from reviewer.tui.themes import HIGH_CONTRAST, LIGHT, NAMES
from reviewer.tui.typed import TypedInOrder
from reviewer.tui.why import why
from reviewer.tui.wrapping import wrap

POLL_SECONDS = 0.5
"""How often the screen looks for what another process, or the run behind it, wrote."""
NARROW = 100
NOTICE = 2
"""Lines that the notice may take."""
_ACTIONS = frozenset(command.action.partition("(")[0] for command in commands()) - {"command_palette"}
_SCROLLING = frozenset({"up", "down", "pageup", "pagedown", "home", "end"})
PANES = ("queue", "compare", "why")

_T = TypeVar("_T")

AskAgain = Callable[[Item, str], Awaitable[str]]
"""Ask the model again for one row, with the reviewer's hint; records the proposal and returns a sentence."""
Stream = Callable[[Callable[[str], None]], Awaitable[None]]
"""The run that goes on behind the screen; it records into the same review."""


class Frame(TypedInOrder):
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
        where: Callable[[], str] | None = None,
        stream: Stream | None = None,
        notice: str = "",
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.ask_again = ask_again
        self.where = where
        self.stream = stream
        self.notice = notice
        self.wide = wide
        self.filter = parse_filter("")
        self.sort = "document"
        self.folded: set[str] = set()
        self.view = View([], session.load)
        self.said = ""
        self.failure: Exception | None = None
        """What ended the screen before the reviewer did."""
        self._told: dict[str, str] = {}
        self._noticed = 0
        self._reopens = False
        """Whether `later` was pressed on a decided row, and nothing else since."""
        self.running = stream is not None
        self.register_theme(HIGH_CONTRAST)
        self.register_theme(LIGHT)
        for command in commands():
            for name in names(settings.keys.get(command.id, command.keys)):
                # Before any widget's own, so that a key has done its work before the next is looked at; in a pane
                # that has the focus the arrows scroll.
                first = name not in _SCROLLING
                self._bindings.bind(name, command.action, command.title, show=False, priority=first)
        if (theme := NAMES.get(settings.theme or "dark", settings.theme or "")) in self.available_themes:
            self.theme = theme

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        notice = Static(id="notice", markup=False)
        notice.display = bool(self.notice)
        yield notice
        with Horizontal(id="body"):
            yield QueueView(self.session, self.session.lines(self.view, grouped=True), id="queue")
            with Vertical(id="right"):
                yield PageView(id="compare")
                yield PageView(id="why")
        yield Input(placeholder=_("未决 必改 待填 未核验 单位:… 项目:… 维度:… 问题名 文字；留空为全部"), id="filter")
        yield Static(id="status", markup=False)
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        if self.wide:
            self.add_class("ascii")
        self.query_one("#compare").border_title = _("2 对比")
        self.query_one("#why").border_title = _("3 依据")
        key, line, sort = self.session.resume()
        self.filter, self.sort = parse_filter(line, DEFECT_WORDS), sort
        self.rebuild(key)
        if not self.view and self.filter.line:
            # A filter of yesterday that nothing fits any more must not open on an empty list.
            self.filter = parse_filter("")
            self.rebuild(key)
        # After the queue is taken: that counts what is decided on its way.
        if not self.session.progress().decided:
            self.say(_("a 采用并到下一条未决，Enter 看本行，g 到项目，w 看整张表；每个决定按下就已存盘。"))
        self.queue.focus()
        self.set_interval(POLL_SECONDS, self.poll)
        if self.stream:
            self.run_worker(self._run(self.stream), exclusive=False, group="run")

    async def _run(self, stream: Stream) -> None:
        try:
            await stream(self._show_notice)
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
        """Take the queue from the session again, with the cursor on a row, else on the one it is on or the next."""
        self.view = self.session.view(self.filter, self.sort)
        self.lay(key)

    def lay(self, key: Key | None = None) -> None:
        """Lay the view out in lines again, with what is folded folded."""
        lines = self.session.lines(self.view, self.folded, grouped=self.sort == "document")
        item = self.session.item(key) if key else None
        cursor = self.queue.cursor
        number = item.number if item else self.queue.number
        at = None if number is None else lines.nearest(number, cursor)
        if at is None:
            at = next((n for n in range(len(lines)) if lines.is_row(n)), 0)
        self.queue.show(lines, at, self.sort)
        self.draw()

    def marked_rows(self) -> View | None:
        """The rows of the marked range; None while nothing is marked."""
        marked = self.queue.marked()
        return None if marked is None else self.queue.lines.rows(*marked)

    def seek(self, start: int, step: int, fits: Callable[[int], bool]) -> int | None:
        """The nearest line from `start` on that fits."""
        last = len(self.queue.lines) if step > 0 else -1
        return next((at for at in range(max(start, 0), last, step) if fits(at)), None)

    def go(self, to: int) -> None:
        """Put the cursor on a line and show it; list and panes are painted together, in one pass."""
        self.queue.move(to)
        self.draw()

    def draw(self) -> None:
        """Show the row under the cursor, and the figures."""
        self._reopens = False
        left, right = self._panes()
        base = self.base
        base.query_one("#compare", PageView).show(left)
        base.query_one("#why", PageView).show(right)
        self._draw_frame()

    def _panes(self) -> tuple[Page, Page]:
        line = self.queue.line
        if line is None:
            return [row(_("没有符合筛选的行；Esc 看全部，按 / 改筛选。"))], []
        if isinstance(line, Item):
            left = compare(self.session, line)
            if line.key.row is not None or line.key.addition:
                # What the row is for: whether it fits is judged by that.
                left += [row(), *project_head(self.session.project(line.key))]
            return left, why(self.session, line, _("（L 只看它们，A 一并处理）"))
        if line.project:
            return pages.table(self.session, Key(line.project, None)), []
        return pages.unit(self.session, line.unit, self.queue.lines.places(self.queue.cursor)), []

    def _draw_frame(self) -> None:
        p = self.session.progress()
        done = 10 * p.decided // p.total if p.total else 0
        papers = self.session.papers
        name = Path(papers[0].file).name if papers else ""
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
        shown = f"{_('筛选')}: {self.filter.line}" if self.filter.line else _("全部")
        title = f"{_('1 清单')} {shown} {len(self.view)}"
        title += f" | {_('按{sort}').format(sort=_(SORT_WORDS[self.sort]))}" if self.sort != "document" else ""
        if self.queue.border_title != title:
            self.queue.border_title = title
        self._tell("#status", self.said)

    def _tell(self, where: str, text: str) -> None:
        """Put a text on its line; the layout stays, for a new layout costs more than all else a key does."""
        if self._told.get(where) != text:
            self._told[where] = text
            self.base.query_one(where, Static).update(text, layout=False)

    def _show_notice(self, text: str) -> None:
        """Put a text above the panes; they make room where it takes another number of lines than the last one."""
        lines = wrap([row(text)], self.size.width)[:NOTICE]
        self.notice, before, self._noticed = text, self._noticed, len(lines)
        self.base.query_one("#notice", Static).update(plain(lines), layout=len(lines) != before)

    def _key_line(self, width: int) -> str:
        """The keys of the commonest actions; the function keys too where there is room."""
        full, short = [], []
        for command in commands():
            if command.shown:
                first, *others = self.settings.keys.get(command.id, command.keys).split(",")
                spare = next((k.strip().upper() for k in others if re.fullmatch(r"\s*[fF]\d+\s*", k)), "")
                key, word = {"space": _("空格")}.get(first, first), re.split("（| \\(", command.title)[0]
                full.append(f"{key} {spare} {word}" if spare else f"{key} {word}")
                short.append(f"{key} {word}")
        line = "  ".join(full)
        return line if cell_len(line) <= width else "  ".join(short)

    def on_queue_view_pointed(self, event: QueueView.Pointed) -> None:
        self.go(event.line)

    def on_resize(self, event: Resize) -> None:
        width = event.size.width
        self.base.set_class(width < NARROW, "narrow")
        self._tell("#keys", self._key_line(width))
        if self.notice:
            self._show_notice(self.notice)

    def on_key(self, event: KeyPress) -> None:
        """Letters that an input method turned into Chinese decide nothing; say how to go on."""
        if event.character and event.character >= "\u2e80" and len(self.screen_stack) == 1:
            self.say(_("输入法在中文状态：请切到英文，或用 F2 采用、F3 不用、F4 修改、F5 稍后、F8 撤销。"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The screen's own keys do nothing behind a dialog, nor in the filter's line."""
        if action not in _ACTIONS:
            return super().check_action(action, parameters)
        return len(self.screen_stack) == 1 and not isinstance(self.focused, Input)

    def _handle_exception(self, error: Exception) -> None:
        """What no handler caught ends the screen; the command says it in a sentence once the terminal is its own."""
        if self.is_headless:
            super()._handle_exception(error)
        elif self.failure is None:
            self.failure = error
            self.exit(return_code=1)

    def say(self, text: str) -> None:
        self.said = text
        self._tell("#status", text)

    def poll(self) -> None:
        """Show what another process or the run behind the screen wrote meanwhile."""
        if not self.guard(self.session.refresh):
            return
        item = self.item
        self.rebuild(item.key if item else None)

    def guard(self, call: Callable[[], _T]) -> _T | None:
        """Do something with the session; what cannot be stored is said, and the row stays undecided."""
        try:
            return call()
        except ReviewerError as error:
            self.say(str(error))
            self.notify(str(error), severity="error", timeout=15)
            return None
