"""Cancelling the whole order or a part, and all that has to be undone with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from orderkit.errors import InvalidInput, NotAllowedNow
from orderkit.kit import OrderKit
from orderkit.orders import (
    AlreadyShipped,
    CancelOrder,
    CreditPosting,
    HoldOrder,
    InDelivery,
    Line,
    Moved,
    NoSuchLine,
    NothingLeft,
    Order,
    OrderCancelled,
    OrderClosed,
    OrderConfirmed,
    OrderReleased,
    RevisionChanged,
    UnconfirmOrder,
    exposure_wanted,
    statuses,
)
from orderkit.values import EUR
from tests.world import (
    TENANT,
    balances,
    credit,
    delivered,
    desk_of,
    do,
    in_memory,
    paid,
    placed,
    planned,
    shelf,
    shipped,
    stored,
)


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def cancelled(kit: OrderKit, order: Order, lines: Any = (), **fields: Any) -> Order:
    do(kit, CancelOrder(order.id, "asked", lines, **fields))
    return stored(kit, order.id)


def told(kit: OrderKit, order: Order, lines: Any = ()) -> tuple[object, ...]:
    changes = desk_of(kit).preview(CancelOrder(order.id, "asked", lines)).changes
    return changes.puts[0].events


def test_cancelling_the_whole_gives_everything_back(kit: OrderKit) -> None:
    before = balances(kit)
    _, order = placed(kit, Line("TEA-1", 52), Line("ENGRAVE", 1))
    assert told(kit, order) == (
        OrderCancelled(order.id, "asked", True, (("1", 52), ("2", 1)), EUR("0")),
    )
    after = cancelled(kit, order)
    assert balances(kit) == before
    assert (after.stage, after.total, after.holds, after.credit) == (
        "cancelled", EUR("0"), (), CreditPosting("c-1"),
    )  # fmt: skip
    assert [[one.quantity for one in line.schedule] for line in after.lines] == [[0], [0]]
    assert statuses(after).payment == "nothing_due"
    assert kit.audit(TENANT).clean


def test_cancelled_is_for_ever(kit: OrderKit) -> None:
    _, order = placed(kit)
    cancelled(kit, order)
    with pytest.raises(NotAllowedNow, match="nothing; this stage is final"):
        cancelled(kit, order)


def test_a_part_keeps_its_price_and_gives_back_the_last_location_first(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 52), Line("ENGRAVE", 1))
    after = cancelled(kit, order, {"1": 3})
    line = after.lines[0]
    assert [(one.location, one.quantity) for one in line.schedule] == [("north", 20), ("south", 29)]
    assert (line.ordered, line.cancelled, line.standing, line.reserved) == (52, 3, 49, 49)
    assert (line.unit_price, line.net_minor) == (order.lines[0].unit_price, 49 * 900)
    assert after.lines[1] == order.lines[1]
    assert (after.revision, after.stage) == (2, "confirmed")
    assert shelf(kit, "TEA-1", "south", "reserved") == 29
    assert credit(kit)["open"] == after.total_minor == exposure_wanted(after)
    assert kit.audit(TENANT).clean


def test_parts_are_told_in_units_of_the_product(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", "3 case"))
    assert told(kit, order, [("1", "1 case"), ("1", 2)]) == (
        OrderCancelled(order.id, "asked", False, (("1", 14),), EUR("211.86")),
    )
    assert cancelled(kit, order, [("1", "1 case"), ("1", 2)]).lines[0].standing == 22


def test_all_parts_together_are_the_whole(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 2), Line("ENGRAVE", 1))
    assert cancelled(kit, order, {"1": 2}).stage == "confirmed"
    assert cancelled(kit, order, {"2": 1}).stage == "cancelled"


@pytest.mark.parametrize("inclusive", [False, True])
def test_what_is_left_costs_the_same_on_every_way(inclusive: bool) -> None:
    lefts = []
    for parts in ([1, 1], [2]):
        kit = in_memory(prices_include_tax=inclusive)
        _, order = placed(kit, Line("LEAF", "0.007 kg"))
        for part in parts:
            order = cancelled(kit, order, {"1": f"0.00{part} kg"})
        lefts.append((order.net_minor, order.tax_minor, order.total_minor))
    assert lefts[0] == lefts[1]


def test_tax_inside_is_taken_out_of_the_rounded_price() -> None:
    kit = in_memory(prices_include_tax=True)
    _, order = placed(kit, Line("ENGRAVE", 3))
    after = cancelled(kit, order, {"1": 1})
    assert (after.total, after.tax, after.net) == (EUR("30.00"), EUR("4.79"), EUR("25.21"))
    assert after.lines[0].as_ordered == (3782, 718)


def test_a_stale_look_is_refused(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3))
    cancelled(kit, order, {"1": 1}, revision=1)
    with pytest.raises(RevisionChanged):
        cancelled(kit, order, {"1": 1}, revision=1)


def test_what_was_shipped_is_not_cancelled(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 5))
    shipped(kit, order.id, "north", 3)
    with pytest.raises(AlreadyShipped) as shipped_already:
        cancelled(kit, order, {"1": 3})
    assert (shipped_already.value.asked, shipped_already.value.open) == (3, 2)
    after = cancelled(kit, order)
    assert (after.stage, after.lines[0].standing, after.lines[0].open) == ("confirmed", 3, 0)
    with pytest.raises(NothingLeft):
        cancelled(kit, order)
    assert kit.audit(TENANT).clean


def test_what_stands_in_a_delivery_is_not_cancelled(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 5))
    delivery = planned(kit, order.id, "north", 3)
    with pytest.raises(InDelivery) as in_delivery:
        cancelled(kit, order)
    assert (in_delivery.value.asked, in_delivery.value.free) == (5, 2)
    assert in_delivery.value.deliveries == (delivery,)
    after = cancelled(kit, order, {"1": 2})
    assert [(one.quantity, one.planned) for one in after.lines[0].schedule] == [(3, 3)]


def test_a_line_that_is_not_there_is_refused(kit: OrderKit) -> None:
    _, order = placed(kit)
    with pytest.raises(NoSuchLine) as none:
        cancelled(kit, order, {"7": 1})
    assert none.value.lines == ("1",)
    with pytest.raises(AlreadyShipped):
        cancelled(kit, order, {"1": 2})


def test_the_rest_closes_a_paid_order(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 2))
    delivered(kit, order.id, "north", 1)
    paid(kit, order.id, "10.17")
    assert told(kit, order)[1:] == (OrderClosed(order.id),)
    after = cancelled(kit, order)
    assert (after.stage, after.due) == ("closed", EUR("0"))
    assert credit(kit) == {"free": 500_000}


def test_what_is_left_with_nothing_to_ship_is_owed(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 2), Line("ENGRAVE", 1))
    shipped(kit, order.id, "north", 1)
    after = cancelled(kit, order, {"1": 1})
    assert after.credit == CreditPosting("c-1", unbilled=1017 + 1785)
    assert credit(kit)["unbilled"] == 1017 + 1785
    assert kit.audit(TENANT).clean


def test_a_held_order_that_fits_after_all_goes_on() -> None:
    kit = in_memory(limit="20.00")
    _, order = placed(kit, Line("TEA-1", 3))
    after = cancelled(kit, order, {"1": 1})
    assert (after.held("credit"), after.credit.held) == (True, 2033)
    assert credit(kit) == {"free": 2000, "held": 2033}
    assert kit.audit(TENANT).clean


def test_a_prepaid_order_needs_no_money_for_what_was_cancelled(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 2), customer="c-2")
    paid(kit, order.id, "10.70")
    assert stored(kit, order.id).held("payment")
    assert told(kit, order, {"1": 1})[1:] == (
        OrderReleased(order.id, "payment"),
        OrderConfirmed(order.id, 2),
    )
    after = cancelled(kit, order, {"1": 1})
    assert (after.stage, after.holds, after.due) == ("confirmed", (), EUR("0"))


def test_money_that_was_paid_too_much_is_due_back(kit: OrderKit) -> None:
    _, order = placed(kit, customer="c-2")
    paid(kit, order.id, "10.70")
    after = cancelled(kit, order)
    assert statuses(after).payment == "refund_due"
    assert after.due == EUR("-10.70")


def test_a_hold_by_hand_stays_when_a_part_is_cancelled(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3))
    do(kit, HoldOrder(order.id, "payment-plan"))
    assert cancelled(kit, order, {"1": 1}).held("payment-plan")


def test_an_order_that_was_taken_back_is_not_confirmed_by_cancelling(kit: OrderKit) -> None:
    kit = in_memory(auto_confirm=True)
    _, order = placed(kit, Line("TEA-1", 3))
    do(kit, UnconfirmOrder(order.id))
    assert cancelled(kit, order, {"1": 1}).stage == "placed"


def test_the_answer_tells_how_it_stands(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3))
    moved = do(kit, CancelOrder(order.id, "asked", {"1": 1}))
    assert moved == Moved(order.id, 2, "confirmed", EUR("20.33"))


def test_a_line_can_be_cancelled_to_nothing_beside_others(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3), Line("LEAF", "1 kg"))
    after = cancelled(kit, order, {"1": 3})
    assert (after.lines[0].net_minor, after.lines[0].reserved) == (0, 0)
    assert after.lines[0].extended == Decimal("28.50")
    assert after.net == EUR("24.00")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"order_id": "o 1"}, "CancelOrder.order_id"),
        ({"reason": ""}, "CancelOrder.reason"),
        ({"lines": {"1": 0}}, "CancelOrder.lines[1]"),
        ({"lines": {"1": "-2 case"}}, "CancelOrder.lines[1]"),
        ({"lines": [("1", 2, 3)]}, "CancelOrder.lines"),
        ({"lines": [("", 2)]}, "CancelOrder.lines"),
    ],
)
def test_what_cannot_be_cancelled(fields: dict[str, Any], path: str) -> None:
    usual: dict[str, Any] = {"order_id": "o-1", "reason": "asked"}
    with pytest.raises(InvalidInput) as no:
        CancelOrder(**usual | fields)
    assert [fault.path for fault in no.value.faults] == [path]


def test_a_unit_that_the_goods_do_not_have_is_refused(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3))
    with pytest.raises(InvalidInput) as no:
        cancelled(kit, order, {"1": "1 kg"})
    assert [fault.path for fault in no.value.faults] == ["lines[1]"]
