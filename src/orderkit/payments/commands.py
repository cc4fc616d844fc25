"""
Recording money that came in and money that went back.

Both are facts that somebody else tells us, so both are known by a reference: the bank's or the
provider's. Told again, they are answered and not booked twice, whatever key the caller brings.
"""

from __future__ import annotations

from datetime import datetime

import attrs
from attrs import frozen

from orderkit.catalog import composed_id
from orderkit.errors import Fault, caught, gathered, shown
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Flow,
    Maybe,
    Put,
    Ref,
    ask,
    command,
)
from orderkit.orders import ORDER_LIFECYCLE, Order
from orderkit.parties import Company
from orderkit.payments.capturing import captured, check_amount, check_received, recorded
from orderkit.payments.covering import carried_on, paid, refunded
from orderkit.payments.events import OrderPaid, PaymentRefunded
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
from orderkit.values import CurrencyMismatch, Money, check_id, check_text, typed


@frozen
class Paid:
    """
    How an order stands after money came in or went back.

    Attributes:
        due: What is still to be paid; below 0 when money is to be given back.

        holds: Reasons why the order does not move on.
    """

    payment_id: str
    order_id: str
    due: Money
    holds: tuple[str, ...] = ()


def _paid(payment: Payment, order: Order) -> Paid:
    return Paid(payment.id, order.id, order.due, tuple(hold.reason for hold in order.holds))


@command("payment.record")
@typed
@frozen
class RecordPayment(Command[Paid]):
    """
    Note that money came in for an order.

    Attributes:
        amount: In the order's currency, above 0, at most what is due.

        method: ``"transfer"``, ``"card"``, ``"cash"``…

        reference: The provider's or the bank's; unique within the order.

        kind: As the order's terms say unless given.

        received_at: When it came, if not now; aware.

    Raises:
        InvalidInput: With all faults at once.
    """

    order_id: str
    amount: Money
    method: str
    reference: str
    kind: PaymentKind | None = None
    received_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_id, self.order_id, "RecordPayment.order_id"),
            caught(check_received, self, "RecordPayment"),
        )

    def key(self) -> str:
        """Return the same key for the same reference of the same order."""
        return composed_id("payment.record", payment_id(self.order_id, self.reference))

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"order/{self.order_id}"

    def scope(self) -> Ref[Order]:
        """See :class:`~orderkit.flow.Command`."""
        return Ref(Order, self.order_id)

    def decide(self, context: Context) -> Flow[Paid]:
        """
        Write the payment, and what it does to the order, its credit and its holds.

        Raises:
            NotAllowedNow: The order's stage does not allow ``pay``.
            AlreadyPaid: The reference stands for another payment of this order.
            CurrencyMismatch: The order is in another currency.
            Overpaid: It is more than is due.
        """
        id_ = payment_id(self.order_id, self.reference)
        order, earlier = yield from ask(Ref(Order, self.order_id), Maybe(Payment, id_))
        lifecycle = context.rulebook[ORDER_LIFECYCLE]
        lifecycle.require(order.stage, "pay", order.id)
        if earlier is not None:
            raise AlreadyPaid(order.id, self.reference, earlier.id, earlier.amount)
        _require_currency(self.amount, order.currency, "RecordPayment.amount")
        if self.amount > order.due:
            raise Overpaid(order.id, order.due, self.amount)
        covered = paid(order, self.amount.minor, f"payment.record {id_}")
        auto_confirm = False
        if order.holds and not covered.order.holds:
            company = yield from ask(Ref(Company, order.roles.company))
            auto_confirm = company.auto_confirm
        covered = carried_on(covered, lifecycle, auto_confirm=auto_confirm)
        payment, order = captured(self, order, context), covered.order
        full = () if order.due else (OrderPaid(order.id, order.total),)
        after = attrs.evolve(order, payments=(*order.payments, payment.id))
        puts = recorded(payment, order.due), Put(after, (*full, *covered.events))
        return Decision(_paid(payment, after), Changes(puts, covered.transfers))


@command("payment.refund")
@typed
@frozen
class RecordRefund(Command[Paid]):
    """
    Note that money of a payment was given back.

    Attributes:
        amount: In the payment's currency, above 0, at most what the payment still has.

        reference: The provider's or the bank's; unique within the payment.

        reason: Why, for the audit; not empty.

    Raises:
        InvalidInput: With all faults at once.
    """

    order_id: str
    payment_id: str
    amount: Money
    reference: str
    reason: str

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.order_id, "RecordRefund.order_id"),
                *caught(check_id, self.payment_id, "RecordRefund.payment_id"),
                *caught(check_amount, self.amount, "RecordRefund.amount"),
                *caught(check_text, self.reference, "RecordRefund.reference", longest=120),
                *caught(check_text, self.reason, "RecordRefund.reason", longest=200),
            )
        )

    def key(self) -> str:
        """Return the same key for the same reference of the same payment."""
        return composed_id("payment.refund", composed_id(self.payment_id, self.reference))

    def subject(self) -> str:
        """See :class:`~orderkit.flow.Command`."""
        return f"order/{self.order_id}"

    def scope(self) -> Ref[Order]:
        """See :class:`~orderkit.flow.Command`."""
        return Ref(Order, self.order_id)

    def decide(self, context: Context) -> Flow[Paid]:
        """
        Write the refund, and what it does to the order, its credit and its holds.

        The order may be in any stage: what was cancelled is refunded too.

        Raises:
            NotOfOrder: The payment is for another order.
            AlreadyRefunded: The reference stands for another refund of this payment.
            CurrencyMismatch: The payment is in another currency.
            NotAllowedNow: The payment's stage allows no refund.
            MoreThanCaptured: The payment has less left.
        """
        order, payment = yield from ask(Ref(Order, self.order_id), Ref(Payment, self.payment_id))
        after = self._refunded(payment, context)
        minor = self.amount.minor
        lifecycle = context.rulebook[ORDER_LIFECYCLE]
        reason = f"payment.refund {payment.id}"
        covered = refunded(order, minor, reason, lifecycle, context.now)
        told = PaymentRefunded(
            payment.id, order.id, self.amount, self.reference, self.reason, not after.kept
        )
        puts = Put(after, (told,)), Put(covered.order, covered.events)
        return Decision(_paid(after, covered.order), Changes(puts, covered.transfers))

    def _refunded(self, payment: Payment, context: Context) -> Payment:
        """Check the refund against the payment and return the payment with it."""
        if payment.order_id != self.order_id:
            raise NotOfOrder(payment.id, self.order_id)
        for one in payment.refunds:
            if one.reference == self.reference:
                amount = Money(one.amount_minor, payment.currency)
                raise AlreadyRefunded(payment.id, self.reference, amount)
        _require_currency(self.amount, payment.currency, "RecordRefund.amount")
        whole = self.amount == payment.kept
        lifecycle = context.rulebook[PAYMENT_LIFECYCLE]
        lifecycle.require(payment.stage, "refund" if whole else "refund_part", payment.id)
        if self.amount > payment.kept:
            raise MoreThanCaptured(payment.id, self.amount, payment.kept)
        stage = lifecycle.step(payment.stage, "refund", payment.id) if whole else payment.stage
        refund = Refund(self.reference, self.amount.minor, self.reason, context.now)
        return attrs.evolve(
            payment,
            stage=stage,
            refunded_minor=payment.refunded_minor + self.amount.minor,
            refunds=(*payment.refunds, refund),
        )


def _require_currency(amount: Money, currency: str, path: str) -> None:
    if amount.currency != currency:
        why, remedy = f"the order is in {currency}", f"give the amount in {currency}"
        fault = Fault(path, "currency_mismatch", shown(str(amount)), why, remedy)
        raise CurrencyMismatch((fault,))
