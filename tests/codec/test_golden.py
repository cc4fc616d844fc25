from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen

from orderkit.flow import Declared, named
from orderkit.ports import GENESIS, Stored
from tests.codec.goldens import (
    CODEC,
    FOLDER,
    body,
    changes,
    drift,
    file_name,
    golden,
    missing,
    ours,
)
from tests.codec.samples import SAMPLES

FILES = sorted(FOLDER.glob("*.json"))
TYPES = ours()


def held(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def about(path: Path) -> Declared:
    role, _, rest = path.stem.partition(".")
    return named(role, rest.rpartition(".v")[0])


def read(declared: Declared, stored: bytes) -> Any:
    match declared.role:
        case "document":
            return CODEC.document(declared.cls, Stored(1, GENESIS, "", stored), cached=False)
        case "event":
            return CODEC.event(stored)
        case _:
            return CODEC.command(stored)


def test_every_declared_type_has_a_golden_document() -> None:
    assert missing(TYPES, FOLDER) == [], (
        "a declared type has no golden document: add its sample to tests/codec/sample_documents.py, sample_events.py or sample_commands.py "
        "and run python tools/make_goldens.py"
    )


def test_samples_are_of_declared_types_only() -> None:
    known = {(one.role, one.name) for one in TYPES}
    assert {(role, name) for role, found in SAMPLES.items() for name in found} <= known


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.stem)
def test_what_was_once_written_is_still_read(path: Path) -> None:
    envelope = held(path)["body"]
    stored = json.dumps(envelope).encode()
    declared = about(path)
    assert type(read(declared, stored)) is declared.cls


PRESENT = [path for path in FILES if path.name in {file_name(one) for one in TYPES}]


@pytest.mark.parametrize("path", PRESENT, ids=lambda one: one.stem)
def test_what_is_written_now_is_what_was_written(path: Path) -> None:
    assert drift(about(path), held(path)) == []


@frozen
class Thing:
    id: str
    days: int = 3


def declaration(cls: type[Any], version: int = 1) -> Declared:
    return Declared(cls, "event", "sample.thing", version, {})


def test_a_type_without_a_golden_document_is_missed(tmp_path: Path) -> None:
    assert missing([declaration(Thing)], tmp_path) == ["event.sample.thing.v1.json"]


def test_a_raised_version_wants_a_golden_document_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "event.sample.thing.v1.json").write_text("{}")
    assert missing([declaration(Thing)], tmp_path) == []
    assert missing([declaration(Thing, 2)], tmp_path) == ["event.sample.thing.v2.json"]


def closed() -> tuple[Declared, dict[str, Any]]:
    found = named("event", "order.held")
    return found, json.loads(golden(found))


def test_a_golden_document_of_today_has_not_drifted() -> None:
    assert drift(*closed()) == []


def test_a_changed_default_is_seen_as_drift() -> None:
    declared, found = closed()
    found["full"]["detail"] = "another"
    assert drift(declared, found) == ["$.detail is read as 'over the limit' and was 'another'"]


def test_another_way_of_writing_is_seen_as_drift() -> None:
    declared, found = closed()
    found["body"]["v"] = 9
    (told,) = drift(declared, found)
    assert (
        told
        == f"it is written as {body(declared, CODEC.parse(declared.cls, found['body']['data'])).decode()}"
    )


def test_a_new_field_is_no_drift_and_a_lost_one_is() -> None:
    old = {"lines": [{"a": 1}], "n": 1}
    assert list(changes(old, {"lines": [{"a": 1, "b": 2}], "n": 1, "m": 2}, "$")) == []
    assert list(changes(old, {"lines": [{"b": 2}], "n": 1}, "$")) == [
        "$.lines[0].a is read as 'gone' and was 1"
    ]
    assert list(changes(old, {"lines": [], "n": 1}, "$")) == [
        "$.lines is read as [] and was [{'a': 1}]"
    ]


def test_a_golden_document_names_its_type() -> None:
    assert file_name(evolve(declaration(Thing), name="order.held")) == "event.order.held.v1.json"
