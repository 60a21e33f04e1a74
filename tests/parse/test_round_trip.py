"""Any project written to Word, Excel, CSV or Markdown by a plain writer reads back the same."""

import csv
import io
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain.project import Project
from reviewer.formats import open_source
from reviewer.parse import parse

HEADINGS = ["一级指标", "二级指标", "三级指标", "指标解释", "指标值", "指标值确定依据"]
TREE = [
    ("产出指标", ["数量指标", "质量指标", "时效指标"]),
    ("效益指标", ["社会效益指标", "可持续影响指标"]),
    ("满意度指标", ["服务对象满意度指标"]),
]
CHARS = st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF)
NAMES = st.text(CHARS, min_size=2, max_size=12).map(lambda text: f"甲{text}乙")
TARGETS = st.builds(
    lambda sign, number, unit: f"{sign}{number}{unit}",
    st.sampled_from(["≥", "≤", "=", ""]),
    st.integers(1, 999),
    st.sampled_from(["人", "%", "万元", "个工作日", "次/年"]),
)


class Row(NamedTuple):
    level1: str
    level2: str
    name: str
    definition: str
    target: str
    basis: str


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], list[Row]]:
    """A head and the rows of a table in tree order."""
    total = draw(st.decimals(1, 99999, places=2))
    head = [
        ["项目编码", f"P{draw(st.integers(10**6, 10**7))}", "项目名称", draw(NAMES)],
        ["实施单位", draw(NAMES), "年度资金总额（万元）", str(total)],
        ["年度目标", "；".join(draw(st.lists(NAMES, min_size=1, max_size=3)))],
    ]
    rows = [
        Row(level1, level2, draw(NAMES), draw(NAMES | st.just("")), draw(TARGETS), draw(NAMES | st.just("")))
        for level1, below in TREE
        for level2 in below
        for _ in range(draw(st.integers(1, 2)))
    ]
    return head, rows


def cells(rows: list[Row]) -> list[list[str]]:
    """The rows with labels printed once, as forms do."""
    out: list[list[str]] = []
    for rank, row in enumerate(rows):
        above = rows[rank - 1] if rank else None
        level1 = "" if above and above.level1 == row.level1 else row.level1
        level2 = "" if above and not level1 and above.level2 == row.level2 else row.level2
        out.append([level1, level2, *row[2:]])
    return out


def write_csv(path: Path, table: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([*row, *[""] * (6 - len(row))] for row in table)
    path.write_text(buffer.getvalue(), encoding="utf-8")


def write_md(path: Path, table: list[list[str]]) -> None:
    lines = ["| " + " | ".join([*row, *[""] * (6 - len(row))]) + " |" for row in table]
    path.write_text("\n".join([lines[0], "|---" * 6 + "|", *lines[1:]]) + "\n", encoding="utf-8")


def write_xlsx(path: Path, table: list[list[str]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(table):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    book.close()


def write_docx(path: Path, table: list[list[str]]) -> None:
    import docx

    document = docx.Document()
    grid = document.add_table(len(table), 6)
    for row, texts in zip(grid.rows, table, strict=True):
        for cell, text in zip(list(row.cells), texts, strict=False):
            cell.text = text
    document.save(str(path))


WRITERS = {"csv": write_csv, "md": write_md, "xlsx": write_xlsx, "docx": write_docx}


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
def test_reads_back_the_same(suffix: str, table: tuple[list[list[str]], list[Row]], tmp_path: Path) -> None:
    head, rows = table
    path = tmp_path / f"table.{suffix}"
    WRITERS[suffix](path, [*head, HEADINGS, *cells(rows)])
    (project,) = parse(open_source(path)).projects
    assert (project.code, project.name) == (head[0][1], head[0][3])
    assert (project.unit_name, project.budget.total, project.amount_unit) == (head[1][1], head[1][3], "万元")
    assert project.goals == (head[2][1],)
    assert read_rows(project) == rows


def read_rows(project: Project) -> list[Row]:
    return [
        Row(i.level1, i.level2, i.name, i.definition or "", i.target.raw, i.basis or "") for i in project.indicators
    ]
