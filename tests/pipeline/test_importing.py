"""Papers out, filled in, in again: the question list of a unit and the review sheet of a colleague, on the sample."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewer.cli import main
from reviewer.domain.decision import Conclusion
from reviewer.domain.proposal import BLANK
from reviewer.domain.row import Filter
from reviewer.errors import StorageError
from reviewer.export.keys import mark
from reviewer.pipeline.exporting import export_files
from reviewer.pipeline.importing import import_files
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reviewing import open_review, session
from reviewer.review import Choice, Key
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile

SAMPLE = Path(__file__).parent.parent / "data" / "dingzhou-2021.docx"
SCHOOL = "323003"
GRANT = "24"
"""No. of a project that pays 2000元/人·年; two others of the same policy stand beside it."""


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """The sample with the drafter's proposals, nothing decided."""
    folder = tmp_path_factory.mktemp("sample")
    file = folder / "报送.docx"
    shutil.copyfile(SAMPLE, file)
    knowledge = Knowledge(Settings())
    with open_review([file], None, knowledge) as review:
        draft_all(review, knowledge)
        return review.path


@pytest.fixture
def review(drafted, tmp_path):
    for file in drafted.parent.iterdir():
        shutil.copyfile(file, tmp_path / file.name)
    return tmp_path / drafted.name


def opened(path, who="李审核"):
    """The review with a session on it."""
    review = ReviewFile.open(path)
    return review, session(review, Knowledge(Settings(reviewer=who)))


def accept_all(path):
    review, current = opened(path)
    with review:
        current.together(
            Choice(i, "accept", current.proposed(i) if i.proposal else current.before(i)) for i in current.items
        )


def written(path, *kinds, **options):
    options = {"force": True, "final": False} | options
    return list(export_files(path, kinds, path.parent / "out", Settings(), **options).paths)


def taken(path, *files, who="王导入"):
    """What the import of the files brought, and the errors of those that failed."""
    errors = []
    done = list(import_files(path, files, Settings(reviewer=who), lambda _f, e: errors.append(str(e))))
    return done, errors


class Filled:
    """A paper opened as a department opens it."""

    def __init__(self, path, sheet=0, top=5):
        self.path = path
        self.book = load_workbook(path)
        self.sheet = self.book.worksheets[sheet]
        self.heads = {c.value: c.column for c in self.sheet[top] if c.value}
        self.rows = range(top + 1, self.sheet.max_row + 1)
        self.key = max(self.heads.values())

    def __getitem__(self, place):
        row, head = place
        return self.sheet.cell(row, self.heads[head]).value or ""

    def __setitem__(self, place, value):
        row, head = place
        cell = self.sheet.cell(row, self.heads[head])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # what is typed into a text cell stays text, = and all

    def find(self, project, *words):
        return next(
            r for r in self.rows if self[r, "项目"].startswith(f"{project}.") and all(w in self.text(r) for w in words)
        )

    def text(self, row):
        return "".join(str(c.value or "") for c in self.sheet[row])

    def save(self):
        self.book.save(self.path)
        return self.path


def questions(path, unit=SCHOOL):
    return next(p for p in written(path, "questions", due="2021年3月15日") if unit in p.name)


def row(current, no, number):
    project = next(p for p in current.documents[0].projects if str(p.no) == no)
    return current.item(Key(project.key, number))


@pytest.fixture
def asking(review):
    """Everything accepted; in the grant's first row the reviewer asks for the head count that stands there."""
    accept_all(review)
    opened_review, current = opened(review)
    with opened_review:
        item = row(current, GRANT, 1)
        text = current.after(item)
        assert text is not None
        current.edit(item, text._replace(name="资助学生人数", target=f"= {BLANK} 人"))
        cost = row(current, GRANT, 4)
        after = current.after(cost)
        assert after is not None
        current.edit(
            cost,
            after._replace(name="资助标准", target="=2000元/人·年", definition="每人每年资助金额"),
        )
    return review


def test_questions_go_the_whole_way(asking):
    path = questions(asking)
    paper = Filled(path)
    wrong, empty, good = paper.find("31", "问题", "人"), paper.find("23", "问题", "人"), paper.find("28", "问题", "人")
    clash = paper.find(GRANT, "第1行")
    refused, agreed = paper.find("31", "第2行"), paper.find("31", "第3行")
    paper[wrong, "补充数值"] = "95%"
    paper[good, "补充数值"] = "0.03万人"
    paper[clash, "补充数值"] = 697
    paper[refused, "采纳"], paper[refused, "不采纳及理由"] = "不采纳", "上级文件已规定"
    paper[agreed, "采纳"] = "采纳"
    (done,), errors = taken(asking, paper.save())
    assert errors == []
    said = {remark.line: remark.reason for remark in done.remarks}
    assert said.keys() - {refused} == {wrong, clash}
    assert said[wrong] == "应按“人”填，填的单位是“%”，没有填入"
    assert "697人×2000元" in said[clash] and "没有采用" in said[clash]
    assert (done.counts["补充数值"], done.counts["采纳"], done.counts["不采纳"]) == (1, 1, 1)
    opened_review, current = opened(asking)
    with opened_review:
        item = next(i for i in current.items if (t := current.after(i)) and t.target == "≥ 300 人")
        decided = current.row(item)
        assert current.project(item.key).no == 28
        assert decided.proposal and decided.proposal.origin == "provided" and decided.proposal.question is None
        assert decided.verdict and decided.verdict.verified
        assert decided.decision and decided.decision.who == "王导入"
        assert decided.note == "单位答复：补充数值：0.03万人"
        held = current.row(row(current, GRANT, 1))
        assert held.after and held.after.target == f"= {BLANK} 人"
        assert held.proposal and held.proposal.target == "= 697 人"
        assert held.verdict and not held.verdict.verified
        mine = [i for i in current.items if i.flagged]
        assert [i.key.row for i in mine] == [1, 2]
        assert current.row(mine[1]).note == "单位答复：不采纳，理由：上级文件已规定"
        blank = [i for i in current.items if current.project(i.key).no == 23 and current.row(i).blanks]
        assert blank and paper[empty, "补充数值"] == ""


def test_a_refusal_of_what_must_be_mended_is_shown(asking):
    paper = Filled(questions(asking))
    grave = next(r for r in paper.rows if "应予修改" in paper[r, "审核意见"] and not paper[r, "需补充的数值"])
    mild = next(r for r in paper.rows if "应予修改" not in paper[r, "审核意见"])
    part = next(r for r in paper.rows if r not in (grave, mild))
    for at in (grave, mild):
        paper[at, "采纳"], paper[at, "不采纳及理由"] = "不采纳", "上年已批"
    paper[part, "采纳"], paper[part, "不采纳及理由"] = "部分采纳", "名称照改，数值不变"
    (done,), _ = taken(asking, paper.save())
    said = {remark.line: remark.reason for remark in done.remarks}
    assert said.keys() == {grave, part}
    assert "检查仍认为必改" in said[grave] and said[part] == "部分采纳，请看理由：名称照改，数值不变"
    opened_review, current = opened(asking)
    with opened_review:
        notes = [current.row(i).note for i in current.items if i.flagged]
        assert sorted(notes) == sorted(
            ["单位答复：不采纳，理由：上年已批"] * 2 + ["单位答复：部分采纳，理由：名称照改，数值不变"]
        )


def test_a_second_import_changes_nothing(asking):
    paper = Filled(questions(asking))
    for number, at in enumerate(paper.rows):
        if paper[at, "需补充的数值"]:
            paper[at, "补充数值"] = "12"
        elif number % 3 == 0:
            paper[at, "采纳"], paper[at, "不采纳及理由"] = "不采纳", f"理由{number}"
    path = paper.save()
    (first,), _ = taken(asking, path)
    before = ReviewFile.open(asking)
    with before:
        entries = before.journal.last()
    (again,), _ = taken(asking, path)
    with ReviewFile.open(asking) as after:
        assert after.journal.last() == entries
        after.journal.prove()
    assert first.counts["补充数值"] > 10 and again.counts["补充数值"] == 0
    assert again.counts["此前已导入"] > 20


def test_answers_find_their_rows_after_sorting(asking):
    paper = Filled(questions(asking))
    asked = [r for r in paper.rows if "多少人" in paper[r, "需补充的数值"]]
    for number, at in enumerate(asked, 1):
        paper[at, "补充数值"] = str(100 + number)
    expected = {paper[r, "项目"]: paper[r, "补充数值"] for r in asked}
    lines = [[c.value for c in paper.sheet[r]] for r in paper.rows]
    lines.sort(key=lambda line: str(line[5]), reverse=True)
    for at, line in zip(paper.rows, lines, strict=True):
        for column, value in enumerate(line, 1):
            paper.sheet.cell(at, column).value = value
    (done,), _ = taken(asking, paper.save())
    assert done.counts["补充数值"] == len(asked) > 2
    opened_review, current = opened(asking)
    with opened_review:
        for item in current.items:
            text = current.after(item)
            if item.who == "王导入" and text:
                project = current.project(item.key)
                assert expected[f"{project.no}.{project.name}"] in text.target


def test_what_does_not_belong_is_said(asking, tmp_path):
    paper = Filled(questions(asking))
    one, two, three = list(paper.rows)[:3]
    paper.sheet.cell(one, paper.key).value = "甲乙丙"
    paper[one, "采纳"] = "采纳"
    key = str(paper.sheet.cell(two, paper.key).value)
    paper.sheet.cell(two, paper.key).value = ("0" if key[0] != "0" else "1") + key[1:]
    paper[two, "采纳"] = "采纳"
    paper[three, "采纳"] = "也许"
    last = paper.sheet.max_row + 1
    for column in range(1, paper.key + 1):
        paper.sheet.cell(last, column).value = paper.sheet.cell(three + 1, column).value
    paper[three + 1, "采纳"], paper[last, "采纳"] = "采纳", "不采纳"
    (done,), _ = taken(asking, paper.save())
    said = {r.line: r.reason for r in done.remarks}
    assert "隐藏的编号被删去或改动" in said[one]
    assert "编号在本审核里找不到" in said[two]
    assert "“也许”，看不出是否采纳" in said[three]
    assert f"同一条出现在第{three + 1}、{last}行，答复不同" in said[three + 1]
    assert done.counts["采纳"] == 0

    plain = next(iter(written(asking, "csv")))
    other = tmp_path / "别的.docx"
    shutil.copyfile(SAMPLE, other)
    knowledge = Knowledge(Settings())
    with open_review([other], None, knowledge) as another:
        draft_all(another, knowledge)
        path = another.path
    accept_all(path)
    foreign = next(p for p in written(path, "questions") if SCHOOL in p.name)
    done, errors = taken(asking, plain, foreign, tmp_path / "没有.xlsx")
    assert done == []
    assert "没有编号列" in errors[0] and "从另一份审核导出" in errors[1] and "找不到文件" in errors[2]


def test_a_list_of_an_earlier_submission_is_refused(asking, tmp_path):
    path = questions(asking)
    file = asking.parent / "报送.docx"
    import docx

    document = docx.Document(str(file))
    document.add_paragraph("补充说明。")
    document.save(str(file))
    with open_review([file], None, Knowledge(Settings()), carry=True):
        pass
    _done, errors = taken(asking, path)
    assert "针对的是上一次报送的文件" in errors[0]


def test_import_on_the_command_line(asking, capsys):
    path = questions(asking)
    paper = Filled(path)
    at = next(r for r in paper.rows if paper[r, "需补充的数值"])
    paper[at, "补充数值"] = "不详"
    paper.save()
    assert main(["--lang", "zh", "import", str(asking), str(path), "--reviewer", "王导入"]) == 0
    out = capsys.readouterr().out
    assert "请看这 1 处" in out and f"第{at}行" in out and "看不出是数值或日期" in out
    assert main(["import", str(asking), str(SAMPLE)]) == 3
    assert "编号列" in capsys.readouterr().err


def sheet(path):
    (made,) = written(path, "sheet")
    return made


def test_review_sheet_goes_the_whole_way(review):
    path = sheet(review)
    paper = Filled(path, top=4)
    take, leave, edit, late, idle, bad = (paper.find("1", f"第{n}行") for n in (1, 2, 3, 4, 5, 6))
    paper[take, "决定"] = "采用"
    paper[leave, "决定"], paper[leave, "不用的理由"] = "不用", "上级文件规定"
    paper[edit, "决定"], paper[edit, "改为：指标值"] = "修改", "=100 %"
    paper[late, "决定"], paper[late, "备注"] = "稍后", "再问问"
    paper[idle, "改为：指标值"] = "≥1%"
    paper[bad, "决定"], paper[bad, "改为：指标值"] = "采用", "≥1%"
    wrong = paper.find("2", "第1行")
    paper[wrong, "决定"] = "随便"
    paper.save()
    projects = Filled(path, sheet=1, top=4)
    first, second = list(projects.rows)[:2]
    projects[first, "审核结论"], projects[first, "主要原因"] = "退回", "指标照搬"
    projects[second, "审核结论"] = "不通过"
    projects.save()
    (done,), _ = taken(review, path, who="赵同事")
    said = {r.line: r.reason for r in done.remarks}
    assert "没有选决定" in said[idle] and "文字却改过" in said[bad] and "“随便”不是" in said[wrong]
    assert "“不通过”不是" in said[second]
    assert done.counts["裁定"] == 4 and done.counts["项目结论"] == 1
    opened_review, current = opened(review)
    with opened_review:
        states = [row(current, "1", n).state for n in range(1, 7)]
        assert states == ["accepted", "rejected", "edited", "deferred", "open", "open"]
        decided = [current.row(row(current, "1", n)) for n in range(1, 5)]
        assert all(d.decision and d.decision.who == "赵同事" for d in decided)
        assert decided[0].after == current.proposed(row(current, "1", 1))
        assert decided[1].decision and decided[1].decision.reason == "上级文件规定"
        assert decided[2].after and decided[2].after.target == "=100 %"
        assert decided[3].note == "再问问"
        key = current.documents[0].projects[0].key
        assert current.conclusions == {key: Conclusion("退回", "指标照搬")}
        count = opened_review.journal.last()
    (again,), _ = taken(review, path, who="赵同事")
    assert again.counts["裁定"] == 0 and again.counts["已是如此"] == 5
    with ReviewFile.open(review) as after:
        assert after.journal.last() == count


def test_conclusions_come_back_from_the_record_too(review):
    (path,) = written(review, "record")
    book = load_workbook(path)
    page = book["移交"]
    assert page.column_dimensions["G"].hidden
    page["E4"].value, page["F4"].value = "退回", "指标照搬"
    page["E5"].value = "通过"
    book.save(path)
    (done,), errors = taken(review, path, who="赵同事")
    assert errors == [] and done.remarks == () and done.counts["项目结论"] == 2
    opened_review, current = opened(review)
    with opened_review:
        one, two, *_rest = (p.key for p in current.documents[0].projects)
        assert current.conclusions[one] == Conclusion("退回", "指标照搬")
        assert current.conclusions[two].word == "通过" and set(current.conclusions) == {one, two}
    (again,), _ = taken(review, path)
    assert again.counts["项目结论"] == 0 and again.remarks == ()


def test_decisions_made_meanwhile_are_listed_and_stand(review):
    path = sheet(review)
    opened_review, current = opened(review, "李审核")
    with opened_review:
        current.reject(row(current, "1", 1), "建议不合适")
        current.accept(row(current, "1", 2))
        current.conclude(current.documents[0].projects[0].key, "通过")
    paper = Filled(path, top=4)
    for n in (1, 2, 3):
        paper[paper.find("1", f"第{n}行"), "决定"] = "采用"
    paper.save()
    projects = Filled(path, sheet=1, top=4)
    projects[projects.rows[0], "审核结论"] = "退回"
    projects.save()
    (done,), _ = taken(review, path, who="赵同事")
    reasons = [r.reason for r in done.remarks]
    assert len(reasons) == 2
    assert any("李审核已定为“不用”" in r and "没有覆盖" in r for r in reasons)
    assert any("项目结论已定为“通过”" in r for r in reasons)
    assert done.counts["裁定"] == 1 and done.counts["已是如此"] == 1
    opened_review, current = opened(review)
    with opened_review:
        assert row(current, "1", 1).state == "rejected"


def test_a_rejection_without_a_reason_is_listed_and_not_taken(review):
    path = sheet(review)
    paper = Filled(path, top=4)
    bare, odd = paper.find("1", "第1行"), paper.find("1", "第2行")
    paper[bare, "决定"] = paper[odd, "决定"] = "不用"
    paper[odd, "不用的理由"] = "不喜欢"
    (done,), errors = taken(review, paper.save())
    assert errors == [] and done.counts["裁定"] == 0
    assert [(r.line, "没有选理由" in r.reason) for r in done.remarks] == [(bare, True), (odd, False)]
    assert all("建议不合适" in r.reason for r in done.remarks)
    opened_review, current = opened(review)
    with opened_review:
        assert {row(current, "1", n).state for n in (1, 2)} == {"open"}


def test_one_undo_takes_an_import_back(review):
    path = sheet(review)
    paper = Filled(path, top=4)
    for n in (1, 2, 3):
        paper[paper.find("1", f"第{n}行"), "决定"] = "采用"
    paper.save()
    taken(review, path, who="赵同事")
    opened_review, current = opened(review, "赵同事")
    with opened_review:
        assert len(current.undo()) == 3
        assert {row(current, "1", n).state for n in (1, 2, 3)} == {"open"}


def test_a_newer_format_is_refused(review):
    path = sheet(review)
    book = load_workbook(path)
    for worksheet in book.worksheets:
        cell = worksheet.cell(4, worksheet.max_column)
        head = mark("sheet", "0" * 32, "0" * 64)
        assert str(cell.value).startswith("reviewer-sheet-1:")
        cell.value = str(head._replace(format=2))
    book.save(path)
    _done, errors = taken(review, path)
    assert "更新版本" in errors[0]


def test_a_figure_filled_in_a_sheet_is_no_longer_asked_for(review):
    path = sheet(review)
    paper = Filled(path, top=4)
    at = next(r for r in paper.rows if BLANK in str(paper[r, "改为：指标值"]))
    paper[at, "决定"], paper[at, "改为：指标值"] = "修改", "≥ 300 人"
    opened_review, current = opened(review)
    with opened_review:
        asked = len(current.view(Filter(asks=True)))
    (done,), _ = taken(review, paper.save())
    assert done.counts["裁定"] == 1
    opened_review, current = opened(review)
    with opened_review:
        (item,) = current.view(Filter(states=frozenset({"edited"})))
        assert not item.asks and len(current.view(Filter(asks=True))) == asked - 1


def test_of_two_files_with_the_same_content_each_takes_in_its_own_papers(small, tmp_path):
    files = [small, shutil.copyfile(small, tmp_path / "二.txt")]
    with open_review(files, tmp_path / "合审", Knowledge(Settings())) as review:
        draft_all(review, Knowledge(Settings()))
    for position, made in enumerate(written(review.path, "sheet"), 1):
        paper = Filled(made, top=4)
        for line in paper.rows:
            paper[line, "决定"] = "稍后"
        (done,), errors = taken(review.path, paper.save())
        assert not errors and not done.remarks and done.counts["裁定"] > 0
        opened_review, current = opened(review.path)
        with opened_review:
            states = [{r.state for r in current.decided(n) if r.proposal} for n in (1, 2)]
        assert states == [{"deferred"}] * position + [{"open"}] * (2 - position)


@pytest.mark.parametrize("product", ["record", "opinion", "csv"])
def test_a_journal_that_was_changed_afterwards_is_neither_exported_nor_added_to(product, asking):
    paper = questions(asking)
    with sqlite3.connect(asking) as raw:
        raw.execute("UPDATE entries SET body = replace(body, '\"who\":\"', '\"who\":\"他人') WHERE kind = 'decision'")
    raw.close()
    with pytest.raises(StorageError, match="被改动过"):
        written(asking, product)
    with pytest.raises(StorageError, match="被改动过"):
        taken(asking, paper)
