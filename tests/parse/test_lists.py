"""Lists and forms without rows of indicators: joined to the forms that follow, or said; they take nobody's rows."""

from pathlib import Path

import pytest

from reviewer.errors import InputError
from tests.parse.conftest import read

LIST = (
    "项目编码,项目名称,预算单位,资金总额（万元）,年度绩效目标\n"
    "XM01,清淤,某局,500,清淤12公里\n"
    "XM02,修泵,某局,80,修泵4座\n"
)
INDICATORS = (
    "项目编码,一级指标,二级指标,三级指标,指标值\nXM02,产出指标,数量指标,修泵座数,4座\nXM02,,质量指标,合格率,100%\n"
)
WRITTEN = (
    "序号,项目名称,预算金额,产出指标,效益指标\n"
    "1,科普,12,数量指标：活动≥30场；质量指标：完成率100%,社会效益指标：学生≥600人\n"
    "2,竞赛,8,数量指标：竞赛2次,社会效益指标：学生≥40人\n"
)


EMPTY = (
    "预算单位,某局,,\n项目名称,清淤,,\n年度目标,清淤12公里,,\n一级指标,二级指标,三级指标,指标值\n"
    "预算单位,某局,,\n项目名称,修泵,,\n年度目标,修泵4座,,\n一级指标,二级指标,三级指标,指标值\n"
    "产出指标,数量指标,修泵座数,4座\n,质量指标,合格率,100%\n"
)


def write(folder: Path, text: str) -> Path:
    path = folder / "清单.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_alone_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"2个项目（清淤、修泵等）后面没有指标"):
        read(write(tmp_path, LIST))


def test_indicators_inside_a_text_are_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="指标写在“产出指标”等栏的文字里"):
        read(write(tmp_path, WRITTEN))


def test_what_the_list_says_joins_the_form_that_names_the_code(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "两张表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for text in (LIST, INDICATORS):
            sheet = book.add_worksheet()
            for number, line in enumerate(text.splitlines()):
                sheet.write_row(number, 0, line.split(","))
    document = read(path)
    (project,) = document.projects
    assert (project.name, project.unit_name, project.budget.total) == ("修泵", "某局", "80")
    assert project.amount_unit == "万元" and project.goals == ("修泵4座",) and len(project.indicators) == 2
    assert any("有1个项目（清淤等）后面没有指标" in problem.reason for problem in document.problems)


def test_a_form_without_rows_takes_none_of_the_next(tmp_path: Path) -> None:
    document = read(write(tmp_path, EMPTY))
    [project] = document.projects
    assert (project.name, project.unit_name, project.goals) == ("修泵", "某局", ("修泵4座",))
    assert [i.name for i in project.indicators] == ["修泵座数", "合格率"]
    assert "“清淤”的表里没有读到指标行" in [p.reason for p in document.problems]


def test_two_projects_of_one_code_stay_two(tmp_path: Path) -> None:
    text = INDICATORS.replace("项目编码,", "项目编码,项目名称,").replace("XM02,产出", "XM02,清淤,产出")
    document = read(write(tmp_path, text.replace("XM02,,", "XM02,修泵,产出指标,")))
    assert [(p.code, p.name, len(p.indicators)) for p in document.projects] == [
        ("XM02", "清淤", 1),
        ("XM02", "修泵", 1),
    ]
