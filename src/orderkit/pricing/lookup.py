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
from functools import partial
from typing import NamedTuple

from orderkit.catalog import Product
from orderkit.errors import invalid
from orderkit.pricing.entries import (
    COST,
    MILLION,
    Entry,
    Formula,
    PriceEntries,
    holds,
    millionths,
)
from orderkit.pricing.model import PriceList
from orderkit.pricing.quotation import PriceLine, PriceSlice, Shelf
from orderkit.values import UnitPrice


class Wanted(NamedTuple):
    """
    A line as the look-up wants it.

    Attributes:
        line: The line.

        at: The price date.

        unit: The unit it is ordered in.

        had: Its quantity, in millionths of *unit* times *step*.

        step: What makes *had* an integer: a tier fits where ``minimum * step <= had``.
    """

    line: PriceLine
    at: datetime
    unit: str
    had: int
    step: int


class Found(NamedTuple):
    """
    A price for a line.

    Attributes:
        price: Per its own quantity and unit.

        numerator: Of the line's exact price in major units.

        denominator: Of the line's exact price in major units, above 0.

        entry: The entry that says so; None for a list's own formula.

        entries: Where the entry stands; None for a list's own formula.

        via: Ids of the lists that formulas went through.
    """

    price: UnitPrice
    numerator: int
    denominator: int
    entry: Entry | None = None
    entries: PriceEntries | None = None
    via: tuple[str, ...] = ()


# Half the price of calling the class, for an argument that is an exact tuple of its fields.
_wanted = partial(tuple.__new__, Wanted)
_found = partial(tuple.__new__, Found)


def wanted(line: PriceLine, at: datetime) -> Wanted:
    """
    Return *line* as the look-up wants it, at the price date *at*.

    >>> from datetime import UTC
    >>> from orderkit.values import Packaging
    >>> tea = Product("T", "Tea", Packaging("pcs", units={"case": (12, 1)}))
    >>> wanted(PriceLine.of(1, tea, "2 case"), datetime(2026, 1, 1, tzinfo=UTC))[2:]
    ('case', 24000000, 12)
    """
    packaging = line.product.packaging
    stock_unit = packaging.stock_unit
    unit = line.unit or packaging.order_unit or stock_unit
    if unit == stock_unit:
        return _wanted((line, at, unit, line.base * MILLION, 10**packaging.places))
    return Wanted(line, at, unit, *_measured(line, unit))


def _measured(line: PriceLine, unit: str) -> tuple[int, int]:
    """Return the line's quantity in millionths of *unit*, as a fraction."""
    packaging = line.product.packaging
    if unit == packaging.stock_unit:
        return line.base * MILLION, 10**packaging.places
    top, bottom = packaging.factor(unit)
    return line.base * bottom * MILLION, top * 10**packaging.places


def extended(price: UnitPrice, line: PriceLine) -> Found:
    """
    Return *price* as found for *line*, whatever the lists say.

    >>> from orderkit.values import Packaging
    >>> tea = Product("T", "Tea", Packaging("pcs"))
    >>> found = extended(UnitPrice.parse("9.5 EUR"), PriceLine(1, tea, 3))
    >>> found.numerator / found.denominator
    28.5
    """
    had, step = _measured(line, price.unit)
    return Found(price, millionths(price.amount) * had, millionths(price.per) * step * MILLION)


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
    shelf = known.shelves[price_list.id]
    product = asked.line.product
    entries = shelf[0].get(product.id)
    if entries is not None:
        found = _under(entries, known, price_list, asked, via)
        if found is not None:
            return found
    if product.variant_of or shelf[1]:
        for entries in _wider(shelf, product):
            found = _under(entries, known, price_list, asked, via)
            if found is not None:
                return found
    if price_list.formula is None:
        return None
    return _formed(price_list.formula, known, price_list, asked, via)


def _wider(shelf: Shelf, product: Product) -> Iterator[PriceEntries]:
    """Yield the entries of the article it is a variant of, then those of the nearest category."""
    by_sku, by_category = shelf
    if product.variant_of in by_sku:
        yield by_sku[product.variant_of]
    for code in reversed(product.category):
        if code in by_category:
            yield by_category[code]


def _under(
    entries: PriceEntries,
    known: PriceSlice,
    price_list: PriceList,
    asked: Wanted,
    via: tuple[str, ...],
) -> Found | None:
    """Return the price that entries under one key have: of each unit the greatest tier that fits."""
    units, ordered, at = entries.rows, asked.unit, asked.at
    plain = len(units) == 1 and ordered in units
    for unit in (ordered,) if plain else _in_order(units, asked):
        had, step = (asked.had, asked.step) if unit == ordered else _measured(asked.line, unit)
        for minimum, start, until, amount, per, entry in units[unit]:
            if minimum * step > had or (start and start > at) or (until and until <= at):
                continue
            if entry.price is not None:
                through = (*via[1:], price_list.id) if via else ()
                bottom = per * step * MILLION
                return _found((entry.price, amount * had, bottom, entry, entries, through))
            assert entry.formula is not None
            found = _formed(entry.formula, known, price_list, asked, via)
            if found is not None:
                return found._replace(entry=entry, entries=entries)
            break
    return None


def _in_order(units: Iterable[str], asked: Wanted) -> list[str]:
    """Return those of *units* that the product has, in the order in which they count."""
    packaging = asked.line.product.packaging
    ranks = {unit: (3, Fraction(*worth)) for unit, worth in packaging.units}
    ranks |= {packaging.stock_unit: (2, Fraction(1)), "": (1, Fraction(0))}
    ranks[asked.unit] = (0, Fraction(0))
    return sorted((unit for unit in units if unit in ranks), key=lambda one: (ranks[one], one))


def _formed(
    formula: Formula,
    known: PriceSlice,
    price_list: PriceList,
    asked: Wanted,
    via: tuple[str, ...],
) -> Found | None:
    """Return what *formula* makes of its base's price, or None where the base has none."""
    chain = (*via, price_list.id)
    if formula.of == COST:
        base = asked.line.product.standard_cost
        if base is None or base.currency != price_list.currency:
            return None
        through = (*chain[1:], COST)
    else:
        found = _base_price(formula.of, known, price_list, asked, chain)
        if found is None:
            return None
        base, through = found.price, found.via
    return extended(formula.applied(base), asked.line)._replace(via=through)


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
    if not holds(base.window, asked.at):
        return None
    return find_price(known, base, asked, chain)
