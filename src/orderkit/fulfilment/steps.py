"""
What a step of a delivery means for the orders it serves, for stock and for credit.

It follows from the properties of the two stages, never from their names or the name of the move:

- *the goods leave* (``goods_left`` becomes true): stock goes from reserved to the customer, the
  orders' lines are shipped, credit goes from open to unbilled for what payments do not cover;
- *the goods arrive* (``goods_arrived`` becomes true): the lines are delivered, and an order that
  waited for nothing else is closed;
- *the goods come back* (``goods_left`` becomes false again): they wait in quarantine, and count as
  returned. What that means in money is for a refund or a credit note to say;
- *the plan is dropped* (``holds_stock`` becomes false and the goods did not leave): what was
  planned may be planned again, the stock stays reserved for the orders.

One step may do two of these: goods handed over a counter leave and arrive. Only leaving asks
whether the orders may still be delivered. The others are facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import attrs
from attrs import frozen

from orderkit.credit import to_unbilled
from orderkit.flow import Changes, Context, Put, Transfer
from orderkit.fulfilment.events import (
    DeliveryAdvanced,
    DeliveryBroughtBack,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryShipped,
)
from orderkit.fulfilment.model import DELIVERY_LIFECYCLE, Delivery
from orderkit.fulfilment.schedules import planned, require_room, take_out, unplan, with_lines
from orderkit.inventory import CUSTOMER, Bucket, receive, ship
from orderkit.lifecycle import Lifecycle, Stage
from orderkit.orders import ORDER_LIFECYCLE, OnHold, Order, OrderClosed, OrderLine, closed_if_done
from orderkit.orders.shares import all_shipped, uncovered


@frozen
class Shift:
    """
    What a step comes to.

    Attributes:
        orders: Those that are served, by id, as the step leaves them.

        events: About the delivery.

        closed: Ids of orders that this was the last delivery of.
    """

    delivery: Delivery
    orders: Mapping[str, Order]
    transfers: tuple[Transfer, ...] = ()
    events: tuple[object, ...] = ()
    closed: frozenset[str] = frozenset()

    def changes(self, before: Mapping[str, Order]) -> Changes:
        """Return what is to be written, given the orders as they were."""
        puts = tuple(
            Put(one, (OrderClosed(one.id),) if id_ in self.closed else ())
            for id_, one in self.orders.items()
            if one is not before[id_]
        )
        return Changes((Put(self.delivery, self.events), *puts), self.transfers)

    def on_lines(self, change: Callable[[OrderLine, int], OrderLine]) -> Mapping[str, Order]:
        """Return the orders with *change* applied to the lines that the delivery holds."""
        lines_of = self.delivery.lines_of
        return {id_: with_lines(one, lines_of(id_), change) for id_, one in self.orders.items()}

    def per_sku(self) -> Iterable[tuple[str, int]]:
        """Add the lines up, so that each SKU moves once."""
        sums: Counter[str] = Counter()
        for line in self.delivery.lines:
            sums[line.sku] += line.quantity
        return sums.items()


def require_deliverable(order: Order, lifecycle: Lifecycle) -> None:
    """
    Refuse an order whose goods may not leave.

    Raises:
        NotAllowedNow: Its stage does not allow ``deliver``.
        OnHold: A hold stands.
    """
    lifecycle.require(order.stage, "deliver", order.id)
    if order.holds:
        raise OnHold(order.id, tuple(hold.reason for hold in order.holds))


def step(delivery: Delivery, orders: Mapping[str, Order], move: str, context: Context) -> Shift:
    """
    Make a move of the delivery's lifecycle, with all that it means.

    Raises:
        NotAllowedNow: The delivery's stage has no such move, or an order's goods may not leave.
        OnHold: Goods were to leave and a hold stands on an order.
        MoreThanReserved: Goods were to leave that the orders do not have reserved and planned.
    """
    lifecycle = context.rulebook[DELIVERY_LIFECYCLE]
    before = lifecycle.stage(delivery.stage)
    after = lifecycle.stage(lifecycle.step(delivery.stage, move, delivery.id))
    shift = Shift(attrs.evolve(delivery, stage=after.name), orders)
    for happens, effect in _EFFECTS:
        if happens(before, after):
            shift = effect(shift, context)
    if shift.events:
        return shift
    return attrs.evolve(shift, events=(DeliveryAdvanced(delivery.id, move, after.name),))


def _leaves(before: Stage, after: Stage) -> bool:
    return after.goods_left and not before.goods_left


def _arrives(before: Stage, after: Stage) -> bool:
    return after.goods_arrived and not before.goods_arrived


def _comes_back(before: Stage, after: Stage) -> bool:
    return before.goods_left and not after.goods_left


def _is_dropped(before: Stage, after: Stage) -> bool:
    return before.holds_stock and not after.holds_stock and not after.goods_left


def _left(shift: Shift, context: Context) -> Shift:
    delivery, where = shift.delivery, (shift.delivery.location, shift.delivery.place)
    for order in shift.orders.values():
        require_deliverable(order, context.rulebook[ORDER_LIFECYCLE])
        require_room(order, delivery.lines_of(order.id), *where, planned)
    reason = f"delivery.ship {delivery.id}"
    stock = tuple(
        ship(delivery.company, sku, delivery.location, quantity, reason)
        for sku, quantity in shift.per_sku()
    )
    shipped = shift.on_lines(partial(take_out, location=where[0], place=where[1]))
    billed = [_billed(shift.orders[id_], one, reason) for id_, one in shipped.items()]
    return attrs.evolve(
        shift,
        delivery=attrs.evolve(delivery, shipped_at=context.now),
        orders={order.id: order for order, _ in billed},
        transfers=(*stock, *(one for _, transfers in billed for one in transfers)),
        events=(*shift.events, _told_shipped(delivery)),
    )


def _told_shipped(delivery: Delivery) -> DeliveryShipped:
    return DeliveryShipped(
        delivery.id,
        delivery.location,
        delivery.lines,
        delivery.carrier,
        delivery.tracking,
        delivery.parcels,
    )


def _billed(before: Order, after: Order, reason: str) -> tuple[Order, tuple[Transfer, ...]]:
    """Move credit from open to unbilled for what *after* has shipped beyond *before*."""
    amount = to_bill(before, after)
    if not amount:
        return after, ()
    had = before.credit
    credit = attrs.evolve(had, open=had.open - amount, unbilled=had.unbilled + amount)
    return attrs.evolve(after, credit=credit), (to_unbilled(had.payer, amount, reason),)


def to_bill(before: Order, after: Order) -> int:
    """
    Return how much credit goes from open to unbilled, in minor units, as *before* becomes *after*.

    The growth of what was shipped and no payment covers, at most what is open; all that is open
    when nothing is left to ship. See :mod:`orderkit.orders.shares`.
    """
    if all_shipped(after):
        return before.credit.open
    grown = uncovered(after).unbilled - uncovered(before).unbilled
    return min(before.credit.open, grown)


def _arrived(shift: Shift, context: Context) -> Shift:
    def deliver(line: OrderLine, quantity: int) -> OrderLine:
        return attrs.evolve(line, delivered=line.delivered + quantity)

    lines = tuple(attrs.evolve(one, delivered=one.quantity) for one in shift.delivery.lines)
    delivery = attrs.evolve(shift.delivery, lines=lines, delivered_at=context.now)
    told = DeliveryDelivered(delivery.id, lines)
    arrived = shift.on_lines(deliver)
    lifecycle = context.rulebook[ORDER_LIFECYCLE]
    orders = {id_: closed_if_done(one, lifecycle) for id_, one in arrived.items()}
    closed = frozenset(id_ for id_, one in orders.items() if one is not arrived[id_])
    return attrs.evolve(
        shift, delivery=delivery, orders=orders, events=(*shift.events, told), closed=closed
    )


def _came_back(shift: Shift, _context: Context) -> Shift:
    def give_back(line: OrderLine, quantity: int) -> OrderLine:
        return attrs.evolve(line, returned=line.returned + quantity)

    delivery = shift.delivery
    reason = f"delivery.bring_back {delivery.id}"
    back = partial(receive, bucket=Bucket.QUARANTINE, party=CUSTOMER)
    stock = tuple(
        back(delivery.company, sku, delivery.location, quantity, reason)
        for sku, quantity in shift.per_sku()
    )
    told = DeliveryBroughtBack(delivery.id, delivery.location, delivery.lines)
    return attrs.evolve(
        shift, orders=shift.on_lines(give_back), transfers=stock, events=(*shift.events, told)
    )


def _dropped(shift: Shift, _context: Context) -> Shift:
    delivery = shift.delivery
    free = partial(unplan, location=delivery.location, place=delivery.place)
    told = DeliveryCancelled(delivery.id, delivery.lines, delivery.reason)
    return attrs.evolve(shift, orders=shift.on_lines(free), events=(*shift.events, told))


_EFFECTS = (
    (_leaves, _left),
    (_arrives, _arrived),
    (_comes_back, _came_back),
    (_is_dropped, _dropped),
)
"""When something happens, and what; in the order in which it happens."""
