"""Days are days in the company's time zone: of prices, and of what is wanted when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from orderkit.kit import OrderKit
from orderkit.orders import Line
from orderkit.parties import Company, PriceDate
from orderkit.pricing import PriceEntries, PriceList, PublishPriceList
from orderkit.values import EUR, Window
from tests.world import company, do, in_memory, placed, price

BERLIN = company(timezone="Europe/Berlin").company
SPRING = date(2026, 3, 29)
"""The clocks jump from two to three: the day has 23 hours."""


def special(kit: OrderKit, window: Window) -> None:
    """Publish a list that goes before the others while *window* lasts."""
    head = PriceList("special", "EUR", window=window, priority=9)
    do(kit, PublishPriceList(head, (PriceEntries.of("special", "TEA-1", price("5.00")),)))


@pytest.mark.parametrize(
    ("placed_at", "net"),
    [
        (datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC), EUR("9.50")),
        (datetime(2026, 2, 28, 23, tzinfo=UTC), EUR("5.00")),
        (datetime(2026, 3, 1, 22, 59, 59, tzinfo=UTC), EUR("5.00")),
        (datetime(2026, 3, 1, 23, tzinfo=UTC), EUR("9.50")),
    ],
)
def test_a_days_prices_begin_and_end_at_the_companys_midnight(
    placed_at: datetime, net: object
) -> None:
    kit = in_memory(timezone="Europe/Berlin")
    special(kit, BERLIN.days(date(2026, 3, 1), date(2026, 3, 1)))
    assert placed(kit, Line("TEA-1", 1), placed_at=placed_at)[1].net == net


@pytest.mark.parametrize(
    ("wanted", "net"),
    [
        (SPRING - timedelta(days=1), EUR("9.50")),
        (SPRING, EUR("5.00")),
        (SPRING + timedelta(days=1), EUR("9.50")),
    ],
)
def test_prices_of_the_requested_day_are_right_where_the_clocks_change(
    wanted: date, net: object
) -> None:
    kit = in_memory(timezone="Europe/Berlin", price_date=PriceDate.REQUESTED)
    special(kit, BERLIN.days(SPRING, SPRING))
    _, order = placed(kit, Line("TEA-1", 1), requested=BERLIN.days(wanted, wanted))
    assert order.net == net


def test_a_day_has_as_many_hours_as_its_clocks_show() -> None:
    hours = [
        _hours(BERLIN.days(day, day)) for day in (SPRING, date(2026, 4, 1), date(2026, 10, 25))
    ]
    assert hours == [23, 24, 25]


def _hours(window: Window) -> int:
    assert window.start is not None
    assert window.until is not None
    return (window.until - window.start) // timedelta(hours=1)


def test_days_are_open_where_no_day_is_given() -> None:
    assert BERLIN.days(None, None) == Window()
    assert str(BERLIN.days(None, date(2026, 12, 31))) == "../2026-12-31T23:00:00Z"
    taipei = Company("tw", "Tea", "TWD", "TW", "Asia/Taipei")
    assert str(taipei.days(date(2026, 1, 1), None)) == "2025-12-31T16:00:00Z/.."
