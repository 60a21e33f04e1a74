"""Comma separated values, Markdown and HTML as grids."""

from pathlib import Path

import pytest

from reviewer.domain.grid import Block, Grid, Loss, Paragraph
from reviewer.formats import csv, html, markdown


def texts(block: Block) -> list[list[str]]:
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows]


def page(body: str) -> list[Block]:
    return list(html.blocks(f"<html><body>{body}</body></html>", Path("页面.html")))


def test_csv_keeps_quotes_line_breaks_and_row_numbers() -> None:
    text = '编码,名称,值\n\nA1,"甲,乙","≥90\n%"\n'
    (grid,) = csv.blocks(text, ",")
    assert texts(grid) == [["编码", "名称", "值"], ["A1", "甲,乙", "≥90\n%"]]
    assert isinstance(grid, Grid) and grid.rows[1][1].address == "csv:3/2"


@pytest.mark.parametrize("value", ["=1+1", "-5", "@x", "'=1", "''-"])
def test_the_guard_of_our_own_export_is_taken_off_once(value: str) -> None:
    (grid,) = csv.blocks(f"a,b,'{value}\n", ",")
    assert texts(grid)[0][2] == value


def test_a_quoted_word_keeps_its_mark() -> None:
    (grid,) = csv.blocks("a,b,'十四五'规划\n", ",")
    assert texts(grid)[0][2] == "'十四五'规划"


@pytest.mark.parametrize(
    ("sample", "mark"),
    [
        ("a,b,c\n1,2,3\n4,5,6\n", ","),
        ("a\tb\tc\n1\t2\t3\n4\t5\t6\n", "\t"),
        ("a;b;c\n1;2;3\n4;5;6\n", ";"),
        ("第一，我们要努力。\n第二，没有表格，真的。\n", None),
        ("一行\n两行\n", None),
    ],
)
def test_the_separator_is_told_by_content(sample: str, mark: str | None) -> None:
    assert csv.delimiter(sample) == mark


def test_markdown_tables_with_escapes_and_breaks() -> None:
    table = "| 名称 | 值 |\n|:--|--:|\n| a\\|b | ≥90%<br>以上 |\n| **甲** | **人次，乙**人 |\n"
    text = f"# 标题\n\n**说明**\n\n{table}\n后记\n"
    heading, note, grid, after = markdown.blocks(text)
    assert heading == Paragraph("标题", "md:1", 1)
    assert isinstance(note, Paragraph) and note.text == "说明"
    assert texts(grid) == [["名称", "值"], ["a|b", "≥90%\n以上"], ["甲", "**人次，乙**人"]]
    assert isinstance(grid, Grid) and grid.title == "说明" and grid.rows[1][1].address == "md:7/2"
    assert isinstance(after, Paragraph)


def test_html_spans_and_breaks() -> None:
    (grid,) = page(
        "<table><tr><td rowspan=2>产出</td><td colspan=2>数量&nbsp;指标</td></tr>"
        "<tr><td>≥90<br>%</td><td><p>甲</p><p>乙</p></td></tr></table>"
    )
    assert isinstance(grid, Grid)
    assert [[(c.text, c.column, c.width, c.height) for c in row] for row in grid.rows] == [
        [("产出", 0, 1, 2), ("数量 指标", 1, 2, 1)],
        [("≥90\n%", 1, 1, 1), ("甲\n乙", 2, 1, 1)],
    ]
    assert grid.rows[1][1].address == "html:tbl1/tr2/td2"


def test_layout_tables_and_navigation_are_seen_through() -> None:
    blocks = page(
        "<nav><a href=a>首页</a></nav><div class='menu'><a>一</a><a>二</a></div>"
        "<table><tr><td><a>首页</a> <a>公开</a></td><td><h2>绩效目标表</h2>"
        "<table><tr><td>项目名称</td><td>甲</td></tr></table></td></tr></table>"
        "<div class=footer>版权</div><script>x</script>"
    )
    heading, grid = blocks
    assert heading == Paragraph("绩效目标表", "html:p1", 2)
    assert isinstance(grid, Grid) and grid.title == "绩效目标表"
    assert grid.address == "html:tbl2" and texts(grid) == [["项目名称", "甲"]]


def test_hidden_rows_are_left_out_and_said() -> None:
    grid, loss = page("<table><tr><td>甲</td></tr><tr style='display:none'><td>乙</td></tr></table>")
    assert texts(grid) == [["甲"]]
    assert isinstance(loss, Loss)


def test_form_fields_read_as_what_they_show() -> None:
    (grid,) = page(
        "<table><tr><td><input value='≥95'></td><td><select><option>人<option selected>%</select></td>"
        "<td><input type=checkbox checked>是</td><td><textarea>多\n行</textarea></td></tr></table>"
    )
    assert texts(grid) == [["≥95", "%", "☑是", "多\n行"]]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", "big5"])
def test_the_charset_that_the_page_names(charset: str) -> None:
    words = "績效" if charset == "big5" else "绩效"
    data = f"<html><meta charset={charset}><body>{words}</body></html>".encode(charset)
    assert words in (html.decode(data) or "")


def test_very_wide_and_ragged_lists_are_lists() -> None:
    headings = [f"列{n}" for n in range(20_000)]
    wide = "\n".join([",".join(headings), *["甲," * 19_999] * 3])
    assert csv.delimiter(csv.sample(wide)) == ","
    ragged = "项目名称,甲\n" + ",".join(headings) + "\n产出,数量,里程,≥3公里\n,质量,合格率,≥9%\n"
    assert csv.delimiter(csv.sample(ragged), table=True) == ","
    assert csv.delimiter(csv.sample("一句话，没有表。\n没有，真的，没有。\n" * 9), table=True) is None
