"""
The report at six o'clock: what a sales manager asks, each question a section.

It is made from the documents alone, read through the desk of somebody who may see everything; only
refused orders, which leave no document, come from the day's notes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from examples.demo.distributor.customers import COMPANY
from examples.demo.distributor.opening import WAREHOUSES, World
from examples.demo.distributor.shop import TENANT, Refusal, Shop
from examples.demo.layout import amount, counted, cut, heading, paragraph, table
from examples.demo.reading import everything
from orderkit import InvalidInput, Money, Order, OrderRefused, PlaceOrder, Query, statuses
from orderkit.inventory import available_accounts

ROLES: Final = {"role:sales-lead": "Lea, sales lead", "person:dirk": "Dirk, director"}

BY_HOLD: Final = {
    "payment": ("the customers", "to pay in advance"),
    "credit": ("Fay, finance", "credit limit"),
    "price": ("Fay, finance", "another price than ours"),
    "stock": ("the suppliers", "sold outside, not in stock"),
    "item": ("the sales desk", "an item that nobody knows"),
    "rejected": ("the sales desk", "an approver said no"),
}
"""Who can do something about a hold, and what it is about."""


@frozen
class Books:
    """
    What the report is made from.

    Attributes:
        shop: For what is read on the way.

        world: Goods and customers.

        orders: All of them, in the order in which they were placed.

        now: When the report is made.
    """

    shop: Shop
    world: World
    orders: Sequence[Order]
    now: datetime

    def name(self, customer: str) -> str:
        """Return the name of a customer."""
        return next(one.customer.name for one in self.world.accounts if one.id == customer)


def books(shop: Shop, world: World) -> Books:
    """Read what the report is made from."""
    return Books(shop, world, everything(shop.desk("rita"), Query(Order, "")), shop.clock.now)


def total(orders: Iterable[Order]) -> str:
    """Return the gross total of *orders* for people."""
    return amount(Money.total((one.total for one in orders), "EUR"))


def age(since: datetime, now: datetime) -> str:
    """
    Return a time span in hours and minutes.

    >>> age(datetime(2026, 3, 17, 8), datetime(2026, 3, 17, 9, 5))
    '1:05 h'
    """
    minutes = (now - since) // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02} h"


def summary(of: Books) -> Iterator[str]:
    """Yield the day in figures."""
    notes = of.shop.notes
    repeats = sum(notes.placed.values())
    refused = len(_never_placed(notes.refused, of.orders))
    placed = Money.total((one.total for one in of.orders), "EUR")
    lines = sum(len(one.lines) for one in of.orders)
    yield f"Hansa Kontor, {of.now:%A %d %B %Y}, {of.now:%H:%M}"
    yield "=" * 48
    yield (
        f"{counted(len(of.orders), 'order')} placed, {counted(lines, 'line')}, "
        f"{amount(placed)} EUR with tax"
    )
    yield (
        f"{counted(refused, 'order')} refused; {counted(repeats, 'repeat')} answered and not "
        "booked twice"
    )
    done = notes.carried_out
    yield (
        f"{counted(done.get('ShipDelivery', 0), 'delivery', 'deliveries')} shipped, "
        f"{counted(done.get('RecordPayment', 0), 'payment')} booked, "
        f"{counted(of.shop.delivered, 'event')} told"
    )


def by_status(of: Books) -> Iterator[str]:
    """Yield how many orders stand where, with their amounts."""
    yield from heading("Orders by status")
    for title, status in (
        ("stage", lambda one: one.stage),
        ("payment", lambda one: statuses(one).payment.replace("_", " ")),
        ("fulfilment", lambda one: statuses(one).fulfilment.replace("_", " ")),
    ):
        yield from _grouped(title, status, of.orders)
        yield ""


def _grouped(title: str, key: Callable[[Order], str], orders: Sequence[Order]) -> Iterator[str]:
    groups = _by(orders, key)
    rows = [(f"{name:<26}", f"{len(some):,}", total(some)) for name, some in _largest(groups)]
    yield from table((title, "orders", "EUR with tax"), rows, right="12")


def _by(orders: Iterable[Order], key: Callable[[Order], str]) -> Mapping[str, list[Order]]:
    groups: defaultdict[str, list[Order]] = defaultdict(list)
    for one in orders:
        groups[key(one)].append(one)
    return groups


def _largest(groups: Mapping[str, list[Order]]) -> list[tuple[str, list[Order]]]:
    return sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def waiting(of: Books) -> Iterator[str]:
    """Yield what waits for whom: approvals, holds, the warehouses, the customers' money."""
    yield from heading("What waits for whom")
    found: defaultdict[tuple[str, str], list[Order]] = defaultdict(list)
    for order in of.orders:
        for reason in _reasons(order):
            found[reason].append(order)
    rows = [
        (whom, why, f"{len(some):,}", total(some), age(min(o.placed_at for o in some), of.now))
        for (whom, why), some in sorted(found.items(), key=lambda pair: -len(pair[1]))
    ]
    yield from table(("for", "because of", "orders", "EUR with tax", "oldest"), rows, right="234")


def _reasons(order: Order) -> Iterator[tuple[str, str]]:
    for whom in order.waiting_for_whom:
        yield ROLES[whom], "approval"
    for hold in order.holds:
        if hold.reason in BY_HOLD:
            yield BY_HOLD[hold.reason]
    if order.stage == "confirmed" and any(line.reserved for line in order.lines):
        parts = [part for line in order.lines for part in line.schedule]
        places = {part.location for part in parts if part.quantity}
        yield from ((WAREHOUSES[place], "to be shipped") for place in sorted(places) if place)
    if statuses(order).fulfilment == "delivered" and order.due.minor > 0:
        yield "the customers", "delivered, not paid"


def holds(of: Books) -> Iterator[str]:
    """Yield the holds that stand, by reason, with their age and one of them in words."""
    yield from heading("Holds by reason")
    found: defaultdict[str, list[Order]] = defaultdict(list)
    since: defaultdict[str, list[datetime]] = defaultdict(list)
    for order in of.orders:
        for hold in order.holds:
            found[hold.reason].append(order)
            since[hold.reason].append(hold.since)
    rows = [
        (reason, f"{len(some):,}", total(some), *_ages(since[reason], of.now))
        for reason, some in _largest(found)
    ]
    heads = ("reason", "orders", "EUR with tax", "oldest", "newest")
    yield from table(heads, rows, right="1234")
    for reason, some in _largest(found):
        hold = next(one for one in some[0].holds if one.reason == reason)
        yield from paragraph(f"  {reason}, {some[0].channel} {some[0].number}: {hold.detail}")


def _ages(since: Sequence[datetime], now: datetime) -> tuple[str, str]:
    return age(min(since), now), age(max(since), now)


def low_stock(of: Books) -> Iterator[str]:
    """Yield what is below its mark in all warehouses together, the emptiest first."""
    yield from heading("Stock that runs low")
    goods = [one for one in of.world.goods if one.warn_below]
    shelves = available_accounts(COMPANY, [one.id for one in goods], WAREHOUSES)
    balances = of.shop.kit.repository.balances(TENANT, tuple(shelves.values()))
    free = dict(zip(shelves, balances, strict=True))
    rows = []
    for one in goods:
        at = [free[one.id, place] for place in WAREHOUSES]
        if sum(at) < 3 * one.warn_below:
            scale = 10**one.packaging.places
            figures = (*(f"{left // scale:,}" for left in at), f"{3 * one.warn_below // scale:,}")
            rows.append((sum(at) / (3 * one.warn_below), (one.id, cut(one.name, 28), *figures)))
    rows.sort()
    yield f"{counted(len(rows), 'product')} below the mark; the emptiest:"
    heads = ("SKU", "product", *WAREHOUSES.values(), "mark")
    yield from table(heads, [row for _, row in rows[:8]], right="2345")


def customers(of: Books) -> Iterator[str]:
    """Yield the customers with the greatest sum of orders."""
    yield from heading("Top customers")
    standing = [one for one in of.orders if one.stage != "cancelled"]
    groups = _by(standing, lambda one: one.roles.sold_to)
    best = sorted(groups.items(), key=lambda pair: -sum(one.total_minor for one in pair[1]))
    rows = [
        (name, cut(of.name(name), 34), f"{len(some):,}", total(some), _due(some))
        for name, some in best[:8]
    ]
    heads = ("id", "customer", "orders", "EUR with tax", "still due")
    yield from table(heads, rows, right="234")


def _due(orders: Iterable[Order]) -> str:
    return amount(Money.total((one.due for one in orders), "EUR"))


def refusals(of: Books) -> Iterator[str]:
    """Yield why orders were refused, each reason with one message as the caller got it."""
    yield from heading("Orders refused")
    refused = _never_placed(of.shop.notes.refused, of.orders)
    codes = Counter(code for one in refused for code in _codes(one))
    rows = [(code, f"{count:,}") for code, count in codes.most_common()]
    yield from table((f"{'reason':<26}", "orders"), rows, right="1")
    yield ""
    for one in refused[-2:]:
        assert isinstance(one.what, PlaceOrder)
        yield f"{one.at:%H:%M} {one.who}, {one.what.channel} {one.what.number}:"
        yield from paragraph(str(one.error), "  ")


def _never_placed(refused: Iterable[Refusal], orders: Iterable[Order]) -> list[Refusal]:
    """Return the last refusal of each order that did not come in after all."""
    came = {(one.channel, one.number) for one in orders}
    last = {
        (one.what.channel, one.what.number): one
        for one in refused
        if isinstance(one.what, PlaceOrder)
    }
    return [one for number, one in last.items() if number not in came]


def _codes(refusal: Refusal) -> Iterable[str]:
    error = refusal.error
    if isinstance(error, OrderRefused | InvalidInput):
        return dict.fromkeys(fault.code for fault in error.faults)
    return (error.code,)
