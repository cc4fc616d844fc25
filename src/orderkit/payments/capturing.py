"""Money that was captured by somebody else: what is told of it, and the payment it becomes."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from attrs import frozen

from orderkit.errors import caught, gathered, invalid
from orderkit.flow import Context, Put
from orderkit.orders import Order
from orderkit.orders.owing import PREPAID
from orderkit.payments.events import PaymentRecorded
from orderkit.payments.model import PAYMENT_LIFECYCLE, Payment, PaymentKind, payment_id
from orderkit.values import Money, check_text, typed, utc

PAYMENTS_MAX: Final = 20
"""Most payments that one order comes with."""


class Received(Protocol):
    """What is told of money that came in."""

    @property
    def amount(self) -> Money:
        """How much, above 0."""

    @property
    def method(self) -> str:
        """How it was paid."""

    @property
    def reference(self) -> str:
        """The provider's, the bank's or the channel's."""

    @property
    def kind(self) -> PaymentKind | None:
        """As the order's terms say unless given."""

    @property
    def received_at(self) -> datetime | None:
        """When, if not now; aware."""


@typed
@frozen
class ChannelPayment:
    """
    A payment that a recorded order came with.

    Attributes:
        amount: In the order's currency, above 0.

        method: ``"marketplace"``, ``"card"``…

        reference: The provider's or the channel's; unique within the order.

        kind: As the order's terms say unless given.

        received_at: When the money came, if not now; aware.

    >>> ChannelPayment(Money.of("18.46", "EUR"), "marketplace", "P-1").reference
    'P-1'

    Raises:
        InvalidInput: With all faults at once.
    """

    amount: Money
    method: str
    reference: str
    kind: PaymentKind | None = None
    received_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        check_received(self, "ChannelPayment")


def check_received(told: Received, path: str) -> None:
    """
    Check what is *told* of money that came in, and keep the time in UTC.

    Raises:
        InvalidInput: With all faults at once.
    """
    gathered(
        caught(check_amount, told.amount, f"{path}.amount"),
        caught(check_text, told.method, f"{path}.method", longest=40),
        caught(check_text, told.reference, f"{path}.reference", longest=120),
    )
    if told.received_at is not None:
        object.__setattr__(told, "received_at", utc(told.received_at, f"{path}.received_at"))


def check_amount(amount: Money, path: str) -> None:
    """
    Check that *amount* is money, and some.

    Raises:
        InvalidInput: ``wrong_type`` or ``not_positive``.
    """
    if not isinstance(amount, Money):
        why, remedy = "it is no money", "pass Money, such as Money.of('148.20', 'EUR')"
        raise invalid(path, "wrong_type", amount, why, remedy)
    if amount.minor <= 0:
        raise invalid(
            path, "not_positive", str(amount), "no money moved",
            "give an amount above 0; money that goes back is a refund",
        )  # fmt: skip


def captured(told: Received, order: Order, context: Context) -> Payment:
    """Return the payment of *order* that what was *told* becomes: all of it is ours."""
    lifecycle = context.rulebook[PAYMENT_LIFECYCLE]
    usual = PaymentKind.PREPAID if order.terms == PREPAID else PaymentKind.ON_ACCOUNT
    id_, minor = payment_id(order.id, told.reference), told.amount.minor
    return Payment(
        id_,
        order.id,
        order.roles.payer,
        told.kind or usual,
        told.method,
        told.reference,
        told.amount.currency,
        minor,
        lifecycle.step(lifecycle.initial, "record", id_),
        told.received_at or context.now,
        minor,
        minor,
    )


def recorded(payment: Payment, due: Money) -> Put:
    """Return what writes *payment* and tells of it; *due* is what is to be paid after it."""
    told = PaymentRecorded(
        payment.id,
        payment.order_id,
        payment.payer,
        payment.amount,
        payment.method,
        payment.reference,
        due,
    )
    return Put(payment, (told,))
