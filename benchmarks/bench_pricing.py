"""
Pricing alone: lines per second for each level of trace, beside a loop written by hand.

Orders of ten lines; three lists per customer: everyone's, the group's, the customer's own. The
loop knows the shop (one currency, one unit, the lists in a fixed order, no formulas, no offers)
and returns the same values: for each line its source, tier, unit price, extended amount and money.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import shop
from measuring import Report, Series, ratio
from orderkit.catalog import Product
from orderkit.pricing import (
    Entry,
    PriceEntries,
    PriceLine,
    PriceList,
    PriceRequest,
    PriceSlice,
    QuotedLine,
    Scope,
    Trace,
    price,
)
from orderkit.values import Packaging, UnitPrice
from telling import Options, tell

AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
SKUS, ORDERS, ROUNDS = 200, 50, 300
LISTS: Final = ("c7", "gold", "retail")
Tiers = tuple[tuple[int, UnitPrice, int], ...]


def measure(options: Options) -> Report:
    """Check that the loop returns the same, then measure."""
    report = Report("Price a line")
    goods = [
        Product(f"SKU-{n}", f"Article {n}", Packaging("pcs"), ("food", "tea")) for n in range(SKUS)
    ]
    known = lists(goods)
    asked, tiers = [request(goods, n) for n in range(ORDERS)], table(known)
    for one in asked:
        if list(price(one, known, trace=Trace.OFF)) != by_hand(one, tiers):
            raise AssertionError(one)
    lines = ORDERS * shop.LINES
    hand, off, winner, full = (
        Series(name, lines) for name in ("by hand", "trace OFF", "trace WINNER", "trace FULL")
    )

    def priced(trace: Trace) -> None:
        for one in asked:
            price(one, known, trace=trace)

    report.interleaved(
        options.steps(ROUNDS), 1,
        (hand, lambda _: [by_hand(one, tiers) for one in asked]),
        (off, lambda _: priced(Trace.OFF)),
        (winner, lambda _: priced(Trace.WINNER)),
        (full, lambda _: priced(Trace.FULL)),
    )  # fmt: skip
    for series in (hand, off, winner, full):
        report.remark(f"{series.name}: {1e6 / series.median:,.0f} lines a second on one core")
    report.at_least("trace OFF, one core", 1e6 / off.median, 100_000, "lines/s")
    report.at_most("trace OFF against by hand", ratio(off, hand), 3, "times")
    return report


def lists(goods: list[Product]) -> PriceSlice:
    """Return the three lists; every fifth article has the customer's own price."""
    known: list[PriceList | PriceEntries] = [
        PriceList("retail", "EUR"),
        PriceList("gold", "EUR", Scope.GROUP, "gold"),
        PriceList("c7", "EUR", Scope.CUSTOMER, "c-7"),
    ]
    for n, one in enumerate(goods):
        gold = (_entry(9 + n), _entry(8 + n, 10), _entry(7 + n, 100))
        known.append(PriceEntries.of("retail", one.id, _entry(10 + n), _entry(9 + n, 10)))
        known.append(PriceEntries.of("gold", one.id, *gold))
        if n % 5 == 0:
            known.append(PriceEntries.of("c7", one.id, _entry(6 + n)))
    return PriceSlice.of(*known)


def _entry(amount: int, minimum: int = 0) -> Entry:
    return Entry(UnitPrice(Decimal(amount), "EUR"), minimum=Decimal(minimum))


def request(goods: list[Product], order: int) -> PriceRequest:
    """Return what the n-th order asks."""
    lines = (
        PriceLine(n, goods[(order * 7 + n) % SKUS], 1 + order * n % 120) for n in range(shop.LINES)
    )
    return PriceRequest("EUR", AT, tuple(lines), "c-7", ("gold",), "web")


def table(known: PriceSlice) -> Mapping[tuple[str, str], Tiers]:
    """Return the entries as the loop wants them: highest tier first, price in 1/10,000."""
    return {
        (one.price_list, one.key): tuple(
            (int(found.minimum), found.price, int(found.price.amount * 10_000))
            for found in reversed(one.entries)
            if found.price is not None
        )
        for one in known.entries.values()
    }


def by_hand(request: PriceRequest, known: Mapping[tuple[str, str], Tiers]) -> list[QuotedLine]:
    """Price an order with a loop."""
    return [_line_by_hand(line, known) for line in request.lines]


def _line_by_hand(line: PriceLine, known: Mapping[tuple[str, str], Tiers]) -> QuotedLine:
    sku, quantity = line.product.id, line.base
    for name in LISTS:
        for minimum, unit_price, amount in known.get((name, sku), ()):
            if minimum <= quantity:
                total = amount * quantity
                extended = Decimal(total).scaleb(-4)
                return QuotedLine(
                    line.number, sku, quantity, unit_price, name, Decimal(minimum), extended, (),
                    extended, (total + 50) // 100,
                )  # fmt: skip
    raise LookupError(sku)


if __name__ == "__main__":
    tell("pricing", measure)
