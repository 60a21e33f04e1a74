"""What an export asks a format to change in the original file."""

from typing import Literal

from reviewer.domain.value import Value


class CellEdit(Value):
    """Replace the text of one cell; `before` must still stand there."""

    address: str
    before: str
    after: str
    author: str
    when: str
    """ISO 8601 with offset."""
    comment: str = ""


class RowEdit(Value):
    """Insert a row after the row of `address`, or delete the row of `address`."""

    kind: Literal["insert", "delete"]
    address: str
    """The address of any cell of the row."""
    cells: tuple[str, ...] = ()
    """For an insertion: the texts from the first column on."""
    author: str
    when: str
    comment: str = ""


Edit = CellEdit | RowEdit
