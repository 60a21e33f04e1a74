"""The checks: deterministic rules over projects, one file a rule; what they find, and what they cannot decide."""

from collections.abc import Iterable

from reviewer.checks import (
    b01_missing_basis,
    b02_bad_basis,
    b03_copied_basis,
    d01_duplicate_indicator,
    d02_copied_indicator,
    m01_wrong_dimension,
    m02_off_project,
    m03_unit_mismatch,
    m04_wrong_direction,
    m05_definition_conflict,
    m06_input_as_result,
    p01_goal_vague,
    p02_core_uncovered,
    p03_budget_mismatch,
    p04_plan_invalid,
    p05_missing_dimension,
    p06_project_incoherent,
    t01_malformed_target,
    t02_extreme_target,
    t03_boilerplate_targets,
    t04_inconsistent_number,
    v01_placeholder_name,
    v02_not_a_measure,
    v03_unquantified_target,
    v04_no_definition,
    x01_wording_error,
    x02_stale_year,
)
from reviewer.checks.pause import collection_paused
from reviewer.checks.rule import Doubt, Hit, Rule
from reviewer.checks.view import ProjectView
from reviewer.domain.document import Document
from reviewer.domain.finding import SEVERITY_WORDS, Finding, Findings, Undecided
from reviewer.domain.policy import Policy
from reviewer.domain.project import Project
from reviewer.domain.words import Words
from reviewer.errors import CommandError, ConfigurationError
from reviewer.language import _

RULES: tuple[Rule, ...] = (
    v01_placeholder_name.RULE,
    v02_not_a_measure.RULE,
    v03_unquantified_target.RULE,
    v04_no_definition.RULE,
    m01_wrong_dimension.RULE,
    m02_off_project.RULE,
    m03_unit_mismatch.RULE,
    m04_wrong_direction.RULE,
    m05_definition_conflict.RULE,
    m06_input_as_result.RULE,
    t01_malformed_target.RULE,
    t02_extreme_target.RULE,
    t03_boilerplate_targets.RULE,
    t04_inconsistent_number.RULE,
    b01_missing_basis.RULE,
    b02_bad_basis.RULE,
    b03_copied_basis.RULE,
    d01_duplicate_indicator.RULE,
    d02_copied_indicator.RULE,
    p01_goal_vague.RULE,
    p02_core_uncovered.RULE,
    p03_budget_mismatch.RULE,
    p04_plan_invalid.RULE,
    p05_missing_dimension.RULE,
    p06_project_incoherent.RULE,
    x01_wording_error.RULE,
    x02_stale_year.RULE,
)
"""In the taxonomy's order."""

BY_CODE = {rule.code: rule for rule in RULES}


class Checks:
    """The rules in force under a bureau's policy. Raises ConfigurationError for a code that does not exist."""

    def __init__(self, words: Words, policy: Policy | None = None) -> None:
        self.words = words
        self.policy = policy or Policy()
        for code in (*self.policy.select, *self.policy.ignore, *self.policy.severity):
            if code not in BY_CODE:
                raise ConfigurationError(_("没有名为 {code} 的规则；reviewer rules 列出全部。").format(code=code))
        chosen = [r for r in RULES if self._chosen(r.code)]
        self._row = [(r, r.row) for r in chosen if r.row]
        self._project = [(r, r.project) for r in chosen if r.project]
        self._across = [(r, r.across) for r in chosen if r.across]

    def _chosen(self, code: str) -> bool:
        select, ignore = self.policy.select, self.policy.ignore
        return (not select or code in select) and code not in ignore

    def project(self, project: Project) -> Findings:
        """What the rules find within one project, by row (the project's own first), then in the rules' order."""
        return self._within(ProjectView(project, self.words, self.policy))

    def _within(self, view: ProjectView) -> Findings:
        key = view.project.key
        found: list[Finding] = []
        undecided: list[Undecided] = []
        for rule, check_project in self._project:
            for said in check_project(view):
                self._take(rule, key, said, found, undecided)
        for row in view.rows:
            for rule, check in self._row:
                if (of_row := check(row)) is not None:
                    self._take(rule, key, of_row, found, undecided)
        return Findings(found=tuple(found), undecided=tuple(undecided))

    def _take(self, rule: Rule, key: str, said: Hit | Doubt, found: list[Finding], undecided: list[Undecided]) -> None:
        if isinstance(said, Doubt):
            undecided.append(rule.undecided(key, said))
        else:
            found.append(self._weighed(rule.finding(key, said)))

    def _weighed(self, finding: Finding) -> Finding:
        severity = self.policy.severity.get(finding.code)
        return finding.model_copy(update={"severity": severity}) if severity else finding

    def document(self, document: Document) -> Findings:
        """What the rules find in every project and across them, in the document's order."""
        with collection_paused():
            return self._whole(document)

    def _whole(self, document: Document) -> Findings:
        views = [ProjectView(p, self.words, self.policy) for p in document.projects]
        across = self._between(views)
        found: list[Finding] = []
        undecided: list[Undecided] = []
        for view in views:
            own = self._within(view)
            found += sorted((*own.found, *across.get(view.project.key, ())), key=lambda f: f.row or 0)
            undecided += own.undecided
        return Findings(found=tuple(found), undecided=tuple(undecided))

    def across(self, projects: Iterable[Project]) -> Findings:
        """What the rules find only by looking at several projects together."""
        groups = self._between([ProjectView(p, self.words, self.policy) for p in projects])
        return Findings(found=tuple(f for group in groups.values() for f in group))

    def _between(self, views: list[ProjectView]) -> dict[str, list[Finding]]:
        groups: dict[str, list[Finding]] = {}
        for rule, check in self._across:
            for key, hit in check(views):
                groups.setdefault(key, []).append(self._weighed(rule.finding(key, hit)))
        return groups


def describe(code: str | None = None) -> str:
    """One rule's card, or a line for each. Raises CommandError for a code that does not exist."""
    if code is None:
        return "\n".join(f"{r.code}  {SEVERITY_WORDS[r.severity]}  {r.title}：{r.what}" for r in RULES)
    rule = BY_CODE.get(code.upper())
    if rule is None:
        raise CommandError(_("没有名为 {code} 的规则；reviewer rules 列出全部。").format(code=code))
    return (
        f"{rule.code} {rule.slug}  {rule.title}（{SEVERITY_WORDS[rule.severity]}）\n查什么  {rule.what}\n"
        f"为什么  {rule.why}\n依据    {rule.standard}\n改前    {rule.before}\n改后    {rule.after}"
    )
