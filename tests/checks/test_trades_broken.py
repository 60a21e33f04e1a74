"""Good tables of many trades, each broken in one way: the code appears wherever the way applies, and what follows."""

from collections.abc import Callable, Iterator

import pytest

from reviewer.domain.document import Document
from reviewer.domain.project import Budget, Project
from tests.checks.conftest import indicator
from tests.checks.test_good_indicators import tables

TABLES = dict(tables())
Broken = Iterator[tuple[Project, int | None]]
"""Each broken project with the row that must be found, None for the project itself."""


def with_row(table: Project, number: int, **parts: str) -> Project:
    """The table with parts of one row changed."""
    old = next(i for i in table.indicators if i.row == number)
    words = old.text()._asdict() | parts
    fresh = indicator(
        number, words["level1"], words["level2"], words["name"], words["definition"], words["target"], words["basis"]
    )
    return table._replace(indicators=tuple(fresh if i.row == number else i for i in table.indicators))


def rows(table: Project, level2: str = "", sign: str = "") -> list[int]:
    """The rows of a level-2 label whose target begins so."""
    return [i.row for i in table.indicators if level2 in i.level2 and i.target.raw.startswith(sign)]


def each(label: str = "", sign: str = "", /, **parts: str) -> Callable[[Project], Broken]:
    """Change the same parts in every row of a kind, one at a time; {name} stands for the row's own name."""

    def broken(table: Project) -> Broken:
        for number in rows(table, label, sign):
            old = next(i for i in table.indicators if i.row == number)
            said = {k: v.format(name=old.name, level2=old.level2) for k, v in parts.items()}
            yield with_row(table, number, **said), number

    return broken


def turned(table: Project) -> Broken:
    """A ceiling of costs made a floor, a floor of satisfaction a ceiling."""
    for number in rows(table, "成本", "≤"):
        raw = next(i.target.raw for i in table.indicators if i.row == number)
        yield with_row(table, number, target="≥" + raw[1:]), number
    for number in rows(table, "满意", "≥"):
        raw = next(i.target.raw for i in table.indicators if i.row == number)
        yield with_row(table, number, target="≤" + raw[1:]), number


def repeated(table: Project) -> Broken:
    first = table.indicators[0]
    for number in rows(table, "社会"):
        yield with_row(table, number, name=first.name, definition=first.definition), number


def head(**fields: object) -> Callable[[Project], Broken]:
    def broken(table: Project) -> Broken:
        yield table._replace(**fields), None

    return broken


def poorer(table: Project) -> Broken:
    """A budget smaller than the total cost that a row allows."""
    for number in rows(table, "成本", "≤"):
        row = next(i for i in table.indicators if i.row == number)
        if row.target.unit == "万元" and any(word in row.name for word in ("成本", "费用")):
            yield table._replace(budget=Budget(total="0.01", fiscal="0.01", other="0")), number


def uncounted(table: Project) -> Broken:
    """Every count is a share: nothing says how much the money buys."""
    changed = table
    for i in table.indicators:
        if not i.target.raw.endswith("%") and "满意" not in i.level2:
            changed = with_row(changed, i.row, target="≥90%")
    yield changed, None


def without_quality(table: Project) -> Broken:
    left = tuple(i for i in table.indicators if "质量" not in i.level2)
    yield table._replace(indicators=left), None


def uniform(table: Project) -> Broken:
    changed = table
    for i in table.indicators:
        changed = with_row(changed, i.row, target="≥95%")
    yield changed, None


def one_number(table: Project) -> Broken:
    changed = table
    for i in table.indicators:
        changed = with_row(changed, i.row, basis="某财社〔2024〕12号")
    yield changed, None


WAYS: dict[str, tuple[Callable[[Project], Broken], set[str]]] = {
    "V01": (each("社会效益", name="社会效益指标", definition="产生的社会效益", target="≥90%"), {"P02", "P05"}),
    "V02": (each("社会", name="促进事业健康发展", definition="促进发展", target="≥90%"), {"P02"}),
    "V03": (each("数量", target="根据年度安排确定"), {"T01", "P02", "T04", "V02"}),
    "V04": (each(definition="{name}"), {"B02"}),
    "M01": (each("满意", level1="产出指标", level2="时效指标"), {"P05"}),
    "M02": (each("社会", name="空气pm2.5浓度", definition="年均浓度", target="≤35微克/立方米"), {"M01", "P02", "D01"}),
    "M03": (each("数量", "≥", target="≥95%"), {"P02", "M01", "T03", "T04", "V02"}),
    "M04": (turned, {"T02", "T04"}),
    "M05": (each("满意", definition="按时足额完成支付"), set()),
    "M06": (each("质量", name="项目资金到位率", definition="到位资金÷应到位资金", target="=100%"), {"M01", "D01"}),
    "T01": (each("满意", target="≥90大于等于90%"), set()),
    "T02": (each("满意", target="=100%"), set()),
    "T03": (uniform, {"M01", "M03", "M04", "M05", "P02", "T02", "T04", "P05", "V02"}),
    "T04": (poorer, set()),
    "B01": (each(basis=""), set()),
    "B02": (each(basis="{name}"), set()),
    "B03": (one_number, set()),
    "D01": (repeated, {"M01", "M03", "M05", "T04", "P02", "T01", "B02", "V02", "M04"}),
    "P01": (head(goals=("专项经费",)), {"P06", "M02"}),
    "P02": (uncounted, {"M01", "M03", "M04", "M05", "T03", "T02", "V02"}),
    "P03": (head(budget=Budget(total="120.00", fiscal="100.00", other="0")), {"T04"}),
    "P04": (head(spending_plan=("25%", "25%", "25%", "25%")), set()),
    "P05": (without_quality, {"P02"}),
    "P06": (head(name="办公用房房屋租赁费", purpose="支付办公用房租金"), {"M02", "P01", "P02"}),
    "X01": (each(basis="绩校目标申报表"), {"B02"}),
    "X02": (each("数量", definition="2019年计划数"), {"M05", "P02"}),
}
SOMETIMES = {"M03", "M02", "P05", "P06", "P02", "M04", "D01"}
"""Ways that some tables are spared by their own content; the others must be found in every row they are tried on."""


def found(checks, table: Project) -> set[tuple[str, int | None]]:
    document = Document(file="x", sha256="0", format="txt", projects=(table,))
    return {(f.code, f.row) for f in checks.document(document).found}


@pytest.mark.parametrize("code", WAYS)
def test_broken_in_one_way(checks, code):
    way, follow = WAYS[code]
    tried, missed, extra = 0, [], []
    for trade, table in TABLES.items():
        named = table._replace(name=f"2025年{table.name}") if code == "X02" else table
        before = found(checks, named)
        for broken, row in way(named):
            tried += 1
            after = found(checks, broken)
            if (code, row) not in after:
                missed.append((trade, row))
            extra += [(trade, row, c, r) for c, r in after - before if c != code and c not in follow]
    assert tried >= 2
    assert not extra
    if code in SOMETIMES:
        assert len(missed) <= 0.5 * tried, missed
    else:
        assert not missed


def test_d02_pasted_into_many_trades(checks):
    row = {"name": "资金管理规范性", "definition": "按制度使用资金", "target": "=100%", "basis": "制度规定"}
    projects = tuple(with_row(t, t.indicators[1].row, **row)._replace(key=trade) for trade, t in TABLES.items())
    said = checks.across(projects).found
    assert {f.project for f in said if f.code == "D02"} == set(TABLES)
    assert not [f for f in checks.across(tuple(TABLES.values())).found if f.code == "D02"]


def test_every_code_is_broken_somewhere():
    from reviewer.checks import BY_CODE

    assert WAYS.keys() | {"D02"} == BY_CODE.keys()
