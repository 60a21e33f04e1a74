"""Reads a model's reply: the proposals that are valid, and in plain sentences what is wrong with the rest."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from reviewer.domain.chunk import Chunk
from reviewer.domain.project import Project
from reviewer.domain.proposal import BLANK, RowProposal
from reviewer.validate.text import KEYS, find_object, listed

CODE = re.compile(r"[VMTBDPX]0\d")
TEXT_FIELDS = ("level1", "level2", "name", "definition", "target", "basis")


class Reading(NamedTuple):
    """What a reply gives: valid proposals, rows declared sound, faults to send back, and rows without an answer."""

    proposals: tuple[RowProposal, ...] = ()
    sound: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()
    cut: bool = False
    """Whether the reply ended before its end; its whole entries are kept."""

    @property
    def ok(self) -> bool:
        """Nothing to ask again."""
        return not self.faults


def read_reply(text: str, chunk: Chunk, project: Project) -> Reading:
    """The reply for `chunk`, read entry by entry: a bad entry never loses a good one. Never raises."""
    found = find_object(text)
    if found.value is None:
        return Reading(faults=(found.fault,), missing=chunk.rows)
    reply = found.value
    faults = ["答复不是有效的 JSON：没有写完就断了。"] if found.cut else list(_frame(reply, project))
    rows = set(chunk.rows)
    sound = list(_sound(listed(reply.get("sound")), rows, faults))
    proposals: list[RowProposal] = []
    entries = listed(reply.get("proposals"))
    for place, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        proposal = _entry(entry, place, faults)
        if proposal is None:
            continue
        wrong = list(_wrong(proposal, rows))
        if proposal.row is not None and any(p.row == proposal.row for p in proposals):
            wrong.append(f"第 {proposal.row} 行有两条 proposals，只能有一条。")
        if wrong:
            faults += wrong
            continue
        if proposal.row in sound:
            faults.append(f"第 {proposal.row} 行既在 sound 里又有 proposals，只能居其一。")
            sound.remove(proposal.row)
        proposals.append(proposal)
    answered = {*sound, *(p.row for p in proposals)}
    missing = tuple(row for row in chunk.rows if row not in answered)
    if missing:
        faults.append(f"第 {'、'.join(map(str, missing))} 行没有有效答复：每行要么写进 sound，要么有一条 proposals。")
    return Reading(tuple(proposals), tuple(sound), tuple(faults), missing, found.cut)


def _frame(reply: dict[str, Any], project: Project) -> Iterator[str]:
    for key in KEYS:
        if key not in reply:
            yield f"缺少键 {key}。"
    for key in reply:
        if key not in KEYS:
            yield f"有不认识的键 {_short(key)}，请去掉。"
    if "project" in reply and reply["project"] != project.key:
        yield f"project 应当是 {project.key}，答复写的是 {_short(reply['project'])}。"
    if "proposals" in reply and not isinstance(listed(reply["proposals"]), list):
        yield "proposals 应当是数组。"


def _sound(value: Any, rows: set[int], faults: list[str]) -> Iterator[int]:
    if value is None:
        return
    if not isinstance(value, list):
        faults.append("sound 应当是行号的数组。")
        return
    seen: set[int] = set()
    for row in value:
        if type(row) is not int or row not in rows:
            faults.append(f"sound 里的 {_short(row)} 不是本次负责的行号。")
        elif row in seen:
            faults.append(f"sound 里第 {row} 行写了两次。")
        else:
            seen.add(row)
            yield row


def _entry(entry: Any, place: int, faults: list[str]) -> RowProposal | None:
    if not isinstance(entry, dict):
        faults.append(f"proposals 第 {place} 条不是对象。")
        return None
    try:
        return RowProposal.model_validate_json(json.dumps(entry), strict=True)
    except (ValidationError, ValueError, RecursionError) as error:
        where = f"proposals 第 {place} 条（row={_short(entry.get('row'))}）"
        details = error.errors() if isinstance(error, ValidationError) else []
        faults += [f"{where}：{_what(d)}" for d in details] or [f"{where}：读不了。"]
        return None


def _what(detail: Any) -> str:
    key = ".".join(map(str, detail["loc"]))
    match detail["type"]:
        case "missing":
            return f"缺少键 {key}（没有内容也要写 null）。"
        case "extra_forbidden":
            return f"有不认识的键 {key[:40]}，请去掉。"
        case "literal_error":
            return f"{key} 只能是 {detail['ctx']['expected']} 之一。"
        case _:
            return f"{key} 的类型不对。"


def _wrong(proposal: RowProposal, rows: set[int]) -> Iterator[str]:
    """What a well-formed entry still gets wrong."""
    where = f"第 {proposal.row} 行" if proposal.row is not None else "要补的行"
    if proposal.action == "add":
        if proposal.row is not None:
            yield f"{where}：action 为 add 时 row 写 null。"
        empty = [f for f in ("level1", "level2", "name", "definition", "target", "basis") if not getattr(proposal, f)]
        if empty:
            yield f"{where}：add 要写全 {'、'.join(empty)}。"
    elif proposal.row is None:
        yield f"action 为 {proposal.action} 的条目缺行号。"
    elif proposal.row not in rows:
        yield f"第 {proposal.row} 行不在本次负责的行里，请去掉这一条。"
    changed = [f for f in TEXT_FIELDS if getattr(proposal, f) is not None]
    if proposal.action == "remove" and changed:
        yield f"{where}：remove 的条目里 {'、'.join(changed)} 应为 null。"
    if proposal.action == "replace" and not changed:
        yield f"{where}：replace 没有改任何字段；可用的行请写进 sound。"
    if proposal.action == "move" and not (proposal.level1 or proposal.level2):
        yield f"{where}：move 要写出移到哪个一级、二级指标。"
    for code in proposal.resolves:
        if not CODE.fullmatch(code):
            yield f"{where}：resolves 里没有 {_short(code)} 这个代码。"
    if any(BLANK in (getattr(proposal, f) or "") for f in TEXT_FIELDS) and not (proposal.question or "").strip():
        yield f"{where}：写了{BLANK}却没有 question，请写给部门的问题。"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(c for c in text if c.isprintable())
    return f"“{text[:40]}”"
