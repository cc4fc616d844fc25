"""What the distributor's people do all day: approve, release, book, ship, restock, take back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final

from examples.demo.distributor.customers import COMPANY
from examples.demo.distributor.goods import BULK
from examples.demo.distributor.opening import World
from examples.demo.distributor.shop import TENANT, Shop
from examples.demo.reading import everything
from orderkit import (
    ApproveOrder,
    CancelOrder,
    ConfirmDelivery,
    Delivery,
    LineQuantity,
    Money,
    Order,
    PlanDelivery,
    ReceiveStock,
    RecordPayment,
    RejectOrder,
    ReleaseHold,
    ShipDelivery,
    StockLine,
)
from orderkit.inventory import available_accounts

GENEROUS: Final = 400_000
"""Cents up to which finance lets an order in over its credit limit."""

ON_THE_ROAD: Final = timedelta(hours=2)


class Working:
    """The routines of a day; each reads what waits, and acts on some of it."""

    def __init__(self, shop: Shop, world: World, random: Random) -> None:
        self.shop = shop
        self.world = world
        self.random = random

    def _now_and_then(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def sales_lead_decides(self) -> None:
        """Lea works through what waits for her role; now and then she says no."""
        for order in everything(self.shop.desk("lea"), Order.waiting_for_role("sales-lead")):
            if self._now_and_then(10):
                note = "below what we agreed for this quarter"
                self.shop.do("lea", RejectOrder(order.id, order.revision, note))
            elif self._now_and_then(90):
                self.shop.do("lea", ApproveOrder(order.id, order.revision))

    def director_decides(self) -> None:
        """Dirk says yes to half of what waits for him, and thinks about the rest."""
        for order in everything(self.shop.desk("dirk"), Order.waiting_for("dirk")):
            if self._now_and_then(60):
                self.shop.do("dirk", ApproveOrder(order.id, order.revision, "seen"))

    def finance_releases(self) -> None:
        """Fay lets small orders in over the limit, and accepts the marketplace's prices."""
        desk = self.shop.desk("fay")
        for order in everything(desk, Order.with_hold("credit")):
            if order.total_minor <= GENEROUS and self._now_and_then(70):
                self.shop.do("fay", ReleaseHold(order.id, "credit", "called the customer"))
        for order in everything(desk, Order.with_hold("price")):
            if self._now_and_then(60):
                self.shop.do("fay", ReleaseHold(order.id, "price", "difference accepted"))

    def bank_statement(self) -> None:
        """Book what came in: for prepaid orders that wait, and for some that were shipped."""
        desk = self.shop.desk("fay")
        day = self.shop.clock.now
        waiting = [
            one for one in everything(desk, Order.with_hold("payment"))
            if one.placed_at < day - timedelta(hours=1) and self._now_and_then(75)
        ]  # fmt: skip
        shipped = [
            one for one in everything(desk, Order.with_fulfilment("delivered"))
            if one.due.minor > 0 and self._now_and_then(30)
        ]  # fmt: skip
        for order in (*waiting, *shipped):
            amount = order.due
            if self._now_and_then(8):
                amount = Money(amount.minor // 2, amount.currency)
            reference = f"{day:%Y-%m-%d/%H%M}/{order.number}"
            if amount.minor > 0:
                self.shop.do("fay", RecordPayment(order.id, amount, "transfer", reference))

    def warehouse_ships(self, place: str) -> None:
        """Deliver what was on the road, and ship a good part of what can be shipped from *place*."""
        desk = self.shop.desk(place)
        for delivery in everything(desk, Delivery.in_stage("shipped")):
            shipped = delivery.shipped_at
            if (
                delivery.location == place
                and shipped
                and shipped <= self.shop.clock.now - ON_THE_ROAD
            ):
                self.shop.do(place, ConfirmDelivery(delivery.id))
        for order in everything(desk, Order.in_stage("confirmed")):
            lines = dict(_ready(order, place))
            if not lines or order.holds or self._now_and_then(30):
                continue
            if len(lines) > 1 and self._now_and_then(25):
                lines.popitem()
            wanted = tuple(LineQuantity(line, quantity) for line, quantity in lines.items())
            planned = self.shop.do(place, PlanDelivery(order.id, place, wanted))
            if planned is not None and self._now_and_then(92):
                tracking = f"DE{self.random.randrange(10**9):09}"
                self.shop.do(place, ShipDelivery(planned.delivery_id, "northpost", tracking))

    def customers_call_off(self) -> None:
        """Some customers change their minds: about a whole order, or about one line of it."""
        desk = self.shop.desk("sue")
        found = [
            one
            for stage in ("placed", "confirmed")
            for one in everything(desk, Order.in_stage(stage))
            if not one.deliveries
        ]
        for order in self.random.sample(found, min(6, len(found))):
            if len(order.lines) > 1 and self._now_and_then(60):
                line = order.lines[-1]
                part = ((line.id, line.quantity),)
                self.shop.do("sue", CancelOrder(order.id, "ordered twice", part, order.revision))
            else:
                self.shop.do("sue", CancelOrder(order.id, "project postponed"))
        for order in everything(desk, Order.with_hold("rejected")):
            self.shop.do("sue", CancelOrder(order.id, "no approval"))

    def suppliers_arrive(self) -> None:
        """Take in twenty cases of what runs low in Hamburg, as far as suppliers have it."""
        watched = [one for one in self.world.on_sale if one.warn_below and one.id != BULK]
        shelves = available_accounts(COMPANY, [one.id for one in watched], ["hamburg"])
        free = self.shop.kit.repository.balances(TENANT, tuple(shelves.values()))
        low = [
            product
            for product, left in zip(watched, free, strict=True)
            if left < product.warn_below and self._now_and_then(60)
        ]
        lines = [
            StockLine(one.id, "20 case" if one.packaging.units else 5) for one in low
        ]  # fmt: skip
        if lines:
            note = f"LS-{self.shop.clock.now:%d%H%M}"
            self.shop.do("hamburg", ReceiveStock(COMPANY, "hamburg", lines, note))


def _ready(order: Order, place: str) -> Iterator[tuple[str, int]]:
    """Yield what is reserved at *place* and stands in no delivery, by line."""
    for line in order.lines:
        left = sum(one.quantity - one.planned for one in line.schedule if one.location == place)
        if left:
            yield line.id, left
