"""Payments: money for orders, recorded as it comes in and as it goes back."""

from orderkit.payments.commands import Paid, RecordPayment, RecordRefund
from orderkit.payments.events import OrderPaid, PaymentRecorded, PaymentRefunded
from orderkit.payments.model import (
    PAYMENT_LIFECYCLE,
    Payment,
    PaymentKind,
    Refund,
    payment_id,
)
from orderkit.payments.refusals import (
    AlreadyPaid,
    AlreadyRefunded,
    MoreThanCaptured,
    NotOfOrder,
    Overpaid,
)

__all__ = [
    "PAYMENT_LIFECYCLE",
    "AlreadyPaid",
    "AlreadyRefunded",
    "MoreThanCaptured",
    "NotOfOrder",
    "OrderPaid",
    "Overpaid",
    "Paid",
    "Payment",
    "PaymentKind",
    "PaymentRecorded",
    "PaymentRefunded",
    "RecordPayment",
    "RecordRefund",
    "Refund",
    "payment_id",
]
