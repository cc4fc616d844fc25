"""
The computed statuses of an order: payment, fulfilment, return. Nobody assigns them.

They follow from quantities and amounts alone, by one pure function, and stand in the index so
that orders are found by them. What was ordered and cancelled again does not count: an order that
is shipped but for what was cancelled is shipped.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class PaymentStatus(StrEnum):
    """How far an order is paid."""

    NOTHING_DUE = "nothing_due"
    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class FulfilmentStatus(StrEnum):
    """How far an order's goods have come."""

    NOTHING_TO_DELIVER = "nothing_to_deliver"
    UNFULFILLED = "unfulfilled"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    PARTLY_DELIVERED = "partly_delivered"
    DELIVERED = "delivered"


class ReturnStatus(StrEnum):
    """How much of what was delivered came back."""

    NONE = "none"
    PARTLY_RETURNED = "partly_returned"
    RETURNED = "returned"


@frozen
class Statuses:
    """The three computed statuses of one order."""

    payment: PaymentStatus
    fulfilment: FulfilmentStatus
    returned: ReturnStatus


def payment_status(total: int, paid: int, refunded: int) -> PaymentStatus:
    """
    Return the payment status from amounts in minor units.

    Args:
        total: What is owed now.

        paid: What was received and not given back.

        refunded: What was given back.

    >>> str(payment_status(1000, 400, 0)), str(payment_status(0, 400, 0))
    ('partly_paid', 'refund_due')
    """
    if paid > total:
        return PaymentStatus.REFUND_DUE
    if total == 0:
        return PaymentStatus.REFUNDED if refunded else PaymentStatus.NOTHING_DUE
    if paid == total:
        return PaymentStatus.PAID
    return PaymentStatus.PARTLY_PAID if paid > 0 else PaymentStatus.UNPAID


def fulfilment_status(wanted: int, shipped: int, delivered: int) -> FulfilmentStatus:
    """
    Return the fulfilment status from quantities summed over all lines with stock.

    >>> str(fulfilment_status(10, 10, 4))
    'partly_delivered'
    """
    if wanted == 0 and shipped == 0:
        return FulfilmentStatus.NOTHING_TO_DELIVER
    if delivered:
        done = delivered >= wanted
        return FulfilmentStatus.DELIVERED if done else FulfilmentStatus.PARTLY_DELIVERED
    if shipped:
        return FulfilmentStatus.SHIPPED if shipped >= wanted else FulfilmentStatus.PARTLY_SHIPPED
    return FulfilmentStatus.UNFULFILLED


def return_status(delivered: int, returned: int) -> ReturnStatus:
    """
    Return the return status from quantities summed over all lines with stock.

    >>> str(return_status(10, 10)), str(return_status(0, 0))
    ('returned', 'none')
    """
    if returned == 0:
        return ReturnStatus.NONE
    return ReturnStatus.RETURNED if returned >= delivered else ReturnStatus.PARTLY_RETURNED
