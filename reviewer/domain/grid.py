"""What a file holds, before anyone knows what it means: grids of cells and paragraphs, each with an address.

Plain tuples, not pydantic values: a province's workbook has millions of cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, overload


class Cell(NamedTuple):
    """One cell as the file shows it; a merged cell stands once, at its top left corner.

    `address` is opaque to everyone but the format that gave it: `docx:tbl3/tr7/tc2`, `xlsx:Sheet1!C7`, `txt:812`.
    """

    text: str
    address: str
    column: int = 0
    width: int = 1
    height: int = 1


class Row(Sequence[Cell]):
    """A row of plain text, where no cell is merged: its texts, and its cells only as they are asked for.

    Most rows are read by their texts alone. A cell's address is `place` with its number behind it: those of `numbers`
    or else one after the other from `first`.
    """

    __slots__ = ("first", "numbers", "place", "texts")

    def __init__(self, texts: list[str], place: str, first: int = 1, numbers: Sequence[int] = ()) -> None:
        self.texts = texts
        self.place = place
        self.first = first
        self.numbers = numbers

    def address(self, rank: int) -> str:
        """The address of the cell at this rank."""
        return f"{self.place}{self.numbers[rank] if self.numbers else self.first + rank}"

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Cell: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Cell]: ...
    def __getitem__(self, at: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(at, slice):
            return tuple(self)[at]
        rank = at if at >= 0 else at + len(self.texts)
        # Without the call that fills in defaults, which takes longer than the rest.
        return tuple.__new__(Cell, (self.texts[at], self.address(rank), rank, 1, 1))

    def __iter__(self) -> Iterator[Cell]:
        return map(self.__getitem__, range(len(self.texts)))

    def joined(self, other: "Row") -> "Row":
        """A row of these cells and behind them those of the other one."""
        numbers = [number for row in (self, other) for number in row.numbers or range(row.first, row.first + len(row))]
        return Row([*self.texts, *other.texts], self.place, numbers=numbers)


def texts_of(row: Sequence[Cell]) -> list[str]:
    """The texts of a row's cells."""
    return row.texts if isinstance(row, Row) else [text for text, _, _, _, _ in row]


def address_of(row: Sequence[Cell], rank: int) -> str:
    """The address of one of a row's cells."""
    return row.address(rank) if isinstance(row, Row) else row[rank].address


class Places(Mapping[str, str]):
    """The addresses of a row's cells by field, spelt out only as they are asked for: of most rows nobody does.

    `ranks` says where in the row each field stands. A label that the row leaves out has no place.
    """

    __slots__ = ("_ranks", "_row")

    def __init__(self, ranks: Mapping[str, int], row: Row) -> None:
        self._ranks = ranks
        self._row = row

    def __getitem__(self, field: str) -> str:
        rank = self._ranks[field]
        if field in LABELS and not self._row.texts[rank].strip():
            raise KeyError(field)
        return self._row.address(rank)

    def __iter__(self) -> Iterator[str]:
        return (field for field in self._ranks if field in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


LABELS = frozenset(("level1", "level2"))
"""Fields that a row leaves out where the row above has printed them."""


class Grid(NamedTuple):
    """A table: rows of cells in reading order, the address of the whole and the paragraph printed right above it."""

    rows: tuple[Sequence[Cell], ...]
    address: str
    title: str = ""
    merged: bool = True
    """Whether a cell may cover several columns or rows; plain text knows no such cells."""


class Paragraph(NamedTuple):
    """A piece of running text outside any table; `level` is 1.. for a heading, else 0."""

    text: str
    address: str
    level: int = 0


class Loss(NamedTuple):
    """Something in the file that could not be read for certain: where and why."""

    place: str
    reason: str


Block = Grid | Paragraph | Loss


class Source(NamedTuple):
    """An opened file: its name as given, sha256 of its bytes, its format by content, its blocks one by one.

    `blocks` can be walked once; blocks are made as they are asked for, so a large file is never whole in memory.
    """

    name: str
    sha256: str
    format: str
    blocks: Iterator[Block]

    def shown(self) -> str:
        """The name without its folders for a sentence: one line, nothing in it that a terminal would obey."""
        name = self.name.replace("\\", "/").rpartition("/")[2]
        return " ".join("".join(c if c.isprintable() else " " for c in name).split()) or "?"
