"""Fulfilment: deliveries of one order or several, from plan to doorstep."""

from orderkit.fulfilment.commands import (
    AdvanceDelivery,
    CancelDelivery,
    ConfirmDelivery,
    DeliveryState,
    PackDelivery,
    PickDelivery,
    ReleaseDelivery,
    ShipDelivery,
)
from orderkit.fulfilment.events import (
    DeliveryAdvanced,
    DeliveryBroughtBack,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryPlanned,
    DeliveryShipped,
)
from orderkit.fulfilment.model import DELIVERY_LIFECYCLE, Delivery, DeliveryLine, Parcel
from orderkit.fulfilment.planning import (
    AddToDelivery,
    LineQuantity,
    PlanDelivery,
    PlannedDelivery,
)
from orderkit.fulfilment.refusals import (
    MoreThanReserved,
    NoAddress,
    NothingToDeliver,
    NotTogether,
    Short,
)

__all__ = [
    "DELIVERY_LIFECYCLE",
    "AddToDelivery",
    "AdvanceDelivery",
    "CancelDelivery",
    "ConfirmDelivery",
    "Delivery",
    "DeliveryAdvanced",
    "DeliveryBroughtBack",
    "DeliveryCancelled",
    "DeliveryDelivered",
    "DeliveryLine",
    "DeliveryPlanned",
    "DeliveryShipped",
    "DeliveryState",
    "LineQuantity",
    "MoreThanReserved",
    "NoAddress",
    "NotTogether",
    "NothingToDeliver",
    "PackDelivery",
    "Parcel",
    "PickDelivery",
    "PlanDelivery",
    "PlannedDelivery",
    "ReleaseDelivery",
    "ShipDelivery",
    "Short",
]
