"""The text of Word paragraphs and cells as it stands now: changes accepted, field codes and hidden text left out."""

from typing import Any

from reviewer.language import _

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _R, _T, _PPR, _RPR = W + "p", W + "r", W + "t", W + "pPr", W + "rPr"
_TEXTS = frozenset((_T, "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"))
_SKIP = frozenset(
    {W + n for n in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "pPr", "rPr", "tcPr", "trPr")}
    | {W + n for n in ("tblPr", "tblGrid", "sdtPr", "sdtEndPr", "cellDel")}
)
VANISH = W + "vanish"
_BREAKS = frozenset(W + n for n in ("br", "cr"))
_TABS = frozenset(W + n for n in ("tab", "ptab"))
_SYMBOLS = {
    ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤", ("symbol", 0xB1): "±", ("symbol", 0xB4): "×", ("symbol", 0xB0): "°",
    ("symbol", 0xB9): "≠", ("symbol", 0xA5): "∞", ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□",
    ("wingdings", 0xFE): "☑", ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings", 0xFD): "☒",
    ("wingdings 2", 0x52): "☑", ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x50): "√", ("wingdings 2", 0x4F): "×",
}  # fmt: skip
"""Characters of symbol fonts that stand in such tables, by font and code without the private-use offset."""


class TextReader:
    """Reads paragraphs and cells; remembers open fields, text boxes met and what could not be read."""

    def __init__(self) -> None:
        self._fields: list[bool] = []
        self.boxes: list[Any] = []
        self._lost: dict[str, None] = {}

    def losses(self) -> list[str]:
        """Why something was left out since the last call, each reason once."""
        lost, self._lost = list(self._lost), {}
        return lost

    def block(self, p: Any) -> str:
        """The text of one paragraph; text boxes in it are left in `boxes`."""
        parts: list[str] = []
        self._walk(p, parts, [])
        return "".join(parts)

    def cell(self, tc: Any) -> tuple[str, list[tuple[Any, str]]]:
        """The text of a cell, and its nested tables each with the text printed above it."""
        parts: list[str] = []
        nested: list[tuple[Any, str]] = []
        outside, self._fields = self._fields, []
        self._walk(tc, parts, nested)
        self._fields = outside
        return "".join(parts).strip(), nested

    def _walk(self, element: Any, parts: list[str], nested: list[tuple[Any, str]]) -> None:
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                if not any(self._fields):
                    self._add(parts, child.text or "", child)
            elif tag == _R:
                if _hidden(child):
                    if child.find(_T) is not None and not any(self._fields):
                        self._lost[_("有隐藏文字，未读入")] = None
                    self._fields_only(child)
                else:
                    self._walk(child, parts, nested)
            elif tag in _SKIP:
                continue
            elif tag == _P:
                self._walk(child, parts, nested)
                if not _mark_deleted(child):
                    self._add(parts, "\n", child)
            elif tag in _BREAKS:
                self._add(parts, "\n", child)
            elif tag in _TABS:
                self._add(parts, "\t", child)
            elif tag == W + "fldChar":
                self._field(child, parts)
            elif tag == W + "tbl":
                nested.append((child, "".join(parts).strip().rpartition("\n")[2]))
            elif tag == W + "txbxContent":
                self.boxes.append(child)
            elif tag == W + "sym":
                self._add(parts, self._symbol(child), child)
            elif tag == W + "noBreakHyphen":
                self._add(parts, "-", child)
            elif tag == MC + "AlternateContent":
                chosen = child.find(MC + "Choice")
                self._walk(chosen if chosen is not None else child, parts, nested)
            elif isinstance(tag, str):
                self._walk(child, parts, nested)

    def _add(self, parts: list[str], text: str, _source: Any) -> None:
        """One piece of visible text and the element that it comes from."""
        parts.append(text)

    def _fields_only(self, run: Any) -> None:
        for child in run.iterchildren(W + "fldChar"):
            self._field(child, [])

    def _field(self, mark: Any, parts: list[str]) -> None:
        """Between `begin` and `separate` stands the code, after it the result that the page shows."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(True)
            box = mark.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                checked = box.find(W + "checked")
                default = box.find(W + "default")
                state = checked if checked is not None else default
                on = state is not None and state.get(W + "val", "1") not in ("0", "false")
                self._add(parts, "☑" if on else "□", mark)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, sym: Any) -> str:
        font = (sym.get(W + "font") or "").lower()
        try:
            code = int(sym.get(W + "char") or "", 16)
        except ValueError:
            code = 0
        known = _SYMBOLS.get((font, code & 0xFF if code >= 0xF000 else code))
        if known:
            return known
        if 0x20 <= code < 0xD800:
            return chr(code)
        self._lost[_("字体 {font} 中的符号 {code} 无法识别").format(font=font, code=f"{code:04X}")] = None
        return "�"


def copied(element: Any) -> Any:
    """A deep copy, by lxml alone: the copy module's own book-keeping takes longer than the copy."""
    return element.__copy__()


def child_of(parent: Any, tag: str) -> Any:
    """The first child of that tag, if any; quicker than `find`, as what is looked for mostly comes first."""
    for child in parent:
        if child.tag == tag:
            return child
    return None


def _hidden(run: Any) -> bool:
    looks = child_of(run, _RPR)
    vanish = child_of(looks, VANISH) if looks is not None else None
    return vanish is not None and vanish.get(W + "val", "1") not in ("0", "false")


def _mark_deleted(p: Any) -> bool:
    properties = child_of(p, _PPR)
    return properties is not None and end_deleted(properties)


def end_deleted(properties: Any) -> bool:
    """Whether these properties of a paragraph say that its end is deleted."""
    looks = child_of(properties, _RPR)
    return looks is not None and child_of(looks, W + "del") is not None
