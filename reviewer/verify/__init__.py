"""Proves what can be proved about proposals, check by check, before a person sees them."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from reviewer.domain.document import Document
from reviewer.domain.family import families
from reviewer.domain.finding import Findings
from reviewer.domain.kinds import Library
from reviewer.domain.project import Project, RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check, Verdict
from reviewer.verify.basis import basis
from reviewer.verify.cost import ceilings, cost
from reviewer.verify.definition import definition
from reviewer.verify.demand import demand
from reviewer.verify.fit import dimension, direction, unit
from reviewer.verify.ground import Ground
from reviewer.verify.grounding import numbers
from reviewer.verify.lines import judge
from reviewer.verify.passage import passages
from reviewer.verify.place import place
from reviewer.verify.pooled import policy_total
from reviewer.verify.quote import quotes
from reviewer.verify.reckoning import formula
from reviewer.verify.remark import question, reason
from reviewer.verify.rival import duplicate
from reviewer.verify.source import Text, budget_text, project_text, prose_text, years
from reviewer.verify.speech import spoken
from reviewer.verify.subject import subject
from reviewer.verify.table import added_rows, apply, claims, renewed
from reviewer.verify.wording import wording

__all__ = ["apply", "judge_lines", "passages", "verify"]


class _Same:
    """A document by identity: hashing its whole text for each project would cost more than reading it."""

    def __init__(self, value: Document) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


class _Known(NamedTuple):
    """What a document says beside the project at hand."""

    projects: dict[str, Text]
    prose: Text
    policies: dict[str, list[Project]]
    """A project's key -> all projects of its policy, where there are several."""
    years: frozenset[int]


CheckProject = Callable[[Project], Findings]


def verify(
    proposals: Sequence[Proposal],
    project: Project,
    document: Document | None,
    library: Library,
    check: CheckProject | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for each proposal, in the same order; all of them are applied together before the checks run again.

    `check` runs the rules on a project; without it claims cannot be decided.
    """
    known, prose, policies, said = _known(document)
    siblings = tuple(budget_text(s) for s in policies.get(project.key, ()) if s.key != project.key)
    own = project_text(project)
    ground = Ground(project, own, prose, library, said, siblings, spoken(project, own, library))
    others = {key: text for key, text in known.items() if key != project.key}
    revised = apply(project, proposals)
    claimed = claims(proposals, project, revised, check)
    beyond = ceilings(proposals, project)
    added = added_rows(project, proposals)
    rows = {r.row: r.text() for r in project.indicators}
    verdicts = []
    for index, proposal in enumerate(proposals):
        before = rows.get(proposal.row) if proposal.row is not None else None
        number = added.get(index, proposal.row or 0)
        checks = [*_checks(proposal, before, number, ground, others, revised), *claimed[index]]
        checks += [beyond[index]] if index in beyond else []
        verdicts.append(
            Verdict(
                project=proposal.project,
                row=proposal.row,
                action=proposal.action,
                proposal=proposal.digest,
                checks=tuple(checks),
            )
        )
    return tuple(verdicts)


def _checks(
    proposal: Proposal,
    before: RowText | None,
    number: int,
    ground: Ground,
    others: dict[str, Text],
    revised: Project,
) -> list[Check]:
    if proposal.row is not None and before is None:
        return [Check(check="row", result="fail", reason=f"本项目没有第 {proposal.row} 行。")]
    if proposal.project != ground.project.key:
        return [Check(check="row", result="fail", reason="项目键不是本项目的。")]
    was = before or RowText()
    made = [
        wording(proposal),
        quotes(proposal, ground, others),
        basis(proposal, ground.own, ground.prose, others),
        place(proposal, ground),
        question(proposal, ground),
        reason(proposal, was, ground),
    ]
    after = proposal.text(was)
    if after is None:
        return made
    made += [numbers(proposal, after, was, ground), formula(proposal, after, ground), definition(proposal, after)]
    made.append(subject(proposal, after, was, ground))
    if proposal.name is not None or proposal.target is not None:
        made += [unit(after), direction(after), cost(after, was, ground.project, policy_total(proposal, after, ground))]
    if any(v is not None for v in (proposal.name, proposal.target, proposal.level1, proposal.level2)):
        made.append(dimension(after, ground.project))
    if proposal.name is not None:
        made.append(duplicate(after, number, revised, added=proposal.row is None or proposal.level2 is not None))
    return [*made, renewed(proposal, after, before), demand(proposal, after, was)]


def judge_lines(
    lines: Iterable[str],
    document: Document,
    library: Library,
    check: CheckProject | None = None,
) -> dict[str, object]:
    """What `reviewer verify` prints: each line of a replies file judged by itself, in order.

    A line holds a reply (`{project, sound, proposals}`), one proposal with its project, or a batch answer that holds
    a reply. {"verdicts": [{line, project, row, action, verified, checks: [{check, result, reason}]}]}; a line that is
    no reply has one verdict that says so.
    """

    def decide(proposals: Sequence[Proposal], project: Project) -> tuple[Verdict, ...]:
        return verify(proposals, project, document, library, check)

    return {"verdicts": list(judge(lines, document, decide))}


@lru_cache(maxsize=4)
def _texts(sha256: str, document: _Same) -> _Known:
    """Made once a document."""
    projects = document.value.projects
    policies = {p.key: family for family in families(projects) if len(family) > 1 for p in family}
    texts = {p.key: project_text(p) for p in projects}
    prose = prose_text(document.value.sections)
    return _Known(texts, prose, policies, years(document.value))


def _known(document: Document | None) -> _Known:
    if document is None:
        return _Known({}, Text([]), {}, frozenset())
    return _texts(document.sha256, _Same(document))
