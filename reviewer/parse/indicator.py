"""A row of cells under known headings as an indicator."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from reviewer.domain.grid import LABELS, Cell, Places, Row
from reviewer.domain.project import Indicator
from reviewer.domain.target import Target, parse_target
from reviewer.domain.units import is_unit
from reviewer.parse.columns import FIELDS, Columns, held
from reviewer.parse.vocabulary import both_levels, fold, headings, level, meant, stands_under

# Few rows need these; as text each is compiled when one does.
_EMPTY_NAME = r"(?:(?:指标|目标)\s*[\d一二三四五六七八九十]+\s*[:：.、]?)?(?:…+|\.{3,}|\*{2,}|_{2,}|[—－-]+)?"
_RATE = r"(?:率|度|比例|占比|比重)(?:[(（].*[)）])?$"
_SIGN = r"[≥≤=><≧≦＝＞＜﹥﹤]{1,2}|(?:不?(?:低于|少于|小于|大于|高于|超过|多于))(?:或?等于)?|(?:大于|小于)?或?等于"
_VALUE = frozenset("0123456789≥≤><=≧≦＞＜＝每")
"""What a value begins with and hardly a name."""
_APART = re.compile(r"\d\s+\d")
Doubt = tuple[str, str]
"""The field that could not be read for certain, and the reason."""


@lru_cache(maxsize=4096)
def is_sign(text: str) -> bool:
    """Whether a text is a comparison alone: ≥, 不低于, 大于等于."""
    return re.fullmatch(_SIGN, text) is not None


class Levels:
    """The level-1 and level-2 labels that hold until the next are printed."""

    __slots__ = ("level1", "level2")

    def __init__(self) -> None:
        self.level1 = self.level2 = ""

    def carry(self, level1: str, level2: str) -> tuple[str, str]:
        """The row's labels with what is merged or omitted filled down."""
        if level1:
            if level1 != self.level1:
                self.level2 = ""
            self.level1 = level1
        if level2:
            self.level2 = level2
        return self.level1, self.level2


def read_row(
    cells: Sequence[Cell], columns: Columns, levels: Levels, number: int, *, merged: bool = False
) -> tuple[Indicator | None, list[Doubt]]:
    """The indicator in a row, None where it holds none, and what could not be read for certain.

    `number` is the row's number within the project, `merged` says that a cell above spans level 1.
    """
    problems: list[Doubt] = []
    extra: tuple[tuple[str, str], ...] = ()
    grades: Sequence[str] = ()
    if columns.pick and isinstance(cells, Row) and len(cells.texts) == len(columns.columns):
        # Most rows: a cell under each heading.
        texts = [joined(text) if "\n" in text else text.strip() for text in cells.texts]
        picked = columns.pick([*texts, None])
        places: Mapping[str, str] = Places(columns.ranks, cells)
    else:
        under, found, extra, grades = _under(cells, columns, problems)
        picked = tuple(map(under.get, FIELDS))
        places = held({field: place for field, place in found.items() if field not in LABELS or under[field]})
    top, below, name, definition, sign, written, value, unit, basis, weight = picked
    level1, level2 = both_levels(top) if top and below is None else (top or "", below or "")
    name = name or ""
    target = _target(sign or "", (written or "") + (value or ""), unit or "", grades, problems)
    raw = target.raw
    if level2 and not level1 and not merged and (doubt := _omitted(level2, levels.level1)):
        problems.append(doubt)
    level1, level2 = levels.carry(level1, level2)
    if not raw and re.fullmatch(_EMPTY_NAME, name):
        if any(cell.text.strip() for cell in cells):
            problems.append(("name", f"“{level2 or level1}”这一行没有指标名称和指标值，未列为指标"))
        return None, problems
    _doubts(name, level2, target, raw, problems)
    # Without the call that fills in defaults, which takes longer than the rest.
    indicator = tuple.__new__(
        Indicator,
        (number, target, level1, level2, name, definition or None, basis or None, weight or None, extra, places),
    )
    return indicator, problems


def _under(
    cells: Sequence[Cell], columns: Columns, problems: list[Doubt]
) -> tuple[dict[str, str], dict[str, str], tuple[tuple[str, str], ...], list[str]]:
    """Text and address by field of the cells under their headings, further columns, and the grades of a target."""
    texts: dict[str, str] = {}
    places: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    grades: list[str] = []
    fields = columns.fields
    for cell in cells:
        text = cell.text
        text = joined(text) if "\n" in text else text.strip()
        field = fields.get(cell.column)
        if field is None:
            column = columns.at(cell.column)
            if column is None:
                if text:
                    problems.append(("", f"“{_short(text)}”不在任何列标题之下"))
            elif column.field == "grade":
                if text:
                    extra.append((column.heading, text))
                    grades.append(f"{column.heading}：{text}")
                places.setdefault("target", cell.address)
            elif column.field == "extra" and text:
                extra.append((column.heading, text))
        elif field in texts:
            texts[field] += text
        else:
            texts[field] = text
            places[field] = cell.address
    return texts, places, tuple(extra), grades


@lru_cache(maxsize=4096)
def _omitted(level2: str, carried: str) -> Doubt | None:
    """A level-1 label taken from the row above although the level-2 label usually stands under another."""
    usual = level(level2)[1]
    if usual and carried and usual != carried.removesuffix("指标") and not stands_under(carried, level2):
        return "level1", f"“{level2}”这一行没有印一级指标，承接上行的“{carried}”，通常属于“{usual}指标”，请核对"
    return None


def joined(text: str) -> str:
    """A cell's lines as one: Latin words and numbers keep a space between them, Chinese none."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    out = ""
    for line in text.split():
        if out and out[-1].isascii() and line[0].isascii():
            out += " " if (out[-1].isalpha() and line[0].isalpha()) or (out[-1].isdigit() and line[0].isdigit()) else ""
        out += line
    return out


def _target(sign: str, value: str, unit: str, grades: Sequence[str], problems: list[Doubt]) -> Target:
    """The target as displayed, joined from operator, value and unit; read from the value where the unit contradicts."""
    if not value and grades:
        return Target(raw="；".join(grades), kind="graded")
    own = parse_target(value)
    if not sign and not unit:
        return own
    sign = sign if is_sign(sign) else ""
    prefix = "" if own.operator and own.kind != "unparsed" else sign
    if not unit or not value:
        raw = f"{prefix}{value}" if value else (f"{sign}{unit}" if sign else "")
        return parse_target(raw) if raw else own
    if own.kind == "quantity" and own.unit is None:
        return parse_target(f"{prefix}{value}{unit}")
    if own.kind == "quantity" and own.unit == unit:
        return parse_target(f"{prefix}{value}")
    if own.kind == "quantity" and not unit.startswith(own.unit or "\0"):
        problems.append(("target", f"指标值写“{value}”，计量单位写“{unit}”，互相矛盾"))
    elif own.kind in ("state", "unparsed", "date"):
        if is_unit(unit):
            problems.append(("target", f"指标值“{value}”不是数，却带计量单位“{unit}”"))
    elif own.kind in ("blank", "range"):
        return parse_target(f"{prefix}{value}{unit}" if own.unit is None else f"{prefix}{value}")
    read = parse_target(f"{prefix}{value}")
    return read._replace(raw=f"{prefix}{value}{unit}")


def _doubts(name: str, level2: str, target: Target, raw: str, problems: list[Doubt]) -> None:
    """What stands in the row and cannot be taken at its word."""
    if right := meant(level2):
        problems.append(("level2", f"“{level2}”疑为“{right}指标”之误，照印"))
    if not name:
        problems.append(("name", f"这一行有指标值“{_short(raw)}”而没有指标名称"))
    elif name.endswith("指标") and level2 and name != level2 and level(name)[1] is not None:
        problems.append(("name", f"三级指标栏写的是二级指标名“{name}”，没有真正的三级指标名称"))
    elif ((fold(name) if "指标" in name else name) in headings() and name != level2) or (
        name[0] in _VALUE and parse_target(name).kind in ("quantity", "date", "range")
    ):
        # The row's own level-2 label for a name is a defect of the form, not of the reading.
        problems.append(("name", f"指标名称“{name}”像是别的一栏的内容，请核对"))
    if not raw:
        problems.append(("target", f"“{_short(name)}”没有指标值"))
        return
    kind = target.kind
    if kind == "quantity":
        if (number := target.number) and number >= 1000 and number == number.to_integral_value():
            bare = "," not in raw and "，" not in raw
            if bare and (target.unit in ("%", "百分比") or (target.unit is None and re.search(_RATE, name))):
                problems.append(("target", f"指标值“{raw}”像是两个数连在一起，不能确定"))
    elif kind == "blank":
        problems.append(("target", f"指标值“{raw}”留空待填"))
    elif raw in headings():
        problems.append(("target", f"指标值“{raw}”像是别的一栏的内容，请核对"))
    elif kind == "unparsed" and _APART.search(raw):
        problems.append(("target", f"指标值“{raw}”里两个数挨在一起，不能确定是哪一个"))


def _short(text: str) -> str:
    bare = joined(text)
    return bare if len(bare) <= 24 else f"{bare[:24]}…"
