"""Moments, days of a zone, and windows."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.values import (
    Window,
    day_start,
    from_local,
    local_day,
    moment,
    moment_text,
    utc,
)

moments = st.datetimes(datetime(1970, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
ends = st.none() | moments
zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "Asia/Taipei", "America/Havana", "America/Sao_Paulo", "Asia/Kathmandu"]
)


def ordered(start: datetime | None, until: datetime | None) -> bool:
    return start is None or until is None or start < until


windows = st.tuples(ends, ends).filter(lambda pair: ordered(*pair)).map(lambda pair: Window(*pair))


@given(moments)
def test_a_moment_reads_back_what_it_writes(at: datetime) -> None:
    assert moment(moment_text(at), "at") == at
    assert moment(at, "at") is at


@given(moments, st.integers(-23 * 60, 23 * 60))
def test_an_offset_changes_the_text_and_not_the_moment(at: datetime, minutes: int) -> None:
    there = at.astimezone(timezone(timedelta(minutes=minutes)))
    read = moment(there.isoformat(), "at")
    assert read == at == utc(there, "at")
    assert read.tzinfo is UTC


def test_moments_have_one_text() -> None:
    texts = ["2026-01-31T09:30:00+01:00", "2026-01-31T08:30:00.000Z", "2026-01-31T08:30:00.5Z"]
    assert [moment_text(moment(text, "at")) for text in texts] == [
        "2026-01-31T08:30:00Z",
        "2026-01-31T08:30:00Z",
        "2026-01-31T08:30:00.500000Z",
    ]


def test_a_named_zone_becomes_utc() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert utc(summer, "at") == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_an_hour_that_comes_twice_needs_its_fold() -> None:
    day, at = date(2026, 10, 25), time(2, 30)
    earlier = from_local(day, at, "Europe/Berlin", fold=0)
    later = from_local(day, at, "Europe/Berlin", fold=1)
    assert later - earlier == timedelta(hours=1)
    assert moment_text(earlier) == "2026-10-25T00:30:00Z"


def test_an_ordinary_wall_time_needs_no_fold() -> None:
    expected = datetime(2026, 1, 1, 11, tzinfo=UTC)
    for fold in (None, 0, 1):
        assert from_local(date(2026, 1, 1), time(12), "Europe/Berlin", fold=fold) == expected


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)]
)
def test_a_calendar_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    tomorrow = day + timedelta(days=1)
    length = day_start(tomorrow, "Europe/Berlin") - day_start(day, "Europe/Berlin")
    assert length == timedelta(hours=hours)


@given(st.dates(date(1970, 1, 2), date(2050, 1, 1)), zones)
def test_a_day_begins_on_that_day_and_not_before(day: date, zone: str) -> None:
    start = day_start(day, zone)
    assert local_day(start, zone) == day
    assert local_day(start - timedelta(microseconds=1), zone) < day


def test_a_day_whose_midnight_is_skipped_begins_at_the_jump() -> None:
    start = day_start(date(2018, 11, 4), "America/Sao_Paulo")
    assert moment_text(start) == "2018-11-04T03:00:00Z"
    assert start.astimezone(ZoneInfo("America/Sao_Paulo")).hour == 1


@given(windows)
def test_a_window_reads_back_what_it_writes(window: Window) -> None:
    assert Window.parse(str(window)) == window
    assert pickle.loads(pickle.dumps(window)) == window


@given(windows, moments)
def test_a_window_has_its_start_and_not_its_end(window: Window, at: datetime) -> None:
    assert window.start is None or window.contains(window.start)
    assert window.until is None or not window.contains(window.until)
    after_start = window.start is None or window.start <= at
    assert window.contains(at) == (after_start and (window.until is None or at < window.until))


@given(moments)
def test_adjacent_windows_share_no_moment_and_leave_none_out(at: datetime) -> None:
    before, after = Window(None, at), Window(at, None)
    assert not before.overlaps(after)
    assert not after.overlaps(before)
    assert [before.contains(at), after.contains(at)] == [False, True]


@given(windows, windows)
def test_windows_overlap_when_a_moment_is_in_both(one: Window, two: Window) -> None:
    starts = [window.start for window in (one, two) if window.start is not None]
    latest = max(starts, default=datetime(1970, 1, 1, tzinfo=UTC))
    assert one.overlaps(two) == two.overlaps(one) == (one.contains(latest) and two.contains(latest))


def test_a_window_is_kept_in_utc() -> None:
    start = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=8)))
    assert str(Window(start)) == "2025-12-31T16:00:00Z/.."
    assert str(Window()) == "../.."
