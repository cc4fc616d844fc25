from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from jsonschema import Draft202012Validator

from orderkit.codec import Codec
from orderkit.codec.json_text import read_json
from orderkit.codec.schema import schema_of
from orderkit.codec.shapes import Record
from orderkit.codec.writer import Writer
from orderkit.flow import Declared, all_declared
from orderkit.rules import Condition
from orderkit.values import Address
from tests.codec import sample_classes
from tests.codec.sample_classes import (
    Branch,
    Everything,
    Kind,
    PlaceSample,
    SampleOrder,
    sample_order,
)
from tests.codec.strategies import everything

CODEC = Codec()
WRITER = Writer()


def valid(cls: type[Any], data: Any) -> bool:
    schema = CODEC.schema(cls)
    Draft202012Validator.check_schema(schema)
    return bool(Draft202012Validator(schema).is_valid(data))


@given(everything)
def test_what_is_written_is_valid(value: Everything) -> None:
    assert valid(Everything, json.loads(WRITER.of(Record(Everything))(value)))


def test_documents_and_commands_are_valid() -> None:
    assert valid(SampleOrder, json.loads(CODEC.document_body(sample_order()))["data"])
    assert valid(
        PlaceSample,
        {
            "customer": "c-7",
            "lines": [{"sku": "A", "quantity": 3}, {"sku": "B", "quantity": "2 case"}],
            "expected_total": None,
        },
    )


@pytest.mark.parametrize(
    "change",
    [
        {"customer": 7},
        {"lines": {}},
        {"lines": [{"sku": "A"}]},
        {"lines": [{"sku": "A", "quantity": 3.5}]},
        {"lines": [{"sku": "A", "quantity": "two"}]},
        {"lines": [{"sku": "A", "quantity": True}]},
        {"expected_total": 148.2},
        {"expected_total": "148.20"},
        {"day": "31.1.2026"},
        {"unknown": 1},
    ],
)
def test_what_the_reader_refuses_is_invalid(change: dict[str, Any]) -> None:
    assert not valid(PlaceSample, {"customer": "c-7", "lines": [], **change})
    assert not valid(PlaceSample, {"lines": []})


def test_a_schema_says_what_the_class_says() -> None:
    schema = CODEC.schema(PlaceSample)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:orderkit:schema:command:sample.place:1"
    assert schema["title"] == "PlaceSample"
    assert schema["description"] == "Place a sample order."
    assert schema["required"] == ["customer", "lines"]
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert properties["customer"] == {"type": "string", "description": "Who buys."}
    assert properties["lines"]["description"] == "What is wanted, in its order."
    assert properties["lines"]["items"] == {"$ref": "#/$defs/Wanted"}
    assert schema["$defs"]["Wanted"]["properties"]["note"] == {"type": "string", "default": ""}


def test_a_class_that_is_not_declared_has_a_schema_without_name() -> None:
    schema = schema_of(Address, Writer())
    assert "$id" not in schema
    assert "$defs" not in schema


def test_a_class_that_holds_itself_is_defined_once() -> None:
    schema = CODEC.schema(Branch)
    assert list(schema["$defs"]) == ["Branch"]
    assert valid(Branch, {"name": "a", "parts": [{"name": "b", "parts": []}]})
    assert not valid(Branch, {"name": "a", "parts": [{"name": 1}]})


def test_conditions_are_defined_by_their_kinds() -> None:
    @frozen
    class Undocumented:
        when: Condition

    Undocumented.__doc__ = None
    assert "description" not in CODEC.schema(Undocumented)
    assert valid(Undocumented, {"when": {"not": {"fact": "lines", "op": "gt", "value": 3}}})
    assert not valid(Undocumented, {"when": {"nor": []}})


@frozen
class Mixed:
    """Two classes of one name, and keys that are words."""

    mine: Address
    theirs: Address | None
    own: Inner.Address
    other: Other.Address
    by_kind: Mapping[Kind, int]


class Inner:
    @frozen
    class Address:
        a: int


class Other:
    @frozen
    class Address:
        b: int


Other.Address.__qualname__ = "Inner.Address"
Other.Address.__module__ = "elsewhere"


def test_classes_of_one_name_are_told_apart() -> None:
    schema = CODEC.schema(Mixed)
    assert list(schema["$defs"]) == ["Address", "Inner.Address", "elsewhere.Inner.Address"]
    assert schema["properties"]["by_kind"]["propertyNames"] == {"enum": ["goods", "service"]}


def test_all_commands_and_events_have_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    def ours(role: str) -> list[Declared]:
        return [one for one in all_declared(role) if one.cls.__module__ == sample_classes.__name__]

    monkeypatch.setattr("orderkit.codec.codec.all_declared", ours)
    assert list(CODEC.schemas()) == ["command:sample.place", "event:sample.placed"]


def test_what_is_read_as_json_is_what_is_validated() -> None:
    assert valid(Branch, read_json('{"name": "a"}'))
