"""Reads a file of replies line by line and gives each its verdicts."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from reviewer.domain.document import Document
from reviewer.domain.project import Project
from reviewer.domain.proposal import Proposal, Proposer, RowProposal
from reviewer.domain.reply import shape_faults, shortened
from reviewer.domain.verdict import Check, Verdict

Decide = Callable[[Sequence[Proposal], Project], tuple[Verdict, ...]]
STRANGER = Proposer(kind="model")
KEYS = frozenset(["project", "sound", "proposals"])


def judge(lines: Iterable[str], document: Document, decide: Decide) -> Iterator[dict[str, Any]]:
    """The verdicts of all lines; `line` counts from 1, empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from ({"line": number, **verdict} for verdict in _line(line, document, decide))


def _line(line: str, document: Document, decide: Decide) -> Iterator[dict[str, Any]]:
    reply = _reply(line)
    if isinstance(reply, str):
        yield _failed(None, None, None, "reply", reply)
        return
    key = reply.get("project")
    project = document.project(key) if isinstance(key, str) else None
    if project is None:
        yield _failed(str(key)[:80] if key is not None else None, None, None, "reply", "文件里没有这个项目键。")
        return
    places: list[Proposal | dict[str, Any]] = []
    for entry in reply["proposals"]:
        made = _proposal(entry, project)
        if isinstance(made, Proposal) and made.row is not None and any(_row(p) == made.row for p in places):
            made = _failed(project.key, made.row, made.action, "format", f"第 {made.row} 行有两条建议，只能有一条。")
        places.append(made)
    proposals = [p for p in places if isinstance(p, Proposal)]
    verdicts = iter(decide(proposals, project))
    fault = _reply_fault(reply, [r.row for r in project.indicators])
    whole = [Check(check="reply", result="fail", reason=fault)] if fault else []
    for place in places:
        made = _record(next(verdicts)) if isinstance(place, Proposal) else place
        yield made | {"verified": False, "checks": [c.model_dump() for c in whole] + made["checks"]} if whole else made
    if not places:
        passed = Check(check="reply", result="pass", reason="答复里没有建议。")
        yield _shown(project.key, None, None, whole or (passed,))


def _reply_fault(reply: dict[str, Any], rows: Sequence[int]) -> str | None:
    """What a reply as a whole gets wrong: keys that it may not have, rows that are none or that it judges twice."""
    if strange := sorted(set(reply) - KEYS):
        return f"答复里有不认识的键 {shortened(strange[0])}。"
    sound = reply.get("sound", [])
    if not isinstance(sound, list) or any(type(n) is not int for n in sound):
        return "sound 应是行号的列表。"
    if missing := [n for n in sound if n not in rows]:
        return f"sound 里的第 {missing[0]} 行不存在。"
    proposed = {p.get("row") for p in reply["proposals"] if isinstance(p, dict) and isinstance(p.get("row"), int)}
    if both := [n for n in sound if n in proposed]:
        return f"第 {both[0]} 行既写进 sound 又有建议。"
    return None


def _reply(line: str) -> dict[str, Any] | str:
    """The reply in a line, or why it is none."""
    try:
        value = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return "这一行不是有效的 JSON。"
    value = _unwrapped(value)
    if isinstance(value, dict) and isinstance(value.get("proposals"), list):
        return value
    if isinstance(value, dict) and "action" in value and "project" in value:
        return {
            "project": value["project"],
            "proposals": [{k: v for k, v in value.items() if k not in ("project", "proposer")}],
        }
    return "这一行不是答复：缺少 project 或 proposals。"


def _unwrapped(value: Any) -> Any:
    """The reply inside a batch answer or a chat completion; anything else as it is."""
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("response"), dict):
        value = value["response"].get("body")
    try:
        content = value["choices"][0]["message"]["content"]
        return json.loads(content[content.find("{") : content.rfind("}") + 1])
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError):
        return value


def _proposal(entry: Any, project: Project) -> Proposal | dict[str, Any]:
    try:
        read = RowProposal.model_validate_json(json.dumps(entry), strict=True)
    except (ValidationError, ValueError, RecursionError) as error:
        keys = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else ""
        row, action = (entry.get("row"), entry.get("action")) if isinstance(entry, dict) else (None, None)
        row = row if isinstance(row, int) and not isinstance(row, bool) else None
        action = action if isinstance(action, str) else None
        return _failed(project.key, row, action, "format", f"这一条不合答复格式：{keys or '不是对象'}。")
    if wrong := next(shape_faults(read, [r.row for r in project.indicators]), None):
        return _failed(project.key, read.row, read.action, "format", wrong)
    return Proposal(project=project.key, proposer=STRANGER, **{f: getattr(read, f) for f in RowProposal.model_fields})


def _row(place: Proposal | dict[str, Any]) -> int | None:
    return place.row if isinstance(place, Proposal) else place["row"]


def _record(verdict: Verdict) -> dict[str, Any]:
    return _shown(verdict.project, verdict.row, verdict.action, verdict.checks)


def _failed(project: str | None, row: int | None, action: str | None, check: str, reason: str) -> dict[str, Any]:
    return _shown(project, row, action, (Check(check=check, result="fail", reason=reason),))


def _shown(project: str | None, row: int | None, action: str | None, checks: Sequence[Check]) -> dict[str, Any]:
    return {
        "project": project,
        "row": row,
        "action": action,
        "verified": all(c.result != "fail" for c in checks),
        "checks": [c.model_dump() for c in checks],
    }
