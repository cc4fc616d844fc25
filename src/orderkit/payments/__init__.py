"""Payments: money for orders, recorded as it comes in and as it goes back."""

from orderkit.payments.capturing import PAYMENTS_MAX, ChannelPayment
from orderkit.payments.commands import Paid, RecordPayment, RecordRefund
from orderkit.payments.events import OrderPaid, PaymentRecorded, PaymentRefunded
from orderkit.payments.model import (
    PAYMENT_LIFECYCLE,
    Payment,
    PaymentKind,
    Refund,
    payment_id,
)
from orderkit.payments.placing import PlacePaidOrder
from orderkit.payments.refusals import (
    AlreadyPaid,
    AlreadyRefunded,
    MoreThanCaptured,
    NotOfOrder,
    Overpaid,
)

__all__ = [
    "PAYMENTS_MAX",
    "PAYMENT_LIFECYCLE",
    "AlreadyPaid",
    "AlreadyRefunded",
    "ChannelPayment",
    "MoreThanCaptured",
    "NotOfOrder",
    "OrderPaid",
    "Overpaid",
    "Paid",
    "Payment",
    "PaymentKind",
    "PaymentRecorded",
    "PaymentRefunded",
    "PlacePaidOrder",
    "RecordPayment",
    "RecordRefund",
    "Refund",
    "payment_id",
]
