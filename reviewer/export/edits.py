"""Decided rows as edits of the original file, at the addresses that reading gave; formats write them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reviewer.domain.decided import DecidedRow, RevisedRow, Tally, continues, revise
from reviewer.domain.decision import Decision
from reviewer.domain.edit import CellEdit, Edit, Front, Remark, RowEdit, TableEdit
from reviewer.domain.harmless import harmless
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, Indicator, Project, RowText
from reviewer.domain.target import parse_target
from reviewer.export import words
from reviewer.export.order import Reviewed

LABELS = ("level1", "level2")
PARTS = ("operator", "number", "unit")
"""Columns of forms that split the target."""


def all_edits(reviewed: Reviewed, total: Tally) -> list[Edit]:
    """The accepted changes of a document, with the front that says what it is; none where nothing is changed."""
    found = [e for project, rows in reviewed for e in edits(project, rows)]
    return [front(reviewed, total), *found] if found else []


def front(reviewed: Reviewed, total: Tally) -> Front:
    """The title and the line of figures, signed by who decided last, with every 【待填】 and its question listed."""
    last: Decision | None = None
    blanks: list[str] = []
    for project, rows in reviewed:
        for row in rows:
            if not row.changed:
                continue
            if row.decision and (last is None or row.decision.when > last.when):
                last = row.decision
            if row.blanks:
                place = f"第{row.row}行" if row.row else "新增行"
                blanks.append(f"{len(blanks) + 1}) {words.label(project)} {place}：{row.question}")
    listed = [f"【待填】{total.blanks} 处：", *blanks] if blanks else []
    return Front(
        lines=(words.TITLE, total.line()),
        author=last.who if last else "",
        when=last.when if last else "",
        comment=harmless("\n".join(listed)),
    )


def edits(project: Project, rows: Iterable[DecidedRow]) -> Iterator[TableEdit]:
    """The accepted changes of one project: cells of kept rows, deletions, insertions after the row of their group."""
    return _Table(project, list(rows)).edits()


class _Table:
    """One project's table with its revision: which rows stay, and which columns there are."""

    def __init__(self, project: Project, rows: Sequence[DecidedRow]) -> None:
        self._project = project
        self._revised = revise(project, rows)
        self._kept = {r.indicator.row for r in self._revised if r.indicator and not r.moved}
        self._decided = {d.row: d for d in rows if d.row is not None}
        self._columns: dict[str, str] = {}
        for indicator in project.indicators:
            self._columns = {**indicator.cells, **self._columns}

    def edits(self) -> Iterator[TableEdit]:
        for number, indicator in enumerate(self._project.indicators):
            decided = self._decided.get(indicator.row)
            if decided is None or not decided.changed:
                continue
            if indicator.row not in self._kept:
                yield self._deletion(number, decided)
            elif decided.after is not None:
                yield from self._changes(indicator, decided, decided.after)
        yield from self._insertions()

    def _changes(self, indicator: Indicator, decided: DecidedRow, after: RowText) -> Iterator[TableEdit]:
        """The cells of a row that stays; what has no cell to stand in is said in the comment."""
        before = decided.before or indicator.text()
        who, when = _signed(decided)
        changed: list[CellEdit] = []
        lost: dict[str, str] = {}
        for field in ROW_FIELDS:
            old, new = getattr(before, field), getattr(after, field)
            if old == new or old == (new := harmless(new)):
                continue
            if field == "target" and "target" not in indicator.cells and "number" in indicator.cells:
                for part, text in parts(new, indicator.cells).items():
                    changed.append(CellEdit(indicator.cells[part], None, text, who, when))
            elif field in indicator.cells and not (field == "target" and _in_grades(indicator)):
                changed.append(CellEdit(indicator.cells[field], old, new, who, when))
            elif field in self._columns and not old:
                changed.append(CellEdit(_anchor(indicator), "", new, who, when, column=self._columns[field]))
            else:
                lost[field] = new
        comment = _comment(decided, lost)
        if changed:
            yield changed[0]._replace(comment=comment)
            yield from changed[1:]
        elif lost:
            yield Remark(_anchor(indicator), who, when, comment)

    def _deletion(self, number: int, decided: DecidedRow) -> RowEdit:
        """The row goes; labels that it carries for rows below it are left to the first of those that stay."""
        indicators = self._project.indicators
        below = range(number + 1, len(indicators))
        heir = next((n for n in below if indicators[n].row in self._kept), 0)
        labels = list(self._project.cells.values())
        for field in LABELS:
            own = indicators[number].cells.get(field)
            if own and all(continues(self._project, n, field) for n in range(number + 1, heir + 1)):
                labels.append(own)
        return RowEdit(
            "delete",
            _anchor(indicators[number]),
            *_signed(decided),
            comment=_comment(decided, {}),
            labels=tuple(labels) if heir else (),
            heir=_anchor(indicators[heir]) if heir else "",
        )

    def _insertions(self) -> Iterator[TableEdit]:
        """Added and moved rows, each behind a row of the original, in the order of the revised table."""
        indicators = self._project.indicators
        numbers = {i.row: n for n, i in enumerate(indicators)}
        above = 0 if self._kept else len(indicators) - 1
        for row in self._revised:
            if row.indicator is not None and not row.moved:
                above = numbers[row.indicator.row]
            elif row.decided is not None and indicators:
                yield self._insertion(self._behind(above, row.text), row, row.decided)

    def _behind(self, above: int, text: RowText) -> int:
        """The index of the row behind which a new row goes: `above`, or further down where a label would be parted."""
        indicators = self._project.indicators
        while above + 1 < len(indicators) and indicators[above + 1].row not in self._kept:
            following = indicators[above + 1]
            if not any(
                continues(self._project, above + 1, f) and getattr(following, f) != getattr(text, f) for f in LABELS
            ):
                break
            above += 1
        return above

    def _insertion(self, behind: int, row: RevisedRow, decided: DecidedRow) -> RowEdit:
        texts: dict[str, str] = {}
        lost: dict[str, str] = {}
        for field in ROW_FIELDS:
            new = harmless(getattr(row.text, field))
            if field == "target" and "target" not in self._columns and "number" in self._columns:
                texts |= {self._columns[part]: text for part, text in parts(new, self._columns).items()}
            elif field in self._columns:
                texts[self._columns[field]] = new
            elif new:
                lost[field] = new
        return RowEdit(
            "insert",
            _anchor(self._project.indicators[behind]),
            *_signed(decided),
            comment=_comment(decided, lost),
            texts=texts,
            labels=tuple(self._project.cells.values()),
            alone=not self._kept,
        )


def parts(target: str, columns: Mapping[str, str]) -> dict[str, str]:
    """A target parted for the columns that the form has: what has no column of its own stays with the number."""
    read = parse_target(target)
    rest = target.strip()
    found = dict.fromkeys((p for p in PARTS if p in columns), "")
    if read.operator and "operator" in columns and rest.startswith(read.operator):
        found["operator"], rest = read.operator, rest.removeprefix(read.operator).strip()
    if read.unit and "unit" in columns and rest.endswith(read.unit):
        found["unit"], rest = read.unit, rest.removesuffix(read.unit).strip()
    return found | {"number": rest}


def _in_grades(indicator: Indicator) -> bool:
    """Whether the target stands in several columns, one a grade."""
    return indicator.target.kind == "graded" and any(f"{h}：{t}" in indicator.target.raw for h, t in indicator.extra)


def _anchor(indicator: Indicator) -> str:
    """The address of a cell that is the row's own, not one that it shares with others."""
    return indicator.cells.get("name") or next(iter(indicator.cells.values()), "")


def _comment(decided: DecidedRow, lost: Mapping[str, str]) -> str:
    """The reason beside the change, and what the table has no column for."""
    told = [f"{FIELD_WORDS[field]}：{text}（表中没有可写的单元格）" for field, text in lost.items()]
    return "\n".join((words.comment(decided), *told))


def _signed(decided: DecidedRow) -> tuple[str, str]:
    """Who decided, and when."""
    decision = decided.decision
    return (decision.who, decision.when) if decision else ("", "")
