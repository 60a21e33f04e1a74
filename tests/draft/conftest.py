import re
from decimal import Decimal

import pytest

from reviewer.domain.document import Document
from reviewer.domain.finding import Finding
from reviewer.domain.project import Budget, Indicator, Project
from reviewer.domain.target import Target
from reviewer.library import load_library
from reviewer.settings import Settings

TARGET = re.compile(r"([≥≤=<>]?)(\d[\d.]*)(\D*)")


def target(raw):
    found = TARGET.fullmatch(raw)
    if not found:
        return Target(raw=raw, kind="unparsed")
    return Target(
        raw=raw, kind="quantity", operator=found[1] or None, number=Decimal(found[2]), unit=found[3].strip() or None
    )


@pytest.fixture(scope="session")
def library():
    return load_library(Settings().prompts / "library")


@pytest.fixture
def project():
    """Makes a project of (level2, name, target) rows."""

    def make(name, *rows, purpose="", goals=(), total="10.00", level1=None, key="P1", unit_name=None):
        tops = {"数量": "产出", "质量": "产出", "时效": "产出", "成本": "产出", "满意": "满意度", "服务": "满意度"}
        return Project(
            file="x.txt",
            key=key,
            no=1,
            name=name,
            unit_name=unit_name,
            amount_unit="万元",
            budget=Budget(total=total, fiscal=total, other="0"),
            purpose=purpose,
            goals=goals,
            indicators=tuple(
                Indicator(
                    row=n,
                    level1=level1 or f"{tops.get(level2[:2], '效益')}指标",
                    level2=level2,
                    name=what,
                    target=target(raw),
                )
                for n, (level2, what, raw) in enumerate(rows, 1)
            ),
        )

    return make


@pytest.fixture
def found():
    """Makes findings of "row code code" words."""

    def make(project, *lines):
        made = []
        for line in lines:
            row, *codes = line.split()
            for code in codes:
                number = None if row == "-" else int(row)
                made.append(
                    Finding(code=code, severity="error", project=project.key, row=number, message=f"第{row}行有误。")
                )
        return made

    return make


@pytest.fixture
def document():
    def make(*projects):
        return Document(file="x.txt", sha256="0", format="txt", projects=projects)

    return make
