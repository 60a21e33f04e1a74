from decimal import Decimal

import pytest

from reviewer.checks.score import score, score_document
from reviewer.domain.finding import Finding
from reviewer.domain.score import BY_HAND
from reviewer.errors import ConfigurationError
from reviewer.library.form import load_form
from reviewer.settings import Settings


@pytest.fixture(scope="module")
def form():
    return load_form(Settings().prompts / "library")


def finding(code, severity, row=None):
    return Finding(code=code, severity=severity, project="K", row=row, message="m")


def marks(scored):
    return {p.point.name: p.text for p in scored.points}


def test_the_form_is_whole(form):
    assert sum(p.marks for p in form.points) == 100
    assert form.note == "参考"
    assert [g.name for g in form.grades] == ["优", "良", "中", "差"]


def test_what_the_text_cannot_decide_waits_and_there_is_no_grade(form):
    scored = score(form, 9, [])
    assert marks(scored)["规范完整性"] == "10.0"
    assert [name for name, text in marks(scored).items() if text == BY_HAND] == [
        "目标相关性",
        "绩效合理性",
        "资金匹配性",
        "实现可能性",
        "条件充分性",
    ]
    assert scored.total is None
    assert scored.grade is None


def test_the_formula_a_row_by_its_heaviest_defect(form):
    found = [finding("V01", "error", 1), finding("M03", "error", 1), finding("M01", "warning", 2)]
    scored = score(form, 10, found)
    assert marks(scored)["指标科学性"] == "12.8"  # 15 × (1 − 1.5 ÷ 10), rounded half up
    point = next(p for p in scored.points if p.point.name == "指标科学性")
    assert point.findings == tuple(found)


def test_a_defect_of_the_whole_project_and_never_below_nothing(form):
    assert marks(score(form, 9, [finding("P01", "warning")]))["明确清晰性"] == "8.8"  # 10 × (1 − 0.5 × 0.25)
    assert marks(score(form, 1, [finding("V01", "error", 1), finding("P06", "error")]))["明确清晰性"] == "0.0"


def test_a_grade_once_a_person_filled_the_rest(form):
    given = {p.name: p.marks - 1 for p in form.points if not p.codes}
    scored = score(form, 9, [], given)
    assert (scored.total, scored.grade) == (Decimal("95.0"), "优")
    low = score(form, 9, [], {name: Decimal(2) for name in given})
    assert (low.total, low.grade) == (Decimal("45.0"), "差")


def test_a_document_is_the_mean_of_its_projects(form):
    worse = score(form, 2, [finding("V01", "error", 1)])
    both = score_document(form, [score(form, 2, []), worse])
    assert marks(both)["明确清晰性"] == "7.5"
    assert both.grade is None


def test_a_broken_form_is_named(tmp_path):
    (tmp_path / "form88.toml").write_text('"名称" = "x"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"form88\.toml"):
        load_form(tmp_path)
