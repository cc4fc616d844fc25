from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import attrs
import pytest
from attrs import evolve, frozen
from hypothesis import given

from orderkit.codec import Codec, Unreadable, personal_paths, register_value
from orderkit.errors import InvalidInput
from orderkit.flow import document, event
from orderkit.ports import GENESIS, Stored, body_hash, head_after
from orderkit.values import Money, Quantity
from tests.codec.sample_classes import (
    Branch,
    Everything,
    PlaceSample,
    SampleLine,
    SampleOrder,
    SamplePlaced,
    Wanted,
    sample_line,
    sample_order,
)
from tests.codec.strategies import everything

A = TypeVar("A")
UNTYPED: Any = 7
CODEC = Codec()
ORDER = sample_order(2)
PLACE = PlaceSample("c-7", [Wanted("TEA-1", 3), Wanted("TEA-2", "2 case")])
PLACED = SamplePlaced("o-1", Money(14820, "EUR"))


def stored(body: bytes, version: int = 1) -> Stored:
    return Stored(version, head_after(GENESIS, body_hash(body), b""), "", body)


def body(data: Any, name: str = "sample.order", version: int = 1) -> bytes:
    return json.dumps({"data": data, "type": name, "v": version}).encode()


@document("sample.everything")
@frozen
class Kept:
    id: str
    held: Everything


@given(everything)
def test_documents_of_every_shape_come_back_equal(value: Everything) -> None:
    kept = Kept("k-1", value)
    assert CODEC.document(Kept, stored(CODEC.document_body(kept)), cached=False) == kept


def test_a_document_stands_under_its_name_and_version() -> None:
    assert CODEC.document_body(
        evolve(ORDER, lines=(), ship_to=None, holds=frozenset())
    ).decode() == (
        '{"data":{"currency":"EUR","customer":"c-7","id":"o-1","lines":[],"number":"4711",'
        '"placed":"2026-01-31T09:30:00Z","status":"placed","total":"148.20 EUR"},'
        '"type":"sample.order","v":1}'
    )


def test_events_and_commands_come_back_equal() -> None:
    assert CODEC.event(CODEC.event_body(PLACED)) == PLACED
    assert CODEC.command(CODEC.command_body(PLACE)) == PLACE


def test_each_role_has_its_own_way() -> None:
    for write, value in [
        (CODEC.event_body, ORDER),
        (CODEC.command_body, PLACED),
        (CODEC.document_body, PLACE),
    ]:
        with pytest.raises(InvalidInput) as caught:
            write(value)
        assert caught.value.faults[0].code == "wrong_role"


def test_what_is_not_declared_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        CODEC.document_body(Branch("a"))
    assert caught.value.faults[0].code == "not_declared"


@pytest.mark.parametrize("write", [CODEC.document_body, CODEC.answer_body])
def test_what_cannot_be_written_is_refused_with_its_place(write: Callable[[Any], bytes]) -> None:
    broken = evolve(ORDER, lines=(evolve(sample_line(0), shipped=True, sku="\ud800"),))
    with pytest.raises(InvalidInput) as caught:
        write(broken)
    assert [(one.path, one.code) for one in caught.value.faults] == [
        ("SampleOrder.lines[0].sku", "surrogate"),
        ("SampleOrder.lines[0].shipped", "wrong_type"),
    ]


def test_a_command_that_cannot_be_written_has_no_fingerprint() -> None:
    with pytest.raises(InvalidInput) as caught:
        CODEC.fingerprint(PlaceSample(UNTYPED, ()), "ann")
    assert caught.value.faults[0].path == "PlaceSample.customer"


@frozen
class Moody:
    """Its text is there at the second attempt."""

    attempts: list[int] = attrs.field(factory=list, eq=False)

    def text(self) -> str:
        self.attempts.append(1)
        if len(self.attempts) == 1:
            raise ValueError("not now")
        return "now"


def test_a_fault_that_is_not_found_again_is_raised_as_it_was() -> None:
    register_value(Moody, Moody.text, lambda _: Moody(), {"type": "string"})
    with pytest.raises(ValueError, match="not now"):
        CODEC.answer_body(Moody())


def test_a_document_is_read_once_per_head() -> None:
    codec = Codec()
    held = stored(codec.document_body(ORDER))
    first = codec.document(SampleOrder, held)
    assert codec.document(SampleOrder, held) is first
    assert codec.document(SampleOrder, held, cached=False) is not first


def test_another_head_is_another_value_though_the_version_is_the_same() -> None:
    codec = Codec()
    other = evolve(ORDER, revision=2)
    one, two = stored(codec.document_body(ORDER)), stored(codec.document_body(other))
    assert one.version == two.version
    assert codec.document(SampleOrder, one) == ORDER
    assert codec.document(SampleOrder, two) == other


def test_uncached_reading_leaves_nothing_behind() -> None:
    codec = Codec()
    held = stored(codec.document_body(ORDER))
    first = codec.document(SampleOrder, held, cached=False)
    assert codec.document(SampleOrder, held) is not first


def test_many_are_read_as_each_of_them_is() -> None:
    codec = Codec()
    one, other = (stored(codec.document_body(evolve(ORDER, revision=n))) for n in (1, 2))
    first = codec.document(SampleOrder, one)
    found = codec.documents(SampleOrder, ("c", "b", "a"), (other, None, one))
    assert list(found) == ["c", "a"]
    assert found["a"] is first
    assert codec.documents(SampleOrder, ("c",), [other])["c"] is found["c"]


def test_what_a_codec_apart_reads_stays_with_it() -> None:
    codec = Codec()
    held = stored(codec.document_body(ORDER))
    apart = codec.apart()
    first = apart.document(SampleOrder, held)
    assert apart.document(SampleOrder, held) is first
    assert codec.document(SampleOrder, held) is not first
    assert codec.apart().document(SampleOrder, held) is not first


def test_a_cached_document_is_not_given_as_another_class() -> None:
    codec = Codec()
    held = stored(codec.document_body(ORDER))
    codec.document(SampleOrder, held)
    with pytest.raises(Unreadable):
        codec.document(Kept, held)


def test_threads_read_and_write_alike() -> None:
    codec, found = Codec(), []
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        held = stored(codec.document_body(ORDER))
        found.append(codec.document(SampleOrder, held) == ORDER)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [True] * 4


def from_first(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "count": data["amount"] + 1}


def from_second(data: dict[str, Any]) -> dict[str, Any]:
    return {"id": data["id"], "count": data["count"] * 10}


@document("sample.grown", version=3, upcasters={1: from_first, 2: from_second})
@frozen
class Grown:
    id: str
    count: int


@pytest.mark.parametrize(
    ("version", "data", "count"),
    [
        (1, {"id": "g", "amount": 4}, 50),
        (2, {"id": "g", "count": 4}, 40),
        (3, {"id": "g", "count": 4}, 4),
    ],
)
def test_older_versions_are_brought_up_step_by_step(
    version: int, data: dict[str, Any], count: int
) -> None:
    held = stored(body(data, "sample.grown", version))
    assert CODEC.document(Grown, held) == Grown("g", count)


@event("sample.noted", version=2, upcasters={1: lambda data: {"note": data["text"]}})
@frozen
class Noted:
    note: str


def test_events_and_commands_are_brought_up_too() -> None:
    assert CODEC.event(body({"text": "a"}, "sample.noted", 1)) == Noted("a")


UNREADABLE: list[tuple[bytes, str, str]] = [
    (b"", "$", "not_json"),
    (b"\xff", "$", "not_json"),
    (b"[]", "$", "bad_envelope"),
    (b'{"data":{},"type":"sample.grown"}', "$", "bad_envelope"),
    (b'{"data":{},"type":"sample.grown","v":0}', "$", "bad_envelope"),
    (b'{"data":{},"type":"sample.grown","v":1,"w":1}', "$", "bad_envelope"),
    (b'{"data":{"count":1.5},"type":"sample.grown","v":3}', "$", "not_json"),
    (b'{"data":{"count":NaN},"type":"sample.grown","v":3}', "$", "not_json"),
    (body({}, "sample.order"), "$.type", "wrong_role"),
    (body({}, "sample.grown", 4), "$.v", "newer_version"),
    (body({"id": "g", "count": "4"}, "sample.grown", 3), "$.count", "wrong_type"),
    (body({"id": "g", "count": 4, "x": 1}, "sample.grown", 3), "$.x", "unknown_key"),
]


@pytest.mark.parametrize(("held", "path", "code"), UNREADABLE)
def test_a_stored_body_that_cannot_be_read_says_why(held: bytes, path: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        CODEC.document(Grown, stored(held))
    assert [(one.path, one.code) for one in caught.value.faults] == [(path, code)]


def test_an_event_of_an_unknown_name_is_unreadable() -> None:
    with pytest.raises(Unreadable) as caught:
        CODEC.event(body({}, "sample.nowhere"))
    assert caught.value.faults[0].code == "not_declared"


def test_refusal_of_a_stored_body_tells_the_way_out_and_survives_pickling() -> None:
    with pytest.raises(Unreadable) as caught:
        CODEC.document(Grown, stored(body({}, "sample.grown", 4)))
    assert str(caught.value) == (
        "stored sample.grown cannot be read: $.v cannot be 4: this code knows versions up to 3; "
        "run the newer code. Run the version that wrote it, or add an upcaster; nothing was changed"
    )
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert caught.value.as_problem()["code"] == "unreadable"


def test_parses_texts_bytes_and_mappings() -> None:
    data = {
        "customer": "c-7",
        "lines": [{"sku": "TEA-1", "quantity": 3}, {"sku": "TEA-2", "quantity": "2 case"}],
    }
    text = json.dumps(data)
    for one in (data, text, text.encode()):
        assert CODEC.parse(PlaceSample, one) == PLACE


def test_parsing_reports_every_fault_of_every_kind_at_once() -> None:
    text = (
        '{"custmer": "c", "lines": [{"sku": "\\ud800", "quantity": 3.5}, {"quantity": "2  case"},'
        ' {"sku": "A", "quantity": 123456789012345678901, "quantity": 1}],'
        ' "expected_total": 148.2, "labels": {"a": [NaN]}, "day": "2026-02-30"}'
    )
    with pytest.raises(InvalidInput) as caught:
        CODEC.parse(PlaceSample, text)
    assert [(one.path, one.code) for one in caught.value.faults] == [
        ("$.customer", "missing_key"),
        ("$.lines[0].sku", "surrogate"),
        ("$.lines[0].quantity", "float"),
        ("$.lines[1].sku", "missing_key"),
        ("$.lines[1].quantity", "bad_unit"),
        ("$.lines[2].quantity", "duplicate_key"),
        ("$.expected_total", "float"),
        ("$.labels.a[0]", "not_a_number"),
        ("$.day", "bad_date"),
        ("$.custmer", "unknown_key"),
    ]


@pytest.mark.parametrize("data", [None, 3, [], "[]", b"null"])
def test_what_is_no_object_is_not_parsed(data: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        CODEC.parse(PlaceSample, data)
    assert [(one.path, one.code) for one in caught.value.faults] == [("$", "wrong_type")]


def test_a_mapping_that_contains_itself_is_not_parsed() -> None:
    circle: dict[str, Any] = {"customer": "c-7", "lines": []}
    circle["labels"] = circle
    with pytest.raises(InvalidInput) as caught:
        CODEC.parse(PlaceSample, circle)
    assert caught.value.faults[0].code == "too_deep"


def test_a_value_is_parsed_from_its_text() -> None:
    assert CODEC.parse(Quantity, '"2 case"') == Quantity.of("2 case")


def test_personal_fields_are_found_wherever_they_are_held() -> None:
    assert personal_paths(SampleOrder) == (
        "ship_to.name",
        "ship_to.lines",
        "ship_to.city",
        "ship_to.postcode",
    )
    assert personal_paths(PlaceSample) == ("lines[].note",)
    assert personal_paths(Branch) == ()
    assert personal_paths(SampleLine) == ()


@frozen
class Party:
    people: tuple[int, Wanted]
    by_name: Any


def test_personal_fields_are_found_in_tuples_of_fixed_length() -> None:
    assert personal_paths(Party) == ("people[1].note",)
