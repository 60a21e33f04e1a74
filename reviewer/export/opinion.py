"""审核意见 (.docx): the letter to one budget unit, ready to send, laid out as official letters are (GB/T 9704)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reviewer.domain.decision import CONCLUSIONS, Conclusion
from reviewer.domain.harmless import harmless
from reviewer.domain.project import Project, amount
from reviewer.domain.proposal import BLANK
from reviewer.export import sentences, words
from reviewer.export.listed import Entry, by_severity
from reviewer.export.order import Letter, Order, Product, Reviewed
from reviewer.export.units import papers

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEAD_FONT = "黑体"
PROJECT_FONT = "楷体_GB2312"
ORDINALS = "一二三四五六七八九十"
MAIN_PROBLEMS = 6
"""How many kinds of problem the summary names."""


def opinions(order: Order) -> Iterable[Product]:
    """A letter to each unit about which something is listed, or everything is decided."""
    for ending, unit, reviewed in papers(order, "opinion", "docx"):
        said = partial(write_opinion, unit=unit, reviewed=reviewed, letter=order.letter, conclusions=order.conclusions)
        yield Product(ending, said)


def write_opinion(
    path: Path, unit: str, reviewed: Reviewed, letter: Letter, conclusions: Mapping[str, Conclusion]
) -> None:
    """Write the letter to `unit` about its projects."""
    _Opinion(unit, reviewed, letter, conclusions).save(path)


class _Opinion:
    def __init__(self, unit: str, reviewed: Reviewed, letter: Letter, conclusions: Mapping[str, Conclusion]) -> None:
        self.unit = unit
        self.reviewed = reviewed
        self.letter = letter
        self.conclusions = conclusions
        self.listed = by_severity(reviewed)
        self.docx = docx.Document()
        self._page()

    def save(self, path: Path) -> None:
        self._opening()
        self._overall()
        self._projects()
        self._questions()
        self._answer()
        self._signature()
        properties = self.docx.core_properties
        properties.title = words.TITLE
        properties.author = harmless(self.letter.bureau)[:250]
        properties.comments = ""
        self.docx.save(str(path))

    # the page

    def _page(self) -> None:
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        style: Any = self.docx.styles["Normal"]
        _font(style, BODY_FONT, 16)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(28)
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _font(head.add_run(words.TITLE), "宋体", 9)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in ("— ", "PAGE", " —"):
            run = foot.add_run("" if part == "PAGE" else part)
            _font(run, "宋体", 14)
            if part == "PAGE":
                _field(run, part)

    def _paragraph(self, text: str, *, font: str = "", bold: bool = False, indent: bool = True) -> Any:
        """A paragraph; each 【待填】 in it stands out."""
        paragraph = self.docx.add_paragraph()
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(32)
        for number, piece in enumerate(harmless(text).split(BLANK)):
            if number:
                mark = paragraph.add_run(BLANK)
                mark.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if piece:
                run = paragraph.add_run(piece)
                run.bold = bold or None
                if font:
                    _font(run, font, 16)
        return paragraph

    def _heading(self, text: str) -> None:
        paragraph = self._paragraph(text, font=HEAD_FONT)
        paragraph.paragraph_format.keep_with_next = True
        _outline(paragraph, 0)

    # what it says

    def _opening(self) -> None:
        number = self.docx.add_paragraph("〔　　　〕　　号")
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title = self.docx.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_before = Pt(14)
        title.paragraph_format.space_after = Pt(14)
        title.paragraph_format.line_spacing = Pt(34)
        name = _unit_name(self.reviewed, self.unit)
        run = title.add_run(harmless(f"关于{name}"))
        _font(run, TITLE_FONT, 22)
        if len(name) > 4:
            run.add_break()
        _font(title.add_run("预算项目绩效目标审核意见的函"), TITLE_FONT, 22)
        self._paragraph(f"{name}：", indent=False)
        self._paragraph(
            "你单位报送的预算项目绩效目标表收悉。按照预算绩效管理有关规定和“指向明确、细化量化、合理可行、相应匹配”的"
            "要求，我局对绩效目标和指标的完整性、相关性、适当性、可行性进行了审核。现将审核意见函告如下："
        )

    def _overall(self) -> None:
        self._heading("一、总体情况")
        projects = [p for p, _rows in self.reviewed]
        entries = [e for _p, group in self.listed for e in group]
        text = f"本次审核预算项目{len(projects)}个{_total(projects)}。"
        if not entries:
            self._paragraph(f"{text}经审核，未提出修改意见。")
            return
        text += f"其中{len(self.listed)}个项目的绩效目标表需要修改完善，共提出意见{len(entries)}条"
        asked = sum(bool(e.asked) for e in entries)
        text += f"，需你单位补充材料和数据{asked}项。" if asked else "。"
        concluded = Counter(self.conclusions[p.key].word for p in projects if p.key in self.conclusions)
        if any(concluded[word] for word in CONCLUSIONS):
            said = "，".join(f"{word}{concluded[word]}个" for word in CONCLUSIONS if concluded[word])
            text += f"审核结论：{said}。"
        self._paragraph(text)
        problems = self._problems()
        if problems:
            self._paragraph(f"存在的主要问题：{problems}。")

    def _problems(self) -> str:
        """The commonest problems in words, those that must be mended first."""
        grave: Counter[str] = Counter()
        rows: Counter[str] = Counter()
        where: dict[str, set[str]] = {}
        for project, entries in self.listed:
            for finding in (f for e in entries for f in e.row.findings if f.severity != "info"):
                grave[finding.code] += finding.severity == "error"
                rows[finding.code] += 1
                where.setdefault(finding.code, set()).add(project.key)
        said = []
        for code in sorted(rows, key=lambda c: (-grave[c], -rows[c]))[:MAIN_PROBLEMS]:
            said.append(
                f"{sentences.PROBLEMS.get(code, words.defect(code))}，涉及{len(where[code])}个项目{rows[code]}处"
            )
        if len(said) == 1:
            return said[0]
        return "；".join(f"{ORDINALS[n]}是{text}" for n, text in enumerate(said))

    def _projects(self) -> None:
        if not self.listed:
            return
        self._heading("二、分项目意见")
        for number, (project, entries) in enumerate(self.listed, 1):
            head = self._paragraph(f"（{_ordinal(number)}）{sentences.head(project)}", font=PROJECT_FONT)
            head.paragraph_format.keep_with_next = True
            _outline(head, 1)
            conclusion = self.conclusions.get(project.key, Conclusion())
            if conclusion.word:
                why = f"，主要原因：{conclusion.reason.rstrip('。')}" if conclusion.reason else ""
                self._paragraph(f"审核结论：{conclusion.word}{why}。")
            for entry in entries:
                self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        row = entry.row
        self._paragraph(f"{entry.number}．{sentences.quoted(row)}。{''.join(sentences.demands(row))}")
        reason = sentences.further_reason(row)
        said = [text for text in (f"{reason}。" if reason else "", sentences.suggestion(row)) if text]
        if entry.asked:
            said.append(f"其中{BLANK}处由你单位补充（见问题{entry.asked}）。")
        if said:
            self._paragraph("".join(said))

    def _questions(self) -> None:
        asked = [(p, e) for p, entries in self.listed for e in entries if e.asked]
        if not asked:
            return
        self._heading("三、需补充材料和数据")
        self._paragraph("以下数据审核中无法从报送材料取得，请你单位据实补充，并说明数据来源：")
        for project, entry in asked:
            self._paragraph(f"问题{entry.asked}．{project.name}（第{entry.number}条）：{entry.question}")

    def _answer(self) -> None:
        if not self.listed:
            return
        number = "四" if any(e.asked for _p, entries in self.listed for e in entries) else "三"
        self._heading(f"{number}、反馈要求")
        self._paragraph(
            f"请你单位于{self.letter.due or BLANK}前，对照上述意见修改完善绩效目标表，并在《问题清单》中逐条填写"
            "是否采纳、不采纳的理由和补充的数值，一并报送我局。对审核意见有异议的，请说明理由并附相关材料。"
        )
        self._paragraph("特此函告。")
        self._paragraph("")
        self._paragraph("附件：问题清单")

    def _signature(self) -> None:
        self._paragraph("")
        for text in (self.letter.bureau or f"审核机关：{BLANK}", "　　　　年　　月　　日"):
            paragraph = self._paragraph(text, indent=False)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(32)


def _unit_name(reviewed: Reviewed, unit: str) -> str:
    """The unit's name without its code."""
    return next((p.unit_name for p, _rows in reviewed if p.unit_name), unit or BLANK)


def _total(projects: list[Project]) -> str:
    """The sum of the budgets, where every one can be read and all are in one unit of money."""
    amounts = [amount(p.budget.total) for p in projects]
    units = {p.amount_unit for p in projects}
    if len(units) != 1 or None in amounts:
        return ""
    total = sum((a for a in amounts if a is not None), Decimal(0))
    return f"，预算金额合计{total:,.2f}{units.pop() or ''}"


def _ordinal(number: int) -> str:
    """1 to 99 in words."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return str(number)
    head = "" if not tens else "十" if tens == 1 else f"{ORDINALS[tens - 1]}十"
    return head + (ORDINALS[ones - 1] if ones else "")


def _font(target: Any, name: str, size: float) -> None:
    """Give a style or a run its font, for Latin and for Chinese letters."""
    target.font.name = "Times New Roman" if name == BODY_FONT else name
    target.font.size = Pt(size)
    target.font.color.rgb = RGBColor(0, 0, 0)
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)


def _field(run: Any, name: str) -> None:
    for kind in ("begin", name, "end"):
        part = OxmlElement("w:instrText" if kind == name else "w:fldChar")
        if kind == name:
            part.set(qn("xml:space"), "preserve")
            part.text = name
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _outline(paragraph: Any, level: int) -> None:
    """Let the heading stand in the navigation pane without looking like one of Word's own."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    paragraph._p.get_or_add_pPr().append(outline)
