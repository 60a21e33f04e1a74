"""LibreOffice on the exports: all changes taken it is the clean copy, all refused the original, in text and pages."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from reviewer.domain.decided import Tally
from reviewer.export.edits import all_edits
from reviewer.formats import write_back
from reviewer.formats.convert import office
from reviewer.pipeline.exporting import export_files
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reading import read
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import Settings
from tests.export.deciding import decided, expected, tables
from tests.export.hard import HARD, write
from tests.formats.office import ACCEPT, REJECT, TEXT, Job, pages, same_pages

SAMPLE = Path(__file__).parents[1] / "data" / "dingzhou-2021.docx"
pytestmark = pytest.mark.skipif(
    office() is None or shutil.which("pdftoppm") is None, reason="LibreOffice or poppler is not installed"
)
PARTS = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
"""All that may differ from the original."""


def judged(files: dict[str, tuple[Path, Path, Path]], folder: Path) -> None:
    """Original, tracked and clean copy of each: the pages of what LibreOffice makes of them."""
    jobs = []
    for number, (original, tracked, clean) in enumerate(files.values()):
        work = folder / str(number)
        work.mkdir()
        jobs += [
            Job(original, REJECT, work / "plain.odt", TEXT),
            Job(tracked, REJECT, work / "rejected.odt", TEXT),
            Job(clean, ACCEPT, work / "clean.odt", TEXT),
            Job(tracked, ACCEPT, work / "accepted.odt", TEXT),
        ]
    pages(jobs, folder)
    differ = [
        f"{name}: {a}"
        for number, name in enumerate(files)
        for a, b in (("rejected", "plain"), ("accepted", "clean"))
        if not same_pages(folder / str(number) / f"{a}.pdf", folder / str(number) / f"{b}.pdf")
    ]
    assert differ == []


def uncommented(path: Path) -> Path:
    """A copy without comments: with one, LibreOffice puts an empty paragraph before a table that begins a file."""
    out = path.with_name(f"uncommented-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = re.sub(
                    rb'<w:commentRange\w+ w:id="\d+"/>|<w:r><w:commentReference w:id="\d+"/></w:r>', b"", data
                )
            new.writestr(name, data)
    return out


def test_hard_files(tmp_path: Path) -> None:
    """Cells changed, a row moved, one removed from the top of a merged label, one added, in every hard kind of file."""
    files = {}
    for number, name in enumerate(HARD):
        original = write(tmp_path / f"{number}.docx", name)
        document = read(original)
        project = document.projects[0]
        by_row = {i.row: (i, i.text()) for i in project.indicators}
        changes = {
            1: None,
            2: {"name": "培训班期数", "target": "≥【待填】期"},
            4: {"name": "培训结业率", "definition": "结业人数÷参训人数", "basis": "=培训方案"},
            6: {"level1": "产出指标", "level2": "数量指标", "name": "就业人数", "target": "≥60人"},
            9: {"target": "≥95%"},
        }
        rows = [
            decided(project, by_row[n][0], by_row[n][1], by_row[n][1]._replace(**c) if c else None)
            for n, c in changes.items()
        ]
        new = {"level1": "效益指标", "level2": "经济效益指标", "name": "增收额", "target": "≥10万元"}
        rows.append(decided(project, None, None, by_row[1][1]._replace(**new, basis="", definition="")))
        edits = all_edits([(p, [r for r in rows if r.project == p.key]) for p in document.projects], Tally())
        tracked, clean = tmp_path / f"{number}t.docx", tmp_path / f"{number}c.docx"
        write_back(original, edits, tracked)
        write_back(original, edits, clean, clean=True)
        wanted = expected(document, rows)
        assert tables(read(tracked)) == wanted and tables(read(clean)) == wanted, name
        with zipfile.ZipFile(original) as old, zipfile.ZipFile(tracked) as written:
            assert {n for n in written.namelist() if n not in old.namelist() or old.read(n) != written.read(n)} <= PARTS
        files[name] = (original, uncommented(tracked) if name.startswith("a table first") else tracked, clean)
    judged(files, tmp_path)


@pytest.mark.soak
def test_the_sample_with_all_accepted(tmp_path: Path) -> None:
    file = shutil.copyfile(SAMPLE, tmp_path / "sample.docx")
    knowledge = Knowledge(Settings(reviewer="李审核"))
    with open_review([file], None, knowledge) as review:
        draft_all(review, knowledge)
        current = session(review, knowledge)
        for item in list(current.items):
            if item.proposal:
                current.accept(item)
        path = review.path
    made = []
    for clean in (False, True):
        out = tmp_path / f"out-{clean}"
        written = export_files(path, ["docx"], out, knowledge.settings, force=False, final=False, clean=clean)
        made += written.paths
    judged({"sample": (file, made[0], made[1])}, tmp_path)
