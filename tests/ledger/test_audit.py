"""The audit: silent on honest books, and it names every fault that is planted in them."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput
from orderkit.flow import Transfer
from orderkit.ledger import Audit, AuditReport, audited, is_outside, netted
from orderkit.ledger.audit import DRIFTS_KEPT

SHELF, CART = "stock/acme/TEA/n/available", "stock/acme/TEA/n/reserved"
SUPPLIER, CUSTOMER = "outside/stock/TEA/supplier", "outside/stock/TEA/customer"


class Row(NamedTuple):
    sequence: int
    delta: int
    balance: int


Books = dict[str, tuple[int, int, list[Row]]]


def booked(*moves: Transfer) -> Books:
    """Keep books as a store does; entries newest first."""
    books: Books = {}
    for move in moves:
        net = netted([move])
        inside = [(one[0], one[1]) for one in net.bumps]
        for account, delta in (*inside, *((one[0], one[1]) for one in net.outside)):
            balance, last, rows = books.get(account, (0, 0, []))
            if is_outside(account):
                books[account] = (0, 0, [Row(0, delta, 0), *rows])
            else:
                after = balance + delta
                books[account] = (after, last + 1, [Row(last + 1, delta, after), *rows])
    return books


def looked_at(books: Books, expected: dict[str, int] | None = None) -> AuditReport:
    rows = [((name, balance, last), rows) for name, (balance, last, rows) in books.items()]
    return audited(rows, expected, lambda account: account.endswith("/reserved"))


def honest() -> Books:
    return booked(
        Transfer(SUPPLIER, SHELF, 10, "receive"),
        Transfer(SHELF, CART, 4, "place"),
        Transfer(SHELF, CART, 3, "place"),
        Transfer(CART, CUSTOMER, 2, "ship"),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Transfer]:
    on_shelf = in_cart = 0
    moves = []
    for amount, kind in draw(
        st.lists(st.tuples(st.integers(1, 20), st.integers(0, 2)), max_size=20)
    ):
        if kind == 0 or (kind == 1 and amount > on_shelf) or (kind == 2 and amount > in_cart):
            on_shelf += amount
            moves.append(Transfer(SUPPLIER, SHELF, amount, "receive"))
        elif kind == 1:
            on_shelf, in_cart = on_shelf - amount, in_cart + amount
            moves.append(Transfer(SHELF, CART, amount, "place"))
        else:
            in_cart -= amount
            moves.append(Transfer(CART, CUSTOMER, amount, "ship"))
    return moves


@given(histories())
def test_honest_books_are_clean(moves: list[Transfer]) -> None:
    books = booked(*moves)
    report = looked_at(books, {CART: books[CART][0]} if CART in books else {})
    assert report.clean, report
    assert report.accounts == len(books)
    assert report.entries == 2 * len(moves)


@given(histories(), st.data())
def test_any_changed_number_is_found(moves: list[Transfer], data: st.DataObject) -> None:
    books = booked(Transfer(SUPPLIER, SHELF, 1, "receive"), *moves)
    name = data.draw(st.sampled_from(sorted(books)))
    balance, last, rows = books[name]
    off = data.draw(st.integers(-5, 5).filter(bool))
    at = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(["sequence", "delta", "balance", "of the row"]))
    if field == "of the row":
        books[name] = (balance + off, last, rows)
    else:
        changed = rows[at]._replace(**{field: getattr(rows[at], field) + off})
        books[name] = (balance, last, [*rows[:at], changed, *rows[at + 1 :]])
    assert not looked_at(books).clean


def codes(report: AuditReport) -> list[tuple[str, str]]:
    return [(drift.account, drift.code) for drift in report.drifts]


def test_changed_balance_is_named() -> None:
    books = honest()
    balance, last, rows = books[SHELF]
    books[SHELF] = (balance + 1, last, rows)
    assert str(looked_at(books, {CART: 5})) == (
        "4 accounts and 8 entries recomputed, 1 drifts\n"
        f"- {SHELF}: balance and the sum of the entries: expected 3, found 4"
    )


@pytest.mark.parametrize("wrong", [99, 5])
def test_changed_balance_after_names_its_entry_alone(wrong: int) -> None:
    books = honest()
    balance, last, rows = books[SHELF]
    books[SHELF] = (balance, last, [rows[0], rows[1]._replace(balance=wrong), rows[2]])
    [drift] = looked_at(books, {CART: 5}).drifts
    why = "balance after entry 2, the oldest of 1 that are off alike"
    assert str(drift) == f"{SHELF}: {why}: expected 6, found {wrong}"


def test_changed_delta_is_told_from_its_entry_onward() -> None:
    books = honest()
    balance, last, rows = books[SHELF]
    books[SHELF] = (balance, last, [rows[0], rows[1]._replace(delta=-5), rows[2]])
    report = looked_at(books, {CART: 5})
    assert codes(report) == [
        (SHELF, "balance_differs"),
        (SHELF, "balance_after_differs"),
        ("stock/TEA", "not_zero_sum"),
    ]
    assert "entry 2, the oldest of 2" in report.drifts[1].why


def test_lost_entry_is_a_gap() -> None:
    books = honest()
    balance, last, rows = books[SHELF]
    books[SHELF] = (balance, last, [rows[0], rows[2]])
    report = looked_at(books, {CART: 5})
    assert (SHELF, "sequence_gap") in codes(report)
    gap = next(drift for drift in report.drifts if drift.code == "sequence_gap")
    assert (gap.expected, gap.found) == (2, 1)


def test_lost_first_entry_is_a_gap() -> None:
    books = honest()
    balance, last, rows = books[SHELF]
    books[SHELF] = (balance, last, rows[:-1])
    gaps = [drift for drift in looked_at(books, {CART: 5}).drifts if drift.code == "sequence_gap"]
    assert [(gap.expected, gap.found) for gap in gaps] == [(0, 1)]


def test_lost_entry_outside_shows_in_the_sum() -> None:
    books = honest()
    books[CUSTOMER] = (0, 0, [])
    [drift] = looked_at(books, {CART: 5}).drifts
    assert (drift.account, drift.code, drift.found) == ("stock/TEA", "not_zero_sum", -2)


@pytest.mark.parametrize("row", [Row(1, 2, 0), Row(0, 2, 2)])
def test_entry_outside_with_a_number_or_balance_is_named(row: Row) -> None:
    books = honest()
    books[CUSTOMER] = (0, 0, [row])
    assert codes(looked_at(books, {CART: 5})) == [(CUSTOMER, "outside_numbered")]


def test_balance_outside_is_named() -> None:
    books = honest()
    books[CUSTOMER] = (2, 0, books[CUSTOMER][2])
    assert codes(looked_at(books, {CART: 5})) == [(CUSTOMER, "outside_numbered")]


def test_stock_that_was_below_zero_is_named_with_its_entry() -> None:
    books = booked(
        Transfer(SUPPLIER, SHELF, 2, "receive"),
        Transfer(SHELF, CART, 3, "place"),
        Transfer(SUPPLIER, SHELF, 9, "receive"),
    )
    [drift] = looked_at(books, {CART: 3}).drifts
    assert (drift.account, drift.code, drift.expected, drift.found) == (SHELF, "below_least", 0, -1)
    assert "entry 2" in drift.why


def test_stock_that_stands_below_zero_is_named() -> None:
    books = honest()
    balance, last, rows = books[SHELF]
    books[SHELF] = (balance - 4, last, rows)
    assert codes(looked_at(books, {CART: 5})) == [
        (SHELF, "balance_differs"),
        (SHELF, "below_least"),
    ]


def test_free_credit_below_zero_is_no_drift() -> None:
    move = Transfer("credit/c-7/free", "credit/c-7/open", 5, "place", floor=None)
    assert looked_at(booked(move)).clean


def test_documents_that_say_otherwise_are_named() -> None:
    [drift] = looked_at(honest(), {CART: 6}).drifts
    assert (drift.account, drift.code, drift.expected, drift.found) == (
        CART, "documents_differ", 6, 5,
    )  # fmt: skip


def test_covered_account_that_no_document_names_must_be_empty() -> None:
    assert codes(looked_at(honest())) == [(CART, "documents_differ")]


def test_account_that_documents_name_and_nobody_moved_is_named() -> None:
    missing = "stock/acme/CUP/n/reserved"
    report = looked_at(honest(), {CART: 5, missing: 2, "stock/acme/JAR/n/reserved": 0})
    assert codes(report) == [(missing, "documents_differ")]


def test_name_of_no_known_form_is_named() -> None:
    report = audited([(("nonsense", 0, 0), [])])
    assert codes(report) == [("nonsense", "not_an_account")]


def test_pages_may_be_of_any_size() -> None:
    audit = Audit({CART: 5})
    for name, (balance, last, rows) in honest().items():
        audit.account(name, balance, last)
        for row in rows:
            audit.entries([row])
    assert audit.report() == AuditReport(4, 8)


def test_entries_without_an_account_are_refused() -> None:
    with pytest.raises(InvalidInput, match=r"call account\(\) first"):
        Audit().entries([])


def test_report_of_broken_books_stays_short() -> None:
    report = audited([((f"uses/p-{n}/left", 1, 0), []) for n in range(DRIFTS_KEPT + 5)])
    assert (len(report.drifts), report.more) == (DRIFTS_KEPT, 5)
    assert str(report).endswith("- and 5 more")
