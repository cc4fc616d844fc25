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

from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from orderkit.errors import invalid
from orderkit.pricing.entries import (
    COST,
    MILLION,
    By,
    Entry,
    Formula,
    PriceEntries,
    Row,
    millionths,
)
from orderkit.pricing.model import PriceList
from orderkit.pricing.quotation import PriceLine, PriceSlice, Shelf
from orderkit.values import Packaging, UnitPrice


class Found(NamedTuple):
    """
    A price for a line.

    Attributes:
        price: Per its own quantity and unit.

        numerator: Of the line's exact price in major units.

        denominator: Of the line's exact price in major units, above 0.

        entry: The entry that says so; None for a list's own formula.

        by: What the entry is kept under.

        key: Under which SKU or category; ``""`` for a list's own formula.

        via: Ids of the lists that formulas went through.
    """

    price: UnitPrice
    numerator: int
    denominator: int
    entry: Entry | None
    by: By | None
    key: str
    via: tuple[str, ...]


Source: TypeAlias = tuple[Entry | None, By | None, str, tuple[str, ...]]
"""Entry, kind of key, key, and lists that formulas went through."""

NO_SOURCE: Final[Source] = (None, None, "", ())


def find_price(
    known: PriceSlice,
    price_list: PriceList,
    line: PriceLine,
    at: datetime,
    via: tuple[str, ...] = (),
) -> Found | None:
    """
    Return the price that *price_list* has for *line* at the moment *at*, or None.

    Args:
        known: Heads and entries, those of base lists included.

        price_list: One of the slice's heads.

        line: What is ordered.

        at: The price date.

        via: Ids of the lists whose formulas lead here.

    Raises:
        InvalidInput: Formulas of the lists run in a circle (``formula_cycle``).
    """
    for row, by, key in _hits(known.shelves[price_list.id], line, at):
        entry = row.entry
        if entry.price is not None:
            through = (*via[1:], price_list.id) if via else ()
            return extended(entry.price, row.amount, row.per, line, (entry, by, key, through))
        assert entry.formula is not None
        found = _formed(entry.formula, _Asked(known, price_list, line, at), via)
        if found is not None:
            return found._replace(entry=entry, by=by, key=key)
    if price_list.formula is None:
        return None
    return _formed(price_list.formula, _Asked(known, price_list, line, at), via)


def _hits(shelf: Shelf, line: PriceLine, at: datetime) -> Iterator[tuple[Row, By, str]]:
    """Yield the entries that fit, the most particular first."""
    product = line.product
    by_sku, by_category = shelf
    if by_sku:
        for sku in (product.id, product.variant_of):
            if sku in by_sku:
                for row in _fitting(by_sku[sku], line, at):
                    yield row, By.SKU, sku
    if by_category:
        for code in reversed(product.category):
            if code in by_category:
                for row in _fitting(by_category[code], line, at):
                    yield row, By.CATEGORY, code


def _fitting(entries: PriceEntries, line: PriceLine, at: datetime) -> Iterator[Row]:
    """Yield the row of the ordered unit that fits, then those for every unit and for others."""
    packaging = line.product.packaging
    units = entries.rows
    ordered = line.unit or packaging.order_unit or packaging.stock_unit
    if ordered in units:
        yield from _tier(units[ordered], line.base, packaging, ordered, at)
        if len(units) == 1:
            return
    for unit in _others(units, ordered, packaging):
        yield from _tier(units[unit], line.base, packaging, unit or packaging.stock_unit, at)


def _others(units: Iterable[str], ordered: str, packaging: Packaging) -> list[str]:
    """Return the units besides the ordered one that the product has, in the order they count."""
    worth = {"": (0, Fraction(0)), packaging.stock_unit: (1, Fraction(1))}
    worth |= {unit: (2, Fraction(*ratio)) for unit, ratio in packaging.units}
    return sorted((one for one in units if one != ordered and one in worth), key=worth.__getitem__)


def _tier(
    rows: tuple[Row, ...], base: int, packaging: Packaging, unit: str, at: datetime
) -> tuple[Row, ...]:
    """Return the row of the greatest tier not above the quantity that holds at *at*, if any."""
    top, bottom = packaging.factor(unit)
    had, step = base * bottom * MILLION, top * 10**packaging.places
    for row in rows:
        if (
            row.minimum * step <= had
            and (row.start is None or row.start <= at)
            and (row.until is None or at < row.until)
        ):
            return (row,)
    return ()


class _Asked(NamedTuple):
    """The question to one list, for its formulas to pass on."""

    known: PriceSlice
    price_list: PriceList
    line: PriceLine
    at: datetime


def _formed(formula: Formula, asked: _Asked, via: tuple[str, ...]) -> Found | None:
    """Return what *formula* makes of its base's price, or None where the base has none."""
    chain = (*via, asked.price_list.id)
    if formula.of == COST:
        base = asked.line.product.standard_cost
        if base is None or base.currency != asked.price_list.currency:
            return None
        through = (*chain[1:], COST)
    else:
        found = _base_price(formula.of, asked, chain)
        if found is None:
            return None
        base, through = found.price, found.via
    made = formula.applied(base)
    source = (None, None, "", through)
    return extended(made, millionths(made.amount), millionths(made.per), asked.line, source)


def _base_price(name: str, asked: _Asked, chain: tuple[str, ...]) -> Found | None:
    if name in chain:
        raise invalid(
            "formula", "formula_cycle", " > ".join((*chain, name)), "its lists build on each other",
            "let one of them have prices of its own",
        )  # fmt: skip
    known, price_list, line, at = asked
    base = known.lists.get(name)
    if base is None or base.withdrawn or base.currency != price_list.currency:
        return None
    if not base.window.contains(at):
        return None
    return find_price(known, base, line, at, chain)


def extended(
    price: UnitPrice, amount: int, per: int, line: PriceLine, source: Source = NO_SOURCE
) -> Found:
    """
    Return *price* as the price found for *line*, with the exact amount it comes to.

    Args:
        price: The unit price.

        amount: Of the price, in millionths.

        per: For how many of its unit, in millionths.

        line: What is ordered.

        source: Entry, kind of key, key, and lists that formulas went through.

    >>> from orderkit.catalog import Product
    >>> tea = Product("T", "Tea", Packaging("pcs"))
    >>> found = extended(UnitPrice.parse("9.5 EUR"), 9_500_000, 1_000_000, PriceLine(1, tea, 3))
    >>> found.numerator / found.denominator
    28.5
    """
    packaging = line.product.packaging
    top, bottom = packaging.factor(price.unit)
    denominator = per * top * 10**packaging.places
    return Found(price, amount * line.base * bottom, denominator, *source)
