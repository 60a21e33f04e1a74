"""The report (.html): one file without any outside address, with charts, every change and its reason, and a search."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from reviewer.domain.decided import STATE_WORDS, DecidedRow, RowState
from reviewer.domain.decision import CONCLUSIONS, Conclusion
from reviewer.domain.finding import SEVERITY_WORDS, Severity
from reviewer.domain.harmless import harmless
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, Project, RowText
from reviewer.export import sentences, words
from reviewer.export.marking import Piece, pieces
from reviewer.export.order import Order, Product, Reviewed

STATES: tuple[RowState, ...] = ("accepted", "edited", "rejected", "deferred", "open")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
MOST_BARS = 40
BAR = 420
"""Width of the longest bar."""


class Part(NamedTuple):
    """A stretch of a bar."""

    kind: str
    start: float
    width: float
    number: int


class Bar(NamedTuple):
    label: str
    total: int
    parts: tuple[Part, ...]


class Chart(NamedTuple):
    title: str
    legend: tuple[tuple[str, str], ...]
    """Kind and word of each colour."""
    bars: tuple[Bar, ...]


class Field(NamedTuple):
    """One cell of a change: heading, and the two texts woven into one."""

    heading: str
    pieces: tuple[Piece, ...]


class Change(NamedTuple):
    """What stands about one row."""

    place: str
    action: str
    state: str
    state_word: str
    findings: tuple[tuple[str, str, str, str], ...]
    """Severity, its word, the defect, the message."""
    fields: tuple[Field, ...]
    question: str
    verified: str
    notes: tuple[tuple[str, str], ...]
    """Heading and text: reason, origin, quotes, who and when, what the unit said."""


def reports(order: Order) -> Iterable[Product]:
    """The one report of a document."""
    yield Product("report.html", lambda path: write_report(path, order))


def write_report(path: Path, order: Order) -> None:
    """Write to `path`, project by project."""
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(Path(__file__).parent),
        finalize=lambda v: harmless(v) if isinstance(v, str) and not isinstance(v, Markup) else v,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html.j2")
    figures = Figures(order)
    stream = template.stream(
        title=words.TITLE,
        file=Path(order.document.file).name,
        department=order.document.department or "",
        front=order.total.line(),
        tiles=figures.tiles(),
        charts=figures.charts(),
        states=[(s, STATE_WORDS[s]) for s in STATES],
        units=list(figures.units),
        projects=_projects(order.reviewed, order.conclusions),
    )
    stream.enable_buffering(50)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in stream:
            file.write(piece)


class Figures:
    """What the tiles and charts show, counted in one walk."""

    def __init__(self, order: Order) -> None:
        self.projects = self.rows = 0
        self.found: Counter[str] = Counter()
        self.concluded: Counter[str] = Counter()
        self.by_defect: dict[str, Counter[str]] = defaultdict(Counter)
        self.by_unit: dict[str, Counter[str]] = defaultdict(Counter)
        self.standing: dict[str, Counter[str]] = defaultdict(Counter)
        self.units: dict[str, None] = {}
        self.total = order.total
        for project, rows in order.reviewed:
            self._count(project, rows)
            self.concluded[order.conclusions.get(project.key, Conclusion()).word] += 1

    def _count(self, project: Project, rows: list[DecidedRow]) -> None:
        self.projects += 1
        self.rows += len(project.indicators)
        self.units[words.unit(project)] = None
        unit = words.unit(project) or "（未列单位）"
        for row in rows:
            if _said(row):
                self.standing[unit][row.state] += 1
            for finding in row.findings:
                self.found[finding.severity] += 1
                self.by_defect[words.defect(finding.code)][finding.severity] += 1
                self.by_unit[unit][finding.severity] += 1

    def tiles(self) -> list[tuple[str, int]]:
        """Number and word, in the order in which they are shown."""
        total = self.total
        return [
            ("项目", self.projects),
            ("指标", self.rows),
            *((SEVERITY_WORDS[s], self.found[s]) for s in SEVERITIES),
            ("列入意见", total.listed),
            ("待填", total.blanks),
            ("未决", total.open),
            ("未核验", total.unverified),
            ("按规则批量", total.by_policy),
            *((f"结论：{word}", self.concluded[word]) for word in CONCLUSIONS if self.concluded[word]),
        ]

    def charts(self) -> list[Chart]:
        """Defects by kind and by unit, and how far each unit's review is."""
        degrees = tuple((s, SEVERITY_WORDS[s]) for s in SEVERITIES)
        states = tuple((s, STATE_WORDS[s]) for s in STATES)
        return [
            _chart("各类问题", degrees, self.by_defect, ranked=True),
            _chart("各单位的问题", degrees, self.by_unit),
            _chart("各单位的审核状态", states, self.standing),
        ]


def _said(row: DecidedRow) -> bool:
    """Whether anything is said of the row."""
    return bool(row.proposal or row.findings or row.decision)


def _chart(
    title: str, legend: tuple[tuple[str, str], ...], counts: Mapping[str, Counter[str]], *, ranked: bool = False
) -> Chart:
    most = max((c.total() for c in counts.values()), default=1)
    order = sorted(counts, key=lambda label: -counts[label].total()) if ranked else list(counts)
    if len(order) > MOST_BARS:
        title = f"{title}（最多的{MOST_BARS}个，共{len(order)}个）"
        order = sorted(order, key=lambda label: -counts[label].total())[:MOST_BARS]
    return Chart(title, legend, tuple(_bar(label, counts[label], legend, BAR / most) for label in order))


def _bar(label: str, count: Counter[str], legend: Sequence[tuple[str, str]], scale: float) -> Bar:
    parts, start = [], 0.0
    for kind, _word in legend:
        if count[kind]:
            parts.append(Part(kind, round(start, 1), round(count[kind] * scale, 1), count[kind]))
            start += count[kind] * scale
    return Bar(label, count.total(), tuple(parts))


def _projects(reviewed: Reviewed, conclusions: Mapping[str, Conclusion]) -> Iterator[dict[str, Any]]:
    for project, rows in reviewed:
        changes = [_change(row) for row in rows if _said(row)]
        if changes:
            yield {
                "unit": words.unit(project),
                "label": words.label(project),
                "code": project.code or "",
                "money": sentences.money(project),
                "conclusion": conclusions.get(project.key, Conclusion()),
                "changes": changes,
            }


def _change(row: DecidedRow) -> Change:
    decision = row.decision
    after = row.after if row.state in ("accepted", "edited") else row.proposed if row.proposal else row.before
    notes = (
        ("理由", words.reason(row)),
        ("数值来源", words.origin(row)),
        ("引文", words.quotes(row)),
        ("备注", row.note),
        ("决定", f"{words.state(row)}　{decision.who}　{decision.when[:16].replace('T', ' ')}" if decision else ""),
    )
    return Change(
        place=sentences.place(row),
        action=words.action(row),
        state=row.state,
        state_word=words.state(row),
        findings=tuple((f.severity, SEVERITY_WORDS[f.severity], words.defect(f.code), f.message) for f in row.findings),
        fields=_fields(row.before, after),
        question=row.question,
        verified=words.verified(row),
        notes=tuple((head, text) for head, text in notes if text),
    )


def _fields(before: RowText | None, after: RowText | None) -> tuple[Field, ...]:
    woven = ((FIELD_WORDS[f], *(getattr(t, f) if t else "" for t in (before, after))) for f in ROW_FIELDS)
    return tuple(Field(head, tuple(pieces(old, new))) for head, old, new in woven if old or new)
