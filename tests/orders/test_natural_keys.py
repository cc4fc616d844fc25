"""What orders are known by, and which day's prices they may ask for."""

from __future__ import annotations

from datetime import timedelta

from orderkit.orders import Line
from orderkit.parties import CaptureMode, PriceDate
from orderkit.values import Window
from tests.world import BUYER, NOW, desk_of, in_memory, order_of, placed, stored


def test_a_number_with_a_slash_is_no_revision_of_another() -> None:
    desk = desk_of(in_memory())
    slash = desk.execute(order_of(number="4711/2"))
    first = desk.execute(order_of(number="4711", mode=CaptureMode.RECORD))
    again = desk.execute(
        order_of(Line("TEA-1", 2), number="4711", mode=CaptureMode.RECORD, channel_revision=2)
    )
    assert slash.order_id != first.order_id == again.order_id


def test_keys_differ_wherever_channel_number_or_revision_do() -> None:
    rows = [("a", "1", 1), ("a", "1", 2), ("a", "1/2", 1), ("a", "/1", 1), ("a:2", "1", 1)]
    keys = {order_of(channel=c, number=n, channel_revision=r).key() for c, n, r in rows}
    assert len(keys) == len(rows)


def test_nobody_gets_past_prices_by_asking_for_a_past_delivery() -> None:
    kit = in_memory(price_date=PriceDate.REQUESTED)
    long_ago = Window(NOW - timedelta(days=4_000))
    _, order = placed(kit, actor=BUYER, requested=long_ago)
    assert (order.price_date, order.requested) == (NOW, long_ago)


def test_a_later_delivery_has_the_prices_of_its_own_day() -> None:
    kit = in_memory(price_date=PriceDate.REQUESTED)
    later = NOW + timedelta(days=30)
    answer, _ = placed(kit, requested=Window(later))
    assert stored(kit, answer.order_id).price_date == later
