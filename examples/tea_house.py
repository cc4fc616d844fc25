"""
A small wholesaler of tea, ready to take orders: the shop from which the pages of the documentation start.

One company with two warehouses, one customer on account, two products, one price list, and stock.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from orderkit.catalog import DefineProduct, Product
from orderkit.flow import Actor, Command
from orderkit.inventory import DefineLocation, Location, ReceiveStock, StockLine
from orderkit.kit import OrderKit
from orderkit.parties import Company, Customer, DefineCompany, DefineCustomer, Place
from orderkit.pricing import Entry, PriceEntries, PriceList, PublishPriceList
from orderkit.tax import DefineTaxTable, TaxRate, TaxTable
from orderkit.values import Address, Packaging, UnitPrice

HARBOUR = Place("harbour", Address("Tea House", ("Am Hafen 1",), "Hamburg", "20457", "DE"))


def opened(kit: OrderKit, **company: Any) -> OrderKit:
    """
    Return *kit* after the shop was set up in its tenant ``acme``.

    Args:
        company: Policies of the selling company, such as ``auto_confirm=True``.
    """
    admin = kit.acting(Actor.person("root", roles={"admin"}), tenant="acme")
    for command in _opening(company):
        admin.execute(command)
    return kit


def _opening(company: dict[str, Any]) -> list[Command[Any]]:
    places = ("north", "south")
    return [
        DefineCompany(Company("main", "Leaf & Bean", "EUR", "DE", locations=places, **company)),
        DefineTaxTable(TaxTable("main", (TaxRate("standard", Decimal(19)),))),
        DefineCustomer(
            Customer(
                "c-7", "Tea House", "main", "EUR", ("gold",), terms="net30", ship_to=(HARBOUR,)
            )
        ),
        DefineProduct(
            Product(
                "TEA-1",
                "Assam, loose",
                Packaging("pcs", units={"case": (12, 1)}),
                ("drinks", "tea"),
            )
        ),
        DefineProduct(Product("CUP-1", "Cup, white", Packaging("pcs"), ("china",))),
        PublishPriceList(
            PriceList("retail", "EUR"),
            (
                PriceEntries.of("retail", "TEA-1", Entry(UnitPrice.parse("9.50 EUR"))),
                PriceEntries.of("retail", "CUP-1", Entry(UnitPrice.parse("4.00 EUR"))),
            ),
        ),
        *(DefineLocation(Location(place, place.title(), "main", "DE")) for place in places),
        ReceiveStock("main", "north", [StockLine("TEA-1", "4 case"), StockLine("CUP-1", 20)]),
        ReceiveStock("main", "south", [StockLine("TEA-1", "1 case")]),
    ]
