"""
Placing an order that is paid already: a marketplace's, or one of a shop that takes the money itself.

Order and payments land together or not at all. What is paid uses no credit and waits for no
payment; what is not is treated as with any order. Money that came is a fact: if it is more than the
order costs, the order is held for its price, and what is due stands below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import accumulate
from typing import Any

import attrs
from attrs import field, frozen

from orderkit.errors import Fault, TooLarge, caught, gathered, shown
from orderkit.flow import Context, Decision, Flow, Put, Ref, ask, command
from orderkit.orders import (
    ChannelNumber,
    Notice,
    NoticeCode,
    Order,
    Placed,
    PlaceOrder,
)
from orderkit.orders.answers import placed
from orderkit.orders.composing import Composed, composed
from orderkit.orders.intake import read_first, read_rest
from orderkit.orders.proposing import repeated
from orderkit.parties import CaptureMode
from orderkit.payments.capturing import PAYMENTS_MAX, ChannelPayment, captured, recorded
from orderkit.payments.events import OrderPaid
from orderkit.payments.model import payment_id
from orderkit.values import Money, bounded, several, told_together


def _payments(given: Any) -> tuple[ChannelPayment, ...]:
    return several(given, ChannelPayment, "PlacePaidOrder.payments")


@command("order.place_paid")
@told_together
@frozen
class PlacePaidOrder(PlaceOrder):
    """
    Record an order that binds already, together with what was paid for it.

    Its other fields are those of :class:`~orderkit.orders.OrderForm`.

    Attributes:
        mode: Always ``record``: whoever was paid has sold.

        payments: What came with it, in the order's currency; at least one, at most 20, each under a
            reference of its own.

    Raises:
        InvalidInput: With all faults at once.
        TooLarge: There are more than 20 payments, or more than 2,000 lines.
        NumberTaken: The channel's number stands for an order with other content or payments, and
            this is no newer revision of it, which would be kept as a proposal.
        OrderRefused: A currency, discount or amount that no order can have.
    """

    mode: CaptureMode = CaptureMode.RECORD
    payments: tuple[ChannelPayment, ...] = field(kw_only=True, converter=_payments)

    def __attrs_post_init__(self) -> None:
        gathered(caught(super().__attrs_post_init__), self._payment_faults())

    def _payment_faults(self) -> Iterator[Fault]:
        if len(self.payments) > PAYMENTS_MAX:
            raise TooLarge("the order", len(self.payments), PAYMENTS_MAX, "payments")
        if self.mode in (None, CaptureMode.OFFER):
            yield Fault(
                "PlacePaidOrder.mode", "not_recorded", shown(str(self.mode)),
                "what is paid binds already", "leave it out",
            )  # fmt: skip
        if not self.payments:
            yield Fault(
                "PlacePaidOrder.payments", "empty", shown(()), "nothing was paid",
                "give what was paid, or use PlaceOrder",
            )  # fmt: skip
        references = [one.reference for one in self.payments]
        if len(set(references)) < len(references):
            yield Fault(
                "PlacePaidOrder.payments", "duplicate", shown(references), "one stands twice",
                "give each payment once, under its own reference",
            )  # fmt: skip
        yield from caught(
            bounded, sum(one.amount.minor for one in self.payments), "PlacePaidOrder.payments"
        )

    @property
    def content(self) -> str:
        """Hash of what is ordered and paid: the same number must stand for the same content."""
        paid = (f"\x1e{one.amount}\x1e{one.reference}" for one in self.payments)
        told = f"{super().content}{''.join(paid)}"
        return blake2b(told.encode(), digest_size=16).hexdigest()

    def key(self) -> str:
        """Return the channel, its number and revision: a repeated import is answered."""
        return super().key().replace("order.place", "order.place_paid", 1)

    def decide(self, context: Context) -> Flow[Placed]:
        """Compose the order as paid so far, and write the payments beside it."""
        first = yield from read_first(self)
        if first.claim is not None:
            return (yield from self._known(first.claim, context))
        known = yield from read_rest(self, first, context)
        made = composed(self, known, context, [one.amount for one in self.payments])
        made, payments = _with_payments(made, self.payments, context)
        changes = self._changes(made, known)
        puts = (*changes.puts, *payments)
        return Decision(placed(made.order, made.notices), attrs.evolve(changes, puts=puts))

    def _known(self, claim: ChannelNumber, context: Context) -> Flow[Placed]:
        """Answer an order that is known; warn of payments that its newer revision came with."""
        decision = yield from repeated(self, claim, context)
        order = yield from ask(Ref(Order, claim.order_id))
        new = (
            one
            for one in self.payments
            if payment_id(order.id, one.reference) not in order.payments
        )
        answer = attrs.evolve(decision.answer, warnings=tuple(map(_not_recorded, new)))
        return attrs.evolve(decision, answer=answer)


def _with_payments(
    made: Composed, told: Iterable[ChannelPayment], context: Context
) -> tuple[Composed, tuple[Put, ...]]:
    """Return the order that knows its payments, and what writes them."""
    order = made.order
    payments = [captured(one, order, context) for one in told]
    minors = accumulate(one.amount_minor for one in payments)
    dues = (Money(order.total_minor - paid, order.currency) for paid in minors)
    puts = tuple(map(recorded, payments, dues))
    full = (OrderPaid(order.id, order.total),) if order.due.minor <= 0 else ()
    order = attrs.evolve(order, payments=tuple(one.id for one in payments))
    return made._replace(order=order, moved=(*full, *made.moved)), puts


def _not_recorded(one: ChannelPayment) -> Notice:
    text = f"payment {one.reference} of {one.amount} is not recorded: record it with RecordPayment"
    return Notice(NoticeCode.PAYMENT_NOT_RECORDED, text, subject=one.reference)
