"""A review's exports: into the department's own file, named by it, all of them or none."""

import shutil
from pathlib import Path

import pytest

from reviewer.errors import CommandError
from reviewer.pipeline.deciding import by_policy
from reviewer.pipeline.exporting import export_files
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import Settings
from tests.pipeline.conftest import SAMPLE

LAYOUTS = Path(__file__).parents[1] / "data" / "layouts"
FLAGS = {"force": False, "final": False}


def reviewed(files, name=None):
    """A review of the files with every verified proposal accepted: its path and settings."""
    knowledge = Knowledge(Settings(reviewer="李审核"))
    with open_review(files, name, knowledge) as review:
        draft_all(review, knowledge)
        by_policy(session(review, knowledge), (), dry_run=False)
        return review.path, knowledge.settings


def test_a_workbook_is_written_into_and_its_record_stands_beside_it(tmp_path):
    file = shutil.copyfile(LAYOUTS / "r11.xlsx", tmp_path / "清单.xlsx")
    path, settings = reviewed([file])
    written = export_files(path, ["xlsx", "record"], None, settings, **FLAGS)
    assert [p.name for p in written.paths] == ["清单.revised.xlsx", "清单.record.xlsx"]


def test_files_of_the_same_name_are_numbered(tmp_path):
    files = []
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        files.append(shutil.copyfile(LAYOUTS / "r2.docx", tmp_path / folder / "表.docx"))
    files[1].write_bytes((LAYOUTS / "r12.docx").read_bytes())
    path, settings = reviewed(files, tmp_path / "合审.review")
    written = export_files(path, ["csv"], tmp_path / "出", settings, **FLAGS)
    assert [p.name for p in written.paths] == ["表.revised.csv", "表-2.revised.csv"]


def test_one_file_in_the_way_keeps_all_from_being_written(tmp_path):
    file = shutil.copyfile(LAYOUTS / "r2.docx", tmp_path / "表.docx")
    path, settings = reviewed([file])
    (tmp_path / "表.revised.csv").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CommandError, match="--force"):
        export_files(path, ["docx", "md", "csv"], None, settings, **FLAGS)
    assert sorted(tmp_path.iterdir()) == before


def test_a_moved_original_is_named_and_nothing_is_written(tmp_path):
    file = shutil.copyfile(LAYOUTS / "r2.docx", tmp_path / "表.docx")
    path, settings = reviewed([file])
    file.rename(tmp_path / "别处.docx")
    with pytest.raises(CommandError, match=r"表\.docx 不在原处"):
        export_files(path, ["md", "docx"], None, settings, **FLAGS)
    assert not list(tmp_path.glob("*.revised.*"))


def test_files_of_one_path_from_two_folders_are_exported_each_with_its_own_decisions(tmp_path, monkeypatch):
    text = SAMPLE.read_text(encoding="utf-8")
    starts = [text.rindex("\n", 0, text.index(f" TC {no}、")) for no in (1, 2, 3)]
    folders = ["甲", "乙"]
    for folder, start, end in zip(folders, starts, starts[1:], strict=False):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        Path("表.txt").write_text(text[start:end], encoding="utf-8")
        path, settings = reviewed([Path("表.txt")], Path("..", "合审.review"))
    monkeypatch.chdir(tmp_path)
    with open_review([Path(folder, "表.txt") for folder in folders], Path(path.name), Knowledge(settings)) as review:
        assert [(p.document.file, p.lies.parent.name) for p in review.lying] == [("表.txt", "甲"), ("表.txt", "乙")]
        current = session(review, Knowledge(settings))
        wanted = [{r.after.target for r in current.decided(n) if r.after} for n in (1, 2)]
    written = export_files(Path(path.name), ["csv"], None, settings, **FLAGS)
    assert [p.name for p in written.paths] == ["表.revised.csv", "表-2.revised.csv"]
    for table, changed in zip(written.paths, wanted, strict=True):
        revised = table.read_text(encoding="utf-8-sig")
        assert changed and all(target in revised for target in changed)


def test_a_document_that_nobody_has_decided_keeps_no_other_from_its_letters(small, tmp_path):
    other = shutil.copyfile(LAYOUTS / "r2.docx", tmp_path / "未审.docx")
    knowledge = Knowledge(Settings(reviewer="李审核"))
    out = tmp_path / "出"
    with open_review([other, small], tmp_path / "合审", knowledge) as review:
        draft_all(review, knowledge)
        with pytest.raises(CommandError, match="未决"):
            export_files(review.path, ["opinion", "questions"], out, knowledge.settings, **FLAGS)
        current = session(review, knowledge)
        assert {r.state for r in current.decided(1) if r.proposal} == {"open"}
        for item in [i for i in current.items if current.document(i.key).file == str(small)]:
            current.accept(item)
    written = export_files(review.path, ["opinion", "questions"], out, knowledge.settings, **FLAGS)
    assert [p.name for p in written.paths] == ["小样.opinion.docx", "小样.questions.xlsx"]
