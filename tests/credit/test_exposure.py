"""Exposure: every amount is in exactly one account, and the limit binds in one place."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from orderkit.credit import (
    CreditBucket,
    OverCreditLimit,
    drop_held,
    expose,
    give_back,
    hold_exposure,
    over_limit,
    release_held,
    relimit,
    settle,
    to_invoiced,
    to_unbilled,
)
from orderkit.errors import OutOfLimits
from orderkit.flow import Changes, Transfer
from orderkit.ledger import credit_account
from orderkit.testing.scripted import balances_after

PAYER = "c-7"
LIMIT = 1000
USED = (CreditBucket.OPEN, CreditBucket.UNBILLED, CreditBucket.INVOICED)

amounts = st.integers(1, 700)


class Payer(RuleBasedStateMachine):
    """One payer with a limit; *orders* is the second opinion: amount by order, in one bucket."""

    def __init__(self) -> None:
        super().__init__()
        self.books: dict[str, int] = {}
        self.orders: dict[int, tuple[CreditBucket, int]] = {}
        self.limit = 0
        self.count = 0
        self.post(*relimit(PAYER, LIMIT, "limit"))
        self.limit = LIMIT

    def post(self, *transfers: Transfer) -> None:
        self.books = balances_after(Changes(transfers=transfers), self.books)

    def standing(self, *buckets: CreditBucket) -> list[int]:
        return [number for number, (bucket, _) in self.orders.items() if bucket in buckets]

    @rule(amount=amounts)
    def order(self, amount: int) -> None:
        free = self.books[credit_account(PAYER, "free")]
        self.count += 1
        transfer = expose(PAYER, amount, "place", over_limit(PAYER, amount, "EUR"))
        if amount <= free:
            self.post(transfer)
            self.orders[self.count] = (CreditBucket.OPEN, amount)
            return
        with pytest.raises(OverCreditLimit) as refused:
            self.post(transfer)
        assert (refused.value.asked, refused.value.free) == (amount, free)
        self.post(hold_exposure(PAYER, amount, "place"))
        self.orders[self.count] = (CreditBucket.HELD, amount)

    @precondition(lambda self: self.standing(*USED))
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.standing(*USED)))
        bucket, amount = self.orders[number]
        if bucket is CreditBucket.OPEN:
            self.post(to_unbilled(PAYER, amount, "ship"))
            self.orders[number] = (CreditBucket.UNBILLED, amount)
        elif bucket is CreditBucket.UNBILLED:
            self.post(to_invoiced(PAYER, amount, "invoice"))
            self.orders[number] = (CreditBucket.INVOICED, amount)
        else:
            self.post(settle(PAYER, amount, "pay"))
            del self.orders[number]

    @precondition(lambda self: self.standing(*USED))
    @rule(data=st.data())
    def call_off(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.standing(*USED)))
        bucket, amount = self.orders.pop(number)
        self.post(give_back(PAYER, amount, "cancel", bucket))

    @precondition(lambda self: self.standing(CreditBucket.HELD))
    @rule(data=st.data(), bound=st.booleans())
    def let_in(self, data: st.DataObject, *, bound: bool) -> None:
        number = data.draw(st.sampled_from(self.standing(CreditBucket.HELD)))
        _, amount = self.orders[number]
        fits = amount <= self.books[credit_account(PAYER, "free")]
        refusal = over_limit(PAYER, amount, "EUR")
        transfers = release_held(PAYER, amount, "release", refusal, bound=bound)
        if bound and not fits:
            with pytest.raises(OverCreditLimit):
                self.post(*transfers)
            return
        self.post(*transfers)
        self.orders[number] = (CreditBucket.OPEN, amount)

    @precondition(lambda self: self.standing(CreditBucket.HELD))
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.standing(CreditBucket.HELD)))
        _, amount = self.orders.pop(number)
        self.post(drop_held(PAYER, amount, "cancel"))

    @rule(limit=st.integers(0, 3000))
    def set_limit(self, limit: int) -> None:
        self.post(*relimit(PAYER, limit - self.limit, "limit"))
        self.limit = limit

    @invariant()
    def every_amount_is_in_one_bucket(self) -> None:
        expected: Counter[CreditBucket] = Counter()
        for bucket, amount in self.orders.values():
            expected[bucket] += amount
        for bucket in (*USED, CreditBucket.HELD):
            assert self.books.get(credit_account(PAYER, bucket), 0) == expected[bucket]
        in_use = sum(expected[bucket] for bucket in USED)
        assert self.books[credit_account(PAYER, "free")] == self.limit - in_use


TestPayer = Payer.TestCase
TestPayer.settings = settings(stateful_step_count=20)


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8))
def test_limits_add_up_whatever_their_order(limits: list[int]) -> None:
    books: dict[str, int] = {credit_account(PAYER, "free"): limits[0]}
    for before, after in pairwise(limits):
        books = balances_after(Changes(transfers=relimit(PAYER, after - before, "limit")), books)
    assert books == {credit_account(PAYER, "free"): limits[-1]}


def test_invoice_before_shipment_skips_unbilled() -> None:
    transfer = to_invoiced(PAYER, 5, "invoice", CreditBucket.OPEN)
    assert (transfer.source, transfer.target) == ("credit/c-7/open", "credit/c-7/invoiced")


def test_without_a_limit_free_counts_down_from_zero() -> None:
    transfer = expose(PAYER, 500, "place", None, bound=False)
    after = balances_after(Changes(transfers=(transfer,)), {})
    assert after == {"credit/c-7/free": -500, "credit/c-7/open": 500}


def test_paying_more_than_was_invoiced_is_out_of_limits() -> None:
    transfer = settle(PAYER, 6, "pay")
    with pytest.raises(OutOfLimits, match="'credit/c-7/invoiced' stands at 5"):
        balances_after(Changes(transfers=(transfer,)), {"credit/c-7/invoiced": 5})
