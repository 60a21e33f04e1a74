"""The review screen in a terminal, as a line dialogue and in a browser; textual is imported only here."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from reviewer.review import Item, ReviewSession
    from reviewer.settings import Settings


def run_screen(
    session: "ReviewSession",
    settings: "Settings",
    *,
    ask_again: "Callable[[Item, str], Awaitable[str]] | None" = None,
    where: Callable[[], str] | None = None,
    stream: Callable[[Callable[[str], None]], Awaitable[None]] | None = None,
    notice: str = "",
) -> None:
    """Show the session until the reviewer leaves.

    `stream(tell)` runs beside the screen, in its event loop, and records proposals into the same review; they appear as
    they come, and `tell(line)` shows in the notice's place how it stands. `ask_again(item, hint)` asks the model once
    more for a row, records what comes and returns a sentence; `where` says to whom it goes, before it does.
    `notice` is one line above the panes.
    """
    from reviewer.tui import ambiguous, keys, themes
    from reviewer.tui.app import ReviewApp

    keys.check(settings.keys)
    themes.check(settings.theme)
    width = ambiguous.detect(settings.ambiguous_width)
    ambiguous.use(width)
    app = ReviewApp(session, settings, ask_again=ask_again, where=where, stream=stream, notice=notice, wide=width == 2)
    app.run()
    if app.failure:
        raise app.failure


def run_plain(session: "ReviewSession", stdin: TextIO, stdout: TextIO) -> None:
    """The same review as a dialogue of lines; loads no textual. Ends with `q`, the end of the input or the last row."""
    from reviewer.tui import plain

    plain.run(session, stdin, stdout)


def serve(command: Sequence[str], say: Callable[[str], None], *, port: int = 0) -> None:
    """Show a review's screen in the browser, on loopback, until Ctrl-C; `say` is told the address with its token.

    Each tab is a process of `command`, as `reviewer review REVIEW`, whose environment names textual's web driver in
    TEXTUAL_DRIVER: such a process shows the screen although stdin is no terminal.
    """
    import asyncio

    from reviewer.tui import web

    asyncio.run(web.run(command, say, port=port))
