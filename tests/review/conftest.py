"""A review of two projects in which every kind of row stands."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reviewer.domain.document import Document, Section
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import Budget, Indicator, Project
from reviewer.domain.proposal import Proposal, Proposer
from reviewer.domain.target import Target
from reviewer.domain.verdict import Check, Verdict
from reviewer.review import ReviewSession
from reviewer.store.review_file import ReviewFile
from reviewer.verify import passages

ROWS = (
    ("产出指标", "数量指标", "发放人数", "≥90百分比"),
    ("产出指标", "质量指标", "空气pm10指数", "≥90百分比"),
    ("效益指标", "经济效益指标", "经济效益指标", "≥90百分比"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
)


def project(no: int, unit: str = "人社局本级") -> Project:
    rows = tuple(
        Indicator(row=n, level1=a, level2=b, name=c, target=Target(raw=t, kind="unparsed"), basis="冀财社【2020】190号")
        for n, (a, b, c, t) in enumerate(ROWS, 1)
    )
    return Project(
        file="表.txt", key=f"K{no}", code=f"K{no}", no=no, name=f"补助资金{no}", unit_code=f"32300{no}", unit_name=unit,
        amount_unit="万元", budget=Budget(total=f"{no}2.00"), purpose="发放补助，每人2000元。", goals=("发放补助",),
        indicators=rows,
    )  # fmt: skip


def proposal(key: str, row: int | None, action: str = "replace", **more: object) -> Proposal:
    values: dict[str, object] = dict.fromkeys(
        ("level1", "level2", "name", "definition", "target", "basis", "origin", "formula", "question", "reason")
    )
    values |= {"project": key, "row": row, "action": action, "resolves": ("T01",), "evidence": ()}
    return Proposal(**(values | {"proposer": Proposer(kind="draft")} | more))  # type: ignore[arg-type]


def verdict(p: Proposal, result: str = "pass") -> Verdict:
    return Verdict(
        project=p.project, row=p.row, action=p.action, proposal=p.digest,
        checks=(Check(check="复查", result=result, reason="不再报原问题" if result == "pass" else "仍有问题"),),  # type: ignore[arg-type]
    )  # fmt: skip


def findings(key: str) -> Findings:
    def one(row: int | None, code: str, severity: str, message: str) -> Finding:
        return Finding(
            code=code,
            severity=severity,
            project=key,
            row=row,
            field="target",
            message=message,
            quote="≥90百分比",  # type: ignore[arg-type]
        )

    return Findings(
        found=(
            one(None, "T03", "error", "全表都写≥90百分比。"),
            one(1, "M03", "error", "人数不能用百分比。"),
            one(2, "M02", "error", "与发放补助无关。"),
            one(3, "V01", "error", "只写了维度名。"),
            one(4, "T01", "info", "单位词。"),
        )
    )


def proposals(key: str) -> list[tuple[Proposal, str]]:
    """A verified one with evidence, a removal, one that failed verification, one that asks, and a row to be added."""
    return [
        (
            proposal(
                key, 1, name="补助发放人数", target="=600人", origin="derived", formula="120万元÷2000元/人",
                evidence=("每人2000元",), reason="人数是数量，用人。",
            ),
            "pass",
        ),
        (proposal(key, 2, "remove", reason="与本项目无关。"), "pass"),
        (proposal(key, 3, name="就业率", target="≥95%", origin="norm", reason="写明测什么。"), "fail"),
        (
            proposal(key, 4, target="≥ 【待填】 %", origin="ask", question="满意度定多少？", reason="单位未说明。"),
            "pass",
        ),
        (
            proposal(
                key, None, "add", level1="产出指标", level2="时效指标", name="发放时限", target="每月10日前",
                origin="stated", reason="补上时效。",
            ),
            "pass",
        ),
    ]  # fmt: skip


def fill(review: ReviewFile) -> ReviewFile:
    for document in review.documents:
        for p in document.projects:
            review.journal.record_findings(p.key, findings(p.key))
            pairs = proposals(p.key)
            review.journal.record_proposals([a for a, _ in pairs], [verdict(a, r) for a, r in pairs])
    return review


def make_document(count: int = 2) -> Document:
    return Document(
        file="表.txt", sha256="a" * 64, format="txt", department="人社局",
        sections=(Section(title="总体目标", text="每人2000元发放补助。"),),
        projects=tuple(project(n, "人社局本级" if n < 2 else "医保局") for n in range(1, count + 1)),
    )  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=30)
        return self.now


@pytest.fixture
def review(tmp_path: Path) -> Iterator[ReviewFile]:
    with fill(ReviewFile.create(tmp_path / "表.txt.review", [make_document()])) as opened:
        yield opened


@pytest.fixture
def start(review: ReviewFile) -> Callable[..., ReviewSession]:
    """Start a session on the review, as a new process would."""

    def begin(who: str = "甲", **more: object) -> ReviewSession:
        return ReviewSession(review, who=who, clock=Clock(), passages=passages, **more)  # type: ignore[arg-type]

    return begin
