"""The revised table: proposals applied together, duplicates, claims and new defects."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import Indicator, Project, RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.reworded import new_row, reworded
from reviewer.domain.target import parse_target, same
from reviewer.domain.verdict import Check
from reviewer.verify.gram import BUYING, bare, cover, grams
from reviewer.verify.role import measures

COLUMN = {"B01": "basis", "V04": "definition"}
"""Codes of an empty cell: none where the form has no such column, also when another row of the reply writes there."""
OF_NAMES = frozenset(["V01", "V02", "M02", "M06"])
"""Codes of what a name says: a new name that has one again has it anew."""
HEAVY = frozenset(["V01", "V02", "M01", "M02", "M05", "M06"])
"""Codes that another wording of the same indicator cannot mend."""
FOR_THE_DEPARTMENT = frozenset(["P01", "P03", "P04", "P06"])
"""Defects of the head (goals, budget, plan): no change of a row mends them."""
MENDS = {
    **dict.fromkeys(("V01", "V02", "M06"), ("name",)),
    **dict.fromkeys(("M02", "M03", "M04", "T02", "T04", "P02"), ("name", "target")),
    "M01": ("name", "level1", "level2"),
    "M05": ("name", "definition"),
    "V03": ("target",),
    "B02": ("basis",),
}
"""What a row must change, at least one of them, to be rid of a defect."""
PAID = re.compile("(?<!按时|及时|准时|按期|如期|足额)(?:到位|到账|支付|拨付|下达|支出)率$")
"""A share of money that came or went, which a row that was an input is again."""
FALLS = re.compile("减|降|缩短")
"""Names how much less there is of something: more of that is better where less of the thing is."""
SIDE = {"≥": 1, ">": 1, "≤": -1, "<": -1}
GAPS = ("数量", "质量", "时效", "成本", "满意", "效益", "产出")
"""Dimensions and families that a table may be without."""
FILLER = re.compile(r"指标|数量|情况|工作|本年度?|全年|年度|项目|的|率$|度$|程度$|[，。、；：（）()\s]")

PEOPLE = re.compile("(?:人|户)数$")
"""How many people a project reaches is counted as its output here, as a benefit there."""
OWN = 0.7
"""Share of a name's word pairs that the project's words hold, where it is of just that."""
LIKE = 0.5
"""Share of a name's word pairs that another wording of the same indicator keeps."""


def apply(project: Project, proposals: Sequence[Proposal]) -> Project:
    """The project with all proposals taken over; added rows stand last with new numbers, in their order."""
    by_row = {p.row: p for p in proposals if p.row is not None}
    rows: list[Indicator] = []
    for row in project.indicators:
        proposal = by_row.get(row.row)
        if proposal is None:
            rows.append(row)
        elif (text := proposal.text(row.text())) is not None:
            rows.append(reworded(row, text))
    for number, proposal in zip(_numbers(project, proposals), (p for p in proposals if p.row is None), strict=False):
        text = proposal.text(RowText())
        if text is not None:
            rows.append(new_row(number, text))
    return project._replace(indicators=tuple(rows))


def added_rows(project: Project, proposals: Sequence[Proposal]) -> dict[int, int]:
    """Index of an adding proposal -> the number that its row has in the revised project."""
    added = [n for n, p in enumerate(proposals) if p.row is None]
    return dict(zip(added, _numbers(project, proposals), strict=False))


def _numbers(project: Project, proposals: Sequence[Proposal]) -> list[int]:
    last = max((r.row for r in project.indicators), default=0)
    return [last + n for n in range(1, 1 + sum(p.row is None for p in proposals))]


def renewed(proposal: Proposal, after: RowText, before: RowText | None) -> Check:
    """Whether the proposal is more than the old row in other words."""
    if before is None or proposal.action != "replace":
        return Check(check="renewed", result="pass", reason="不是改写。")
    old, new = FILLER.sub("", before.name), FILLER.sub("", after.name)
    target_kept = same(parse_target(before.target), parse_target(after.target))
    if after == before:
        return _fail("renewed", "与原行完全一样")
    heavy = HEAVY & set(proposal.resolves)
    made_rate = (
        new == old and after.name.endswith("率") and not before.name.endswith("率") and bool(proposal.definition)
    )
    if heavy & {"V01", "V02", "M02"} and not made_rate and (old == new or sorted(old) == sorted(new)):
        return _fail("renewed", f"声称改正了 {'、'.join(sorted(heavy))}，指标名却还是原来的意思")
    if heavy and old == new and target_kept and not proposal.definition:
        return _fail("renewed", "只换了说法，指标和目标值没有变")
    return Check(check="renewed", result="pass", reason="不是原行换个说法。")


def claims(
    proposals: Sequence[Proposal], project: Project, revised: Project, check: Callable[[Project], Findings] | None
) -> list[list[Check]]:
    """For each proposal: whether the defects it claims to mend are gone, and whether its row has new ones."""
    if check is None:
        undecided = Check(check="claims", result="cannot_decide", reason="没有运行规则检查。")
        return [[undecided] for _ in proposals]
    old = check(project).found
    before = {(f.row, f.code) for f in old}
    whole_before = Counter(f.code for f in old if f.row is None)
    lacking = [code for code, field in COLUMN.items() if not project.has_column(field)]
    shown = [f for f in check(revised).found if f.severity != "info" or f.code == "M06"]
    found = [f for f in shown if f.code not in lacking]
    after = {(f.row, f.code) for f in found}
    numbers = added_rows(project, proposals)
    rows = {r.row: r.text() for r in project.indicators}
    made: list[list[Check]] = []
    for place, proposal in enumerate(proposals):
        row = numbers.get(place, proposal.row)
        was = rows.get(proposal.row or 0, RowText())
        left = [c for c in proposal.resolves if (row, c) in after or _still(c, found, whole_before)]
        left += ["M06"] if "M06" in proposal.resolves and PAID.search(proposal.name or "") else []
        renamed = proposal.name is not None and proposal.name != was.name
        fresh = [
            f
            for f in found
            if f.row == row
            and proposal.action != "remove"
            and ((f.row, f.code) not in before or (renamed and f.code in OF_NAMES))
        ]
        whole = [
            f
            for f in found
            if f.row is None
            and (None, f.code) not in before
            and _charged(f, proposal, was, kept=_kept(proposal, project, before))
        ]
        stale = [c for c in proposal.resolves if _untouched(c, proposal, was)]
        claim = (
            _fail("claims", f"没有改动 {'、'.join(stale)} 所在的内容")
            if stale
            else _fail("claims", "满意度总与本项目有关，不能以与项目无关删去")
            if "M02" in proposal.resolves and _asks_last(proposal, was, revised)
            else _fail("claims", f"“{was.name}”说的正是本项目的事，不能以与项目无关删去")
            if "M02" in proposal.resolves and (row, "M02") not in before and _of_the_project(proposal, was, project)
            else _claim(left, counts_core=_counts(proposal, revised, row))
        )
        doubted = all(f.code == "M01" and f.severity == "warning" and PEOPLE.search(proposal.name or "") for f in fresh)
        new = (
            Check(check="new_defects", result="cannot_decide", reason=f"{fresh[0].message}：算不算效益，请审核人判断。")
            if fresh and doubted and not whole
            else _fail(
                "new_defects", f"改后新出 {fresh[0].code if fresh else whole[0].code}：{(fresh or whole)[0].message}"
            )
            if fresh or whole
            else Check(check="new_defects", result="pass", reason="改后没有新的缺陷。")
        )
        made.append([claim, new])
    return made


def _untouched(code: str, proposal: Proposal, before: RowText) -> bool:
    """Whether what a defect lies in stays as it was; a direction does, where the same thing has the same sign."""
    after = proposal.text(before)
    if proposal.row is None or after is None:
        return False
    turned = bool(FALLS.search(before.name)) != bool(FALLS.search(after.name))
    if code == "M04" and "M03" not in proposal.resolves and not turned and cover(before.name, after.name) >= LIKE:
        old, new = (SIDE.get(parse_target(t).operator or "") for t in (before.target, after.target))
        return old is not None and old == new
    fields = MENDS.get(code, ())
    return bool(fields) and all(getattr(after, f) == getattr(before, f) for f in fields)


def _asks_last(proposal: Proposal, before: RowText, revised: Project) -> bool:
    """Whether the proposal takes away the last row that asks anybody: those served are always of the project."""
    asks = any("满意" in f"{r.level1}{r.level2}" for r in revised.indicators)
    return proposal.action == "remove" and "满意" in f"{before.level1}{before.level2}" and not asks


def _of_the_project(proposal: Proposal, before: RowText, project: Project) -> bool:
    """Whether the row that is taken away names what the project says that it does."""
    own = grams(bare(BUYING.sub(" ", before.name)))
    told = grams("，".join((project.purpose or "", *project.goals)))
    return proposal.action == "remove" and len(own) > 1 and len(own & told) >= OWN * len(own)


def _still(code: str, found: Sequence[Finding], before: Counter[str]) -> bool:
    """Whether a defect of the whole project stands as it stood; one of several gaps that is closed counts as mended."""
    if code[0] not in "PT" or code == "T03":
        return False
    count = sum(f.code == code and f.row is None for f in found)
    return count > 0 and count >= before[code]


def _claim(left: Sequence[str], *, counts_core: bool) -> Check:
    """`counts_core`: the row counts something, only not in the unit that the rule looks for."""
    open_ = FOR_THE_DEPARTMENT | ({"P02"} if counts_core else set())
    if wrong := [c for c in left if c not in open_]:
        return _fail("claims", f"改后规则检查仍报 {'、'.join(wrong)}")
    if "P02" in left:
        reason = "规则按别的单位找核心产出，这一行计量的是否就是核心产出，请审核人判断。"
        return Check(check="claims", result="cannot_decide", reason=reason)
    if left:
        reason = f"{'、'.join(left)} 要由部门改绩效目标、用途或支出计划，改指标行不能消除。"
        return Check(check="claims", result="cannot_decide", reason=reason)
    return Check(check="claims", result="pass", reason="所称缺陷改后不再报出。")


def _counts(proposal: Proposal, revised: Project, row: int | None) -> bool:
    """Whether the new row is an output counted in a unit of its own, no share."""
    after = next((r for r in revised.indicators if r.row == row), None)
    return (
        proposal.action in ("replace", "add")
        and after is not None
        and "数量" in after.level2
        and after.target.kind in ("quantity", "blank")
        and bool(after.target.unit)
        and not (after.target.unit or "").startswith("%")
    )


def _kept(proposal: Proposal, project: Project, before: Collection[tuple[int | None, str]]) -> bool:
    """Whether the row stood in the wrong place, or still measures the same thing in another."""
    if proposal.action == "move" or (proposal.row, "M01") in before or "M01" in proposal.resolves:
        return True
    name = next((r.name for r in project.indicators if r.row == proposal.row), "")
    new = proposal.name or ""
    return cover(name, new) >= LIKE and measures(name) == measures(new)


def _charged(finding: Finding, proposal: Proposal, before: RowText, *, kept: bool) -> bool:
    """Whether a new defect of the whole project is this proposal's doing.

    A gap is, where it takes its last row away: a row that is `kept` and moves to where it belongs uncovers a gap that
    was there. A copied target is, where it writes that target anew: fewer rows only raise the share of those that have
    it, and satisfaction has its customary one by itself.
    """
    if finding.code == "T03":
        name = proposal.name or before.name
        copied, old, new = (parse_target(t or "") for t in (finding.quote, before.target, proposal.target))
        return proposal.target is not None and "满意" not in name and same(new, copied) and not same(old, copied)
    if not finding.code.startswith("P"):
        return proposal.target is not None
    gap = next((d for d in GAPS if d in finding.message), "")
    place = f"{before.level1} {before.level2}"
    leaves = bool(gap) and bool(proposal.level2) and gap in place and gap not in f"{proposal.level1}{proposal.level2}"
    counted = finding.code != "P02" or "数量" in before.level2
    return (leaves and not kept) or (proposal.action == "remove" and counted and (not gap or gap in place))


def _fail(check: str, reason: str) -> Check:
    return Check(check=check, result="fail", reason=f"{reason.rstrip('。')}。")
