"""
Pricing alone: lines per second for each level of trace, beside a loop written by hand.

The loop knows the shop (one currency, one unit, three lists in a fixed order, no formulas, no
offers) and returns the same values. Run ``python benchmarks/pricing.py``; it prints the median and
the mean of several rounds, in processor time of one core.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

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
from orderkit.tax import TaxLine, TaxRate, TaxTable, tax_of
from orderkit.values import Money, Packaging, UnitPrice

AT = datetime(2026, 1, 1, tzinfo=UTC)
SKUS, ORDERS, LINES, ROUNDS = 200, 500, 10, 15
LISTS = ("c7", "gold", "retail")
Tiers = tuple[tuple[int, UnitPrice, int], ...]


def entry(amount: int, minimum: int = 0) -> Entry:
    return Entry(UnitPrice(Decimal(amount), "EUR"), minimum=Decimal(minimum))


def shop() -> tuple[list[Product], PriceSlice]:
    pieces = Packaging("pcs", units={"case": (12, 1)})
    goods = [Product(f"SKU-{n}", f"Article {n}", pieces, ("food", "tea")) for n in range(SKUS)]
    known: list[PriceList | PriceEntries] = [
        PriceList("retail", "EUR"),
        PriceList("gold", "EUR", Scope.GROUP, "gold"),
        PriceList("c7", "EUR", Scope.CUSTOMER, "c-7"),
    ]
    for n, one in enumerate(goods):
        known.append(PriceEntries.of("retail", one.id, entry(10 + n), entry(9 + n, 10)))
        gold = (entry(9 + n), entry(8 + n, 10), entry(7 + n, 100))
        known.append(PriceEntries.of("gold", one.id, *gold))
        if n % 5 == 0:
            known.append(PriceEntries.of("c7", one.id, entry(6 + n)))
    return goods, PriceSlice.of(*known)


def requests(goods: list[Product]) -> list[PriceRequest]:
    return [
        PriceRequest(
            "EUR",
            AT,
            tuple(
                PriceLine(n, goods[(order * 7 + n) % SKUS], 1 + order * n % 120)
                for n in range(LINES)
            ),
            "c-7",
            ("gold",),
            "web",
        )
        for order in range(ORDERS)
    ]


def table(known: PriceSlice) -> Mapping[tuple[str, str], Tiers]:
    return {
        (one.price_list, one.key): tuple(
            (int(found.minimum), found.price, int(found.price.amount * 10_000))
            for found in reversed(one.entries)
            if found.price is not None
        )
        for one in known.entries.values()
    }


def by_hand(request: PriceRequest, known: Mapping[tuple[str, str], Tiers]) -> list[QuotedLine]:
    return [_line_by_hand(line, known) for line in request.lines]


def _line_by_hand(line: PriceLine, known: Mapping[tuple[str, str], Tiers]) -> QuotedLine:
    sku, quantity = line.product.id, line.base
    for name in LISTS:
        for minimum, unit_price, amount in known.get((name, sku), ()):
            if minimum <= quantity:
                total = amount * quantity
                extended = Decimal(total).scaleb(-4)
                money = Money((total + 50) // 100, "EUR")
                tier = Decimal(minimum)
                return QuotedLine(
                    line.number,
                    sku,
                    quantity,
                    unit_price,
                    name,
                    tier,
                    extended,
                    (),
                    extended,
                    money,
                )
    raise LookupError(sku)


def _all_priced(asked: list[PriceRequest], known: PriceSlice, trace: Trace) -> None:
    for one in asked:
        price(one, known, trace=trace)


def measured(name: str, work: Callable[[], object], units: int, unit: str) -> float:
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) / units * 1e6)
    median, mean = statistics.median(spent), statistics.mean(spent)
    print(f"{name:24} median {median:7.2f} us  mean {mean:7.2f} us  {1e6 / median:9,.0f} {unit}/s")
    return median


def main() -> None:
    goods, known = shop()
    asked, tiers = requests(goods), table(known)
    count = ORDERS * LINES
    for one in asked:
        assert list(price(one, known, trace=Trace.OFF)) == by_hand(one, tiers)
    hand = measured("by hand", lambda: [by_hand(one, tiers) for one in asked], count, "lines")
    for trace in Trace:
        spent = measured(
            f"price, trace {trace}",
            partial(_all_priced, asked, known, trace),
            count,
            "lines",
        )
        print(f"{'':24} {spent / hand:.2f} times the loop by hand")
    rates = TaxTable("main", (TaxRate("standard", Decimal(19)),))
    lines = [TaxLine(n, "standard", 1000 + 37 * n) for n in range(LINES)]
    measured(
        "tax of 10 lines", lambda: [tax_of(lines, rates, AT) for _ in range(2000)], 2000, "orders"
    )


if __name__ == "__main__":
    main()
