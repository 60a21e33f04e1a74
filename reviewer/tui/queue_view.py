"""The queue: a virtual list, drawn a line at a time from the session, however long it is."""

import re

from rich.cells import cell_len as cells
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reviewer.domain.finding import DEFECT_WORDS
from reviewer.domain.row import Head
from reviewer.language import _
from reviewer.review import Heading, Item, Line, Lines, ReviewSession
from reviewer.tui.page import Piece, Role
from reviewer.tui.themes import styles
from reviewer.tui.wrapping import fit

MARKS = {"open": "?", "accepted": "A", "edited": "E", "rejected": "X", "deferred": "-"}
_SEVERITY: tuple[tuple[str, Role], ...] = (("", "plain"), ("提示", "info"), ("建议", "warning"), ("必改", "error"))
_DIMENSIONS = ("数量", "质量", "时效", "成本", "经济", "社会", "生态", "可持续", "满意")
_DOCUMENT = re.compile(r"^[\u4e00-\u9fff]{2,8}[【〔\[（(]\d{4}[】〕\]）)]\d+号文?(?=.)")
"""A document number at the head of a project's name, which many share and which leaves no room for the rest."""
DRAWN = 512
"""Lines that are kept as drawn."""
A_SORT = 17
"""Cells of the column that tells what the queue is sorted by."""
AN_AMOUNT = 12
A_NAME = 16
"""Cells that a project's name keeps before its money is shown."""


class QueueView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows the session's lines, one of them under the cursor."""

    DEFAULT_CSS = "QueueView { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden; }"

    class Pointed(Message):
        """A line was clicked."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    class Chosen(Message):
        """The line under the cursor was clicked."""

    def __init__(self, session: ReviewSession, lines: Lines, id: str | None = None) -> None:  # noqa: A002  (Textual's own name)
        super().__init__(id=id)
        self.session = session
        self.lines = lines
        self.sort = "document"
        self.cursor = 0
        self.marked_from: int | None = None
        """Where a marked range begins."""
        # A line that looks as before is the same strip, which knows how it was cut and coloured.
        self._strips: LRUCache[object, Strip] = LRUCache(DRAWN)

    def show(self, lines: Lines, cursor: int, sort: str) -> None:
        """Show other lines, sorted so, with the cursor on one of them."""
        self.lines, self.sort = lines, sort
        self.cursor = max(0, min(cursor, len(lines) - 1))
        self.marked_from = None
        self.virtual_size = Size(self.size.width, len(lines))
        self._reveal()
        self.refresh()

    @property
    def line(self) -> Line | None:
        return self.lines[self.cursor] if self.lines else None

    @property
    def number(self) -> int | None:
        """What the line under the cursor is known by."""
        return self.lines.number(self.cursor) if self.lines else None

    def find(self, item: Item | None) -> int | None:
        """The line of a row, or None while it is not shown."""
        return self.lines.find(item.number, self.cursor) if item else None

    def marked(self) -> tuple[int, int] | None:
        """The first line of the marked range and the line after its last."""
        if self.marked_from is None:
            return None
        first, last = sorted((self.marked_from, self.cursor))
        return first, last + 1

    def move(self, to: int) -> None:
        """Put the cursor on a line and bring it into view with some lines around it."""
        if not self.lines:
            return
        old, self.cursor = self.cursor, max(0, min(to, len(self.lines) - 1))
        self._reveal()
        if self.marked_from is None:
            self._redraw(old)
            self._redraw(self.cursor)
        else:
            self.refresh()

    def _reveal(self) -> None:
        height = self.size.height
        top = self.scroll_offset.y
        margin = min(3, height // 4)
        if height and not top + margin <= self.cursor < top + height - margin:
            near = self.cursor - margin if self.cursor < top + margin else self.cursor - height + 1 + margin
            if abs(near - top) > height:
                # A jump: what follows the row is what is read next.
                near = self.cursor - margin
            self._scroll(near)

    def lead(self) -> None:
        """Bring the line under the cursor to the top where it stands low: a project is read from there on down."""
        height = self.size.height
        if self.cursor >= self.scroll_offset.y + height // 2:
            self._scroll(self.cursor - min(3, height // 4))

    def _scroll(self, top: int) -> None:
        limit = max(0, len(self.lines) - self.size.height)
        self.scroll_to(0, max(0, min(top, limit)), animate=False, force=True, immediate=True)

    def redraw(self, at: int) -> None:
        """Draw one line again, and the heading of its project, which counts what is decided."""
        self._redraw(at)
        if self.lines.grouped:
            while at > 0 and self.lines.is_row(at):
                at -= 1
            self._redraw(at)

    def _redraw(self, at: int) -> None:
        self.refresh(Region(0, at - self.scroll_offset.y, self.size.width, 1))

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.lines))
        self._reveal()

    def on_click(self, event: Click) -> None:
        at = self.scroll_offset.y + event.y
        if at < len(self.lines):
            self.post_message(self.Chosen() if at == self.cursor else self.Pointed(at))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; what they show is fetched at once."""
        top = self.scroll_offset.y + crop.y
        held = self.lines[top : top + crop.height]
        strips = super().render_lines(crop)
        del held
        return strips

    def render_line(self, y: int) -> Strip:
        at = self.scroll_offset.y + y
        base = self.visual_style.rich_style
        width = self.scrollable_content_region.width
        if at >= len(self.lines):
            return Strip.blank(width, base)
        line = self.lines[at]
        place = self.lines.place(at)
        inside = self.marked_from is not None and min(self.marked_from, self.cursor) <= at <= max(
            self.marked_from, self.cursor
        )
        said: object = line.row if isinstance(line, Item) else (line, self.session.decided_of(place))
        key = (said, at == self.cursor, inside, width, base, self.sort, self.app.theme)
        if (strip := self._strips.get(key)) is None:
            pieces = _pieces(self.session, line, place, width - 1, self.sort)
            strip = self._strip(pieces, base, width, pointed=at == self.cursor, inside=inside)
            self._strips.set(key, strip)
        return strip

    def _strip(self, pieces: tuple[Piece, ...], base: Style, width: int, *, pointed: bool, inside: bool) -> Strip:
        looks = styles(self.app)
        over = Style(underline=True) if inside else Style()
        pointer = ">" if pointed else "*" if inside else " "
        if pointed:
            segments = [Segment(t, base + Style(reverse=True)) for t in (pointer, *(p.text for p in pieces))]
        else:
            segments = [Segment(pointer, base + over), *(Segment(p.text, base + looks[p.role] + over) for p in pieces)]
        return Strip(segments).adjust_cell_length(width, base)


def _pieces(session: ReviewSession, line: Line, place: int, width: int, sort: str) -> tuple[Piece, ...]:
    if isinstance(line, Heading) and not line.project:
        return (Piece(fit(f"{line.unit or _('（未注明单位）')}  {_('{n} 行').format(n=line.rows)}", width), "head"),)
    head = session.head_at(place)
    if isinstance(line, Heading):
        decided, total = session.decided_of(place)
        count = f" {decided}/{total}"
        money = f" {head.total}" if head.total and width - len(count) - len(head.total) - 4 >= A_NAME else ""
        name = fit(f" {head.no}.{_DOCUMENT.sub('', head.name).strip()}", width - len(count) - cells(money))
        return (Piece(name, "head"), Piece(money + count, "dim"))
    item = line
    mark = MARKS[item.state] + ("!" if item.flagged else " ")
    word, role = _SEVERITY[item.severity + 1]
    severity = fit(_(word) if word else "", max(cells(_(w)) for w, _role in _SEVERITY[1:]))
    signs = (_("填") if item.asks else "") + (_("未核") if item.unverified else "")
    name = item.name or (_("项目整体") if item.key.row is None else _("（无名称）"))
    if item.key.addition:
        name = f"+{name}"
    where = f"{item.key.row or '':>3} " if sort == "document" else f"{head.no:>3}.{item.key.row or '':<3}"
    column = _column(item, head, sort)
    room = width - len(mark) - len(where) - cells(severity) - 1 - cells(column) - 2 - cells(signs)
    return (
        Piece(f"{mark} ", "dim" if not item.undecided else "plain"),
        Piece(severity, role if item.undecided else "dim"),
        Piece(f" {where}", "dim"),
        Piece(column, "dim"),
        Piece(fit(name, max(room, 4)), "plain" if item.undecided else "dim"),
        Piece(f" {signs}", "warning"),
    )


def _column(item: Item, head: Head, sort: str) -> str:
    """What the queue is sorted by, where the line does not show it anyway; else the dimension."""
    if sort == "code":
        return fit(DEFECT_WORDS.get(item.codes[0], item.codes[0]) if item.codes else "", A_SORT)
    if sort == "amount":
        return f"{' ' * max(AN_AMOUNT - cells(head.total), 0)}{head.total}  "
    if sort in ("unit", "project", "reviewer"):
        return fit({"unit": head.unit.lstrip("0123456789 "), "project": head.name, "reviewer": item.who}[sort], A_SORT)
    return fit(next((d for d in _DIMENSIONS if d in item.level2), item.level2[:2]), 7)
