"""A document that cannot be written into, laid out anew as the official tables, as it was read and with its changes."""

from collections.abc import Iterable, Iterator
from itertools import chain

from reviewer.domain.decided import DecidedRow
from reviewer.domain.laid import Laid, LaidTable, LaidText, Line, Span
from reviewer.domain.project import Indicator, Project
from reviewer.export import layout
from reviewer.export.edits import edits, front
from reviewer.export.order import Order

WIDE = 4
"""Columns of the grid that one column of indicators takes."""


def lay_out(order: Order) -> Laid:
    """The front, the contents, the department's prose, then one table a project."""
    sections = order.document.sections
    titles = chain((s.title for s in sections if s.title), (layout.title(p) for p, _rows in order.reviewed))
    return Laid(
        front=front(order.reviewed, order.total),
        contents=titles,
        texts=(LaidText(s.title, s.text) for s in sections),
        tables=(laid_table(project, rows) for project, rows in order.reviewed),
    )


def laid_table(project: Project, rows: Iterable[DecidedRow]) -> LaidTable:
    """The project's table as it was read, and what was decided about its rows."""
    heads = layout.further_columns(project)
    width = WIDE * (len(layout.COLUMNS) + len(heads))
    lines = list(head_lines(project, width))
    lines.append(tuple(Span(h, WIDE, "label") for h in (*layout.COLUMNS, *heads)))
    placed: list[Indicator] = []
    above: Indicator | None = None
    for indicator in project.indicators:
        line, addresses = _row(indicator, above, heads, len(lines) + 1)
        lines.append(line)
        # The grades have columns of their own beside the target's.
        placed.append(indicator._replace(cells=addresses, extra=()))
        above = indicator
    made = project._replace(indicators=tuple(placed), cells={})
    return LaidTable(layout.title(project), lines, list(edits(made, rows)))


def _row(
    indicator: Indicator, above: Indicator | None, heads: tuple[str, ...], number: int
) -> tuple[Line, dict[str, str]]:
    """One row with the labels that it shares with the row above joined to them, and the addresses of its cells."""
    text = indicator.text()
    same1 = above is not None and bool(text.level1) and above.level1 == text.level1
    same2 = same1 and above is not None and bool(text.level2) and above.level2 == text.level2
    joined = {"level1": same1, "level2": same2}
    fields = text._asdict()
    line = [Span(value, WIDE, "text", joined.get(field, False)) for field, value in fields.items()]
    line += [Span(value, WIDE) for value in layout.further_values(indicator, heads)]
    addresses = {
        field: f"docx:tbl1/tr{number}/tc{place}"
        for place, field in enumerate(fields, 1)
        if not joined.get(field) and (field not in joined or fields[field])
    }
    return tuple(line), addresses


def head_lines(project: Project, width: int) -> Iterator[Line]:
    """The official form above the indicators; what the document leaves out stays out."""
    rest = width - 6 * WIDE
    yield from layout.unit_line(project, width, 2 * WIDE, WIDE)
    if project.code:
        yield _label("项目编码"), Span(project.code, 8), _label("项目名称"), Span(project.name, 8 + rest)
    else:
        yield _label("项目名称"), Span(project.name, width - 4)
    budget = project.budget
    if budget.total or budget.fiscal or budget.other:
        yield (
            _label("预算规模及资金用途" if project.purpose else "预算规模"),
            _label("预算数", 3),
            Span(budget.total or "", 4),
            _label("其中：财政资金", 3),
            Span(budget.fiscal or "", 4),
            _label("其他资金", 3),
            Span(budget.other or "", 3 + rest),
        )
        if project.purpose:
            yield Span("", 4, "label", True), Span(project.purpose, width - 4)
    elif project.purpose:
        yield _label("资金用途"), Span(project.purpose, width - 4)
    if any(project.spending_plan):
        plan = (*project.spending_plan, None, None, None, None)[:4]
        widths = (5, 5, 5, 5 + rest)
        heads = (_label(h, w) for h, w in zip(layout.PLAN_HEADS, widths, strict=True))
        yield _label("资金支出计划（%）"), *heads
        yield Span("", 4, "label", True), *(Span(p or "", w) for p, w in zip(plan, widths, strict=True))
    if project.goals:
        yield _label("绩效目标"), Span("\n".join(project.goals), width - 4)


def _label(text: str, width: int = WIDE) -> Span:
    return Span(text, width, "label")
