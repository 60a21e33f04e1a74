"""The built-in drafter (内置起草): proposes from the library of indicators, without a model."""

import re
from collections.abc import Collection, Sequence

from reviewer.domain.document import Document
from reviewer.domain.finding import Finding
from reviewer.domain.kind import choose_kind
from reviewer.domain.kinds import DIMENSIONS, KindIndicator, Library
from reviewer.domain.policy import Policy
from reviewer.domain.project import ROW_FIELDS, Project
from reviewer.domain.proposal import BLANK, Proposal, Proposer
from reviewer.domain.target import parse_target
from reviewer.domain.words import Words
from reviewer.draft.candidate import Candidate, Maker
from reviewer.draft.defect import COUNTS, HEAVY, NAMED, Row
from reviewer.draft.defect import rows as read_rows
from reviewer.draft.dimension import labels
from reviewer.draft.fact import for_time, time_of
from reviewer.draft.plan import Step, plan
from reviewer.draft.slot import fill, slots

__all__ = ["choose_kind", "draft"]

NOT_APPLICABLE = "不适用"
SURVEY = "其他标准：满意度调查问卷"


def draft(
    project: Project,
    findings: Sequence[Finding],
    document: Document | None,
    library: Library,
    words: Words | None = None,
    *,
    rows: Collection[int] | None = None,
    policy: Policy | None = None,
) -> tuple[Proposal, ...]:
    """Proposals for the defective rows of `project`, in row order, then the rows to add.

    Numbers are stated in the text (quoted), derived from quoted ones, a marked norm, or 【待填】 with a question.
    `rows` limits the work to these rows (those a model left unanswered); then nothing is added.
    """
    kind = choose_kind(project, library)
    read = read_rows(project, findings, kind, words)
    barred = {r.row.row for r in read if r.uniform or {"M02", "M03", "M04"} & set(r.codes)}
    maker = Maker(project, kind, library, slots(project, kind, library.nouns), barred)
    every = bool(policy and policy.demand_every_dimension)
    if rows is not None:
        read = tuple(r if r.row.row in rows else r._replace(heavy=False, codes=()) for r in read)
    steps = plan(read, maker.candidates(), kind, every=every, lacking=_lacking(project, findings), rate=maker.rate)
    if rows is not None:
        steps = tuple(s for s in steps if s.row)
    made = [p for step in steps if (p := _proposal(step, project, maker, words))]
    if _without_basis(project, findings):
        made = [p.model_copy(update={"basis": None}) for p in made if _changes(p, "basis")]
    return tuple(made)


def _lacking(project: Project, findings: Sequence[Finding]) -> set[str]:
    """What the checks miss in the table: dimensions (not where it is only a hint), and 核心."""
    own = [f for f in findings if f.project == project.key]
    missed = {d for f in own if f.code == "P05" and f.severity != "info" for d in DIMENSIONS if d in f.message}
    return missed | ({"核心"} if any(f.code == "P02" for f in own) else set())


def _without_basis(project: Project, findings: Sequence[Finding]) -> bool:
    """Whether the form has no column for the basis: no row has one, and no check asks for it."""
    asked = any(f.code == "B01" and f.project == project.key for f in findings)
    return not asked and not any(row.basis for row in project.indicators)


def _changes(proposal: Proposal, dropped: str) -> bool:
    """Whether the proposal still changes something without the field `dropped`."""
    fields = [f for f in ROW_FIELDS if f != dropped]
    return proposal.action == "remove" or any(getattr(proposal, f) is not None for f in fields)


def _proposal(step: Step, project: Project, maker: Maker, words: Words | None) -> Proposal | None:
    if step.row is None:
        return _added(step.candidate, step.why, project, words) if step.candidate else None
    if step.action in ("mend", "move"):
        return _mended(step.row, step.candidate, project, maker, moves=step.action == "move")
    if step.action == "ask" and step.candidate:
        return _asked(step.row, step.candidate.indicator, project)
    if step.candidate is None:
        return _dropped(step, project, maker)
    return _replaced(step.row, step.candidate, project)


def _fields(candidate: Candidate) -> dict[str, object]:
    return {
        "name": candidate.name,
        "definition": candidate.definition,
        "target": candidate.target,
        "basis": candidate.basis,
        "origin": candidate.origin,
        "evidence": candidate.evidence,
        "formula": candidate.formula,
        "question": candidate.question,
    }


def _replaced(row: Row, candidate: Candidate, project: Project) -> Proposal:
    why = "；".join(dict.fromkeys(m.rstrip("。；") for m in row.messages)) or "原指标无法据以考核"
    own: dict[str, object] = {}
    if _keeps_value(row, candidate):
        own = {"target": None, "origin": None, "basis": None}
    name, done = candidate.name, f"改为可核查的“{candidate.name}”"
    if _keeps_name(row, candidate):
        name, done = row.row.name, "指标名称可予保留，补充统计口径和指标值"
        own |= {"name": None, "question": (candidate.question or "").replace(candidate.name, name) or None}
    return _made(
        project,
        candidate.source,
        row=row.row.row,
        action="replace",
        resolves=row.codes,
        reason=f"{why}；{done}{_named(candidate)}。",
        **(_fields(candidate) | own),
    )


def _asked(row: Row, like: KindIndicator, project: Project) -> Proposal:
    """An output that no other row counts: its name stays, and the department gives the figure in a unit that fits."""
    return _made(
        project,
        "书写规范",
        row=row.row.row,
        action="replace",
        resolves=tuple(code for code in row.codes if code in HEAVY or code == "T01"),
        target=f"{like.operator} {BLANK} {like.unit}",
        origin="ask",
        question=f"“{row.row.name}”计划完成多少{like.unit}？请按年度计划填写。",
        reason="；".join(m.rstrip("。；") for m in row.messages)
        + "；其他指标未反映该项产出，指标名称予以保留，指标值由单位补充。",
    )


def _keeps_value(row: Row, candidate: Candidate) -> bool:
    """Whether the department's own satisfaction value may stay though other people are asked."""
    sound = not row.uniform and not set(row.codes) & {"T01", "T02", "M03", "M04", "V03", "B01", "B02", "B03"}
    return candidate.dimension == row.dimension == "满意度" and sound and row.row.target.kind == "quantity"


def _keeps_name(row: Row, candidate: Candidate) -> bool:
    """Whether the row's own name says what the candidate measures, so that only its value is wrong."""
    name, heavy = row.row.name.removesuffix("指标"), HEAVY.intersection(row.codes)
    if candidate.indicator.core and heavy == {"M03"} and not row.uniform and len(name) >= NAMED:
        return bool(COUNTS.search(name)) and any(word in name for word in candidate.indicator.like)
    return candidate.bare == name and heavy <= {"V03", "T02", "M03", "M04"}


def _named(candidate: Candidate) -> str:
    """The entry of the bureau's own library, in brackets; nothing for the built-in one."""
    return f"（{candidate.indicator.origin}）" if candidate.indicator.origin else ""


def _added(candidate: Candidate, why: str, project: Project, words: Words | None) -> Proposal:
    level1, level2 = labels(project, candidate.dimension)
    return _made(
        project,
        candidate.source,
        row=None,
        action="add",
        resolves=_claimed(candidate, project, words),
        level1=level1,
        level2=level2,
        reason=f"{why}，补“{candidate.name}”{_named(candidate)}。",
        **_fields(candidate),
    )


def _claimed(candidate: Candidate, project: Project, words: Words | None) -> tuple[str, ...]:
    """P02 where the core's unit is the one that every sort of spending in the project's words asks for; else P05."""
    if not candidate.indicator.core:
        return ("P05",)
    speech = "\n".join((project.name, project.purpose or "", *project.goals))
    asked = [core for core in words.cores if core.words.find(speech)] if words else []
    unit = candidate.indicator.unit
    return ("P02",) if words is None or all(any(unit in words.units[u] for u in c.units) for c in asked) else ()


def _dropped(step: Step, project: Project, maker: Maker) -> Proposal:
    assert step.row is not None
    row, source = step.row, f"{maker.kind.name}/不设"
    reason = fill(step.why, maker.words)
    if step.action == "blank":
        return _made(
            project,
            source,
            row=row.row.row,
            action="replace",
            resolves=row.codes,
            name=NOT_APPLICABLE,
            definition=reason,
            target=NOT_APPLICABLE,
            basis=f"其他标准：{reason}",
            reason=f"表式要求各维度齐全，写明{NOT_APPLICABLE}及理由：{reason}。",
        )
    return _made(
        project, source, row=row.row.row, action="remove", resolves=row.codes, reason=f"{reason}，建议删去本行。"
    )


def _mended(row: Row, like: Candidate | None, project: Project, maker: Maker, *, moves: bool) -> Proposal | None:
    """A sound indicator with a thin definition, a badly written target or no basis: only these change, or its place.

    A value copied to all rows gives way to the norm that holds for the row.
    """
    codes = set(row.codes)
    changes: dict[str, object] = {}
    if moves and like:
        level1, level2 = labels(project, like.dimension)
        changes |= {"action": "move", "level1": level1, "level2": level2}
    told = like.definition if like else maker.rate(row.row.name)
    if "V04" in codes and told:
        changes["definition"] = for_time(told, row.row.target.unit or "")
    norm = maker.norm(row.row.name) if row.uniform and like and like.origin == "norm" else None
    target = _written(row, like)
    if like and like.indicator.core and not like.waits and like.target != row.row.target.raw:
        changes |= {
            "name": re.sub(r"[（(][万亿\w%]*[）)]$", "", row.row.name),
            "target": like.target,
            "origin": like.origin,
            "evidence": like.evidence,
            "formula": like.formula,
        }
    elif norm and like and (not norm.needs_limit or "definition" in changes) and norm.name != "满意度":
        changes |= {"target": like.target, "origin": "norm", "definition": like.definition, "basis": like.basis}
    elif target and target != row.row.target.raw and (codes & {"T01", "M04"} or not row.row.target.operator):
        changes |= {"target": target, "origin": "stated", "evidence": (row.row.target.raw.strip(),)}
    if codes & {"B01", "B02", "B03"} and "basis" not in changes:
        where = f"{like.indicator.basis}：{like.indicator.source}" if like else f"计划标准：{BLANK}"
        changes["basis"] = SURVEY if row.dimension == "满意度" and not like else where
    if not changes:
        return None
    if like and BLANK in str(changes.get("definition")):
        changes["question"] = like.question
    elif BLANK in str(changes.get("basis")):
        changes["question"] = f"“{row.row.name}”的指标值根据哪份文件、计划或哪年的实际数确定？"
    done = tuple(
        code
        for code in row.codes
        if (code == "V04" and "definition" in changes)
        or (code == "M01" and moves)
        or (code in ("T01", "M04") and "target" in changes)
        or (code.startswith("B0") and "basis" in changes)
    )
    return _made(
        project,
        like.source if like else "书写规范",
        **(
            {
                "row": row.row.row,
                "action": "replace",
                "resolves": done,
                "reason": "；".join(m.rstrip("。；") for m in row.messages) + "；指标可予保留，仅就上述问题修改完善。",
            }
            | changes
        ),
    )


PER_HEAD = re.compile("每[人生名户]|人均|生均|户均")


def _written(row: Row, like: Candidate | None = None) -> str | None:
    """The target as it should be written: operator, number, unit; a bare 100 % or ≥100 % is =100%.

    A sum a head gets the unit of the indicator that the row is like: 2000元, of which the basis says 每人每年, is
    2000元/人·年.
    """
    target = parse_target(row.fix) if row.fix else row.row.target
    if target.kind != "quantity" or target.number is None or not target.unit:
        return row.fix
    unit = "%" if target.unit.startswith(("百分", "％")) else target.unit
    operator = target.operator or ("≥" if row.dimension == "数量" and unit != "%" else "=")
    said = f"{row.row.name}{row.row.definition or ''}{row.row.basis or ''}"
    if like and like.indicator.unit.startswith(f"{unit}/") and PER_HEAD.search(said):
        unit = re.sub(r"(?<=·)[年月天]$", time_of(said) or r"\g<0>", like.indicator.unit)
    if unit == "%" and target.number > 100:
        return None
    if unit == "%" and target.number == 100 and operator == "≥":
        operator = "="
    return f"{operator}{target.number:f}{unit}"


EMPTY: dict[str, object] = dict.fromkeys(
    ("level1", "level2", "name", "definition", "target", "basis", "origin", "formula", "question")
)


def _made(project: Project, source: str, **fields: object) -> Proposal:
    whose = {"project": project.key, "proposer": Proposer(kind="draft", source=source), "evidence": ()}
    return Proposal.model_validate({**EMPTY, **whose, **fields})
