"""Decided rows as edits of the original file, at the addresses that reading gave; formats write them."""

from collections.abc import Iterable, Iterator

from reviewer.domain.decided import DecidedRow, RevisedRow, revise
from reviewer.domain.edit import CellEdit, Edit, RowEdit
from reviewer.domain.project import ROW_FIELDS, Indicator, Project, RowText
from reviewer.domain.target import parse_target
from reviewer.export import words
from reviewer.export.safe import clean

PARTS = ("operator", "number", "unit")
"""Columns of forms that split the target."""


def edits(project: Project, rows: Iterable[DecidedRow]) -> Iterator[Edit]:
    """The accepted changes of one project: cells of kept rows, deletions, insertions after the row of their group."""
    revised = revise(project, rows := list(rows))
    kept = {r.indicator.row for r in revised if r.indicator and not _moved(r)}
    for decided in rows:
        indicator = _indicator(project, decided)
        if indicator is None or not decided.changed:
            continue
        if indicator.row not in kept:
            yield _row_edit("delete", _anchor(indicator), decided)
        elif decided.after is not None:
            yield from _cell_edits(indicator, decided, decided.after)
    yield from _insertions(project, revised)


def _indicator(project: Project, decided: DecidedRow) -> Indicator | None:
    return next((i for i in project.indicators if i.row == decided.row), None) if decided.row is not None else None


def _moved(row: RevisedRow) -> bool:
    """Whether the row's labels say another group than the one in which its cells stand."""
    before = row.indicator.text() if row.indicator else row.text
    return (before.level1, before.level2) != (row.text.level1, row.text.level2)


def _cell_edits(indicator: Indicator, decided: DecidedRow, after: RowText) -> Iterator[Edit]:
    before = indicator.text()
    comment = words.reason(decided)
    for field in ROW_FIELDS:
        old, new = getattr(before, field), clean(getattr(after, field))
        if old == new:
            continue
        if field == "target" and "target" not in indicator.cells:
            yield from _split_target(indicator, decided, new, comment)
        elif address := indicator.cells.get(field):
            yield _cell_edit(address, old, new, decided, comment)
            comment = ""


def _split_target(indicator: Indicator, decided: DecidedRow, new: str, comment: str) -> Iterator[Edit]:
    """A target in several columns: each part into its own."""
    old, target = indicator.target, parse_target(new)
    olds = {
        "operator": old.operator or "",
        "number": "" if old.number is None else f"{old.number:f}",
        "unit": old.unit or "",
    }
    blank = target.kind == "blank"
    number = "【待填】" if blank else new if target.number is None else f"{target.number:f}"
    news = {"operator": target.operator or "", "number": number, "unit": target.unit or ""}
    for part in PARTS:
        address = indicator.cells.get(part)
        if address and olds[part] != news[part]:
            yield _cell_edit(address, olds[part], news[part], decided, comment)
            comment = ""


def _cell_edit(address: str, old: str, new: str, decided: DecidedRow, comment: str) -> CellEdit:
    return CellEdit(address=address, before=old, after=new, author=_who(decided), when=_when(decided), comment=comment)


def _insertions(project: Project, revised: Iterable[RevisedRow]) -> Iterator[Edit]:
    """Added and moved rows, each after the row that stands before it in the revised table."""
    anchor = next((_anchor(i) for i in project.indicators), "")
    for row in revised:
        if row.indicator is not None and not _moved(row):
            anchor = _anchor(row.indicator)
        elif row.decided is not None and anchor:
            yield _row_edit("insert", anchor, row.decided, tuple(clean(getattr(row.text, f)) for f in ROW_FIELDS))


def _row_edit(kind: str, address: str, decided: DecidedRow, cells: tuple[str, ...] = ()) -> RowEdit:
    return RowEdit(
        kind="delete" if kind == "delete" else "insert",
        address=address,
        cells=cells,
        author=_who(decided),
        when=_when(decided),
        comment=words.reason(decided),
    )


def _anchor(indicator: Indicator) -> str:
    """The address of a cell that is the row's own, not one that it shares with others."""
    return indicator.cells.get("name") or next(iter(indicator.cells.values()), "")


def _who(decided: DecidedRow) -> str:
    return decided.decision.who if decided.decision else ""


def _when(decided: DecidedRow) -> str:
    return decided.decision.when if decided.decision else ""
