"""What holds of recorded orders whatever discounts and payments they came with."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Final

from hypothesis import assume, given
from hypothesis import strategies as st

from orderkit.orders import ChannelDiscount, Line, Order, OrderLine, exposure_wanted, statuses
from orderkit.payments import ChannelPayment, Payment, PlacePaidOrder
from orderkit.values import Money, UnitPrice
from tests.badinput.unchanged import fingerprint_of
from tests.world import SHOPBOT, TENANT, credit, desk_of, do, in_memory, paid, stored

NUMBERS: Final = count(1)
EVERYTHING: Final = {("TEA-1", "north"): "900", ("POT-1", "south"): "900", ("RARE", "north"): "900"}
KITS: Final = {
    inside: in_memory(prices_include_tax=inside, levels=EVERYTHING) for inside in (False, True)
}


def money(most: int) -> st.SearchStrategy[Money]:
    return st.integers(0, most).map(lambda minor: Money(minor, "EUR"))


@st.composite
def sold_lines(draw: st.DrawFn) -> Line:
    """A line at a price of up to three places, with discounts that it can bear."""
    item = draw(st.sampled_from(["TEA-1", "POT-1", "RARE", "ENGRAVE", "mystery", "A 100"]))
    quantity, mills = draw(st.integers(1, 4)), draw(st.integers(0, 20_000))
    left = mills * quantity // 10
    discounts = []
    for n in range(draw(st.integers(0, 3))):
        amount = draw(money(left))
        left -= amount.minor
        discounts.append(ChannelDiscount(amount, f"voucher {n}", draw(st.sampled_from(["", "V"]))))
    price = UnitPrice(Decimal(mills).scaleb(-3), "EUR")
    return Line(item, quantity, price, discounts=tuple(discounts))


@st.composite
def sold_orders(draw: st.DrawFn) -> PlacePaidOrder:
    """A recorded order that is paid: not in full, in full, or too much."""
    amounts = draw(st.lists(money(9000), min_size=1, max_size=3))
    payments = [
        ChannelPayment(amount, "card", f"P-{n}") for n, amount in enumerate(amounts) if amount
    ]
    assume(payments)
    lines = draw(st.lists(sold_lines(), min_size=1, max_size=4))
    customer = draw(st.sampled_from(["c-1", "c-2", "c-3"]))
    return PlacePaidOrder(customer, "web", f"p-{next(NUMBERS)}", lines, payments=payments)


def before_discounts(line: OrderLine) -> Decimal:
    return line.extended - sum((one.amount for one in line.adjustments), Decimal(0))


def problems(order: Order, command: PlacePaidOrder) -> Iterator[str]:
    """What is wrong with *order*, as *command* recorded it."""
    total = order.net_minor + order.tax_minor + order.rounding_minor
    came = sum(one.amount.minor for one in command.payments)
    laws = {
        "net + tax + rounding = total": total == order.total_minor,
        "due = total - paid": order.due.minor == order.total_minor - came,
        "credit is what is unpaid": not order.credit.payer
        or order.credit.total == exposure_wanted(order) == max(0, order.total_minor - came),
        "prepaid waits for what is unpaid": order.terms != "prepaid"
        or order.held("payment") == (order.due.minor > 0),
        "too much is looked at": order.due.minor >= 0 or order.held("price"),
        "its status tells": (statuses(order).payment == "refund_due") == (order.due.minor < 0),
    }
    yield from (law for law, holds in laws.items() if not holds)
    for asked, line in zip(command.lines, order.lines, strict=True):
        off = sum(one.amount.minor for one in asked.discounts)
        cost = line.net_minor + (line.tax_minor if order.inclusive else 0)
        if sum((-one.amount for one in line.adjustments), Decimal(0)) != Decimal(off) / 100:
            yield f"line {line.id}: the adjustments are not the discounts"
        if asked.discounts and before_discounts(line) * 100 != cost + off:
            yield f"line {line.id}: net is not price x quantity - discounts"
        if cost < 0 or not 0 <= line.discount <= 1:
            yield f"line {line.id}: below zero"


@given(sold_orders(), st.booleans())
def test_what_came_with_an_order_adds_up(command: PlacePaidOrder, inside: bool) -> None:
    kit = KITS[inside]
    changes = desk_of(kit, SHOPBOT).preview(command).changes
    order: Order = changes.puts[0].value
    assert list(problems(order, command)) == []
    payments = [put.value for put in changes.puts if isinstance(put.value, Payment)]
    assert tuple(one.id for one in payments) == order.payments
    assert [one.kept for one in payments] == [one.amount for one in command.payments]
    told = desk_of(kit).explain(order)
    assert all(one.reason in told for line in command.lines for one in line.discounts)


@given(sold_orders(), st.booleans())
def test_a_second_import_changes_nothing(command: PlacePaidOrder, inside: bool) -> None:
    kit = in_memory(prices_include_tax=inside, levels=EVERYTHING)
    desk = desk_of(kit, SHOPBOT)
    answer = desk.execute(command)
    assert kit.audit(TENANT).clean
    before = fingerprint_of(kit, TENANT)
    assert desk.execute(command) == answer
    again = do(kit, command, SHOPBOT)
    assert (again.order_id, again.total, again.repeated) == (answer.order_id, answer.total, True)
    assert fingerprint_of(kit, TENANT)[:2] == before[:2]


@given(sold_orders(), st.booleans())
def test_paying_with_the_order_or_after_it_comes_to_the_same(
    command: PlacePaidOrder, inside: bool
) -> None:
    kit = in_memory(prices_include_tax=inside, levels=EVERYTHING, limit="100000")
    answer = do(kit, command, SHOPBOT)
    order = stored(kit, answer.order_id)
    if order.due.minor > 0:
        paid(kit, order.id, str(order.due.amount), "the rest")
    after = stored(kit, order.id)
    assert after.due.minor <= 0
    assert not after.held("payment")
    assert not after.held("credit")
    assert credit(kit) in ({"free": 10_000_000}, {})
