"""Excel workbooks written back: the sheet's XML changed in the package, every other part left as it is.

A changed cell holds its new text in red, and a comment with the old text and the reason; `clean` leaves both out.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reviewer.domain.edit import CellEdit, Edit, Front, Remark, RowEdit, TableEdit
from reviewer.domain.grid import Grid
from reviewer.domain.harmless import harmless
from reviewer.errors import InputError
from reviewer.formats import xlsx
from reviewer.formats.harmless import file_name
from reviewer.formats.number_format import general
from reviewer.formats.package import PART_LIMIT, Package, parse_xml, rewrite
from reviewer.formats.spreadsheet import column_name, column_number
from reviewer.formats.xlsx import S
from reviewer.formats.xlsx_comments import Note, SheetNotes
from reviewer.formats.xlsx_formula import unshare
from reviewer.formats.xlsx_rows import Insert, Rows
from reviewer.language import _

_ADDRESS = re.compile(r"xlsx:(.+)!([A-Z]{1,3})([1-9]\d{0,6})", re.S)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


Placed = tuple[TableEdit, str, int]
"""An edit with the column's letters and the row of its address."""


def write(original: Path, edits: Sequence[Edit], out: Path, *, clean: bool = False) -> None:
    """Copy `original` to `out` with the edits in its sheets.

    Raises InputError where an address is not there, a cell no longer holds what the edit expects, or rows come or go
    in a sheet with formulas, tables or comments that would no longer point to their cells.
    """
    if not edits:
        shutil.copyfile(original, out)
        return
    sheets: dict[str, list[Placed]] = {}
    front = None
    for edit in edits:
        if isinstance(edit, Front):
            front = edit
        else:
            sheet, letters, row = _place(original, edit.address)
            if isinstance(edit, CellEdit) and edit.column:
                letters = _place(original, edit.column)[1]
            sheets.setdefault(sheet, []).append((edit, letters, row))
    shown = _shown(original, {e.address for own in sheets.values() for e, _l, _r in own}, _moved(sheets))
    changed: dict[str, bytes] = {}
    with Package(original) as package:
        parts = xlsx.sheet_parts(package)
        for name, own in sheets.items():
            part = parts.get(name)
            if part not in package.names:
                raise _missing(original, own[0][0].address)
            changed |= _Sheet(package, part, name, shown, clean=clean, pending=changed).apply(own, front)
            front = None
    rewrite(original, out, changed)


def _place(path: Path, address: str) -> tuple[str, str, int]:
    """The sheet, the column's letters and the row of an address."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise _missing(path, address)
    return found[1], found[2], int(found[3])


def _missing(path: Path, address: str) -> InputError:
    return InputError(
        _("{name} 里没有 {address} 这一格，不能写回：请重新读入后再导出。").format(
            name=file_name(path), address=address
        )
    )


def _moved(sheets: dict[str, list[Placed]]) -> set[str]:
    """The sheets in which rows come or go."""
    return {name for name, own in sheets.items() if any(isinstance(edit, RowEdit) for edit, _l, _r in own)}


def _shown(path: Path, addresses: set[str], whole: set[str]) -> dict[str, str]:
    """The text of these cells, and of all in the sheets of `whole`, as reading shows it."""
    shown: dict[str, str] = {}
    for block in xlsx.blocks(path):
        if isinstance(block, Grid):
            every = block.title in whole
            shown |= {c.address: c.text for row in block.rows for c in row if every or c.address in addresses}
    return shown


class _Sheet:
    """One sheet's tree while its edits are applied."""

    def __init__(
        self, package: Package, part: str, name: str, shown: dict[str, str], *, clean: bool, pending: dict[str, bytes]
    ) -> None:
        self._name = name
        self._uncalculated: set[str] = set()
        self._package, self._part, self._shown, self._clean = package, part, shown, clean
        self._root = package.tree(part, limit=PART_LIMIT)
        self._pending = pending
        self._notes: list[Note] = []
        self._rows = Rows(self._root, lambda row, column: shown.get(f"xlsx:{name}!{column_name(column)}{row}", ""))

    def apply(self, edits: Sequence[Placed], front: Front | None) -> dict[str, bytes]:
        """The parts that change, by name; the front is told at the sheet's first cell."""
        from lxml import etree

        moving = [(edit, letters, row) for edit, letters, row in edits if isinstance(edit, RowEdit)]
        if moving:
            self._refuse_moving()
        notes: list[tuple[str, int, TableEdit, str]] = []
        for edit, letters, row in edits:
            if isinstance(edit, CellEdit):
                before = self._change(edit, letters, row)
                if before is not None or edit.comment:
                    told = "" if before is None else f"原值：{before or '（空）'}"
                    notes.append((letters, row, edit, told))
            elif isinstance(edit, Remark):
                notes.append((letters, row, edit, ""))
        gone = {row: (e, self._rows.text(row)) for e, _l, row in moving if e.kind == "delete"}
        for row, (deletion, _text) in gone.items():
            self._bequeath(deletion, row)
        inserts = [(e, row) for e, _l, row in moving if e.kind == "insert"]
        added = self._rows.move([self._insert(e, row) for e, row in inserts], set(gone), self._fill)
        if not self._clean:
            if front:
                self._note("A1", "\n".join(front.lines), front)
            for letters, row, signed, text in notes:
                if row not in gone:
                    self._note(f"{letters}{self._rows.now(row)}", text, signed)
            for (insert, _row), reference in zip(inserts, added, strict=True):
                self._note(reference, "新增的一行", insert)
            for row, (deletion, text) in gone.items():
                above = max(self._rows.now(row - 1), 1)
                said = f"已删去原第 {row} 行：{text}"
                self._note(f"{column_name(self._rows.first)}{above}", said, deletion)
        changed = SheetNotes(self._package, self._part, self._root, self._pending).add(self._notes)
        changed |= self._calculation()
        changed[self._part] = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return changed

    def _insert(self, edit: RowEdit, after: int) -> Insert:
        """A new row behind another: its texts by column, and the row that it looks like."""
        places = {address: _place(self._package.path, address)[1:] for address in edit.texts}
        firsts = {row for _letters, row in places.values()}
        texts = {column_number(letters): edit.texts[address] for address, (letters, _row) in places.items()}
        for address in edit.labels:
            sheet, letters, row = _place(self._package.path, address)
            if sheet == self._name and row in firsts:
                column = column_number(letters)
                beside = self._rows.label(after, column)
                texts.setdefault(column, beside or (self._rows.label(row, column) if edit.alone else ""))
        filled = [column for column, text in texts.items() if text]
        models = (after, *sorted(firsts))
        return Insert(after, next((m for m in models if self._rows.has_cells(m, filled)), after), texts)

    def _bequeath(self, edit: RowEdit, row: int) -> None:
        """Labels printed in a row that goes and left out below are printed in the first row that stays."""
        for address in edit.labels if edit.heir else ():
            sheet, letters, place = _place(self._package.path, address)
            heir = _place(self._package.path, edit.heir)[2]
            column = column_number(letters)
            if sheet == self._name and place == row and not self._rows.label(heir, column):
                self._fill(self._rows.cell(heir, letters), self._rows.label(row, column))

    def _note(self, reference: str, text: str, edit: Edit) -> None:
        words = "\n".join(filter(None, (text, edit.comment)))
        known = next((n for n in self._notes if n.reference == reference), None)
        if known is None:
            self._notes.append(Note(reference, harmless(edit.author), harmless(words)))
        else:
            self._notes[self._notes.index(known)] = known._replace(text=f"{known.text}\n{harmless(words)}")

    def _change(self, edit: CellEdit, letters: str, row: int) -> str | None:
        """Put the new text in; the old one, or None where nothing changes."""
        now = harmless("" if edit.column else self._shown.get(edit.address, ""))
        if edit.before is not None and "".join(now.split()) != "".join(edit.before.split()):
            raise InputError(
                _("{name} 的 {address} 现在是「{now}」，不是要替换的「{before}」：请重新读入后再导出。").format(
                    name=file_name(self._package.path), address=edit.address, now=now, before=edit.before
                )
            )
        after = harmless(edit.after).strip()
        if after == now:
            return None
        cell = self._rows.cell(row, letters)
        formula = cell.find(S + "f")
        if formula is not None and formula.get("ref"):
            raise InputError(
                _("{name} 的 {address} 是一组公式的一部分，不能单独替换：请在 Excel 中手工修改。").format(
                    name=file_name(self._package.path), address=edit.address
                )
            )
        if formula is not None:
            self._uncalculated.add(f"{letters}{row}")
        self._fill(cell, after)
        return now

    def _fill(self, cell: Any, text: str) -> None:
        """Make a cell hold a text; a number stays one where the sheet would show it the same."""
        from lxml import etree

        numeric = cell.get("t", "n") == "n" and cell.get("s", "0") == "0" and cell.find(S + "v") is not None
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        cell.attrib.pop("cm", None)
        if not text:
            return
        if numeric and _NUMBER.fullmatch(text) and general(float(text)) == text:
            etree.SubElement(cell, S + "v").text = text
            return
        cell.set("t", "inlineStr")
        holder = etree.SubElement(cell, S + "is")
        if not self._clean:
            holder = etree.SubElement(holder, S + "r")
            etree.SubElement(etree.SubElement(holder, S + "rPr"), S + "color", {"rgb": "FFC00000"})
        t = etree.SubElement(holder, S + "t")
        t.text = text
        t.set(_SPACE, "preserve")

    def _calculation(self) -> dict[str, bytes]:
        """The order of calculation with every formula where it now stands: Excel takes others for damage."""
        from lxml import etree

        name = "xl/calcChain.xml"
        if name not in self._package.names or not (self._uncalculated or self._rows.changed):
            return {}
        own = xlsx.sheet_ids(self._package).get(self._name)
        root = parse_xml(self._pending.get(name) or self._package.read(name), self._package.path, name)
        sheet = None
        for cell in list(root):
            sheet = cell.get("i") or sheet
            cell.set("i", sheet or "1")
            if sheet != own:
                continue
            place = None if cell.get("r") in self._uncalculated else self._rows.moved(cell.get("r", ""))
            if place:
                cell.set("r", place)
            else:
                root.remove(cell)
        return {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}

    def _refuse_moving(self) -> None:
        """Refuse what rows that come and go would break; formulas that cells share are written out first."""
        relations = {kind for kind, _target in self._package.relations(self._part).values()}
        reason = ""
        if self._named_elsewhere() or not unshare(self._root):
            reason = _("公式")
        elif "table" in relations or "pivotTable" in relations:
            reason = _("超级表或透视表")
        elif "comments" in relations:
            reason = _("批注")
        if reason:
            raise InputError(
                _("{name} 的工作表里有{what}，增删行会使其错位：请导出为 .docx，或在 Excel 中手工增删。").format(
                    name=file_name(self._package.path), what=reason
                )
            )

    def _named_elsewhere(self) -> bool:
        """Whether a formula of another sheet speaks of this one."""
        name = escape(self._name).encode()
        parts = (part for part in xlsx.sheet_parts(self._package).values() if part != self._part)
        found = (self._package.read(part) for part in parts if part in self._package.names)
        return any(name + b"!" in data or name + b"'!" in data for data in found)
