"""Wrapping by cells."""

from rich.cells import cell_len

from reviewer.tui.page import plain, row
from reviewer.tui.wrapping import NEVER_FIRST, fit, wrap


def test_lines_fit_and_none_begins_with_a_closing_mark() -> None:
    text = "对上级补助资金，按规定用途使用；不得挪用。发放人数（含新增）为600人，每人2000元。" * 3
    for width in range(12, 60):
        lines = plain(wrap([row(text)], width)).splitlines()
        assert "".join(lines) == text
        assert all(cell_len(line) <= width for line in lines)
        assert not any(line[0] in NEVER_FIRST for line in lines[1:])


def test_numbers_are_not_broken_and_indents_are_kept() -> None:
    lines = plain(wrap([row("  合计 226145100 元 226145100 元")], 20)).splitlines()
    assert lines[1].startswith("  ") and all(n in ("226145100",) for line in lines for n in line.split() if n.isdigit())


def test_cutting_to_a_width() -> None:
    assert fit("发放人数", 6) == "发放.."
    assert fit("人", 4) == "人  "
    assert cell_len(fit("空气pm10指数", 7)) == 7
