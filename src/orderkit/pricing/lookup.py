"""
What one list says about one line.

Within a list: entries under the SKU, then under the article it is a variant of, then under its
categories from the nearest to the root; the list's own formula where none of them fits. Under one
key: entries for the ordered unit, then formulas for every unit, then entries for other units, the
stock unit first and then from the smallest to the largest. Of one unit's entries the greatest tier
that is not above the quantity, at the price date.

A formula asks its base list the same question, with the same quantity. Prices stay fractions of
integers until the very end, so that nothing is rounded on the way but what a formula says.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Final, TypeAlias

from orderkit.catalog import Product
from orderkit.errors import invalid
from orderkit.pricing.entries import (
    COST,
    By,
    Formula,
    PriceEntries,
    Row,
    Source,
    entries_ids,
    holds,
    price_ratio,
)
from orderkit.pricing.model import PriceList
from orderkit.pricing.quotation import PriceSlice
from orderkit.values import UnitPrice
from orderkit.values.decimals import ZERO

Wanted: TypeAlias = tuple[Product, int, str, int, int, datetime]
"""
A line as the look-up wants it, in a plain tuple because every line makes one: the product; how much
of it in the ledger's integers; the unit it is ordered in; the same quantity in that unit, as numerator
and denominator; and the price date.
"""

Found: TypeAlias = tuple[UnitPrice, int, int, Source, tuple[str, ...]]
"""
A price for a line, in a plain tuple for the same reason: the price per its own quantity and unit; the
line's exact price in major units, as numerator and denominator; where it stands; and the ids of the
lists that formulas went through.
"""

_Units: TypeAlias = tuple[tuple[str, tuple[Row, ...]], ...]

_OWN: Final[Source] = (None, "", ZERO, "")
"""Where the price of a list's own formula stands: under no key."""

# Looked up once: an attribute of an enumeration costs as much as a call.
_CATEGORY: Final = By.CATEGORY


def wanted(product: Product, base: int, unit: str, at: datetime) -> Wanted:
    """
    Return a line as the look-up wants it.

    Args:
        product: What is ordered.

        base: How much, in the ledger's integers.

        unit: Unit it is ordered in; ``""`` for the product's order unit.

        at: The price date.

    >>> from datetime import UTC
    >>> from orderkit.values import Packaging
    >>> tea = Product("T", "Tea", Packaging("pcs", units={"case": (12, 1)}))
    >>> wanted(tea, 24, "case", datetime(2026, 1, 1, tzinfo=UTC))[2:5]
    ('case', 24, 12)
    """
    packaging = product.packaging
    ordered = unit or packaging.order_unit or packaging.stock_unit
    if ordered == packaging.stock_unit:
        return (product, base, ordered, base, 10**packaging.places, at)
    had, step = _measured(product, base, ordered)
    return (product, base, ordered, had, step, at)


def _measured(product: Product, base: int, unit: str) -> tuple[int, int]:
    """Return how much of *unit* there is in *base* of the ledger's integers, as a fraction."""
    packaging = product.packaging
    step = 10**packaging.places
    if unit == packaging.stock_unit:
        return base, step
    top, bottom = packaging.factor(unit)
    return base * bottom, top * step


def extended(price: UnitPrice, product: Product, base: int, via: tuple[str, ...] = ()) -> Found:
    """
    Return *price* as found for *base* of a product, whatever the lists say.

    >>> from orderkit.values import Packaging
    >>> extended(UnitPrice.parse("9.5 EUR"), Product("T", "Tea", Packaging("pcs")), 3)[1:3]
    (57, 2)
    """
    had, step = _measured(product, base, price.unit)
    top, bottom = price_ratio(price)
    return price, top * had, bottom * step, _OWN, via


def find_price(
    known: PriceSlice, price_list: PriceList, asked: Wanted, via: tuple[str, ...] = ()
) -> Found | None:
    """
    Return the price that *price_list* has for the line that is *asked* for, or None.

    Args:
        known: Heads and entries, those of base lists included.

        price_list: One of the slice's heads.

        asked: What is ordered, and when.

        via: Ids of the lists whose formulas lead here.

    Raises:
        InvalidInput: Formulas of the lists run in a circle (``formula_cycle``).
    """
    product, shelves = asked[0], known.entries
    entries = shelves.get(price_list.ids[product.id])
    if entries is not None:
        found = _under(entries, known, price_list, asked, via)
        if found is not None:
            return found
    if price_list.by_category or product.variant_of:
        for name in _wider(price_list, product):
            if name in shelves:
                found = _under(shelves[name], known, price_list, asked, via)
                if found is not None:
                    return found
    formula = price_list.formula
    return None if formula is None else _formed(formula, known, price_list, asked, via)


def _wider(price_list: PriceList, product: Product) -> list[str]:
    """Return the ids of the entries of the article it is a variant of, then of its categories."""
    names = [price_list.ids[product.variant_of]] if product.variant_of else []
    if price_list.by_category:
        by_code = entries_ids(price_list.id, _CATEGORY)
        names += map(by_code.__getitem__, reversed(product.category))
    return names


def _under(
    entries: PriceEntries,
    known: PriceSlice,
    price_list: PriceList,
    asked: Wanted,
    via: tuple[str, ...],
) -> Found | None:
    """Return the price that entries under one key have: of each unit the greatest tier that fits."""
    if entries.publishing < price_list.since:
        return None
    product, base, ordered, had, step, at = asked
    units = entries.rows
    if entries.sole != ordered:
        units = _in_order(units, product, ordered)
    for unit, rows in units:
        if unit != ordered:  # tiers of a formula for every unit count stock units
            had, step = _measured(product, base, unit or product.packaging.stock_unit)
        for tier, start, until, top, bottom, price, formula, source in rows:
            if tier * step > had or (start and start > at) or (until and until <= at):
                continue
            if price is not None:
                through = (*via[1:], price_list.id) if via else ()
                return price, top * had, bottom * step, source, through
            assert formula is not None
            found = _formed(formula, known, price_list, asked, via)
            if found is not None:
                return *found[:3], source, found[4]
            break
    return None


def _in_order(units: _Units, product: Product, ordered: str) -> _Units:
    """Return those of *units* that the product has, in the order in which they count."""
    packaging = product.packaging
    ranks = {unit: (3, Fraction(*worth)) for unit, worth in packaging.units}
    ranks |= {packaging.stock_unit: (2, Fraction(1)), "": (1, Fraction(0))}
    ranks[ordered] = (0, Fraction(0))
    return tuple(
        sorted([one for one in units if one[0] in ranks], key=lambda one: (ranks[one[0]], one[0]))
    )


def _formed(
    formula: Formula,
    known: PriceSlice,
    price_list: PriceList,
    asked: Wanted,
    via: tuple[str, ...],
) -> Found | None:
    """Return what *formula* makes of its base's price, or None where the base has none."""
    product, units, *_ = asked
    chain = (*via, price_list.id)
    if formula.of == COST:
        base = product.standard_cost
        if base is None or base.currency != price_list.currency:
            return None
        through = (*chain[1:], COST)
    else:
        found = _base_price(formula.of, known, price_list, asked, chain)
        if found is None:
            return None
        base, _, _, _, through = found
    return extended(formula.applied(base), product, units, through)


def _base_price(
    name: str,
    known: PriceSlice,
    price_list: PriceList,
    asked: Wanted,
    chain: tuple[str, ...],
) -> Found | None:
    if name in chain:
        raise invalid(
            "formula", "formula_cycle", " > ".join((*chain, name)), "its lists build on each other",
            "let one of them have prices of its own",
        )  # fmt: skip
    base = known.lists.get(name)
    if base is None or base.withdrawn or base.currency != price_list.currency:
        return None
    if not holds(base.window, asked[5]):
        return None
    return find_price(known, base, asked, chain)
