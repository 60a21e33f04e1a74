"""Draws the pictures beside the README: the sample with the built-in drafter's proposals.

python tests/tui/picture.py
"""

import asyncio
import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from rich.cells import cell_len  # noqa: E402
from rich.color import Color  # noqa: E402
from rich.terminal_theme import DIMMED_MONOKAI  # noqa: E402

from reviewer.checks import Checks  # noqa: E402
from reviewer.draft import draft  # noqa: E402
from reviewer.formats import open_source  # noqa: E402
from reviewer.library import load_library, load_words  # noqa: E402
from reviewer.parse import parse  # noqa: E402
from reviewer.review import ReviewSession  # noqa: E402
from reviewer.settings import Settings  # noqa: E402
from reviewer.store.review_file import ReviewFile  # noqa: E402
from reviewer.tui.app import ReviewApp  # noqa: E402
from reviewer.verify import passages, verify  # noqa: E402

SIZE = (132, 38)
WIDTH, HEIGHT = 8.4, 19
SAMPLE = ROOT / "reviewer" / "sample" / "dingzhou-2021.txt"


def sample(path: Path) -> ReviewFile:
    """The sample's review as `reviewer demo` makes it without recorded replies."""
    folder = Settings().prompts / "library"
    words, library = load_words(folder), load_library(folder)
    checks = Checks(words)
    review = ReviewFile.create(path, [parse(open_source(SAMPLE))])
    (document,) = review.documents
    with review.connection.writing():
        for project in document.projects:
            found = checks.project(project)
            review.journal.record_findings(project.key, found)
            made = draft(project, found.found, document, library, words)
            verdicts = verify(made, project, document, library, checks.project)
            review.journal.record_proposals(made, verdicts)
    return review


def svg(app: ReviewApp) -> str:
    """The screen as SVG, every run of characters as wide as its cells."""
    out = []
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            style, width = segment.style, cell_len(segment.text)
            if style is None or not width:
                continue
            front, back = _hex(style.color, "#e0e0e0"), _hex(style.bgcolor, "")
            if style.reverse:
                front, back = back or "#121212", front
            if back and back != "#121212":
                place = f'x="{x * WIDTH:.1f}" y="{y * HEIGHT}" width="{width * WIDTH:.1f}" height="{HEIGHT}"'
                out.append(f'<rect {place} fill="{back}"/>')
            extra = ' font-weight="bold"' if style.bold else ""
            extra += ' text-decoration="line-through"' if style.strike else ""
            extra += ' opacity="0.65"' if style.dim else ""
            for text, at in _runs(segment.text):
                long = f'textLength="{cell_len(text) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs"'
                place = f'x="{(x + at) * WIDTH:.1f}" y="{y * HEIGHT + 15}"'
                out.append(f'<text {place} {long} fill="{front}"{extra}>{escape(text)}</text>')
            x += width
    width, height = SIZE[0] * WIDTH, SIZE[1] * HEIGHT
    font = "font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC',NSimSun,Consolas,monospace\" font-size=\"14\""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" {font} xml:space="preserve">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#121212"/>', *out, "</svg>"]) + "\n"


def _hex(color: Color | None, default: str) -> str:
    return color.get_truecolor(DIMMED_MONOKAI).hex if color and not color.is_default else default


def _runs(text: str) -> list[tuple[str, int]]:
    """Words of one kind of width with the cell each begins at; blanks need no drawing."""
    runs: list[tuple[str, int]] = []
    at, kind = 0, None
    for ch in text:
        width = cell_len(ch)
        this = None if ch == " " else (width, ch.isascii())
        if this is not None and this == kind:
            runs[-1] = (runs[-1][0] + ch, runs[-1][1])
        elif this is not None:
            runs.append((ch, at))
        kind, at = this, at + width
    return runs


async def draw(out: Path) -> None:
    """The three panes, the edit form and a bulk step."""
    with tempfile.TemporaryDirectory() as folder, sample(Path(folder) / "dingzhou-2021.txt.review") as review:
        check = Checks(load_words(Settings().prompts / "library")).project
        session = ReviewSession(review, who="审核员", check=check, passages=passages)
        app = ReviewApp(session, Settings())
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            for _n in range(7):
                await pilot.press("a")
            first = session.items[0].key.project
            rows = (i for i in session.items if i.key.project != first and i.verified and i.undecided)
            app.rebuild(next(i for i in rows if (j := session.judged(i)) and j.proposal.formula).key)
            await pilot.pause(0.3)
            (out / "reviewer-screen.svg").write_text(svg(app), encoding="utf-8")
            app.rebuild(next(i for i in session.items if i.asks and i.undecided).key)
            for key, name in (("e", "reviewer-edit.svg"), ("A", "reviewer-bulk.svg")):
                await pilot.press(key, *(["end", "up", "enter"] if key == "A" else []))
                await pilot.pause(0.8)
                (out / name).write_text(svg(app), encoding="utf-8")
                await pilot.press("escape")


if __name__ == "__main__":
    asyncio.run(draw(ROOT))
