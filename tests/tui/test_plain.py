"""The line dialogue."""

import io
import subprocess
import sys
from collections.abc import Callable

from reviewer.cli.text import decided_line
from reviewer.review import Key, ReviewSession
from reviewer.store.review_file import ReviewFile
from reviewer.tui import run_plain

Start = Callable[..., ReviewSession]


def talk(session: ReviewSession, *lines: str) -> str:
    out = io.StringIO()
    run_plain(session, io.StringIO("".join(f"{line}\n" for line in lines)), out)
    return out.getvalue()


def test_every_answer_is_a_decision(start: Start, review: ReviewFile) -> None:
    text = talk(start(), "n", "a", "x 5", "x", "2", "s", "f", "m 请看", "q")
    taken = [(d.row, d.action, d.reason) for d in review.journal.decisions()]
    assert taken == [
        (1, "accept", None), (2, "reject", "上年已批"), (3, "reject", "建议不合适"), (4, "defer", None),
        (None, "flag", None), (None, "comment", "请看"),
    ]  # fmt: skip
    assert "指标值          [-≥90百分比-]{+=600人+}" in text
    assert "必改  单位错配：人数不能用百分比。" in text
    assert "已决 3/12" in text
    assert "已标记：1.+发放时限" in text
    assert "已批注：" in text and "L 只看" not in text


def test_whoever_has_decided_everything_reads_how_to_export(start: Start, review: ReviewFile) -> None:
    session = start()
    assert "接着审：reviewer review" in decided_line(review.path, session.progress())
    talk(session, *["a"] * 12, "q")
    assert decided_line(review.path, session.progress()).startswith("12 条全部已决；导出：reviewer export ")


def test_undo_and_redo(start: Start, review: ReviewFile) -> None:
    session = start()
    talk(session, "n", "a", "u", "q")
    assert session.item(Key("K1", 1)).state == "open"  # type: ignore[union-attr]
    talk(session, "r", "q")
    assert session.item(Key("K1", 1)).state == "accepted"  # type: ignore[union-attr]
    assert "没有可重做" in talk(session, "r", "q")


def test_edit_asks_for_each_cell(start: Start, review: ReviewFile) -> None:
    talk(start(), "n", "e", "", "", "人数", "-", "=604人", "", "q")
    after = review.journal.decisions()[0].after
    assert after and (after.level1, after.name, after.definition, after.target) == ("产出指标", "人数", "", "=604人")


def test_looking_around(start: Start, review: ReviewFile) -> None:
    text = talk(start(), "n", "w", "o", "t", "c", "?", "z", "g 补助资金2", "p", "/ T03", "q")
    assert "内置起草" in text and "按单位" in text and "总体目标" in text and "没有“z”" in text
    assert "筛选出 2 行" in text
    assert review.journal.decisions() == []


def test_the_end_of_the_input_leaves_and_all_decided_ends(start: Start) -> None:
    session = start()
    assert "没有未决的行了" in talk(session, *["x 5"] * 12)
    assert session.progress().decided == 12


def test_textual_is_not_loaded() -> None:
    code = "import sys, reviewer.tui, reviewer.tui.plain; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
