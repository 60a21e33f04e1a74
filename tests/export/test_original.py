"""Accepted changes in the department's own Word file, as tracked changes: rejecting all gives the original back."""

import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from reviewer.pipeline.deciding import by_policy
from reviewer.pipeline.exporting import export_files
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reading import read
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import Settings

ORIGINAL = Path(__file__).parent.parent / "data" / "dingzhou-2021.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def exported(tmp_path):
    """The sample in Word with every verified proposal accepted: (original, revised with changes, clean, decided)."""
    file = tmp_path / "报送.docx"
    shutil.copyfile(ORIGINAL, file)
    knowledge = Knowledge(Settings(reviewer="李审核"))
    with open_review([file], None, knowledge) as review:
        draft_all(review, knowledge)
        current = session(review, knowledge)
        by_policy(current, (), dry_run=False)
        decided = [current.revised(p.key) for p in current.documents[0].projects]
        path = review.path
    (tracked,) = export_files(path, ["docx"], tmp_path / "a", knowledge.settings, force=False, final=False).paths
    (clean,) = export_files(
        path, ["docx"], tmp_path / "b", knowledge.settings, force=False, final=False, clean=True
    ).paths
    return file, tracked, clean, decided


def rejected(path):
    """The rows' texts with every tracked change rejected."""
    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    for tr in root.iter(W + "tr"):
        if tr.find(f"{W}trPr/{W}ins") is None:
            yield [
                "".join(
                    t.text or ""
                    for t in tc.iter(W + "t", W + "delText")
                    if not any(a.tag == W + "ins" for a in t.iterancestors())
                )
                for tc in tr.findall(W + "tc")
            ]


def test_rejecting_all_gives_the_original(exported):
    original, tracked, _clean, _decided = exported
    assert list(rejected(tracked)) == list(rejected(original))
    assert b"\xe6\x9d\x8e\xe5\xae\xa1\xe6\xa0\xb8" in zipfile.ZipFile(tracked).read("word/document.xml")


def test_only_the_parts_that_carry_changes_differ(exported):
    original, tracked, _clean, _decided = exported
    with zipfile.ZipFile(original) as before, zipfile.ZipFile(tracked) as after:
        differ = {n for n in before.namelist() if before.read(n) != after.read(n)}
    assert differ <= {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


def test_the_clean_copy_reads_as_the_decided_tables(exported):
    _original, _tracked, clean, decided = exported
    again = read(clean).projects
    assert len(again) == len(decided)
    for project, wanted in zip(again, decided, strict=True):
        rows = [squeezed(i.text()) for i in project.indicators]
        assert sorted(rows) == sorted(squeezed(i.text()) for i in wanted.indicators), project.no


def squeezed(text):
    return tuple("".join(value.split()) for value in text)
