"""What payments say no with."""

from __future__ import annotations

from attrs import define

from orderkit.errors import Refused
from orderkit.values import Money


@define(eq=False)
class Overpaid(Refused):
    """More was paid than is due."""

    code = "overpaid"

    order_id: str
    due: Money
    paid: Money

    def __str__(self) -> str:
        most = self.due if self.due.minor > 0 else Money.zero(self.due.currency)
        return (
            f"{self.paid} is more than order {self.order_id!r} has due, {most}: record at most "
            "that much here, and the rest on another order or as money to be sent back"
        )


@define(eq=False)
class AlreadyPaid(Refused):
    """The reference already stands for another payment of the order."""

    code = "already_paid"

    order_id: str
    reference: str
    payment_id: str
    amount: Money

    def __str__(self) -> str:
        return (
            f"reference {self.reference!r} of order {self.order_id!r} is payment "
            f"{self.payment_id!r} of {self.amount} already: if this is other money, record it "
            "under its own reference; if it is the same, nothing is left to do"
        )


@define(eq=False)
class AlreadyRefunded(Refused):
    """The reference already stands for another refund of the payment."""

    code = "already_refunded"

    payment_id: str
    reference: str
    amount: Money

    def __str__(self) -> str:
        return (
            f"reference {self.reference!r} of payment {self.payment_id!r} is a refund of "
            f"{self.amount} already: if this is another refund, record it under its own "
            "reference; if it is the same, nothing is left to do"
        )


@define(eq=False)
class MoreThanCaptured(Refused):
    """More was to be given back than the payment brought and still has."""

    code = "more_than_captured"

    payment_id: str
    asked: Money
    left: Money

    def __str__(self) -> str:
        return (
            f"{self.asked} cannot be refunded of payment {self.payment_id!r}, which has "
            f"{self.left} left: refund at most that, and the rest from another payment"
        )


@define(eq=False)
class NotOfOrder(Refused):
    """The payment is for another order."""

    code = "payment_of_other_order"

    payment_id: str
    order_id: str

    def __str__(self) -> str:
        return (
            f"payment {self.payment_id!r} is not one of order {self.order_id!r}: "
            "name the order that was paid, or one of this order's payments"
        )
