from __future__ import annotations

import time
from typing import Any

import pytest

from orderkit.codec.json_text import (
    BYTES_MAX,
    DEPTH_MAX,
    Misread,
    check_depth,
    read_json,
    shown_number,
    step,
)
from orderkit.errors import InvalidInput

DEEP = "[" * DEPTH_MAX + "]" * DEPTH_MAX

UNREADABLE: list[tuple[str | bytes, str]] = [
    ("", "not_json"),
    ("{", "not_json"),
    ("{'a': 1}", "not_json"),
    ('{"a": 1,}', "not_json"),
    ('{"a": 01}', "not_json"),
    ('{"a": 1} x', "not_json"),
    ('"tab\there"', "not_json"),
    ("nan", "not_json"),
    ("\ufeff{}", "byte_order_mark"),
    (b"\xef\xbb\xbf{}", "byte_order_mark"),
    (b"\xff\xfe{\x00}\x00", "not_utf8"),
    (b'{"a": "\xe9"}', "not_utf8"),
    (b'{"a": "\xed\xa0\x80"}', "not_utf8"),
    ("[" * 100_000, "too_deep"),
    ('{"a":' * 100_000, "too_deep"),
    (f"[{DEEP}]", "too_deep"),
    (" " * (BYTES_MAX + 1), "too_long"),
]


@pytest.mark.parametrize(("text", "code"), UNREADABLE, ids=lambda one: repr(one)[:20])
def test_texts_that_cannot_be_read_are_refused_as_a_whole(text: str | bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_json(text)
    assert [(one.path, one.code) for one in caught.value.faults] == [("$", code)]


@pytest.mark.parametrize(
    "text",
    [
        "[" * BYTES_MAX,
        "[]" * (BYTES_MAX // 2),
        '"' + '\\"' * (BYTES_MAX // 2 - 1),
        '["' * (BYTES_MAX // 2),
        "[" + "1" * (BYTES_MAX - 1),
    ],
    ids=["deep", "wide", "unclosed", "odd", "digits"],
)
def test_a_hostile_text_is_refused_soon(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InvalidInput):
        read_json(text)
    assert time.perf_counter() - began < 10


def test_the_greatest_depth_is_read() -> None:
    data: Any = read_json(DEEP)
    for _ in range(DEPTH_MAX - 1):
        (data,) = data
    assert data == []


def test_brackets_in_texts_are_not_depth() -> None:
    inside = '\\"[{' * 50
    assert read_json(f'["{inside}"]') == ['"[{' * 50]


def test_brackets_side_by_side_are_not_depth() -> None:
    assert len(read_json("[" + ",".join(["{}"] * 50) + "]")) == 50


def test_a_text_and_its_bytes_are_read_alike() -> None:
    assert read_json('{"a": "grün"}') == read_json('{"a": "grün"}'.encode())


MISREAD: list[tuple[str, str, str]] = [
    ("1.5", "float", "1.5"),
    ("1.0", "float", "1.0"),
    ("1e400", "float", "1e400"),
    ("1E5", "float", "1E5"),
    ("NaN", "not_a_number", "NaN"),
    ("Infinity", "not_a_number", "Infinity"),
    ("-Infinity", "not_a_number", "-Infinity"),
    ("123456789012345678901", "too_many_digits", "123456789012345678901"),
    ("1" * 5000, "too_many_digits", "11111111111111111111… (5000 characters)"),
    ("1." + "1" * 5000, "float", "1.111111111111111111… (5002 characters)"),
]


@pytest.mark.parametrize(("text", "code", "got"), MISREAD, ids=lambda one: one[:12])
def test_numbers_that_cannot_be_taken_stay_in_their_place(text: str, code: str, got: str) -> None:
    (held,) = read_json(f"[{text}]")
    assert isinstance(held, Misread)
    assert (held.code, held.got) == (code, got)


def test_twenty_digits_are_read() -> None:
    assert read_json("[12345678901234567890]") == [12345678901234567890]


def test_a_key_that_stands_twice_is_told_in_its_place() -> None:
    read = read_json('{"a": 1, "b": 2, "a": 1}')
    assert read["b"] == 2
    assert read["a"].code == "duplicate_key"


def test_way_out_of_a_float_shows_how_to_write_it() -> None:
    (held,) = read_json("[3.9]")
    assert held.remedy == 'write it as text: "3.9"'


def test_long_numbers_are_shown_cut() -> None:
    assert shown_number("1" * 40) == "1" * 40
    assert shown_number("1" * 41) == f"{'1' * 20}… (41 characters)"


@pytest.mark.parametrize(
    ("key", "text"),
    [("sku", ".sku"), (2, "[2]"), ("odd key", '["odd key"]'), ("\ud800", '["\\ud800"]')],
)
def test_steps_of_paths(key: object, text: str) -> None:
    assert step(key) == text


def nested(depth: int) -> Any:
    data: Any = []
    for _ in range(depth - 1):
        data = {"a": data}
    return data


def test_python_data_may_be_as_deep_as_texts() -> None:
    check_depth(nested(DEPTH_MAX))
    with pytest.raises(InvalidInput) as caught:
        check_depth(nested(DEPTH_MAX + 1))
    assert caught.value.faults[0].code == "too_deep"


def test_data_that_contain_themselves_are_too_deep() -> None:
    circle: list[Any] = [1]
    circle += [circle, circle]
    with pytest.raises(InvalidInput) as caught:
        check_depth({"a": circle})
    assert caught.value.faults[0].code == "too_deep"
