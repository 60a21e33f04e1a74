"""What was read, as the JSON of `show`: the only set of names; numbers as strings, null where empty."""

from decimal import Decimal
from typing import Any

from reviewer.domain.document import Problem
from reviewer.domain.project import Indicator, Project
from reviewer.domain.target import Target


def project_record(project: Project) -> dict[str, Any]:
    """One project with its budget, goals and indicators."""
    return {
        "file": project.file,
        "key": project.key,
        "code": project.code or None,
        "no": project.no,
        "name": project.name,
        "unit_code": project.unit_code or None,
        "unit_name": project.unit_name or None,
        "amount_unit": project.amount_unit or None,
        "budget": {
            "total": project.budget.total or None,
            "fiscal": project.budget.fiscal or None,
            "other": project.budget.other or None,
        },
        "purpose": project.purpose or None,
        "spending_plan": [part or None for part in project.spending_plan],
        "goals": list(project.goals),
        "indicators": [indicator_record(indicator) for indicator in project.indicators],
    }


def indicator_record(indicator: Indicator) -> dict[str, Any]:
    """One indicator row; `row` counts from 1."""
    return {
        "row": indicator.row,
        "level1": indicator.level1 or None,
        "level2": indicator.level2 or None,
        "name": indicator.name or None,
        "definition": indicator.definition or None,
        "target": target_record(indicator.target),
        "basis": indicator.basis or None,
    }


def target_record(target: Target) -> dict[str, Any]:
    """A target: raw text and reading; only a quantity states a number, a range or a state has none."""
    counted = target.kind in ("quantity", "unparsed", "blank")
    return {
        "raw": target.raw or None,
        "kind": target.kind,
        "operator": target.operator,
        "number": _plain(target.number) if counted else None,
        "unit": target.unit if counted else None,
    }


def problem_record(problem: Problem) -> dict[str, Any]:
    """What could not be read for certain: where and why."""
    return {
        "file": problem.file,
        "project": problem.project,
        "row": problem.row,
        "field": problem.field,
        "place": problem.place,
        "reason": problem.reason,
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
