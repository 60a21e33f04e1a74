"""The checks: deterministic rules over projects, one file a rule; what they find, and what they cannot decide."""

from collections.abc import Iterable, Iterator

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
OF_ALL_SPENDING = frozenset({"P03", "P04", "X01", "X02"})
"""What is checked of running costs too where the bureau asks no targets of them."""


class Checks:
    """The rules in force under a bureau's policy. Raises ConfigurationError for a code that does not exist."""

    def __init__(self, words: Words, policy: Policy | None = None) -> None:
        self.words = words
        self.policy = policy or Policy()
        p = self.policy
        for name, prefixes in (("select", p.select), ("ignore", p.ignore), ("severity", tuple(p.severity))):
            for prefix in prefixes:
                if not prefix or not any(code.startswith(prefix) for code in BY_CODE):
                    raise ConfigurationError(
                        _("设置 {name} 里的 {code} 不是规则代码，也不是代码的开头；reviewer rules 列出全部。").format(
                            name=name, code=prefix or "“”"
                        )
                    )
        chosen = [r for r in RULES if self._chosen(r.code)]
        self._row = [(r, r.row) for r in chosen if r.row]
        self._project = [(r, r.project) for r in chosen if r.project]
        self._across = [(r, r.across) for r in chosen if r.across]

    def _chosen(self, code: str) -> bool:
        """As with linters: V stands for V01 to V04, and of select and ignore the more exact one wins."""
        selected = _nearest(code, self.policy.select or ("",))
        ignored = _nearest(code, self.policy.ignore)
        return selected is not None and (ignored is None or len(selected) > len(ignored))

    def project(self, project: Project) -> Findings:
        """What the rules find within one project, by row (the project's own first), then in the rules' order."""
        return self._within(ProjectView(project, self.words, self.policy))

    def _within(self, view: ProjectView) -> Findings:
        key = view.project.key
        found: list[Finding] = []
        undecided: list[Undecided] = []
        spared = self._spared(view)
        for rule, check_project in self._project:
            if spared and rule.code not in OF_ALL_SPENDING:
                continue
            for said in check_project(view):
                self._take(rule, key, said, found, undecided)
        rules = self._row
        for row in () if spared else view.rows:
            for rule, check in rules:
                if (of_row := check(row)) is not None:
                    self._take(rule, key, of_row, found, undecided)
        return Findings(found=tuple(found), undecided=tuple(undecided))

    def _spared(self, view: ProjectView) -> bool:
        """Whether the bureau asks no targets of this project's spending."""
        return not self.policy.running_costs_need_targets and bool(self.words.running_costs.find(view.project.name))

    def _take(self, rule: Rule, key: str, said: Hit | Doubt, found: list[Finding], undecided: list[Undecided]) -> None:
        if isinstance(said, Doubt):
            undecided.append(rule.undecided(key, said))
        else:
            found.append(self._weighed(rule.finding(key, said)))

    def _weighed(self, finding: Finding) -> Finding:
        nearest = _nearest(finding.code, self.policy.severity) if self.policy.severity else None
        return finding._replace(severity=self.policy.severity[nearest]) if nearest else finding

    def document(self, document: Document) -> Findings:
        """What the rules find in every project and across them, in the document's order."""
        found: list[Finding] = []
        undecided: list[Undecided] = []
        with collection_paused():
            for _project, said in self.each(document):
                found += said.found
                undecided += said.undecided
        return Findings(found=tuple(found), undecided=tuple(undecided))

    def each(self, document: Document) -> Iterator[tuple[Project, Findings]]:
        """The same project by project, by row; no more is held than what the projects have between them."""
        with collection_paused():
            views = [ProjectView(p, self.words, self.policy) for p in document.projects]
            between = self._between(views)
        views.reverse()
        while views:
            view = views.pop()
            project = view.project
            said = self._within(view)
            hits = between.pop(project.key, ())
            if hits:
                across = [self._weighed(rule.finding(project.key, hit)) for rule, hit in hits]
                said = Findings(
                    found=tuple(sorted((*said.found, *across), key=lambda f: f.row or 0)), undecided=said.undecided
                )
            yield project, said

    def across(self, projects: Iterable[Project]) -> Findings:
        """What the rules find only by looking at several projects together."""
        between = self._between([ProjectView(p, self.words, self.policy) for p in projects])
        return Findings(
            found=tuple(self._weighed(rule.finding(key, hit)) for key, hits in between.items() for rule, hit in hits)
        )

    def _between(self, views: list[ProjectView]) -> dict[str, list[tuple[Rule, Hit]]]:
        """Hits by the project's key, in the rules' order."""
        spared = {view.project.key for view in views if self._spared(view)}
        groups: dict[str, list[tuple[Rule, Hit]]] = {}
        for rule, check in self._across:
            for key, hit in check(views):
                if key not in spared or rule.code in OF_ALL_SPENDING:
                    groups.setdefault(key, []).append((rule, hit))
        return groups


def _nearest(code: str, prefixes: Iterable[str]) -> str | None:
    """The longest of the prefixes that the code begins with."""
    return max((p for p in prefixes if code.startswith(p)), key=len, default=None)


def describe(code: str | None = None) -> str:
    """One rule's card, or a line for each. Raises CommandError for a code that does not exist."""
    if code is None:
        line = _("{code}  {severity}  {title}：{what}")
        return "\n".join(
            line.format(code=r.code, severity=_(SEVERITY_WORDS[r.severity]), title=_(r.title), what=r.what)
            for r in RULES
        )
    rule = BY_CODE.get(code.upper())
    if rule is None:
        raise CommandError(_("没有名为 {code} 的规则；reviewer rules 列出全部。").format(code=code))
    head = _("{code} {slug}  {title}（{severity}）").format(
        code=rule.code, slug=rule.slug, title=_(rule.title), severity=_(SEVERITY_WORDS[rule.severity])
    )
    return "\n".join(
        (
            head,
            _("查什么  {text}").format(text=rule.what),
            _("为什么  {text}").format(text=rule.why),
            _("依据    {text}").format(text=rule.standard),
            _("改前    {text}").format(text=rule.before),
            _("改后    {text}").format(text=rule.after),
        )
    )
