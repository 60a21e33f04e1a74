"""The transformer of schemas: what it inlines, renames and drops, and that it changes no meaning."""

import pytest

from reviewer.errors import ConfigurationError
from reviewer.llm.profile import Dialect
from reviewer.llm.schema import in_dialect
from reviewer.prompt import reply_schema

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Reply",
    "type": "object",
    "properties": {
        "title": {"type": "string", "title": "Title", "default": "x"},
        "entries": {"type": "array", "items": {"$ref": "#/$defs/Entry"}},
        "oneOf": {"$ref": "#/$defs/Kind", "description": "a property of this name"},
    },
    "required": ["title", "entries", "oneOf"],
    "additionalProperties": False,
    "$defs": {
        "Entry": {
            "oneOf": [{"$ref": "#/$defs/A"}, {"type": "null"}],
            "discriminator": {"propertyName": "kind"},
        },
        "A": {"type": "object", "properties": {"kind": {"$ref": "#/$defs/Kind"}}, "additionalProperties": False},
        "Kind": {"enum": ["title", "default"]},
    },
}


def test_refs_are_inlined_one_of_becomes_any_of_and_keywords_are_dropped():
    assert in_dialect(SCHEMA, Dialect()) == {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "entries": {
                "type": "array",
                "items": {
                    "anyOf": [
                        {
                            "type": "object",
                            "properties": {"kind": {"enum": ["title", "default"]}},
                            "additionalProperties": False,
                        },
                        {"type": "null"},
                    ]
                },
            },
            "oneOf": {"enum": ["title", "default"], "description": "a property of this name"},
        },
        "required": ["title", "entries", "oneOf"],
        "additionalProperties": False,
    }


def test_a_dialect_that_takes_everything_changes_nothing():
    assert in_dialect(SCHEMA, Dialect(inline_defs=False, any_of=False, drop=())) == SCHEMA


def test_the_reply_schema_is_in_every_dialect_already():
    assert in_dialect(reply_schema(), Dialect()) == reply_schema()


def test_further_keywords_may_be_dropped():
    made = in_dialect({"type": "string", "minLength": 3}, Dialect(drop=("minLength",)))
    assert made == {"type": "string"}


@pytest.mark.parametrize("ref", ["#/$defs/None", "https://x.example/schema", "#/$defs/Kind/enum/0"])
def test_a_ref_that_leads_nowhere(ref):
    with pytest.raises(ConfigurationError):
        in_dialect({**SCHEMA, "properties": {"a": {"$ref": ref}}}, Dialect())


def test_a_schema_within_itself_cannot_be_inlined():
    tree = {"$ref": "#/$defs/T", "$defs": {"T": {"type": "array", "items": {"$ref": "#/$defs/T"}}}}
    with pytest.raises(ConfigurationError):
        in_dialect(tree, Dialect())
    assert in_dialect(tree, Dialect(inline_defs=False)) == tree
