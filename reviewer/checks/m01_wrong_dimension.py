"""M01 维度错配."""

import re

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import RowView

LOOSE = ("覆盖率", "就业率", "人数", "完成率", "完成情况", "覆盖面")
"""Where local practice differs: a warning, no error."""
BENEFITS = ("经济效益", "社会效益", "生态效益")
OUTCOME = re.compile("新增|受益|带动|就业|创业|增加|减少|脱贫|惠及|覆盖|吸引|接待|服务|死亡|伤亡|获")
"""People counted as an effect, not as an output."""


def check(row: RowView) -> Hit | None:
    here = row.dimension
    if not here or row.empty_label:
        return None
    there = _belongs(row, here)
    if there is None:
        return None
    soft = any(word in row.clean for word in LOOSE)
    return Hit(
        f"“{row.name}”量的是{there}，却放在{here}下", row.row, "level2", row.name, severity="warning" if soft else None
    )


def _belongs(row: RowView, here: str) -> str | None:
    """The dimension that the content plainly belongs under, None where it may stay."""
    measure = row.measure
    if measure is None:
        return "质量" if here in ("数量", "时效") and row.head == "质量" else None
    home = measure.dimension
    if here == "满意度":
        return (home or "别的维度") if measure.kind != "满意" else None
    if measure.kind == "满意":
        return "满意度"
    if measure.kind == "完成":
        return home if here not in ("数量", "时效", "成本") else None
    if here == "生态效益" and not row.ecological:
        return home or "别的维度"
    if measure.kind == "个数" and here in BENEFITS:
        return None
    if measure.kind in ("人数", "个数"):
        outcome = here in ("经济效益", "社会效益") and OUTCOME.search(row.name)
        return home if here != home and not outcome else None
    if home:
        return home if here != home and not _same_side(here, home) else None
    if measure.kind == "率" and here == "数量" and row.share_like:
        return "质量或效益"
    if measure.kind == "率" and here in ("时效", "成本") and "时" not in row.clean and measure.direction == "多":
        return "质量或效益"
    return None


def _same_side(here: str, home: str) -> bool:
    """Deadlines and costs stand in one place only; a quality may be counted as a benefit by some forms."""
    return (home in ("社会效益", "经济效益") and here == "可持续影响") or (home == "质量" and here == "社会效益")


RULE = Rule(
    code="M01",
    slug="wrong-dimension",
    title="维度错配",
    severity="error",
    what="这一行量的东西属于另一个二级指标。",
    why="放错维度，既虚报了这个维度，也漏了那个维度。",
    standard="财预〔2021〕101号：数量、质量、时效、成本、效益、满意度各有所指",
    before="成本指标：发放及时率",
    after="时效指标：发放及时率",
    row=check,
)
