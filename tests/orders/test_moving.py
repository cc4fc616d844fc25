"""Confirming, taking back, closing, reopening, holding, releasing."""

from __future__ import annotations

import pytest

from orderkit.errors import InvalidInput, NotAllowedNow, NotFound
from orderkit.flow import Actor
from orderkit.fulfilment import ConfirmDelivery
from orderkit.kit import OrderKit
from orderkit.orders import (
    CancelOrder,
    CloseOrder,
    ConfirmOrder,
    CreditPosting,
    HoldNotYours,
    HoldOrder,
    InDelivery,
    Line,
    Moved,
    NoSuchHold,
    OnHold,
    Order,
    OrderClosed,
    OrderConfirmed,
    OrderHeld,
    OrderReleased,
    OrderReopened,
    OrderUnconfirmed,
    ReleaseHold,
    ReopenOrder,
    StillOpen,
    UnconfirmOrder,
)
from orderkit.values import EUR
from tests.world import (
    BUYER,
    FIN,
    ROOT,
    TENANT,
    credit,
    delivered,
    desk_of,
    do,
    in_memory,
    paid,
    placed,
    planned,
    shipped,
    stored,
)


@pytest.fixture
def kit() -> OrderKit:
    return in_memory()


def told(kit: OrderKit, command: object) -> tuple[object, ...]:
    """What would be told of a command."""
    changes = desk_of(kit, ROOT).preview(command).changes  # type: ignore[arg-type]
    return tuple(event for put in changes.puts for event in put.events)


def test_an_order_is_confirmed_by_hand() -> None:
    kit = in_memory(auto_confirm=False)
    _, order = placed(kit)
    assert told(kit, ConfirmOrder(order.id)) == (OrderConfirmed(order.id, 1),)
    assert do(kit, ConfirmOrder(order.id)) == Moved(order.id, 1, "confirmed", order.total)
    with pytest.raises(NotAllowedNow, match="unconfirm, close, cancel"):
        do(kit, ConfirmOrder(order.id))


def test_an_order_with_a_hold_is_not_confirmed() -> None:
    kit = in_memory(limit="1.00")
    _, order = placed(kit)
    with pytest.raises(OnHold) as on_hold:
        do(kit, ConfirmOrder(order.id))
    assert on_hold.value.reasons == ("credit",)


def test_a_confirmed_order_is_taken_back(kit: OrderKit) -> None:
    _, order = placed(kit)
    back = UnconfirmOrder(order.id, "wrong day")
    assert told(kit, back) == (OrderUnconfirmed(order.id, "wrong day"),)
    assert do(kit, back).stage == "placed"
    assert do(kit, ConfirmOrder(order.id)).stage == "confirmed"
    assert kit.audit(TENANT).clean


@pytest.mark.parametrize("way", [planned, shipped])
def test_what_is_on_its_way_is_not_taken_back(kit: OrderKit, way: object) -> None:
    _, order = placed(kit, Line("TEA-1", 3))
    way(kit, order.id, "north", 2)  # type: ignore[operator]
    with pytest.raises(InDelivery) as in_delivery:
        do(kit, UnconfirmOrder(order.id))
    assert (in_delivery.value.asked, in_delivery.value.free) == (3, 1)


def test_an_open_order_is_not_closed(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 3), Line("ENGRAVE", 1))
    shipped(kit, order.id, "north", 1)
    with pytest.raises(StillOpen) as still:
        do(kit, CloseOrder(order.id))
    assert still.value.open == (("1", 2),)


def test_an_order_of_services_is_closed_and_owed(kit: OrderKit) -> None:
    _, order = placed(kit, Line("ENGRAVE", 1))
    assert credit(kit)["open"] == 1785
    assert told(kit, CloseOrder(order.id)) == (OrderClosed(order.id),)
    assert do(kit, CloseOrder(order.id)).stage == "closed"
    assert credit(kit) == {"free": 500_000 - 1785, "unbilled": 1785}
    paid(kit, order.id, "17.85")
    assert credit(kit) == {"free": 500_000}
    assert kit.audit(TENANT).clean


def test_an_order_with_a_hold_is_not_closed(kit: OrderKit) -> None:
    _, order = placed(kit, Line("ENGRAVE", 1))
    do(kit, HoldOrder(order.id))
    with pytest.raises(OnHold):
        do(kit, CloseOrder(order.id))


def test_a_closed_order_is_reopened(kit: OrderKit) -> None:
    _, order = placed(kit, Line("ENGRAVE", 1))
    do(kit, CloseOrder(order.id))
    again = ReopenOrder(order.id, "one more thing")
    assert told(kit, again) == (OrderReopened(order.id, "one more thing"),)
    assert do(kit, again).stage == "confirmed"
    with pytest.raises(NotAllowedNow):
        do(kit, again)


def test_a_paid_order_closes_as_the_last_goods_arrive(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 2))
    paid(kit, order.id, str(order.total.amount))
    delivered(kit, order.id, "north", 1)
    assert stored(kit, order.id).stage == "confirmed"
    delivered(kit, order.id, "north", 1)
    assert stored(kit, order.id).stage == "closed"


def test_a_held_order_closes_when_it_is_released(kit: OrderKit) -> None:
    _, order = placed(kit, Line("TEA-1", 2))
    paid(kit, order.id, str(order.total.amount))
    shipment = shipped(kit, order.id, "north", 2)
    do(kit, HoldOrder(order.id, "claim", "a box is wet"))
    do(kit, ConfirmDelivery(shipment))
    assert stored(kit, order.id).stage == "confirmed"
    free = ReleaseHold(order.id, "claim", "dry now")
    assert told(kit, free) == (OrderReleased(order.id, "claim", "dry now"), OrderClosed(order.id))
    assert do(kit, free).stage == "closed"


def test_a_hold_keeps_an_order_and_the_last_words_count(kit: OrderKit) -> None:
    _, order = placed(kit)
    hold = HoldOrder(order.id, "fraud", "odd address")
    assert told(kit, hold) == (OrderHeld(order.id, "fraud", "odd address"),)
    assert do(kit, hold).holds == ("fraud",)
    do(kit, HoldOrder(order.id, "review"))
    assert do(kit, HoldOrder(order.id, "fraud", "odd card")).holds == ("review", "fraud")
    after = stored(kit, order.id)
    assert [hold.detail for hold in after.holds] == ["", "odd card"]
    assert (after.held("fraud"), after.held("credit")) == (True, False)
    assert (after.revision, after.stage) == (1, "confirmed")


def test_what_a_hold_keeps_goes_on_when_it_is_released(kit: OrderKit) -> None:
    kit = in_memory(auto_confirm=False)
    _, order = placed(kit)
    do(kit, HoldOrder(order.id))
    assert do(kit, ReleaseHold(order.id, "review"), FIN).stage == "placed"
    with pytest.raises(NoSuchHold) as none:
        do(kit, ReleaseHold(order.id, "review"))
    assert none.value.reasons == ()


def test_a_released_order_is_confirmed_once_nothing_holds_it() -> None:
    kit = in_memory(limit="1.00")
    _, order = placed(kit, Line("TEA-1", 1), Line("SAMPLE", 1))
    assert do(kit, ReleaseHold(order.id, "price")).stage == "placed"
    free = ReleaseHold(order.id, "credit")
    assert told(kit, free) == (OrderReleased(order.id, "credit"), OrderConfirmed(order.id, 1))
    assert do(kit, free, FIN).stage == "confirmed"
    assert stored(kit, order.id).credit == CreditPosting("c-1", open=1017)
    assert credit(kit) == {"free": 100 - 1017, "open": 1017}
    assert kit.audit(TENANT).clean


def test_holds_by_hand_for_credit_or_stock_move_nothing(kit: OrderKit) -> None:
    _, order = placed(kit)
    before = credit(kit)
    for reason in ("credit", "stock"):
        do(kit, HoldOrder(order.id, reason))
        assert do(kit, ReleaseHold(order.id, reason)).holds == ()
    assert credit(kit) == before
    assert kit.audit(TENANT).clean


def test_payment_lifts_its_hold(kit: OrderKit) -> None:
    _, order = placed(kit, customer="c-2")
    with pytest.raises(HoldNotYours, match="RecordPayment"):
        do(kit, ReleaseHold(order.id, "payment"))
    paid(kit, order.id, "10.70")
    assert stored(kit, order.id).stage == "confirmed"


@pytest.mark.parametrize("reason", ["approval", "rejected", "payment", "item"])
def test_some_holds_are_not_put_by_hand(reason: str) -> None:
    with pytest.raises(InvalidInput, match="give another reason"):
        HoldOrder("o-1", reason)


def test_cancelled_orders_are_not_held(kit: OrderKit) -> None:
    _, order = placed(kit)
    do(kit, CancelOrder(order.id, "off"))
    with pytest.raises(NotAllowedNow):
        do(kit, HoldOrder(order.id))


@pytest.mark.parametrize(
    "command", [ConfirmOrder, UnconfirmOrder, CloseOrder, ReopenOrder, HoldOrder]
)
def test_an_order_has_to_be_there(kit: OrderKit, command: type[ConfirmOrder]) -> None:
    with pytest.raises(NotFound, match="o-9"):
        do(kit, command("o-9"))
    with pytest.raises(InvalidInput, match=rf"{command.__name__}\.order_id"):
        command("o 9")


def test_words_are_checked() -> None:
    for fields in ({"reason": "two words"}, {"detail": "\x00"}):
        with pytest.raises(InvalidInput):
            HoldOrder("o-1", **fields)


def test_a_buyer_moves_nothing_but_may_cancel(kit: OrderKit) -> None:
    _, order = placed(kit, actor=BUYER)
    _, other = placed(kit, customer="c-3", number="2")
    buyer = desk_of(kit, BUYER)
    assert buyer.execute(CancelOrder(order.id, "changed my mind"), key="k").stage == "cancelled"
    with pytest.raises(NotFound):
        buyer.execute(CancelOrder(other.id, "not mine"), key="k2")
    assert stored(kit, other.id).total == EUR("8.00")


def test_every_move_is_in_the_history(kit: OrderKit) -> None:
    _, order = placed(kit)
    do(kit, HoldOrder(order.id), Actor.person("kim", roles={"sales"}))
    newest, oldest = desk_of(kit).history(Order, order.id)
    assert (newest.version, oldest.version, oldest.document) == (2, 1, order)
    assert b"kim" in newest.audit
    assert b"order.held" in newest.audit
