"""What stands for shipped goods, and that parts of it sum to the whole, whichever way is taken."""

from __future__ import annotations

from itertools import pairwise

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from orderkit.catalog import LineKind
from orderkit.errors import Refused
from orderkit.fulfilment import (
    CancelDelivery,
    ConfirmDelivery,
    PlanDelivery,
    ShipDelivery,
)
from orderkit.orders import CancelOrder, exposure_wanted
from orderkit.orders.shares import all_shipped, share, shipped_minor, uncovered
from orderkit.payments import RecordPayment, RecordRefund
from orderkit.values import Money, Quantity
from tests.fulfilment.books import Books, goods, order, problems

AMOUNTS = st.integers(0, 10**9)


@given(AMOUNTS, st.integers(1, 10**6), st.data())
def test_shares_of_consecutive_parts_sum_to_the_amount_and_never_fall(
    amount: int, whole: int, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, whole), max_size=8)))
    ends = [0, *cuts, whole]
    parts = [share(amount, b, whole) - share(amount, a, whole) for a, b in pairwise(ends)]
    assert sum(parts) == amount
    assert min(parts) >= 0


@given(AMOUNTS, st.integers(1, 10**6), st.data())
def test_a_share_is_within_half_a_unit_of_what_is_due(
    amount: int, whole: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))
    assert abs(2 * (share(amount, part, whole) * whole - amount * part)) <= whole


def test_an_order_of_services_alone_counts_as_shipped() -> None:
    service = order(goods("1", 1, 500, kind=LineKind.SERVICE))
    assert (shipped_minor(service), uncovered(service)) == (500, (0, 500))


def test_a_credit_line_takes_nothing_from_what_was_shipped() -> None:
    mixed = order(goods("1", 4, 1000), goods("2", 4, -300, kind=LineKind.CHARGE))
    part = attrs.evolve(mixed, lines=(attrs.evolve(mixed.lines[0], shipped=3), mixed.lines[1]))
    assert (mixed.total_minor, shipped_minor(part)) == (700, 700)
    assert uncovered(part) == (0, 700)


def test_shipping_a_line_of_negative_worth_takes_nothing_back() -> None:
    both = order(goods("1", 4, 1000), goods("2", 4, -300))
    first = attrs.evolve(both, lines=(attrs.evolve(both.lines[0], shipped=2), both.lines[1]))
    second = attrs.evolve(both, lines=tuple(attrs.evolve(one, shipped=2) for one in both.lines))
    assert (shipped_minor(first), shipped_minor(second)) == (500, 500)


def test_money_covers_what_was_shipped_first() -> None:
    half = order(attrs.evolve(goods("1", 10, 1000), shipped=5))
    paid = [uncovered(attrs.evolve(half, paid_minor=paid)) for paid in (0, 300, 700, 1000, 1100)]
    assert paid == [(500, 500), (500, 200), (300, 0), (0, 0), (0, 0)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "ship", "confirm", "cancel", "pay", "refund"]), st.integers(1, 400)
    ),
    max_size=25,
)


CALLING_OFF = st.lists(
    st.tuples(st.sampled_from(["plan", "ship", "call_off", "pay"]), st.integers(1, 400)),
    max_size=25,
)


class Journey:
    """An order on its way, taken through whatever steps are drawn; refused ones change nothing."""

    def __init__(self) -> None:
        lines = goods("1", 7, 1000), goods("2", 5, 333, sku="TEA-2")
        charge = goods("9", 1, 59, sku="", kind=LineKind.CHARGE)
        self.books = Books(order(*lines, charge, rounding=1))
        self.deliveries: list[str] = []
        self.payments: list[str] = []

    def take(self, step: str, number: int) -> bool:
        before = dict(self.books.balances), dict(self.books.documents)
        try:
            getattr(self, f"_{step}")(number)
        except Refused:
            assert (self.books.balances, self.books.documents) == before
            return False
        return True

    def _plan(self, number: int) -> None:
        wanted = {"1": number % 3 + 1, "2": number % 2 + 1}
        self.deliveries.append(self.books.execute(PlanDelivery("o-1", "north", wanted)).delivery_id)

    def _one(self, ids: list[str], number: int) -> str:
        return ids[number % len(ids)] if ids else "none"

    def _ship(self, number: int) -> None:
        self.books.execute(ShipDelivery(self._one(self.deliveries, number)))

    def _confirm(self, number: int) -> None:
        self.books.execute(ConfirmDelivery(self._one(self.deliveries, number)))

    def _cancel(self, number: int) -> None:
        self.books.execute(CancelDelivery(self._one(self.deliveries, number), "changed our mind"))

    def _call_off(self, number: int) -> None:
        lines = {str(number % 2 + 1): Quantity.of(number % 3 + 1)}
        self.books.execute(CancelOrder("o-1", "not wanted", lines))

    def _pay(self, number: int) -> None:
        command = RecordPayment("o-1", Money(number, "EUR"), "transfer", f"T-{self.books.done}")
        self.payments.append(self.books.execute(command).payment_id)

    def _refund(self, number: int) -> None:
        id_ = self._one(self.payments, number)
        amount = Money(number % 100 + 1, "EUR")
        self.books.execute(RecordRefund("o-1", id_, amount, f"R-{self.books.done}", "kindness"))


@given(STEPS)
@settings(max_examples=60)
def test_quantities_stock_and_credit_agree_after_any_steps(steps: list[tuple[str, int]]) -> None:
    journey = Journey()
    for step in steps:
        journey.take(*step)
        books, now = journey.books, journey.books.order()
        assert problems(now) == []
        for line in now.lines[:2]:
            assert books.stock(sku=line.sku) == line.reserved
            waiting = sum(
                one.lines_of("o-1").get(line.id, 0)
                for one in map(books.delivery, now.deliveries)
                if one.stage == "planned"
            )
            assert sum(part.planned for part in line.schedule) == waiting
        assert now.credit.total == exposure_wanted(now)
        assert now.credit.unbilled == uncovered(now).unbilled
        assert now.credit.open + now.credit.held == uncovered(now).open
        for bucket in ("open", "held", "unbilled"):
            assert books.credit().get(bucket, 0) == getattr(now.credit, bucket)
        assert sum(books.payment(id_).kept.minor for id_ in now.payments) == (
            now.paid_minor - now.refunded_minor
        )


@given(CALLING_OFF)
@settings(max_examples=60)
def test_calling_parts_off_between_deliveries_leaves_no_amount_behind(
    steps: list[tuple[str, int]],
) -> None:
    journey = Journey()
    for verb, number in steps:
        taken = journey.take(verb, number)
        now = journey.books.order()
        assert problems(now) == []
        assert now.credit.total == exposure_wanted(now)
        assert min(now.credit.open, now.credit.held, now.credit.unbilled) >= 0
        for bucket in ("open", "held", "unbilled"):
            assert journey.books.credit().get(bucket, 0) == getattr(now.credit, bucket)
        if taken and verb == "ship" and all_shipped(now):
            assert now.credit.open == 0


@given(st.permutations(["ship-1", "ship-2", "pay-300", "pay-500"]))
def test_the_way_does_not_matter(steps: list[str]) -> None:
    books = Books(order(goods("1", 7, 1000)))
    for step in steps:
        verb, number = step.split("-")
        if verb == "pay":
            amount = Money(int(number), "EUR")
            books.execute(RecordPayment("o-1", amount, "transfer", step))
        else:
            planned = books.execute(PlanDelivery("o-1", "north", {"1": int(number) + 1}))
            books.execute(ShipDelivery(planned.delivery_id))
    assert books.credit() == {"free": 800, "open": 200}
    assert books.order().credit.open == 200
