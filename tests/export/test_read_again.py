"""Whatever is decided: what an export writes anew reads again as exactly the decided tables, in every format."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain.decided import tally
from reviewer.domain.document import Document
from reviewer.domain.project import ROW_FIELDS, Project
from reviewer.errors import InputError
from reviewer.export import Order, jobs, publish_all
from reviewer.formats import lay_out
from reviewer.pipeline.reading import read
from reviewer.settings import PACKAGE
from tests.export.deciding import decided, decisions, expected, tables

LAYOUTS = Path(__file__).parents[1] / "data" / "layouts"
SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"
NAMES = (
    "r12_markdown.md",
    "r11_flat.csv",
    "r2_pipe_table_scoring_columns.txt",
    "r3_two_goals_space_separated.txt",
    "a1_shanghai_putuo_jgw_2026.txt",
    "s4_two_line_headings.html",
    "u3_flat_other_headings.csv",
    "v5_several_in_one_list.csv",
    "f12_thresholds_two_lines_tab.txt",
    "f24_tab_text_units.txt",
    "g03_monitoring.html",
)
PRODUCTS = [("docx", False), ("docx", True), ("xlsx", False), ("csv", False), ("md", False)]


def holds_for(document: Document, product: str, folder: Path, examples: int, *, clean: bool) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        rows = data.draw(decisions(document))
        reviewed = tuple((p, [r for r in rows if r.project == p.key]) for p in document.projects)
        order = Order(document, Path("表.txt"), reviewed, tally(rows), lay_out=lay_out, clean=clean)
        [path] = publish_all(jobs([order], [product], folder), force=True)
        wanted = expected(document, rows, ROW_FIELDS)
        if not wanted:
            with pytest.raises(InputError):
                read(path)
            return
        again = read(path)
        assert tables(again) == wanted
        assert {p.name: head(p) for p in again.projects} == {
            p.name: head(p) for p in document.projects if p.name in wanted
        }

    holds()


def head(project: Project) -> dict[str, object]:
    fields = ("code", "unit_code", "unit_name", "amount_unit", "budget", "purpose", "spending_plan", "goals")
    return {f: getattr(project, f) for f in fields}


@pytest.mark.parametrize(("product", "clean"), PRODUCTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_layout_reads_as_decided(name: str, product: str, clean: bool, tmp_path: Path) -> None:
    holds_for(read(LAYOUTS / name), product, tmp_path, 4, clean=clean)


@pytest.mark.parametrize(("product", "clean"), PRODUCTS)
def test_the_sample_reads_as_decided(product: str, clean: bool, tmp_path: Path) -> None:
    document = read(SAMPLE)
    partial = [p for p in document.projects if None in p.spending_plan]
    some = document._replace(projects=(*document.projects[:3], *partial))
    holds_for(some, product, tmp_path, 3, clean=clean)


@pytest.mark.parametrize("clean", [False, True])
def test_a_group_removed_with_the_head_of_the_next_leaves_each_label_alone(clean: bool, tmp_path: Path) -> None:
    document = read(LAYOUTS / "r3_two_goals_space_separated.txt")
    [project] = document.projects
    rows = [decided(project, i, i.text(), None) for i in project.indicators if i.row in (5, 6, 7)]
    order = Order(document, Path("表.txt"), ((project, rows),), tally(rows), lay_out=lay_out, clean=clean)
    [path] = publish_all(jobs([order], ["docx"], tmp_path), force=False)
    assert tables(read(path)) == expected(document, rows, ROW_FIELDS)
