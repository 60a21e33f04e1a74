"""Word documents written back: only the accepted cells and rows change, each as a tracked change with its reason."""

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.domain.edit import CellEdit, Edit, RowEdit
from reviewer.errors import InputError
from reviewer.formats.docx import BODY, TBL, TC, TR, children, main_part
from reviewer.formats.docx_change import Author, Ids, Marker, Unchangeable, change_cell
from reviewer.formats.docx_comments import Comments
from reviewer.formats.docx_row import delete_row, insert_row
from reviewer.formats.docx_text import TextReader, W
from reviewer.formats.harmless import file_name, harmless
from reviewer.formats.package import PART_LIMIT, Package, damaged, rewrite
from reviewer.language import _


def write(original: Path, edits: Sequence[Edit], out: Path, *, clean: bool = False) -> None:
    """Copy `original` to `out` with the edits tracked, or taken at once with `clean`.

    Raises InputError where an address is not there, a cell no longer holds what the edit expects, or cannot change.
    """
    if not edits:
        shutil.copyfile(original, out)
        return
    with Package(original) as package:
        main = main_part(package)
        if main is None:
            raise damaged(original)
        writer = _Writer(package, main, clean=clean)
        changed = writer.apply(edits)
    rewrite(original, out, changed)


class _Writer:
    def __init__(self, package: Package, main: str, *, clean: bool) -> None:
        self._package, self._main = package, main
        self._root = package.tree(main, limit=PART_LIMIT)
        self._marker = Marker(Ids(self._root), clean=clean)
        self._comments = Comments(package, main)
        body = self._root.find(BODY)
        self._tables = list(children(body, TBL)) if body is not None else []

    def apply(self, edits: Sequence[Edit]) -> dict[str, bytes]:
        """The parts that change, by name."""
        from lxml import etree

        found = [(edit, *self._find(edit.address)) for edit in edits]
        last: dict[Any, Any] = {}
        for edit, _tr, tc in found:
            if isinstance(edit, CellEdit):
                self._change(edit, tc)
        for edit, tr, _tc in found:
            if isinstance(edit, RowEdit) and edit.kind == "insert":
                author = Author(edit.author, edit.when)
                new = insert_row(last.get(tr, tr), tr, edit.cells, author, self._marker)
                last[tr] = new
                self._explain(next(new.iter(W + "p"), None), edit)
        gone = [(edit, tr) for edit, tr, _tc in found if isinstance(edit, RowEdit) and edit.kind == "delete"]
        for edit, tr in reversed(gone):
            self._explain(next(tr.iter(W + "p"), None), edit)
            author = Author(edit.author, edit.when)
            delete_row(tr, author, self._marker, partial(self._move, author))
        changed = self._comments.parts()
        changed[self._main] = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return changed

    def _change(self, edit: CellEdit, tc: Any) -> None:
        reader = TextReader(self._package, self._main)
        now = harmless(reader.cell(tc)[0])
        if "".join(now.split()) != "".join(edit.before.split()):
            raise InputError(
                _("{name} 的 {address} 现在是「{now}」，不是要替换的「{before}」：请重新读入后再导出。").format(
                    name=file_name(self._package.path), address=edit.address, now=now, before=edit.before
                )
            )
        if now == harmless(edit.after).strip():
            return
        author = Author(edit.author, edit.when)
        try:
            first, last = change_cell(tc, edit.after.strip(), author, self._marker, self._package, self._main)
        except Unchangeable as error:
            raise InputError(
                _("{name} 的 {address} 里有图形或域，不能替换文字：请在 Word 中手工修改。").format(
                    name=file_name(self._package.path), address=edit.address
                )
            ) from error
        if edit.comment and not self._marker.clean:
            if first is None:
                self._comments.add_empty(next(tc.iter(W + "p")), edit.comment, author)
            else:
                self._comments.add(first, last, edit.comment, author)

    def _move(self, author: Author, to: Any, source: Any) -> None:
        text = harmless(TextReader(self._package, self._main).cell(source)[0])
        if text != harmless(TextReader(self._package, self._main).cell(to)[0]):
            change_cell(to, text, author, self._marker, self._package, self._main)

    def _explain(self, p: Any, edit: RowEdit) -> None:
        if not edit.comment or self._marker.clean or p is None:
            return
        content = [child for child in p if child.tag != W + "pPr"]
        author = Author(edit.author, edit.when)
        if content:
            self._comments.add(content[0], content[-1], edit.comment, author)
        else:
            self._comments.add_empty(p, edit.comment, author)

    def _find(self, address: str) -> tuple[Any, Any]:
        """The row and the cell of an address."""
        steps = address.removeprefix("docx:").split("/")
        tables, tr, tc = self._tables, None, None
        try:
            if not address.startswith("docx:") or len(steps) % 3:
                raise IndexError
            for place in range(0, len(steps), 3):
                table = tables[_number(steps[place], "tbl")]
                tr = list(children(table, TR))[_number(steps[place + 1], "tr")]
                tc = list(children(tr, TC))[_number(steps[place + 2], "tc")]
                tables = [inner for inner, _above in TextReader(self._package, self._main).cell(tc)[1]]
        except (IndexError, ValueError) as error:
            raise InputError(
                _("{name} 里没有 {address} 这一格，不能写回：请重新读入后再导出。").format(
                    name=file_name(self._package.path), address=address
                )
            ) from error
        return tr, tc


def _number(step: str, kind: str) -> int:
    if not step.startswith(kind):
        raise ValueError(step)
    number = int(step.removeprefix(kind)) - 1
    if number < 0:
        raise ValueError(step)
    return number
