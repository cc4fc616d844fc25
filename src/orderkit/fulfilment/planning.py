"""Planning a delivery: which lines go together, from where and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs
from attrs import field, frozen

from orderkit.errors import caught, gathered, invalid
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Put,
    Reading,
    Ref,
    ask,
    command,
)
from orderkit.fulfilment.events import DeliveryPlanned
from orderkit.fulfilment.model import DELIVERY_LIFECYCLE, Delivery, DeliveryLine
from orderkit.fulfilment.refusals import NoAddress, NothingToDeliver, NotTogether
from orderkit.fulfilment.schedules import plan, require_room, room_at, unplanned, with_lines
from orderkit.fulfilment.steps import require_deliverable
from orderkit.orders import ORDER_LIFECYCLE, NoSuchLine, Order, RevisionChanged
from orderkit.parties import Customer
from orderkit.values import Address, bounded, check_id, several, typed


@typed
@frozen
class LineQuantity:
    """
    How much of which line of an order.

    Attributes:
        quantity: Integer at the scale of the product's stock unit, above 0.

    Raises:
        InvalidInput: The line is no id or the quantity is not above 0.
    """

    line_id: str
    quantity: int

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.line_id, "LineQuantity.line_id"),
                *caught(self._check_quantity),
            )
        )

    def _check_quantity(self) -> None:
        if bounded(self.quantity, "LineQuantity.quantity") <= 0:
            raise invalid(
                "LineQuantity.quantity", "not_positive", self.quantity, "nothing would go",
                "give base units above 0, or leave the line out",
            )  # fmt: skip


Quantities: TypeAlias = Mapping[str, int] | Iterable[LineQuantity | tuple[str, int]]
"""Base quantities by line id, in any of the ways they are conveniently written."""


def line_quantities(given: Quantities) -> tuple[LineQuantity, ...]:
    """
    Return *given* as a tuple of :class:`LineQuantity`.

    >>> line_quantities({"1": 5})
    (LineQuantity(line_id='1', quantity=5),)
    """
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple(_line_quantity(one) for one in several(pairs, object, "lines"))


def _line_quantity(given: Any) -> LineQuantity:
    match given:
        case LineQuantity():
            return given
        case (line, quantity):
            return LineQuantity(line, quantity)
    why, remedy = "it is no line and quantity", "pass pairs of a line id and base units"
    raise invalid("lines", "wrong_type", given, why, remedy)


def _check_distinct(lines: tuple[LineQuantity, ...], path: str) -> None:
    ids = [line.line_id for line in lines]
    if len(set(ids)) < len(ids):
        why, remedy = "a line is named twice", "name each once, with the sum"
        raise invalid(path, "duplicate", ids, why, remedy)


@frozen
class PlannedDelivery:
    """
    The answer of planning.

    Attributes:
        lines: Everything the delivery holds now.
    """

    delivery_id: str
    lines: tuple[DeliveryLine, ...]


@command("delivery.plan")
@typed
@frozen
class PlanDelivery(Command[PlannedDelivery]):
    """
    Choose what of an order goes from a location.

    Attributes:
        location: Where it leaves from; the lines must be reserved there.

        lines: What; empty for everything that is reserved there and in no other delivery.

        place: The customer's name of the address, for lines that are scheduled to go to another
            than the order's own; ``""`` for those that are not.

        revision: Of the order, as the caller saw it; None not to be asked.

    Raises:
        InvalidInput: With all faults at once.
    """

    order_id: str
    location: str
    lines: tuple[LineQuantity, ...] = field(default=(), converter=line_quantities)
    place: str = ""
    revision: int | None = None

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.order_id, "PlanDelivery.order_id"),
                *caught(check_id, self.location, "PlanDelivery.location"),
                *(caught(check_id, self.place, "PlanDelivery.place") if self.place else ()),
                *caught(_check_distinct, self.lines, "PlanDelivery.lines"),
            )
        )

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"order/{self.order_id}"

    def scope(self) -> Ref[Order]:
        """See :class:`~orderkit.flow.Command`."""
        return Ref(Order, self.order_id)

    def decide(self, context: Context) -> Flow[PlannedDelivery]:
        """
        Write the delivery and mark its lines as planned on the order.

        Raises:
            RevisionChanged: The order is at another revision than the caller saw.
            NotAllowedNow: The order's stage does not allow ``deliver``.
            OnHold: A hold stands.
            NoAddress: Nobody said where it goes.
            NoSuchLine: The order has no such line.
            MoreThanReserved: More is asked for than is reserved there and in no other delivery.
            NothingToDeliver: Nothing is left there.
        """
        order = yield from ask(Ref(Order, self.order_id))
        if self.revision not in (None, order.revision):
            raise RevisionChanged(order.id, self.revision or 0, order.revision)
        require_deliverable(order, context.rulebook[ORDER_LIFECYCLE])
        ship_to = yield from _address(order, self.place)
        delivery = Delivery(
            context.fresh_id(), 1, context.rulebook[DELIVERY_LIFECYCLE].initial,
            order.roles.company, order.roles.sold_to, self.location, ship_to, (), context.now,
            self.place,
        )  # fmt: skip
        return joined(delivery, order, self.lines)


@command("delivery.add_order")
@typed
@frozen
class AddToDelivery(Command[PlannedDelivery]):
    """
    Put lines of another order of the customer, or more of the same one, on a planned delivery.

    Attributes:
        lines: As :class:`PlanDelivery` has them; empty for everything that is left there.
    """

    delivery_id: str
    order_id: str
    lines: tuple[LineQuantity, ...] = field(default=(), converter=line_quantities)

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.delivery_id, "AddToDelivery.delivery_id"),
                *caught(check_id, self.order_id, "AddToDelivery.order_id"),
                *caught(_check_distinct, self.lines, "AddToDelivery.lines"),
            )
        )

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"delivery/{self.delivery_id}"

    def scope(self) -> Ref[Delivery]:
        """See :class:`~orderkit.flow.Command`."""
        return Ref(Delivery, self.delivery_id)

    def decide(self, context: Context) -> Flow[PlannedDelivery]:
        """
        Write the delivery with more lines and mark these as planned on the order.

        Raises:
            NotAllowedNow: The delivery's stage does not allow ``merge``, or the order's not
                ``deliver``.
            OnHold: A hold stands on the order.
            NotTogether: The order is of another company or customer, or goes elsewhere.
            NoSuchLine: The order has no such line.
            MoreThanReserved: More is asked for than is reserved there and in no other delivery.
            NothingToDeliver: Nothing is left there.
        """
        delivery, order = yield from ask(Ref(Delivery, self.delivery_id), Ref(Order, self.order_id))
        context.rulebook[DELIVERY_LIFECYCLE].require(delivery.stage, "merge", delivery.id)
        require_deliverable(order, context.rulebook[ORDER_LIFECYCLE])
        differs = differing(delivery, order)
        if differs:
            raise NotTogether(delivery.id, order.id, differs)
        return joined(attrs.evolve(delivery, revision=delivery.revision + 1), order, self.lines)


def differing(delivery: Delivery, order: Order) -> tuple[str, ...]:
    """
    Return what keeps *order* from going with *delivery*: ``company``, ``customer``, ``address``.

    A place of the customer's is the same for all their orders; the orders' own address may differ.
    """
    roles = order.roles
    pairs = {
        "company": (delivery.company, roles.company),
        "customer": (delivery.customer, roles.sold_to),
        "address": (delivery.ship_to, delivery.ship_to if delivery.place else roles.ship_to),
    }
    return tuple(what for what, (ours, theirs) in pairs.items() if ours != theirs)


def _address(order: Order, place: str) -> Reading[Address]:
    """Tell where the goods go: the order's address, or the customer's of that name."""
    found = order.roles.ship_to
    if place:
        customer = yield from ask(Ref(Customer, order.roles.sold_to))
        found = customer.place(place)
    if found is None:
        raise NoAddress(order.id, place)
    return found


def joined(
    delivery: Delivery, order: Order, lines: tuple[LineQuantity, ...]
) -> Decision[PlannedDelivery]:
    """
    Decide that *lines* of *order*, or everything that is left there, go with *delivery*.

    Raises:
        NoSuchLine: The order has no such line.
        MoreThanReserved: More is asked for than is reserved there and in no other delivery.
        NothingToDeliver: Nothing is left there.
    """
    where = delivery.location, delivery.place
    wanted = _asked(order, lines) if lines else left_at(order, *where)
    if not wanted:
        raise NothingToDeliver(order.id, *where, _elsewhere(order))
    require_room(order, wanted, *where, unplanned)
    added = tuple(
        DeliveryLine(order.id, line.id, line.sku, wanted[line.id])
        for line in order.lines
        if line.id in wanted
    )
    after = attrs.evolve(delivery, lines=merged(delivery.lines, added))
    planned = with_lines(order, wanted, lambda line, quantity: plan(line, quantity, *where))
    ids = tuple(dict.fromkeys((*order.deliveries, delivery.id)))
    told = DeliveryPlanned(delivery.id, order.id, delivery.location, added)
    puts = Put(after, (told,)), Put(attrs.evolve(planned, deliveries=ids))
    return Decision(PlannedDelivery(after.id, after.lines), Changes(puts))


def _asked(order: Order, lines: tuple[LineQuantity, ...]) -> dict[str, int]:
    known = tuple(line.id for line in order.lines)
    for one in lines:
        if one.line_id not in known:
            raise NoSuchLine(order.id, one.line_id, known)
    return {one.line_id: one.quantity for one in lines}


def left_at(order: Order, location: str, place: str) -> dict[str, int]:
    """Return by line id what is reserved at *location* for *place* and in no delivery, if any."""
    room = {line.id: room_at(line, location, place, unplanned) for line in order.lines}
    return {line_id: quantity for line_id, quantity in room.items() if quantity}


def _elsewhere(order: Order) -> tuple[tuple[str, str], ...]:
    """Return the locations at which something is left and for where, in the order of the lines."""
    schedule = (one for line in order.lines for one in line.schedule)
    left = (one for one in schedule if one.location and unplanned(one))
    return tuple(dict.fromkeys((one.location, one.ship_to) for one in left))


def merged(
    lines: tuple[DeliveryLine, ...], added: tuple[DeliveryLine, ...]
) -> tuple[DeliveryLine, ...]:
    """
    Return both, one line per order line.

    >>> one = DeliveryLine("o-1", "1", "TEA-1", 5)
    >>> merged((one,), (one,))[0].quantity
    10
    """
    found = {(line.order_id, line.line_id): line for line in lines}
    for line in added:
        at = line.order_id, line.line_id
        had = found[at].quantity if at in found else 0
        found[at] = attrs.evolve(line, quantity=had + line.quantity)
    return tuple(found.values())
