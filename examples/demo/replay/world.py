"""What is there before the first published order: company, products, prices, customers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import frozen

from examples import adventureworks as published
from orderkit import (
    Address,
    Company,
    Customer,
    DefineCompany,
    DefineCustomer,
    DefineLocation,
    DefineOffer,
    DefineProduct,
    DefineTaxTable,
    Desk,
    Failed,
    Location,
    Ok,
    Place,
    Product,
    PublishPriceList,
    SetCreditLimit,
    TaxRate,
    TaxTable,
)
from orderkit.flow import Command

A = TypeVar("A")
COMPANY: Final = "aw"
CURRENCY: Final = published.CURRENCY
TAX_PERCENT: Final = Decimal(8)
"""What the published tax is of each line's total, on every line."""

PREPAID: Final = "prepaid"
"""Terms of individuals, who pay as they order; stores buy on account."""

STORAGE: Final = {
    "7": "Finished Goods Storage",
    "6": "Miscellaneous Storage",
    "5": "Metal Storage",
    "1": "Tool Crib",
}
"""
Locations that store goods. The others are work centres, whose stock is being worked on: it is not
promised to anybody.
"""


@frozen
class World:
    """
    What the orders lean on.

    Attributes:
        products: By published ProductID.

        prices: Lists, entries and offers.

        customers: How many were defined.
    """

    products: Mapping[str, Product]
    prices: published.Prices
    customers: int


def all_done(desk: Desk, commands: Sequence[Command[A]], keys: str = "") -> list[A]:
    """
    Carry out *commands* in batches and return their answers.

    Args:
        keys: What the idempotency keys begin with, for commands without keys of their own.

    Raises:
        OrderkitError: The first refusal.
    """
    names = [f"{keys}-{n}" for n in range(len(commands))] if keys else None
    answers = []
    for result in desk.execute_many(commands, keys=names):
        match result:
            case Ok(answer=answer):
                answers.append(answer)
            case Failed(error=error):
                raise error
    return answers


def defined(desk: Desk, folder: Path, orders: Iterable[published.SoldOrder]) -> World:
    """Define everything that *orders* lean on."""
    goods = published.products(folder)
    prices = published.prices(folder)
    company = Company(
        COMPANY, "Adventure Works Cycles", CURRENCY, "US", locations=tuple(STORAGE),
        auto_confirm=True,
    )  # fmt: skip
    all_done(desk, [DefineCompany(company)])
    all_done(desk, [DefineTaxTable(TaxTable(COMPANY, (TaxRate("standard", TAX_PERCENT),)))])
    places = [Location(name, title, COMPANY, "US") for name, title in STORAGE.items()]
    all_done(desk, [DefineLocation(one) for one in places])
    all_done(desk, [DefineProduct(one) for one in goods.values()])
    for one in prices.lists:
        entries = tuple(entry for entry in prices.entries if entry.price_list == one.id)
        all_done(desk, [PublishPriceList(one, entries)])
    all_done(desk, [DefineOffer(one) for one in prices.offers])
    buyers = tuple(customers(folder, {order.customer for order in orders}))
    all_done(desk, [DefineCustomer(one) for one in buyers])
    all_done(desk, _credit(buyers))
    return World(goods, prices, len(buyers))


def customers(folder: Path, wanted: set[str]) -> Iterator[Customer]:
    """
    Yield the customers with the account numbers *wanted*.

    Addresses are not among the published tables; the sales territory stands in for them. What
    individuals are called is not published either.
    """
    stores = {row["BusinessEntityID"]: row["Name"] for row in _rows(folder, "Store.csv.gz")}
    territories = {row["TerritoryID"]: row for row in _rows(folder, "SalesTerritory.csv")}
    for row in _rows(folder, "Customer.csv.gz"):
        number = row["AccountNumber"]
        if number not in wanted:
            continue
        territory = territories[row["TerritoryID"]]
        name = stores.get(row["StoreID"], f"Individual {number}")
        where = Address(
            name, ("Address not published",), territory["Name"], "", territory["CountryRegionCode"]
        )
        yield Customer(
            number, name, COMPANY, CURRENCY, ship_to=(Place("main", where),),
            groups=(published.STORE,) if row["StoreID"] else (),
            terms="net30" if row["StoreID"] else PREPAID,
        )  # fmt: skip


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    return published.rows(folder / "oltp" / name)


def _credit(buyers: Iterable[Customer]) -> list[Command[Any]]:
    """Give stores credit without a limit, so that what they owe stands in the ledger."""
    return [
        SetCreditLimit(one.id, CURRENCY, None, reason="stores buy on account")
        for one in buyers
        if one.terms != PREPAID
    ]
