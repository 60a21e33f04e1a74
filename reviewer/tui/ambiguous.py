"""Characters of ambiguous width (≥ ① “ …): many Chinese terminals draw them two cells wide."""

import os
import re
import select
import sys
import time
import unicodedata
from collections.abc import Sequence
from typing import Any, Literal

_LINES = range(0x2500, 0x25A0)
"""Box and block drawing stay one cell: terminals that draw ≥ wide mostly still draw these narrow."""


def detect(setting: Literal[1, 2, "auto"]) -> int:
    """The width in force: as set, else asked of the terminal, else 1."""
    if setting != "auto":
        return setting
    return _ask() or 1


def _ask() -> int | None:
    """Draw ≥ and ask where the cursor then stands; None where no terminal answers within 0.2 s."""
    if sys.platform == "win32" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    import termios
    import tty

    stdin = sys.stdin.fileno()
    saved = termios.tcgetattr(stdin)
    try:
        tty.setcbreak(stdin)
        os.write(sys.stdout.fileno(), "\r≥\x1b[6n".encode())
        answer, until = b"", time.monotonic() + 0.2
        while not answer.endswith(b"R") and (left := until - time.monotonic()) > 0:
            if select.select([stdin], [], [], left)[0]:
                answer += os.read(stdin, 32)
        os.write(sys.stdout.fileno(), b"\r\x1b[K")
    except OSError:
        return None
    finally:
        termios.tcsetattr(stdin, termios.TCSADRAIN, saved)
    found = re.search(rb"\x1b\[\d+;(\d+)R", answer)
    return int(found[1]) - 1 if found and int(found[1]) in (2, 3) else None


def use(width: int) -> None:
    """Let everything that measures text in this process count ambiguous characters as `width` cells.

    Rich keeps the one table that Textual measures by and has no setting for it, so its loader is replaced.
    """
    from rich import cells
    from rich._unicode_data import load

    wide = width == 2
    if wide == _wide:
        return
    _set(wide)
    table = load("auto")
    used = table._replace(widths=_widened(table.widths)) if wide else table
    single = frozenset(map(chr, (*range(0x20, 0x7F), *_LINES)))
    patched: Any = cells
    patched.load_cell_table = lambda _version="auto": used
    patched._is_single_cell_widths = (single if wide else cells._SINGLE_CELLS).issuperset
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


_wide = False


def _set(wide: bool) -> None:
    global _wide
    _wide = wide


def _widened(widths: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The table with every ambiguous character below the CJK blocks that counted one now counting two."""
    first_wide = 0x2E80
    known = {code: w for start, stop, w in widths if start < first_wide for code in range(start, stop + 1)}
    for code in range(0xA1, first_wide):
        if unicodedata.east_asian_width(chr(code)) == "A" and code not in _LINES and known.get(code, 1) == 1:
            known[code] = 2
    spans = [(code, code, w) for code, w in sorted(known.items())]
    return spans + [span for span in widths if span[0] >= first_wide]
