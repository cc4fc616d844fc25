"""
Moving a delivery along.

Each command is one move of the delivery's lifecycle, and :mod:`orderkit.fulfilment.steps` says what
a move means. The usual moves have commands of their own, so that they can be granted one by one;
:class:`AdvanceDelivery` makes any other, those of an integrator's own lifecycle among them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping

import attrs
from attrs import field, frozen

from orderkit.errors import Fault, NotFound, caught, gathered
from orderkit.flow import Command, Context, Decision, Each, Flow, Reading, Ref, ask, command
from orderkit.fulfilment.model import Delivery, Parcel, parcel_faults
from orderkit.fulfilment.steps import step
from orderkit.orders import Order
from orderkit.values import check_id, check_text, several, typed


def _parcels(given: Iterable[Parcel]) -> tuple[Parcel, ...]:
    return several(given, Parcel, "parcels")


@frozen
class DeliveryState:
    """The answer of a command that moves a delivery: where it stands now."""

    delivery_id: str
    stage: str


@frozen
class _DeliveryStep(Command[DeliveryState]):
    """What the commands below share: they name a delivery and make one move."""

    delivery_id: str

    def __attrs_post_init__(self) -> None:
        path = f"{type(self).__name__}.delivery_id"
        gathered((*caught(check_id, self.delivery_id, path), *self._faults()))

    def _faults(self) -> Iterable[Fault]:
        return ()

    @abstractmethod
    def _move(self) -> str:
        """Return the name of the move."""

    def _prepared(self, delivery: Delivery) -> Delivery:
        """Return the delivery with what this command says of it."""
        return delivery

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"delivery/{self.delivery_id}"

    def scope(self) -> Ref[Delivery]:
        """See :class:`~orderkit.flow.Command`."""
        return Ref(Delivery, self.delivery_id)

    def decide(self, context: Context) -> Flow[DeliveryState]:
        """
        Make the move, with all that it means for the orders, stock and credit.

        Raises:
            NotAllowedNow: The delivery's stage has no such move, or goods were to leave and an
                order's stage does not allow it.
            OnHold: Goods were to leave and a hold stands on an order.
            MoreThanReserved: Goods were to leave that the orders do not have planned.
            NotEnoughStock: Goods were to leave that are not reserved in the books.
        """
        delivery = yield from ask(Ref(Delivery, self.delivery_id))
        orders = yield from _orders(delivery)
        shift = step(self._prepared(delivery), orders, self._move(), context)
        answer = DeliveryState(delivery.id, shift.delivery.stage)
        return Decision(answer, shift.changes(orders))


def _orders(delivery: Delivery) -> Reading[Mapping[str, Order]]:
    """Read the orders that *delivery* serves, in its own order."""
    found = yield from ask(Each(Order, delivery.order_ids))
    for order_id in delivery.order_ids:
        if order_id not in found:
            raise NotFound("Order", order_id)
    return {order_id: found[order_id] for order_id in delivery.order_ids}


@command("delivery.release")
@typed
@frozen
class ReleaseDelivery(_DeliveryStep):
    """Tell the warehouse that it may begin."""

    def _move(self) -> str:
        return "release"


@command("delivery.pick")
@typed
@frozen
class PickDelivery(_DeliveryStep):
    """Note that the goods are being taken off the shelf."""

    def _move(self) -> str:
        return "pick"


@command("delivery.pack")
@typed
@frozen
class PackDelivery(_DeliveryStep):
    """
    Note that the goods are packed.

    Attributes:
        parcels: The pieces; empty leaves those that the delivery has.
    """

    parcels: tuple[Parcel, ...] = field(default=(), converter=_parcels)

    def _faults(self) -> Iterable[Fault]:
        return parcel_faults(self.parcels, "PackDelivery.parcels")

    def _move(self) -> str:
        return "pack"

    def _prepared(self, delivery: Delivery) -> Delivery:
        return attrs.evolve(delivery, parcels=self.parcels or delivery.parcels)


@command("delivery.ship")
@typed
@frozen
class ShipDelivery(_DeliveryStep):
    """
    Hand the goods to the carrier: stock leaves, the orders' lines are shipped, credit follows.

    Attributes:
        carrier: Who takes it; ``""`` leaves what the delivery has.

        tracking: The carrier's number of the whole, likewise.

        parcels: The pieces, likewise.
    """

    carrier: str = ""
    tracking: str = ""
    parcels: tuple[Parcel, ...] = field(default=(), converter=_parcels)

    def _faults(self) -> Iterable[Fault]:
        return (
            *caught(check_text, self.carrier, "ShipDelivery.carrier", longest=80, empty=True),
            *caught(check_text, self.tracking, "ShipDelivery.tracking", longest=80, empty=True),
            *parcel_faults(self.parcels, "ShipDelivery.parcels"),
        )

    def _move(self) -> str:
        return "ship"

    def _prepared(self, delivery: Delivery) -> Delivery:
        return attrs.evolve(
            delivery,
            carrier=self.carrier or delivery.carrier,
            tracking=self.tracking or delivery.tracking,
            parcels=self.parcels or delivery.parcels,
        )


@command("delivery.confirm")
@typed
@frozen
class ConfirmDelivery(_DeliveryStep):
    """Note that the customer has the goods."""

    def _move(self) -> str:
        return "deliver"


@command("delivery.cancel")
@typed
@frozen
class CancelDelivery(_DeliveryStep):
    """
    Drop a delivery that has not left; its stock stays reserved for the orders.

    Attributes:
        reason: Why, for the audit; not empty.
    """

    reason: str

    def _faults(self) -> Iterable[Fault]:
        return caught(check_text, self.reason, "CancelDelivery.reason", longest=200)

    def _move(self) -> str:
        return "cancel"

    def _prepared(self, delivery: Delivery) -> Delivery:
        return attrs.evolve(delivery, reason=self.reason)


@command("delivery.advance")
@typed
@frozen
class AdvanceDelivery(_DeliveryStep):
    """
    Make any move of the delivery's lifecycle: recall, stop, depart, refuse, fail, retry, bring back.

    Attributes:
        move: Its name.
    """

    move: str

    def _faults(self) -> Iterable[Fault]:
        return caught(check_id, self.move, "AdvanceDelivery.move")

    def _move(self) -> str:
        return self.move
