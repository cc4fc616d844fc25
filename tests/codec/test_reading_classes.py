from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from cattrs import Converter

from orderkit.codec import configure, register_json, register_value
from orderkit.codec.reader import Reader
from orderkit.codec.shapes import shape_of
from orderkit.codec.writer import Writer
from orderkit.errors import InvalidInput, invalid
from orderkit.values import Address, Money
from tests.codec.sample_classes import Branch, Wanted

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


def messages(annotation: Any, data: Any) -> str:
    with pytest.raises(InvalidInput) as caught:
        READER.thoroughly(shape_of(annotation), data)
    return str(caught.value)


@frozen
class Nothing: ...


def test_a_record_without_fields_knows_no_key() -> None:
    assert read(Nothing, {}) == Nothing()
    assert messages(Nothing, {"a": 1}).endswith("known are: none")


@frozen
class Strict:
    """Refuses in every way a class can."""

    name: str
    other: str = ""

    def __attrs_post_init__(self) -> None:
        match self.name:
            case "class":
                raise invalid("Strict", "refused", self.name, "no", "no")
            case "field":
                raise invalid("Strict.other[0]", "refused", self.name, "no", "no")
            case "bare":
                raise invalid("other", "refused", self.name, "no", "no")
            case "elsewhere":
                raise invalid("rounding", "refused", self.name, "no", "no")
            case "nameless":
                raise invalid("", "refused", self.name, "no", "no")
            case "value":
                raise ValueError("not this")
            case "bug":
                raise RuntimeError("a bug")


@pytest.mark.parametrize(
    ("name", "path", "code"),
    [
        ("class", "$[0]", "refused"),
        ("field", "$[0].other[0]", "refused"),
        ("bare", "$[0].other", "refused"),
        ("elsewhere", "$[0]", "refused"),
        ("nameless", "$[0]", "refused"),
        ("value", "$[0]", "bad_value"),
    ],
)
def test_what_a_class_refuses_stands_under_its_path(name: str, path: str, code: str) -> None:
    assert faults(tuple[Strict, ...], [{"name": name}]) == [(path, code)]


def test_faults_of_a_value_inside_keep_their_field() -> None:
    address = {"name": "", "lines": ["a", "b\x1b"], "city": "c", "postcode": "", "country": "XX"}
    assert faults(tuple[Address, ...], [address]) == [
        ("$[0].lines[1]", "control_character"),
        ("$[0].name", "empty"),
        ("$[0].country", "country_unknown"),
    ]
    address["lines"] = []
    assert faults(tuple[Address, ...], [address]) == [
        ("$[0].name", "empty"),
        ("$[0].lines", "bad_address"),
        ("$[0].country", "country_unknown"),
    ]


def test_a_bug_in_a_class_is_not_taken_for_bad_input() -> None:
    for way in (READER.quickly, READER.thoroughly):
        with pytest.raises(RuntimeError, match="a bug"):
            way(shape_of(Strict), {"name": "bug"})


@frozen
class Mishap:
    """Its registered text is read by code with a bug."""

    text: str


@frozen
class WithMishap:
    mishap: Mishap


def fails(text: str) -> Mishap:
    raise RuntimeError(text)


def test_a_bug_in_reading_a_field_is_not_taken_for_bad_input() -> None:
    register_value(Mishap, lambda one: one.text, fails, {"type": "string"})
    with pytest.raises(RuntimeError, match="a bug"):
        READER.thoroughly(shape_of(WithMishap), {"mishap": "a bug"})


def test_an_integrator_s_own_value_is_read_from_its_text() -> None:
    register_value(Fraction, str, Fraction, {"type": "string", "examples": ["1/3"]})
    assert read(Fraction, "1/3") == Fraction(1, 3)
    assert faults(Fraction, "one third") == [("$", "bad_value")]
    assert faults(Fraction, "1/0") == [("$", "bad_value")]
    assert messages(Fraction, None).endswith('send text such as "1/3"')


def test_an_integrator_s_own_json_is_read_by_their_function() -> None:
    class Area:
        pass

    area = Area()

    def from_json(data: Any) -> Area:
        if data != {"sides": [1, 2]}:
            raise invalid("$.sides", "bad_area", data, "no", "no")
        return area

    register_json(Area, lambda _: {"sides": [1, 2]}, from_json, {"type": "object"})
    assert read(Area, {"sides": [1, 2]}) is area
    assert faults(tuple[Area, ...], [{"sides": []}]) == [("$[0].sides", "bad_area")]
    assert faults(tuple[Area, ...], [{"sides": [1.5]}])[0][0].startswith("$[0].sides")


def test_equal_texts_are_read_as_one_value() -> None:
    first, second = read(tuple[Money, ...], ["148.20 EUR", "148.20 EUR"])
    assert first is second


def test_a_converter_of_somebody_s_own_becomes_strict() -> None:
    converter = Converter(detailed_validation=False)
    configure(converter)
    assert converter.structure({"sku": "A", "quantity": 3}, Wanted) == Wanted("A", 3)
    for data, annotation in [("3", int), (3, str), (1, bool), ("1.5", tuple[Decimal, ...])]:
        with pytest.raises(InvalidInput):
            converter.structure(data, annotation)


@frozen
class Weighed:
    weight: float


@frozen
class Cart:
    name: str
    weighed: Weighed


def test_a_reader_goes_on_after_a_class_that_cannot_be_read() -> None:
    reader = Reader()
    for _ in range(2):
        with pytest.raises(InvalidInput) as caught:
            reader.thoroughly(shape_of(Cart), {})
        assert caught.value.faults[0].code == "unsupported_type"
    assert reader.thoroughly(shape_of(Branch), {"name": "a"}) == Branch("a")
