"""A defect found in a document, or a check that could not decide.

Plain tuples, not pydantic values: the checks make thousands of them for one document, and make them of their own.
"""

import re
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
"""What the reviewer demands: 必改, 建议, 提示."""

SEVERITY_WORDS: dict[Severity, str] = {"error": "必改", "warning": "建议", "info": "提示"}

DEFECT_WORDS: dict[str, str] = {
    "V01": "指标名空壳",
    "V02": "空泛不可衡量",
    "V03": "指标值未量化",
    "V04": "指标描述缺失",
    "M01": "维度错配",
    "M02": "与项目无关",
    "M03": "单位错配",
    "M04": "方向错误",
    "M05": "名称与描述不一致",
    "M06": "以投入代产出",
    "T01": "指标值不规范",
    "T02": "目标值极端",
    "T03": "指标值一刀切",
    "T04": "数值矛盾",
    "B01": "依据缺失",
    "B02": "依据不成立",
    "B03": "依据照搬",
    "D01": "项目内重复",
    "D02": "跨项目照搬",
    "P01": "绩效目标空洞",
    "P02": "核心产出未覆盖",
    "P03": "预算不平",
    "P04": "支出计划异常",
    "P05": "维度缺项",
    "P06": "名称、用途、目标、指标不一致",
    "X01": "文字差错",
    "X02": "年度不符",
}
"""The taxonomy's Chinese names; what people read names the defect in words, never by its code alone."""
_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]\d\d)(?![A-Za-z0-9])(?: (?=[\u4e00-\u9fff]))?")


def in_words(text: str) -> str:
    """The text with each code of a defect, as programs and the model know it, put in words: P01 is “绩效目标空洞”."""
    return _CODE.sub(lambda m: f"“{DEFECT_WORDS[m[1]]}”" if m[1] in DEFECT_WORDS else m[0], text)


class Finding(NamedTuple):
    """One defect: where, which, what is wrong with this very row, and the words it is about."""

    code: str
    severity: Severity
    project: str
    message: str
    row: int | None = None
    """None where the finding is about the project."""
    field: str | None = None
    quote: str | None = None
    fix: str | None = None
    """The field's corrected text, where it can be computed."""


class Undecided(NamedTuple):
    """A check that cannot decide: said, never silent."""

    code: str
    project: str
    row: int | None
    reason: str


class Findings(NamedTuple):
    """What the checks say of a document or a project."""

    found: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
