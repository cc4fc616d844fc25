"""What happens to orders, as others hear of it."""

from __future__ import annotations

from attrs import frozen

from orderkit.flow import event
from orderkit.values import Money


@event("order.placed")
@frozen
class OrderPlaced:
    """An order was accepted: stock is reserved and credit is used, or a hold says why not."""

    order_id: str
    customer: str
    channel: str
    number: str
    total: Money
    stage: str
    holds: tuple[str, ...] = ()


@event("order.confirmed")
@frozen
class OrderConfirmed:
    """Both sides are bound; deliveries may be planned."""

    order_id: str
    revision: int


@event("order.advanced")
@frozen
class OrderAdvanced:
    """An order came to a stage of the business's own, between those that have events themselves."""

    order_id: str
    stage: str


@event("order.unconfirmed")
@frozen
class OrderUnconfirmed:
    """A confirmed order was taken back to be looked at again."""

    order_id: str
    reason: str


@event("order.held")
@frozen
class OrderHeld:
    """An order may not move on until somebody releases it."""

    order_id: str
    reason: str
    detail: str


@event("order.released")
@frozen
class OrderReleased:
    """A hold was taken away."""

    order_id: str
    reason: str
    note: str = ""


@event("order.cancelled")
@frozen
class OrderCancelled:
    """
    The whole order or a part of it was called off; stock and credit were given back.

    Attributes:
        whole: Whether nothing of it is left to deliver and the order is cancelled.

        lines: Line ids with the base quantity that was called off.
    """

    order_id: str
    reason: str
    whole: bool
    lines: tuple[tuple[str, int], ...]
    total: Money


@event("order.closed")
@frozen
class OrderClosed:
    """Nothing more will be delivered."""

    order_id: str


@event("order.reopened")
@frozen
class OrderReopened:
    """A closed order was taken up again."""

    order_id: str
    reason: str
