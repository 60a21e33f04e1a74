"""What leaves the bureau: the opinion, the question list, the review sheet, the flat sheet, the record, the report."""

import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from html.parser import HTMLParser

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from reviewer.domain.decision import Conclusion
from reviewer.domain.finding import Finding
from reviewer.domain.project import RowText
from reviewer.errors import CommandError, ConfigurationError
from reviewer.export import Letter
from reviewer.export.flat_sheet import lines
from reviewer.export.sentences import demands, further_reason, suggestion

from .conftest import PERSON, decided_rows, decision, finding, indicator, project, proposal, verdict

CODE = re.compile(r"(?<![A-Za-z0-9])[VMTBDPX]\d\d(?![0-9])")
PAPERS = ("opinion", "questions", "sheet", "flat", "record", "html", "csv", "json", "md")


def paragraphs(path):
    return [p.text for p in docx.Document(str(path)).paragraphs]


def cells(sheet):
    return [[c.value for c in row] for row in sheet.iter_rows()]


# the opinion


def test_opinion_is_a_letter_ready_to_send(export):
    (path,) = export("opinion", order={"letter": Letter("某县财政局", "2021年3月15日")})
    assert path.name == "表.opinion.docx"
    text = paragraphs(path)
    whole = "\n".join(text)
    assert text[1] == "关于人社局本级\n预算项目绩效目标审核意见的函" and text[2] == "人社局本级："
    assert [t for t in text if re.match(r"[一二三四]、", t)] == [
        "一、总体情况", "二、分项目意见", "三、需补充材料和数据", "四、反馈要求",
    ]  # fmt: skip
    assert "本次审核预算项目2个，预算金额合计44.00万元。其中1个项目的绩效目标表需要修改完善，共提出意见4条" in whole
    assert "（一）补助资金1（序号1，项目编码K1，预算22.00万元）" in whole
    assert "1．第1行数量指标“发放补助人数”，指标值“≥90百分比”。应予修改：“≥90百分比”写法不对。" in whole
    assert "建议修改为：指标值“≥ 【待填】 人”。其中【待填】处由你单位补充（见问题1）。" in whole
    assert "问题1．补助资金1（第1条）：全年发放多少人？" in whole
    assert "不适用。建议删去该项指标。" in whole
    assert "建议在产出指标的时效指标中增加：三级指标“发放时限”；指标值“每月10日前”。" in whole
    assert "请你单位于2021年3月15日前" in whole and whole.rstrip().endswith("某县财政局\n　　　　年　　月　　日")
    assert "群众满意度" not in whole and "预算不平" not in whole
    assert not CODE.search(whole)
    assert not re.search("核验|待核|分数|得分|优秀|合格率", whole)


def test_opinion_leaves_open_what_nobody_gave(export):
    (path,) = export("opinion")
    whole = "\n".join(paragraphs(path))
    assert "请你单位于【待填】前" in whole and "审核机关：【待填】" in whole
    marked = [r.text for p in docx.Document(str(path)).paragraphs for r in p.runs if r.font.highlight_color]
    assert set(marked) == {"【待填】"} and len(marked) == whole.count("【待填】")


def test_a_finding_that_fell_and_a_text_that_did_not_fit(export, document, decided):
    mended = decided[1].findings[0]._replace(fix="≥90%")
    kept = decided[1].model_copy(
        update={
            "findings": (mended,),
            "state": "rejected",
            "after": None,
            "decision": decision("K1", 2, "reject", reason="建议不合适"),
        }
    )
    fallen = decided[0].model_copy(
        update={
            "state": "rejected",
            "after": None,
            "findings": (),
            "decision": decision("K1", 1, "reject", reason="问题不成立"),
        }
    )
    demanded = decided[2].model_copy(
        update={"state": "rejected", "after": None, "decision": decision("K1", 3, "reject", reason="上级文件规定")}
    )
    (path,) = export("opinion", rows=(fallen, kept, demanded))
    whole = "\n".join(paragraphs(path))
    assert "第2行质量指标“=SUM(A1)”" in whole and "补助准确率" not in whole and "补助发放准确率" not in whole
    assert "≥90%" not in whole and "建议修改为" not in whole
    assert "第1行" not in whole and "第3行" not in whole and "需补充" not in whole


def test_projects_stand_by_severity_and_units_apart(export, document):
    other = project(2, unit_code="323002", unit_name="学院")
    grave = project(3)
    small = [decided_rows(project(1))[1].model_copy(update={"findings": (finding("K1", 2),)})]
    rows = (*small, *decided_rows(other), *decided_rows(grave))
    made = document._replace(projects=(project(1), other, grave))
    reviewed = tuple((p, [r for r in rows if r.project == p.key]) for p in made.projects)
    paths = export("opinion", "questions", order={"document": made, "reviewed": reviewed})
    assert sorted(p.name for p in paths) == sorted(
        f"表.{kind}.{unit}.{end}"
        for kind, end in (("opinion", "docx"), ("questions", "xlsx"))
        for unit in ("323001人社局本级", "323002学院")
    )
    text = "\n".join(paragraphs(next(p for p in paths if "opinion.323001" in p.name)))
    assert text.index("补助资金3") < text.index("补助资金1") and "补助资金2" not in text


def test_conclusions_stand_where_the_reviewer_set_them(export):
    (path,) = export("opinion", order={"conclusions": {"K1": Conclusion("退回", "指标照搬")}})
    whole = "\n".join(paragraphs(path))
    assert "审核结论：退回1个。" in whole and "审核结论：退回，主要原因：指标照搬。" in whole


def test_nothing_listed_yet_is_no_letter(export, decided):
    with pytest.raises(CommandError, match=r"未决 1 条"):
        export("opinion", rows=(decided[3],))
    (path,) = export("opinion", rows=())
    assert "未提出修改意见" in "\n".join(paragraphs(path))


def test_a_move_is_said_as_one():
    before = RowText(level1="产出指标", level2="数量指标", name="甲率", target="≥90%")
    move = proposal("K1", 1, "move", level2="质量指标", reason="“甲率”放错了；覆盖率属于质量。")
    row = decided_rows(project(1))[0].model_copy(
        update={"before": before, "after": move.text(before), "proposal": move, "findings": ()}
    )
    assert suggestion(row) == "建议将该项指标调整到产出指标的质量指标。"
    assert further_reason(row) == "覆盖率属于质量"


def test_a_row_kept_against_a_removal_is_not_told_why_it_should_go():
    removal = proposal("K1", 1, "remove", reason="办结率不是经济效益。")
    row = decided_rows(project(1))[0].model_copy(
        update={"state": "edited", "after": RowText(name="办结率", target="≥90%"), "proposal": removal, "findings": ()}
    )
    assert further_reason(row) == ""
    assert further_reason(row.model_copy(update={"after": None})) == "办结率不是经济效益"


def test_what_the_row_repeats_is_quoted_where_no_name_is_meant():
    before = RowText(name="按月支付", target="按月支付", basis="按月支付")
    said = ("依据“按月支付”不能说明指标值的来源", "指标值“按月支付”未设定可衡量的数值", "“按月支付”反映的是时效")
    findings = tuple(Finding("B02", "error", "K1", message, 1) for message in said)
    row = decided_rows(project(1))[0].model_copy(update={"before": before, "findings": findings})
    assert demands(row) == [
        "应予修改：依据“按月支付”不能说明指标值的来源；指标值未设定可衡量的数值；该指标反映的是时效。"
    ]


# the lists


def test_question_list_asks_for_what_the_unit_answers(export):
    (path,) = export("questions", order={"letter": Letter("", "2021年3月15日")})
    book = load_workbook(path)
    sheet = book["问题清单"]
    rows = cells(sheet)
    assert rows[4][:10] == [
        "序号", "项目", "位置", "原内容", "审核意见", "建议", "需补充的数值", "采纳", "不采纳及理由", "补充数值",
    ]  # fmt: skip
    first = rows[5]
    assert first[0] == "1" and first[6] == "问题1：全年发放多少人？" and first[7:10] == [None, None, None]
    assert [r[0] for r in rows[5:]] == ["1", "2", "3", "4"]
    assert len({r[10] for r in rows[5:]}) == 4
    assert sheet.column_dimensions["K"].hidden
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"采纳,不采纳"' and str(choice.sqref) == "H6:H9"
    assert not CODE.search(str(rows))


def test_review_sheet_offers_the_choices(export):
    (path,) = export("sheet")
    book = load_workbook(path)
    sheet = book["逐条审核"]
    offered = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert '"采用,不用,修改,稍后"' in offered.values()
    heads = [c.value for c in sheet[4]]
    row = dict(zip(heads, [c.value for c in sheet[5]], strict=True))
    assert row["改为：指标值"] == "≥ 【待填】 人" and row["决定"] is None and row["现状"] == f"采用 {PERSON}"
    assert [c.value for c in book["项目结论"][5]][:4] == ["323001人社局本级", "1.补助资金1", 22, "万元"]
    (conclusion,) = book["项目结论"].data_validations.dataValidation
    assert conclusion.formula1 == '"通过,修改后通过,退回"'


def test_flat_sheet_takes_the_target_apart(export):
    (path,) = export("flat", order={"headings": {"解释": "指标解释", "权重": ""}})
    rows = cells(load_workbook(path).active)
    assert rows[0] == [
        "项目编码", "项目名称", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位", "指标方向",
        "指标解释", "依据",
    ]  # fmt: skip
    assert rows[1][4:9] == ["发放补助人数", "≥", "【待填】", "人", "正向"]
    assert rows[2][4:9] == ["补助准确率", "=", 100, "%", None]
    assert rows[4][4:9] == ["群众满意度", "≥", 90, "%", "正向"]
    with pytest.raises(ConfigurationError, match="没有“解析”这一栏，是不是“解释”"):
        export("flat", order={"headings": {"解析": "x"}}, force=True)


@pytest.mark.parametrize(
    ("target", "nature", "value", "unit", "direction"),
    [
        ("≤22.5万元", "≤", Decimal("22.5"), "万元", "反向"),
        ("600人", "=", Decimal(600), "人", ""),
        ("90%-95%", "", "90-95", "%", ""),
        ("优/良/中/差", "定性", "优/良/中/差", "", ""),
        ("每月10日前", "定性", "每月10日前", "", ""),
        ("≥98档案管理", "", "≥98档案管理", "", "正向"),
        ("=12345678901234567890元", "=", "12345678901234567890", "元", ""),
    ],
)
def test_targets_under_the_system_s_headings(target, nature, value, unit, direction):
    from reviewer.domain.decided import revise

    one = project(indicators=(indicator(1, "产出指标", "数量指标", "甲", target, weight="10"),))
    (line,) = lines(one, revise(one, ()))
    assert (line.nature, line.value, line.unit, line.direction) == (nature, value, unit, direction)
    assert line.weight == Decimal(10)


# the record


def test_record_marks_the_words_that_changed(export):
    (path,) = export("record")
    sheet = load_workbook(path, rich_text=True)["修改对照"]
    old, new = sheet["B4"].value, sheet["C4"].value
    assert isinstance(old, CellRichText) and isinstance(new, CellRichText)
    struck = [str(part) for part in old if getattr(getattr(part, "font", None), "strike", None)]
    bold = [str(part) for part in new if getattr(getattr(part, "font", None), "b", None)]
    assert struck == ["90百分比"] and bold == [" 【待填】 人"]


def test_record_hands_over_with_conclusions_and_totals(export):
    (path,) = export("record", order={"conclusions": {"K1": Conclusion("退回", "指标照搬"), "ZZ": Conclusion("通过")}})
    rows = cells(load_workbook(path, data_only=True)["移交"])
    assert rows[3][:6] == ["323001人社局本级", "1.补助资金1", 22, "万元", "退回", "指标照搬"]
    assert not rows[4][4]
    assert rows[5][:4] == ["合计", "2 个项目", 44, "万元"]
    assert [r[:2] for r in rows[6:9]] == [["通过", 0], ["修改后通过", 0], ["退回", 1]]
    formulas = cells(load_workbook(path)["移交"])
    assert formulas[5][2] == "=SUMIF(D4:D5,D6,C4:C5)" and formulas[8][1] == "=COUNTIF(E4:E5,A9)"


def test_record_names_who_decided_when_and_why(export):
    (path,) = export("record")
    rows = cells(load_workbook(path)["决定"])
    assert rows[3][2:8] == ["采用", PERSON, "2021-03-01T09:30:00+08:00", "人数不能用百分比。", "待填", "“发放补助”"]
    assert rows[5][2] == "采用（按规则批量）"


# the report


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [v for k, v in attrs if k in ("src", "href", "action", "data")]

    def handle_data(self, data):
        self.words.append(data)


def test_report_is_one_page_without_any_address(export):
    (path,) = export("html")
    assert path.name == "表.report.html"
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert page.links == [] and "link" not in page.tags and "img" not in page.tags
    assert not re.search(r"https?:|//[a-z]|@import|url\(", text.replace("http-equiv", ""))
    assert page.tags.count("article") == 6 and page.tags.count("svg") == 3
    assert "<del>90百分比</del><ins> 【待填】 人</ins>" in text
    assert "全年发放多少人？" in text and PERSON in text
    assert not CODE.search("".join(page.words))


def test_report_escapes_everything(export, document, decided):
    evil = '</script><script>alert(1)</script><img src=x onerror="y">{{ 7*7 }}'
    first = decided[0].model_copy(
        update={
            "note": evil,
            "findings": (finding("K1", 1, message=evil),),
            "after": RowText(name=evil, target=evil + "\x1b[2J‮"),
        }
    )
    named = project(1, name=evil, unit_name=evil)
    made = document._replace(projects=(named,), department=evil, file="甲<b>.txt")
    (path,) = export("html", order={"document": made, "reviewed": ((named, [first]),)})
    text = path.read_text(encoding="utf-8")
    assert "<script>alert" not in text and "<img" not in text and "49" not in Page(text).words
    assert Page(text).tags.count("script") == 1
    assert "\x1b" not in text and "‮" not in text


# all of them


def test_a_document_s_worst_text_is_harmless_in_every_paper(export, document, decided):
    worst = "=cmd|' /C calc'!A0\x00\x1b[31m‮\ud800" + "长" * 40_000
    text = RowText(level1="产出指标", level2="数量指标", name=worst, target="≥1人", basis="@x")
    row = decided[0].model_copy(
        update={"before": text, "after": text._replace(target="=2人"), "note": worst,
                "findings": (finding("K1", 1, message=worst),)}
    )  # fmt: skip
    named = project(1, name=worst, unit_name=worst[:80], unit_code="../../x")
    order = {
        "document": document._replace(projects=(named,)),
        "reviewed": ((named, [row]),),
        "letter": Letter(worst[:50], "+1"),
        "conclusions": {"K1": Conclusion("退回", worst)},
    }
    for path in export(*PAPERS, order=order):
        assert path.stat().st_size and path.parent.name != "x"
        if path.suffix == ".docx":
            assert "␛[31m" in "\n".join(paragraphs(path))
        elif path.suffix == ".xlsx":
            texts = [c for sheet in load_workbook(path) for line in cells(sheet) for c in line if isinstance(c, str)]
            assert any("␛[31m" in t for t in texts) and all(len(t) <= 32_767 for t in texts)


def test_no_text_is_ever_a_formula_or_a_link(export):
    for path in export(
        "questions", "sheet", "flat", "record", order={"conclusions": {"K1": Conclusion("退回", "=1+1")}}
    ):
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            text = "".join(package.read(n).decode() for n in names if n.startswith("xl/worksheets/sheet"))
        assert not any("vba" in n or "externalLink" in n for n in names)
        formulas = re.findall(r"<f>([^<]*)</f>", text)
        assert all(re.match(r"(SUMIF|COUNTIF)\(", f) for f in formulas)
        assert "<hyperlink" not in text


def test_nothing_of_the_machine_is_in_an_export(export, document, tmp_path):
    deep = tmp_path / "secret-folder"
    deep.mkdir()
    made = document._replace(file=str(deep / "表.txt"))
    paths = export(*PAPERS, order={"document": made, "original": deep / "表.txt"})
    assert {p.name.split(".", 1)[1] for p in paths} == {
        "opinion.docx", "questions.xlsx", "sheet.xlsx", "flat.xlsx", "record.xlsx", "report.html", "revised.csv",
        "revised.json", "revised.md",
    }  # fmt: skip
    for path in paths:
        data = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                data = [package.read(n) for n in package.namelist()]
        assert not any(b"secret-folder" in d or str(tmp_path).encode() in d for d in data), path.name
        assert path.suffix == ".csv" or any("财政审核建议稿".encode() in d for d in data), path.name


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_them_all(export, tmp_path):
    paths = export("opinion", "questions", "sheet", "flat", "record")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path / "pdf"), *map(str, paths)],
        check=True, capture_output=True,
    )  # fmt: skip
    made = sorted((tmp_path / "pdf").iterdir())
    assert [p.stem for p in made] == sorted(p.stem for p in paths)
    assert all(p.read_bytes().startswith(b"%PDF") for p in made)
    if shutil.which("pdftotext"):
        letter = next(p for p in made if "opinion" in p.name)
        text = subprocess.run(["pdftotext", str(letter), "-"], check=True, capture_output=True, text=True).stdout
        assert "审核意见的函" in text and "需补充材料和数据" in text


def test_the_verdict_is_in_words(export, decided):
    rewritten = decided[1]
    assert rewritten.state == "edited" and rewritten.verdict == verdict(rewritten.proposal, "fail")
    (path,) = export("sheet")
    column = [c.value for c in load_workbook(path)["逐条审核"][6]]
    assert "审核人修改" in column
