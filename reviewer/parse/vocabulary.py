"""The words of the forms: which heading means which field. Read from parse/layouts/*.toml."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_LAYOUTS = Path(__file__).parent / "layouts"
_NOTE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_LEAD = re.compile(
    r"^(?:[*＊★☆▲●·\-—]+|[1-9](?:[.．][1-9]\d?)+[.．、]?(?=[一-鿿])|\d+[.．、]|[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+[、.．])+"
    r"|^(?:其中[:：]?|20\d\d(?=年度)|20\d\d年|\d{1,2}月?[-—－~至]+\d{1,2}月份?)(?=.)"
)
_MONEY = re.compile(r"(?:单位[:：])?(?:人民币)?((?:百|千|万|亿|百万|千万)?元|[万亿](?=[)）]|$))")
_RUNNING = re.compile(r"[，。；、≥≤=＝0-9%]|符合|达到|根据|按照|按")
_PRINTED = frozenset(("level1", "level2", "name", "definition", "target", "operator", "unit", "basis", "weight"))
_BETWEEN_LEVELS = "/-—－>、\\"
GOALS = ("goal_period", "goal", "goal_annual")
_BRACKETS = str.maketrans("", "", "()（）")
AMOUNT_UNITS = frozenset(("元", "万元", "亿元", "千元", "百元", "百万元", "万", "亿"))


class Words(NamedTuple):
    """Folded heading to field, and the labels of the indicator trees."""

    columns: dict[str, str]
    head: dict[str, str]
    level1: frozenset[str]
    level2: dict[str, str]
    """Level-2 label to the level-1 label it usually stands under, both with 指标 at the end taken off."""
    under: frozenset[tuple[str, str]]
    """Every level-1 label with each level-2 label that can stand under it."""
    misprints: dict[str, str]
    """Misprinted label to the one that is meant."""
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    """What a column heading outside the lists looks like, and its field."""
    second: dict[str, str]
    """Column heading to the field that it means where another column holds its first one."""
    head_patterns: tuple[tuple[re.Pattern[str], str], ...]
    """What a label of the head outside the lists looks like, and its field."""
    both: tuple[tuple[re.Pattern[str], str], ...]
    """A heading of a flat list under which units and their projects take turns, and the field of the project."""


@cache
def words() -> Words:
    """The vocabulary of all layouts; later files add to earlier ones."""
    columns: dict[str, str] = {}
    head: dict[str, str] = {}
    level1: set[str] = set()
    level2: dict[str, str] = {}
    under: set[tuple[str, str]] = set()
    misprints: dict[str, str] = {}
    patterns: dict[str, list[tuple[re.Pattern[str], str]]] = {
        "column_patterns": [],
        "head_patterns": [],
        "both_patterns": [],
    }
    second: dict[str, str] = {}
    for path in sorted(_LAYOUTS.glob("*.toml"), key=lambda p: (p.name != "general.toml", p.name)):
        layout = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind, table in (("columns", columns), ("head", head)):
            for field, labels in layout.get(kind, {}).items():
                for label in labels:
                    table.setdefault(label, field)
        for kind, found in patterns.items():
            for field, shapes in layout.get(kind, {}).items():
                found += [(re.compile(shape), field) for shape in shapes]
        for field, labels in layout.get("second_columns", {}).items():
            second.update(dict.fromkeys(labels, field))
        misprints.update(layout.get("misprints", {}))
        for top, below in layout.get("levels", {}).items():
            level1.update(below if top == "level1_more" else (top,))
            if top != "level1_more":
                for label in below:
                    level2.setdefault(label, top)
                    under.add((top, label))
    for wrong, right in misprints.items():
        if right in level2:
            level2.setdefault(wrong, level2[right])
    shapes_of = {kind: tuple(found) for kind, found in patterns.items()}
    return Words(
        columns,
        head,
        frozenset(level1),
        level2,
        frozenset(under),
        misprints,
        shapes_of["column_patterns"],
        second,
        shapes_of["head_patterns"],
        shapes_of["both_patterns"],
    )


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A heading without white space, notes in brackets, stars, numbering, a leading year and a colon at the end."""
    bare = "".join(text.split()).strip(":：")
    while (less := _LEAD.sub("", bare, count=1)) != bare:
        bare = less
    return _NOTE.sub("", bare).strip(":：*＊_") or bare


@lru_cache(maxsize=8192)
def column_field(text: str) -> str | None:
    """The field that a column heading names, or None."""
    folded = fold(text) if len(text) < 40 else ""
    known = _listed(text, folded, words().columns) if folded else None
    if known or not folded or len(folded) > 14 or _RUNNING.search(folded):
        return known
    return _shaped(folded, words().patterns)


@cache
def headings() -> frozenset[str]:
    """What stands over or before the rows of a table and never in them: headings of columns, labels of levels."""
    known = words()
    columns = {text for text, field in known.columns.items() if field in _PRINTED and len(text) > 1}
    labels = {f"{label}指标" for label in (*known.level1, *known.level2)}
    return frozenset(columns | labels | {"指标"}) - {"方向", "单位"}


def listed_column(text: str) -> str | None:
    """The field of a heading that the lists name, whatever the patterns say: pieces put together need this."""
    return words().columns.get(fold(text))


def second_field(heading: str) -> str | None:
    """The field of a column whose first meaning another column has: 指标内容 beside 三级指标 explains it."""
    return words().second.get(fold(heading))


@lru_cache(maxsize=8192)
def head_field(text: str) -> str | None:
    """The field of the project's head that a label names, or None."""
    if len(text) >= 40:
        return None
    folded = fold(text)
    known = _listed(text, folded, words().head)
    if known or not folded or len(folded) > 14:
        return known
    plain = folded.rstrip("0123456789")
    if plain != folded:
        goal = words().head.get(plain)
        return goal if goal in GOALS else None
    return None if _RUNNING.search(folded) else _shaped(folded, words().head_patterns)


@lru_cache(maxsize=8192)
def listed_label(text: str) -> str | None:
    """The field of a label that the lists name as it stands; one known by its shape alone may be a value."""
    return _listed(text, fold(text), words().head)


def both_field(text: str) -> str | None:
    """The project's field of a heading for unit and project at once: 单位名称、项目名称, 单位编码（项目编码）."""
    return _shaped(_bare(text), words().both) if len(text) < 40 else None


@lru_cache(maxsize=8192)
def list_field(text: str) -> str | None:
    """The project's field that a column of a flat list holds, or None."""
    return both_field(text) or head_field(text)


def _shaped(text: str, shapes: Iterable[tuple[re.Pattern[str], str]]) -> str | None:
    return next((field for pattern, field in shapes if pattern.fullmatch(text)), None)


def _listed(text: str, folded: str, table: dict[str, str]) -> str | None:
    """The field of a heading as folded, or with the words of its brackets kept."""
    return table.get(folded) or table.get(_bare(text))


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    return "".join(text.split()).strip("*＊:：").translate(_BRACKETS)


@lru_cache(maxsize=8192)
def level(text: str) -> tuple[bool, str | None]:
    """Whether a cell is a level-1 label, and the level-1 label it stands under where it is a level-2 label."""
    if not text or len(text) > 24:
        return False, None
    bare = fold(text).removesuffix("指标")
    known = words()
    return bare in known.level1, known.level2.get(bare)


def stands_under(level1: str, level2: str) -> bool:
    """Whether some form has the level-2 label under the level-1 label."""
    return (fold(level1).removesuffix("指标"), fold(level2).removesuffix("指标")) in words().under


def both_levels(text: str) -> tuple[str, str]:
    """Both labels where one cell holds them (产出指标/数量指标), or the one that it is, as level 1 and level 2."""
    for sign in _BETWEEN_LEVELS:
        top, _, below = text.partition(sign)
        if below and level(top)[0] and level(below)[1] is not None:
            return top.strip(), below.strip()
    return ("", text) if level(text)[0] is False and level(text)[1] is not None else (text, "")


@lru_cache(maxsize=8192)
def continues(first: str, second: str) -> bool:
    """Whether a row that begins so goes on with indicators: a level-1 label or nothing, then no heading."""
    if column_field(second):
        return False
    return not first or (level(first)[0] and column_field(first) is None)


@lru_cache(maxsize=8192)
def meant(text: str) -> str | None:
    """The label that a misprinted one means, None where it is as it should be."""
    return words().misprints.get(fold(text).removesuffix("指标")) if text else None


@lru_cache(maxsize=8192)
def money_unit(text: str) -> str | None:
    """The unit that a heading or its bracketed note gives for amounts: 年度资金总额（万元） -> 万元."""
    bare = "".join(text.split())
    for note in _NOTE.findall(bare):
        if found := _MONEY.fullmatch(note[1:-1]):
            return {"万": "万元", "亿": "亿元"}.get(found[1], found[1])
    return None
