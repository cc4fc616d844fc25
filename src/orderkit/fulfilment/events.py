"""What happens to deliveries, as others hear of it."""

from __future__ import annotations

from attrs import frozen

from orderkit.flow import event
from orderkit.fulfilment.model import DeliveryLine, Parcel


@event("delivery.planned")
@frozen
class DeliveryPlanned:
    """Lines of an order were put on a delivery, a new one or one that was planned already."""

    delivery_id: str
    order_id: str
    location: str
    lines: tuple[DeliveryLine, ...]


@event("delivery.advanced")
@frozen
class DeliveryAdvanced:
    """A delivery moved along without goods leaving or arriving: released, picked, recalled…"""

    delivery_id: str
    move: str
    stage: str


@event("delivery.shipped")
@frozen
class DeliveryShipped:
    """The goods left the location."""

    delivery_id: str
    location: str
    lines: tuple[DeliveryLine, ...]
    carrier: str = ""
    tracking: str = ""
    parcels: tuple[Parcel, ...] = ()


@event("delivery.delivered")
@frozen
class DeliveryDelivered:
    """The customer has the goods."""

    delivery_id: str
    lines: tuple[DeliveryLine, ...]


@event("delivery.cancelled")
@frozen
class DeliveryCancelled:
    """It will not leave. The stock stays reserved for the orders and may be planned again."""

    delivery_id: str
    lines: tuple[DeliveryLine, ...]
    reason: str = ""


@event("delivery.brought_back")
@frozen
class DeliveryBroughtBack:
    """The carrier brought the goods back to the location, where they wait to be looked at."""

    delivery_id: str
    location: str
    lines: tuple[DeliveryLine, ...]
