"""X02 年度不符."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView
from reviewer.domain.words import AnyOf

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_PLANNED = re.compile(
    r"(?<!\d)(20\d\d)\s*年(?!底?以前|[、和及]\d)[^，。；,;\d]{0,6}?(?:预计|计划|拟|将|预算|目标|任务)"
)
_FIVE_YEARS = re.compile(r"[“\"]?(十二五|十三五|十四五)[”\"]?(?:时期|期间)?[^，。；,;]{0,12}?(?:规划|计划|目标|任务)")
_ENDS = {"十二五": 2015, "十三五": 2020, "十四五": 2025}
"""The last year of each five-year plan."""
_DONE = AnyOf(("实际", "已", "决算", "完成了", "同期", "增长", "基数", "相比", "比上年"))


def across(projects: Iterable[ProjectView]) -> Iterator[tuple[str, Hit]]:
    """A plan for an earlier year than the table's own; the document's year is what most of its tables say."""
    views = list(projects)
    years = [_year_of(view) for view in views]
    said = Counter(year for year in years if year)
    usual = said.most_common(1)[0][0] if said else None
    for view, own in zip(views, years, strict=True):
        year = own or usual
        if year:
            for hit in _stale(view, year):
                yield view.project.key, hit


def _year_of(view: ProjectView) -> int | None:
    """The latest year that the project's own words name."""
    named = [int(y) for y in _YEAR.findall(view.speech)]
    return max(named, default=None)


def _stale(view: ProjectView, year: int) -> Iterator[Hit]:
    p = view.project
    for text, field in ((p.purpose or "", "purpose"), *((g, "goals") for g in p.goals)):
        if found := _old(text, year):
            yield Hit(f"表是{year}年的，这里写的是“{found}”", None, field, text)
    for row in view.rows:
        i = row.indicator
        for text, field in ((i.name, "name"), (i.definition or "", "definition"), (i.basis or "", "basis")):
            if found := _old(text, year):
                yield Hit(f"表是{year}年的，这里写的是“{found}”", i.row, field, text)
        dated = _YEAR.search(i.target.raw) if i.target.kind == "date" else None
        if dated and int(dated[1]) < year:
            yield Hit(f"表是{year}年的，完成日期却是“{i.target.raw}”", i.row, "target", i.target.raw)


def _old(text: str, year: int) -> str | None:
    if not ("20" in text or "五" in text) or _DONE.find(text):
        return None
    ended = next((m[0] for m in _FIVE_YEARS.finditer(text) if _ENDS[m[1]] < year), None)
    return ended or next((m[0] for m in _PLANNED.finditer(text) if int(m[1]) < year), None)


RULE = Rule(
    code="X02",
    slug="stale-year",
    title="年度不符",
    severity="warning",
    what="计划、预计的数或日期属于别的预算年度。",
    why="从上年的表抄来的数，不是今年的目标。",
    standard="88号审核表：规范完整性",
    before="2021年的表：2020年预计招生人数",
    after="2021年预计招生人数",
    across=across,
)
