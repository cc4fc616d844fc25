"""Windows of time, half-open: the start belongs to them, the end does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from attrs import frozen

from orderkit.errors import invalid
from orderkit.values.moment import day_start, moment, moment_text, utc


@frozen
class Window:
    """
    The moments from *start* up to, not including, *until*.

    Adjacent windows share no moment and leave none out.

    Attributes:
        start: First moment in UTC; None: since ever.

        until: First moment after it in UTC; None: for ever.
    """

    start: datetime | None = None
    until: datetime | None = None

    def __attrs_post_init__(self) -> None:
        if self.start is not None:
            object.__setattr__(self, "start", utc(self.start, "Window.start"))
        if self.until is not None:
            object.__setattr__(self, "until", utc(self.until, "Window.until"))
        if self.start is not None and self.until is not None and self.start >= self.until:
            raise invalid(
                "Window",
                "bad_window",
                str(self),
                "it ends before or as it starts, so no moment lies in it",
                "put the end after the start, or leave an end open",
            )

    @classmethod
    def parse(cls, text: str, path: str = "Window") -> Window:
        """
        Read what ``str()`` writes: an ISO 8601 interval, ``..`` for an open end (ISO 8601-2).

        Raises:
            InvalidInput: ``bad_window``, or ``bad_time`` and the like for an end.

        >>> Window.parse("2026-01-01T00:00:00Z/..").until is None
        True
        """
        ends = text.split("/") if isinstance(text, str) else []
        if len(ends) != 2:
            raise invalid(
                path,
                "bad_window",
                text,
                "it is not two moments with a slash between",
                "write it like '2026-01-01T00:00:00Z/2026-02-01T00:00:00Z', '..' for an open end",
            )
        start, until = (None if end == ".." else moment(end, path) for end in ends)
        return cls(start, until)

    @classmethod
    def days(cls, first: date | None, last: date | None, zone: str) -> Window:
        """
        Return the days from *first* to *last*, both of them included, as they are in *zone*.

        Args:
            first: The first day; None: since ever.

            last: The last day, which belongs to it; None: for ever.

            zone: IANA name; a day there may have 23 hours, or 25.

        Raises:
            InvalidInput: A day is none (``wrong_type``), ``bad_window``, or as
                :func:`~orderkit.values.moment.day_start`.

        >>> spring = date(2026, 3, 29)
        >>> print(Window.days(spring, spring, "Europe/Berlin"))
        2026-03-28T23:00:00Z/2026-03-29T22:00:00Z
        """
        start = None if first is None else day_start(_day(first, "first"), zone)
        if last is None:
            return cls(start, None)
        day_start(_day(last, "last"), zone)  # a day that has a next one
        return cls(start, day_start(last + timedelta(days=1), zone))

    def contains(self, at: datetime) -> bool:
        """
        Tell whether the moment *at* lies in the window.

        Raises:
            InvalidInput: It is naive, or as :func:`~orderkit.values.moment.utc`.

        >>> january = Window.parse("2026-01-01T00:00:00Z/2026-02-01T00:00:00Z")
        >>> january.contains(january.start), january.contains(january.until)
        (True, False)
        """
        if at.tzinfo is not UTC:
            at = utc(at, "at")
        return (self.start is None or self.start <= at) and (self.until is None or at < self.until)

    def overlaps(self, other: Window) -> bool:
        """
        Tell whether some moment lies in both.

        >>> Window.parse("../2026-01-01T00:00:00Z").overlaps(Window.parse("2026-01-01T00:00:00Z/.."))
        False
        """
        return _starts_before(self.start, other.until) and _starts_before(other.start, self.until)

    def __str__(self) -> str:
        ends = (".." if end is None else moment_text(end) for end in (self.start, self.until))
        return "/".join(ends)


def _starts_before(start: datetime | None, until: datetime | None) -> bool:
    return start is None or until is None or start < until


def _day(value: date, path: str) -> date:
    """A moment is a day only in some zone, so that it is none here, though Python takes it for one."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise invalid(
            path,
            "wrong_type",
            value,
            f"a {type(value).__name__} is no day",
            "pass a date, such as local_day(at, zone)",
        )
    return value
