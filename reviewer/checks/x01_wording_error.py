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
        told: set[str] = set()
        for field, said in (
            ("name", i.name),
            ("definition", row.definition),
            ("target", i.target.raw),
            ("basis", i.basis),
        ):
            if said and words.slips_in(said) and said not in told:
                told.add(said)
                yield from _slips(words, said, field, i.row)


def _slips(words: Words, text: str, field: str, row: int | None) -> Iterator[Hit]:
    """The usual slips, and whatever is one character away from a fixed term of the field."""
    for written, right, mended, sure in words.slips_in(text):
        said = f"“{written}”应为“{right}”" if sure else f"“{written}”疑为“{right}”之误"
        yield Hit(said, row, field, text, mended)


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
