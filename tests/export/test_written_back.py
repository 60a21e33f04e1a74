"""Whatever is decided: the department's own file, written back and read again, holds exactly the decided tables;
all changes refused it is the original, all accepted the clean copy."""

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain.decided import Tally
from reviewer.errors import InputError
from reviewer.export.edits import all_edits
from reviewer.formats import write_back
from reviewer.pipeline.reading import read
from tests.export import forms
from tests.export.deciding import changed_cells, decided, decisions, expected, squeezed, tables
from tests.formats.word import grids, settle

DATA = Path(__file__).parents[1] / "data"
SHARED = {
    "f03_disclosure_list.xlsx": "a project's own cells are merged over its rows",
    "f04_levels_across.xlsx": "the level-1 labels are headings of columns",
    "f12_thresholds_two_lines.docx": "a target stands in four columns",
    "f13_changes_boxes_fields.docx": "the original has tracked changes of its own",
    "g07_list_many_columns.xlsx": "a project's own cells are merged over its rows",
    "f20_template_blanks.docx": "rows without an indicator stand within a group",
    "f30_joined_levels.xlsx": "both levels stand in one cell",
}
"""Forms whose rows cannot be removed, moved or added to at will, and why; single cells of them can be changed."""
OTHER_PERIOD = "f25_long_and_year_tables.docx"
"""A form whose rows of the whole period are read where those of the year are all gone."""
ORIGINALS = [
    DATA / "dingzhou-2021.docx",
    *(p for s in ("docx", "xlsx") for p in (DATA / "layouts").glob(f"*.{s}") if p.name not in SHARED),
]
MAKERS = {"docx": forms.docx, "xlsx": forms.xlsx}


def holds_for(original: Path, folder: Path, examples: int) -> None:
    document = read(original)
    suffix = original.suffix
    plain = grids(original) if suffix == ".docx" else []

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        rows = data.draw(decisions(document))
        reviewed = [(p, [r for r in rows if r.project == p.key]) for p in document.projects]
        tracked: list[list[list[str]]] = []
        for clean in (False, True):
            out = folder / f"out{suffix}"
            write_back(original, all_edits(reviewed, Tally()), out, clean=clean)
            if suffix == ".docx":
                tracked = tracked or grids(settle(out, folder / "accepted.docx", accept=True))
                assert grids(out) == tracked
                if not clean:
                    assert grids(settle(out, folder / "rejected.docx", accept=False)) == plain
            wanted = expected(document, rows)
            if wanted:
                assert tables(read(out)) == wanted
            elif original.name != OTHER_PERIOD:
                with pytest.raises(InputError):
                    read(out)

    holds()


@pytest.mark.parametrize("name", SHARED)
def test_changed_cells_read_as_decided(name: str, tmp_path: Path) -> None:
    """What every form can take: new names, and new targets where one cell holds the target."""
    original = DATA / "layouts" / name
    document = read(original)

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        reviewed = [(p, list(data.draw(changed_cells(p)))) for p in document.projects]
        decided = {(p.key, r.row): r.after for p, rows in reviewed for r in rows}
        for clean in (False, True):
            out = tmp_path / f"out{original.suffix}"
            write_back(original, all_edits(reviewed, Tally()), out, clean=clean)
            for project, found in zip(document.projects, read(out).projects, strict=True):
                after = [decided.get((project.key, i.row)) or i.text() for i in project.indicators]
                assert [squeezed(i.text(), ("name", "target")) for i in found.indicators] == [
                    squeezed(text, ("name", "target")) for text in after
                ]

    holds()


@pytest.mark.parametrize("original", ORIGINALS, ids=lambda p: p.name)
def test_a_real_layout_reads_as_decided(original: Path, tmp_path: Path) -> None:
    holds_for(original, tmp_path, 15)


@pytest.mark.parametrize(("form", "suffix"), list(itertools.product(forms.FORMS, MAKERS)), ids=str)
def test_any_form_reads_as_decided(form: forms.Form, suffix: str, tmp_path: Path) -> None:
    original = MAKERS[suffix](tmp_path / f"form.{suffix}", form)
    document = read(original)
    assert [len(p.indicators) for p in document.projects] == [9, 9]
    assert [i.text() for i in document.projects[0].indicators] == [i.text() for i in document.projects[1].indicators]
    holds_for(original, tmp_path, 25)


@pytest.mark.parametrize(("form", "suffix"), list(itertools.product(forms.FORMS, MAKERS)), ids=str)
@pytest.mark.parametrize("added", [0, 2])
def test_a_project_that_loses_all_its_rows(form: forms.Form, suffix: str, added: int, tmp_path: Path) -> None:
    """Its new rows are its own; without any it is gone, and the next one keeps what is its."""
    original = MAKERS[suffix](tmp_path / f"form.{suffix}", form)
    document = read(original)
    first, second = document.projects
    rows = [decided(first, i, i.text(), None) for i in first.indicators]
    rows += [decided(first, None, None, i.text()._replace(name="新增")) for i in first.indicators[-added:] if added]
    for clean in (False, True):
        out = tmp_path / f"out.{suffix}"
        write_back(original, all_edits([(first, rows), (second, [])], Tally()), out, clean=clean)
        assert tables(read(out)) == expected(document, rows)
