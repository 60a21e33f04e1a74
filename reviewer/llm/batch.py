"""Batch files: requests as deterministic shards with a manifest, and the answers that come back from anywhere."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.domain.exchange import Answer, Request
from reviewer.errors import InputError, StorageError
from reviewer.language import _
from reviewer.llm.call import read_answer, request_body
from reviewer.llm.endpoint import Endpoint
from reviewer.llm.failure import CallError

ROWS = 5000
BYTES = 95 * 1024**2
"""Limits of one shard, below those of every provider."""
MANIFEST = "manifest.json"


class Returned(NamedTuple):
    """One line of an answers file: whose it is, and the answer or why there is none."""

    custom_id: str
    answer: Answer | None
    reason: str = ""


def custom_id(fingerprint: str) -> str:
    """The first 32 hex digits of the fingerprint: short enough for every provider."""
    return fingerprint[:32]


def plan(requests: Iterable[Request], to: Endpoint, schema: Mapping[str, Any], folder: Path) -> tuple[int, list[str]]:
    """Write the requests as shard-00001.jsonl … and manifest.json into `folder`; how many, and the shards' names.

    The same requests give the same bytes. Raises StorageError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names: list[str] = []
        entries: dict[str, dict[str, Any]] = {}
        for name, lines in _shards(requests, to, schema, entries):
            (folder / name).write_bytes(b"".join(lines))
            names.append(name)
        manifest = {"format": 1, "base_url": to.base_url, "model": to.model, "shards": names, "requests": entries}
        (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise StorageError(
            _("写不了批量文件夹 {folder}（{why}）。").format(folder=folder, why=error.strerror or error)
        ) from None
    return len(entries), names


def _shards(
    requests: Iterable[Request], to: Endpoint, schema: Mapping[str, Any], entries: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, list[bytes]]]:
    lines: list[bytes] = []
    size = number = 0
    for request in requests:
        key = custom_id(request.fingerprint)
        if key in entries:
            continue
        body = request_body(to, schema, request.messages, 0)
        line = {"custom_id": key, "method": "POST", "url": "/v1/chat/completions", "body": body}
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if lines and (len(lines) == ROWS or size + len(data) > BYTES):
            number += 1
            yield f"shard-{number:05}.jsonl", lines
            lines, size = [], 0
        entries[key] = {
            "fingerprint": request.fingerprint,
            "project": request.project,
            "chunk": request.chunk,
            "attempt": request.attempt,
        }
        lines.append(data)
        size += len(data)
    if lines:
        yield f"shard-{number + 1:05}.jsonl", lines


def answers(files: Iterable[Path], host: str) -> Iterator[Returned]:
    """Every line of the answers files, in any order; a line that is none is reported, not lost in silence."""
    for file in files:
        try:
            with file.open(encoding="utf-8-sig", errors="replace") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        yield _returned(line, f"{file.name}:{number}", host)
        except OSError as error:
            raise InputError(
                _("读不了答复文件 {file}（{why}）。").format(file=file, why=error.strerror or error)
            ) from None


def _returned(line: str, place: str, host: str) -> Returned:
    try:
        value = json.loads(line)
        key = str(value["custom_id"])
    except (ValueError, KeyError, TypeError):
        return Returned("", None, _("{place} 不是批量接口的答复行").format(place=place))
    response = value.get("response") or {}
    body = response.get("body") if isinstance(response, dict) else None
    if not isinstance(body, dict) or (response.get("status_code") or 200) != 200:
        return Returned(
            key, None, _("{place}：服务报错 {what}").format(place=place, what=str(value.get("error") or body)[:160])
        )
    try:
        return Returned(key, read_answer(body, host))
    except CallError as error:
        return Returned(key, None, f"{place}：{error.reason}")
