"""
What can be ordered, and by which names.

A product is known by its SKU; its :class:`~orderkit.values.Packaging` says what it is counted in.
A cross-reference says what somebody else's number for it means: a customer's own item number, a
channel's listing, a GTIN. Its meaning is dated, because numbers are given again to other goods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from attrs import field, frozen

from orderkit.catalog.ids import composed_id
from orderkit.errors import Fault, caught, gathered, invalid
from orderkit.flow import Index, document
from orderkit.values import (
    Packaging,
    UnitPrice,
    Window,
    bounded,
    check_id,
    check_text,
    check_unit,
    several,
    typed,
)

ALWAYS: Final = Window()
"""The window without ends."""

STANDARD_TAX: Final = "standard"
"""The tax category of goods of which nothing else is said."""

GTIN: Final = "gtin"
"""The scope of numbers that mean the same to everybody."""

LONGEST_NUMBER: Final = 80
"""Characters of an item number of somebody else's."""


class LineKind(StrEnum):
    """What an order line is about; goods are delivered from stock, the others are not."""

    GOODS = "goods"
    SERVICE = "service"
    CHARGE = "charge"
    DEPOSIT = "deposit"
    GIFT = "gift"
    KIT = "kit"
    COMPONENT = "component"
    TEXT = "text"


def _category(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Product.category")


def _by_category(product: Product) -> Iterator[tuple[tuple[str, ...], str]]:
    return (((code,), product.id) for code in product.category)


def _by_parent(product: Product) -> Iterable[tuple[tuple[str, ...], str]]:
    return (((product.variant_of,), product.id),) if product.variant_of else ()


@document("product", indexes=(Index("by_category", _by_category), Index("by_parent", _by_parent)))
@typed
@frozen
class Product:
    """
    Something that can be ordered.

    Attributes:
        id: The SKU.

        name: For people, in the house's language.

        packaging: Stock unit, other units, and the unit of a quantity without one.

        category: Codes from the root to the nearest: ``("food", "tea")``. A code stands in one
            place of the tree only.

        variant_of: SKU of the article that this is a size or colour of; ``""`` for none.

        tax_category: What tax rates are named for.

        standard_cost: What it costs the house, for formulas on cost; None when not known.

        minimum: Least quantity of an order line, in the ledger's integers.

        multiple: A line's quantity is a multiple of this, in the ledger's integers, from 1.

        maximum: Greatest quantity of an order line, in the ledger's integers; None for no limit.

        sold: When it may be ordered; an end is the day it is discontinued.

        kind: What its order lines are.

        warn_below: An order that leaves fewer at a location, in the ledger's integers, warns; 0
            never does.

        catch_weight: Whether what is actually weighed is priced: a cheese, a ham. An order's price is
            an estimate until then.

        limited: Whether a line of it has any limit to keep: *minimum*, *multiple*, *maximum* or
            *sold*. Told by these.
    """

    id: str
    name: str
    packaging: Packaging
    category: tuple[str, ...] = field(default=(), converter=_category)
    variant_of: str = ""
    tax_category: str = STANDARD_TAX
    standard_cost: UnitPrice | None = None
    minimum: int = 0
    multiple: int = 1
    maximum: int | None = None
    sold: Window = ALWAYS
    kind: LineKind = LineKind.GOODS
    warn_below: int = 0
    catch_weight: bool = False
    limited: bool = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        gathered(
            self._name_faults(),
            self._cost_faults(),
            self._limit_faults(),
            caught(self._check_multiple),
            caught(bounded, self.warn_below, "Product.warn_below"),
        )
        few = self.minimum > 1 or self.multiple > 1 or self.maximum is not None
        object.__setattr__(self, "limited", few or self.sold != ALWAYS)

    def _name_faults(self) -> Iterator[Fault]:
        yield from caught(check_id, self.id, "Product.id")
        yield from caught(check_text, self.name, "Product.name", longest=200)
        yield from caught(check_id, self.tax_category, "Product.tax_category")
        for n, code in enumerate(self.category):
            yield from caught(check_id, code, f"Product.category[{n}]")
        if self.variant_of:
            yield from caught(check_id, self.variant_of, "Product.variant_of")

    def _cost_faults(self) -> Iterator[Fault]:
        if self.standard_cost is not None:
            unit = self.standard_cost.unit
            yield from caught(self.packaging.factor, unit, "Product.standard_cost")

    def _limit_faults(self) -> Iterator[Fault]:
        least = caught(bounded, self.minimum, "Product.minimum")
        most = () if self.maximum is None else caught(bounded, self.maximum, "Product.maximum")
        yield from (*least, *most)
        above = self.maximum is not None and not (least or most) and self.minimum > self.maximum
        if not least and (above or self.minimum < 0):
            yield from invalid(
                "Product.minimum", "out_of_range", self.minimum,
                f"a minimum lies between 0 and the maximum, {self.maximum!r}",
                "lower the minimum or raise the maximum",
            ).faults  # fmt: skip

    def _check_multiple(self) -> None:
        if bounded(self.multiple, "Product.multiple") < 1:
            raise invalid(
                "Product.multiple", "out_of_range", self.multiple, "nothing is a multiple of it",
                "pass 1 where every quantity will do",
            )  # fmt: skip


@typed
@frozen
class Meaning:
    """
    What an item number means for a time.

    Attributes:
        sku: The product.

        unit: Unit that is counted by it; ``""`` for the product's order unit.

        quantity: How many of the unit one of the number is: 3 for a listing "pack of three".

        window: When the number has this meaning.
    """

    sku: str
    unit: str = ""
    quantity: int = 1
    window: Window = ALWAYS

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.sku, "Meaning.sku"),
                *(caught(check_unit, self.unit, "Meaning.unit") if self.unit else ()),
                *caught(self._check_quantity),
            )
        )

    def _check_quantity(self) -> None:
        if bounded(self.quantity, "Meaning.quantity") < 1:
            raise invalid(
                "Meaning.quantity", "out_of_range", self.quantity,
                "one of the number is at least one of the unit", "pass a whole number from 1",
            )  # fmt: skip


def _meanings(given: Iterable[Meaning]) -> tuple[Meaning, ...]:
    return several(given, Meaning, "CrossReference.meanings")


def customer_scope(customer: str) -> str:
    """
    Return the scope of the item numbers of one customer.

    >>> customer_scope("c-7")
    'customer:c-7'
    """
    return f"customer:{customer}"


def channel_scope(channel: str) -> str:
    """
    Return the scope of the listings of one channel.

    >>> channel_scope("web")
    'channel:web'
    """
    return f"channel:{channel}"


def cross_reference_id(scope: str, text: str) -> str:
    """
    Return the id of the cross-reference of *text* in *scope*.

    >>> cross_reference_id("gtin", "4006381333931")
    '4:gtin:4006381333931'
    """
    return composed_id(scope, text)


def item_numbers_id(scope: str) -> str:
    """
    Return the id of the :class:`ItemNumbers` of *scope*.

    >>> item_numbers_id("customer:c-7")
    '2:in:customer:c-7'
    """
    return composed_id("in", scope)


@document("item_numbers")
@frozen
class ItemNumbers:
    """
    Says that somebody has item numbers of their own, so that orders of all others look for none.

    Attributes:
        id: :func:`item_numbers_id` of the scope.

        scope: ``"customer:c-7"``, ``"channel:web"`` or ``"gtin"``.
    """

    id: str
    scope: str


def _owner(reference: CrossReference) -> str:
    kind, _, customer = reference.scope.partition(":")
    return customer if kind == "customer" else ""


@document("cross_reference", owner=_owner)
@typed
@frozen
class CrossReference:
    """
    What an item number of somebody else's means.

    Attributes:
        id: :func:`cross_reference_id` of scope and text.

        scope: ``"customer:c-7"``, ``"channel:web"`` or ``"gtin"``.

        text: The number as it is written there, exactly.

        meanings: In order of time; their windows do not overlap.
    """

    id: str
    scope: str
    text: str
    meanings: tuple[Meaning, ...] = field(converter=_meanings)

    @classmethod
    def of(cls, scope: str, text: str, *meanings: Meaning) -> CrossReference:
        """
        Return the cross-reference of *text* in *scope*.

        >>> CrossReference.of("gtin", "4006381333931", Meaning("TEA-1")).id
        '4:gtin:4006381333931'
        """
        return cls(cross_reference_id(scope, text), scope, text, meanings)

    def __attrs_post_init__(self) -> None:
        gathered(
            fault
            for check in (self._check_scope, self._check_text, self._check_id, self._check_order)
            for fault in caught(check)
        )

    def _check_scope(self) -> None:
        kind, _, name = self.scope.partition(":")
        if self.scope == GTIN:
            return
        if kind not in {"customer", "channel"}:
            raise invalid(
                "CrossReference.scope", "scope_unknown", self.scope, "nobody numbers items there",
                "write 'customer:<id>', 'channel:<id>' or 'gtin'",
            )  # fmt: skip
        check_id(name, "CrossReference.scope")

    def _check_text(self) -> None:
        text = self.text
        if not (0 < len(text) <= LONGEST_NUMBER and text.isprintable() and text == text.strip()):
            raise invalid(
                "CrossReference.text", "bad_number", text,
                f"an item number is 1 to {LONGEST_NUMBER} printable characters without blanks around",
                "strip it, and check where it was read",
            )  # fmt: skip

    def _check_id(self) -> None:
        if self.id != cross_reference_id(self.scope, self.text):
            raise invalid(
                "CrossReference.id", "bad_id", self.id, "it is not made of the scope and the text",
                "build it with CrossReference.of(scope, text, meaning)",
            )  # fmt: skip

    def _check_order(self) -> None:
        if not self.meanings:
            raise invalid(
                "CrossReference.meanings", "empty", self.meanings, "the number means nothing",
                "give at least one meaning",
            )  # fmt: skip
        for n, (one, other) in enumerate(pairwise(self.meanings)):
            if one.window.until is None or other.window.start is None:
                later = True
            else:
                later = one.window.until > other.window.start
            if later:
                raise invalid(
                    f"CrossReference.meanings[{n + 1}].window", "overlap", str(other.window),
                    f"the meaning before it holds {one.window}, and a number means one thing at a time",
                    "put the meanings in order of time and end each before the next begins",
                )  # fmt: skip

    def meaning_at(self, at: datetime) -> Meaning | None:
        """
        Return what the number means at the moment *at*, or None.

        >>> from datetime import UTC, datetime
        >>> CrossReference.of("gtin", "1", Meaning("TEA-1")).meaning_at(
        ...     datetime(2026, 1, 1, tzinfo=UTC)
        ... ).sku
        'TEA-1'
        """
        for meaning in self.meanings:
            if meaning.window.contains(at):
                return meaning
        return None
