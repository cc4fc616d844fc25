"""
The shop that the benchmarks order from, opened through public commands.

A hundred articles, each with a price for everyone, a price for the group *gold* from one and from
ten pieces on, and every second one with the customer's own; tax of 19 %; one customer with 30 days
to pay within a limit; two locations with plenty of everything. An order has ten lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from orderkit.catalog import DefineProduct, Product
from orderkit.credit import SetCreditLimit
from orderkit.flow import Actor, Command
from orderkit.inventory import DefineLocation, Location, ReceiveStock, StockLine
from orderkit.kit import Desk, OrderKit
from orderkit.orders import Line, PlaceOrder
from orderkit.parties import Company, Customer, DefineCompany, DefineCustomer, Place
from orderkit.pricing import Entry, PriceEntries, PriceList, PublishPriceList, Scope
from orderkit.tax import DefineTaxTable, TaxRate, TaxTable
from orderkit.values import EUR, Address, Packaging, UnitPrice

TENANT: Final = "acme"
CUSTOMER: Final = "c-7"
SKUS: Final = 100
LINES: Final = 10
LOCATIONS: Final = ("north", "south")
ROOT: Final = Actor.person("root", roles={"admin"})
ANN: Final = Actor.person("ann", roles={"sales"})


def opened(kit: OrderKit) -> Desk:
    """Open the shop in an empty kit; return the desk of a seller."""
    kit.migrate()
    commands = opening()
    keys = [f"opening-{n}" for n in range(len(commands))]
    # The heads before the many: products before prices, locations before stock.
    kit.acting(ROOT, tenant=TENANT).execute_many(commands, all=True, keys=keys)
    return desk_of(kit)


def desk_of(kit: OrderKit) -> Desk:
    """Return the desk of a seller."""
    return kit.acting(ANN, tenant=TENANT)


def opening() -> list[Command[Any]]:
    """Everything that opens the shop."""
    home = Address("Tea House", ("1 Road",), "Berlin", "10115", "DE")
    skus = [f"SKU-{n}" for n in range(SKUS)]
    customer = Customer(
        CUSTOMER,
        "Tea House",
        "main",
        "EUR",
        groups=("gold",),
        terms="net30",
        ship_to=(Place("main", home),),
    )
    case = Packaging("pcs", units={"case": (12, 1)})
    return [
        DefineCompany(Company("main", "Main", "EUR", "DE", locations=LOCATIONS, auto_confirm=True)),
        *(DefineLocation(Location(one, one.title(), "main", "DE")) for one in LOCATIONS),
        *(
            DefineProduct(Product(sku, f"Article {sku}", case, ("food", "tea"), warn_below=5))
            for sku in skus
        ),
        DefineCustomer(customer),
        SetCreditLimit(CUSTOMER, "EUR", EUR("10000000000.00"), "agreed"),
        DefineTaxTable(TaxTable("main", (TaxRate("standard", Decimal(19)),))),
        *prices(skus),
        *(
            ReceiveStock("main", where, [StockLine(sku, 1_000_000_000) for sku in skus])
            for where in LOCATIONS
        ),
    ]


def prices(skus: Sequence[str]) -> list[Command[Any]]:
    """The three price lists."""
    contents = (
        (PriceList("retail", "EUR"), skus, (_price("10.00"),)),
        (PriceList("gold", "EUR", Scope.GROUP, "gold"), skus, (_price("9.50"), _price("9.00", 10))),
        (
            PriceList("c7", "EUR", Scope.CUSTOMER, CUSTOMER),
            skus[1::2],
            (_price("8.75"), _price("8.00", 10)),
        ),
    )
    return [
        PublishPriceList(head, tuple(PriceEntries.of(head.id, sku, *entries) for sku in some))
        for head, some, entries in contents
    ]


def _price(amount: str, minimum: int = 0) -> Entry:
    return Entry(UnitPrice.parse(f"{amount} EUR"), minimum=Decimal(minimum))


def basket(n: int) -> list[tuple[str, int]]:
    """Return the ten (SKU, pieces) of the n-th order; any ten in a row are different articles."""
    return [(f"SKU-{(n * 7 + line) % SKUS}", (line + n) % 15 + 1) for line in range(LINES)]


def order(n: int, channel: str = "web") -> PlaceOrder:
    """Return the command that places the n-th order."""
    lines = [Line(sku, pieces) for sku, pieces in basket(n)]
    return PlaceOrder(CUSTOMER, channel, f"n{n}", lines)


def orders(first: int, count: int, channel: str = "web") -> list[PlaceOrder]:
    """Return the commands of *count* orders from the *first* on."""
    return [order(n, channel) for n in range(first, first + count)]


def in_file(path: Path) -> tuple[OrderKit, Desk]:
    """Open the shop in a new SQLite file."""
    kit = OrderKit.sqlite(path)
    return kit, opened(kit)
