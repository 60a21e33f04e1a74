"""A row of plain text is a sequence of the cells that its texts stand for."""

import pytest

from reviewer.domain.grid import Cell, Row, address_of, texts_of

LINES = Row(["甲", "乙", "丙"], "txt:", [7, 8, 11])
CELLS = (Cell("甲", "txt:7"), Cell("乙", "txt:8", 1), Cell("丙", "txt:11", 2))


def test_a_row_is_its_cells() -> None:
    assert tuple(LINES) == CELLS and len(LINES) == 3
    assert (LINES[0], LINES[-1]) == (CELLS[0], CELLS[-1])
    assert LINES[1:] == CELLS[1:]
    with pytest.raises(IndexError):
        LINES[3]


def test_texts_and_addresses_are_told_of_either_kind_of_row() -> None:
    assert texts_of(LINES) == texts_of(CELLS) == ["甲", "乙", "丙"]
    assert [address_of(LINES, n) for n in range(3)] == [address_of(CELLS, n) for n in range(3)]


def test_halves_of_a_row_count_their_columns_on() -> None:
    whole = LINES.joined(Row(["丁"], "txt:", range(14, 15)))
    assert tuple(whole) == (*CELLS, Cell("丁", "txt:14", 3))
