"""Edits of a Word document's tables: the cells at their addresses changed, rows put in and taken out."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.domain.edit import CellEdit, Remark, RowEdit, Signed, TableEdit
from reviewer.errors import InputError
from reviewer.formats.docx import TC, TR, children
from reviewer.formats.docx_change import Author, Marker, Unchangeable, change_cell
from reviewer.formats.docx_comments import Comments
from reviewer.formats.docx_row import cell_at, column, delete_row, insert_row, label, merge
from reviewer.formats.docx_text import TextReader, W
from reviewer.formats.harmless import file_name, harmless
from reviewer.language import _


class Tables:
    """The tables of one document (or the one table of a new one) while their edits are applied."""

    def __init__(self, tables: Sequence[Any], marker: Marker, comments: Comments, path: Path) -> None:
        """`tables` are the w:tbl elements called `docx:tbl1`, `docx:tbl2` …; `path` names the file in errors."""
        self._tables, self._marker, self._comments, self._path = tables, marker, comments, path
        self._rows: dict[str, list[Any]] = {}

    def apply(self, edits: Sequence[TableEdit]) -> None:
        """Change cells, then put rows in, then take rows out: every address is the original's."""
        found = [(edit, *self._place(edit)) for edit in edits]
        for edit, _tr, tc in found:
            if isinstance(edit, CellEdit):
                self._change(edit, tc)
            elif isinstance(edit, Remark):
                self._explain(next(tc.iter(W + "p"), None), edit)
        last: dict[Any, Any] = {}
        for edit, tr, _tc in found:
            if isinstance(edit, RowEdit) and edit.kind == "insert":
                last[tr] = self._insert(edit, last.get(tr, tr), tr)
        gone = [(edit, tr) for edit, tr, _tc in found if isinstance(edit, RowEdit) and edit.kind == "delete"]
        for edit, tr in gone:
            self._bequeath(edit, tr)
        for edit, tr in reversed(gone):
            self._explain(next(tr.iter(W + "p"), None), edit)
            author = Author(edit.author, edit.when)
            delete_row(tr, author, self._marker, partial(self._move, author))

    def _change(self, edit: CellEdit, tc: Any) -> None:
        now = _text(tc)
        if edit.before is not None and "".join(now.split()) != "".join(edit.before.split()):
            raise InputError(
                _("{name} 的 {address} 现在是「{now}」，不是要替换的「{before}」：请重新读入后再导出。").format(
                    name=file_name(self._path), address=edit.address, now=now, before=edit.before
                )
            )
        if now == harmless(edit.after).strip():
            self._explain(next(tc.iter(W + "p"), None), edit)
            return
        author = Author(edit.author, edit.when)
        try:
            first, last = change_cell(tc, edit.after.strip(), author, self._marker)
        except Unchangeable as error:
            raise InputError(
                _("{name} 的 {address} 里有图形或域，不能替换文字：请在 Word 中手工修改。").format(
                    name=file_name(self._path), address=edit.address
                )
            ) from error
        if edit.comment and not self._marker.clean:
            if first is None:
                self._comments.add_empty(next(tc.iter(W + "p")), edit.comment, author)
            else:
                self._comments.add(first, last, edit.comment, author)

    def _insert(self, edit: RowEdit, after: Any, model: Any) -> Any:
        """A new row behind `after`; it looks like `model`, or like a row that has a cell for each text."""
        homes = {address: self._find(address) for address in edit.texts}
        firsts = {_stem(address) for address in edit.texts}
        texts = {column(tc): edit.texts[address] for address, (_tr, tc) in homes.items()}
        for address in edit.labels:
            if _stem(address) in firsts:
                at = column(self._find(address)[1])
                own = cell_at(model, at)
                texts.setdefault(at, "" if own is None else label(own))
        filled = [at for at, text in texts.items() if text]
        for candidate in (model, *(tr for tr, _tc in homes.values())):
            if len({id(cell_at(candidate, at)) for at in filled}) == len(filled):
                model = candidate
                break
        author = Author(edit.author, edit.when)
        new = insert_row(after, model, texts, author, self._marker)
        self._explain(next(new.iter(W + "p"), None), edit)
        return new

    def _bequeath(self, edit: RowEdit, tr: Any) -> None:
        """Labels printed in a row that goes and left out below are printed in the first row that stays."""
        for address in edit.labels if edit.heir else ():
            if _stem(address) != _stem(edit.address):
                continue
            source = self._find(address)[1]
            heir = cell_at(self._find(edit.heir)[0], column(source))
            if heir is not None and not merge(heir) and not _text(heir):
                self._move(Author(edit.author, edit.when), heir, source)

    def _move(self, author: Author, to: Any, source: Any) -> None:
        """Replace the text of one cell by that of another."""
        text = _text(source)
        if text != _text(to):
            change_cell(to, text, author, self._marker)

    def _explain(self, p: Any, edit: Signed) -> None:
        if not edit.comment or self._marker.clean or p is None:
            return
        content = [child for child in p if child.tag != W + "pPr"]
        author = Author(edit.author, edit.when)
        if content:
            self._comments.add(content[0], content[-1], edit.comment, author)
        else:
            self._comments.add_empty(p, edit.comment, author)

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
            tr = self._row(stem)
            return tr, list(children(tr, TC))[_number(last, "tc")]
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


def _text(tc: Any) -> str:
    return harmless(TextReader().cell(tc)[0])


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
