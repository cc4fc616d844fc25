"""Payments, refunds and credit that cannot be."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from orderkit.credit import BlockCredit, CreditCurrencyDiffers, SetCreditLimit
from orderkit.errors import KeyReuse, NotAllowedNow, NotFound, TooLarge
from orderkit.kit import OrderKit
from orderkit.orders import CancelOrder, Line, NumberTaken, Order, OrderRefused
from orderkit.parties import CaptureMode
from orderkit.payments import (
    AlreadyPaid,
    AlreadyRefunded,
    ChannelPayment,
    MoreThanCaptured,
    NotOfOrder,
    Overpaid,
    PlacePaidOrder,
    RecordPayment,
    RecordRefund,
)
from orderkit.values import EUR, USD, CurrencyMismatch, Money
from tests.badinput.rows import Row, doing, invalid
from tests.badinput.situations import an_order, part_paid, step
from tests.world import FIN, placed

LOOSELY: Final[Any] = SetCreditLimit
PAYS: Final[Any] = RecordPayment


def refund(given: tuple[Order, str], amount: Money, reference: str = "back-1") -> RecordRefund:
    order, payment = given
    return RecordRefund(order.id, payment, amount, reference, "damaged")


def refunded(kit: OrderKit) -> tuple[Order, str]:
    given = part_paid(kit)
    step(kit, refund(given, EUR("20")), "refund")
    return given


def given_back(kit: OrderKit) -> tuple[Order, str]:
    given = part_paid(kit)
    step(kit, refund(given, EUR("50")), "refund")
    return given


def other_order(kit: OrderKit) -> tuple[Order, str]:
    """Another order, and a payment of the first."""
    payment = part_paid(kit)[1]
    return placed(kit, number="2")[1], payment


def cancelled(kit: OrderKit) -> Order:
    order = an_order(kit)
    step(kit, CancelOrder(order.id, "changed their mind"), "cancel")
    return order


def paid_order(*payments: ChannelPayment, **fields: Any) -> PlacePaidOrder:
    usual: dict[str, Any] = {"number": "302-1", "lines": [Line("TEA-1", 1)]}
    return PlacePaidOrder("c-1", "web", payments=payments, **usual | fields)


FIVE: Final = ChannelPayment(EUR("5.00"), "card", "P-1")
PAYING: list[Row] = [
    Row("paying twice, another amount under the same reference", AlreadyPaid, "already_paid", (),
        doing(lambda g: RecordPayment(g[0].id, EUR("46.30"), "transfer", "bank-1"), FIN), part_paid),
    Row("paying twice, another amount under the same key", KeyReuse, "key_reuse", (),
        doing(lambda g: RecordPayment(g[0].id, EUR("46.30"), "transfer", "bank-1"), key="pay"),
        part_paid),
    Row("overpaying", Overpaid, "overpaid", (),
        doing(lambda o: RecordPayment(o.id, EUR("96.31"), "transfer", "bank-1"), FIN), an_order),
    Row("paying in another currency", CurrencyMismatch, "currency_mismatch", ("currency_mismatch",),
        doing(lambda o: RecordPayment(o.id, USD("96.30"), "transfer", "bank-1"), FIN), an_order),
    Row("paying what was cancelled", NotAllowedNow, "not_allowed_now", (),
        doing(lambda o: RecordPayment(o.id, EUR("1"), "transfer", "bank-1"), FIN), cancelled),
    Row("paying an order that is not there", NotFound, "not_found", (),
        doing(lambda _: RecordPayment("o-none", EUR("1"), "transfer", "bank-1"), FIN)),
    invalid("paying less than nothing", "not_positive",
            call=doing(lambda o: RecordPayment(o.id, EUR("-1"), "transfer", "bank-1")), given=an_order),
    invalid("paying with a number", "wrong_type",
            call=doing(lambda o: PAYS(o.id, 100, "transfer", "bank-1")), given=an_order),
    invalid("paying at a time without a zone", "naive_time",
            call=doing(lambda o: RecordPayment(o.id, EUR("1"), "transfer", "bank-1",
                       received_at=datetime(2026, 3, 1))), given=an_order),  # noqa: DTZ001 - refused
    invalid("paying with a card number as the reference", "card_number",
            call=doing(lambda o: RecordPayment(o.id, EUR("1"), "card", "4111 1111 1111 1111")),
            given=an_order),
    Row("a paid order whose number stands for another", NumberTaken, "number_taken", (),
        doing(lambda _: paid_order(FIVE, number="1")), an_order),
    Row("21 payments with an order", TooLarge, "too_large", (),
        doing(lambda _: paid_order(*[FIVE] * 21))),
    invalid("an order that came with no payment, and with nothing ordered", "empty", "empty",
            call=doing(lambda _: paid_order(lines=[]))),
    invalid("a paid order that is only offered", "not_recorded",
            call=doing(lambda _: paid_order(FIVE, mode=CaptureMode.OFFER))),
    invalid("a payment that came with its order twice", "duplicate",
            call=doing(lambda _: paid_order(FIVE, FIVE))),
    invalid("payments with an order beyond what a store keeps", "out_of_range",
            call=doing(lambda _: paid_order(FIVE, ChannelPayment(Money(2**53 - 1, "EUR"), "card", "P-2")))),
    invalid("a payment of nothing with an order", "not_positive", "empty",
            call=doing(lambda _: paid_order(ChannelPayment(EUR("0"), "", "P-1")))),
    Row("a payment with an order, in another currency", OrderRefused, "order_refused",
        ("currency_differs",), doing(lambda _: paid_order(ChannelPayment(USD("5"), "card", "P-1")))),
    Row("giving back more than came in", MoreThanCaptured, "more_than_captured", (),
        doing(lambda g: refund(g, EUR("50.01")), FIN), part_paid),
    Row("giving back more than is left", MoreThanCaptured, "more_than_captured", (),
        doing(lambda g: refund(g, EUR("30.01"), "back-2"), FIN), refunded),
    Row("giving back twice, another amount under the same reference", AlreadyRefunded,
        "already_refunded", (), doing(lambda g: refund(g, EUR("30")), FIN), refunded),
    Row("giving back what was given back", NotAllowedNow, "not_allowed_now", (),
        doing(lambda g: refund(g, EUR("1"), "back-2"), FIN), given_back),
    Row("giving back in another currency", CurrencyMismatch, "currency_mismatch",
        ("currency_mismatch",), doing(lambda g: refund(g, USD("1")), FIN), part_paid),
    Row("giving back another order's money", NotOfOrder, "payment_of_other_order", (),
        doing(lambda g: refund(g, EUR("1")), FIN), other_order),
]  # fmt: skip

CREDIT: list[Row] = [
    Row("a credit line in another currency", CreditCurrencyDiffers, "credit_currency_differs", (),
        doing(lambda _: SetCreditLimit("c-1", "USD", USD("100"), "agreed"), FIN)),
    invalid("a limit below zero", "negative_limit",
            call=doing(lambda _: SetCreditLimit("c-1", "EUR", EUR("-1"), "agreed"), FIN)),
    invalid("a limit in another currency than its line", "currency_mismatch",
            call=doing(lambda _: SetCreditLimit("c-1", "EUR", USD("1"), "agreed"), FIN)),
    invalid("a limit that is no money", "wrong_type",
            call=doing(lambda _: LOOSELY("c-1", "EUR", 5000, "agreed"), FIN)),
    Row("blocking credit that nobody has", NotFound, "not_found", (),
        doing(lambda _: BlockCredit("c-3", "late"), FIN)),
    invalid("blocking credit without a reason", "empty",
            call=doing(lambda _: BlockCredit("c-1", ""), FIN)),
]  # fmt: skip
