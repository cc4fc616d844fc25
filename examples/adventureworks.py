"""
A bicycle maker's published orders, and the price lists and offers that give their prices.

``prices(folder)`` turns the published tables into documents of orderkit: one list of retail prices
by date, one list for stores that takes forty percent off, one more per offer that has its own
reduction for stores, and the offers themselves. ``orders(folder)`` reads what was sold for how much.

The published rules: individuals pay the list price of the day. Stores pay the list price times
(0.60 - the reduction of the line's offer), to four places; and the reduction is taken once more
off the extended price. That is how the data are.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from attrs import field, frozen

from orderkit.catalog import Product
from orderkit.pricing import (
    Entry,
    Formula,
    Offer,
    PriceEntries,
    PriceLine,
    PriceList,
    PriceRequest,
    PriceSlice,
    Scope,
)
from orderkit.values import Packaging, UnitPrice, Window

CURRENCY = "USD"
"""All amounts are in it, whatever the customer's currency."""

RETAIL = "retail"
STORE = "store"
STORE_FACTOR = Decimal("0.60")
DAY = timedelta(days=1)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, packed or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
            yield from csv.DictReader(packed)
    else:
        with path.open(encoding="utf-8", newline="") as plain:
            yield from csv.DictReader(plain)


def day(text: str) -> datetime:
    """Return the first moment of a published day."""
    return datetime.fromisoformat(text[:10]).replace(tzinfo=UTC)


def window(start: str, end: str) -> Window:
    """Return the window of two published days, of which the last one belongs to it."""
    return Window(day(start), day(end) + DAY if end else None)


@frozen
class Prices:
    """
    The documents that give the published prices.

    Attributes:
        lists: Heads of price lists.

        entries: What the lists say, by product.

        offers: Reductions that lines name.
    """

    lists: tuple[PriceList, ...]
    entries: tuple[PriceEntries, ...]
    offers: tuple[Offer, ...]

    def slice(self) -> PriceSlice:
        """Return everything as pricing wants it."""
        return PriceSlice.of(*self.lists, *self.entries, *self.offers)

    def counts(self) -> Mapping[str, int]:
        """Return how many documents and prices there are."""
        return {
            "lists": len(self.lists),
            "formulas": sum(one.formula is not None for one in self.lists),
            "entries": len(self.entries),
            "tiers": sum(len(one.entries) for one in self.entries),
            "offers": len(self.offers),
        }


def products(folder: Path) -> dict[str, Product]:
    """Return the products by their published ProductID."""
    root = {
        row["ProductCategoryID"]: row["Name"] for row in rows(folder / "oltp/ProductCategory.csv")
    }
    path = {
        row["ProductSubcategoryID"]: (code(root[row["ProductCategoryID"]]), code(row["Name"]))
        for row in rows(folder / "oltp/ProductSubcategory.csv")
    }
    return {row["ProductID"]: _product(row, path) for row in rows(folder / "oltp/Product.csv")}


def _product(row: Mapping[str, str], path: Mapping[str, tuple[str, ...]]) -> Product:
    cost = UnitPrice(Decimal(row["StandardCost"]), CURRENCY)
    return Product(
        row["ProductNumber"],
        row["Name"],
        Packaging("pcs"),
        path.get(row["ProductSubcategoryID"], ()),
        standard_cost=cost,
    )


def code(name: str) -> str:
    """
    Return a category's code for its name.

    >>> code("Mountain Bikes")
    'mountain-bikes'
    """
    return name.lower().replace(" ", "-")


def prices(folder: Path) -> Prices:
    """Return lists, entries and offers from the published tables."""
    goods = products(folder)
    published = list(rows(folder / "oltp/SpecialOffer.csv"))
    allowed: dict[str, list[str]] = {}
    for row in rows(folder / "oltp/SpecialOfferProduct.csv"):
        allowed.setdefault(row["SpecialOfferID"], []).append(goods[row["ProductID"]].id)
    return Prices(
        (PriceList(RETAIL, CURRENCY), _store_list(), *_offer_lists(published)),
        tuple(_entries(folder, goods)),
        tuple(_offer(row, allowed.get(row["SpecialOfferID"], [])) for row in published),
    )


def _store_list() -> PriceList:
    formula = Formula(RETAIL, STORE_FACTOR, places=4)
    return PriceList(STORE, CURRENCY, Scope.GROUP, STORE, formula=formula, by_sku=False)


def _offer_lists(published: list[dict[str, str]]) -> Iterator[PriceList]:
    """Yield the stores' list of each offer that reduces."""
    for row in published:
        percent = Decimal(row["DiscountPct"])
        if percent:
            offer = row["SpecialOfferID"]
            formula = Formula(RETAIL, STORE_FACTOR - percent, places=4)
            name = f"{STORE}-offer-{offer}"
            yield PriceList(name, CURRENCY, Scope.OFFER, offer, formula=formula, by_sku=False)


def _offer(row: Mapping[str, str], skus: list[str]) -> Offer:
    return Offer(
        row["SpecialOfferID"],
        row["Description"],
        Decimal(row["DiscountPct"]) * 100,
        window(row["StartDate"], row["EndDate"]),
        Decimal(row["MinQty"]),
        Decimal(row["MaxQty"]) if row["MaxQty"] else None,
        tuple(sorted(skus)),
        groups=(STORE,),
    )


def _entries(folder: Path, goods: Mapping[str, Product]) -> Iterator[PriceEntries]:
    """Yield the retail prices of each product, by date."""
    history: dict[str, list[Entry]] = {}
    for row in rows(folder / "oltp/ProductListPriceHistory.csv"):
        price = UnitPrice(Decimal(row["ListPrice"]), CURRENCY)
        entry = Entry(price, window=window(row["StartDate"], row["EndDate"]))
        history.setdefault(row["ProductID"], []).append(entry)
    for number, entries in history.items():
        entries.sort(key=lambda entry: entry.window.start or day("0001-01-01"))
        yield PriceEntries.of(RETAIL, goods[number].id, *entries)


@frozen
class SoldLine:
    """
    A published order line.

    Attributes:
        number: Within its order.

        product: ProductID.

        quantity: Pieces.

        offer: SpecialOfferID.

        unit_price: Published, four places.

        line_total: Published, four places.
    """

    number: int
    product: str
    quantity: int
    offer: str
    unit_price: Decimal
    line_total: Decimal


@frozen
class SoldOrder:
    """
    A published order.

    Attributes:
        number: SalesOrderID.

        channel: ``"store"`` or ``"individual"``.

        customer: Account number.

        placed: First moment of the day it was placed.

        purchase_number: The customer's own; ``""`` for none.

        lines: What was sold.
    """

    number: str
    channel: str
    customer: str
    placed: datetime
    purchase_number: str
    lines: tuple[SoldLine, ...] = field(repr=False)

    def request(self, goods: Mapping[str, Product]) -> PriceRequest:
        """Return the question what this order's lines cost."""
        groups = (STORE,) if self.channel == STORE else ()
        lines = tuple(
            PriceLine(line.number, goods[line.product], line.quantity, offer=line.offer)
            for line in self.lines
        )
        return PriceRequest(CURRENCY, self.placed, lines, self.customer, groups, self.channel)


def orders(folder: Path) -> Iterator[SoldOrder]:
    """Yield the published orders, the stores' first, each channel by number."""
    for channel in ("store", "individual"):
        found: dict[str, list[dict[str, str]]] = {}
        for row in rows(folder / f"sales/sales_lines_{channel}.csv.gz"):
            found.setdefault(row["SalesOrderID"], []).append(row)
        for number, lines in found.items():
            first = lines[0]
            yield SoldOrder(
                number,
                channel,
                first["CustomerAccount"],
                day(first["OrderDate"]),
                first["PurchaseOrderNumber"],
                tuple(_sold(line) for line in lines),
            )


def _sold(row: Mapping[str, str]) -> SoldLine:
    return SoldLine(
        int(row["LineNumber"]),
        row["ProductID"],
        int(row["OrderQty"]),
        row["SpecialOfferID"],
        Decimal(row["UnitPrice"]),
        Decimal(row["LineTotal"]),
    )
