"""P05 维度缺项."""

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView
from reviewer.domain.words import AnyOf

_WORKS = AnyOf(("工程", "修缮", "改造", "购置", "采购", "建设项目", "装修", "维修"))
DEMANDED = ("数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续影响", "满意度")
BENEFITS = ("经济效益", "社会效益", "生态效益", "可持续影响")


def check(project: ProjectView) -> list[Hit]:
    if not project.rows:
        return []
    if project.policy.demand_every_dimension:
        return _demanded({r.dimension for r in project.rows})
    have = {r.dimension for r in project.rows if not r.not_applicable}
    hits = [Hit(f"没有{d}指标", None, "indicators") for d in ("数量", "质量") if d not in have]
    if not have & set(BENEFITS):
        hits.append(Hit("没有一条效益指标", None, "indicators"))
    if "成本" not in have:
        works = bool(_WORKS.find(project.speech))
        hits.append(Hit("没有成本指标", None, "indicators", severity="error" if works else "info"))
    if "满意度" not in have:
        hits.append(Hit("没有满意度指标", None, "indicators", severity="info"))
    return hits


def _demanded(have: set[str]) -> list[Hit]:
    """The bureau's form wants a row for each dimension; 不适用 with its reason is one."""
    missing = [d for d in DEMANDED if d not in have]
    return [Hit(f"没有{d}指标：本局的表要求每个维度都填，不适用的写明原因", None, "indicators") for d in missing]


RULE = Rule(
    code="P05",
    slug="missing-dimension",
    title="维度缺项",
    severity="warning",
    what="没有产出或效益，或者没有数量、质量，工程和采购没有成本。",
    why="缺了这一面，项目做得怎样就看不全。",
    standard="财预〔2021〕101号：数量和质量原则上都要有",
    before="只有效益指标",
    after="补上数量、质量指标",
    project=check,
)
