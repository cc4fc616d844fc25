"""Money goes back: never more than came, and nothing leaves that is neither paid nor in credit."""

from __future__ import annotations

import pytest

from orderkit.errors import InvalidInput, NotAllowedNow
from orderkit.flow import Ref
from orderkit.fulfilment import PlanDelivery, ShipDelivery
from orderkit.orders import CreditPosting, OnHold, Order, OrderHeld, OrderLine
from orderkit.payments import (
    AlreadyRefunded,
    MoreThanCaptured,
    NotOfOrder,
    Paid,
    PaymentRefunded,
    RecordPayment,
    RecordRefund,
    Refund,
    payment_id,
)
from orderkit.values import CurrencyMismatch, Money
from tests.fulfilment.books import NOW, Books, goods, order

PAID = payment_id("o-1", "T-1")


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def paid(*lines: OrderLine, minor: int = 1000, terms: str = "net30") -> Books:
    """Books with an order of 10.00 of which *minor* was paid."""
    books = Books(order(*(lines or (goods("1", 10, 1000),)), terms=terms))
    books.execute(RecordPayment("o-1", eur(minor), "transfer", "T-1"))
    return books


def back(minor: int, reference: str = "R-1") -> RecordRefund:
    return RecordRefund("o-1", PAID, eur(minor), reference, "too much")


def ship(books: Books, quantity: int) -> None:
    delivery = books.execute(PlanDelivery("o-1", "north", {"1": quantity})).delivery_id
    books.execute(ShipDelivery(delivery))


def test_a_part_that_was_too_much_is_given_back() -> None:
    books = paid()
    books.change(books.order(), total_minor=700)
    assert books.execute(back(300)) == Paid(PAID, "o-1", eur(0))
    found = books.payment(PAID)
    assert (found.stage, found.refunded_minor, found.kept) == ("captured", 300, eur(700))
    assert found.refunds == (Refund("R-1", 300, "too much", NOW),)
    assert (books.order().refunded_minor, books.order().holds) == (300, ())
    assert books.credit() == {"free": 1000}
    assert books.events == [PaymentRefunded(PAID, "o-1", eur(300), "R-1", "too much", False)]


def test_when_all_is_given_back_the_payment_ends() -> None:
    books = paid()
    books.change(books.order(), total_minor=0, stage="cancelled")
    books.execute(back(400))
    books.execute(back(600, "R-2"))
    assert (books.payment(PAID).stage, books.payment(PAID).kept) == ("refunded", eur(0))
    assert books.events == [PaymentRefunded(PAID, "o-1", eur(600), "R-2", "too much", True)]
    with pytest.raises(NotAllowedNow, match="cannot refund_part Payment"):
        books.execute(back(1, "R-3"))


def test_more_than_the_payment_has_left_is_refused() -> None:
    books = paid(minor=800)
    books.execute(back(300))
    before = dict(books.balances), dict(books.documents)
    with pytest.raises(MoreThanCaptured) as refused:
        books.execute(back(501, "R-2"))
    assert str(refused.value) == (
        "5.01 EUR cannot be refunded of payment '3:o-1:T-1', which has 5.00 EUR left: refund at "
        "most that, and the rest from another payment"
    )
    assert (books.balances, books.documents) == before


def test_refunding_twice_is_caught() -> None:
    books = paid()
    books.execute(back(300))
    with pytest.raises(AlreadyRefunded) as refused:
        books.execute(back(200))
    assert str(refused.value) == (
        "reference 'R-1' of payment '3:o-1:T-1' is a refund of 3.00 EUR already: if this is "
        "another refund, record it under its own reference; if it is the same, nothing is left "
        "to do"
    )


def test_goods_that_are_not_paid_any_more_wait_for_credit() -> None:
    books = paid()
    assert books.execute(back(400)).holds == ("credit",)
    assert books.order().credit == CreditPosting("c-1", held=400)
    assert books.credit() == {"free": 1000, "held": 400}
    assert books.events[1:] == [
        OrderHeld("o-1", "credit", "money was given back before the goods left")
    ]
    with pytest.raises(OnHold):
        ship(books, 1)
    books.execute(back(100, "R-2"))
    assert (len(books.order().holds), books.credit()["held"]) == (1, 500)


def test_a_prepaid_order_waits_for_payment_again() -> None:
    books = paid(terms="prepaid")
    assert books.execute(back(1)).holds == ("payment",)
    assert books.credit() == {}
    assert books.execute(RecordPayment("o-1", eur(1), "cash", "T-2")).holds == ()


def test_shipped_goods_are_owed_again_at_once() -> None:
    books = paid()
    ship(books, 8)
    assert books.execute(back(500)).holds == ("credit",)
    assert books.order().credit == CreditPosting("c-1", held=200, unbilled=300)
    assert books.credit() == {"free": 700, "held": 200, "unbilled": 300}


def test_nothing_waits_when_everything_was_shipped() -> None:
    books = paid()
    ship(books, 10)
    assert books.execute(back(100)).holds == ()
    assert books.credit() == {"free": 900, "unbilled": 100}


def test_nothing_waits_in_an_order_that_is_closed() -> None:
    books = paid()
    books.change(books.order(), stage="closed")
    assert books.execute(back(100)).holds == ()
    assert books.credit() == {"free": 900, "unbilled": 100}


def test_an_order_without_a_credit_line_just_owes_again() -> None:
    books = Books(order(goods("1", 10, 1000), posted=CreditPosting()))
    books.execute(RecordPayment("o-1", eur(1000), "transfer", "T-1"))
    assert books.execute(back(100)) == Paid(PAID, "o-1", eur(100))
    assert books.credit() == {}


def test_a_payment_of_another_order_is_not_refunded_here() -> None:
    books = Books(order(goods("1", 10, 1000)), order(goods("1", 2, 300), id_="o-2"))
    books.execute(RecordPayment("o-1", eur(1000), "transfer", "T-1"))
    with pytest.raises(NotOfOrder) as refused:
        books.execute(RecordRefund("o-2", PAID, eur(1), "R-1", "wrong order"))
    assert str(refused.value) == (
        "payment '3:o-1:T-1' is not one of order 'o-2': name the order that was paid, or one of "
        "this order's payments"
    )


def test_a_refund_is_in_the_payments_currency() -> None:
    with pytest.raises(CurrencyMismatch, match=r"RecordRefund\.amount"):
        paid().execute(RecordRefund("o-1", PAID, Money(1, "USD"), "R-1", "too much"))


def test_the_key_follows_from_payment_and_reference() -> None:
    assert back(1).key() == back(2).key()
    assert back(1).key() != back(1, "R-2").key()
    assert (back(1).subject(), back(1).scope()) == ("order/o-1", Ref(Order, "o-1"))


def test_bad_refunds_are_refused_with_all_faults() -> None:
    with pytest.raises(InvalidInput) as refused:
        RecordRefund("", "", eur(-1), "", "")
    assert [(fault.path.partition(".")[2], fault.code) for fault in refused.value.faults] == [
        ("order_id", "bad_id"),
        ("payment_id", "bad_id"),
        ("amount", "not_positive"),
        ("reference", "empty"),
        ("reason", "empty"),
    ]
