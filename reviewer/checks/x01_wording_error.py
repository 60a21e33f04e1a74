"""X01 文字差错."""

from collections.abc import Iterator

from reviewer.checks.rule import Hit, Rule
from reviewer.checks.view import ProjectView
from reviewer.domain.words import Words


def check(project: ProjectView) -> Iterator[Hit]:
    p, words = project.project, project.words
    for text, field in ((p.name, "name"), (p.purpose or "", "purpose"), *((goal, "goals") for goal in p.goals)):
        yield from _slips(words, text, field, None)
    for row in project.rows:
        i = row.indicator
        seen: dict[str, str] = {}
        for field, said in (
            ("name", i.name),
            ("definition", row.definition),
            ("target", i.target.raw),
            ("basis", i.basis),
        ):
            if said:
                seen.setdefault(said, field)
        for said, field in seen.items():
            yield from _slips(words, said, field, i.row)


def _slips(words: Words, text: str, field: str, row: int | None) -> Iterator[Hit]:
    """The usual slips, and whatever is one character away from a fixed term of the field."""
    known = words.slip.search(text)
    if known:
        right = words.slips.get(known[0]) or known[0][: len(known[0]) // 2]
        mended = words.slip.sub(right, text, count=1)
        yield Hit(f"“{known[0]}”应为“{right}”", row, field, text, mended)
    for slip in words.lexicon.slips(text) if words.lexicon else ():
        end = slip.start + len(slip.written)
        if known is None or known.end() <= slip.start or end <= known.start():
            mended = text[: slip.start] + slip.meant + text[end:]
            yield Hit(f"“{slip.written}”疑为“{slip.meant}”之误", row, field, text, mended)


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
