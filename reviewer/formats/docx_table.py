"""Edits of a Word document's tables: the cells at their addresses changed, rows put in and taken out."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.domain.edit import CellEdit, Remark, RowEdit, TableEdit
from reviewer.domain.harmless import harmless
from reviewer.errors import InputError
from reviewer.formats.docx import TC, TR, children
from reviewer.formats.docx_change import Reading, Unchangeable, change_cell
from reviewer.formats.docx_comments import Comments
from reviewer.formats.docx_marker import Author, Marker
from reviewer.formats.docx_row import cell_at, column, insert_row, inserted, label, mark_deleted, merge
from reviewer.formats.docx_text import TextReader, W
from reviewer.formats.harmless import file_name
from reviewer.language import _


class Wanted(NamedTuple):
    """The text that a cell is to hold, and the edit that it comes from."""

    text: str
    edit: CellEdit | RowEdit


class Tables:
    """The tables of one document (or the one table of a new one) while their edits are applied."""

    def __init__(self, tables: Sequence[Any], marker: Marker, comments: Comments | None, path: Path) -> None:
        """`tables` are the w:tbl elements `docx:tbl1`, `docx:tbl2` …; `path` names the file in errors."""
        self._tables, self._marker, self._comments, self._path = tables, marker, comments, path
        self._rows: dict[str, list[Any]] = {}
        self._cells: dict[str, tuple[Any, list[Any]]] = {}
        self._readings: dict[Any, Reading] = {}

    def apply(self, edits: Sequence[TableEdit]) -> None:
        """Change cells, put rows in and take rows out; every address is that of the document as it was read."""
        for batch in _by_table(edits):
            self._apply(batch)
            self._rows.clear()
            self._cells.clear()
            self._readings.clear()

    def _apply(self, edits: Sequence[TableEdit]) -> None:
        found = [(edit, *self._place(edit)) for edit in edits]
        wanted: dict[Any, Wanted] = {}
        for edit, _tr, tc in found:
            if isinstance(edit, CellEdit):
                self._check(edit, tc)
                wanted[tc] = Wanted(edit.after.strip(), edit)
        gone = {tr: (edit, tc) for edit, tr, tc in found if isinstance(edit, RowEdit) and edit.kind == "delete"}
        for deletion, _tc in gone.values():
            self._bequeath(deletion, wanted)
        told = [(self._beside(tr, tc, gone), edit, self._read(tc).text) for tr, (edit, tc) in gone.items()]
        for tc, text in wanted.items():
            self._change(tc, text)
        last: dict[Any, Any] = {}
        for edit, tr, tc in found:
            if isinstance(edit, Remark):
                self._explain(tc, edit.comment, edit)
            elif isinstance(edit, RowEdit) and edit.kind == "insert":
                after = last.get(tr, tr)
                last[tr] = self._insert(edit, after, tr)
                name = next((t for a, t in edit.texts.items() if column(self._find(a)[1]) == column(tc)), "")
                self._tell(self._beside(after, tc, gone, own=True), "新增「{name}」一行：{why}", name, edit)
        for cell, edit, name in told:
            self._tell(cell, "删去「{name}」一行：{why}", name, edit)
        for tr, (edit, _tc) in reversed(gone.items()):
            mark_deleted(tr, Author(edit.author, edit.when), self._marker)

    def _read(self, tc: Any) -> Reading:
        """A cell as it stood when the document was read."""
        if tc not in self._readings:
            self._readings[tc] = Reading(tc)
        return self._readings[tc]

    def _check(self, edit: CellEdit, tc: Any) -> None:
        now = self._read(tc).text
        if edit.before not in (None, now) and "".join(now.split()) != "".join(edit.before.split()):
            raise InputError(
                _("{name} 的 {address} 现在是「{now}」，不是要替换的「{before}」：请重新读入后再导出。").format(
                    name=file_name(self._path), address=edit.address, now=now, before=edit.before
                )
            )

    def _change(self, tc: Any, wanted: Wanted) -> None:
        """Put a text into a cell, with the comment of the edit that it comes from."""
        edit = wanted.edit
        comment = edit.comment if isinstance(edit, CellEdit) else ""
        reading, text = self._read(tc), harmless(wanted.text)
        if reading.text == text:
            self._explain(tc, comment, edit)
            return
        author = Author(edit.author, edit.when)
        try:
            first, last = change_cell(tc, reading, text, author, self._marker)
        except Unchangeable as error:
            raise InputError(
                _("{name} 的 {address} 里有图形或域，不能替换文字：请在 Word 中手工修改。").format(
                    name=file_name(self._path), address=edit.address
                )
            ) from error
        if not comment or self._comments is None:
            return
        if first is None:
            self._comments.add_empty(next(tc.iter(W + "p")), comment, author)
        else:
            self._comments.add(first, last, comment, author)

    def _insert(self, edit: RowEdit, after: Any, model: Any) -> Any:
        """A new row behind `after`; it looks like `model`, or like a row that has a cell for each text."""
        homes = {address: self._find(address) for address in edit.texts}
        firsts = {_stem(address) for address in edit.texts}
        texts = {column(tc): edit.texts[address] for address, (_tr, tc) in homes.items()}
        for address in edit.labels:
            if _stem(address) in firsts:
                printed = self._find(address)[1]
                at = column(printed)
                own = cell_at(model, at)
                beside = "" if own is None else label(own)
                texts.setdefault(at, beside or (self._read(printed).text if edit.alone else ""))
        filled = [at for at, text in texts.items() if text]
        for candidate in (model, *(tr for tr, _tc in homes.values())):
            if len({id(cell_at(candidate, at)) for at in filled}) == len(filled):
                model = candidate
                break
        return insert_row(after, model, texts, Author(edit.author, edit.when), self._marker)

    def _bequeath(self, edit: RowEdit, wanted: dict[Any, Wanted]) -> None:
        """Labels printed in a row that goes and left out below are printed in the first row that stays."""
        for address in edit.labels if edit.heir else ():
            if _stem(address) != _stem(edit.address):
                continue
            source = self._find(address)[1]
            heir = cell_at(self._find(edit.heir)[0], column(source))
            if heir is not None and not merge(heir) and not self._read(heir).text:
                wanted.setdefault(heir, Wanted(self._read(source).text, edit))

    def _beside(self, tr: Any, tc: Any, gone: Collection[Any], *, own: bool = False) -> Any:
        """A cell of the nearest row that stays, above if there is one.

        A comment in a row that comes or goes would keep LibreOffice from taking that row away.
        """
        rows = chain((tr,) if own else (), tr.itersiblings(TR, preceding=True), tr.itersiblings(TR))
        stays = (r for r in rows if r not in gone and not inserted(r))
        row = next(stays, None)
        if row is None:
            return None
        cell = cell_at(row, column(tc))
        if cell is not None and merge(cell) != "continue":
            return cell
        return next((c for c in children(row, TC) if merge(c) != "continue"), None)

    def _tell(self, tc: Any, words: str, name: str, edit: RowEdit) -> None:
        """The reason of a row's coming or going, with the row's name."""
        if edit.comment:
            self._explain(tc, words.format(name=" ".join(name.split()), why=edit.comment), edit)

    def _explain(self, tc: Any, comment: str, edit: TableEdit) -> None:
        """A comment on all that a cell's first paragraph holds."""
        p = next(tc.iter(W + "p"), None) if tc is not None else None
        if not comment or self._comments is None or p is None:
            return
        content = [child for child in p if child.tag != W + "pPr"]
        author = Author(edit.author, edit.when)
        if content:
            self._comments.add(content[0], content[-1], comment, author)
        else:
            self._comments.add_empty(p, comment, author)

    def _place(self, edit: TableEdit) -> tuple[Any, Any]:
        """The row and the cell that an edit speaks of."""
        tr, tc = self._find(edit.address)
        if isinstance(edit, CellEdit) and edit.column:
            tc = cell_at(tr, column(self._find(edit.column)[1]))
            if tc is None or merge(tc) == "continue":
                raise self._missing(edit.column)
        return tr, tc

    def _find(self, address: str) -> tuple[Any, Any]:
        """The row and the cell of an address, as they stood when the document was read."""
        stem, _slash, last = address.rpartition("/")
        try:
            if stem not in self._cells:
                tr = self._row(stem)
                self._cells[stem] = tr, list(children(tr, TC))
            tr, cells = self._cells[stem]
            return tr, cells[_number(last, "tc")]
        except (IndexError, ValueError):
            raise self._missing(address) from None

    def _missing(self, address: str) -> InputError:
        return InputError(
            _("{name} 里没有 {address} 这一格，不能写回：请重新读入后再导出。").format(
                name=file_name(self._path), address=address
            )
        )

    def _row(self, stem: str) -> Any:
        """The row of an address without its cell; IndexError or ValueError where there is none."""
        table, _slash, row = stem.rpartition("/")
        if table not in self._rows:
            owner, _slash, last = table.rpartition("/")
            tables = self._tables
            if owner:
                tables = [inner for inner, _title in TextReader().cell(self._find(owner)[1])[1]]
            elif not table.startswith("docx:"):
                raise IndexError
            self._rows[table] = list(children(tables[_number(last.removeprefix("docx:"), "tbl")], TR))
        return self._rows[table][_number(row, "tr")]


def _by_table(edits: Sequence[TableEdit]) -> Iterator[list[TableEdit]]:
    """The edits table by table, as they come, those of several tables together where the edits go back and forth.

    A table is done with while its elements are at hand: in many passes over a whole document each is fetched anew.
    """
    spoken = [{_table(address) for address in _addresses(edit)} for edit in edits]
    last = {table: number for number, tables in enumerate(spoken) for table in tables}
    batch: list[TableEdit] = []
    end = 0
    for number, (edit, tables) in enumerate(zip(edits, spoken, strict=True)):
        batch.append(edit)
        for table in tables:
            end = max(end, last[table])
        if number == end:
            yield batch
            batch = []


def _addresses(edit: TableEdit) -> tuple[str, ...]:
    """Every address of which an edit speaks."""
    if isinstance(edit, RowEdit):
        return (edit.address, edit.heir or edit.address, *edit.texts, *edit.labels)
    return (edit.address, edit.column) if isinstance(edit, CellEdit) and edit.column else (edit.address,)


def _table(address: str) -> str:
    """The outermost table of an address."""
    return address.partition("/")[0]


def _stem(address: str) -> str:
    """An address without its cell: the row."""
    return address.rpartition("/")[0]


def _number(step: str, kind: str) -> int:
    if not step.startswith(kind):
        raise ValueError(step)
    number = int(step.removeprefix(kind)) - 1
    if number < 0:
        raise ValueError(step)
    return number
