"""A tea shop to price things in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from orderkit.catalog import Product
from orderkit.pricing import (
    Entry,
    PriceEntries,
    PriceLine,
    PriceList,
    PriceRequest,
    PriceSlice,
    QuotedLine,
    Trace,
    price,
)
from orderkit.values import Packaging, UnitPrice, Window

AT = datetime(2026, 6, 1, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)

PIECES = Packaging("pcs", units={"case": (12, 1), "pallet": (480, 1)})
TEA = Product("TEA-1", "Green tea", PIECES, ("food", "tea"))
RED = Product("TEA-1-RED", "Green tea in red", PIECES, ("food", "tea"), variant_of="TEA-1")
RICE = Product("RICE-1", "Rice", Packaging("kg", 3), ("food", "rice"))


def cost(text: str) -> UnitPrice:
    """Read a price in EUR: ``"9.50"`` per piece, ``"90 per 1 case"``."""
    amount, _, per = text.partition(" ")
    return UnitPrice.parse(f"{amount} EUR {per}".rstrip())


def at(text: str, minimum: int | str = 0, window: Window | None = None) -> Entry:
    """Return the entry of a price from a quantity on."""
    return Entry(cost(text), minimum=Decimal(minimum), window=window or Window())


def prices(price_list: str, *entries: Entry, sku: str = "TEA-1") -> PriceEntries:
    """Return what a list says about tea."""
    return PriceEntries.of(price_list, sku, *entries)


def ask(product: Product, quantity: int | str, *, offer: str = "", **policy: Any) -> PriceRequest:
    """Return the question what one line costs."""
    line = PriceLine.of(1, product, quantity, offer=offer)
    return PriceRequest("EUR", policy.pop("on", AT), (line,), **policy)


def quote(request: PriceRequest, *documents: Any, trace: Trace = Trace.WINNER) -> QuotedLine:
    """Return the price of a request's only line."""
    [line] = price(request, PriceSlice.of(*documents), trace=trace)
    return line


def unit_price(request: PriceRequest, *documents: Any) -> str:
    """Return the unit price of a request's only line."""
    return str(quote(request, *documents).unit_price)


RETAIL = PriceList("retail", "EUR")
"""The list for everyone."""
