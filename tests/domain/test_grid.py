"""A row of plain text is a sequence of the cells that its texts stand for."""

import pytest

from reviewer.domain.grid import Cell, Places, Row, address_of, texts_of

LINES = Row(["甲", "乙", "丙"], "txt:", numbers=[7, 8, 11])
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
    whole = LINES.joined(Row(["丁"], "txt:", 14))
    assert tuple(whole) == (*CELLS, Cell("丁", "txt:14", 3))


def test_the_places_of_a_row_leave_out_the_labels_that_it_leaves_out() -> None:
    ranks = {"level1": 0, "level2": 1, "name": 2, "basis": 3}
    places = Places(ranks, Row(["", "数量指标", "人数", ""], "txt:", 7))
    assert places == {"level2": "txt:8", "name": "txt:9", "basis": "txt:10"}
    assert "level1" not in places and len(places) == 3
