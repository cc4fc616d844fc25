"""
What a price list says about one SKU or one category: its tiers and their dates.

Entries stand in one order: by unit, then by tier, then by date. For one unit and one tier the
windows follow each other without overlap and without a gap; so at every moment there is at most
one price, a border belongs to exactly one side, and no day falls between two prices unseen.

What a look-up needs is reckoned as the document is built, not on every line: a :data:`Row` per entry,
with its tier and its price as numbers that need no :class:`~decimal.Decimal` any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from attrs import field, frozen

from orderkit.catalog import ALWAYS, composed_id
from orderkit.errors import Fault, caught, gathered, invalid
from orderkit.flow import document
from orderkit.values import (
    ID_LONGEST,
    Rounding,
    UnitPrice,
    Window,
    as_written,
    check_id,
    check_unit,
    exact,
    rounded,
    typed,
    whole_number,
)
from orderkit.values.decimals import ZERO

COST: Final = "cost"
"""What a formula names in place of a list to reckon from the product's standard cost."""

MILLION: Final = 10**6
_HUNDRED: Final = Decimal(100)

IDS_KEPT: Final = 8_192
"""How many ids of the entries of one list are kept at most."""


class By(StrEnum):
    """What entries are kept under."""

    SKU = "sku"
    CATEGORY = "category"


@typed
@frozen
class Formula:
    """
    A price made from another: ``rounded(base * factor, places)``, per the base's quantity and unit.

    Attributes:
        of: Id of the list whose price is the base, or :data:`COST`.

        factor: What the base is multiplied with, from 0: 0.6 is forty percent off.

        places: Decimals of the result, 0 to 6.

        rounding: How it loses the rest.
    """

    of: str
    factor: Decimal = field(converter=as_written)
    places: int = 2
    rounding: Rounding = Rounding.HALF_UP

    def __attrs_post_init__(self) -> None:
        gathered(
            fault
            for check in (self._check_of, self._check_factor, self._check_places)
            for fault in caught(check)
        )

    def _check_of(self) -> None:
        check_id(self.of, "Formula.of")

    def _check_factor(self) -> None:
        factor = exact(self.factor, "Formula.factor", places=8)
        if factor < 0:
            raise invalid(
                "Formula.factor", "out_of_range", factor, "a list has no negative prices",
                "write forty percent off as 0.6",
            )  # fmt: skip
        object.__setattr__(self, "factor", factor)

    def _check_places(self) -> None:
        if not 0 <= whole_number(self.places, "Formula.places") <= 6:
            raise invalid(
                "Formula.places", "out_of_range", self.places, "a unit price has 0 to 6 decimals",
                "choose one of them",
            )  # fmt: skip

    @classmethod
    def off(cls, of: str, percent: int | str | Decimal, *, places: int = 2) -> Formula:
        """
        Return the formula for *percent* off the prices of the list *of*.

        >>> Formula.off("retail", 40).factor
        Decimal('0.6')
        """
        return cls(of, 1 - exact(percent, "percent", places=6) / _HUNDRED, places)

    @classmethod
    def on(cls, of: str, percent: int | str | Decimal, *, places: int = 2) -> Formula:
        """
        Return the formula for *percent* on top of the prices of the list *of*, or of cost.

        >>> Formula.on(COST, 25).factor
        Decimal('1.25')
        """
        return cls(of, 1 + exact(percent, "percent", places=6) / _HUNDRED, places)

    def applied(self, base: UnitPrice) -> UnitPrice:
        """
        Return the price made from *base*.

        >>> print(Formula.off("retail", 42, places=4).applied(UnitPrice.parse("33.6442 EUR")))
        19.5136 EUR
        """
        amount = rounded(base.amount * self.factor, self.places, self.rounding)
        return UnitPrice(amount, base.currency, base.per, base.unit)


@typed
@frozen
class Entry:
    """
    One price: for one unit, from a quantity on, for a time.

    Attributes:
        price: The price, or None where *formula* makes it.

        formula: How it is made from another list's price, or None.

        minimum: Least quantity of the unit it holds for, from 0.

        unit: Unit it holds for; filled in from the price. ``""`` with a formula means whichever
            unit is ordered; the minimum then counts stock units.

        window: When it holds.
    """

    price: UnitPrice | None = None
    formula: Formula | None = None
    minimum: Decimal = field(default=ZERO, converter=as_written)
    unit: str = ""
    window: Window = ALWAYS

    def __attrs_post_init__(self) -> None:
        gathered(
            fault
            for check in (self._check_price, self._check_minimum, self._check_unit)
            for fault in caught(check)
        )

    def _check_price(self) -> None:
        if (self.price is None) is (self.formula is None):
            raise invalid(
                "Entry.price", "not_one_price", self.price,
                "an entry has either a price or a formula", "give exactly one of the two",
            )  # fmt: skip
        if self.price is not None and self.price.amount < 0:
            raise invalid(
                "Entry.price", "negative_price", str(self.price), "a list has no negative prices",
                "give credit by a line of its own, with a reason",
            )  # fmt: skip

    def _check_minimum(self) -> None:
        minimum = exact(self.minimum, "Entry.minimum", places=6)
        if minimum < 0:
            raise invalid(
                "Entry.minimum", "out_of_range", minimum, "no quantity is below 0",
                "begin the lowest tier at 0 or 1",
            )  # fmt: skip
        object.__setattr__(self, "minimum", minimum)

    def _check_unit(self) -> None:
        if self.price is not None and not self.unit:
            object.__setattr__(self, "unit", self.price.unit)
        elif self.unit:
            check_unit(self.unit, "Entry.unit")
        if self.price is not None and self.unit != self.price.unit:
            raise invalid(
                "Entry.unit", "other_unit", self.unit, f"its price is per {self.price.unit}",
                "leave the unit out, or give the price per that unit",
            )  # fmt: skip


def holds(window: Window, at: datetime) -> bool:
    """
    Tell whether the moment *at*, which is in UTC already, lies in *window*.

    >>> holds(ALWAYS, datetime.max)
    True
    """
    start, until = window.start, window.until
    return (start is None or start <= at) and (until is None or at < until)


Source: TypeAlias = tuple[By | None, str, Decimal, str]
"""Where a price stands, as a trace tells it: kind of key, key, tier and unit of the entry."""

Row: TypeAlias = tuple[
    int | Fraction,
    datetime | None,
    datetime | None,
    int,
    int,
    UnitPrice | None,
    Formula | None,
    Source,
]
"""
An entry as the look-up wants it, in a plain tuple because every line takes some apart: its tier; its
first moment, and the first one after it; its price for one of the unit as numerator and denominator,
1 and 1 for a formula; the price itself, or the formula; and where it stands.
"""


def entries_id(price_list: str, by: By, key: str) -> str:
    """
    Return the id of the entries of a list under one SKU or category.

    >>> entries_id("retail", By.SKU, "TEA-1")
    '6:retail:s.TEA-1'
    """
    return composed_id(price_list, f"{by[0]}.{key}")


class EntriesIds(dict[str, str]):
    """
    :func:`entries_id` of a list's SKUs or categories, by key: each made when it is first asked for.

    Every order asks for dozens of these texts, and a text that is kept keeps its hash. No more than
    some thousands are: then all are made anew. Keys are ids, as the list's is.

    Args:
        price_list: Id of the list.

        by: What the keys are.

    >>> EntriesIds("retail", By.SKU)["TEA-1"]
    '6:retail:s.TEA-1'
    """

    __slots__ = ("by", "price_list", "stem")

    def __init__(self, price_list: str, by: By) -> None:
        super().__init__()
        self.price_list = price_list
        self.by = by
        self.stem = f"{len(price_list)}:{price_list}:{by[0]}."

    def __missing__(self, key: str) -> str:
        if len(self) >= IDS_KEPT:
            self.clear()
        name = self.stem + key
        self[key] = name if len(name) <= ID_LONGEST else entries_id(self.price_list, self.by, key)
        return self[key]

    def __reduce__(self) -> tuple[object, ...]:
        return entries_ids, (self.price_list, self.by)


@lru_cache(maxsize=64)
def entries_ids(price_list: str, by: By) -> EntriesIds:
    """
    Return :func:`entries_id` of every key: the same mapping again while the list is asked for.

    >>> entries_ids("retail", By.SKU)["TEA-2"]
    '6:retail:s.TEA-2'
    """
    return EntriesIds(price_list, by)


@document("price_entries")
@typed
@frozen
class PriceEntries:
    """
    What one list says about one SKU, variant or category.

    Attributes:
        id: :func:`entries_id` of the next three.

        price_list: Id of the list.

        by: Whether the key is a SKU (of a product, or of the article it is a variant of) or a
            category.

        key: The SKU, or the category's code.

        entries: By unit, then minimum, then window.

        publishing: Number of the publishing that wrote this.

        rows: What the look-up reads: for each unit its entries, the greatest tier first.

        sole: The unit, where all entries are for one.
    """

    id: str
    price_list: str
    by: By
    key: str
    entries: tuple[Entry, ...]
    publishing: int = 1
    rows: tuple[tuple[str, tuple[Row, ...]], ...] = field(init=False, eq=False, repr=False)
    sole: str | None = field(init=False, eq=False, repr=False)

    @classmethod
    def of(cls, price_list: str, key: str, *entries: Entry, by: By = By.SKU) -> PriceEntries:
        """
        Return the entries of *price_list* under *key*.

        >>> PriceEntries.of("retail", "TEA-1", Entry(UnitPrice.parse("9.50 EUR"))).id
        '6:retail:s.TEA-1'
        """
        return cls(entries_id(price_list, by, key), price_list, by, key, entries)

    def __attrs_post_init__(self) -> None:
        gathered(self._name_faults(), self._entry_faults())
        rows: dict[str, list[Row]] = {}
        for entry in reversed(self.entries):
            rows.setdefault(entry.unit, []).append(_row(entry, self.by, self.key))
        by_unit = tuple([(unit, tuple(found)) for unit, found in rows.items()])
        object.__setattr__(self, "rows", by_unit)
        object.__setattr__(self, "sole", by_unit[0][0] if len(by_unit) == 1 else None)

    def _name_faults(self) -> Iterator[Fault]:
        yield from caught(check_id, self.price_list, "PriceEntries.price_list")
        yield from caught(check_id, self.key, "PriceEntries.key")
        if self.id != entries_id(self.price_list, self.by, self.key):
            yield from invalid(
                "PriceEntries.id", "bad_id", self.id, "it is not made of list, kind of key and key",
                "build it with PriceEntries.of(list, key, entries)",
            ).faults  # fmt: skip

    def _entry_faults(self) -> Iterator[Fault]:
        if not self.entries:
            yield from invalid(
                "PriceEntries.entries", "empty", self.entries, "no price is said",
                "give at least one entry, or leave the key out",
            ).faults  # fmt: skip
        for n, (one, other) in enumerate(pairwise(self.entries), start=1):
            found = _fault_between(one, other)
            if found:
                code, why, remedy = found
                path = f"PriceEntries.entries[{n}]"
                yield from invalid(path, code, _named(other), why, remedy).faults


def _row(entry: Entry, by: By, key: str) -> Row:
    price, window = entry.price, entry.window
    top, bottom = (1, 1) if price is None else price_ratio(price)
    least, parts = entry.minimum.as_integer_ratio()
    return (
        least if parts == 1 else Fraction(least, parts),
        window.start,
        window.until,
        top,
        bottom,
        price,
        entry.formula,
        (by, key, entry.minimum, entry.unit),
    )


def price_ratio(price: UnitPrice) -> tuple[int, int]:
    """
    Return what one of its unit costs in major units, as numerator and denominator.

    >>> price_ratio(UnitPrice.parse("9.5 EUR per 100 pcs"))
    (19, 200)
    """
    top, bottom = price.amount.as_integer_ratio()
    per, parts = price.per.as_integer_ratio()
    return top * parts, bottom * per


def millionths(value: Decimal) -> int:
    """
    Return *value*, which has six places at most, as an integer of millionths.

    >>> millionths(Decimal("12.5"))
    12500000
    """
    top, bottom = value.as_integer_ratio()
    return top * MILLION // bottom


def _named(entry: Entry) -> str:
    return f"from {entry.minimum} {entry.unit}, {entry.window}"


def _fault_between(one: Entry, other: Entry) -> tuple[str, str, str] | None:
    """Tell what is wrong with *other* coming right after *one*: code, why and the way out."""
    if (one.unit, one.minimum) < (other.unit, other.minimum):
        return None
    if (one.unit, one.minimum) > (other.unit, other.minimum):
        return (
            "unsorted",
            f"it comes after the one {_named(one)}",
            "sort by unit, minimum and window",
        )
    ends, starts = one.window.until, other.window.start
    if one.window == other.window:
        return ("duplicate_tier", "the same tier stands before it", "keep one of the two")
    if one.window.overlaps(other.window):
        return (
            "overlap",
            f"it overlaps with the one {_named(one)}, so two prices would hold at once",
            "end the earlier one where the later begins",
        )
    if ends is None or starts is None or ends > starts:
        return (
            "unsorted",
            f"it comes after the one {_named(one)}",
            "sort by unit, minimum and window",
        )
    if ends < starts:
        return (
            "gap",
            f"no price holds between it and the one {_named(one)}",
            "let the earlier one hold until the later begins, or use a list of its own",
        )
    return None
