from reviewer.chunk import chunks, passages
from reviewer.domain.document import Document, Section
from reviewer.domain.project import Budget, Indicator, Project
from reviewer.domain.target import Target


def project(rows=9, name="就业培训经费"):
    return Project(
        file="x.txt",
        key="K",
        no=1,
        name=name,
        budget=Budget(total="10.00"),
        goals=("开展职业技能培训",),
        indicators=tuple(
            Indicator(
                row=n, level1="产出指标", level2="数量指标", name=f"指标{n}", target=Target(raw="≥1", kind="unparsed")
            )
            for n in range(1, rows + 1)
        ),
    )


def test_a_project_is_one_chunk_within_the_budget():
    made = chunks(project(), tokens=6000, estimate=len)
    assert [c.rows for c in made] == [tuple(range(1, 10))]


def test_a_large_project_is_split_between_rows_and_every_row_stands_once():
    made = chunks(project(60), tokens=300, estimate=len)
    assert len(made) > 2
    assert [row for c in made for row in c.rows] == list(range(1, 61))
    assert {c.count for c in made} == {len(made)}


def test_a_row_larger_than_the_budget_still_stands_whole():
    assert [c.rows for c in chunks(project(3), tokens=1, estimate=len)] == [(1,), (2,), (3,)]


def test_the_likest_prose_is_found_in_reading_order():
    text = (
        "承办市委交办的其他任务。" * 12
        + "开展职业技能培训，全年培训农民工。"
        + "负责档案管理。" * 30
        + "职业技能培训考核发证。"
    )
    document = Document(file="x", sha256="0", format="txt", sections=(Section(title="职责", text=text),))
    found = passages(document, project(), 2)
    assert 1 <= len(found) <= 2
    assert any("职业技能培训" in passage for passage in found)
    assert passages(document, project(), 0) == ()
