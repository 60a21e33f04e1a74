"""Batch files: requests as deterministic shards with a manifest, and the answers that come back from anywhere."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from pydantic import TypeAdapter

from reviewer.domain.exchange import SHARED, Answer, Exchange, Request
from reviewer.errors import InputError, StorageError
from reviewer.language import _
from reviewer.llm.endpoint import Endpoint
from reviewer.llm.failure import CallError, of_status
from reviewer.llm.ladder import Shape, request_body
from reviewer.llm.reply import read_answer
from reviewer.llm.schema import in_dialect

MANIFEST = "manifest.json"
MEGABYTE = 1024**2
HEAD = 100
"""Lines in which an answers file shows that it is one."""


class Shard(NamedTuple):
    """One file of requests."""

    name: str
    rows: int
    size: int
    sha256: str


class Planned(NamedTuple):
    """What was written."""

    requests: int
    shards: tuple[Shard, ...]


class Returned(NamedTuple):
    """One line of an answers file: whose it is, where it stood, and the answer or the failure."""

    custom_id: str
    place: str
    answer: Answer | None
    failure: CallError | None = None


def custom_id(fingerprint: str) -> str:
    """The first 32 hex digits of the fingerprint: short enough for every provider."""
    return fingerprint[:32]


def plan(requests: Iterable[Request], to: Endpoint, shape: Shape, schema: Mapping[str, Any], folder: Path) -> Planned:
    """Write the requests as shard-00001.jsonl … and manifest.json into `folder`, a line at a time.

    The same requests give the same bytes. Shards of an earlier plan in the folder are removed. Raises StorageError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("shard-*[0-9].jsonl"):
            old.unlink()
        with _Writer(to, shape, schema, folder) as writer:
            for request in requests:
                writer.add(request)
        return writer.planned
    except OSError as error:
        raise StorageError(
            _("写不了批量文件夹 {folder}（{why}）。").format(folder=folder, why=error.strerror or error)
        ) from None


class _Writer:
    """The shards and the manifest being written; of a request only its id is remembered."""

    def __init__(self, to: Endpoint, shape: Shape, schema: Mapping[str, Any], folder: Path) -> None:
        self._to, self._shape, self._folder = to, shape, folder
        self._schema = in_dialect(schema, to.profile.dialect)
        self._seen: set[bytes] = set()
        self._shards: list[Shard] = []
        self._file: IO[bytes] | None = None
        self._digest = hashlib.sha256()
        self._rows = self._size = 0

    def __enter__(self) -> "_Writer":
        self._manifest = (self._folder / f"{MANIFEST}.part").open("w", encoding="utf-8")
        head = {"format": 1, "base_url": self._to.base_url, "model": self._to.model, "mode": self._shape.mode}
        self._manifest.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "requests": {')
        return self

    def add(self, request: Request) -> None:
        key = custom_id(request.fingerprint)
        if (digits := bytes.fromhex(key)) in self._seen:
            return
        line = {
            "custom_id": key,
            "method": "POST",
            "url": self._to.profile.batch.url,
            "body": request_body(self._to, self._shape, self._schema, request.messages, stream=False),
        }
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        limits = self._to.profile.batch
        if self._rows == limits.rows or self._size + len(data) > limits.megabytes * MEGABYTE:
            self._close_shard()
        if self._file is None:
            self._file = (self._folder / f"shard-{len(self._shards) + 1:05}.jsonl").open("wb")
        self._file.write(data)
        self._digest.update(data)
        self._rows += 1
        self._size += len(data)
        entry = {name: getattr(request, name) for name in SHARED}
        comma = "," if self._seen else ""
        self._manifest.write(f'{comma}\n  "{key}": {json.dumps(entry, ensure_ascii=False)}')
        self._seen.add(digits)

    def _close_shard(self) -> None:
        if self._file is None:
            return
        self._file.close()
        name = Path(self._file.name).name
        self._shards.append(Shard(name, self._rows, self._size, self._digest.hexdigest()))
        self._file, self._rows, self._size, self._digest = None, 0, 0, hashlib.sha256()

    def __exit__(self, kind: type[BaseException] | None, *_exc: object) -> None:
        self._close_shard()
        shards = [s._asdict() for s in self._shards]
        self._manifest.write(f'\n }},\n "shards": {json.dumps(shards, ensure_ascii=False)}\n}}\n')
        self._manifest.close()
        if kind is None:
            Path(self._manifest.name).replace(self._folder / MANIFEST)
        self.planned = Planned(len(self._seen), tuple(self._shards))


def shards(folder: Path) -> tuple[Shard, ...]:
    """The shards that a plan wrote into `folder`. Raises InputError where there is no whole plan."""
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["shards"]
        return tuple(Shard(**shard) for shard in listed)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise InputError(
            _("{folder} 里没有完整的 manifest.json，请先运行 reviewer batch plan。").format(folder=folder)
        ) from None


class Manifest:
    """Whose answer it is, by the manifests that lie beside answers files; each is read once, when it is needed."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, Any]] = {}
        self._asked = TypeAdapter(Exchange)

    def find(self, key: str, folder: Path) -> Exchange | None:
        """The request of a custom_id, as waiting; None where no manifest in `folder` knows it."""
        if folder not in self._read:
            try:
                self._read[folder] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["requests"]
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                self._read[folder] = {}
        entry = self._read[folder].get(key)
        try:
            return self._asked.validate_python({**entry, "state": "waiting"}) if entry else None
        except (TypeError, ValueError):
            return None


def answers(file: Path, to: Endpoint) -> Iterator[Returned]:
    """Every line of an answers file, in its order; a line that is none is reported, not lost in silence.

    Raises InputError for a file that cannot be read, and for one that begins with nothing but lines that are none.
    """
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            every = (
                _returned(line, f"{file.name}:{number}", to) for number, line in enumerate(lines, 1) if line.strip()
            )
            head = list(islice(every, HEAD))
            if head and not any(line.custom_id for line in head):
                raise InputError(
                    _("{file} 不是批量接口的答复：每行应是一个 JSON 对象，有 custom_id。").format(file=file)
                )
            yield from head
            yield from every
    except OSError as error:
        raise InputError(_("读不了答复文件 {file}（{why}）。").format(file=file, why=error.strerror or error)) from None


def _returned(line: str, place: str, to: Endpoint) -> Returned:
    try:
        value = json.loads(line)
        key = value["custom_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Returned("", place, None)
    if not isinstance(key, str):
        return Returned("", place, None)
    response = value.get("response")
    body = response.get("body") if isinstance(response, dict) else None
    status = response.get("status_code") if isinstance(response, dict) else None
    status = status if isinstance(status, int) else 200
    try:
        if value.get("error") or status != 200 or not isinstance(body, dict):
            said = value.get("error") or body or response
            raise of_status(status if status != 200 else 500, said, {}, to.host, to.profile)
        return Returned(key, place, read_answer(body, to.host, to.profile))
    except CallError as failure:
        return Returned(key, place, None, failure)
