import pytest
import xlsxwriter

from reviewer.errors import ConfigurationError
from reviewer.library import load_bureau

HEAD = ("行业", "项目类型", "指标", "性质", "单位", "方向", "口径", "依据")
ROWS = (
    ("人社", "培训", "参训学员结业人数", "≥", "人", "正向", "取得结业证书的学员人数", "计划标准：年度培训计划"),
    ("", "", "结业考核合格率", "≥", "%", "正向", "合格人数÷参加考核人数", "历史标准"),
    ("", "", "人均培训成本", "≤", "元/人", "反向", "培训支出÷结业人数", "预算支出标准"),
    ("", "", "学员满意度", "", "%", "正向", "问卷评价满意的份数÷有效问卷份数", ""),
)


@pytest.fixture
def sheet(tmp_path):
    def make(*rows, head=HEAD, title=None):
        path = tmp_path / "本局库.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            lines = [*([(title,)] if title else []), head, *rows]
            for at, line in enumerate(lines):
                page.write_row(at, 0, line)
        return path

    return make


def test_entries_are_numbered_and_placed_by_what_they_measure(sheet):
    entries = load_bureau(sheet(*ROWS, title="某县财政局绩效指标库"))
    assert [e.number for e in entries] == [1, 2, 3, 4]
    assert [e.indicator.dimension for e in entries] == ["数量", "质量", "成本", "满意度"]
    assert {(e.industry, e.kind) for e in entries} == {("人社", "培训")}
    assert entries[0].indicator.core
    assert entries[0].indicator.source == "年度培训计划"
    assert [e.indicator.operator for e in entries] == ["≥", "≥", "≤", "≥"]


@pytest.mark.parametrize(
    ("rows", "head", "named"),
    [
        (ROWS, ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"), "表头"),
        ((), HEAD, "没有条目"),
        ((("人社", "培训", "结业人数", "多于", "人", "正向", "", ""),), HEAD, "第 2 行的“性质”"),
        ((("人社", "培训", "结业人数", "≥", "人", "正向", "", "大概"),), (*HEAD[:7], "维度"), "第 2 行的“维度”"),
    ],
)
def test_a_fault_names_the_file_and_the_row(sheet, rows, head, named):
    with pytest.raises(ConfigurationError) as caught:
        load_bureau(sheet(*rows, head=head))
    assert "本局库.xlsx" in str(caught.value)
    assert named in str(caught.value)


def test_a_file_that_is_no_workbook_is_a_clear_error(tmp_path):
    for path in (tmp_path / "missing.xlsx", tmp_path / "rubbish.xlsx"):
        if path.name.startswith("rubbish"):
            path.write_text("no workbook", encoding="utf-8")
        with pytest.raises(ConfigurationError, match=path.stem):
            load_bureau(path)
