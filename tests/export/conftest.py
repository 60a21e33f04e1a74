"""A small document with every kind of decision in it."""

from pathlib import Path

import pytest

from reviewer.domain.decided import DecidedRow, tally
from reviewer.domain.decision import Decision
from reviewer.domain.document import Document
from reviewer.domain.finding import Finding
from reviewer.domain.project import Budget, Indicator, Project, RowText
from reviewer.domain.proposal import Proposal, Proposer
from reviewer.domain.target import Target
from reviewer.domain.verdict import Check, Verdict
from reviewer.export import Order, jobs, publish_all

PERSON = "审核员甲"
WHEN = "2021-03-01T09:30:00+08:00"


def indicator(row: int, level1: str, level2: str, name: str, target: str, **more: str) -> Indicator:
    cells = more.pop("cells", None) or {}
    return Indicator(
        row=row,
        level1=level1,
        level2=level2,
        name=name,
        target=Target(raw=target, kind="unparsed"),
        cells=cells,
        **more,
    )


def project(no: int = 1, **more: object) -> Project:
    rows = (
        indicator(
            1,
            "产出指标",
            "数量指标",
            "发放补助人数",
            "≥90百分比",
            definition="发放补助人数",
            basis="冀财社【2020】190号",
        ),
        indicator(2, "产出指标", "质量指标", "=SUM(A1)", "≥90百分比", definition="-1 合格", basis="@部门"),
        indicator(3, "效益指标", "经济效益指标", "经济效益指标", "≥90百分比"),
        indicator(4, "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", basis="问卷"),
    )
    values: dict[str, object] = {
        "file": "表.txt",
        "key": f"K{no}",
        "code": f"K{no}",
        "no": no,
        "name": f"补助资金{no}",
        "unit_code": "323001",
        "unit_name": "人社局本级",
        "amount_unit": "万元",
        "budget": Budget(total="22.00", fiscal="22.00", other="0"),
        "purpose": "发放补助",
        "spending_plan": ("25.00%", "50.00%", "75.00%", "100.00%"),
        "goals": ("1.发放补助", "2.足额发放"),
        "indicators": rows,
    }
    return Project(**(values | more))


def proposal(key: str, row: int | None, action: str = "replace", **more: object) -> Proposal:
    values: dict[str, object] = dict.fromkeys(
        ("level1", "level2", "name", "definition", "target", "basis", "origin", "formula", "question", "reason")
    )
    values |= {"project": key, "row": row, "action": action, "resolves": ("T01",), "evidence": ("发放补助",)}
    return Proposal(**(values | {"proposer": Proposer(kind="draft")} | more))


def decision(key: str, row: int | None, action: str = "accept", **more: object) -> Decision:
    return Decision(project=key, row=row, proposal="d", action=action, who=PERSON, when=WHEN, **more)


def finding(key: str, row: int | None, code: str = "T01", message: str = "写法不对。") -> Finding:
    return Finding(
        code=code, severity="error", project=key, row=row, field="target", message=message, quote="≥90百分比"
    )


def verdict(p: Proposal, result: str = "pass") -> Verdict:
    return Verdict(
        project=p.project,
        row=p.row,
        action=p.action,
        proposal="d",
        checks=(Check(check="c", result=result, reason=""),),
    )


def decided_rows(p: Project) -> tuple[DecidedRow, ...]:
    """Replaced with 【待填】; edited; removed; open; added; a finding about the project."""
    before = {i.row: i.text() for i in p.indicators}
    ask = proposal(
        p.key, 1, target="≥ 【待填】 人", origin="ask", question="全年发放多少人？", reason="人数不能用百分比。"
    )
    edit = proposal(p.key, 2, name="补助发放准确率", target="=100%")
    gone = proposal(p.key, 3, "remove", reason="不适用。")
    later = proposal(p.key, 4, target="≥95%")
    new = proposal(p.key, None, "add", level1="产出指标", level2="时效指标", name="发放时限", target="每月10日前")
    edited = before[2]._replace(name="补助准确率", target="=100%")
    return (
        DecidedRow(
            project=p.key, row=1, before=before[1], after=ask.text(before[1]), state="accepted",
            findings=(finding(p.key, 1),), proposal=ask, verdict=verdict(ask), decision=decision(p.key, 1),
        ),
        DecidedRow(
            project=p.key, row=2, before=before[2], after=edited, state="edited", findings=(finding(p.key, 2, "V01"),),
            proposal=edit, verdict=verdict(edit, "fail"), decision=decision(p.key, 2, "edit", after=edited),
        ),
        DecidedRow(
            project=p.key, row=3, before=before[3], after=None, state="accepted", findings=(finding(p.key, 3, "V01"),),
            proposal=gone, verdict=verdict(gone), decision=decision(p.key, 3, policy=True),
        ),
        DecidedRow(project=p.key, row=4, before=before[4], findings=(finding(p.key, 4),), proposal=later),
        DecidedRow(
            project=p.key, row=None, after=new.text(RowText()), state="accepted",
            proposal=new, verdict=verdict(new), decision=decision(p.key, None),
        ),
        DecidedRow(project=p.key, row=None, findings=(finding(p.key, None, "P03", "预算不平。"),)),
    )  # fmt: skip


@pytest.fixture
def document() -> Document:
    return Document(
        file="表.txt", sha256="0" * 64, format="txt", department="人社局", projects=(project(1), project(2))
    )


@pytest.fixture
def decided(document: Document) -> tuple[DecidedRow, ...]:
    return decided_rows(document.projects[0])


@pytest.fixture
def export(document, decided, tmp_path):
    """Export the document as decided: export("xlsx", "csv", final=…, due=…)."""

    def run(*formats: str, rows=None, out=None, order=None, force=False, **options):
        said = decided if rows is None else rows
        made = Order(
            document=document,
            original=Path(document.file),
            reviewed=tuple((p, [r for r in said if r.project == p.key]) for p in document.projects),
            total=tally(said),
            review="0" * 32,
        )
        return publish_all(jobs([made._replace(**(order or {}))], formats, out or tmp_path, **options), force=force)

    return run
