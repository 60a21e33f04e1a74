"""The document's values as the JSON kept in a review, by the names of their fields, and back."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from reviewer.domain.document import Document
from reviewer.domain.project import Project

_LATE = ConfigDict(defer_build=True)
_DOCUMENT = TypeAdapter(Document, config=_LATE)
_PROJECT = TypeAdapter(Project, config=_LATE)


def body(value: Document | Project) -> str:
    """What is kept of a value: names rather than places, so that a field added later shifts no other."""
    return json.dumps(_named(value), ensure_ascii=False, separators=(",", ":"))


def read_document(text: str) -> Document:
    """A document from its body. Raises pydantic.ValidationError where the text is none."""
    return _DOCUMENT.validate_json(text)


def read_project(text: str) -> Project:
    """A project from its body. Raises pydantic.ValidationError where the text is none."""
    return _PROJECT.validate_json(text)


def _named(value: Any) -> Any:
    """A value of tuples as JSON holds it; a field that is as it always begins is left out."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        names: tuple[str, ...] | None = getattr(value, "_fields", None)
        if names is None:
            return [_named(part) for part in value]
        begins = value._field_defaults  # type: ignore[attr-defined]
        return {n: _named(v) for n, v in zip(names, value, strict=True) if n not in begins or v != begins[n]}
    return str(value) if isinstance(value, Decimal) else value
