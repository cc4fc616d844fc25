"""What the distributor sells: about a hundred and fifty products, their packs and their costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from orderkit import LineKind, Packaging, Product, UnitPrice, Window

CURRENCY: Final = "EUR"


class Range(NamedTuple):
    """
    Goods that are made alike.

    Attributes:
        prefix: Of their SKUs.

        category: From the root to the nearest.

        tax: Their tax category.

        case: Pieces in a case; a pallet has forty cases.

        cost: Least and greatest cost of the smallest size, in cents.

        names: Of which there are,

        sizes: in how many sizes, each twice as dear as the one before.

        makers: Suppliers.
    """

    prefix: str
    category: tuple[str, ...]
    tax: str
    case: int
    cost: tuple[int, int]
    names: tuple[str, ...]
    sizes: tuple[str, ...]


RANGES: Final = (
    Range("TEA", ("food", "tea"), "reduced", 12, (210, 640), (
        "Assam", "Darjeeling", "Earl Grey", "Ceylon", "Lapsang", "Sencha", "Gunpowder", "Jasmine",
        "Oolong", "Rooibos", "Peppermint", "Camomile", "Fennel", "Rose Hip", "Masala Chai",
    ), ("100 g", "250 g")),
    Range("COF", ("food", "coffee"), "reduced", 10, (380, 920), (
        "House Blend", "Espresso Bar", "Crema", "Decaf", "Sumatra", "Ethiopia", "Colombia",
        "Kenya AA", "Filter Mild", "Filter Strong", "Organic", "Breakfast",
    ), ("250 g", "500 g", "1 kg")),
    Range("COC", ("food", "cocoa"), "reduced", 8, (340, 700), (
        "Dark Cocoa", "Milk Cocoa", "White Cocoa", "Spiced Cocoa",
    ), ("500 g", "1 kg")),
    Range("SYR", ("food", "syrup"), "reduced", 6, (290, 480), (
        "Vanilla", "Caramel", "Hazelnut", "Almond", "Coconut", "Ginger", "Lemon",
    ), ("0.7 l", "1 l")),
    Range("CUP", ("hardware", "tableware"), "standard", 6, (180, 900), (
        "Espresso Cup", "Cappuccino Cup", "Tea Cup", "Mug", "Latte Glass", "Tea Glass", "Saucer",
        "Milk Jug", "Tea Pot", "Sugar Bowl", "Tray", "Carafe",
    ), ("white", "blue", "stone")),
    Range("SUP", ("hardware", "supplies"), "standard", 20, (90, 420), (
        "Paper Filter", "Tea Filter", "Descaler", "Cleaning Tablets", "Paper Cup", "Cup Lid",
        "Stirrer", "Napkin", "Group Brush", "Water Filter",
    ), ("small", "large")),
    Range("MCH", ("hardware", "machines"), "standard", 1, (14900, 58000), (
        "Filter Machine", "Grinder", "Espresso Machine", "Kettle", "Milk Frother",
    ), ("Basic", "Pro")),
)  # fmt: skip

BULK: Final = "BLK-001"
"""Green coffee, kept in kilograms to the gram."""

INSTALLATION: Final = "SRV-001"
"""A service: no stock, no delivery."""

DISCONTINUED: Final = "OLD-001"
"""What is not sold any more, but still asked for."""


def products(random: Random) -> Iterator[Product]:
    """Yield everything that can be ordered."""
    for one in RANGES:
        yield from _of_range(one, random)
    yield Product(
        BULK, "Green Coffee Santos, by weight", Packaging("kg", 3, {"sack": (60, 1)}),
        ("food", "coffee"), tax_category="reduced",
        standard_cost=UnitPrice(Decimal("4.35"), CURRENCY, unit="kg"),
        minimum=5_000, warn_below=300_000,
    )  # fmt: skip
    yield Product(
        INSTALLATION, "Installation of a machine", Packaging("pcs"), ("services",),
        standard_cost=UnitPrice(Decimal(70), CURRENCY), kind=LineKind.SERVICE,
    )  # fmt: skip
    yield Product(
        DISCONTINUED, "Christmas Tea 2025", Packaging("pcs"), ("food", "tea"),
        tax_category="reduced", sold=Window(None, datetime(2026, 1, 7, tzinfo=UTC)),
    )  # fmt: skip


def _of_range(one: Range, random: Random) -> Iterator[Product]:
    number = 0
    units = {"case": (one.case, 1), "pallet": (one.case * 40, 1)} if one.case > 1 else {}
    for name in one.names:
        cents = random.randint(*one.cost)
        for size in one.sizes:
            number += 1
            yield Product(
                f"{one.prefix}-{number:03}",
                f"{name} {size}",
                Packaging("pcs", units=units),
                one.category,
                tax_category=one.tax,
                standard_cost=UnitPrice(Decimal(cents).scaleb(-2), CURRENCY),
                maximum=10 if one.prefix == "MCH" else None,
                warn_below=2 if one.prefix == "MCH" else 2 * one.case,
            )
            cents = cents * 9 // 5
