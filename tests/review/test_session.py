"""What a reviewer can do, without a screen."""

from collections.abc import Callable

import pytest

from reviewer.domain.decision import Conclusion
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import Project, RowText
from reviewer.errors import CommandError
from reviewer.review import Choice, Heading, Item, Key, ReviewSession, parse_filter
from reviewer.store.review_file import ReviewFile
from tests.review.conftest import proposal, verdict

Start = Callable[..., ReviewSession]
A = "K1"


def item(session: ReviewSession, row: int | None, project: str = A, addition: str = "") -> Item:
    found = session.item(Key(project, row, addition))
    assert found
    return found


def keys(items: list[Item]) -> list[tuple[str, int | None]]:
    return [(i.key.project, i.key.row) for i in items]


def test_the_queue_is_in_the_documents_order(start: Start) -> None:
    session = start()
    assert keys(session.items)[:6] == [("K1", None), ("K1", 1), ("K1", 2), ("K1", 3), ("K1", 4), ("K1", None)]
    assert session.items[5].key.addition == "时效指标/发放时限"
    assert len(session.items) == 12
    assert item(session, 1).verified and not item(session, 3).verified and item(session, 4).asks


def test_accept_writes_the_proposed_text(start: Start) -> None:
    session = start()
    assert session.accept(item(session, 1))
    row = session.row(item(session, 1))
    assert row.state == "accepted" and row.changed
    assert row.after and (row.after.name, row.after.target) == ("补助发放人数", "=600人")
    assert row.after.basis == "冀财社【2020】190号"
    assert row.decision and (row.decision.who, row.decision.proposal) == ("甲", item(session, 1).digest)


def test_accepting_a_removal_removes_and_an_addition_adds(start: Start) -> None:
    session = start()
    session.accept(item(session, 2))
    session.accept(item(session, None, addition="时效指标/发放时限"))
    assert session.row(item(session, 2)).after is None and session.row(item(session, 2)).changed
    names = [i.name for i in session.revised(A).indicators]
    assert sorted(names) == sorted(["发放人数", "发放时限", "经济效益指标", "群众满意度"])


def test_accepting_a_finding_alone_changes_nothing(start: Start) -> None:
    session = start()
    session.accept(item(session, None))
    row = session.row(item(session, None))
    assert row.state == "accepted" and not row.changed and row.findings


def test_a_rejection_carries_a_reason_and_the_finding_may_fall(start: Start) -> None:
    session = start()
    session.reject(item(session, 1), "问题不成立")
    session.reject(item(session, 3), "建议不合适")
    assert session.row(item(session, 1)).findings == ()
    assert session.row(item(session, 3)).findings
    with pytest.raises(CommandError, match="问题不成立"):
        session.reject(item(session, 4), "不喜欢")


def test_edit_defer_flag_comment(start: Start) -> None:
    session = start()
    text = session.before(item(session, 1))
    assert text
    session.edit(item(session, 1), text._replace(target="=604人"))
    session.defer(item(session, 2))
    session.flag(item(session, 3))
    session.comment(item(session, 3), "请复核")
    assert session.row(item(session, 1)).after == text._replace(target="=604人")
    assert item(session, 2).state == "deferred" and item(session, 2).undecided
    assert item(session, 3).flagged and session.row(item(session, 3)).note == "请复核"
    session.flag(item(session, 3))
    assert not item(session, 3).flagged


def test_a_figure_is_asked_for_as_the_row_is_decided(start: Start) -> None:
    session = start()
    row = item(session, 4)
    proposed = session.proposed(row)
    assert proposed and row.asks

    def asking() -> int:
        asked = session.view(parse_filter("待填"))
        assert (row in asked) == row.asks
        return len(asked)

    session.edit(row, proposed._replace(target="≥95%"))
    assert not row.asks and asking() == 1
    session.reject(row, "建议不合适")
    assert not row.asks and asking() == 1
    session.edit(row, proposed)
    assert row.asks and asking() == 2 and session.closing().taken_asking == 1
    session.accept(row)
    assert row.asks and asking() == 2 and session.closing().taken_asking == 1
    for _step in range(2):
        session.undo()
    assert row.state == "rejected" and not row.asks
    session.edit(row, None)
    assert not row.asks and asking() == 1
    session.defer(row)
    assert row.asks and session.closing().asking == 2


def test_undo_and_redo_have_no_limit_and_outlive_the_session(start: Start) -> None:
    session = start()
    for row in (1, 2, 3):
        session.accept(item(session, row))
    session = start()
    assert keys(session.undo()) == [(A, 3)]
    session = start()
    assert keys(session.undo()) == [(A, 2)]
    assert keys(session.undo()) == [(A, 1)]
    assert not session.undo()
    assert [item(session, r).state for r in (1, 2, 3)] == ["open"] * 3
    session = start()
    assert keys(session.redo()) == [(A, 1)]
    assert keys(session.redo()) == [(A, 2)]
    session.reject(item(session, 4))
    assert not session.redo()
    assert [item(session, r).state for r in (1, 2, 3, 4)] == ["accepted", "accepted", "open", "rejected"]


def test_a_changed_mind_is_undone_to_the_decision_before(start: Start) -> None:
    session = start()
    session.accept(item(session, 1))
    session.reject(item(session, 1), "上年已批")
    session.undo()
    assert item(session, 1).state == "accepted"


def test_undo_takes_back_ones_own_steps_only(start: Start) -> None:
    one, two = start("甲"), start("乙")
    one.accept(item(one, 1))
    two.refresh()
    assert not two.undo()
    two.accept(item(two, 2))
    one.refresh()
    assert keys(one.undo()) == [(A, 1)]
    assert item(one, 2).state == "accepted"


def test_a_row_decided_meanwhile_is_shown_not_overwritten(start: Start) -> None:
    one, two = start("甲"), start("乙")
    assert one.accept(item(one, 1))
    assert not two.reject(item(two, 1), "上年已批")
    assert item(two, 1).state == "accepted" and item(two, 1).who == "甲"
    assert two.reject(item(two, 1), "上年已批")
    assert keys(one.refresh()) == [(A, 1)]
    assert item(one, 1).state == "rejected"


def test_bulk_leaves_out_what_is_unverified_or_asks(start: Start) -> None:
    session = start()
    session.reject(item(session, 1, "K2"), "上年已批")
    preview = session.preview(session.items, "accept")
    assert len(preview.take) == 5
    assert [len(x) for x in (preview.unverified, preview.asking, preview.decided, preview.empty)] == [2, 2, 1, 2]
    assert preview.left == 7
    assert session.bulk(preview)
    assert session.progress().states["accepted"] == 5
    assert len(session.undo()) == 5
    assert session.progress().states["open"] == 11
    assert len(session.redo()) == 5


def test_a_policy_is_not_counted_as_a_person(start: Start) -> None:
    session = start()
    session.bulk(session.preview(session.items, "accept"), policy=True)
    assert session.progress().decided == 0 and session.progress().by_policy == 6
    assert all(r.decision.policy for r in session.decided() if r.decision)


def test_like_rows_are_found_across_projects(start: Start) -> None:
    session = start()
    assert keys(session.like(item(session, 2))) == [("K1", 2), ("K2", 2)]


def test_what_a_person_wrote_is_not_called_unverified(start: Start) -> None:
    session = start()
    unverified = parse_filter("未核验")
    row = session.view(unverified)[0]
    session.accept(row)
    assert row.unverified and session.closing().taken_unverified == 1
    session.edit(row, (session.proposed(row) or RowText())._replace(target="=5人"))
    assert not row.unverified and row not in session.view(unverified) and len(session.view(unverified)) == 1
    assert session.closing().taken_unverified == 0
    session.undo()
    session.undo()
    assert row.unverified and len(session.view(unverified)) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", 12), ("未决", 12), ("采用", 0), ("必改", 8), ("提示", 2), ("T03", 2), ("代码:V01", 2), ("待填", 2),
        ("未核验", 2), ("已核验", 8), ("单位:医保局", 6), ("项目:K2", 6), ("维度:满意度", 2), ("pm10", 2),
        ("补助发放人数", 2), ("补助资金2", 6), ("必改 单位:医保局 V01", 1), ("发放_限", 0), ("审核人:甲", 0),
        ("标记", 0), ("与项目无关", 2), ("名称:发放人数", 2), ("名称:发放", 0), ("100%", 0),
    ],
)  # fmt: skip
def test_filters(start: Start, line: str, expected: int) -> None:
    session = start()
    assert len(session.view(parse_filter(line, {"M02": "与项目无关"}))) == expected


def test_sorting(start: Start) -> None:
    session = start()
    session.accept(item(session, 1))
    assert session.view(sort="severity")[-1].severity == -1
    assert session.view(sort="amount")[0].key.project == "K2"
    assert session.view(sort="state")[-1] is item(session, 1)
    assert session.view(sort="code")[0].codes == ("M02",)
    assert session.view(sort="reviewer")[0] is item(session, 1)
    assert session.view(sort="asking")[0].asks and session.view(sort="verified")[0].verified is False
    assert session.view(sort="unit")[-1].key.project == "K2" and session.view(sort="project")[0].key.project == "K1"
    assert session.view(sort="dimension")[0].level2 == ""


def test_rows_of_the_same_name_and_how_they_were_decided(start: Start) -> None:
    session = start()
    session.reject(item(session, 1, "K2"), "上年已批")
    assert session.alike(item(session, 1)).states == {"rejected": 1}
    assert session.alike(item(session, None)).total == 0


def test_only_what_is_looked_at_is_read(start: Start, review: ReviewFile, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    rows = review.connection.rows

    def noted(sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(sql)
        return rows(sql, values)

    monkeypatch.setattr(review.connection, "rows", noted)
    session = start()
    lines = session.lines(session.view(), grouped=True)
    assert len(lines) == 16 and session.progress().total == 12
    assert not any("body" in sql for sql in asked)


def test_lines_have_headings_and_fold(start: Start) -> None:
    session = start()
    lines = session.lines(session.items, set(), grouped=True)
    assert [x for x in lines if isinstance(x, Heading)] == [
        ("323001 人社局本级", "", 6), ("323001 人社局本级", "K1", 6),
        ("323002 医保局", "", 6), ("323002 医保局", "K2", 6),
    ]  # fmt: skip
    assert len(lines) == 16
    assert len(session.lines(session.items, {"K1"}, grouped=True)) == 10
    assert len(session.lines(session.items, {"K1", "unit:323002 医保局"}, grouped=True)) == 3
    assert len(session.lines(session.items, set(), grouped=False)) == 12


def test_late_proposals_arrive_and_the_newest_is_shown(start: Start) -> None:
    session = start()
    session.accept(item(session, 1))
    newer = proposal(A, 1, target="=604人", origin="stated")
    assert keys(session.arrived([newer], [verdict(newer)])) == [(A, 1)]
    assert session.judged(item(session, 1)).proposal == newer  # type: ignore[union-attr]
    assert item(session, 1).state == "accepted" and session.outdated(item(session, 1))
    assert session.row(item(session, 1)).after.target == "=600人"  # type: ignore[union-attr]


def test_where_one_left_off(start: Start) -> None:
    session = start()
    assert session.resume() == (Key(A, None), "", "document")
    session.remember(Key("K2", 3), "必改", "severity")
    assert start().resume() == (Key("K2", 3), "必改", "severity")
    assert start("乙").resume() == (Key(A, None), "", "document")


@pytest.mark.parametrize("place", ["{", "[]", "{}"])
def test_where_one_left_off_is_forgotten_where_it_cannot_be_read(start: Start, place: str) -> None:
    session = start()
    session._review.journal.remember("甲", place)
    assert session.who == "甲" and session.resume() == (Key(A, None), "", "document")


def test_the_closing_page_counts_what_is_left_and_what_is_new(start: Start) -> None:
    def check(project: Project) -> Findings:
        bad = [i for i in project.indicators if "600" in i.target.raw]
        return Findings(
            found=tuple(
                Finding(code="T04", severity="warning", project=project.key, row=i.row, message="对不上") for i in bad
            )
        )

    session = start(check=check)
    session.edit(item(session, 1), RowText(level1="产出指标", level2="数量指标", name="人数", target="≥90%"))
    closing = session.closing()
    assert session.closing().new == ()
    session.edit(item(session, 1), RowText(level1="产出指标", level2="数量指标", name="人数", target="600人"))
    assert [f.code for f in session.closing().new] == ["T04"]
    assert [f.code for f in session.try_text(item(session, 2), RowText(target="600人"))] == ["T04"]
    assert (closing.undecided, closing.unverified, closing.asking, closing.new) == (11, 2, 2, ())
    assert closing.by_unit == {"323001 人社局本级": (1, 6), "323002 医保局": (0, 6)}
    assert closing.by_code["M03"] == (1, 2)


def test_findings_recorded_again_replace_the_old(start: Start, review: ReviewFile) -> None:
    session = start()
    review.journal.record_findings(A, Findings())
    session.refresh()
    assert session.findings(item(session, 1)) == () and item(session, 1).codes == ()
    assert (A, None) not in keys([i for i in session.items if not i.key.addition])


def test_several_rows_are_decided_together_or_not_at_all(start: Start) -> None:
    session, other = start(), start("乙")
    one, two = item(session, 1), item(session, 2)
    text = RowText(name="我的", target="=1人")
    assert session.together([Choice(one, "edit", text), Choice(two, "reject", None, "系统必填")])
    assert session.row(one).after == text and session.row(two).state == "rejected"
    assert len(session.undo()) == 2 and session.items[1].state == "open"
    assert not other.together([Choice(item(other, 1), "defer"), Choice(item(other, 3), "defer")])
    assert item(other, 3).state == "open"
    assert not session.together([])


def test_a_project_is_concluded_and_the_last_word_counts(start: Start) -> None:
    session = start()
    assert session.conclude(A, "退回", "整表：照搬")
    assert not session.conclude(A, "退回", "整表：照搬")
    assert start("乙").conclusions == {A: Conclusion("退回", "整表：照搬")}
    assert session.conclude(A, "")
    assert not session.conclusions.get(A, Conclusion()).word
    assert not session.undo() and len(session.items) == 12
    with pytest.raises(CommandError, match="没有“优”"):
        session.conclude(A, "优")
