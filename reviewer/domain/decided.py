"""What stands about one row once decisions are counted: the session's last word, and all that an export needs of it."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from reviewer.domain.decision import Decision
from reviewer.domain.finding import Finding, Severity
from reviewer.domain.project import ROW_FIELDS, Indicator, Project, RowText
from reviewer.domain.proposal import BLANK, Proposal
from reviewer.domain.value import Value
from reviewer.domain.verdict import Verdict

RowState = Literal["open", "accepted", "edited", "rejected", "deferred"]

STATE_WORDS: dict[RowState, str] = {
    "open": "未决",
    "accepted": "采用",
    "edited": "修改",
    "rejected": "不用",
    "deferred": "稍后",
}


class DecidedRow(Value):
    """One row of a project with what was found, proposed and decided about it.

    Rows of which nothing is said may be left out. A finding about the project as a whole has neither `row` nor
    `proposal`; a row to be added has no `row` but a proposal with action `add`.
    """

    project: str
    row: int | None
    before: RowText | None = None
    """As the document states it; None for an added row and for a finding about the project."""
    after: RowText | None = None
    """Accepted and edited only: what stands in the revised table; None there means that the row is removed."""
    state: RowState = "open"
    findings: tuple[Finding, ...] = ()
    """Those that stand: a finding that fell with 问题不成立 is left out."""
    proposal: Proposal | None = None
    """The proposal shown to the reviewer, the newest; it stands here whatever was decided."""
    verdict: Verdict | None = None
    decision: Decision | None = None
    """The decision in force, after undo and redo."""
    note: str = ""
    """What the department answered about it (the reason of 不采纳), or a comment."""

    @property
    def changed(self) -> bool:
        """Whether the revised table differs from the document here."""
        return self.state in ("accepted", "edited") and self.after != self.before

    @property
    def verified(self) -> bool | None:
        """Whether verification passed the text; None without a verdict, and for a text of the reviewer's own."""
        return self.verdict.verified if self.verdict and self.state != "edited" else None

    @property
    def proposed(self) -> RowText | None:
        """The row as the proposal has it; None without one and where the row is to go."""
        return self.proposal.text(self.before or RowText()) if self.proposal else None

    @property
    def question(self) -> str:
        """What the department is asked for the row's 【待填】; empty where none is left.

        A question belongs to the text that it came with: what the reviewer wrote instead asks for itself.
        """
        text = self.after if self.state in ("accepted", "edited") else self.proposed
        if text is None or not any(BLANK in getattr(text, f) for f in ROW_FIELDS):
            return ""
        asked = self.proposal.question if self.proposal else None
        if asked and (self.state != "edited" or _asks_the_same(text, self.proposed)):
            return asked
        return f"请补充{f'“{text.name}”' if text.name else ''}{BLANK}处的数值。"

    @property
    def added(self) -> bool:
        return self.row is None and self.proposal is not None

    @property
    def open(self) -> bool:
        """Whether something is said of the row that nobody has decided yet."""
        return self.state in ("open", "deferred") and bool(self.proposal or self.findings)

    @property
    def worst(self) -> Severity | None:
        """The gravest demand of its findings."""
        ranked: tuple[Severity, ...] = ("error", "warning", "info")
        return next((s for s in ranked if any(f.severity == s for f in self.findings)), None)

    @property
    def blanks(self) -> int:
        """How many 【待填】 stand in the revised row."""
        return sum(getattr(self.after, f).count(BLANK) for f in ROW_FIELDS) if self.changed and self.after else 0


def _asks_the_same(text: RowText, proposed: RowText | None) -> bool:
    """Whether a 【待填】 stands for what it stood for in the proposal: the same measure, the same cell."""
    blank = [f for f in ROW_FIELDS if BLANK in getattr(text, f)]
    return proposed is not None and all(getattr(text, f) == getattr(proposed, f) for f in ("name", *blank))


class RevisedRow(NamedTuple):
    """One row of a revised table: its text, the row it was, what was decided, and whether it left its place."""

    text: RowText
    indicator: Indicator | None
    decided: DecidedRow | None
    moved: bool = False


def revise(project: Project, rows: Iterable[DecidedRow]) -> tuple[RevisedRow, ...]:
    """The project's table with the accepted changes only, in the order in which it is written.

    A row keeps its place unless its level-1 label changes, or a level-2 label that is printed once for several rows:
    then it stands, like an added row, after the last row of its new group (same levels 1 and 2, else same level 1,
    else at the end).
    """
    mine = [d for d in rows if d.project == project.key]
    by_row = {d.row: d for d in mine if d.row is not None}
    kept: list[RevisedRow] = []
    late: list[RevisedRow] = []
    for number, indicator in enumerate(project.indicators):
        decided = by_row.get(indicator.row)
        if decided is None or not decided.changed:
            kept.append(RevisedRow(indicator.text(), indicator, decided))
        elif decided.after is not None:
            moves = decided.after.level1 != indicator.level1 or (
                decided.after.level2 != indicator.level2
                and any(continues(project, n, "level2") for n in (number, number + 1))
            )
            (late if moves else kept).append(RevisedRow(decided.after, indicator, decided, moves))
    late += [RevisedRow(d.after, None, d) for d in mine if d.added and d.changed and d.after is not None]
    for row in late:
        kept.insert(place(row.text, [r.text for r in kept]), row)
    return tuple(kept)


def continues(project: Project, number: int, field: str) -> bool:
    """Whether the label of the row at this index is printed once for it and the row above, merged or left out."""
    if not 0 < number < len(project.indicators):
        return False
    above, row = project.indicators[number - 1], project.indicators[number]
    if field in row.cells or getattr(row, field) != getattr(above, field):
        return False
    if field == "level2" and (row.level1 != above.level1 or "level1" in row.cells):
        return False
    return any(field in i.cells for i in project.indicators[:number])


def place(text: RowText, rows: list[RowText]) -> int:
    """Where a row of these levels is put in: the index after the last row of its group."""
    for fits in (lambda r: (r.level1, r.level2) == (text.level1, text.level2), lambda r: r.level1 == text.level1):
        last = next((i for i in range(len(rows) - 1, -1, -1) if fits(rows[i])), None)
        if last is not None:
            return last + 1
    return len(rows)


class Tally(Value):
    """The figures of the front line."""

    listed: int = 0
    blanks: int = 0
    open: int = 0
    unverified: int = 0
    by_policy: int = 0

    @classmethod
    def of(cls, parts: Iterable["Tally"]) -> "Tally":
        """The figures of several documents together."""
        dumps = [part.model_dump() for part in parts]
        return cls(**{name: sum(d[name] for d in dumps) for name in cls.model_fields})

    def line(self) -> str:
        """The line as printed in front of every export."""
        return (
            f"列入意见 {self.listed} 条, 待填 {self.blanks} 处, 未决 {self.open} 条, "
            f"未核验 {self.unverified} 条, 按规则批量采用 {self.by_policy} 条"
        )


def listed(row: DecidedRow) -> bool:
    """Whether it goes into the opinion: what the reviewer took over, or a finding left standing without the text."""
    if row.state in ("accepted", "edited"):
        return row.changed or bool(row.findings)
    return row.state == "rejected" and bool(row.findings) and _reason(row) == "建议不合适"


def _reason(row: DecidedRow) -> str | None:
    return row.decision.reason if row.decision else None


def tally(rows: Iterable[DecidedRow]) -> Tally:
    """Count what an export holds and what is still open."""
    n = dict.fromkeys(Tally.model_fields, 0)
    for row in rows:
        n["listed"] += listed(row)
        n["blanks"] += row.blanks
        n["open"] += row.open
        n["unverified"] += row.changed and row.state == "accepted" and not row.verified
        n["by_policy"] += row.changed and bool(row.decision and row.decision.policy)
    return Tally(**n)
