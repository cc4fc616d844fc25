"""
The delivery as a document: what goes together from one location to one address.

Its lines belong to one order or to several of one customer, and count integers at the scale of the
product's stock unit, as the lines of orders do. Until the goods leave, what a delivery holds is the
``planned`` part of the orders' schedules: reserved by the order, spoken for by the delivery. So
nothing moves in the ledger while it is planned, released, picked and packed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import frozen

from orderkit.errors import Fault, caught, gathered, invalid
from orderkit.flow import Index, Query, Rule, document
from orderkit.lifecycle import DELIVERY, Lifecycle
from orderkit.values import Address, Quantity, bounded, check_id, check_text, moment_text, typed

DELIVERY_LIFECYCLE: Final[Rule[Lifecycle]] = Rule("delivery.lifecycle", DELIVERY)
"""The life of a delivery; an integrator's rulebook may put an extended one here."""

PARCELS_MAX: Final = 500
"""Most parcels of one delivery."""


@frozen
class DeliveryLine:
    """
    A part of an order's line that goes with a delivery.

    Attributes:
        sku: As it stood on the order's line when this was planned.

        quantity: Integer at the stock unit's scale, above 0.

        delivered: Part of *quantity* that the customer has.

        weighed: What was actually weighed of goods by catch weight; None before, and for others.
    """

    order_id: str
    line_id: str
    sku: str
    quantity: int
    delivered: int = 0
    weighed: Quantity | None = None


@typed
@frozen
class Parcel:
    """
    One piece that a carrier moves.

    Attributes:
        id: Number within the delivery, ``"1"``.

        tracking: The carrier's number of it; ``""`` where there is none.

        carrier: Who moves it; ``""`` for the delivery's own.

        weight_g: Grams, above 0; None while not weighed.

    Raises:
        InvalidInput: A field cannot be what it claims; all faults at once.
    """

    id: str
    tracking: str = ""
    carrier: str = ""
    weight_g: int | None = None

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.id, "Parcel.id"),
                *caught(check_text, self.tracking, "Parcel.tracking", longest=80, empty=True),
                *caught(check_text, self.carrier, "Parcel.carrier", longest=80, empty=True),
                *caught(self._check_weight),
            )
        )

    def _check_weight(self) -> None:
        if self.weight_g is not None and bounded(self.weight_g, "Parcel.weight_g") <= 0:
            raise invalid(
                "Parcel.weight_g", "not_positive", self.weight_g, "a parcel weighs something",
                "give grams above 0, or None while it is not weighed",
            )  # fmt: skip


def parcel_faults(parcels: tuple[Parcel, ...], path: str) -> tuple[Fault, ...]:
    """
    Return what is wrong with the parcels of one delivery taken together.

    >>> [fault.code for fault in parcel_faults((Parcel("1"), Parcel("1")), "parcels")]
    ['duplicate']
    """
    if len(parcels) > PARCELS_MAX:
        why, remedy = f"a delivery has at most {PARCELS_MAX} parcels", "split the delivery"
        return invalid(path, "too_many", len(parcels), why, remedy).faults
    ids = [parcel.id for parcel in parcels]
    if len(set(ids)) < len(ids):
        return invalid(path, "duplicate", ids, "one is named twice", "name each once").faults
    return ()


@document(
    "delivery",
    indexes=(
        Index("by_stage", lambda d: (((d.stage,), moment_text(d.planned_at)),)),
        Index("by_order", lambda d: (((one,), moment_text(d.planned_at)) for one in d.order_ids)),
        Index("by_location", lambda d: (((d.location, d.stage), moment_text(d.planned_at)),)),
    ),
    owner=lambda delivery: delivery.customer,
)
@frozen
class Delivery:
    """
    Goods that go together.

    Attributes:
        id: Stable id.

        revision: 1 at first; rises when lines are added, not when it moves along.

        stage: Stage of :data:`DELIVERY_LIFECYCLE`.

        company: Id of the selling company, whose stock it is.

        customer: Id of the customer the orders were sold to.

        location: Id of the location it leaves from.

        ship_to: Where it goes.

        place: The customer's name of that address, as the orders' schedules have it; ``""`` for
            the orders' own.

        lines: One per line of an order, at least one.

        parcels: What the carrier moves; empty while not packed.

        carrier, tracking: Of the whole; ``""`` while not known.

        planned_at, shipped_at, delivered_at: In UTC; None while not so far.

        reason: Why it was cancelled; ``""`` where it was not.
    """

    id: str
    revision: int
    stage: str
    company: str
    customer: str
    location: str
    ship_to: Address
    lines: tuple[DeliveryLine, ...]
    planned_at: datetime
    place: str = ""
    parcels: tuple[Parcel, ...] = ()
    carrier: str = ""
    tracking: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    reason: str = ""

    @property
    def order_ids(self) -> tuple[str, ...]:
        """The orders it serves, each once, in the order of the lines."""
        return tuple(dict.fromkeys(line.order_id for line in self.lines))

    def lines_of(self, order_id: str) -> dict[str, int]:
        """Return line ids of one order with their quantities."""
        return {line.line_id: line.quantity for line in self.lines if line.order_id == order_id}

    @staticmethod
    def in_stage(stage: str) -> Query[Delivery]:
        """Find the deliveries in *stage*, oldest plan first."""
        return Query(Delivery, "by_stage", (stage,))

    @staticmethod
    def of_order(order_id: str) -> Query[Delivery]:
        """Find the deliveries of an order, oldest plan first."""
        return Query(Delivery, "by_order", (order_id,))

    @staticmethod
    def at_location(location: str, stage: str) -> Query[Delivery]:
        """Find the deliveries of a location in *stage*, oldest plan first."""
        return Query(Delivery, "by_location", (location, stage))
