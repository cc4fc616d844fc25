from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
import pytest
from attrs import Factory, evolve, field, frozen
from hypothesis import given

from orderkit.codec import register_json, register_value
from orderkit.codec.misfits import misfits
from orderkit.codec.shapes import Record, shape_of
from orderkit.codec.writer import Writer
from orderkit.errors import InvalidInput
from orderkit.values import Money, Quantity, UnitPrice
from tests.codec.sample_classes import (
    Branch,
    Everything,
    Kind,
    SampleLine,
    Schedule,
    sample_line,
    sample_order,
)
from tests.codec.strategies import everything

WRITER = Writer()


def written(value: Any, annotation: Any = None) -> str:
    return WRITER.of(shape_of(annotation or type(value)))(value)


def broken(value: Any, **changes: Any) -> Any:
    """The same value with fields that no type checker would let in."""
    return evolve(value, **changes)


def told(value: Any, annotation: Any = None) -> list[tuple[str, str]]:
    """The paths and codes of what cannot be written."""
    found = misfits(WRITER, shape_of(annotation or type(value)), value, "$")
    return [(one.path, one.code) for one in found]


@given(everything)
def test_text_is_what_a_canonical_json_library_would_write(value: Everything) -> None:
    text = written(value)
    again = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert text == again


def test_fields_that_equal_their_default_are_left_out() -> None:
    assert written(Schedule(Quantity.of(3))) == '{"quantity":"3"}'


def test_fields_that_differ_from_their_default_are_written() -> None:
    line = evolve(sample_line(0), gift=True, reason="sorry", shipped=2, kind=Kind.SERVICE)
    data = json.loads(written(line))
    assert [data[key] for key in ("gift", "reason", "shipped", "kind")] == [
        True, "sorry", 2, "service",
    ]  # fmt: skip


def test_a_full_writer_leaves_nothing_out() -> None:
    text = Writer(full=True).of(Record(Schedule))(Schedule(Quantity.of(3)))
    assert text == '{"location":"","promised":null,"quantity":"3"}'


def test_a_record_without_fields_is_an_empty_object() -> None:
    @frozen
    class Bare: ...

    assert written(Bare()) == "{}"


def test_moments_are_written_in_utc() -> None:
    berlin = datetime(2026, 1, 31, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert written(berlin) == '"2026-01-31T09:30:00Z"'


def test_a_subclass_of_datetime_is_a_moment_too() -> None:
    class Stopped(datetime): ...

    assert written(Stopped(2026, 1, 31, tzinfo=UTC), datetime) == '"2026-01-31T00:00:00Z"'


def test_sets_and_mappings_are_written_in_order() -> None:
    assert written(frozenset({"b", "a"}), frozenset[str]) == '["a","b"]'
    assert written({"b": 1, "a": 2}, Mapping[str, int]) == '{"a":2,"b":1}'


def test_a_set_that_can_be_changed_is_written_as_one_that_cannot() -> None:
    assert written({"b", "a"}, frozenset[str]) == '["a","b"]'


def test_an_empty_tuple_of_fixed_length_is_an_empty_array() -> None:
    assert written((), tuple[()]) == "[]"


def test_a_list_where_a_tuple_belongs_is_written_as_one() -> None:
    assert written([1, 2], tuple[int, ...]) == "[1,2]"


def test_a_class_may_hold_itself() -> None:
    tree = Branch("a", (Branch("b"), Branch("c", (Branch("d"),))))
    assert written(tree) == (
        '{"name":"a","parts":[{"name":"b"},{"name":"c","parts":[{"name":"d"}]}]}'
    )


def test_a_price_is_written_alike_the_first_and_the_second_time() -> None:
    price = UnitPrice(Decimal("12.5"), "EUR")
    assert written((price, price), tuple[UnitPrice, ...]) == '["12.50 EUR","12.50 EUR"]'
    assert written((price,), tuple[UnitPrice, ...]) == '["12.50 EUR"]'


def test_what_equals_its_default_is_left_out_also_when_it_is_another_object() -> None:
    @frozen
    class Discounted:
        rate: Decimal = Decimal("0.5")

    assert written(Discounted(Decimal("0.50"))) == "{}"


def test_one_record_in_a_row_is_written_like_many() -> None:
    one, two = Branch("a"), Branch("b")
    assert written((one,), tuple[Branch, ...]) == '[{"name":"a"}]'
    assert written([one], tuple[Branch, ...]) == '[{"name":"a"}]'
    assert written((one, two), tuple[Branch, ...]) == '[{"name":"a"},{"name":"b"}]'
    assert told({one}, tuple[Branch, ...]) == [("$", "wrong_type")]


class Other(Enum):
    A = "a"


NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001 - what must be refused
WRONG: list[tuple[Any, Any, str]] = [
    (str, 3, "wrong_type"),
    (str, None, "wrong_type"),
    (str, "\ud800", "surrogate"),
    (int, True, "wrong_type"),
    (int, "3", "wrong_type"),
    (int, 1.5, "float"),
    (int, Decimal(1), "wrong_type"),
    (bool, 1, "wrong_type"),
    (Decimal, 1, "wrong_type"),
    (Decimal, 1.5, "float"),
    (Decimal, Decimal("NaN"), "not_a_number"),
    (Decimal, Decimal("NaN123"), "not_a_number"),
    (Decimal, Decimal("-Infinity"), "infinite"),
    (Decimal, Decimal("1E+99"), "too_many_digits"),
    (datetime, date(2026, 1, 1), "wrong_type"),
    (datetime, NAIVE, "naive_time"),
    (date, NAIVE, "wrong_type"),
    (date, "2026-01-01", "wrong_type"),
    (Kind, "goods", "wrong_type"),
    (Kind, Other.A, "wrong_type"),
    (type(None), 0, "wrong_type"),
    (Money, "1.00 EUR", "wrong_type"),
    (Money, 1.5, "float"),
    (UnitPrice, "1.00 EUR", "wrong_type"),
    (UnitPrice, 1.5, "float"),
    (Schedule, Branch("a"), "wrong_type"),
    (tuple[str, ...], "abc", "wrong_type"),
    (tuple[int, int], (1,), "wrong_type"),
    (frozenset[str], ("a",), "wrong_type"),
    (Mapping[str, int], [("a", 1)], "wrong_type"),
    (Mapping[str, int], {1: 1}, "wrong_type"),
    (Mapping[str, int], {1: 1, "a": 1}, "wrong_type"),
    (Any, 1.5, "float"),
    (Any, {"a": Decimal(1)}, "wrong_type"),
]


@pytest.mark.parametrize(("annotation", "value", "code"), WRONG)
def test_what_could_not_be_read_again_is_not_written(
    annotation: Any, value: Any, code: str
) -> None:
    assert told(value, annotation) == [("$", code)]


def test_an_integer_beyond_all_bounds_is_not_written() -> None:
    assert told(10**5000) == [("$", "wrong_type")]


def test_every_misfit_is_told_with_its_place() -> None:
    line = broken(sample_line(0), sku="\udfff", tax=3, extended=0.5)
    order = broken(
        sample_order(1), lines=(line,), holds=frozenset({"ok", 4}), status="gone", number=None
    )
    assert told(order) == [
        ("$.number", "wrong_type"),
        ("$.lines[0].sku", "surrogate"),
        ("$.lines[0].extended", "float"),
        ("$.lines[0].tax", "wrong_type"),
        ("$.holds[1]" if list(order.holds)[1] == 4 else "$.holds[0]", "wrong_type"),
        ("$.status", "wrong_type"),
    ]


def test_misfits_are_found_inside_everything_that_holds_parts() -> None:
    assert told({"k k": (1, "2")}, Mapping[str, tuple[int, int]]) == [('$["k k"][1]', "wrong_type")]
    assert told(1, str | None) == [("$", "wrong_type")]
    assert told(None, str | None) == []


def test_an_integrator_s_own_value_is_written_as_its_text() -> None:
    register_value(Fraction, str, Fraction, {"type": "string", "examples": ["1/3"]})
    assert written((Fraction(1, 3),), tuple[Fraction, ...]) == '["1/3"]'
    assert told((Fraction(1, 3), 2), tuple[Fraction, ...]) == [("$[1]", "wrong_type")]


def test_an_integrator_s_own_json_is_written_canonically() -> None:
    class Area:
        pass

    register_json(Area, lambda _: {"b": 1, "a": 2}, lambda _: Area(), {"type": "object"})
    assert written(Area()) == '{"a":2,"b":1}'


def test_only_classes_and_unions_have_a_form() -> None:
    with pytest.raises(InvalidInput) as caught:
        register_json(tuple[int, ...], list, tuple, {})
    assert caught.value.faults[0].code == "unsupported_type"


UNSUPPORTED = [float, bytes, list[int], dict[str, int], int | str, Mapping[int, int], tuple, Other]


@pytest.mark.parametrize("annotation", UNSUPPORTED)
def test_types_that_nothing_in_json_stands_for_are_refused(annotation: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        shape_of(annotation, "Thing.field")
    (fault,) = caught.value.faults
    assert (fault.path, fault.code) == ("Thing.field", "unsupported_type")


def test_a_class_that_is_not_of_attrs_is_refused() -> None:
    class Plain: ...

    with pytest.raises(InvalidInput) as caught:
        Writer().of(Record(Plain))
    assert caught.value.faults[0].code == "unsupported_type"


def test_refusal_of_a_type_names_the_field_and_the_way_out() -> None:
    @frozen
    class Weighed:
        weight: float

    with pytest.raises(InvalidInput) as caught:
        Writer().of(Record(Weighed))
    assert str(caught.value).endswith(
        "Weighed.weight cannot be <class 'float'>: nothing in JSON stands for it alone; use a type "
        "of the table in orderkit.codec.shapes, or give it a form with register_value or "
        "register_json"
    )


@frozen
class Inner:
    weight: float


@frozen
class Outer:
    name: str
    inner: Inner


def test_a_writer_goes_on_after_a_class_that_cannot_be_written() -> None:
    writer = Writer()
    for _ in range(2):
        with pytest.raises(InvalidInput):
            writer.of(Record(Outer))
    assert writer.of(Record(Branch))(Branch("a")) == '{"name":"a"}'


def test_names_that_exist_for_type_checkers_only_are_refused() -> None:
    @frozen
    class Lost:
        other: Nowhere  # type: ignore[name-defined]  # noqa: F821 - what must be refused

    with pytest.raises(InvalidInput) as caught:
        shape_and_members(Lost)
    assert caught.value.faults[0].code == "unresolved_type"


def shape_and_members(cls: type[Any]) -> str:
    return written(object.__new__(cls), cls)


SEVEN: Any = 7


def as_text(value: object) -> str:
    return str(value)


def test_defaults_are_compared_after_their_converter() -> None:
    @frozen
    class Converted:
        name: str = field(default=SEVEN, converter=as_text)

    assert written(Converted()) == "{}"


def test_a_default_that_depends_on_the_rest_is_always_written() -> None:
    @frozen
    class Dependent:
        name: str
        label: str = field(default=Factory(lambda self: self.name, takes_self=True))

    assert written(Dependent("a")) == '{"label":"a","name":"a"}'


FIELD: Any = field
CONVERTER: Any = attrs.Converter
UNDER = CONVERTER(lambda value, holder: f"{holder.name}/{value}", takes_self=True)
AS_TEXT = CONVERTER(as_text)


def test_a_converter_that_looks_at_the_rest_has_its_field_always_written() -> None:
    @frozen
    class Dependent:
        name: str
        label: str = FIELD(default="x", converter=UNDER)
        note: str = FIELD(default=SEVEN, converter=AS_TEXT)

    assert written(Dependent("a")) == '{"label":"a/x","name":"a"}'


def test_fields_that_the_constructor_does_not_take_are_left_out() -> None:
    @frozen
    class Derived:
        name: str
        length: int = field(init=False, default=3)

    assert written(Derived("a")) == '{"name":"a"}'


def test_private_fields_go_by_the_name_of_their_parameter() -> None:
    @frozen
    class Private:
        _name: str

    assert written(Private("a")) == '{"name":"a"}'


def test_ten_lines_are_written_alike_by_a_fresh_writer() -> None:
    lines = tuple(sample_line(n) for n in range(10))
    shape = shape_of(tuple[SampleLine, ...])
    assert Writer().of(shape)(lines) == Writer().of(shape)(lines)
