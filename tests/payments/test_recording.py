"""Money comes in: what it does to the order, its credit and its holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from orderkit.errors import InvalidInput, NotAllowedNow, NotFound
from orderkit.flow import Ref, declared
from orderkit.fulfilment import ConfirmDelivery, PlanDelivery, ShipDelivery
from orderkit.orders import (
    CreditPosting,
    Order,
    OrderClosed,
    OrderConfirmed,
    OrderReleased,
)
from orderkit.payments import (
    AlreadyPaid,
    OrderPaid,
    Overpaid,
    Paid,
    Payment,
    PaymentKind,
    PaymentRecorded,
    RecordPayment,
    payment_id,
)
from orderkit.values import CurrencyMismatch, Money
from tests.fulfilment.books import NOW, Books, goods, order


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def pay(minor: int, reference: str = "T-1", order_id: str = "o-1") -> RecordPayment:
    return RecordPayment(order_id, eur(minor), "transfer", reference)


def test_a_payment_on_account_gives_credit_back() -> None:
    books = Books(order(goods("1", 10, 1000)))
    answer = books.execute(pay(400))
    id_ = payment_id("o-1", "T-1")
    assert answer == Paid(id_, "o-1", eur(600))
    assert books.payment(id_) == Payment(
        id_, "o-1", "c-1", PaymentKind.ON_ACCOUNT, "transfer", "T-1", "EUR", 400, "captured", NOW,
        400, 400,
    )  # fmt: skip
    found = books.order()
    assert (found.paid_minor, found.payments, found.revision) == (400, (id_,), 3)
    assert books.credit() == {"free": 400, "open": 600}
    assert books.events == [
        PaymentRecorded(id_, "o-1", "c-1", eur(400), "transfer", "T-1", eur(600))
    ]


def test_money_covers_what_was_shipped_before_what_is_to_come() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = books.execute(PlanDelivery("o-1", "north", {"1": 3})).delivery_id
    books.execute(ShipDelivery(delivery))
    books.execute(pay(400))
    assert books.credit() == {"free": 400, "open": 600}


def test_the_last_payment_says_that_the_order_is_paid() -> None:
    books = Books(order(goods("1", 10, 1000)))
    books.execute(pay(400))
    books.execute(pay(600, "T-2"))
    assert books.events[1:] == [OrderPaid("o-1", eur(1000))]
    assert books.credit() == {"free": 1000}
    assert [books.payment(id_).amount for id_ in books.order().payments] == [eur(400), eur(600)]


def test_a_prepaid_order_is_released_and_confirmed_when_it_is_paid() -> None:
    prepaid = order(goods("1", 10, 1000), stage="placed", terms="prepaid", holds=("payment",))
    books = Books(prepaid, auto_confirm=True)
    part = books.execute(pay(999))
    assert (part.holds, books.order().stage, books.credit()) == (("payment",), "placed", {})
    assert books.execute(pay(1, "T-2")) == Paid(payment_id("o-1", "T-2"), "o-1", eur(0))
    assert books.order().stage == "confirmed"
    assert books.payment(payment_id("o-1", "T-2")).kind is PaymentKind.PREPAID
    assert books.events[1:] == [
        OrderPaid("o-1", eur(1000)), OrderReleased("o-1", "payment"), OrderConfirmed("o-1", 3)
    ]  # fmt: skip


def test_where_somebody_confirms_by_hand_a_paid_order_stays_placed() -> None:
    books = Books(order(goods("1", 10, 1000), stage="placed", terms="prepaid", holds=("payment",)))
    books.execute(pay(1000))
    assert (books.order().stage, books.order().holds) == ("placed", ())


def test_another_hold_keeps_a_paid_order_where_it_is() -> None:
    held = order(goods("1", 1, 1000), stage="placed", terms="prepaid", holds=("payment", "fraud"))
    books = Books(held, auto_confirm=True)
    assert books.execute(pay(1000)).holds == ("fraud",)
    assert books.order().stage == "placed"


def test_an_order_taken_back_is_not_confirmed_by_a_payment() -> None:
    books = Books(order(goods("1", 1, 1000), stage="placed"), auto_confirm=True)
    books.execute(pay(1000))
    assert books.order().stage == "placed"


def test_an_order_that_waits_for_credit_is_released_when_nothing_waits_any_more() -> None:
    posted = CreditPosting("c-1", held=1000)
    waiting = order(goods("1", 1, 1000), stage="placed", holds=("credit",), posted=posted)
    books = Books(waiting)
    books.execute(pay(300))
    assert (books.order().held("credit"), books.credit()) == (True, {"held": 700})
    books.execute(pay(700, "T-2"))
    assert (books.order().holds, books.credit()) == ((), {})


def test_a_credit_hold_that_holds_no_amount_is_not_for_a_payment_to_lift() -> None:
    books = Books(order(goods("1", 1, 1000), stage="placed", holds=("credit",)))
    assert books.execute(pay(300)).holds == ("credit",)


def test_a_payment_that_comes_last_closes_the_order() -> None:
    books = Books(order(goods("1", 10, 1000)))
    delivery = books.execute(PlanDelivery("o-1", "north")).delivery_id
    books.execute(ShipDelivery(delivery))
    books.execute(ConfirmDelivery(delivery))
    books.execute(pay(1000))
    assert (books.order().stage, books.credit()) == ("closed", {"free": 1000})
    assert books.events[-1] == OrderClosed("o-1")


def test_paying_twice_is_caught_whatever_the_amount() -> None:
    books = Books(order(goods("1", 10, 1000)))
    books.execute(pay(400))
    before = dict(books.balances), dict(books.documents)
    with pytest.raises(AlreadyPaid) as refused:
        books.execute(pay(500))
    assert str(refused.value) == (
        "reference 'T-1' of order 'o-1' is payment '3:o-1:T-1' of 4.00 EUR already: if this is "
        "other money, record it under its own reference; if it is the same, nothing is left to do"
    )
    assert (books.balances, books.documents) == before


def test_one_reference_may_pay_several_orders() -> None:
    books = Books(order(goods("1", 10, 1000)), order(goods("1", 2, 300), id_="o-2"))
    books.execute(pay(1000))
    books.execute(pay(300, order_id="o-2"))
    assert books.credit() == {"free": 1300}


def test_more_than_is_due_is_refused() -> None:
    books = Books(order(goods("1", 10, 1000)))
    books.execute(pay(400))
    with pytest.raises(Overpaid) as refused:
        books.execute(pay(601, "T-2"))
    assert str(refused.value) == (
        "6.01 EUR is more than order 'o-1' has due, 6.00 EUR: record at most that much here, and "
        "the rest on another order or as money to be sent back"
    )
    assert "has due, 0.00 EUR" in str(Overpaid("o-1", eur(-100), eur(1)))


def test_money_in_another_currency_is_refused() -> None:
    books = Books(order(goods("1", 10, 1000)))
    with pytest.raises(CurrencyMismatch, match=r"RecordPayment\.amount .* in EUR"):
        books.execute(RecordPayment("o-1", Money(400, "USD"), "card", "T-1"))


@pytest.mark.parametrize("stage", ["draft", "cancelled"])
def test_the_orders_stage_must_allow_to_pay(stage: str) -> None:
    books = Books(order(goods("1", 10, 1000), stage=stage))
    with pytest.raises(NotAllowedNow, match="cannot pay Order 'o-1'"):
        books.execute(pay(400))


def test_an_order_that_is_not_there_is_not_paid() -> None:
    with pytest.raises(NotFound):
        Books().execute(pay(400))


def test_kind_and_time_can_be_told() -> None:
    books = Books(order(goods("1", 10, 1000)))
    at = datetime(2026, 1, 3, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    command = RecordPayment("o-1", eur(1), "cash", "T-1", PaymentKind.PREPAID, at)
    found = books.payment(books.execute(command).payment_id)
    assert found.kind is PaymentKind.PREPAID
    assert found.received_at == datetime(2026, 1, 3, 11, 0, tzinfo=UTC)


def test_the_key_follows_from_order_and_reference() -> None:
    assert pay(1).key() == pay(2).key()
    assert pay(1).key() != pay(1, "T-2").key()
    assert pay(1, "x" * 120).key() != pay(1, "x" * 119).key()
    assert (pay(1).subject(), pay(1).scope()) == ("order/o-1", Ref(Order, "o-1"))


def test_bad_payments_are_refused_with_all_faults() -> None:
    with pytest.raises(InvalidInput) as refused:
        RecordPayment("", eur(0), "", " ")
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("RecordPayment.order_id", "bad_id"),
        ("RecordPayment.amount", "not_positive"),
        ("RecordPayment.method", "empty"),
        ("RecordPayment.reference", "empty"),
    ]
    with pytest.raises(InvalidInput, match="it is no money"):
        RecordPayment("o-1", 400, "cash", "T-1")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"RecordPayment\.received_at"):
        RecordPayment("o-1", eur(1), "cash", "T-1", None, datetime(2026, 1, 3))  # noqa: DTZ001


def test_payments_are_found_by_order_and_reference() -> None:
    books = Books(order(goods("1", 10, 1000)))
    payment = books.payment(books.execute(pay(400)).payment_id)
    keys = {key[:2] for key in declared(Payment).keys(payment)}
    for query in (Payment.of_order("o-1"), Payment.with_reference("T-1")):
        assert (query.index, query.equals) in keys
    assert declared(Payment).owner(payment) == "c-1"
