"""The payment as a document: one attempt to get money for an order; an order may have many."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from attrs import frozen

from orderkit.catalog import composed_id
from orderkit.flow import Index, Query, Rule, document
from orderkit.lifecycle import PAYMENT, Lifecycle
from orderkit.values import Money, moment_text

PAYMENT_LIFECYCLE: Final[Rule[Lifecycle]] = Rule("payment.lifecycle", PAYMENT)
"""The life of a payment; an integrator's rulebook may put an extended one here."""


class PaymentKind(StrEnum):
    """Whether the money came before the goods may leave, or for what was sold on account."""

    PREPAID = "prepaid"
    ON_ACCOUNT = "on_account"


@frozen
class Refund:
    """
    Money of a payment that was given back.

    Attributes:
        reference: The provider's or the bank's, unique within the payment.

        amount_minor: Minor units of the payment's currency, above 0.

        at: When it was recorded, in UTC.
    """

    reference: str
    amount_minor: int
    reason: str
    at: datetime


@document(
    "payment",
    indexes=(
        Index("by_order", lambda p: (((p.order_id,), moment_text(p.received_at)),)),
        Index("by_reference", lambda p: (((p.reference,), p.id),)),
    ),
    owner=lambda payment: payment.payer,
)
@frozen
class Payment:
    """
    Money for an order.

    Attributes:
        id: :func:`payment_id` of order and reference.

        stage: Stage of :data:`PAYMENT_LIFECYCLE`.

        payer: Id of the customer who pays.

        method: ``"transfer"``, ``"card"``, ``"cash"``…

        reference: The provider's or the bank's, unique within the order.

        amount_minor: Asked for, in minor units of *currency*.

        authorised_minor: Kept back for us by the payer's bank, of which *captured_minor* is ours
            and *refunded_minor* of that was given back.

        received_at: When the money came, in UTC.

        refunds: In the order in which they were recorded; their amounts sum to *refunded_minor*.
    """

    id: str
    order_id: str
    payer: str
    kind: PaymentKind
    method: str
    reference: str
    currency: str
    amount_minor: int
    stage: str
    received_at: datetime
    authorised_minor: int = 0
    captured_minor: int = 0
    refunded_minor: int = 0
    refunds: tuple[Refund, ...] = ()

    @property
    def amount(self) -> Money:
        """What was asked for."""
        return Money(self.amount_minor, self.currency)

    @property
    def kept(self) -> Money:
        """What is ours: captured and not given back."""
        return Money(self.captured_minor - self.refunded_minor, self.currency)

    @staticmethod
    def of_order(order_id: str) -> Query[Payment]:
        """Find an order's payments, oldest first."""
        return Query(Payment, "by_order", (order_id,))

    @staticmethod
    def with_reference(reference: str) -> Query[Payment]:
        """Find the payments with the provider's or the bank's reference."""
        return Query(Payment, "by_reference", (reference,))


def payment_id(order_id: str, reference: str) -> str:
    """
    Return the id that one reference has among the payments of one order.

    >>> payment_id("o-1", "TX-77")
    '3:o-1:TX-77'
    """
    return composed_id(order_id, reference)
