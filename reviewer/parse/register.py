"""A list of projects without indicators: what it says of them joins the forms that print only their indicators."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from reviewer.domain.document import Problem
from reviewer.domain.grid import Cell, Grid, texts_of
from reviewer.parse.head import Fact, Head
from reviewer.parse.listing import TOTAL
from reviewer.parse.vocabulary import column_field, list_field, listed_label, money_unit

_NUMBER = "序号"
_SHOWN = 3


class Register:
    """The projects of such lists in one file, by code or else by name."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Fact]] = {}
        self._keys: dict[str, str | None] = {}
        """Code and name of each entry to its key; None for a name that several have."""
        self._units: dict[str, str] = {}
        self._left: dict[str, str] = {}
        """The projects that no form has joined yet, with the place of their list."""

    def read(self, grid: Grid) -> int:
        """Take up the list at the beginning of a grid and give the number of its rows; 0 where there is none."""
        at = next((n for n, row in enumerate(grid.rows[:4]) if _heads(row)), None)
        if at is None:
            return 0
        end = next((n for n, row in enumerate(grid.rows) if n > at and _indicators(row)), len(grid.rows))
        rows = [row for row in grid.rows[at + 1 : end] if any(map(str.strip, texts_of(row)))]
        if len(rows) < 2 or any(_labelled(row) for row in rows):
            return 0
        columns = {c.column: (list_field(c.text), c.text) for c in grid.rows[at]}
        texts = chain.from_iterable(map(texts_of, grid.rows[: at + 1]))
        unit = next((unit for text in texts if (unit := money_unit(text) or money_unit(f"（{text}）"))), "")
        for row in rows:
            facts: dict[str, Fact] = {}
            for cell in row:
                field, label = columns.get(cell.column, (None, ""))
                if field is not None and (text := cell.text.strip()):
                    facts.setdefault(field, Fact(text, cell.address, label))
            if not any(TOTAL.fullmatch(fact.text) for fact in facts.values()):
                self._keep(facts, unit, grid.address)
        return end

    def _keep(self, facts: dict[str, Fact], unit: str, place: str) -> None:
        own = [fact.text for field in ("code", "name") if (fact := facts.get(field))]
        if not own:
            return
        key = own[0]
        for text in own:
            self._keys[text] = key if self._keys.get(text, key) == key else None
        self._entries[key], self._units[key], self._left[key] = facts, unit, place

    def complete(self, head: Head) -> None:
        """Give a form's head what it does not say itself."""
        if not self._keys:
            return
        key = self._keys.get(head.text("code") or "") or self._keys.get(head.text("name") or "")
        if key is None:
            return
        self._left.pop(key, None)
        for field, fact in self._entries[key].items():
            if not any(known.text for known in head.facts.get(field, ())):
                head.facts[field] = [fact]
        head.amount_unit = head.amount_unit or self._units[key] or None

    def left(self, file: str) -> Iterator[Problem]:
        """What is listed and has no indicators in the file, or none behind the list."""
        if self._left:
            facts = [self._entries[key] for key in islice(self._left, _SHOWN)]
            said = "、".join((entry.get("name") or entry["code"]).text for entry in facts)
            reason = f"这张清单里有{len(self._left)}个项目（{said}等）后面没有指标，没有列为项目"
            yield Problem(file=file, field="indicators", place=next(iter(self._left.values())), reason=reason)


def _heads(row: Sequence[Cell]) -> bool:
    """Whether a row is the headings of such a list: facts of projects alone, a name or a code among them."""
    texts = texts_of(row)
    if len(texts) < 3:
        return False
    fields: list[str] = []
    for text in map(str.strip, texts):
        if text and text != _NUMBER:
            field = list_field(text)
            if field is None:
                return False
            fields.append(field)
    return len(fields) > 2 and ("name" in fields or "code" in fields)


def _labelled(row: Sequence[Cell]) -> bool:
    """Whether a row holds labels or headings again: a form, or a list of something else."""
    texts = list(filter(None, map(str.strip, texts_of(row))))
    return any(listed_label(text) not in (None, "section", "ignored") for text in texts[:3])


def _indicators(row: Sequence[Cell]) -> bool:
    """Whether a row is the headings of indicators."""
    return "name" in map(column_field, texts_of(row))
