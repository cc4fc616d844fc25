from __future__ import annotations

from typing import Any

import attrs
from attrs import evolve

from orderkit.codec import Codec
from orderkit.flow import command
from orderkit.flow.declare import Upcaster
from tests.codec.sample_classes import (
    PlaceSample,
    Wanted,
)

CODEC = Codec()
PLACE = PlaceSample("c-7", [Wanted("TEA-1", 3), Wanted("TEA-2", "2 case")])


def test_fingerprint_is_of_32_bytes_and_repeats() -> None:
    again = PlaceSample("c-7", [Wanted("TEA-1", "3"), Wanted("TEA-2", "2.0 case")])
    assert len(CODEC.fingerprint(PLACE, "ann")) == 32
    assert CODEC.fingerprint(PLACE, "ann") == Codec().fingerprint(again, "ann")


def test_fingerprint_tells_principals_and_contents_apart() -> None:
    prints = {
        CODEC.fingerprint(PLACE, "ann"),
        CODEC.fingerprint(PLACE, "bob"),
        CODEC.fingerprint(evolve(PLACE, customer="c-8"), "ann"),
        CODEC.fingerprint(evolve(PLACE, labels={"a": 1}), "ann"),
    }
    assert len(prints) == 4


def of_shape(name: str, version: int, **defaults: Any) -> type[Any]:
    """A command class as it stands in one release of somebody's code."""
    spec = {key: attrs.field(type=type(value), default=value) for key, value in defaults.items()}
    made = attrs.make_class("Release", {"id": attrs.field(type=str), **spec}, frozen=True)
    upcasters: dict[int, Upcaster] = dict.fromkeys(range(1, version), dict)
    return command(name, version=version, upcasters=upcasters)(made)


def test_a_new_field_with_a_default_changes_no_fingerprint() -> None:
    before = Codec().fingerprint(of_shape("sample.release", 1)("r"), "ann")
    after = Codec().fingerprint(of_shape("sample.release", 1, rush=False, note="")("r"), "ann")
    assert before == after


def test_a_changed_default_needs_a_new_version() -> None:
    """The bytes cannot tell two defaults apart, so only the version can."""
    old, new = of_shape("sample.release", 1, days=3), of_shape("sample.release", 1, days=5)
    assert Codec().fingerprint(old("r"), "ann") == Codec().fingerprint(new("r"), "ann")
    raised = of_shape("sample.release", 2, days=5)
    assert Codec().fingerprint(old("r"), "ann") != Codec().fingerprint(raised("r"), "ann")
