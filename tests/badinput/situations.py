"""What is there when bad input comes: orders placed, held, asked about, delivered and paid."""

from __future__ import annotations

from typing import Any, Final

from orderkit.approvals import Mode
from orderkit.flow import Actor, Command
from orderkit.fulfilment import PlanDelivery, ShipDelivery
from orderkit.kit import OrderKit
from orderkit.orders import HoldOrder, Line, Order
from orderkit.parties import CaptureMode
from orderkit.payments import RecordPayment
from orderkit.values import EUR
from tests.world import ROOT, big, desk_of, order_of, placed, review, stored

WITH_REVIEW: Final[dict[str, Any]] = {"policies": [review()]}
"""Finance approves above 100 EUR; bob or eva approves deep discounts."""

BY_ROOT: Final = big("100.00", "person:root")
ASKING_TWO: Final[dict[str, Any]] = {
    "policies": [review(big("100.00", "person:bob", "person:eva", mode=Mode.ALL))]
}


def step(kit: OrderKit, command: Command[Any], key: str, actor: Actor = ROOT) -> Any:
    """Execute under a key of its own, so that ids are the same in every run."""
    return desk_of(kit, actor).execute(command, key=key)


def an_order(kit: OrderKit) -> Order:
    """Ten pieces of tea at north, confirmed: 90.00 EUR and seven percent."""
    return placed(kit, Line("TEA-1", 10))[1]


def two_lines(kit: OrderKit) -> Order:
    """Tea and an engraving, confirmed."""
    return placed(kit, Line("TEA-1", 10), Line("ENGRAVE", 1))[1]


def waiting(kit: OrderKit) -> Order:
    """Twenty pieces of tea, which wait for an approval."""
    return placed(kit, Line("TEA-1", 20))[1]


def held(kit: OrderKit) -> Order:
    """Held by hand for review."""
    order = an_order(kit)
    step(kit, HoldOrder(order.id), "hold")
    return stored(kit, order.id)


def prepaid(kit: OrderKit) -> Order:
    """The café's order, held until it is paid."""
    return placed(kit, Line("TEA-1", 10), customer="c-2")[1]


def unknown_item(kit: OrderKit) -> Order:
    """A market's order of three things that nobody knows, which binds all the same."""
    command = order_of(Line("WHAT", 3), mode=CaptureMode.RECORD)
    return stored(kit, step(kit, command, "record").order_id)


def delivery(kit: OrderKit) -> tuple[Order, str]:
    """Six of the ten planned from north."""
    order = an_order(kit)
    plan = step(kit, PlanDelivery(order.id, "north", {"1": 6}), "plan")
    return stored(kit, order.id), plan.delivery_id


def shipped(kit: OrderKit) -> tuple[Order, str]:
    """Six of the ten gone."""
    order, id_ = delivery(kit)
    step(kit, ShipDelivery(id_), "ship")
    return stored(kit, order.id), id_


def all_shipped(kit: OrderKit) -> Order:
    """All of it gone."""
    order = an_order(kit)
    id_ = step(kit, PlanDelivery(order.id, "north"), "plan").delivery_id
    step(kit, ShipDelivery(id_), "ship")
    return stored(kit, order.id)


def part_paid(kit: OrderKit) -> tuple[Order, str]:
    """Fifty euros came in; the order, and the id of the payment."""
    order = an_order(kit)
    paid = step(kit, RecordPayment(order.id, EUR("50"), "transfer", "bank-1"), "pay")
    return stored(kit, order.id), paid.payment_id
