"""Whatever stands in a file's cells, the reading ends in projects or a clear error, never in a fault."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.grid import Block, Cell, Grid, Loss, Paragraph, Source
from reviewer.domain.project import Project
from reviewer.errors import InputError
from reviewer.parse import parse

VOCABULARY = """
一级指标 二级指标 三级指标 指标值 计量单位 指标性质 优 良 产出指标 数量指标 成本指标 经济成本指标 满意度指标 满意
项目名称 项目编码 P1 实施单位 单位：万元 年度资金总额 其中：财政拨款 22.00 1200万 年度目标 绩效目标 3月底 6月底
≥90% 100 定性 88100% ** 填报人：甲 甲项目绩效目标表 资金支出计划（%） 项目 绩效 目标 一级 指标 323001甲局
"""
WORDS = st.sampled_from(VOCABULARY.split()) | st.just("") | st.text(max_size=6)
CELLS = st.tuples(WORDS, st.integers(1, 3), st.integers(1, 3))
ROWS = st.lists(st.lists(CELLS, min_size=0, max_size=6), max_size=12)


def grid(rows: list[list[tuple[str, int, int]]]) -> Grid:
    made = []
    for number, row in enumerate(rows):
        column, cells = 0, []
        for text, width, height in row:
            cells.append(Cell(text, f"t{number}/{column}", column, width, height))
            column += width
        made.append(tuple(cells))
    return Grid(tuple(made), "t", "")


BLOCKS = st.lists(
    ROWS.map(grid)
    | st.lists(WORDS, max_size=6).map(lambda words: Paragraph(" ".join(words), "p"))
    | st.just(Loss("x", "看不清")),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_no_grid_breaks_the_reading(blocks: list[Block]) -> None:
    try:
        document = parse(Source("a.txt", "0", "txt", iter(blocks)))
    except InputError:
        return
    assert document.projects
    assert len({p.key for p in document.projects}) == len(document.projects)
    for project in document.projects:
        assert isinstance(project, Project) and project.indicators
        assert [i.row for i in project.indicators] == list(range(1, len(project.indicators) + 1))
        assert all(i.name or i.target.raw for i in project.indicators)
