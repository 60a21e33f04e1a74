"""The dialogs over the screen: reasons, one line of text, the edit form, bulk steps, pages, keys."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Key as KeyPress
from textual.message import Message
from textual.screen import ModalScreen, ScreenResultType
from textual.timer import Timer
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.input import Selection
from textual.widgets.option_list import Option

from reviewer.domain.finding import DEFECT_WORDS, SEVERITY_WORDS, Finding
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, RowText
from reviewer.domain.proposal import BLANK
from reviewer.language import _
from reviewer.review import REASONS, Preview
from reviewer.tui.page import Page, Row, row
from reviewer.tui.page_view import PageView

ASK_OVER = 20
"""A bulk step over more rows than this is confirmed by typing their number."""


class Dialog(ModalScreen[ScreenResultType]):
    """A dialog tells when it can take keys; those typed earlier wait for it."""

    ready = False

    def on_mount(self) -> None:
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self.ready = True
        self.post_message(self.Ready())

    class Ready(Message):
        """The dialog stands and has its focus."""


class LineScreen(Dialog[str | None]):
    """One line of text: a comment, where to go, a hint for the model."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", _("返回"))]

    def __init__(self, title: str, value: str = "") -> None:
        super().__init__()
        self._title, self._value = title, value

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(self._title, markup=False)
            yield Input(self._value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())


class EditScreen(Dialog[RowText | None]):
    """A field a cell; the checks run as one types; 【待填】 is filled or knowingly left, a change knowingly dropped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("返回")),
        Binding("ctrl+s,f2", "save", _("保存"), priority=True),
        # Before the scrolling of what the fields lie in, which would leave the field out of sight.
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(
        self,
        start: RowText,
        before: RowText | None,
        check: Callable[[RowText], Sequence[Finding]],
        *,
        removes: bool = False,
    ) -> None:
        """`removes` tells that the suggestion is to take the row out: what is saved keeps it."""
        super().__init__()
        self._start, self._before, self._check, self._removes = start, before, check, removes
        self._left_blank = self._left_change = False
        self._late: Timer | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog wide", can_focus=False):
            yield Label(_("修改本行（Ctrl+S 或 F2 保存，Esc 返回，↑↓ 换栏）"))
            if self._removes:
                yield Label(_("建议是删去本行；在这里保存，就是留下它。"))
            for field in ROW_FIELDS:
                old = getattr(self._before, field) if self._before else ""
                # Only what the suggestion changes: the rest reads as the field below it does.
                was = _("原文：{old}").format(old=old) if old and old != getattr(self._start, field) else ""
                yield Label(f"{FIELD_WORDS[field]}  {was}", markup=False)
                # Nothing is selected on its own: the first key would wipe what the row should keep.
                yield Input(getattr(self._start, field), id=field, select_on_focus=False)
            yield Static(id="live", markup=False)

    def on_mount(self) -> None:
        asking = next((f for f in ROW_FIELDS if BLANK in getattr(self._start, f)), "")
        box = self.query_one(f"#{asking or 'target'}", Input)
        box.focus()
        if asking:
            at = box.value.index(BLANK)
            box.selection = Selection(at, at + len(BLANK))
        self._judge()

    @property
    def text(self) -> RowText:
        return RowText(**{f: self.query_one(f"#{f}", Input).value for f in ROW_FIELDS})

    def on_input_changed(self) -> None:
        self._left_blank = self._left_change = False
        if self._late is not None:
            self._late.stop()
        self._late = self.set_timer(0.15, self._judge)

    def _judge(self) -> None:
        found = sorted(self._check(self.text), key=lambda f: list(SEVERITY_WORDS).index(f.severity))
        lines = [f"{_(SEVERITY_WORDS[f.severity])} {DEFECT_WORDS.get(f.code, '其他问题')}：{f.message}" for f in found]
        if BLANK in "".join(self.text):
            lines.append(_("还有【待填】：填上，或保存两次留给单位填。"))
        self.query_one("#live", Static).update("\n".join(lines) or _("检查没有报出问题。"))

    def _warn(self, words: str) -> None:
        """Say what the same key does next; what the checks have yet to say of the last letter must not cover it."""
        if self._late is not None:
            self._late.stop()
        live = self.query_one("#live", Static)
        live.update(words)
        self.call_after_refresh(live.scroll_visible, animate=False)

    def on_input_submitted(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        if BLANK in "".join(self.text) and not self._left_blank:
            self._left_blank = True
            self._warn(_("还有【待填】。再保存一次，就留给单位填写，问题随意见发出。"))
            return
        self.dismiss(self.text)

    def action_leave(self) -> None:
        if self.text != self._start and not self._left_change:
            self._left_change = True
            self._warn(_("改过的文字还没有保存：再按一次 Esc 放弃修改，Ctrl+S 或 F2 保存。"))
            return
        self.dismiss(None)


class ChoiceScreen(Dialog[str | None]):
    """One of several, each of the first nine with its digit: a reason, an order, what a bulk step is about."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", _("返回"))]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], *, wide: bool = False, at: int = 0) -> None:
        """`choices` are what is returned and how it reads; a narrow list leaves the row's text in sight."""
        super().__init__(classes="" if wide else "aside")
        self._title, self._choices, self._wide, self._at = title, choices, wide, at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide" if self._wide else "dialog"):
            yield Label(self._title)
            options = (
                Option(f"{n if n < 10 else ' '} {text}", id=name) for n, (name, text) in enumerate(self._choices, 1)
            )
            yield OptionList(*options, markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._at

    def on_key(self, event: KeyPress) -> None:
        digit = int(event.character) if event.character and event.character in "123456789" else 0
        if 0 < digit <= len(self._choices):
            event.stop()
            self.dismiss(self._choices[digit - 1][0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def reasons() -> ChoiceScreen:
    """Why a proposal is not used; with what a reason does beside leaving the row as it is."""
    notes = {"问题不成立": _("问题撤下，不进意见"), "建议不合适": _("问题仍进意见，不附建议")}
    stays = _("照原样保留，问题不进意见")
    choices = [
        (reason, _("{reason}：{effect}").format(reason=_(reason), effect=notes.get(reason, stays)))
        for reason in REASONS
    ]
    return ChoiceScreen(_("不用的理由（按数字；Esc 返回）"), choices)


class BulkScreen(Dialog[bool]):
    """What a bulk step would do; over twenty rows the number is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", _("返回")),
        Binding("enter", "confirm", _("确定")),
    ]

    def __init__(self, preview: Preview, samples: Sequence[str], removals: int) -> None:
        super().__init__()
        self._preview, self._samples, self._removals = preview, samples, removals

    def compose(self) -> ComposeResult:
        p = self._preview
        word = {"accept": _("采用"), "reject": _("不用"), "defer": _("稍后")}[p.action]
        with Vertical(classes="dialog wide"):
            said = p.reason or (_("其中删去 {n} 条").format(n=self._removals) if self._removals else "")
            yield Label(_("{word} {n} 条").format(word=word, n=len(p.take)) + (f"（{said}）" if said else ""))
            yield Static("\n".join(f"  {s}" for s in self._samples), markup=False)
            if more := len(p.take) - len(self._samples):
                yield Label("  " + _("…另有 {n} 条").format(n=more))
            yield Label(
                _("不在其中：未核验 {u}，待填 {a}，已决 {d}，没有建议 {e}").format(
                    u=len(p.unverified), a=len(p.asking), d=len(p.decided), e=len(p.empty)
                )
            )
            if not p.take:
                yield Label(_("没有可以批量处理的行。Esc 返回"))
            elif len(p.take) > ASK_OVER:
                yield Label(_("请输入 {n} 再按回车确认；Esc 返回").format(n=len(p.take)))
                yield Input(id="number")
            else:
                yield Label(_("回车确认，一次撤销即可全部退回；Esc 返回"))

    def action_confirm(self) -> None:
        if self._preview.take and len(self._preview.take) <= ASK_OVER:
            self.dismiss(True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        wanted, typed = str(len(self._preview.take)), event.value.strip()
        if typed == wanted:
            self.dismiss(True)
        else:
            event.input.value = ""
            event.input.placeholder = _("要输入的是 {n}，不是 {typed}").format(n=wanted, typed=typed) if typed else ""


class PageScreen(Dialog[None]):
    """A page over the whole screen: the table, like projects, the prose, who proposed, the closing page, the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f1", "dismiss(None)", _("返回")),
        Binding("j", "page.scroll_down", show=False),
        Binding("k", "page.scroll_up", show=False),
    ]

    def __init__(self, title: str, page: Page | Callable[[], Page], start: Callable[[Row], bool] | None = None) -> None:
        """`start` tells the line from which on the page is shown; a page that takes long is made once this stands."""
        super().__init__()
        self._title, self._page, self._start = title, page, start

    def compose(self) -> ComposeResult:
        with Vertical(classes="full"):
            yield Label(self._title + "  " + _("Esc 返回"), markup=False)
            yield PageView([row((_("正在检查…"), "dim"))] if callable(self._page) else self._page, id="page")

    def on_mount(self) -> None:
        view = self.query_one("#page", PageView)
        view.focus()
        if callable(make := self._page):
            self.call_after_refresh(lambda: view.show(make()))
        if start := self._start:
            self.call_after_refresh(lambda: view.seek(start))
