"""A pane that shows a page: wrapped once for its width, drawn line by line."""

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reviewer.tui.page import Page
from reviewer.tui.themes import styles
from reviewer.tui.wrapping import wrap


class PageView(ScrollView, can_focus=True):
    """Scrolls by arrow keys and wheel when focused."""

    DEFAULT_CSS = "PageView { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.turn(1)", show=False),
        Binding("shift+tab", "app.turn(-1)", show=False),
    ]

    def __init__(self, page: Page | None = None, id: str | None = None) -> None:  # noqa: A002  (Textual's own name)
        super().__init__(id=id)
        self._page: Page = page or []
        self._lines: Page = []
        self._width = 0

    def show(self, page: Page) -> None:
        """Show another page from its top."""
        self._page = page
        self._fold()
        self.scroll_to(0, 0, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        if self.scrollable_content_region.width != self._width:
            self._fold()

    def _fold(self) -> None:
        self._width = self.scrollable_content_region.width or self.size.width
        self._lines = wrap(self._page, self._width) if self._width else []
        # A page that fits is as tall as the pane, so that going from row to row needs no new layout.
        self.virtual_size = Size(self._width, max(len(self._lines), self.size.height))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        at = self.scroll_offset.y + y
        base = self.visual_style.rich_style
        width = self.size.width
        if at >= len(self._lines):
            return Strip.blank(width, base)
        looks = styles(self.app)
        segments = [Segment(piece.text, base + looks[piece.role]) for piece in self._lines[at]]
        return Strip(segments).adjust_cell_length(width, base)
