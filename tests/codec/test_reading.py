from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given

from orderkit.codec.json_text import read_json
from orderkit.codec.reader import Reader
from orderkit.codec.shapes import shape_of
from orderkit.codec.writer import Writer
from orderkit.errors import InvalidInput
from orderkit.rules import Condition, fact
from orderkit.values import Money, Quantity, UnitPrice, Window
from tests.codec.sample_classes import Branch, Everything, Kind, Sku
from tests.codec.strategies import everything

READER = Reader()
WRITER = Writer()


def read(annotation: Any, data: Any) -> Any:
    """Read thoroughly; the quick reader must agree."""
    thorough = READER.thoroughly(shape_of(annotation), data)
    quick = READER.quickly(shape_of(annotation), data)
    assert quick == thorough
    return thorough


def faults(annotation: Any, data: Any) -> list[tuple[str, str]]:
    """The paths and codes of all faults; the quick reader must tell the same."""
    told = []
    for way in (READER.quickly, READER.thoroughly):
        with pytest.raises(InvalidInput) as caught:
            way(shape_of(annotation), data)
        told.append([(one.path, one.code) for one in caught.value.faults])
    assert told[0] == told[1]
    return told[1]


@given(everything)
def test_what_was_written_is_read_back_equal(value: Everything) -> None:
    text = WRITER.of(shape_of(Everything))(value)
    assert read(Everything, read_json(text)) == value


@pytest.mark.parametrize(
    ("annotation", "data", "value"),
    [
        (str, "a\nb", "a\nb"),
        (int, -3, -3),
        (bool, False, False),
        (Decimal, "12.50", Decimal("12.5")),
        (datetime, "2026-01-31T10:30:00+01:00", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        (date, "2026-01-31", date(2026, 1, 31)),
        (Kind, "goods", Kind.GOODS),
        (None, None, None),
        (Sku, "TEA-1", "TEA-1"),
        (Money, "148.20 EUR", Money(14820, "EUR")),
        (Quantity, "2 case", Quantity.of("2 case")),
        (Quantity, 3, Quantity.of(3)),
        (UnitPrice, "12.50 EUR per 1000 pcs", UnitPrice.parse("12.50 EUR per 1000 pcs")),
        (Window, "../..", Window()),
        (tuple[int, ...], [1, 2], (1, 2)),
        (tuple[int, ...], (1, 2), (1, 2)),
        (tuple[int, str], [1, "a"], (1, "a")),
        (frozenset[str], ["a", "b"], frozenset({"a", "b"})),
        (Mapping[str, int], {"a": 1}, {"a": 1}),
        (Mapping[Kind, int], {"goods": 1}, {Kind.GOODS: 1}),
        (Money | None, None, None),
        (Any, {"a": [1, None, {"b": True}]}, {"a": (1, None, {"b": True})}),
        (Condition, {"fact": "lines", "op": "gt", "value": 2}, fact("lines") > 2),
    ],
)
def test_reads(annotation: Any, data: Any, value: Any) -> None:
    assert read(annotation, data) == value


def test_what_is_read_cannot_be_changed() -> None:
    assert isinstance(read(Mapping[str, int], {"a": 1}), MappingProxyType)
    assert isinstance(read(Any, {"a": 1}), MappingProxyType)


@pytest.mark.parametrize(
    ("annotation", "data", "code"),
    [
        (str, 3, "wrong_type"),
        (str, None, "wrong_type"),
        (int, 3.9, "float"),
        (int, 3.0, "float"),
        (int, "3", "wrong_type"),
        (int, True, "wrong_type"),
        (int, None, "wrong_type"),
        (bool, "no", "wrong_type"),
        (bool, 1, "wrong_type"),
        (Decimal, 1.5, "float"),
        (Decimal, 3, "wrong_type"),
        (Decimal, "1,5", "not_decimal_text"),
        (Decimal, "NaN", "not_decimal_text"),
        (Decimal, "1E+5", "not_decimal_text"),
        (Decimal, "١٢", "not_decimal_text"),
        (Decimal, "1_000", "not_decimal_text"),
        (Decimal, "9" * 100, "too_many_digits"),
        (datetime, 1234567890, "wrong_type"),
        (datetime, "2026-01-31T09:30:00", "bad_time"),
        (datetime, "2026-01-31", "bad_time"),
        (date, "2026-02-30", "bad_date"),
        (date, "20260131", "bad_date"),
        (date, "2026-W01-1", "bad_date"),
        (date, 20260131, "wrong_type"),
        (Kind, "Goods", "unknown_word"),
        (Kind, 1, "wrong_type"),
        (None, 0, "wrong_type"),
        (Money, "148.20", "bad_money"),
        (Money, "148.20 XXX", "currency_unknown"),
        (Money, "1.005 EUR", "too_many_places"),
        (Money, 148, "wrong_type"),
        (Money, 148.2, "float"),
        (Money, {"minor": 1, "currency": "EUR"}, "wrong_type"),
        (Quantity, True, "wrong_type"),
        (Quantity, 3.5, "float"),
        (Quantity, "2 0", "bad_unit"),
        (tuple[int, ...], "12", "wrong_type"),
        (tuple[int, ...], {"0": 1}, "wrong_type"),
        (tuple[int, int], [1], "wrong_length"),
        (frozenset[str], ["a", "a"], "duplicate_item"),
        (Mapping[str, int], [["a", 1]], "wrong_type"),
        (Branch, ["a"], "wrong_type"),
        (Branch, "name", "wrong_type"),
        (Condition, [], "wrong_type"),
    ],
)
def test_refuses(annotation: Any, data: Any, code: str) -> None:
    assert faults(annotation, data) == [("$", code)]


@pytest.mark.parametrize(
    ("annotation", "data", "code"),
    [
        (str, "\ud800", "surrogate"),
        (str, "a\x00b", "control_character"),
        (str, "\x1b[0m", "control_character"),
        (Any, 1.5, "float"),
        (Any, b"x", "wrong_type"),
    ],
)
def test_refuses_from_outside(annotation: Any, data: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        READER.thoroughly(shape_of(annotation), data)
    assert [(one.path, one.code) for one in caught.value.faults] == [("$", code)]


def test_a_control_character_that_was_stored_is_read() -> None:
    stored = read_json(WRITER.of(shape_of(str))("a\x00b"))
    assert READER.quickly(shape_of(str), stored) == "a\x00b"


FAULTY = {
    "text": 1,
    "whole": 2.5,
    "truth": "no",
    "number": 1,
    "day": "tomorrow",
    "fixed": [1, "x", {"name": 2}],
    "listed": [1, "2", 3, None],
    "bag": ["goods", "bads"],
    "keyed": {"a": "1.00 EUR", "odd key": "1", "\x00": "2.00 EUR"},
    "by_kind": {"bads": [], "goods": [1]},
    "branch": {"name": "a", "parts": [{"name": "b"}, {"nmae": "c"}]},
    "anything": {"a": [1, {"b": 1.5}], "\x01": "\ud800", "c": object},
    "condition": {"all": [{"fact": "lines", "op": "gtt", "value": 2}]},
    "extra": 1,
    "texxt": 1,
}


def test_every_fault_is_told_with_its_path() -> None:
    assert faults(Everything, FAULTY) == [
        ("$.text", "wrong_type"),
        ("$.whole", "float"),
        ("$.truth", "wrong_type"),
        ("$.number", "wrong_type"),
        ("$.moment", "missing_key"),
        ("$.day", "bad_date"),
        ("$.choice", "missing_key"),
        ("$.word", "missing_key"),
        ("$.sku", "missing_key"),
        ("$.money", "missing_key"),
        ("$.quantity", "missing_key"),
        ("$.price", "missing_key"),
        ("$.window", "missing_key"),
        ("$.condition.all[0].op", "unknown_op"),
        ("$.branch.parts[1].name", "missing_key"),
        ("$.branch.parts[1].nmae", "unknown_key"),
        ("$.listed[1]", "wrong_type"),
        ("$.listed[3]", "wrong_type"),
        ("$.fixed[1]", "bad_money"),
        ("$.fixed[2].name", "wrong_type"),
        ("$.bag[1]", "unknown_word"),
        ('$.keyed["\\u0000"]', "control_character"),
        ('$.keyed["odd key"]', "bad_money"),
        ("$.by_kind.bads", "unknown_word"),
        ("$.by_kind.goods[0]", "wrong_type"),
        ("$.perhaps", "missing_key"),
        ("$.nothing", "missing_key"),
        ("$.anything.a[1].b", "float"),
        ('$.anything["\\u0001"]', "control_character"),
        ('$.anything["\\u0001"]', "surrogate"),
        ("$.anything.c", "wrong_type"),
        ("$.extra", "unknown_key"),
        ("$.texxt", "unknown_key"),
    ]


def messages(annotation: Any, data: Any) -> str:
    with pytest.raises(InvalidInput) as caught:
        READER.thoroughly(shape_of(annotation), data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("annotation", "data", "message"),
    [
        (
            Branch,
            {"nmae": "x", "name": "a"},
            "$.nmae cannot be 'nmae': nothing has this name here; did you mean 'name'?",
        ),
        (
            Branch,
            {"qqqqq": "x", "name": "a"},
            "$.qqqqq cannot be 'qqqqq': nothing has this name here; known are: name, parts",
        ),
        (
            Branch,
            {},
            "$.name cannot be nothing: it is required; send it, for it has no default",
        ),
        (
            int,
            3.9,
            '$ cannot be 3.9: a JSON number with places is not exact; write it as text: "3.9"',
        ),
        (
            bool,
            "no",
            "$ cannot be 'no': text is not a truth value; send true or false",
        ),
        (
            Kind,
            "bads",
            "$ cannot be 'bads': it is none of the known words; send one of: goods, service",
        ),
        (
            Money,
            5,
            '$ cannot be 5: a number is not a Money written as text; send text such as "148.20 EUR"',
        ),
        (
            Branch,
            [],
            "$ cannot be []: an array is not an object; send an object with name, parts",
        ),
        (
            Any,
            object,
            "$ cannot be <class 'object'>: a type is not text; send text in quotes",
        ),
    ],
)
def test_messages_tell_the_way_out(annotation: Any, data: Any, message: str) -> None:
    assert messages(annotation, data) == message


def test_a_key_that_is_no_text_is_unknown() -> None:
    assert faults(Branch, {"name": "a", 1: 2}) == [("$[1]", "unknown_key")]


def test_any_mapping_is_an_object() -> None:
    assert read(Branch, MappingProxyType({"name": "a"})) == Branch("a")
