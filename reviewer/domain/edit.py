"""What an export asks a format to change in the original file: each with who changes it, when (ISO 8601), and why."""

from collections.abc import Mapping
from typing import Literal, NamedTuple


class CellEdit(NamedTuple):
    """Replace the text of one cell."""

    address: str
    before: str | None
    """What must still stand there, white space apart; None: whatever stands there."""
    after: str
    author: str
    when: str
    comment: str = ""
    column: str = ""
    """A cell of the column that is meant, where the row has no cell of its own there; `address` then names the row."""


class RowEdit(NamedTuple):
    """Insert a row after the row of `address`, or delete the row of `address`."""

    kind: Literal["insert", "delete"]
    address: str
    """The address of any cell of the row."""
    author: str
    when: str
    comment: str = ""
    texts: Mapping[str, str] = {}
    """For an insertion: the texts, each by the address of a cell in the column where it belongs."""
    labels: tuple[str, ...] = ()
    """Cells that speak for the rows below them too. Those that stand in the first of the rows (of `texts`, or the
    deleted one) are said again: an insertion repeats what stands in their columns, a deletion leaves their text to the
    row of `heir` where that is empty there."""
    heir: str = ""
    """For a deletion: a cell of the first row that stays below."""
    alone: bool = False
    """For an insertion: no row stays that prints the labels, so that a label left out beside it is said in full."""


class Remark(NamedTuple):
    """A comment on a cell whose text stays."""

    address: str
    author: str
    when: str
    comment: str


class Front(NamedTuple):
    """Lines put in front of the whole document, with the comment on the first."""

    lines: tuple[str, ...]
    author: str
    when: str
    comment: str = ""


TableEdit = CellEdit | RowEdit | Remark
Edit = TableEdit | Front
