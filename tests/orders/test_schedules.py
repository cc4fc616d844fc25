"""Every line of an order is scheduled: how much, from where, when and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.fulfilment import Delivery, PlanDelivery
from orderkit.kit import OrderKit
from orderkit.orders import CancelOrder, Line, NumberTaken, ScheduleLine
from orderkit.orders.schedules import called_off, scheduled, still_there
from orderkit.parties import CaptureMode
from orderkit.values import Window
from tests.world import (
    NOW,
    SHOP,
    SHOPBOT,
    desk_of,
    do,
    in_memory,
    order_of,
    placed,
    shipped,
    stored,
)

SOON, LATE = Window(NOW + timedelta(days=1)), Window(NOW + timedelta(days=9))


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def test_an_ordinary_line_has_one_schedule_line(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3))
    assert order.lines[0].schedule == (ScheduleLine(3, "north"),)


def test_a_service_and_a_short_line_keep_when_they_are_wanted(kit: OrderKit) -> None:
    lines = Line("ENGRAVE", 2, requested=LATE), Line("POT-1", 50), Line("NONE", 7)
    _, order = placed(kit, *lines, mode=CaptureMode.RECORD, actor=SHOPBOT, requested=SOON)
    assert [line.schedule for line in order.lines] == [
        (ScheduleLine(2, requested=LATE),),
        (ScheduleLine(40, "south", requested=SOON), ScheduleLine(10, requested=SOON)),
        (ScheduleLine(1, requested=SOON),),
    ]
    assert [(line.reserved, line.short) for line in order.lines] == [(0, 0), (40, 10), (0, 0)]


def test_a_line_goes_to_another_place_of_the_customer(kit: OrderKit) -> None:
    lines = Line("TEA-1", 3), Line("TEA-1", 25, ship_to="shop"), Line("LEAF", 1, ship_to="main")
    _, order = placed(kit, *lines)
    to_shop = [(one.location, one.quantity, one.ship_to) for one in order.lines[1].schedule]
    assert to_shop == [("south", 25, "shop")]
    assert [order.lines[n].schedule[0].ship_to for n in (0, 2)] == ["", ""]
    answer = do(kit, PlanDelivery(order.id, "south", place="shop"))
    delivery = desk_of(kit).get(Delivery, answer.delivery_id)
    assert (delivery.ship_to, [line.quantity for line in delivery.lines]) == (SHOP, [25])
    assert "25 base units reserved at south for place 'shop'" in desk_of(kit).explain(order)


def test_the_orders_own_place_is_no_other(kit: OrderKit) -> None:
    lines = Line("TEA-1", 1, ship_to="shop"), Line("TEA-1", 1, ship_to="main")
    _, order = placed(kit, *lines, place="shop")
    assert [line.schedule[0].ship_to for line in order.lines] == ["", "main"]


def test_a_binding_order_to_an_unknown_place_is_held_for_its_address(kit: OrderKit) -> None:
    line = Line("TEA-1", 1, ship_to="moon")
    _, order = placed(kit, line, mode=CaptureMode.RECORD, actor=SHOPBOT)
    assert [(hold.reason, hold.detail) for hold in order.holds] == [
        ("address", "'moon': there is no such ship-to address")
    ]
    assert order.lines[0].schedule[0].ship_to == "moon"


def test_another_place_is_other_content_under_the_channels_number(kit: OrderKit) -> None:
    placed(kit, Line("TEA-1", 1))
    with pytest.raises(NumberTaken):
        do(kit, order_of(Line("TEA-1", 1, ship_to="shop")))


def test_what_nobody_serves_is_called_off_first(kit: OrderKit) -> None:
    _, order = placed(kit, Line("POT-1", 50), mode=CaptureMode.RECORD, actor=SHOPBOT)
    do(kit, CancelOrder(order.id, "less", {"1": 12}))
    assert stored(kit, order.id).lines[0].schedule == (ScheduleLine(38, "south"),)
    assert kit.audit("acme").clean


def test_a_line_that_has_left_still_tells_when_it_was_wanted(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3, requested=LATE))
    shipped(kit, order.id, "north", 3)
    after = stored(kit, order.id)
    assert after.lines[0].schedule == (ScheduleLine(0, "north", requested=LATE),)
    assert "reserved" not in desk_of(kit).explain(after)


SERVED = st.lists(st.tuples(st.sampled_from(["north", "south"]), st.integers(1, 9)), max_size=3)


@given(SERVED, st.integers(0, 9))
def test_what_is_served_and_what_waits_add_up(
    served: Sequence[tuple[str, int]], waits: int
) -> None:
    whole = sum(quantity for _, quantity in served) + waits
    parts = scheduled(whole, served, SOON, "shop", LATE)
    assert sum(one.quantity for one in parts) == whole
    assert [(one.location, one.quantity) for one in parts if one.location] == list(served)
    assert {(one.requested, one.ship_to, one.promised) for one in parts} == {(SOON, "shop", LATE)}


@given(SERVED, st.integers(0, 9), st.data())
def test_calling_off_takes_just_so_much(
    served: Sequence[tuple[str, int]], waits: int, data: st.DataObject
) -> None:
    whole = sum(quantity for _, quantity in served) + waits
    parts = scheduled(whole, served)
    part = data.draw(st.integers(0, whole))
    left = called_off(parts, part)
    assert sum(one.quantity for one in left) == whole - part
    assert still_there(left) == left
    assert part > waits or [one for one in left if one.location] == [
        one for one in parts if one.location
    ]
