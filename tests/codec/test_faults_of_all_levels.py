"""What is wrong inside a value hides nothing of what is wrong around it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from attrs import field, frozen

from orderkit.catalog import DefineProduct
from orderkit.codec import Codec, register_json
from orderkit.codec.reader import Reader
from orderkit.codec.shapes import shape_of
from orderkit.errors import InvalidInput, caught, gathered, invalid
from orderkit.flow import Command, named
from orderkit.orders import PlaceOrder
from orderkit.pricing import PublishPriceList
from orderkit.values import Money, check_id, check_text, typed
from tests.codec.sample_commands import COMMANDS
from tests.codec.sample_documents import DOCUMENTS

CODEC: Final = Codec()
READER: Final = Reader()
Path = tuple[str | int, ...]
Told = list[tuple[str, str]]


def told(annotation: Any, data: Any) -> Told:
    with pytest.raises(InvalidInput) as refused:
        READER.thoroughly(shape_of(annotation), data)
    return [(one.path, one.code) for one in refused.value.faults]


@frozen
class Part:
    id: str
    note: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_id, self.id, "Part.id"),
            caught(check_text, self.note, "Part.note", empty=True),
        )


@frozen
class Whole:
    """Asks things of single fields, of two together, and of all."""

    id: str
    low: int
    high: int = 9
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    urgent: bool = False
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        gathered(self._single(), self._itself(), self._together())
        if self.id == "never":
            raise invalid("Whole", "never", self.id, "no", "no")

    def _single(self) -> Iterator[Any]:
        if len(self.parts) > 2:
            yield from invalid("Whole.parts", "too_many", self.parts, "no", "no").faults
        if self.urgent and not self.reason:
            yield from invalid("Whole.reason", "empty", self.reason, "no", "no").faults
        check_id(self.id, "Whole.id")

    def _itself(self) -> Iterator[Any]:
        if self.part is not None and self.part.id == self.id:
            yield from invalid("Whole.part", "itself", self.id, "no", "no").faults

    def _together(self) -> Iterator[Any]:
        if self.low > self.high:
            yield from invalid("Whole.low", "above_high", self.low, "no", "no").faults


GOOD: Final[Mapping[str, Any]] = {"id": "w", "low": 1}
ROWS: Final[list[tuple[str, dict[str, Any], Told]]] = [
    (
        "a part and the class",
        {"id": "w w", "low": 10, "part": {"id": 7}},
        [("$.part.id", "wrong_type"), ("$.id", "bad_id"), ("$.low", "above_high")],
    ),
    (
        "a part, a missing and an unknown key, and the class",
        {"id": "w w", "part": {"id": "p", "nota": ""}, "hi": 3},
        [("$.low", "missing_key"), ("$.part.nota", "unknown_key"), ("$.hi", "unknown_key"),
         ("$.id", "bad_id")],
    ),
    (
        "an unknown key and the class alone",
        {"id": "w", "low": 10, "hi": 3},
        [("$.hi", "unknown_key"), ("$.low", "above_high")],
    ),
    ("two fields together are not judged by one", {"id": "w", "low": 10, "high": "x"},
     [("$.high", "wrong_type")]),
    ("a default is not put where something else was meant", {"id": "w", "low": 10, "high": None},
     [("$.high", "wrong_type")]),
    ("whether it is there is not known", {**GOOD, "urgent": 1}, [("$.urgent", "wrong_type")]),
    ("what follows from it is not told", {**GOOD, "urgent": True, "reason": 1},
     [("$.reason", "wrong_type")]),
    ("items that cannot be read are not counted", {**GOOD, "parts": [{"id": 1}] * 3},
     [("$.parts[0].id", "wrong_type"), ("$.parts[1].id", "wrong_type"),
      ("$.parts[2].id", "wrong_type")]),
    (
        "two parts",
        {**GOOD, "part": {"id": "", "note": "\u202e"}, "parts": [{"id": "p p", "note": 1}]},
        [("$.part.id", "bad_id"), ("$.part.note", "bidi_override"),
         ("$.parts[0].note", "wrong_type"), ("$.parts[0].id", "bad_id")],
    ),
    ("the whole", {"id": "never", "low": 1, "parts": "x"},
     [("$.parts", "wrong_type"), ("$", "never")]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_all_levels_are_told_together(data: dict[str, Any], expected: Told) -> None:
    assert told(Whole, data) == expected


@frozen
class Renamed:
    _id: str = field(alias="number")
    note: str = ""

    def __attrs_post_init__(self) -> None:
        check_id(self._id, "Renamed._id")


def test_a_field_is_told_by_its_key() -> None:
    assert told(Renamed, {"number": "a b", "note": 1}) == [
        ("$.note", "wrong_type"), ("$.number", "bad_id"),
    ]  # fmt: skip


def test_items_are_told_beside_their_number_and_each_other() -> None:
    assert told(tuple[int, Money], ["1"]) == [("$", "wrong_length"), ("$[0]", "wrong_type")]
    assert told(tuple[int, Money], [1, "x", 3]) == [("$", "wrong_length"), ("$[1]", "bad_money")]
    assert told(frozenset[str], ["a", 1, "a"]) == [("$", "duplicate_item"), ("$[1]", "wrong_type")]
    assert told(Mapping[str, int], {"a": "x", "b\x00": 1}) == [
        ('$["b\\u0000"]', "control_character"), ("$.a", "wrong_type"),
    ]  # fmt: skip


class Area:
    """With JSON of its own."""


def area(data: Any) -> Area:
    if data["unit"] != "m2":
        raise invalid("$.unit", "bad_unit", data["unit"], "no", "no")
    if data["size"] < 0:
        raise invalid("$.size", "negative", data["size"], "no", "no")
    return Area()


def test_what_is_no_json_hides_nothing_of_a_form() -> None:
    register_json(Area, lambda _: {}, area, {})
    assert told(Area, {"unit": "ft", "size": 1.5}) == [("$.size", "float"), ("$.unit", "bad_unit")]
    assert told(Area, {"unit": "m2", "size": -1.5}) == [("$.size", "float")]
    assert told(Area, {"unit": b"m2"}) == [("$.unit", "wrong_type")]
    assert told(Area, {"unit": "m2", "size": b"1"}) == [("$.size", "wrong_type")]
    assert told(Area, {"unit": "m2", "size": 1, "\x00": 1})[0][1] == "control_character"
    with pytest.raises(KeyError):
        READER.thoroughly(shape_of(Area), {})


STORIES: Final[list[tuple[type[Any], dict[str, Any], Told]]] = [
    (
        PlaceOrder,
        {"customer": "c 7", "channel": "web", "number": "", "nummer": "1", "channel_revision": 0,
         "lines": [{"item": "", "quantity": True, "offer": "o 1"}, {"item": "\u202e", "quantity": 0}]},
        [("$.lines[0].quantity", "wrong_type"), ("$.lines[0].item", "empty"),
         ("$.lines[0].offer", "bad_id"), ("$.lines[1].quantity", "zero_quantity"),
         ("$.lines[1].item", "bidi_override"), ("$.nummer", "unknown_key"),
         ("$.customer", "bad_id"), ("$.number", "empty"),
         ("$.channel_revision", "out_of_range")],
    ),
    (
        DefineProduct,
        {"product": {"id": "a b", "name": "", "packaging": {"stock_unit": "1", "places": 9},
                     "standard_cost": "3 EURO", "minimum": -1, "multiple": 0}},
        [("$.product.packaging.stock_unit", "bad_unit"), ("$.product.packaging.places", "out_of_range"),
         ("$.product.standard_cost", "currency_unknown"), ("$.product.id", "bad_id"),
         ("$.product.name", "empty"), ("$.product.minimum", "out_of_range"),
         ("$.product.multiple", "out_of_range")],
    ),
    (
        PublishPriceList,
        {"price_list": {"id": "retail", "currency": "eur", "scope": "nobody", "priority": 10**16},
         "entries": [{"id": "x", "price_list": "retail", "by": "sku", "key": "TEA 1",
                      "entries": [{"price": "cheap", "unit": "1"}]}]},
        [("$.price_list.scope", "unknown_word"), ("$.price_list.currency", "currency_unknown"),
         ("$.price_list.priority", "out_of_range"), ("$.entries[0].entries[0].price", "bad_price"),
         ("$.entries[0].entries[0].unit", "bad_unit"), ("$.entries[0].key", "bad_id"),
         ("$.entries[0].id", "bad_id")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cls", "data", "expected"), STORIES)
def test_commands_as_they_come(cls: type[Any], data: dict[str, Any], expected: Told) -> None:
    with pytest.raises(InvalidInput) as refused:
        CODEC.parse(cls, data)
    assert sorted((one.path, one.code) for one in refused.value.faults) == sorted(expected)


BAD: Final[tuple[Any, ...]] = ("a\u202eb", "", "x y z", -1, 10**16)
MADE_OF_OTHERS: Final = {"id", "of", "order_unit"}
"""Fields that can be judged only beside those they are made of, or belong to."""


def records(data: Any, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every object in *data*."""
    if isinstance(data, dict):
        yield path, data
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    for step, one in steps:
        if isinstance(one, dict | list):
            yield from records(one, (*path, step))


def having(data: Any, path: Path, value: object) -> Any:
    """*data* with *value* at *path*; nothing of it is shared."""
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = having(data[path[0]], path[1:], value)
    return changed


def paths(cls: type[Any], data: Any) -> set[str]:
    try:
        CODEC.parse(cls, data)
    except InvalidInput as refused:
        return {one.path for one in refused.faults}
    return set()


def written(path: Path) -> str:
    return "$" + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)


@pytest.mark.parametrize("role", ["command", "document"])
def test_no_field_hides_another_in_any_declared_class(role: str) -> None:
    checked = 0
    for name, data in (COMMANDS if role == "command" else DOCUMENTS).items():
        cls = named(role, name).cls
        for path, record in records(data):
            for key in record:
                for bad in (one for one in BAD if type(one) is type(record[key])):
                    one = having(data, (*path, key), bad)
                    alone = paths(cls, one)
                    if alone != {written((*path, key))} or key in MADE_OF_OTHERS:
                        continue
                    for other in record.keys() - {key}:
                        unread = written((*path, other))
                        both = paths(cls, having(one, (*path, other), 1.5))
                        assert both == {*alone, unread}, (name, path, key, bad, other)
                        checked += 1
    assert checked > 500


def test_commands_of_somebody_s_own_are_told_all_the_same() -> None:
    @typed
    @frozen
    class Own(Command[str]):
        number: str
        note: str = ""

        def __attrs_post_init__(self) -> None:
            gathered(
                caught(check_id, self.number, "Own.number"),
                caught(check_text, self.note, "Own.note"),
            )

        def decide(self, context: Any) -> Any: ...

    assert told(Own, {"number": "a b"}) == [("$.number", "bad_id"), ("$.note", "empty")]
