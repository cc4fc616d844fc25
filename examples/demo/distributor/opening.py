"""Everything that is there before the first order: master data, prices, policies, stock, credit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any, Final

from attrs import frozen

from examples.demo.distributor.customers import COMPANY, MARKETPLACE, Account, accounts
from examples.demo.distributor.goods import BULK, DISCONTINUED, INSTALLATION, products
from examples.demo.distributor.prices import offer, published
from examples.demo.distributor.shop import Shop
from orderkit import (
    EUR,
    BlockCustomer,
    Company,
    CrossReference,
    DefineCompany,
    DefineCrossReference,
    DefineCustomer,
    DefineLocation,
    DefineOffer,
    DefineProduct,
    DefineTaxTable,
    Desk,
    Level,
    Location,
    Meaning,
    Product,
    PublishApprovalPolicy,
    PublishPriceList,
    ReceiveStock,
    SetCreditLimit,
    StockLine,
    TaxRate,
    TaxTable,
    channel_scope,
    customer_scope,
    fact,
)
from orderkit.catalog import GTIN
from orderkit.flow import Command

WAREHOUSES: Final = {"hamburg": "Hamburg", "leipzig": "Leipzig", "munich": "Munich"}
SHARES: Final = {"hamburg": 5, "leipzig": 3, "munich": 2}
"""How stock is spread, in tenths."""

BLOCKED: Final = "c33"


@frozen
class World:
    """What is there: the goods that can be ordered, and the customers with their accounts."""

    goods: tuple[Product, ...]
    accounts: tuple[Account, ...]

    @property
    def on_sale(self) -> tuple[Product, ...]:
        """Goods with stock, in pieces."""
        odd = {BULK, INSTALLATION, DISCONTINUED}
        return tuple(one for one in self.goods if one.id not in odd)

    @property
    def known_by_file(self) -> tuple[Product, ...]:
        """Goods for which customers have item numbers of their own in their files."""
        return self.on_sale[::4]

    @property
    def listed(self) -> tuple[Product, ...]:
        """Goods that the marketplace lists, in packs of three."""
        return tuple(one for one in self.on_sale[::5] if "machines" not in one.category)


def opened(shop: Shop, random: Random) -> World:
    """Define the whole world in the shop's kit, and return what the day needs to know of it."""
    world = World(tuple(products(random)), tuple(accounts(random)))
    desk = shop.desk("root")
    for step in (
        [DefineCompany(_company())],
        _rules(),
        [DefineLocation(Location(id_, name, COMPANY, "DE")) for id_, name in WAREHOUSES.items()],
        [DefineProduct(one) for one in world.goods],
        [DefineCustomer(one.customer) for one in world.accounts if not one.customer.payer],
        [DefineCustomer(one.customer) for one in world.accounts if one.customer.payer],
        _references(world),
        _credit(world.accounts),
        [BlockCustomer(BLOCKED, "three reminders unanswered")],
        [DefineOffer(offer(world.goods))],
        _opening_stock(world, random),
    ):
        _all_done(shop, desk, step)
    # One after the other: a list builds upon lists that are published already.
    for one in published(world.goods, random):
        _all_done(shop, desk, [PublishPriceList(one.head, one.entries)])
    return world


def _all_done(shop: Shop, desk: Desk, commands: Sequence[Command[Any]]) -> None:
    shop.done(desk, commands)
    if shop.notes.declined:
        raise shop.notes.declined[0].error


def _company() -> Company:
    return Company(
        COMPANY, "Hansa Kontor", "EUR", "DE", locations=tuple(WAREHOUSES), auto_confirm=True,
        approvals=("orders",),
    )  # fmt: skip


def _rules() -> list[Command[Any]]:
    rates = (TaxRate("reduced", Decimal(7)), TaxRate("standard", Decimal(19)))
    levels = (
        Level(
            "sales-lead",
            (fact("total") > EUR("2500")) | (fact("discount") > Decimal("0.15")),
            ["role:sales-lead"],
        ),
        Level("director", fact("total") > EUR("6000"), ["person:dirk"]),
    )
    return [
        DefineTaxTable(TaxTable(COMPANY, rates)),
        PublishApprovalPolicy("orders", "EUR", levels, "agreed with sales and finance"),
    ]


def _references(world: World) -> list[Command[Any]]:
    """Return the numbers by which others know the goods: customers, the marketplace, the trade."""
    made = [
        CrossReference.of(customer_scope(one.id), own_number(product), Meaning(product.id))
        for one in world.accounts
        if one.edi
        for product in world.known_by_file
    ]
    made += [
        CrossReference.of(
            channel_scope(MARKETPLACE), listing(product), Meaning(product.id, "pcs", 3)
        )
        for product in world.listed
    ]
    made += [
        CrossReference.of(GTIN, gtin(n), Meaning(product.id, "pcs"))
        for n, product in enumerate(world.on_sale)
    ]
    return [DefineCrossReference(one) for one in made]


def own_number(product: Product) -> str:
    """
    Return the number that customers with files of their own use, written as they write it.

    Theirs are the house's with a slash: no id, so that nobody takes it for a SKU.
    """
    return product.id.replace("-", "/")


def listing(product: Product) -> str:
    """Return the marketplace's listing of a pack of three."""
    return f"BZ {product.id} x3"


def gtin(number: int) -> str:
    """
    Return the GTIN of the product with that number.

    >>> gtin(7)
    '4012345000078'
    """
    body = f"4012345{number:05}"
    odd, even = (sum(int(digit) for digit in body[start::2]) for start in (0, 1))
    return f"{body}{-(odd + 3 * even) % 10}"


def _credit(customers: Sequence[Account]) -> list[Command[Any]]:
    return [
        SetCreditLimit(one.id, "EUR", one.limit, reason="yearly review")
        for one in customers
        if one.limit is not None
    ]


def _opening_stock(world: World, random: Random) -> list[Command[Any]]:
    """Return the receipts of the morning; some shelves are nearly empty."""
    lines: dict[str, list[StockLine]] = {place: [] for place in WAREHOUSES}
    for product in world.goods:
        if product.id in (INSTALLATION, DISCONTINUED):
            continue
        pieces = _in_stock(product, random)
        for place, share in SHARES.items():
            part = pieces * share // 10
            if part:
                lines[place].append(StockLine(product.id, part))
    return [ReceiveStock(COMPANY, place, some, "opening") for place, some in lines.items()]


def _in_stock(product: Product, random: Random) -> int:
    if product.id == BULK:
        return 1_200
    if "machines" in product.category:
        return random.randint(10, 40)
    case = dict(product.packaging.units)["case"][0]
    scarce = random.random() < 0.15
    return case * (random.randint(10, 20) if scarce else random.randint(30, 90))
