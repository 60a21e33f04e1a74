"""X01 文字差错."""

from collections.abc import Iterator

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView
from reviewer.domain.words import Words


def check(project: ProjectView) -> Iterator[Hit]:
    p = project.project
    words = project.words
    yield from _slips(words, p.name, "name", None)
    yield from _slips(words, p.purpose or "", "purpose", None)
    for goal in p.goals:
        yield from _slips(words, goal, "goals", None)
    for row in project.rows:
        i = row.indicator
        if not words.slip.search("\n".join((i.name, i.definition or "", i.target.raw, i.basis or ""))):
            continue
        texts = (
            (i.name, "name"),
            (i.definition or "", "definition"),
            (i.target.raw, "target"),
            (i.basis or "", "basis"),
        )
        for text, field in texts:
            yield from _slips(words, text, field, i.row)


def _slips(words: Words, text: str, field: str, row: int | None) -> Iterator[Hit]:
    if (found := words.slip.search(text)) is None:
        return
    right = words.slips.get(found[0]) or found[0][: len(found[0]) // 2]
    yield Hit(f"“{found[0]}”应为“{right}”", row, field, text, words.slip.sub(right, text, count=1))


RULE = Rule(
    code="X01",
    slug="wording-error",
    title="文字差错",
    severity="info",
    what="错字、漏字、颠倒，改变意思或有碍观瞻。",
    why="批复要公开，错字出丑。",
    standard="88号审核表：规范完整性",
    before="惠普金融发展专项资金",
    after="普惠金融发展专项资金",
    project=check,
)
