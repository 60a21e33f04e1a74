"""A pane that shows a page: wrapped once for its width, drawn line by line."""

from collections.abc import Callable

from rich.segment import Segment
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reviewer.tui.page import Page, Row
from reviewer.tui.themes import styles
from reviewer.tui.wrapping import wrap

DRAWN = 256
"""Lines that are kept as drawn."""


class PageView(ScrollView, can_focus=True):
    """Scrolls by arrow keys and wheel when focused."""

    DEFAULT_CSS = "PageView { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow: hidden scroll; }"

    def __init__(self, page: Page | None = None, id: str | None = None) -> None:  # noqa: A002  (Textual's own name)
        super().__init__(id=id)
        self._page: Page = page or []
        self._lines: Page = []
        self._width = 0
        self._strips: LRUCache[object, Strip] = LRUCache(DRAWN)

    def show(self, page: Page) -> None:
        """Show another page from its top; lines that stay as they are are not painted again."""
        before, top = self._lines, self.scroll_offset.y
        self._page = page
        self._lines = wrap(page, self._width) if self._width else []
        self._measure()
        height = self.size.height
        if top:
            self.scroll_to(0, 0, animate=False, force=True, immediate=True)
            self.refresh()
            return
        blank: Page = [()] * height
        for y, (old, new) in enumerate(zip((before + blank)[:height], (self._lines + blank)[:height], strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def seek(self, fits: Callable[[Row], bool]) -> None:
        """Scroll to the first line that fits, with some lines above it."""
        at = next((n for n, line in enumerate(self._lines) if fits(line)), 0)
        self.scroll_to(0, max(0, at - 3), animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        if self.scrollable_content_region.width != self._width:
            self._fold()

    def _fold(self) -> None:
        self._width = self.scrollable_content_region.width or self.size.width
        self._lines = wrap(self._page, self._width) if self._width else []
        self._measure()
        self.refresh()

    def _measure(self) -> None:
        """Tell the scrollbar how long the page is.

        It is always there, so that nothing is laid out anew: that would cost more than all else a key does.
        """
        size = Size(self._width, max(len(self._lines), self.size.height))
        self.set_reactive(PageView.virtual_size, size)
        self.vertical_scrollbar.window_virtual_size = size.height

    def render_line(self, y: int) -> Strip:
        at = self.scroll_offset.y + y
        base = self.visual_style.rich_style
        width = self.size.width
        line = self._lines[at] if at < len(self._lines) else ()
        key = (line, width, base, self.app.theme)
        if (strip := self._strips.get(key)) is None:
            looks = styles(self.app)
            segments = [Segment(piece.text, base + looks[piece.role]) for piece in line]
            strip = Strip(segments).adjust_cell_length(width, base)
            self._strips.set(key, strip)
        return strip
