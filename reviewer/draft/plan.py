"""Decides, row by row, what stands in its place: each indicator once, the core always, nothing like a kept row."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from reviewer.domain.kind import GENERAL
from reviewer.domain.kinds import Dimension, ProjectKind
from reviewer.domain.target import parse_target
from reviewer.domain.units import scale
from reviewer.draft.candidate import Candidate
from reviewer.draft.defect import COUNTS as COUNTED
from reviewer.draft.defect import NAMED, Row
from reviewer.draft.likeness import fits, objects

COUNTS: tuple[frozenset[str], ...] = (
    frozenset(["人", "人次", "户", "家", "户次", "学员", "名"]),
    frozenset(["米", "公里"]),
    frozenset(["平方米", "亩", "公顷"]),
    frozenset(["台", "套", "辆", "件", "台(套)"]),
)
"""Units that count the same sort of thing: a row in one of them measures what another would."""
QUALITY = re.compile(r"[\u4e00-\u9fff]{0,6}性")
"""A name that is a quality and no measure (及时性, 工作准确性): with a copied value nothing of it can stay."""
OUTCOMES: tuple[Dimension, ...] = ("社会效益", "经济效益", "生态效益", "可持续影响")


class Step(NamedTuple):
    """What to do with a row, or with none (an addition)."""

    row: Row | None
    candidate: Candidate | None
    """None: the row is removed, or only mended."""
    action: str
    why: str = ""


def plan(
    rows: Sequence[Row],
    candidates: Sequence[Candidate],
    kind: ProjectKind,
    *,
    every: bool,
    lacking: Collection[str] = (),
    rate: Callable[[str], str | None] = lambda _name: None,
) -> tuple[Step, ...]:
    """The steps for the defective rows in their order, then the additions.

    `lacking`: dimensions that a check misses, and 核心 where it misses the core.
    `rate`: how a rate of a name is usually counted.
    `every`: the form demands each dimension, so the last row of one is never removed.
    """
    rows = [r._replace(heavy=True) if _hollow(r, candidates, rate) else r for r in rows]
    moved = {} if every else _moves(rows, candidates)
    kept = [r for r in rows if not r.heavy] + [
        r._replace(dimension=moved[r.row.row].dimension) for r in rows if r.row.row in moved
    ]
    free = [c for c in candidates if not any(_covers(r, c) for r in kept)]
    chosen = _choose([r for r in rows if r.heavy and r.row.row not in moved], free)
    steps = list(_row_steps(rows, chosen, moved, candidates, kind, every))
    used = [s.candidate for s in steps if s.candidate and s.action == "replace"]
    steps += [Step(None, c, "add", why) for c, why in _missing(rows, used, candidates, free, kept, lacking)]
    return tuple(steps)


def _moves(rows: Sequence[Row], candidates: Sequence[Candidate]) -> dict[int, Candidate]:
    """Rows whose indicator is sound and stands in the wrong dimension, with the candidate they are like."""
    moves: dict[int, Candidate] = {}
    sound = [r for r in rows if not r.heavy]
    for row in rows:
        if not row.heavy or not row.misplaced:
            continue
        unit = scale(row.row.target.unit).unit
        for candidate in candidates:
            if (
                candidate.dimension != row.dimension
                and scale(candidate.indicator.unit).unit == unit
                and any(word in row.row.name for word in candidate.indicator.like)
                and candidate not in moves.values()
                and not any(_covers(r, candidate) for r in sound)
            ):
                moves[row.row.row] = candidate
                break
    return moves


def _choose(heavy: Sequence[Row], free: Sequence[Candidate]) -> dict[int, Candidate]:
    """Row number -> candidate, the best pairs first; a pair must share the dimension."""
    pairs = sorted(
        (
            (-_rank(row, c, place), row.row.row, place, c)
            for row in heavy
            for place, c in enumerate(free)
            if row.dimension == c.dimension
        ),
        key=lambda pair: pair[:3],
    )
    chosen: dict[int, Candidate] = {}
    taken: list[Candidate] = []
    for _order, number, _place, candidate in pairs:
        if number in chosen or any(_alike(candidate, other) for other in taken):
            continue
        chosen[number] = candidate
        taken.append(candidate)
    return chosen


def _rank(row: Row, candidate: Candidate, place: int) -> float:
    """How well the candidate serves this row: the core first, then likeness, then a figure that is known."""
    like = any(word in row.row.name for word in candidate.indicator.like)
    rank = 50.0 * candidate.indicator.core + 60.0 * bool(candidate.indicator.origin) + 8.0 * like - 0.1 * place
    rank += 24.0 * (candidate.bare in row.row.name)
    if candidate.dimension == "成本":
        rank += {"derived": 20.0, "stated": 6.0, "ask": -6.0}.get(candidate.origin, 0.0)
        rank += 16.0 * (candidate.origin == "stated" and candidate.indicator.value == "文中")
    else:
        rank += 3.0 * (candidate.origin != "ask")
    return rank


def _row_steps(
    rows: Sequence[Row],
    chosen: dict[int, Candidate],
    moved: dict[int, Candidate],
    candidates: Sequence[Candidate],
    kind: ProjectKind,
    every: bool,
) -> Iterator[Step]:
    standing = {r.dimension for r in rows if not r.heavy}
    standing |= {c.dimension for c in (*chosen.values(), *moved.values())}
    for row in rows:
        if not row.defective:
            continue
        if not row.heavy:
            yield Step(row, _like(row, candidates), "mend")
        elif candidate := moved.get(row.row.row):
            yield Step(row, candidate, "move")
        elif candidate := chosen.get(row.row.row):
            yield Step(row, candidate, "replace")
        elif every and row.dimension and row.dimension not in standing:
            why = _reason(row, kind, standing)
            standing.add(row.dimension)
            yield Step(row, None, "blank", why)
        elif _uncounted(row, rows, chosen.values()):
            if like := next((c for c in candidates if c.indicator.core and _words(row, c)), None):
                yield Step(row, like, "ask")
        else:
            yield Step(row, None, "remove", _reason(row, kind, standing))


def _uncounted(row: Row, rows: Sequence[Row], chosen: Iterable[Candidate]) -> bool:
    """Whether the row counts an output, by a name that says which, that no row of the revised table counts."""
    name = row.row.name.removesuffix("指标")
    if row.dimension != "数量" or len(name) < NAMED or not COUNTED.search(name):
        return False
    kept = [r.row.name for r in rows if not r.heavy] + [f"{c.name}{c.definition}" for c in chosen]
    return not any(objects(name) <= objects(other) for other in kept)


def _words(row: Row, candidate: Candidate) -> bool:
    return any(word in row.row.name for word in candidate.indicator.like)


def _like(row: Row, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that says how a row that stays is counted."""
    if row.uniform and QUALITY.fullmatch(row.row.name):
        return None
    near = (c for c in candidates if c.dimension == row.dimension and _covers(row, c))
    return next((c for c in near if c.indicator.core or fits(row.row.name, c)), None)


def _hollow(row: Row, candidates: Sequence[Candidate], rate: Callable[[str], str | None]) -> bool:
    """Whether a row without a definition is better written anew.

    No candidate says how it is counted, and its value is one copied to all rows; or it asks people whom the project
    does not serve.
    """
    if row.heavy or "V04" not in row.codes or row.dimension is None or _like(row, candidates):
        return False
    if not any(c.dimension == row.dimension and not c.source.startswith(GENERAL) for c in candidates):
        return False
    return row.dimension == "满意度" or (row.uniform and rate(row.row.name) is None)


def _reason(row: Row, kind: ProjectKind, standing: Collection[Dimension | None]) -> str:
    if row.dimension is None:
        return "本项目不涉及此类成本，无需设置该项指标"
    if row.dimension in kind.absent:
        return kind.absent[row.dimension]
    if row.dimension in standing:
        return "该类内容已由其他指标反映，另列即重复"
    return f"本项目没有可计量的{row.dimension}"


def _missing(
    rows: Sequence[Row],
    used: Sequence[Candidate],
    candidates: Sequence[Candidate],
    free: Sequence[Candidate],
    kept: Sequence[Row],
    lacking: Collection[str],
) -> Iterator[tuple[Candidate, str]]:
    """The core where nothing measures it, then 数量, 质量, 成本 and an outcome where the table would be without."""
    standing = {r.dimension for r in kept} | {c.dimension for c in used}
    cores = [c for c in candidates if c.indicator.core]
    measured = any(c.indicator.core for c in used) or any(_covers(r, c) for r in kept for c in cores)
    measured = measured or ("核心" not in lacking and any(_counts(r, c) for r in kept for c in cores))
    if cores and not measured:
        standing.add(cores[0].dimension)
        used = [*used, cores[0]]
        yield cores[0], "现有指标未反映本项目资金的主要产出"
    wanted: list[tuple[Dimension, ...]] = [("数量",), ("质量",), OUTCOMES]
    if "成本" in lacking or any(r.dimension == "成本" or r.row.level1.startswith("成本") for r in rows):
        wanted.append(("成本",))
    for group in wanted:
        if standing.isdisjoint(group):
            pool = [c for c in free if c.dimension in group and not any(_alike(c, u) for u in used)]
            pool.sort(key=lambda c: c.origin == "ask")
            if pool:
                yield pool[0], f"表中没有可用的{'效益' if len(group) > 1 else group[0]}指标"


def _counts(row: Row, core: Candidate) -> bool:
    """Whether the kept row counts the same sort of thing as the core, under whatever name."""
    unit, wanted = row.row.target.unit or "", core.indicator.unit
    if row.dimension != "数量" or row.row.target.kind not in ("quantity", "blank"):
        return False
    if core.source.startswith(GENERAL):
        return bool(unit) and not unit.startswith("%")
    return any(unit in alike and wanted in alike for alike in COUNTS)


def _alike(one: Candidate, other: Candidate) -> bool:
    """Whether the two measure the same thing: by name, or both the cost of all or of one."""
    if one.name == other.name or (one.indicator.core and other.indicator.core):
        return True
    if one.dimension != other.dimension:
        return False
    if one.dimension in ("满意度", "时效"):
        return True
    shared = set(one.indicator.like) & set(other.indicator.like)
    return bool(shared) and one.indicator.unit == other.indicator.unit and one.dimension == "成本"


def _apart(row: Row, core: Candidate) -> bool:
    """Whether the text states the row's number beside the core's (大中修38公里, 养护412公里): two things."""
    stated = parse_target(core.target).number
    own = scale(row.row.target.unit)
    if not row.told or core.waits or stated is None or row.row.target.number is None:
        return False
    return row.row.target.number * own.factor != stated * scale(core.indicator.unit).factor


def _covers(row: Row, candidate: Candidate) -> bool:
    """Whether the kept row already measures what the candidate would."""
    if candidate.indicator.core and candidate.dimension == "数量":
        unit = row.row.target.unit or ""
        same = unit in (candidate.indicator.unit, f"万{candidate.indicator.unit}") and not _apart(row, candidate)
        return same and _words(row, candidate)
    if row.row.name == candidate.name:
        return True
    return row.dimension == candidate.dimension and (
        candidate.dimension == "满意度" or any(word in row.row.name for word in candidate.indicator.like)
    )
