import csv

import pytest
from python_calamine import load_workbook

from reviewer.domain.decided import DecidedRow, revise, tally
from reviewer.domain.document import Document
from reviewer.domain.harmless import harmless
from reviewer.errors import CommandError, StorageError
from reviewer.export import words
from reviewer.export.safe import csv_text, file_name


def test_revised_table_holds_accepted_changes_only(document: Document, decided: tuple[DecidedRow, ...]) -> None:
    texts = [(r.text.level2, r.text.name, r.text.target) for r in revise(document.projects[0], decided)]
    assert texts == [
        ("数量指标", "发放补助人数", "≥ 【待填】 人"),
        ("质量指标", "补助准确率", "=100%"),
        ("时效指标", "发放时限", "每月10日前"),
        ("服务对象满意度指标", "群众满意度", "≥90%"),
    ]


def test_front_line_counts(decided: tuple[DecidedRow, ...]) -> None:
    assert tally(decided).line() == "列入意见 4 条, 待填 1 处, 未决 2 条, 未核验 0 条, 按规则批量采用 1 条"


def test_what_the_reviewer_wrote_counts_as_neither_verified_nor_not(decided: tuple[DecidedRow, ...]) -> None:
    rewritten = next(d for d in decided if d.state == "edited" and d.verdict and not d.verdict.verified)
    taken = rewritten.model_copy(update={"state": "accepted"})
    assert (taken.verified, rewritten.verified) == (False, None)
    assert (words.verified(taken), words.verified(rewritten)) == ("未核验", "审核人修改")
    assert (tally([taken]).unverified, tally([rewritten]).unverified) == (1, 0)


def test_files_are_named_after_the_document(export, tmp_path) -> None:
    paths = export("xlsx", "csv", "md")
    assert [p.name for p in paths] == [f"表.revised.{e}" for e in ("xlsx", "csv", "md")]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)


def test_workbook_shows_change_question_and_reviewer(export, tmp_path) -> None:
    [path] = export("xlsx")
    book = load_workbook(str(path))
    tables = book.get_sheet_by_name("修改后绩效目标表").to_python()
    flat = [c for row in tables for c in row]
    assert "≥ 【待填】 人" in flat and "【待填】问题1：全年发放多少人？" in flat
    assert "经济效益指标" not in flat[: flat.index("2.补助资金2绩效目标表")]
    changes = book.get_sheet_by_name("修改对照").to_python()
    first = changes[3]
    assert first[2].endswith("指标值：≥ 【待填】 人\n指标值确定依据：冀财社【2020】190号")
    assert first[6:] == ["全年发放多少人？", "采用", "审核员甲", "2021-03-01T09:30:00+08:00"]
    assert "T01" not in "".join(str(c) for row in changes for c in row)


def test_text_is_never_a_formula(export, tmp_path) -> None:
    [path] = export("xlsx", rows=())
    sheet = load_workbook(str(path)).get_sheet_by_name("修改后绩效目标表").to_python()
    assert "=SUM(A1)" in [c for row in sheet for c in row]
    [path] = export("csv", rows=())
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[2][rows[0].index("三级指标")] == "'=SUM(A1)"
    assert rows[2][rows[0].index("指标值确定依据")] == "'@部门"


def test_final_refuses_while_a_blank_remains(export, decided, tmp_path) -> None:
    with pytest.raises(CommandError, match=r"1 处【待填】.*补助资金1第1行"):
        export("md", final=True)
    assert list(tmp_path.iterdir()) == []
    assert export("md", rows=decided[1:], final=True)


def test_nothing_is_overwritten_without_force(export, tmp_path) -> None:
    (tmp_path / "表.revised.md").write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match="--force"):
        export("csv", "md")
    assert (tmp_path / "表.revised.md").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "表.revised.csv").exists()
    export("md", force=True)
    assert "财政审核建议稿" in (tmp_path / "表.revised.md").read_text(encoding="utf-8")


def test_a_failure_leaves_nothing_behind(export, tmp_path, monkeypatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reviewer.export.flat_csv.write_csv", full)
    with pytest.raises(StorageError, match="No space left"):
        export("csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("'=1", "''=1"), ("＝1", "'＝1"), ("甲=1", "甲=1"), ("\x1b[2J", "␛[2J"), ("a‮b", "a�b")],
)
def test_csv_text(text: str, safe: str) -> None:
    assert csv_text(text) == safe


def test_harmless_keeps_breaks_and_replaces_lone_surrogates() -> None:
    assert harmless("甲\r\n乙\t丙\ud800\x00") == "甲\n乙\t丙�␀"


@pytest.mark.parametrize(("text", "name"), [("../a/b", "a_b"), ("CON", "_CON"), ("甲 乙\n", "甲_乙"), ("", "_")])
def test_file_name(text: str, name: str) -> None:
    assert file_name(text) == name


def test_a_text_of_the_reviewers_own_asks_for_itself(decided: tuple[DecidedRow, ...]) -> None:
    taken = next(d for d in decided if d.state == "accepted" and d.blanks)
    assert taken.question == "全年发放多少人？" and taken.after is not None
    same = taken.model_copy(update={"state": "edited", "after": taken.after._replace(basis="名册")})
    other = taken.model_copy(update={"state": "edited", "after": taken.after._replace(name="人均补助标准")})
    filled = taken.model_copy(update={"state": "edited", "after": taken.after._replace(target="≥600人")})
    assert [row.question for row in (same, other, filled)] == [
        "全年发放多少人？",
        "请补充“人均补助标准”【待填】处的数值。",
        "",
    ]
