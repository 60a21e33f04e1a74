"""The record as JSON, with the names of `reviewer show`, described by schema/export.schema.json."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reviewer.domain.decided import DecidedRow, RevisedRow, Tally, revise
from reviewer.domain.document import Document
from reviewer.domain.harmless import harmless
from reviewer.domain.project import Project, RowText
from reviewer.domain.target import Target, parse_target
from reviewer.export import words

FORMAT = 1


def write_json(
    path: Path, document: Document, reviewed: Iterable[tuple[Project, list[DecidedRow]]], total: Tally
) -> None:
    """Write to `path`, one project after another; `document` gives the head only."""
    head = {
        "format": FORMAT,
        "title": words.TITLE,
        "document": {
            "file": Path(document.file).name,
            "sha256": document.sha256,
            "format": document.format,
            "department": document.department,
            "submission": document.submission,
        },
        "tally": total.model_dump(),
    }
    with path.open("w", encoding="utf-8", newline="\n") as file:
        text = json.dumps(_cleaned(head), ensure_ascii=False, indent=1)
        file.write(text.removesuffix("\n}") + ',\n "projects": [')
        for number, (project, rows) in enumerate(reviewed):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(_cleaned(project_record(project, rows)), ensure_ascii=False))
        file.write("\n ]\n}\n")


def project_record(project: Project, rows: list[DecidedRow]) -> dict[str, Any]:
    """One project: as `show` names it, its indicators revised, and what was decided about each row."""
    return {
        "key": project.key,
        "code": project.code,
        "no": project.no,
        "name": project.name,
        "unit_code": project.unit_code,
        "unit_name": project.unit_name,
        "amount_unit": project.amount_unit,
        "budget": project.budget._asdict(),
        "purpose": project.purpose,
        "spending_plan": list((*project.spending_plan, None, None, None, None)[:4]),
        "goals": list(project.goals),
        "indicators": [_indicator(n, row) for n, row in enumerate(revise(project, rows), 1)],
        "changes": [_change(row) for row in rows],
    }


def _indicator(number: int, row: RevisedRow) -> dict[str, Any]:
    text = row.text
    same = row.indicator is not None and row.indicator.target.raw == text.target
    target = row.indicator.target if row.indicator and same else parse_target(text.target)
    return {
        "row": number,
        "was": row.indicator.row if row.indicator else None,
        "level1": text.level1,
        "level2": text.level2,
        "name": text.name,
        "definition": text.definition or None,
        "target": _target(target),
        "basis": text.basis or None,
        "weight": row.indicator.weight if row.indicator else None,
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "raw": target.raw,
        "kind": target.kind,
        "operator": target.operator,
        "number": None if target.number is None else f"{target.number:f}",
        "unit": target.unit,
    }


def _change(row: DecidedRow) -> dict[str, Any]:
    decision, proposal = row.decision, row.proposal
    return {
        "row": row.row,
        "action": words.action(row) or None,
        "state": row.state,
        "before": _text(row.before),
        "after": _text(row.after),
        "suggested": _text(row.proposed),
        "findings": [
            {
                "severity": f.severity,
                "defect": words.defect(f.code),
                "message": f.message,
                "quote": f.quote,
            }
            for f in row.findings
        ],
        "reason": words.reason(row) or None,
        "question": proposal.question if proposal else None,
        "origin": proposal.origin if proposal else None,
        "evidence": list(proposal.evidence) if proposal else [],
        "verified": row.verified,
        "reviewer": decision.who if decision else None,
        "when": decision.when if decision else None,
        "by_policy": bool(decision and decision.policy),
        "note": row.note or None,
    }


def _text(text: RowText | None) -> dict[str, str] | None:
    return text._asdict() if text else None


def _cleaned(value: Any) -> Any:
    """The value with every text in it made harmless."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {k: _cleaned(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_cleaned(v) for v in value]
    return value
