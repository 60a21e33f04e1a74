"""What is known of a provider: structured-output modes, schema dialect, thinking, usage, errors, batch, prices.

Profiles are TOML files, `profiles/*.toml` beside this module and the user's own (reviewer.toml `[profiles.NAME]`, or
files in `profiles_dir`), under the same names. A user's profile goes before those that ship; `like = "vllm"` takes the
rest from another, or from the shipped one of its own name; `[[models]]` changes any field for the models that match.
"""

import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field, ValidationError

from reviewer.domain.exchange import ErrorClass, Usage
from reviewer.domain.value import Value
from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.settings import reason

Mode = Literal["json_schema", "tools", "json_object", "prompt"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""Structured-output modes, the strictest first; the schema stands in the prompt in every one."""
Count = Annotated[int, Field(ge=1)]
Cost = Annotated[float, Field(ge=0, allow_inf_nan=False)]
SHIPPED = Path(__file__).parent / "profiles"
FALLBACK = "generic"
"""The profile of an endpoint of which nothing is known."""


class Dialect(Value):
    """What of JSON Schema an endpoint takes."""

    inline_defs: bool = True
    """Write what a $ref names in its place."""
    any_of: bool = True
    """Write oneOf as anyOf."""
    drop: tuple[str, ...] = ("title", "default", "examples", "discriminator", "$schema", "$id", "$comment")
    """Keywords that are left out."""


class Thinking(Value):
    """How a model's thinking is switched off."""

    off: dict[str, Any] = {}
    """Fragment of the request's body; empty where nothing is to be sent."""
    always: bool = False
    """Whether it cannot be switched off."""


class UsageFields(Value):
    """Where a reply states its tokens: dotted paths below `usage`, the first that is there counts."""

    prompt: tuple[str, ...] = ("prompt_tokens",)
    completion: tuple[str, ...] = ("completion_tokens",)
    cached: tuple[str, ...] = ("prompt_tokens_details.cached_tokens", "prompt_cache_hit_tokens", "cached_tokens")
    reasoning: tuple[str, ...] = ("completion_tokens_details.reasoning_tokens",)

    def read(self, said: Any) -> Usage:
        """The tokens in a reply's `usage`."""
        if not isinstance(said, dict):
            return Usage()
        return Usage(**{name: _first(said, getattr(self, name)) for name in Usage._fields})


class Batch(Value):
    """The variant of the batch interface, and the limits of one shard."""

    variant: Literal["openai", "file"] = "openai"
    """`file`: no interface to submit to; the shards are run elsewhere (vllm run-batch, an object store)."""
    url: str = "/v1/chat/completions"
    """In each line, and as the batch's endpoint."""
    window: str | None = "24h"
    """completion_window; None where none is to be sent."""
    extra: dict[str, Any] = {}
    """Further fields of the request that creates a batch."""
    rows: int = Field(default=5000, ge=1, le=5000)
    megabytes: float = Field(default=95, gt=0, le=95)
    factor: float = Field(default=0.5, ge=0, le=1)
    """Price of a batch request beside a direct one."""
    cached: bool = True
    """Whether cached input is cheaper in a batch too."""


class Price(Value):
    """What a million tokens of the matching models cost."""

    model: str = "*"
    currency: str
    input: Cost
    output: Cost | None = None
    """None where it is not known: then no cost can be stated."""
    cached: Cost | None = None
    """Input that was in the provider's cache; None: as other input."""
    date: str
    """When this was the price."""
    note: str = ""


class Profile(Value):
    """Everything that a request to an endpoint and model depends on."""

    name: str
    title: str = ""
    like: str | None = None
    match: tuple[str, ...] = ()
    """Patterns of the address without its scheme, `*` for anything."""
    modes: tuple[Mode, ...] = Field(default=MODES, min_length=1)
    """Tried in this order; a mode that is refused is not tried again."""
    dialect: Dialect = Dialect()
    thinking: Thinking = Thinking()
    sampling: dict[str, Any] = {"temperature": 0}
    """Enters the fingerprint."""
    body: dict[str, Any] = {}
    """Further fields of every request."""
    output_limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    max_output: Count | None = None
    """Most output tokens that may be asked for."""
    context: Count | None = None
    """Tokens of input and output together."""
    stream: bool = False
    """Receive piece by piece, so that a reply of endless white space is stopped on its way."""
    client: Literal["post", "create"] = "post"
    """How the openai client is called; `create` is slower, and its documented way."""
    key_header: str | None = None
    """Header for the key beside Authorization."""
    query: dict[str, str] = {}
    """Query parameters of every request."""
    requests_per_minute: Count | None = None
    tokens_per_minute: Count | None = None
    usage: UsageFields = UsageFields()
    errors: dict[ErrorClass, tuple[str, ...]] = {}
    """Further patterns (regular expressions) that tell a class of errors by code or text."""
    batch: Batch = Batch(variant="file")
    prices: tuple[Price, ...] = ()

    def price(self, model: str) -> Price | None:
        """The first price that fits the model."""
        return next((p for p in self.prices if fnmatchcase(model.lower(), p.model.lower())), None)


class _Choice(Value, extra="ignore"):
    """What of a user's table is looked at before it is known whether it is the one."""

    like: str | None = None
    match: tuple[str, ...] = ()
    models: tuple[dict[str, Any], ...] = ()


def resolve(base_url: str, model: str, own: Mapping[str, Mapping[str, Any]], folder: Path | None = None) -> Profile:
    """The profile for an endpoint and model.

    `own` and the files of `folder` go before the shipped ones. Raises ConfigurationError that names the profile and
    the field.
    """
    shipped = _shipped()
    users = {**_files(folder), **own} if folder else dict(own)
    users = {name: _extending(name, table, shipped) for name, table in users.items()}
    tables = {**shipped, **users}
    address = _address(base_url)
    for name, table in (*users.items(), *tables.items()):
        if any(fnmatchcase(address, p.lower()) for p in _inherited(table, tables).get("match", ())):
            return _profile(name, tables, model)
    return _profile(FALLBACK, tables, model)


def names(own: Mapping[str, Mapping[str, Any]], folder: Path | None = None) -> Iterator[str]:
    """All profiles there are."""
    yield from {**_shipped(), **(_files(folder) if folder else {}), **own}


def _profile(name: str, tables: Mapping[str, Mapping[str, Any]], model: str) -> Profile:
    table = _inherited(tables[name], tables)
    changes = table.pop("models", [])
    for change in changes:
        if fnmatchcase(model.lower(), str(change.get("match", "")).lower()):
            table = _merged(table, {k: v for k, v in change.items() if k != "match"})
    try:
        return Profile(**{**table, "name": name})
    except ValidationError as error:
        raise _wrong(name, error) from None


def _wrong(name: str, error: ValidationError) -> ConfigurationError:
    first = error.errors()[0]
    return ConfigurationError(
        _("服务档案 {name} 的 {field} 不对：{why}。").format(
            name=name, field=".".join(map(str, first["loc"])), why=reason(first)
        )
    )


def _extending(name: str, table: Mapping[str, Any], shipped: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """A user's profile; one that is `like` its own name changes the shipped one of that name."""
    try:
        _Choice.model_validate(table)
    except ValidationError as error:
        raise _wrong(name, error) from None
    if table.get("like") != name or name not in shipped:
        return table
    rest = {k: v for k, v in table.items() if k != "like"}
    return _merged(shipped[name], rest)


def _inherited(table: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]], depth: int = 0) -> dict[str, Any]:
    like = table.get("like")
    if like is None:
        return dict(table)
    if like not in tables or depth > 8:
        raise ConfigurationError(_("服务档案的 like = {like} 没有这个档案，或绕成了圈。").format(like=like))
    base = _inherited(tables[like], tables, depth + 1)
    base.pop("match", None)
    return _merged(base, table)


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` on top of `base`: tables key by key, anything else whole. A request fragment is whole, too."""
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        whole = key in ("off", "sampling", "body", "query", "extra")
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) and not whole else value
    return result


@lru_cache(maxsize=1)
def _shipped() -> dict[str, dict[str, Any]]:
    return _files(SHIPPED)


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    if not folder.is_dir():
        raise ConfigurationError(
            _("没有 {folder} 这个文件夹；请改正设置 profiles_dir，或把它删去。").format(folder=folder)
        )
    found: dict[str, dict[str, Any]] = {}
    file = folder
    try:
        for file in sorted(folder.glob("*.toml")):
            found[file.stem] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(_("读不了服务档案 {file}：{why}。").format(file=file, why=error)) from None
    return found


def _address(base_url: str) -> str:
    parts = urlsplit(base_url.lower())
    return (parts.netloc + parts.path).rstrip("/")


def _first(said: Mapping[str, Any], paths: tuple[str, ...]) -> int:
    for path in paths:
        value: Any = said.get(path)
        if "." in path:
            value = said
            for step in path.split("."):
                value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return 0
