"""Findings and suggestions as sentences of a letter: what is wrong with which row, and what should stand there."""

import re

from reviewer.domain.decided import DecidedRow
from reviewer.domain.finding import Finding, Severity
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, Project, RowText
from reviewer.export.official import official

DEMANDS: dict[Severity, str] = {"error": "应予修改", "warning": "建议修改", "info": "提示"}

PROBLEMS: dict[str, str] = {
    "V01": "部分指标名称只写维度，没有写明考核内容",
    "V02": "部分指标以工作事项、口号或目标代替，无法衡量",
    "V03": "部分指标值没有量化，也没有可核查的完成状态",
    "V04": "部分指标没有说明含义和计算方法",
    "M01": "部分指标与所在的指标类别不符",
    "M02": "部分指标与项目内容无关",
    "M03": "部分指标值的计量单位与指标内容不符",
    "M04": "部分指标值的方向与指标性质相反",
    "M05": "部分指标的名称与描述不一致",
    "M06": "部分指标以资金到位、支付代替产出和效果",
    "T01": "部分指标值书写不规范",
    "T02": "部分目标值过高或者不言自明，起不到约束作用",
    "T03": "指标值一刀切，没有针对各项指标分别设定",
    "T04": "部分数值与预算、绩效目标或者其他指标相矛盾",
    "B01": "部分指标值没有列明确定依据",
    "B02": "部分指标值的依据不能支持所设数值",
    "B03": "全部指标照搬同一依据，缺乏针对性",
    "D01": "项目内指标重复",
    "D02": "不同项目的指标相互照搬",
    "P01": "绩效目标表述空泛，没有写明预期结果",
    "P02": "没有设置反映核心产出的指标",
    "P03": "预算数与资金来源合计不符",
    "P04": "资金支出计划缺失或者不合理",
    "P05": "指标类别不完整",
    "P06": "项目名称、资金用途、绩效目标与指标不一致",
    "X01": "存在文字差错",
    "X02": "沿用了其他年度的内容",
}
"""What the opinion says of a defect in general; the single rows follow in detail."""


THIS = "该指标"
"""What a letter calls a row once it is named."""


def demands(row: DecidedRow) -> list[str]:
    """What is wrong, a sentence for each degree of demand, the gravest first; each ends with a full stop."""
    said = []
    alone = not row.changed and row.state != "rejected"
    for severity, word in DEMANDS.items():
        told = (_message(f, row.before or RowText(), alone=alone) for f in row.findings if f.severity == severity)
        if messages := dict.fromkeys(told):
            said.append(f"{word}：{'；'.join(messages)}。")
    return said


def _message(finding: Finding, row: RowText, *, alone: bool) -> str:
    """The finding with the words it is about, quoted where neither the message itself nor the row above it does.

    Its computed correction is added where nothing was suggested that could stand there (`alone`).
    """
    text = official(finding.message)
    quote = (finding.quote or "").strip()
    if quote and "“" not in text and quote not in text and THIS not in text:
        text = f"“{_short(quote)}”{text}"
    if row.target:
        text = text.replace(f"指标值“{row.target}”", "指标值")
    if row.name:
        text = re.sub(rf"(?<!依据)(?<!填写为)“{re.escape(row.name)}”", THIS, text)
    fix = f"，可改为“{finding.fix}”" if alone and finding.fix and finding.fix not in text else ""
    return f"{text}{fix}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def place(row: DecidedRow) -> str:
    """Which row is meant, as the table itself shows it."""
    if row.added:
        return "新增指标"
    if row.row is None:
        return "项目整体"
    before = row.before or RowText()
    label = before.level2 or before.level1
    name = f"“{before.name}”" if before.name else "（未填名称）"
    return f"第{row.row}行{label}{name}"


def quoted(row: DecidedRow) -> str:
    """The row with its target, as a letter introduces it."""
    target = row.before.target if row.before else ""
    return f"{place(row)}，指标值“{target}”" if target else place(row)


def suggestion(row: DecidedRow) -> str:
    """What is to be done with the row; empty where no text is suggested."""
    if not row.changed:
        return ""
    if row.after is None:
        return "建议删去该项指标。"
    before = row.before or RowText()
    if row.before is None:
        group = "的".join(t for t in (row.after.level1, row.after.level2) if t)
        fields = [f for f in ROW_FIELDS[2:] if getattr(row.after, f)]
        return f"建议在{group}中增加：{_fields(row.after, fields)}。"
    changed = [f for f in ROW_FIELDS if getattr(row.after, f) != getattr(before, f)]
    moved = [f for f in changed if f in ("level1", "level2")]
    rest = [f for f in changed if f not in moved]
    parts = []
    if moved:
        parts.append(f"将该项指标调整到{'的'.join(t for t in (row.after.level1, row.after.level2) if t)}")
    if rest:
        parts.append(f"修改为：{_fields(row.after, rest)}")
    return f"建议{'，并'.join(parts)}。"


def _fields(text: RowText, fields: list[str]) -> str:
    return "；".join(
        f"{FIELD_WORDS[f]}“{value}”" if (value := getattr(text, f)) else f"{FIELD_WORDS[f]}留空" for f in fields
    )


def further_reason(row: DecidedRow) -> str:
    """What the reason says beyond the findings and the suggestion."""
    proposal = row.proposal
    if not row.changed or proposal is None or not proposal.reason:
        return ""
    if proposal.action == "remove" and row.after is not None:
        # The reviewer kept the row: why it should go is not why it should read as it now does.
        return ""
    said = [f.message.rstrip("。") for f in row.findings]
    name = f"“{row.after.name}”" if row.after and row.after.name else "\0"
    clauses = [c.strip() for c in re.split("[；。]", proposal.reason) if c.strip()]
    left = [c for c in clauses if c not in said and name not in c]
    return "；".join(re.sub("，?建议删去(?:本|该)行$", "", c) for c in left)


def money(project: Project) -> str:
    """The project's budget as a letter names it; empty where the document states none."""
    total = project.budget.total
    return f"预算{total}{project.amount_unit or ''}" if total else ""


def head(project: Project) -> str:
    """The project as a letter introduces it."""
    told = (f"序号{project.no}", f"项目编码{project.code}" if project.code else "", money(project))
    return f"{project.name}（{'，'.join(t for t in told if t)}）"
