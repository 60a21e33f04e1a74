"""The document to master first, as text, Word and PDF."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from reviewer.domain.document import Document
from reviewer.domain.project import Project, amount
from reviewer.domain.record import project_record
from reviewer.formats import open_source
from reviewer.parse import parse, stream

DATA = Path(__file__).parent.parent / "data"


def by_no(sample: Document, no: int) -> Project:
    return sample.projects[no - 1]


def test_every_project_and_row(sample: Document) -> None:
    assert len(sample.projects) == 65
    eleven = {5, 42, 47, 48, 49, 60, 62, 63}
    assert [len(p.indicators) for p in sample.projects] == [11 if n in eleven else 9 for n in range(1, 66)]
    assert sum((amount(p.budget.total) or Decimal(0) for p in sample.projects), Decimal(0)) == Decimal("49382.12")
    units = Counter(p.unit_code for p in sample.projects)
    assert units == {
        "323001": 22, "323003": 13, "323004": 11, "323005": 3, "323006": 5, "323007": 5, "323008": 5, "323009": 1,
    }  # fmt: skip


def test_a_label_copied_into_the_name_is_no_doubt_of_the_reading(sample: Document) -> None:
    """经济效益指标 as the name of a row under 经济效益指标 is read as printed; under another label it is doubted."""
    assert all("社会效益指标" in problem.reason for problem in sample.problems) and len(sample.problems) == 4


def test_keys_are_the_codes(sample: Document) -> None:
    assert all(p.key == p.code and len(p.key) > 15 for p in sample.projects)
    assert [p.no for p in sample.projects] == list(range(1, 66))


def test_every_field_of_a_head(sample: Document) -> None:
    record = project_record(by_no(sample, 1))
    assert {name: record[name] for name in ("unit_code", "unit_name", "amount_unit", "budget", "purpose")} == {
        "unit_code": "323001",
        "unit_name": "定州市人力资源和社会保障局本级",
        "amount_unit": "万元",
        "budget": {"total": "22.00", "fiscal": "22.00", "other": "0"},
        "purpose": "用于发放我市就业公共服务村级代办员的补助",
    }
    assert record["spending_plan"] == ["25.00%", "50.00%", "75.00%", "100.00%"]
    assert record["goals"][0] == "1.用于发放我市就业公共服务村级代办员的补助"
    assert all(p.purpose and p.goals and p.name and p.budget.total for p in sample.projects)


def test_cells_cut_by_empty_lines_are_whole(sample: Document) -> None:
    row = by_no(sample, 37).indicators[2]
    assert (row.name, row.definition, row.target.raw) == ("资金发放及时性", "资金发放及时性", "≥90大于等于90%")
    assert by_no(sample, 50).indicators[7].target.raw == "≥90案件处理"
    assert by_no(sample, 50).goals[1].startswith("2.按照国务院")
    assert '"立案跟结案的比例' in (by_no(sample, 50).indicators[8].basis or "")


def test_the_page_number_belongs_to_no_cell(sample: Document) -> None:
    assert by_no(sample, 65).indicators[-1].basis == "冀财综【2015】1号"


def test_labels_are_filled_down(sample: Document) -> None:
    rows = by_no(sample, 1).indicators
    assert [r.level1 for r in rows] == ["产出指标"] * 4 + ["效益指标"] * 4 + ["满意度指标"]
    assert rows[3].level2 == "成本指标"


def test_prose_is_kept_in_sections(sample: Document) -> None:
    titles = [s.title for s in sample.sections]
    assert titles[:3] == ["第一部分", "一、总体绩效目标", "二、分项绩效目标"]
    assert "省斤" in sample.sections[2].text


def test_cells_carry_their_addresses(sample: Document) -> None:
    lines = (Path(__file__).parents[2] / "reviewer/sample/dingzhou-2021.txt").read_text(encoding="utf-8").split("\n")
    for project in sample.projects:
        for row in project.indicators:
            line = int(row.cells["target"].removeprefix("txt:"))
            assert row.target.raw.startswith(lines[line - 1].strip()[:3])


@pytest.mark.parametrize("name", ["dingzhou-2021.docx", "dingzhou-2021.pdf"])
def test_other_formats_agree_field_by_field(sample: Document, name: str) -> None:
    other = parse(open_source(DATA / name))
    assert len(other.projects) == 65
    for one, two in zip(sample.projects, other.projects, strict=True):
        left, right = project_record(one), project_record(two)
        left.pop("file"), right.pop("file")
        assert squeezed(left) == squeezed(right)


def squeezed(value: object) -> object:
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list):
        return [squeezed(v) for v in value]
    if isinstance(value, dict):
        return {k: squeezed(v) for k, v in value.items()}
    return value


def test_projects_come_one_by_one() -> None:
    source = open_source(DATA / "dingzhou-2021.docx")
    items = stream(source)
    first = next(item for item in items if isinstance(item, Project))
    assert first.no == 1
    assert sum(isinstance(item, Project) for item in items) == 64
