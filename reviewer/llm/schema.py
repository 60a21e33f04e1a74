"""A JSON Schema in the dialect that an endpoint takes."""

from collections.abc import Mapping
from typing import Any

from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.llm.profile import Dialect

DEFINITIONS = ("$defs", "definitions")
NAMED = ("properties", "patternProperties", *DEFINITIONS)
"""Keywords whose keys are names of the author, not keywords."""
VERBATIM = ("enum", "const", "required", "default", "examples")


def in_dialect(schema: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """`schema` as `dialect` wants it; the same schema where nothing is to be changed.

    Raises ConfigurationError for a $ref that leads nowhere or, where definitions are to be inlined, into itself.
    """
    written = _written(schema, schema, dialect, ())
    if dialect.inline_defs:
        for keyword in DEFINITIONS:
            written.pop(keyword, None)
    return written


def _written(
    node: Mapping[str, Any], root: Mapping[str, Any], dialect: Dialect, seen: tuple[str, ...]
) -> dict[str, Any]:
    ref = node.get("$ref")
    if dialect.inline_defs and isinstance(ref, str):
        if ref in seen:
            raise ConfigurationError(_("JSON Schema 的 {ref} 绕回自身，不能展开。").format(ref=ref))
        beside = {k: v for k, v in node.items() if k != "$ref"}
        return _written({**_named(ref, root), **beside}, root, dialect, (*seen, ref))
    result: dict[str, Any] = {}
    for keyword, value in node.items():
        if keyword in dialect.drop or (dialect.inline_defs and keyword in DEFINITIONS):
            continue
        name = "anyOf" if keyword == "oneOf" and dialect.any_of else keyword
        if keyword in NAMED and isinstance(value, Mapping):
            result[name] = {k: _written(v, root, dialect, seen) for k, v in value.items()}
        elif keyword in VERBATIM:
            result[name] = value
        elif isinstance(value, Mapping):
            result[name] = _written(value, root, dialect, seen)
        elif isinstance(value, list | tuple):
            result[name] = [_written(v, root, dialect, seen) if isinstance(v, Mapping) else v for v in value]
        else:
            result[name] = value
    return result


def _named(ref: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    node: Any = root
    for step in ref.removeprefix("#").strip("/").split("/") if ref != "#" else ():
        node = node.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(node, Mapping) else None
    if not ref.startswith("#") or not isinstance(node, Mapping):
        raise ConfigurationError(_("JSON Schema 的 {ref} 没有所指。").format(ref=ref))
    return node
