"""The screen through its keys."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key as KeyPress

from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import ROW_FIELDS, Project
from reviewer.domain.verdict import Check, Verdict
from reviewer.review import Item, Key, ReviewSession
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile
from reviewer.tui.keys import commands
from reviewer.tui.page import plain
from reviewer.tui.pages import siblings
from reviewer.tui.themes import styles
from tests.review.conftest import fill, make_document, proposal, verdict
from tests.tui.conftest import Open, seen

ROW1 = Key("K1", 1)
FOUND = Finding(code="T01", severity="warning", project="K1", message="“=5”没有单位", row=3)


async def test_the_first_undecided_row_is_shown_with_its_difference(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j")
        text = seen(app)
        assert app.item.key == ROW1
        assert "[-发放人数-]{+补助发放人数+}" in text or "{+补助+}发放人数" in text
        assert "必改  单位错配：人数不能用百分比。" in text
        assert "算式  120万元÷2000元/人" in text and "600人 ← 计算式" in text
        assert "资金用途：发放补助，“每人2000元”。" in text
        assert "0/12" in text


@pytest.mark.parametrize("key", ["a", "f2"])
async def test_accept_is_one_key_and_moves_on(screen: Open, review: ReviewFile, key: str) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", key)
        assert [d.action for d in review.journal.decisions()] == ["accept"]
        assert app.item.key == Key("K1", 2)
        assert "1/12" in seen(app)


@pytest.mark.parametrize("key", ["x", "f3"])
async def test_reject_asks_for_the_reason(screen: Open, review: ReviewFile, key: str) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", key)
        assert "问题不成立" in seen(app)
        await pilot.press("1")
        await pilot.pause()
        assert [(d.action, d.reason) for d in review.journal.decisions()] == [("reject", "问题不成立")]
        await pilot.press(key, "escape")
        await pilot.press(key, "down", "enter")
        await pilot.pause()
        assert [d.reason for d in review.journal.decisions()] == ["问题不成立", "建议不合适"]


@pytest.mark.parametrize("key", ["e", "f4"])
async def test_edit_is_a_form_with_a_field_a_cell(screen: Open, review: ReviewFile, key: str) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", key)
        await pilot.pause()
        await pilot.press("end", "!", "ctrl+s")
        await pilot.pause()
        (decision,) = review.journal.decisions()
        assert decision.action == "edit" and decision.after.target == "=600人!"
        assert app.item.key == Key("K1", 2)


async def test_what_the_reviewer_wrote_stands_first_and_is_checked_again(screen: Open, start: Any) -> None:
    def check(project: Project) -> Findings:
        return Findings(found=tuple(FOUND for row in project.indicators if row.target.raw == "=5"))

    session = start(check=check)
    row = next(i for i in session.items if i.unverified)
    text = session.proposed(row)
    session.edit(row, text._replace(target="=5"))
    async with screen((120, 60), session=session) as (app, pilot):
        app.rebuild(row.key)
        await pilot.pause()
        shown = seen(app)
        assert shown.index("审核人改为") < shown.index("原来的建议：") and shown.index(FOUND.message) > 0
        assert "未核" not in next(line for line in shown.splitlines() if line.startswith(">"))


@pytest.mark.parametrize("size", [(120, 36), (60, 10)])
async def test_a_changed_text_is_dropped_knowingly(screen: Open, review: ReviewFile, size: tuple[int, int]) -> None:
    async with screen(size=size) as (app, pilot):
        await pilot.press("j", "e")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("end", "!", "escape")
        await pilot.pause(0.4)
        assert "再按一次 Esc 放弃修改" in seen(app)
        await pilot.press("!", "escape")
        await pilot.pause()
        assert len(app.screen_stack) == 2 and app.focused is not None and app.focused.value == "=600人!!"
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1 and review.journal.decisions() == []


@pytest.mark.parametrize("size", [(120, 36), (60, 10)])
async def test_the_edit_form_keeps_the_focus_among_its_fields(screen: Open, size: tuple[int, int]) -> None:
    async with screen(size=size) as (app, pilot):
        await pilot.press("j", "e")
        await pilot.pause()
        at = ROW_FIELDS.index("target")
        for step, keys in ((1, ("down", "tab")), (-1, ("up", "shift+tab"))):
            for n in range(2 * len(ROW_FIELDS)):
                field = app.focused
                assert field is not None and field.id == ROW_FIELDS[at % len(ROW_FIELDS)]
                assert field.region.height == 1 and app.screen.region.contains_region(field.region)
                await pilot.press(keys[n % 2])
                await pilot.pause()
                at += step


async def test_a_blank_is_left_knowingly(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "j", "j", "j", "e")
        await pilot.pause()
        assert "还有【待填】" in seen(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert review.journal.decisions() == []
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert review.journal.decisions()[0].action == "edit"


async def test_a_blank_is_selected_so_that_typing_fills_it(screen: Open, review: ReviewFile) -> None:
    async with screen() as (_app, pilot):
        await pilot.press("j", "j", "j", "j", "e")
        await pilot.pause()
        await pilot.press("9", "5", "ctrl+s")
        await pilot.pause()
        assert review.journal.decisions()[0].after.target == "≥ 95 %"


@pytest.mark.parametrize("key", ["space", "f5"])
async def test_later(screen: Open, review: ReviewFile, key: str) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", key)
        assert review.journal.decisions()[0].action == "defer"
        assert app.item.key == Key("K1", 2)


async def test_flag_and_comment(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "f", "m")
        await pilot.press("o", "k", "enter")
        await pilot.pause()
        assert [d.action for d in review.journal.decisions()] == ["flag", "comment"]
        assert app.item.key == ROW1 and app.item.flagged
        assert "批注  ok" in seen(app)


@pytest.mark.parametrize(("undo", "redo"), [("u", "ctrl+y"), ("ctrl+z", "f9"), ("f8", "f9")])
async def test_undo_goes_to_what_was_undone(screen: Open, review: ReviewFile, undo: str, redo: str) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "a", "a", undo)
        assert app.item.key == Key("K1", 2) and app.item.state == "open"
        await pilot.press(undo)
        assert app.item.key == ROW1
        await pilot.press(undo)
        assert "没有可撤销" in seen(app)
        await pilot.press(redo)
        assert app.item.state == "accepted"
        assert [d.action for d in review.journal.decisions()] == ["accept", "accept", "undo", "undo", "redo"]


async def test_moving(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "a", "k")
        assert app.item.key == Key("K1", None)
        await pilot.press("j")
        assert app.item.key == Key("K1", 2)
        await pilot.press("K")
        assert app.item.key == ROW1
        await pilot.press("J", "n")
        assert app.item.key.project == "K2"
        await pilot.press("N")
        assert app.item.key == Key("K1", None)
        await pilot.press("end")
        assert app.item.key == Key("K2", None, "时效指标/发放时限")
        await pilot.press("home")
        assert app.item is None
        await pilot.press("down", "down", "down")
        assert app.item.key == ROW1


async def test_folding_a_project(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("home", "down", "enter")
        assert len(app.queue.lines) == 10
        await pilot.press("enter")
        assert len(app.queue.lines) == 16


async def test_filter_and_sort(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("/", *"T03", "enter")
        await pilot.pause()
        assert len([x for x in app.queue.lines if isinstance(x, Item)]) == 2 and "筛选: T03" in seen(app)
        await pilot.press("/", "ctrl+u", "enter")
        await pilot.pause()
        assert len(app.queue.lines) == 16
        await pilot.press("s", "2")
        await pilot.pause()
        assert app.sort == "severity" and len(app.queue.lines) == 12
        await pilot.press("s", "3")
        await pilot.pause()
        assert app.sort == "code" and re.search(r"1\.3 +指标名空壳", seen(app))
        await pilot.press("s", "1")
        await pilot.pause()
        assert app.sort == "document" and len(app.queue.lines) == 16


async def test_a_filter_leaves_the_cursor_where_it_was_or_on_the_next_row(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("g", "2", "enter", "/", *"M02", "enter")
        await pilot.pause()
        assert app.item.key == Key("K2", 2)
        assert "筛选出 2 行" in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.item.key == Key("K2", 2) and len(app.view) == 12 and "全部 12 行" in seen(app)
        await pilot.press("/", *"V01", "enter")
        await pilot.pause()
        assert app.item.key == Key("K2", 3)
        await pilot.press("/", "ctrl+u", *"M03", "enter")
        await pilot.pause()
        assert app.item.key == Key("K2", 1)


async def test_the_cursor_stays_on_a_heading_while_others_decide(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press("g", "2", "enter", "K")
        await pilot.pause()
        assert app.item is None
        here = app.queue.line
        other = ReviewSession(review, who="乙")
        other.accept(other.item(ROW1))
        app.poll()
        await pilot.pause()
        assert app.item is None and app.queue.line.project == here.project == "K2"


async def test_a_heading_counts_what_is_decided_at_once(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j")
        for n in range(4):
            assert f"1.补助资金1 12.00万元 {n}/6" in " ".join(seen(app).split())
            await pilot.press("a")
            await pilot.pause()
        await pilot.press("u", "u")
        assert "1.补助资金1 12.00万元 2/6" in " ".join(seen(app).split())


async def test_a_message_goes_once_it_no_longer_holds(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("g", *"没有", "enter")
        await pilot.pause()
        assert "没有编号" in seen(app)
        await pilot.press("g", "2", "enter")
        await pilot.pause()
        assert "没有编号" not in seen(app)


async def test_a_finding_about_the_whole_project_stands_beside_its_table(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("k")
        app.rebuild(Key("K1", None))
        await pilot.pause()
        assert app.item.name == "" and "数量｜发放人数｜≥90百分比｜冀财社【2020】190号" in seen(app)
        assert "质量｜空气pm10指数｜≥90百分比｜同上" in seen(app)


def test_projects_of_a_policy_are_told_by_what_they_pay_for(tmp_path: Path) -> None:
    names = (
        "冀财教【2020】166号 免学费",
        "冀财教【2020】166号 助学金",
        "冀财教【2020】174号 中央免学费",
        "中等职业学校免学费",
    )
    made = make_document(4)
    projects = tuple(p._replace(name=n) for p, n in zip(made.projects, names, strict=True))
    with ReviewFile.create(tmp_path / "表.review", [made._replace(projects=projects)]) as review:
        text = plain(siblings(ReviewSession(review, who="甲"), Key("K1", None)))
        assert text.startswith("3.冀财教【2020】174号 中央免学费  32.00万元\n4.中等职业学校免学费  42.00万元\n\n")
        assert "助学金" not in text


async def test_no_bulk_step_is_offered_where_everything_is_decided(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press(*["a"] * 12, "A")
        await pilot.pause()
        assert len(app.screen_stack) == 1 and "没有可以批量处理的行" in seen(app)
    async with screen(session=ReviewSession(review, who="乙")) as (app, pilot):
        await pilot.press("u")
        assert "只撤销自己的" in seen(app)


async def test_a_row_to_be_added_says_what_it_is_there_to_mend(screen: Open, review: ReviewFile) -> None:
    made = proposal("K1", None, "add", level2="数量指标", name="发放人次", target="≥9人次", resolves=("T03",))
    review.journal.record_proposals([made], [verdict(made)])
    async with screen() as (app, pilot):
        app.rebuild(next(i.key for i in app.session.items if i.name == "发放人次"))
        await pilot.pause()
        assert app.item.name == "发放人次" and "指标值一刀切：全表都写≥90百分比。" in seen(app)


async def test_a_reason_is_chosen_with_the_row_in_sight(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "x")
        await pilot.pause()
        text = seen(app)
        assert "3 上级文件规定：照原样保留，问题不进意见" in text
        assert "三级指标" in text and "一、问题成立吗？" in text


async def test_the_palette_speaks_the_screens_language(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.pause(0.5)
        text = seen(app)
        assert "找动作" in text and "采用" in text and "Search" not in text and "Quit" not in text


async def test_going_to_a_project(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("g", "2", "enter")
        await pilot.pause()
        assert app.item.key.project == "K2"
        await pilot.press("g", "K", "1", "enter")
        await pilot.pause()
        assert app.item.key.project == "K1"


async def test_going_to_a_project_stops_where_the_work_goes_on(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("a", "a", "g", "2", "enter")
        await pilot.pause()
        await pilot.press("g", "1", "enter")
        await pilot.pause()
        assert app.item.key == Key("K1", 2)
        await pilot.press("a", "a", "a", "a", "g", "1", "enter")
        await pilot.pause()
        assert app.item.key == Key("K1", None)


async def test_a_filter_that_nothing_fits_any_more_does_not_open_on_an_empty_list(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("/", *"项目:补助资金1", "space", *"未决", "enter", *["a"] * 6, "q")
    async with screen() as (app, _pilot):
        assert len(app.view) == 12 and not app.filter.line


async def test_what_differs_from_row_to_row_stands_before_the_long_list_of_what_passed(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j")
        text = seen(app)
        assert text.index("同名  另有 1 处") < text.index("核验  全部通过")


async def test_verification_names_defects_in_words(screen: Open, review: ReviewFile) -> None:
    made = proposal("K1", 1, name="补助发放人数", target="=700人")
    said = Check(check="claims", result="cannot_decide", reason="P01 要由部门改绩效目标。")
    review.journal.record_proposals([made], [verdict(made).model_copy(update={"checks": (said,)})])
    async with screen() as (app, pilot):
        await pilot.press("j")
        assert "“绩效目标空洞”要由部门改绩效目标" in seen(app) and "P01" not in seen(app)


async def test_editing_a_row_that_is_to_go_says_that_it_then_stays(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "e")
        await pilot.pause()
        assert "建议是删去本行" not in seen(app)
        await pilot.press("escape", "j", "e")
        await pilot.pause()
        assert "建议是删去本行；在这里保存，就是留下它。" in seen(app)


async def test_later_on_a_decided_row_takes_the_decision_back_only_when_pressed_twice(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "a", "K", "space")
        assert app.item.key == ROW1 and app.item.state == "accepted" and "再按一次空格改回未决" in seen(app)
        await pilot.press("space")
        assert app.session.item(ROW1).state == "deferred" and app.item.key == Key("K1", 2)
        await pilot.press("u", "J", "K", "space")
        assert app.item.key == ROW1 and app.item.state == "accepted"


@pytest.mark.parametrize("keys", [("g", "2", "enter"), ("n",)])
async def test_another_project_is_shown_from_its_beginning_on(screen: Open, keys: tuple[str, ...]) -> None:
    async with screen((120, 12)) as (app, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        queue = app.queue
        assert app.item.key.project == "K2"
        assert queue.cursor - queue.scroll_offset.y == min(3, queue.size.height // 4)


async def test_the_closing_page_stands_before_the_checks_are_through(screen: Open, start: Any) -> None:
    shown: list[str] = []

    def check(project: Project) -> Findings:
        shown.append(seen(app))
        return Findings()

    async with screen(session=start(check=check)) as (app, pilot):
        await pilot.press("j", "f", "a", "c")
        await pilot.pause()
        assert "正在检查…" in shown[0] and "标记留给复审的 1 条" in seen(app)


async def test_bulk_is_previewed_and_one_step(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "A")
        await pilot.pause()
        assert "采用：全部行（可批量 6，共 12）" in seen(app) and "不用：全部行（可批量 12，共 12）" in seen(app)
        assert "采用：本项目的行（可批量 3，共 6）" in seen(app)
        assert "1 采用：与本行同名的行（可批量 2，共 2）" in seen(app)
        await pilot.press("end", "up", "enter")
        await pilot.pause()
        text = seen(app)
        assert "采用 6 条（其中删去 2 条）" in text and "不在其中：未核验 2，待填 2，已决 0，没有建议 2" in text
        await pilot.press("enter")
        await pilot.pause()
        assert len(review.journal.decisions()) == 6
        await pilot.press("A")
        await pilot.pause()
        assert "采用：全部行" not in seen(app) and "不用：全部行（可批量 6，共 12）" in seen(app)
        await pilot.press("escape", "u")
        assert app.session.progress().states["open"] == 12


async def test_a_marked_range_and_rejecting_it(screen: Open, review: ReviewFile) -> None:
    async with screen() as (_app, pilot):
        await pilot.press("j", "v", "J", "J", "A")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("5")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        decisions = review.journal.decisions()
        assert [(d.row, d.reason) for d in decisions] == [(n, "上年已批") for n in (1, 2, 3)]
        assert len({d.step for d in decisions}) == 1


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("w", "整张表"), ("b", "补助资金2"), ("p", "“每人2000元”发放补助"), ("o", "内置起草"), ("c", "按单位"),
        ("?", "ctrl+y"), ("f1", "重做"),
    ],
)  # fmt: skip
async def test_pages_one_key_away(screen: Open, key: str, words: str) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", key)
        await pilot.pause()
        assert words in seen(app)
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_one_pane_at_a_time_on_a_small_terminal(screen: Open) -> None:
    async with screen(size=(80, 24)) as (app, pilot):
        await pilot.press("j")
        assert "1 清单" in seen(app) and "2 对比" not in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "2 对比" in seen(app) and "1 清单" not in seen(app)
        await pilot.press("a")
        assert app.item.key == Key("K1", 2) and "第2行" in seen(app)
        await pilot.press("1")
        await pilot.pause()
        assert "1 清单" in seen(app)
        await pilot.press("tab")
        await pilot.pause()
        assert "2 对比" in seen(app)


async def test_zoom(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("2", "z")
        await pilot.pause()
        assert "1 清单" not in seen(app) and "2 对比" in seen(app)
        await pilot.press("z")
        await pilot.pause()
        assert "1 清单" in seen(app)


async def test_late_proposals_appear(screen: Open, review: ReviewFile) -> None:
    async def stream(_tell: Callable[[str], None]) -> None:
        new = proposal("K1", 1, name="到人补助人数", target="=604人")
        review.journal.record_proposals([new], [verdict(new)])

    async with screen(stream=stream) as (app, pilot):
        await pilot.press("j")
        await pilot.pause(0.1)
        app.poll()
        await pilot.pause()
        assert "604人" in seen(app)


@pytest.mark.parametrize("width", [80, 120])
async def test_a_run_shows_how_it_stands_while_rows_are_decided(screen: Open, width: int) -> None:
    told, end = asyncio.Event(), asyncio.Event()
    line = "已完成 7/65  失败 1 被拦 2  令牌 12345（缓存 40%）  0.1234 CNY  每分钟 8 个  并发 3/8  还要 7 分钟"

    async def stream(tell: Callable[[str], None]) -> None:
        tell(line)
        told.set()
        await end.wait()

    async with screen((width, 30), stream=stream, notice="某模型正在提出建议，边到边审。") as (app, pilot):
        await told.wait()
        await pilot.pause()
        assert "".join(line.split()) in "".join(seen(app).split())
        await pilot.press("j", "a")
        await pilot.pause()
        assert "已完成 7/65" in seen(app)
        end.set()
        await pilot.pause(0.1)
        await pilot.press("a")
        await pilot.pause()
        assert "已完成 7/65" not in seen(app)


async def test_what_another_process_decides_is_shown_not_overwritten(screen: Open, review: ReviewFile) -> None:
    other = ReviewSession(review, who="乙")
    async with screen() as (app, pilot):
        await pilot.press("j")
        other.reject(other.item(ROW1), "上年已批")
        await pilot.press("a")
        assert "乙 刚刚决定了这一行" in seen(app)
        assert app.item.key == ROW1 and app.item.state == "rejected"
        assert [d.who for d in review.journal.decisions()] == ["乙"]


async def test_keys_can_be_changed(screen: Open, review: ReviewFile) -> None:
    async with screen(settings=Settings(keys={"accept": "t"})) as (app, pilot):
        await pilot.press("j", "a")
        assert review.journal.decisions() == []
        await pilot.press("t")
        assert len(review.journal.decisions()) == 1
        assert "t 采用" in seen(app)


async def test_chinese_input_is_pointed_out(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "阿")
        assert "输入法" in seen(app) and review.journal.decisions() == []


async def test_where_one_left_off_is_where_one_starts(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("n", "j", "q")
        left = app.item.key
    async with screen() as (app, _pilot):
        assert app.item.key == left and left.project == "K2"


async def test_a_full_disk_is_said_and_the_row_stays_undecided(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j")
        pages = review.connection.rows("PRAGMA page_count")[0][0]
        review.connection.rows(f"PRAGMA max_page_count = {pages}")
        for _n in range(60):
            await pilot.press("f")
            if "磁盘已满" in seen(app):
                break
        assert "磁盘已满" in seen(app)
        review.journal.prove()


async def test_asking_again_without_a_model_says_what_to_set(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "r")
        assert "REVIEWER_MODEL" in seen(app)


async def test_asking_again_passes_the_hint(screen: Open) -> None:
    asked: list[str] = []

    async def again(item: object, hint: str) -> str:
        asked.append(hint)
        return "新的建议已到。"

    async with screen(ask_again=again, where=lambda: "发给 api.local 的 模型甲") as (app, pilot):
        await pilot.press("j", "r")
        await pilot.pause()
        assert "发给 api.local 的 模型甲" in seen(app) and asked == []
        await pilot.press(*"abc", "enter")
        await pilot.pause()
        await pilot.pause()
        assert asked == ["abc"] and "新的建议已到。" in seen(app)


async def test_what_another_decides_behind_a_dialog_is_not_overwritten(screen: Open, review: ReviewFile) -> None:
    other = ReviewSession(review, who="乙")
    async with screen() as (app, pilot):
        await pilot.press("j", "x")
        await pilot.pause()
        other.accept(other.item(ROW1))
        app.poll()
        await pilot.press("1")
        await pilot.pause()
        assert "乙 刚刚决定了这一行" in seen(app)
        assert [d.who for d in review.journal.decisions()] == ["乙"]


async def test_a_bulk_step_is_not_done_where_a_row_was_decided_since_its_preview(
    screen: Open, review: ReviewFile
) -> None:
    other = ReviewSession(review, who="乙")
    async with screen() as (app, pilot):
        await pilot.press("j", "A")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        other.reject(other.item(ROW1), "上年已批")
        app.poll()
        await pilot.press("enter")
        await pilot.pause()
        assert "这一步没有做" in seen(app)
        assert [d.who for d in review.journal.decisions()] == ["乙"]


async def test_over_twenty_the_number_is_typed(screen: Open, tmp_path: Path) -> None:
    with fill(ReviewFile.create(tmp_path / "40.review", [make_document(40)])) as review:
        async with screen(session=ReviewSession(review, who="甲")) as (app, pilot):
            await pilot.press("j", "A")
            await pilot.pause()
            await pilot.press("end", "up", "enter")
            await pilot.pause()
            assert "请输入 120" in seen(app)
            await pilot.press("1", "2", "enter")
            await pilot.pause()
            assert review.journal.decisions() == [] and "要输入的是 120，不是 12" in seen(app)
            await pilot.press("1", "2", "0", "enter")
            await pilot.pause()
            assert len(review.journal.decisions()) == 120
            await pilot.press("u")
            assert app.session.progress().states == {"open": 240}


async def test_a_unit_shows_its_projects_and_how_far_they_are(screen: Open) -> None:
    async with screen() as (app, pilot):
        await pilot.press("j", "a", "home")
        text = seen(app)
        assert "1 个项目，已决 1/6 行" in text and "1/6   1.补助资金1" in text


async def test_every_action_is_in_the_palette_and_on_a_key_an_input_method_leaves(screen: Open) -> None:
    async with screen() as (app, _pilot):
        names = {c.title for c in app.get_system_commands(app.screen)}
        for command in commands():
            assert command.id == "palette" or command.title in names
            assert any(len(key) > 1 or key.isdigit() for key in command.keys.split(",")), command.id


async def test_a_text_changed_throughout_stands_whole(screen: Open, review: ReviewFile) -> None:
    new = proposal("K1", 1, name="到人补助", definition="本年度实际领取补助的人数，同一人只计一次，以发放花名册为准")
    review.journal.record_proposals([new], [verdict(new)])
    async with screen() as (app, pilot):
        await pilot.press("j")
        assert "[-发放人数-]{+到人补助+}" in seen(app)


async def test_keys_typed_faster_than_a_dialog_comes_up_are_not_lost(screen: Open, review: ReviewFile) -> None:
    async with screen() as (app, pilot):
        for key in ["j", "x", "2", "a", "m", "好", "的", "enter", "a", "e", "8", "f2", "a"]:
            app._driver.process_message(KeyPress(key, key if len(key) == 1 else None))
        for _n in range(100):
            if len(review.journal.decisions()) > 5:
                break
            await pilot.pause(0.1)
        taken = [(d.row, d.action, d.reason) for d in review.journal.decisions()]
        assert taken[:4] == [
            (1, "reject", "建议不合适"), (2, "accept", None), (3, "comment", "好的"), (3, "accept", None)
        ]  # fmt: skip
        assert [(d.row, d.action) for d in review.journal.decisions()[4:]] == [(4, "edit"), (None, "accept")]
        assert review.journal.decisions()[4].after.target == "≥ 8 %"


async def test_a_quote_that_the_verification_found_is_shown_in_its_place(screen: Open, review: ReviewFile) -> None:
    quotes = ("发放人数｜≥90百分比", "预算数 12.00万元", "发放给9人", "同类项目 77.00万元")
    made = proposal("K1", 1, target="=60人", evidence=quotes)
    passed = Check(check="quote", result="pass", reason="都在。")
    found = Verdict(project="K1", row=1, action="replace", proposal=made.digest, checks=(passed,))
    review.journal.record_proposals([made], [found])
    async with screen() as (app, pilot):
        await pilot.press("j")
        text = seen(app)
        assert "第1行：“发放人数｜≥90百分比”" in text and "资金总额：“预算数 12.00万元”" in text
        assert "文中没有找到" not in text
    review.journal.record_proposals([made], [verdict(made)])
    async with screen() as (app, pilot):
        await pilot.press("j")
        assert "“发放给9人”（文中没有找到这句）" in seen(app)
        await pilot.press("p")
        await pilot.pause()
        assert "第1行  “发放人数｜≥90百分比”" in seen(app)


async def test_a_number_is_tagged_by_where_it_comes_from(screen: Open, review: ReviewFile) -> None:
    made = proposal("K1", 1, target="=60人", origin="derived", formula="12万元÷2000元/人", evidence=("每人2000元",))
    stated = proposal("K1", 3, target="≥2000.00元", origin="stated", evidence=("每人2000元",))
    lost = proposal("K1", 4, target="≥97%", origin="stated", evidence=("每人2000元",))
    review.journal.record_proposals([made, stated, lost], [verdict(p) for p in (made, stated, lost)])
    async with screen() as (app, pilot):
        await pilot.press("j")
        assert "60人 ← 计算式" in seen(app)
        await pilot.press("j", "j")
        assert "2000.00元 ← 文中原句" in seen(app)
        await pilot.press("j")
        assert "97% ← 文中没有找到" in seen(app)


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
async def test_every_colour_can_be_read_on_its_ground(screen: Open, theme: str) -> None:
    """The contrast of WCAG 2.1 (1.4.3) for text of normal size."""

    def light(colour: tuple[int, int, int]) -> float:
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    async with screen(settings=Settings(theme=theme)) as (app, _pilot):
        ground = light(app.screen.query_one("#why").background_colors[1].rgb)
        for role, style in styles(app).items():
            if style.color and style.color.triplet:
                dark, bright = sorted((ground, light(style.color.triplet)))
                assert (bright + 0.05) / (dark + 0.05) >= 4.5, role
