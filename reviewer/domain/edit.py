"""What an export asks a format to change in the original file."""

from typing import Literal

from reviewer.domain.value import Value


class Signed(Value):
    """Who changes something, when, and why."""

    author: str
    when: str
    """ISO 8601 with offset."""
    comment: str = ""


class CellEdit(Signed):
    """Replace the text of one cell."""

    address: str
    column: str = ""
    """A cell of the column that is meant, where the row has no cell of its own there; `address` then names the row."""
    before: str | None
    """What must still stand there, white space apart; None: whatever stands there."""
    after: str


class RowEdit(Signed):
    """Insert a row after the row of `address`, or delete the row of `address`."""

    kind: Literal["insert", "delete"]
    address: str
    """The address of any cell of the row."""
    texts: dict[str, str] = {}
    """For an insertion: the texts, each by the address of a cell in the column where it belongs."""
    labels: tuple[str, ...] = ()
    """Cells that speak for the rows below them too. Those that stand in the first of the rows (of `texts`, or the
    deleted one) are said again: an insertion repeats what stands in their columns, a deletion leaves their text to the
    row of `heir` where that is empty there."""
    heir: str = ""
    """For a deletion: a cell of the first row that stays below."""


class Remark(Signed):
    """A comment on a cell whose text stays."""

    address: str


class Front(Signed):
    """Lines put in front of the whole document, with the comment on the first."""

    lines: tuple[str, ...]


TableEdit = CellEdit | RowEdit | Remark
Edit = TableEdit | Front
