import pytest

from reviewer.checks import Checks
from reviewer.domain.project import Budget, Indicator, Project
from reviewer.domain.target import parse_target
from reviewer.library import load_words
from reviewer.settings import Settings

PROMPTS = Settings().prompts


@pytest.fixture(scope="session")
def words():
    return load_words(PROMPTS / "library")


@pytest.fixture(scope="session")
def checks(words):
    return Checks(words)


def indicator(row, level1, level2, name, definition, target, basis="年度工作计划"):
    return Indicator(
        row=row,
        level1=level1,
        level2=level2,
        name=name,
        definition=definition,
        target=parse_target(target),
        basis=basis,
    )


def project(*indicators, **fields):
    """A project that the project-level rules have nothing against, unless `fields` say otherwise."""
    values = {
        "file": "x",
        "key": "K1",
        "no": 1,
        "name": "城区道路养护",
        "purpose": "用于城区主次干道的日常养护和修补",
        "amount_unit": "万元",
        "budget": Budget(total="100.00", fiscal="100.00", other="0"),
        "goals": ("完成城区主次干道养护，路面完好率保持在规范要求以上，行车投诉减少",),
        "spending_plan": ("25%", "50%", "75%", "100%"),
    }
    return Project(**(values | fields), indicators=tuple(indicators))


def codes(findings, row=None):
    return {f.code for f in findings.found if f.row == row}
