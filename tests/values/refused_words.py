"""Texts, ids, moments, windows and addresses that cannot be: the code and the attempt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from orderkit.values import (
    Address,
    Window,
    check_id,
    check_text,
    day_start,
    from_local,
    moment,
    utc,
    zone_of,
)

Row = tuple[str, Callable[[], object]]

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
CARD = "4111 1111 1111 1111"
# The same callables without their types, for arguments a type checker would not let pass.
loosely: Any = SimpleNamespace(
    check_id=check_id,
    check_text=check_text,
    moment=moment,
    utc=utc,
    zone_of=zone_of,
    Address=Address,
    Window=Window,
)


def note(value: str) -> str:
    return check_text(value, "note")


def address(**changes: object) -> Address:
    fields = {
        "name": "Ann",
        "lines": ("Ring 1",),
        "city": "Bonn",
        "postcode": "53111",
        "country": "DE",
    }
    made: Address = loosely.Address(**{**fields, **changes})
    return made


WORDS: list[Row] = [
    # texts and ids
    ("surrogate", lambda: note("\ud800")),
    ("control_character", lambda: note("a\x00b")),
    ("control_character", lambda: note("a\nb")),
    ("control_character", lambda: check_text("a\x0bb", "note", multiline=True)),
    ("control_character", lambda: note("a\x85b")),
    ("bidi_override", lambda: note("invoice\u202efdp.exe")),
    ("bidi_override", lambda: note("\u2066x")),
    ("empty", lambda: note("")),
    ("empty", lambda: note(" \u3000")),
    ("too_long", lambda: note("x" * 2001)),
    ("wrong_type", lambda: loosely.check_text(b"x", "note")),
    ("card_number", lambda: note(f"please charge {CARD}, thanks")),
    ("card_number", lambda: note("4111111111111111")),
    ("card_number", lambda: note("3782-822463-10005 12")),
    ("card_number", lambda: note("ref 1234 4111 1111 1111 1111 99")),
    ("card_number", lambda: note("４１１１１１１１１１１１１１１１")),
    ("bad_id", lambda: check_id("caf\u00e9", "sku")),
    ("bad_id", lambda: check_id("cafe\u0301", "sku")),
    ("bad_id", lambda: check_id("\u0410-1", "sku")),
    ("bad_id", lambda: check_id("a\u202eb", "sku")),
    ("bad_id", lambda: check_id("a\u200bb", "sku")),
    ("bad_id", lambda: check_id("  ", "sku")),
    ("bad_id", lambda: check_id("..", "sku")),
    ("bad_id", lambda: check_id("a/b", "sku")),
    ("bad_id", lambda: check_id("a\n", "sku")),
    ("bad_id", lambda: check_id("", "sku")),
    ("bad_id", lambda: check_id("x" * 10_000, "sku")),
    ("bad_id", lambda: loosely.check_id(7, "sku")),
    # moments and windows
    ("naive_time", lambda: utc(datetime(2026, 1, 1), "at")),  # noqa: DTZ001
    ("naive_time", lambda: Window(datetime(2026, 1, 1))),  # noqa: DTZ001
    ("naive_time", lambda: Window().contains(datetime(2026, 1, 1))),  # noqa: DTZ001
    ("wrong_type", lambda: loosely.utc(date(2026, 1, 1), "at")),
    ("wrong_type", lambda: loosely.moment(5, "at")),
    ("wrong_type", lambda: from_local(date(2026, 1, 1), time(1, tzinfo=UTC), "UTC")),
    ("dst_gap", lambda: from_local(date(2026, 3, 29), time(2, 30), "Europe/Berlin")),
    ("dst_gap", lambda: utc(datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN), "at")),
    ("dst_ambiguous", lambda: from_local(date(2026, 10, 25), time(2, 30), "Europe/Berlin")),
    ("out_of_range", lambda: from_local(date(2026, 10, 25), time(2, 30), "Europe/Berlin", fold=2)),
    ("zone_unknown", lambda: zone_of("Mars/Olympus")),
    ("zone_unknown", lambda: zone_of("../etc/passwd")),
    ("zone_unknown", lambda: zone_of("Europe")),
    ("zone_unknown", lambda: loosely.zone_of(7)),
    ("bad_time", lambda: moment("2026-W01-1", "at")),
    ("bad_time", lambda: moment("20260101", "at")),
    ("bad_time", lambda: moment("2026-01-01", "at")),
    ("bad_time", lambda: moment("2026-01-01T00:00:00", "at")),
    ("bad_time", lambda: moment("2026-01-01 00:00:00Z", "at")),
    ("bad_time", lambda: moment("2026-02-30T00:00:00Z", "at")),
    ("bad_time", lambda: moment("2026-01-01T24:00:00Z", "at")),
    ("bad_time", lambda: moment("2026-01-01T23:59:60Z", "at")),
    ("bad_time", lambda: moment("2026-01-01T00:00:00+24:00", "at")),
    ("bad_time", lambda: moment("2026-01-01T00:00:00+01:60", "at")),
    ("bad_time", lambda: moment("٢026-01-01T00:00:00Z", "at")),
    ("out_of_range", lambda: moment("9999-01-01T00:00:00Z", "at")),
    ("out_of_range", lambda: moment("1969-12-31T23:59:59Z", "at")),
    ("out_of_range", lambda: moment("1970-01-01T00:00:00+01:00", "at")),
    (
        "out_of_range",
        lambda: utc(datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=9))), "at"),
    ),
    ("out_of_range", lambda: day_start(date(9999, 1, 1), "Europe/Berlin")),
    ("bad_window", lambda: Window(NEW_YEAR, NEW_YEAR)),
    ("bad_window", lambda: Window(NEW_YEAR, NEW_YEAR - timedelta(1))),
    ("bad_window", lambda: Window.days(date(2026, 1, 2), date(2026, 1, 1), "UTC")),
    ("wrong_type", lambda: Window.days(NEW_YEAR, None, "UTC")),
    ("wrong_type", lambda: loosely.Window.days(None, "2026-01-01", "UTC")),
    ("out_of_range", lambda: Window.days(None, date.max, "UTC")),
    ("out_of_range", lambda: Window.days(None, date(9998, 12, 31), "UTC")),
    ("zone_unknown", lambda: Window.days(date(2026, 1, 1), None, "Mars/Olympus")),
    ("bad_window", lambda: Window.parse("2026-01-01T00:00:00Z")),
    ("bad_window", lambda: loosely.Window.parse(None)),
    ("bad_time", lambda: Window.parse("2026-01-01/..")),
    # addresses
    ("bad_address", lambda: address(lines=())),
    ("bad_address", lambda: address(lines=["Ring 1"])),
    ("bad_address", lambda: address(lines=("x",) * 7)),
    ("country_unknown", lambda: address(country="UK")),
    ("country_unknown", lambda: address(country="de")),
    ("country_unknown", lambda: address(country=None)),
    ("empty", lambda: address(name="")),
    ("card_number", lambda: address(lines=("Ring 1", CARD))),
]
