"""`reviewer score`: the form for a project and a document, with a person's marks."""

import json
from pathlib import Path

import pytest

from reviewer.cli import main

TABLE = str(Path(__file__).parents[1] / "data/layouts/r12_markdown.md")
BY_HAND = ("目标相关性", "绩效合理性", "资金匹配性", "实现可能性", "条件充分性")


def run(capsys, *arguments):
    code = main(["score", TABLE, *arguments])
    return code, capsys.readouterr()


def marks_file(folder, marks, key="#1", suffix="json"):
    file = folder / f"marks.{suffix}"
    file.write_text(json.dumps({key: marks}, ensure_ascii=False), encoding="utf-8")
    return str(file)


def test_no_grade_before_a_person_filled_the_rest(capsys):
    code, out = run(capsys, "--format", "json")
    record = json.loads(out.out)
    (project,), (document,) = record["projects"], record["documents"]
    assert code == 0
    assert record["form"]["note"] == "参考"
    assert record["form"]["formula"]
    for one in (project, document):
        assert (one["total"], one["grade"]) == (None, None)
        assert [p["name"] for p in one["points"] if p["text"] == "待人工"] == list(BY_HAND)
    clear = next(p for p in project["points"] if p["name"] == "规范完整性")
    assert clear["findings"] == []
    assert clear["marks"] == "10.0"  # the form has no column for the definitions that its rows lack


def test_the_text_names_points_findings_and_what_waits(capsys):
    _code, out = run(capsys)
    assert "参考" in out.out
    assert "第5行" in out.out
    assert out.out.count("待人工 / ") == 2 * len(BY_HAND)
    assert "不评等级" in out.out


def test_a_filled_form_has_a_grade(capsys, tmp_path):
    _code, out = run(capsys, "--format", "toml")
    filled = tmp_path / "marks.toml"
    filled.write_text(out.out.replace('= ""', "= 9.5"), encoding="utf-8")
    _code, out = run(capsys, "--format", "json", "--marks", str(filled))
    (project,) = json.loads(out.out)["projects"]
    computed = sum(float(p["marks"]) for p in project["points"] if not p["by_hand"])
    assert float(project["total"]) == pytest.approx(computed + 5 * 9.5)
    assert project["grade"] == "良"
    assert "协商完善" in project["consequence"]


def test_a_poor_one_may_not_enter_the_budget(capsys, tmp_path):
    code, out = run(capsys, "--marks", marks_file(tmp_path, dict.fromkeys(BY_HAND, 0)))
    assert code == 0
    assert "差：不得进入下一步预算安排流程" in out.out


@pytest.mark.parametrize(
    ("marks", "key", "said"),
    [
        ({"目标相关性": 16}, "#1", "0 到 15"),
        ({"目标相关性": "好"}, "#1", "0 到 15"),
        ({"目标相关姓": 9}, "#1", "目标相关姓"),
        ({"目标相关性": 9}, "#7", "#7"),
    ],
)
def test_marks_that_cannot_be(capsys, tmp_path, marks, key, said):
    code, out = run(capsys, "--marks", marks_file(tmp_path, marks, key))
    assert code == 3
    assert said in out.err
