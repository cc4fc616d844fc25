"""Goods that are not there, deliveries that cannot go, and movements that move nothing."""

from __future__ import annotations

from typing import Any, Final

from orderkit.errors import NotAllowedNow, NotFound, OutOfLimits
from orderkit.fulfilment import (
    AddToDelivery,
    AdvanceDelivery,
    CancelDelivery,
    LineQuantity,
    MoreThanReserved,
    NoAddress,
    NothingToDeliver,
    NotTogether,
    PackDelivery,
    Parcel,
    PlanDelivery,
    ShipDelivery,
)
from orderkit.inventory import (
    AdjustStock,
    Bucket,
    MoveStock,
    NotEnoughStock,
    ReceiveStock,
    StockLine,
)
from orderkit.kit import OrderKit
from orderkit.orders import HoldOrder, Line, NoSuchLine, OnHold, Order, RevisionChanged
from orderkit.parties import CaptureMode, Customer, DefineCustomer
from tests.badinput.rows import Call, Row, doing, invalid, making
from tests.badinput.situations import (
    WITH_REVIEW,
    all_shipped,
    an_order,
    delivery,
    held,
    shipped,
    step,
    waiting,
)
from tests.world import order_of, placed, stored

LOOSELY: Final[Any] = PlanDelivery
LOOSE_RECEIPT: Final[Any] = ReceiveStock
TEA: Final = [StockLine("TEA-1", 1)]


def receiving(*lines: StockLine, location: str = "north") -> Call:
    return doing(lambda _: ReceiveStock("main", location, lines))


def two_orders(kit: OrderKit) -> tuple[Order, str]:
    """An order of the café's, and a delivery of somebody else's."""
    id_ = delivery(kit)[1]
    return placed(kit, Line("TEA-1", 2), customer="c-3", number="2")[1], id_


def held_delivery(kit: OrderKit) -> str:
    order, id_ = delivery(kit)
    step(kit, HoldOrder(order.id), "hold")
    return id_


def nowhere(kit: OrderKit) -> Order:
    """A market's order of somebody whose address nobody knows."""
    step(kit, DefineCustomer(Customer("c-9", "New", "main", "EUR", terms="net30")), "customer")
    command = order_of(
        Line("ENGRAVE", 1), Line("TEA-1", 1), customer="c-9", mode=CaptureMode.RECORD
    )
    return stored(kit, step(kit, command, "record").order_id)


def full(kit: OrderKit) -> None:
    """Nearly as much loose leaf as a store can count in grams."""
    step(kit, ReceiveStock("main", "north", [StockLine("LEAF", 9 * 10**12)]), "full")


DELIVERING: list[Row] = [
    Row("delivering more than is reserved", MoreThanReserved, "more_than_reserved", (),
        doing(lambda o: PlanDelivery(o.id, "north", {"1": 11})), an_order),
    Row("delivering from the wrong location", NothingToDeliver, "nothing_to_deliver", (),
        doing(lambda o: PlanDelivery(o.id, "south")), an_order),
    Row("delivering from a location where other orders' goods are", MoreThanReserved,
        "more_than_reserved", (), doing(lambda o: PlanDelivery(o.id, "south", {"1": 1})), an_order),
    Row("delivering an order on hold", OnHold, "on_hold", (),
        doing(lambda o: PlanDelivery(o.id, "north")), held),
    Row("delivering an order that waits for its approval", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: PlanDelivery(o.id, "north")), waiting, WITH_REVIEW),
    Row("delivering what is gone", NothingToDeliver, "nothing_to_deliver", (),
        doing(lambda o: PlanDelivery(o.id, "north")), all_shipped),
    Row("delivering a line that is not there", NoSuchLine, "no_such_line", (),
        doing(lambda o: PlanDelivery(o.id, "north", {"9": 1})), an_order),
    Row("delivering to a place that is not there", NoAddress, "no_address", (),
        doing(lambda o: PlanDelivery(o.id, "north", place="moon")), an_order),
    Row("delivering an old revision", RevisionChanged, "revision_changed", (),
        doing(lambda o: PlanDelivery(o.id, "north", revision=7)), an_order),
    invalid("delivering a line twice at once", "duplicate",
            call=doing(lambda o: PlanDelivery(o.id, "north", [("1", 1), ("1", 2)])), given=an_order),
    invalid("delivering nothing of a line", "not_positive",
            call=making(lambda: LineQuantity("1", 0))),
    invalid("delivering what is no line", "wrong_type",
            call=doing(lambda _: LOOSELY("o-1", "north", ["1"]))),
    Row("shipping twice", NotAllowedNow, "not_allowed_now", (),
        doing(lambda given: ShipDelivery(given[1])), shipped),
    Row("shipping what was put on hold meanwhile", OnHold, "on_hold", (),
        doing(ShipDelivery), held_delivery),
    Row("a delivery that is not there", NotFound, "not_found", (),
        doing(lambda _: ShipDelivery("d-none"))),
    Row("cancelling a delivery that has left", NotAllowedNow, "not_allowed_now", (),
        doing(lambda given: CancelDelivery(given[1], "wrong parcel")), shipped),
    Row("bringing back what has not left", NotAllowedNow, "not_allowed_now", (),
        doing(lambda given: AdvanceDelivery(given[1], "bring_back")), delivery),
    Row("another customer's order on a delivery", NotTogether, "not_together", (),
        doing(lambda given: AddToDelivery(given[1], given[0].id)), two_orders),
    invalid("two parcels of one name", "duplicate",
            call=doing(lambda given: PackDelivery(given[1], [Parcel("1"), Parcel("1")])),
            given=delivery),
    invalid("a thousand and one parcels", "too_many",
            call=doing(lambda given: PackDelivery(given[1], [Parcel(str(n)) for n in range(1001)])),
            given=delivery),
]  # fmt: skip

STOCKING: list[Row] = [
    invalid("receiving nothing", "not_positive", call=receiving(StockLine("TEA-1", 0))),
    invalid("receiving less than nothing", "not_positive", call=receiving(StockLine("TEA-1", -1))),
    invalid("receiving no line", "empty", call=receiving()),
    invalid("receiving what nobody knows, and half a piece", "sku_unknown", "not_exact",
            call=receiving(StockLine("NONE", 1), StockLine("TEA-1", "0.5"))),
    Row("receiving at a location that is not there", NotFound, "not_found", (),
        receiving(*TEA, location="moon")),
    Row("losing more than there is", NotEnoughStock, "not_enough_stock", (),
        doing(lambda _: AdjustStock("main", "north", [StockLine("TEA-1", -21)], "counted"))),
    Row("losing what is reserved", NotEnoughStock, "not_enough_stock", (),
        doing(lambda _: AdjustStock("main", "north", [StockLine("TEA-1", -11)], "counted")), an_order),
    invalid("an adjustment by nothing", "not_positive",
            call=doing(lambda _: AdjustStock("main", "north", [StockLine("TEA-1", 0)], "counted"))),
    Row("moving more than there is", NotEnoughStock, "not_enough_stock", (),
        doing(lambda _: MoveStock("main", "north", Bucket.AVAILABLE, Bucket.DAMAGED,
                                  [StockLine("TEA-1", 21)], "wet"))),
    invalid("moving to where it is", "moves_nowhere",
            call=doing(lambda _: MoveStock("main", "north", Bucket.AVAILABLE, Bucket.AVAILABLE,
                                           TEA, "tidy"))),
    Row("moving to a location that is not there", NotFound, "not_found", (),
        doing(lambda _: MoveStock("main", "north", Bucket.AVAILABLE, Bucket.AVAILABLE, TEA, "tidy",
                                  "moon"))),
    invalid("a text where lines belong", "not_several",
            call=doing(lambda _: LOOSE_RECEIPT("main", "north", "TEA-1"))),
    Row("more than a store keeps of one thing", OutOfLimits, "out_of_limits", (),
        receiving(StockLine("LEAF", 9 * 10**12)), full),
]  # fmt: skip
