"""What happens to payments, as others hear of it."""

from __future__ import annotations

from attrs import frozen

from orderkit.flow import event
from orderkit.values import Money


@event("payment.recorded")
@frozen
class PaymentRecorded:
    """
    Money came in for an order.

    Attributes:
        due: What is still to be paid after it.
    """

    payment_id: str
    order_id: str
    payer: str
    amount: Money
    method: str
    reference: str
    due: Money


@event("order.paid")
@frozen
class OrderPaid:
    """Nothing of the order's total is due any more."""

    order_id: str
    total: Money


@event("payment.refunded")
@frozen
class PaymentRefunded:
    """
    Money of a payment was given back.

    Attributes:
        whole: Whether nothing of the payment is left.
    """

    payment_id: str
    order_id: str
    amount: Money
    reference: str
    reason: str
    whole: bool
