"""One order from placing to closing, through the facade and a store, with an audit at the end."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from orderkit.catalog import Product
from orderkit.catalog.commands import DefineProduct
from orderkit.credit import SetCreditLimit
from orderkit.errors import KeyReuse, NotAllowedNow, NotPermitted
from orderkit.flow import Actor, Command
from orderkit.fulfilment import (
    CancelDelivery,
    ConfirmDelivery,
    Delivery,
    PackDelivery,
    Parcel,
    PlanDelivery,
    ReleaseDelivery,
    ShipDelivery,
)
from orderkit.inventory import Location, ReceiveStock, StockLine
from orderkit.inventory.location import DefineLocation
from orderkit.kit import Desk, OrderKit
from orderkit.orders import Line, Order, PlaceOrder
from orderkit.parties import CaptureMode, Company, Customer, Place
from orderkit.parties.commands import DefineCompany, DefineCustomer
from orderkit.payments import AlreadyPaid, Payment, RecordPayment, RecordRefund
from orderkit.shell import Ok
from orderkit.values import EUR, Packaging, UnitPrice
from tests.fulfilment.books import HOME

ANN = Actor.person("ann", roles={"admin"})
BUYER = Actor.person("bob", roles={"buyer"}, customer="c-7")


SETTING: tuple[Command[Any], ...] = (
    DefineCompany(Company("acme", "Acme", "EUR", "DE", locations=("north",), auto_confirm=True)),
    DefineCustomer(
        Customer("c-7", "Tea House", "acme", "EUR", ship_to=(Place("home", HOME),), terms="net30")
    ),
    DefineProduct(Product("TEA-1", "Tea", Packaging("pcs"))),
    DefineLocation(Location("north", "North", "acme", "DE")),
    ReceiveStock("acme", "north", (StockLine("TEA-1", 20),)),
    SetCreditLimit("c-7", "EUR", EUR("500"), "new customer"),
)


@pytest.fixture
def kit() -> Iterator[OrderKit]:
    with OrderKit.memory() as kit:
        kit.migrate()
        yield kit


@pytest.fixture
def desk(kit: OrderKit) -> Desk:
    desk = kit.acting(ANN, tenant="t")
    for command in SETTING:
        desk.execute(command)
    return desk


def placed(desk: Desk, number: str = "4711") -> str:
    line = Line("TEA-1", 7, price=UnitPrice(Decimal("1.00"), "EUR"))
    command = PlaceOrder("c-7", "web", number, (line,), mode=CaptureMode.RECORD)
    return desk.execute(command).order_id


def test_an_order_is_delivered_in_parts_paid_and_closed(kit: OrderKit, desk: Desk) -> None:
    order_id = placed(desk)
    first = desk.execute(PlanDelivery(order_id, "north", {"1": 3})).delivery_id
    second = desk.execute(PlanDelivery(order_id, "north")).delivery_id
    desk.execute(ReleaseDelivery(first))
    desk.execute(PackDelivery(first, (Parcel("1", weight_g=900),)))
    desk.execute(ShipDelivery(first, "DHL", "JD1"))
    desk.execute(CancelDelivery(second, "truck broke down"))
    second = desk.execute(PlanDelivery(order_id, "north")).delivery_id
    desk.execute(ShipDelivery(second))
    for delivery in (first, second):
        desk.execute(ConfirmDelivery(delivery))
    assert desk.get(Order, order_id).stage == "confirmed"
    due = desk.get(Order, order_id).due
    paid = desk.execute(RecordPayment(order_id, due, "transfer", "料號 7/1"))
    order = desk.get(Order, order_id)
    assert (order.stage, order.credit.total, order.payments) == ("closed", 0, (paid.payment_id,))
    assert [one.id for one in desk.find(Payment.with_reference("料號 7/1")).items] == [
        paid.payment_id
    ]
    assert {one.id for one in desk.find(Delivery.of_order(order_id)).items} > {first, second}
    assert str(kit.audit("t")).endswith("0 broken")
    assert kit.audit("t").clean


def test_told_again_a_payment_is_answered_and_other_content_refused(desk: Desk) -> None:
    order_id = placed(desk)
    told = RecordPayment(order_id, EUR("2"), "transfer", "T-1")
    answer = desk.execute(told)
    assert desk.execute(told) == answer
    other = RecordPayment(order_id, EUR("3"), "transfer", "T-1")
    with pytest.raises(KeyReuse):
        desk.execute(other)
    with pytest.raises(AlreadyPaid):
        desk.execute(other, key="my-own-key")
    back = RecordRefund(order_id, answer.payment_id, EUR("1"), "R-1", "too much")
    assert desk.execute(back) == desk.execute(back)
    assert desk.get(Order, order_id).refunded_minor == 100


def test_shipping_again_is_refused_and_the_same_key_is_answered(desk: Desk) -> None:
    order_id = placed(desk)
    delivery = desk.execute(PlanDelivery(order_id, "north")).delivery_id
    answer = desk.execute(ShipDelivery(delivery), key="ship-1")
    assert desk.execute(ShipDelivery(delivery), key="ship-1") == answer
    with pytest.raises(NotAllowedNow):
        desk.execute(ShipDelivery(delivery))


def test_many_deliveries_are_shipped_in_one_batch(kit: OrderKit, desk: Desk) -> None:
    orders = placed(desk), placed(desk, "4712")
    plans = desk.execute_many([PlanDelivery(one, "north") for one in orders])
    ships = [ShipDelivery(one.answer.delivery_id) for one in plans if isinstance(one, Ok)]
    assert [type(one) for one in desk.execute_many(ships)] == [Ok, Ok]
    assert kit.audit("t").clean


def test_a_buyer_sees_the_delivery_and_ships_nothing(kit: OrderKit, desk: Desk) -> None:
    delivery = desk.execute(PlanDelivery(placed(desk), "north")).delivery_id
    buyer = kit.acting(BUYER, tenant="t")
    assert buyer.get(Delivery, delivery).customer == "c-7"
    with pytest.raises(NotPermitted):
        buyer.execute(ShipDelivery(delivery))
