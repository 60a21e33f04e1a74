"""T03 指标值一刀切."""

from collections import Counter

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView


def check(project: ProjectView) -> list[Hit]:
    keys = Counter(
        (r.target.operator, r.target.number, r.target.unit) if r.target.number is not None else r.target.raw
        for r in project.rows
        if r.target.raw.strip() and not r.asks
    )
    if not keys:
        return []
    (key, count), total = keys.most_common(1)[0], len(project.rows)
    if total < 5 or count < 0.8 * total:
        return []
    raws = [
        r.target.raw for r in project.rows if key in ((r.target.operator, r.target.number, r.target.unit), r.target.raw)
    ]
    # Words copied behind the number differ from row to row (≤100稽核数量, ≤100准确率): what is the same is named.
    said = raws[0] if len(set(raws)) == 1 or isinstance(key, str) else "".join(str(part) for part in key if part)
    return [Hit(f"{total} 行中有 {count} 行的指标值都是“{said}”，不管量的是什么", None, "target", raws[0])]


RULE = Rule(
    code="T03",
    slug="boilerplate-targets",
    title="指标值一刀切",
    severity="error",
    what="不管量什么，几乎每一行都是同一个目标值。",
    why="表是复制出来的，没有一行是想过的；整表退回。",
    standard="包头市财政局2023：逐指标、逐数值审核",
    before="九行都是 ≥90百分比",
    after="各行各有各的值和单位",
    project=check,
)
