"""
Moments in time. Inside, every moment is a ``datetime`` in UTC; wall clocks exist only at the edge,
where a zone is named.

Python reads more texts as times than anybody means (``20260101``, ``2026-W01-1``), compares naive
and aware times as merely unequal, and moves a time that a zone skips in spring to another hour
without a word. So texts are read by one strict pattern, naive times are refused, and a wall time
must exist and say which it is when it exists twice.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final, NoReturn
from zoneinfo import ZoneInfo

from orderkit.errors import InvalidInput, invalid

YEARS: Final = range(1970, 9999)
"""Years a moment may lie in; arithmetic of days and weeks then stays within Python's calendar."""

_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_is_moment = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}:[0-5][0-9](?:\.[0-9]{{1,6}})?(?:Z|[+-]{_CLOCK})"
).fullmatch


def utc(value: datetime, path: str) -> datetime:
    """
    Return the aware *value* in UTC.

    Raises:
        InvalidInput: ``wrong_type``, ``naive_time``, ``dst_gap`` (its zone skips that wall time)
            or ``out_of_range``.

    >>> utc(datetime(2026, 1, 1, 1, tzinfo=zone_of("Europe/Berlin")), "at").isoformat()
    '2026-01-01T00:00:00+00:00'
    """
    if not isinstance(value, datetime):
        raise invalid(
            path,
            "wrong_type",
            value,
            f"a {type(value).__name__} is no moment",
            "pass an aware datetime",
        )
    if value.tzinfo is UTC and value.year in YEARS:
        return value
    if value.utcoffset() is None:
        raise invalid(
            path,
            "naive_time",
            value,
            "it does not say in which time zone it is",
            "pass an aware datetime, such as datetime.now(UTC)",
        )
    return _moved(value, path)


def _moved(value: datetime, path: str) -> datetime:
    """Bring an aware datetime of another zone to UTC, within the years."""
    if value.year not in YEARS:
        _refuse_year(value, path)
    found = value.astimezone(UTC)
    if found.year not in YEARS:
        _refuse_year(value, path)
    if found.astimezone(value.tzinfo).replace(tzinfo=None) != value.replace(tzinfo=None):
        _refuse_gap(value.replace(tzinfo=None), str(value.tzinfo), path)
    return found


def moment(value: datetime | str, path: str) -> datetime:
    """
    Return an aware datetime, or text of the form ``2026-01-31T09:30:00+01:00``, in UTC.

    Raises:
        InvalidInput: The text has another form or no such date (``bad_time``), or as :func:`utc`.

    >>> moment("2026-01-31T09:30:00.5+01:00", "at").isoformat()
    '2026-01-31T08:30:00.500000+00:00'
    """
    if not isinstance(value, str):
        return utc(value, path)
    if not _is_moment(value):
        raise _bad_time(value, path)
    try:
        return utc(datetime.fromisoformat(value), path)
    except ValueError:
        raise _bad_time(value, path) from None


def moment_text(value: datetime) -> str:
    """
    Return the one text of a moment: in UTC, with ``Z``, with microseconds only when there are some.

    Raises:
        InvalidInput: As :func:`utc`.

    >>> moment_text(datetime(2026, 1, 31, 8, 30, tzinfo=UTC))
    '2026-01-31T08:30:00Z'
    """
    return _text_of(value if value.tzinfo is UTC else utc(value, "moment"))


@lru_cache(maxsize=4096)
def _text_of(value: datetime) -> str:
    """
    Write a moment that is in UTC; one order tells of the same moment again and again.

    Times of other zones must not come here: of two that a clock shows twice Python says that they
    are equal, and the cache would give both the same text.
    """
    return utc(value, "moment").isoformat()[:-6] + "Z"


def zone_of(name: str, path: str = "zone") -> ZoneInfo:
    """
    Return the time zone of that IANA *name*.

    Raises:
        InvalidInput: There is none (``zone_unknown``).

    >>> zone_of("Asia/Taipei").key
    'Asia/Taipei'
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):
        raise invalid(
            path,
            "zone_unknown",
            name,
            "no such time zone is installed here",
            "name one like 'Europe/Berlin'; on systems without zone data install 'tzdata'",
        ) from None


def local_day(at: datetime, zone: str) -> date:
    """
    Return the calendar day of the moment *at* in *zone*.

    Raises:
        InvalidInput: ``zone_unknown``, or as :func:`utc`.

    >>> local_day(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "Europe/Berlin")
    datetime.date(2026, 2, 1)
    """
    return utc(at, "at").astimezone(zone_of(zone)).date()


def day_start(day: date, zone: str) -> datetime:
    """
    Return the moment at which *day* begins in *zone*.

    Where midnight is skipped the day begins when the clocks jump; where it comes twice, at the
    first. A period of days is ``[day_start(first), day_start(last + 1 day))``, whatever the clocks
    do between.

    Raises:
        InvalidInput: ``zone_unknown`` or ``out_of_range``.

    >>> day_start(date(2026, 7, 1), "Europe/Berlin").isoformat()
    '2026-06-30T22:00:00+00:00'
    """
    midnight = datetime.combine(day, time(), zone_of(zone))
    if midnight.year not in YEARS:
        _refuse_year(midnight, "day")
    return utc(midnight.astimezone(UTC), "day")


def from_local(day: date, at: time, zone: str, *, fold: int | None = None) -> datetime:
    """
    Return the moment at which the clocks of *zone* show *day* and *at*.

    Args:
        day: The calendar day there.

        at: The wall time there, without a zone of its own.

        zone: IANA name.

        fold: Which of two, 0 or 1, when the clocks show that time twice.

    Raises:
        InvalidInput: *at* has a zone (``wrong_type``); *fold* is neither (``out_of_range``); the clocks never show it (``dst_gap``) or show it twice and *fold* is not
            said (``dst_ambiguous``); ``zone_unknown`` or ``out_of_range``.

    >>> from_local(date(2026, 10, 25), time(2, 30), "Europe/Berlin", fold=1).isoformat()
    '2026-10-25T01:30:00+00:00'
    """
    if at.tzinfo is not None:
        why, remedy = "a wall time has no zone of its own", "pass it without tzinfo"
        raise invalid("at", "wrong_type", at, why, remedy)
    if fold not in (None, 0, 1):
        why, remedy = "clocks show no time more than twice", "pass 0 (the earlier) or 1 (the later)"
        raise invalid("fold", "out_of_range", fold, why, remedy)
    wall = datetime.combine(day, at.replace(fold=0), zone_of(zone))
    first = utc(wall, "at")
    second = utc(wall.replace(fold=1), "at")
    if first != second and fold is None:
        raise invalid(
            "at",
            "dst_ambiguous",
            wall.replace(tzinfo=None).isoformat(),
            f"the clocks of {zone} show it twice",
            "say which with fold=0 (the earlier) or fold=1 (the later)",
        )
    return second if fold else first


def _refuse_year(value: datetime, path: str) -> NoReturn:
    raise invalid(
        path,
        "out_of_range",
        value.isoformat(),
        f"years go from {YEARS[0]} to {YEARS[-1]}",
        "check the date; leave an end open instead of a far future",
    )


def _refuse_gap(wall: datetime, zone: str, path: str) -> NoReturn:
    raise invalid(
        path,
        "dst_gap",
        wall.isoformat(),
        f"the clocks of {zone} skip it",
        "choose a time before or after the jump",
    )


def _bad_time(value: str, path: str) -> InvalidInput:
    return invalid(
        path,
        "bad_time",
        value,
        "it is not a date, a time and an offset",
        "write it like '2026-01-31T09:30:00Z' or '2026-01-31T09:30:00+01:00'",
    )
