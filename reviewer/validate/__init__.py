"""Reads a model's reply: the proposals that are valid, and in plain sentences what is wrong with the rest."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from reviewer.domain.chunk import Chunk
from reviewer.domain.project import Project
from reviewer.domain.proposal import Reply, RowProposal
from reviewer.domain.reply import shape_faults, shortened
from reviewer.validate.text import KEYS, LARGEST, find_object, listed

_ENTRIES = TypeAdapter(list[RowProposal])


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
    whole = _whole(text)
    rows = set(chunk.rows)
    faults: list[str] = []
    cut = False
    entries: Sequence[RowProposal]
    if whole is not None:
        faults += _named(whole.project, project)
        sound = [*_sound(whole.sound, rows, faults)]
        entries = whole.proposals
    else:
        found = find_object(text)
        if found.value is None:
            return Reading(faults=(found.fault,), missing=chunk.rows)
        reply, cut = found.value, found.cut
        faults += ["答复不是有效的 JSON：没有写完就断了。"] if cut else _frame(reply, project)
        sound = [*_sound(listed(reply.get("sound")), rows, faults)]
        entries = _entries(listed(reply.get("proposals")), faults)
    proposals: list[RowProposal] = []
    spoken: set[int] = set()
    for proposal in entries:
        wrong = [*shape_faults(proposal, rows)]
        if proposal.row in spoken:
            wrong.append(f"第 {proposal.row} 行有两条 proposals，只能有一条。")
        if wrong:
            faults += wrong
            continue
        if proposal.row in sound:
            faults.append(f"第 {proposal.row} 行既在 sound 里又有 proposals，只能居其一。")
            sound.remove(proposal.row)
        proposals.append(proposal)
        if proposal.row is not None:
            spoken.add(proposal.row)
    answered = spoken.union(sound)
    missing = tuple(row for row in chunk.rows if row not in answered)
    if missing:
        faults.append(f"第 {'、'.join(map(str, missing))} 行没有有效答复：每行要么写进 sound，要么有一条 proposals。")
    return Reading(tuple(proposals), tuple(sound), tuple(faults), missing, cut)


def _whole(text: str) -> Reply | None:
    """A reply that is the object alone, each key as the schema has it: most are, and are read once."""
    if len(text) > LARGEST:
        return None
    try:
        return Reply.model_validate_json(text, strict=True)
    except ValueError:
        return None


def _named(named: Any, project: Project) -> Iterator[str]:
    if named != project.key:
        yield f"project 应当是 {project.key}，答复写的是 {shortened(named)}。"


def _frame(reply: dict[str, Any], project: Project) -> Iterator[str]:
    for key in KEYS:
        if key not in reply:
            yield f"缺少键 {key}。"
    for key in reply:
        if key not in KEYS:
            yield f"有不认识的键 {shortened(key)}，请去掉。"
    if "project" in reply:
        yield from _named(reply["project"], project)
    if "proposals" in reply and not isinstance(listed(reply["proposals"]), list):
        yield "proposals 应当是数组。"


def _sound(value: Any, rows: set[int], faults: list[str]) -> Iterator[int]:
    if value is None:
        return
    if not isinstance(value, list | tuple):
        faults.append("sound 应当是行号的数组。")
        return
    seen: set[int] = set()
    for row in value:
        if type(row) is not int or row not in rows:
            faults.append(f"sound 里的 {shortened(row)} 不是本次负责的行号。")
        elif row in seen:
            faults.append(f"sound 里第 {row} 行写了两次。")
        else:
            seen.add(row)
            yield row


def _entries(entries: Any, faults: list[str]) -> Sequence[RowProposal]:
    """The well-formed entries: all at once where all are, else one by one."""
    if not isinstance(entries, list):
        return []
    try:
        return _ENTRIES.validate_json(json.dumps(entries), strict=True)
    except (ValidationError, ValueError, RecursionError):
        read = (_entry(entry, place, faults) for place, entry in enumerate(entries, 1))
        return [proposal for proposal in read if proposal is not None]


def _entry(entry: Any, place: int, faults: list[str]) -> RowProposal | None:
    if not isinstance(entry, dict):
        faults.append(f"proposals 第 {place} 条不是对象。")
        return None
    try:
        return RowProposal.model_validate_json(json.dumps(entry), strict=True)
    except (ValidationError, ValueError, RecursionError) as error:
        where = f"proposals 第 {place} 条（row={shortened(entry.get('row'))}）"
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
